"""Texts that nobody would ask: what questions are made of, said again and again, up to the length that is
allowed; and how much work it takes to read one."""

from __future__ import annotations

import itertools
import random
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from pipeline.catalog import Catalog
from pipeline.planner.adjectives import PROPERTIES_OF
from pipeline.planner.composing.compose import compose
from pipeline.planner.cues import CUES
from pipeline.planner.cut import cut
from pipeline.planner.numbers import NUMBER_WORDS
from pipeline.planner.reading.read import read
from pipeline.planner.rules import RulesPlanner
from pipeline.planner.tokens import normalise
from pipeline.planner.words import CHARTS, FILLERS, GRAINS, QUOTIENTS, UNSUPPORTED, VERBS

LONGEST = 2_000  # characters: what `Settings.question_length` allows
_DATES = (
    "2024", "2024-01-01", "2024年", "1月", "march 5", "q1 2024", "last 3 months", "去年", "近3个月", "上周五",
    "5 years ago", "fy2024", "第一季度", "前", "一", "十", "三十", "1", "1,000", "1.5", "3%", "1k", "a1",
    "1a", "more than 5", "between 1 and 2", "first quarter of 2024", "from 2023 to 2024",
)  # fmt: skip
_MARKS = (*"\"'()[]{}<>=!,.;:?/\\|+-*&^%$#@~`_、，。；：？！“”‘’《》「」…—·", ">=", "!=", "''", "--", "/*")
_ODD = (
    *"ﷺﷻ㍿½㎢ﬃİŉΐև㏂⑴", "revnue", "amout", "xyzzy", "flarged", "天气", "气", "姓王", "is it", "e\u0301",
)  # fmt: skip
_STATEMENTS = ("select ", "select (", "create table (", "with a as (", "delete from ")


def closed_words() -> list[str]:
    """Everything that questions about any data are made of."""
    groups = (*CUES.values(), *GRAINS.values(), *CHARTS.values(), *UNSUPPORTED.values(), *VERBS)
    words = itertools.chain(*groups, FILLERS, QUOTIENTS, PROPERTIES_OF, NUMBER_WORDS)
    return [*dict.fromkeys(words), *_DATES, *_MARKS, *_ODD]


def names(catalog: Catalog, most: int, values: tuple[str, ...] = ()) -> list[str]:
    """Titles of a catalog, and the same misspelt; with some stored values."""
    titles = [t for m in catalog.members.values() for t in m.titles]
    titles += [t for cube in catalog.cubes.values() for t in cube.titles]
    picked = random.Random(1).sample([*dict.fromkeys(titles)], min(most, len({*titles})))
    return [*picked, *(t[:2] + t[3:] for t in picked if len(t) > 4), *values]


def letters() -> list[str]:
    """One character of every category of Unicode, of letters, marks and digits one of every script."""
    found: dict[tuple[str, str], str] = {}
    for code in itertools.chain(range(32, 0xD800), range(0xE000, 0x20000)):
        character = chr(code)
        category = unicodedata.category(character)
        script = unicodedata.name(character, "?").split(" ")[0] if category[0] in "LMN" else ""
        found.setdefault((category, script), character)
    return [*found.values()]


def repeated(units: tuple[str, ...], between: str, length: int) -> str:
    """The units one after the other, again and again, in at most ``length`` characters."""
    said: list[str] = []
    left = length
    for unit in itertools.cycle(units):
        left -= len(unit) + len(between)
        if left < 0 or not unit:
            return between.join(said)
        said.append(unit)
    raise AssertionError


def texts(pick: random.Random, units: Sequence[str], length: int = LONGEST) -> Iterator[str]:
    """Every unit by itself, with and without spaces in turn, and some beside others."""
    for n, unit in enumerate(units):
        yield repeated((unit,), (" ", "")[n % 2], length)
        if n % 3 == 0:
            others = tuple(pick.choice(units) for _ in range(pick.choice((1, 1, 2, 4))))
            yield repeated((unit, *others), pick.choice((" ", "", ", ", " and ", "、")), length)
    for statement in _STATEMENTS:
        yield statement + repeated((pick.choice("([{*-"),), "", length - len(statement))


def understand(planner: RulesPlanner, text: str, today: date) -> None:
    """Reads a text once, as far as a query."""
    parts = cut(normalise(text), planner.lexicon, today)
    compose(read(parts.spans, planner.lexicon), planner.lexicon, planner.graph, today)


def calls(work: Callable[[], object]) -> int:
    """How many functions ``work`` calls, those of the interpreter's own among them."""
    made = 0

    def count(_frame: object, event: str, _what: Any) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return made
