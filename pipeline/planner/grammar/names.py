"""The names of the catalog and of its data in a question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.planner.grammar.mention import Mention, kinds_of
from pipeline.planner.grammar.sheet import Sheet
from pipeline.planner.readings import CATALOG_ROLES, Reading, Role
from pipeline.planner.titles import NAMING, NUMBERING
from pipeline.planner.tokens import is_plural

_COST_OF_WEAKNESS = 0.6  # of a name that is only half of a title, or a synonym
_OF_EACH_WORD, _WORDS = 0.05, 3  # what each further word of a whole name gains: the longer name is meant
_LONGEST = 12  # tokens
_BY_NAME = 0.9  # the strength of what only the name of a member says
_INSIDE = frozenset("-.'&/():+")


def named_at(s: Sheet, first: int) -> None:
    """The names that begin at a token."""
    if s.tokens[first].kind == "mark":
        return
    for last, stems in _stretches(s, first):
        if not look_up(s, first, last, stems):
            _name_of(s, first, last, stems)
    _turned_round(s, first)
    _literal(s, first)


def _stretches(s: Sheet, first: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The stretches that may be names: where each ends, and its stems; articles and marks inside are
    passed over."""
    reach = max(s.lexicon.reach(s.tokens[first].stem, s.tokens[first].text)[0], 1)
    stems: list[str] = []
    whole: list[str] = []  # with what may be passed over: 目的地 is one word
    for last in range(first, min(len(s.tokens), first + reach + 3)):
        token = s.tokens[last]
        if token.kind == "mark":
            if token.text not in _INSIDE or not stems:
                return
            continue
        free = bool(stems) and token.text in s.small.articles
        whole.append(token.stem)
        if free:
            yield last + 1, (*stems, token.stem)
            continue
        stems.append(token.stem)
        if len(whole) > len(stems):
            yield last + 1, tuple(whole)
        if len(stems) > reach + 1:
            return
        yield last + 1, tuple(stems)


def _name_of(s: Sheet, first: int, last: int, stems: tuple[str, ...]) -> None:
    """What things are called, said of them: the name of an author is the author."""
    if len(stems) < 2 or stems[-1:] not in NAMING:
        return
    readings = [r for r in s.lexicon.readings(stems[:-1]) if r.role in (Role.ENTITY, Role.DIMENSION)]
    texts = [r for r in readings if r.role is Role.ENTITY or s.types.get(r.target) == "string"]
    if texts:
        add_name(s, first, last, tuple(texts), 0.1, "form")


def look_up(
    s: Sheet,
    first: int,
    last: int,
    stems: tuple[str, ...],
    cost: float = 0.0,
    how: str = "exact",
    head: int | None = None,
) -> bool:
    return add_found(s, first, last, stems, s.lexicon.readings(stems), cost, how, head)


def add_found(
    s: Sheet,
    first: int,
    last: int,
    stems: tuple[str, ...],
    found: Iterable[Reading],
    cost: float,
    how: str,
    head: int | None = None,
) -> bool:
    """Whether any of what was ``found`` under ``stems`` may be meant; adds that."""
    readings = [r for r in found if r.role in CATALOG_ROLES]
    _word_as_value(s, first, last, readings)
    readings = _plausible(s, first, last, stems, readings)
    if not readings:
        return False
    strength = max(r.strength - 0.25 * r.partial for r in readings)
    weakness = max(0.0, 1 - strength) * _COST_OF_WEAKNESS
    whole = strength == 1 and how == "exact" and head is None and len(stems) == last - first
    gain = _OF_EACH_WORD * min(_WORDS, last - first - 1) if whole else 0.0
    add_name(s, first, last, tuple(readings), cost + weakness - gain, how, head)
    return True


def _word_as_value(s: Sheet, first: int, last: int, readings: list[Reading]) -> None:
    """A value that is also a function word or a number, for where its dimension stands by it."""
    written = tuple(t.text for t in s.tokens[first:last])
    values = tuple(r for r in readings if r.role is Role.VALUE)
    if values and (written in s.closed.all or len("".join(written)) < 2 or "".join(written).isdigit()):
        s.add(first, last, frozenset(("VALUEWORD",)), senses=values, cost=0.1)


