"""Which reading a column has: the one that reads its cells, with what the rest of its table says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pipeline.language import Text
from pipeline.sources.values.cells import Cells
from pipeline.sources.values.dates import dates
from pipeline.sources.values.durations import durations
from pipeline.sources.values.numbers import numbers
from pipeline.sources.values.periods import numbered_dates, periods
from pipeline.sources.values.ranges import ranges
from pipeline.sources.values.reading import Reading

_BESIDE_A_REMARK = 9  # cells that are read, where one more is a remark
_FEW = 12  # different values: ages of children, grades
_MOST_TRIED = 60  # cells on which a reading is tried before all are
_ORDERS = ("mdy", "dmy", "ymd")
_ORDER_NAMES = {
    "mdy": Text("month before day", "月在日前"),
    "dmy": Text("day before month", "日在月前"),
    "ymd": Text("year before month", "年在月前"),
}
_CODE = re.compile(r"[A-Za-z]{1,4}[-_]?\d+\w*|\d+[-_]?[A-Za-z]{1,3}|\d+[-_.]\d+([-_.]\d+)*|0\d+|\d+\+")


@dataclass
class Table:
    """What the columns of a table have in common.

    Attributes:
        order: of the parts of its dates, where one of its columns can be read in one order only.
        decimals: ``comma`` where a column has decimal commas and nothing else.
        chinese: whether its names are Chinese.
    """

    order: str = ""
    decimals: str = ""
    chinese: bool = False


def choose(columns: Mapping[str, Cells], named: frozenset[str], table: str = "") -> dict[str, Reading]:
    """How each column is read; one that stays text is left out.

    ``named``: columns whose digits are names. ``table``: what it is called.
    """
    about = Table(chinese=bool(re.search("[\u4e00-\u9fff]", table + "".join(columns))))
    found = {name: _best(cells, name in named, about) for name, cells in columns.items()}
    sure = [r for name, r in found.items() if r and not _rivals(columns[name], r, about)]
    about.order = next((r.style for r in sure if r.style in _ORDERS[:2]), "")
    about.decimals = next((r.style for r in sure if r.style == "comma"), "")
    if about.decimals and not about.order:
        about.order = "dmy"
    chosen = {}
    for name, reading in found.items():
        if about.decimals and reading and reading.kind == "number":
            reading = _best(columns[name], name in named, about)
        if reading:
            chosen[name] = _settled(columns[name], reading, about)
    return chosen


def _best(cells: Cells, named: bool, about: Table) -> Reading | None:
    """The first reading of all cells, else the one of most that reads enough of them."""
    best, most = None, 0
    texts = cells.filled
    some = dict(list(texts.items())[:_MOST_TRIED])
    for reading in _readings(cells, named, about):
        if sum(n for t, n in some.items() if reading.fits(t)) < 0.7 * sum(some.values()):
            continue
        fitting = sum(n for t, n in texts.items() if reading.fits(t))
        if fitting > most:
            best, most = reading, fitting
        if fitting == sum(texts.values()):
            return reading
    if best and tolerated(cells, {t: n for t, n in texts.items() if not best.fits(t)}, most, named):
        return best
    return None


def _readings(cells: Cells, named: bool, about: Table) -> Iterator[Reading]:
    if not cells.filled or not any(any(c.isdigit() for c in t) for t in cells.filled):
        return
    yield from periods(cells)
    yield from dates(cells, about.order)
    if not named:
        yield from numbered_dates(cells)
        yield from durations(cells)
        yield from ranges(cells)
        yield from numbers(cells, about.decimals)


def tolerated(cells: Cells, misfits: Mapping[str, int], fitting: int, named: bool) -> bool:
    """Whether the column is what most of its cells are, though ``misfits`` are not.

    One cell in twenty may be another thing, and one remark of words in ten; where the others look like
    codes, or like one more of a few kinds, all of them are names.
    """
    if not misfits:
        return True
    if named or any(_CODE.fullmatch(text) for text in misfits):
        return False
    different = len(cells.filled) - len(misfits)
    others = sum(misfits.values())
    words = not any(c.isdigit() for text in misfits for c in text)
    if different < _FEW and (len(misfits) > 1 or not words):
        return False
    if words and others == 1:
        return fitting >= _BESIDE_A_REMARK
    return others * 19 <= fitting and len(misfits) * 19 <= different


def _rivals(cells: Cells, reading: Reading, about: Table) -> list[Reading]:
    """Readings with another order of day and month, or of the year, that read all cells as well."""
    if reading.style not in _ORDERS:
        return []
    texts = [t for t in cells.filled if reading.fits(t)]
    found: dict[str, Reading] = {}
    for other in dates(cells, about.order):
        if other.style in _ORDERS and other.style != reading.style and all(map(other.fits, texts)):
            found.setdefault(other.style, other)
    return list(found.values())


def _settled(cells: Cells, reading: Reading, about: Table) -> Reading:
    """``reading``, or a rival that the table or the column speaks for; with what else it may be."""
    rivals = {reading.style: reading, **{r.style: r for r in _rivals(cells, reading, about)}}
    if len(rivals) < 2:
        return reading
    for style in (about.order, _monthly(cells), _usual(cells, about)):
        if style in rivals:
            chosen = rivals.pop(style)
            break
    else:
        chosen = rivals.pop(reading.style)
    if all(len({*map(int, re.findall(r"\d+", t)[:3])}) == 1 for t in cells.filled):
        return chosen  # 1/1/01 is one day in any order
    if chosen.style == "dmy" and all(re.match(r"\d{1,2}\.\d", t) for t in cells.filled):
        return chosen  # points stand where the day is first
    example = next(iter(cells.filled))
    this, other = _ORDER_NAMES[chosen.style], _ORDER_NAMES[next(iter(rivals))]
    return replace(chosen, doubt=Text(
        f"Dates such as {example} were read with the {this.en}; they may have the {other.en}.",
        f"{example} 这样的日期按{this.zh}读取；也可能是{other.zh}。",
    ))  # fmt: skip


def _monthly(cells: Cells) -> str:
    """The order in which all dates are the first of a month, of several years or many months."""
    parts = [re.findall(r"\d+", t)[:3] for t in cells.filled]
    if not all(len(p) == 3 for p in parts):
        return ""
    first, second = ({int(p[i]) for p in parts} for i in (0, 1))
    years = len({p[2] for p in parts})
    if first == {1} and len(second) > 3 and years > 1:
        return "dmy"
    return "mdy" if second == {1} and len(first) > 3 and years > 1 else ""


def _usual(cells: Cells, about: Table) -> str:
    text = next(iter(cells.filled))
    if about.chinese and not re.search(r"\d{4}", text):
        return "ymd"
    dotted = re.match(r"\d{1,2}\.\d", text) or re.match(r"\d{1,2}-\d{1,2}-\d{4}", text)
    return "dmy" if dotted else "mdy"