def add_name(
    s: Sheet,
    first: int,
    last: int,
    senses: tuple[Reading, ...],
    cost: float,
    how: str,
    head: int | None = None,
) -> None:
    """Adds a name; ``head``: the token that says whether it is one or several, if not the last one."""
    own = [r for r in senses if r.role is Role.DIMENSION and not r.partial]
    flags = [r for r in own if s.types.get(r.target) == "boolean"]
    senses = tuple(dict.fromkeys([*senses, *(replace(r, role=Role.VALUE, value="true") for r in flags)]))
    plural = is_plural(s.tokens[last - 1 if head is None else head].text)
    s.add(first, last, kinds_of(senses, s.types), senses=senses, cost=cost, how=how, plural=plural)


def _plausible(
    s: Sheet, first: int, last: int, stems: tuple[str, ...], readings: list[Reading]
) -> list[Reading]:
    """What may be meant where it stands: a value that is also a function word or a number only in quotes,
    one Han character only where it is a whole name."""
    if s.is_quoted(first, last):
        return [r for r in readings if r.role is Role.VALUE] or readings
    written = tuple(t.text for t in s.tokens[first:last])
    number = all(one.replace(".", "").isdigit() for one in stems)
    short = len("".join(stems)) < 2 and stems[0] not in s.small.short
    if written in s.closed.all or number or short:
        readings = [r for r in readings if r.role is not Role.VALUE or r.target in _flags(s, r)]
        readings = [r for r in readings if r.role is not Role.MEASURE or r.strength > _BY_NAME]
    if number:
        return []
    if written[0] in s.small.determiners:
        readings = [r for r in readings if r.role is not Role.VALUE]
    if len(stems) == 1 and len(stems[0]) == 1 and not stems[0].isascii():
        readings = [r for r in readings if not r.partial and (r.strength == 1 or stems[0] in s.small.short)]
    return readings


def _flags(s: Sheet, reading: Reading) -> frozenset[str]:
    return frozenset((reading.target,)) if s.types.get(reading.target) == "boolean" else frozenset()


def _turned_round(s: Sheet, first: int) -> None:
    """Titles the other way round: "names of the courses" is the course name."""
    texts = [t.text for t in s.tokens[first : first + 4]]
    of = next((i for i, text in enumerate(texts[1:], 1) if text in s.small.of), 0)
    if not of:
        return
    middle = first + of
    begin = middle + 1
    naming = tuple(t.stem for t in s.tokens[first:middle])[-1:] in NAMING | NUMBERING
    passed = s.small.every if naming else s.small.one
    while begin < len(s.tokens) and s.tokens[begin].text in passed:
        begin += 1
    front = tuple(t.stem for t in s.tokens[first:middle])
    written = tuple(t.text for t in s.tokens[first:middle])
    if any(t.text in s.small.quantities for t in s.tokens[first:middle]):
        return  # "number of flights" is no flight number
    if written in s.closed.all and written[-1] not in s.small.properties:
        return
    for last in range(begin, min(len(s.tokens), begin + 4)):
        if s.tokens[last].kind != "word" or last in s.dated:
            return
        back = tuple(t.stem for t in s.tokens[begin : last + 1])
        if not look_up(s, first, last + 1, back + front, 0.02, head=middle - 1):
            whole = [r for r in s.lexicon.readings(front + back) if r.strength == 1]
            if whole:
                look_up(s, first, last + 1, front + back, 0.05, head=middle - 1)


def _literal(s: Sheet, first: int) -> None:
    """Words in quotes, which may be any text."""
    if not s.opens_quote(first):
        return
    for last in range(first + 1, min(len(s.tokens), first + _LONGEST) + 1):
        if s.is_quoted(first, last):
            begin = first - 1 if first and s.tokens[first - 1].kind == "mark" else first
            end = last + 1 if last < len(s.tokens) and s.tokens[last].kind == "mark" else last
            text = s.text_of(first, last)
            s.mentions.append(Mention(begin, end, text, frozenset(("LITERAL",))))
            return
