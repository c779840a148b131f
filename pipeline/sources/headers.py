"""Which rows of a block of cells name its columns, and what the columns are called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.sources.cells import Headings, Kind, Row, cell_at, filled, headings, is_filled, kind_of, share

_LOOKED_AT = 40  # rows among which the header is searched
_BELOW = 60  # rows that say what a column holds
_MOST_ROWS = 4  # of one header
_MOST_FIGURES = 10  # rows above a header
_STATISTIC = re.compile(
    r"(mean|average|avg|median|mode|max|maximum|highest|min|minimum|lowest|sum|totals?|grand total|count|n"
    r"|rows|records|entries|range|variance|var|std|stdev|sd|std\.? ?dev\.?|standard deviation"
    r"|(no\.?|number) of (rows|records|entries)|合计|总计|总和|总数|总记录数|记录数|行数|条数"
    r"|平均值?|均值|最大值?|最小值?|中位数|标准差|方差|计数)\s*[:：]?",
    re.IGNORECASE,
)
_LONGEST_NAME = 120
_LONGEST_UNIT = 16
_TYPED, _FITTING, _NAMED, _FILLED = 0.7, 0.5, 0.5, 0.6
_WIDE = 0.2
_UNIT = re.compile(
    r"\(?\[?(%|‰|°?[CFK]|℃|℉|[a-zA-Zµμ]{1,4}([/²³·^][a-zA-Z0-9²³]{1,5}){0,2}|[a-zA-Z]{1,3}[-²³]?\d?|"
    r"[A-Z]{3}|[$€£¥￥]([a-z]{1,2}|/[a-z]+)?|'?000s?|thousands?|millions?|billions?|percent|count|number|"
    r"[千百万亿]*(元|人|吨|户|件|个|台|公斤|千克|公里|米|平方米|平方公里|立方米|公顷|亩|度|天|小时|分钟|次|辆|套|家|项|名|岁|年|"
    r"千瓦时|美元)(/[^\s/]{1,4})?|[千百万亿]+)\)?\]?",
)
# 2015 *, 2016p, 2017(a): a year, and that there is a remark about it
_MARKED_YEAR = re.compile(r"^((?:1[5-9]|20|21)\d\d) ?(?:[*†‡§¹²³]+|\(?[a-z\d]\)|[per])$")


@dataclass(frozen=True)
class Header:
    """The header of a block of rows.

    Attributes:
        rows: which rows name the columns, from above; none where no row does.
        units: the row below them that says in which units the columns are measured.
        body: the first row of the data.
        names: what each column is called; blank where nothing names it.
    """

    rows: tuple[int, ...]
    units: int | None
    body: int
    names: tuple[str, ...]


def header_of(rows: Sequence[Row]) -> Header:
    """The header of ``rows``, which are one block: rows without an empty one between them, perhaps with
    titles above."""
    width = max(map(len, rows), default=0)
    kinds = _kinds(rows, width)
    typed = [i for i, kind in enumerate(kinds) if kind in (Kind.NUMBER, Kind.DATE)]
    last = _last_header(rows, kinds, typed) if typed else _first_of_words(rows)
    if last is None:
        last = _below_figures(rows, kinds)
    if last is None:
        return Header((), None, _first_full(rows), ("",) * width)
    body, units = last + 1, None
    if body < len(rows) and _is_units(rows[last], rows[body], kinds):
        units, body = body, body + 1
    elif last > 0 and _is_units(rows[last - 1], rows[last], kinds):
        units, last = last, last - 1
    first = _first_header(rows, last, body)
    chosen = tuple(range(first, last + 1))
    return Header(chosen, units, body, names_of([rows[i] for i in chosen], width))


def _kinds(rows: Sequence[Row], width: int) -> list[Kind]:
    """What each column mostly holds, as the rows tell that stand farther below."""
    part = rows[3 * len(rows) // 5 if len(rows) < _BELOW else _LOOKED_AT // 2 :][: 2 * _BELOW]
    pages = {row for row, count in Counter(map(tuple, rows)).items() if count > 1 and _is_of_words(row)}
    part = [row for row in part if tuple(row) not in pages] or part
    found = []
    for column in range(width):
        told = Counter(kind_of(cell_at(row, column)) for row in part)
        del told[Kind.BLANK]
        kind, count = told.most_common(1)[0] if told else (Kind.BLANK, 0)
        found.append(kind if count >= _TYPED * told.total() else Kind.WORD)
    return found


def _is_of_words(row: Row) -> bool:
    kinds = {kind_of(cell) for cell in row if is_filled(cell)}
    return filled(row) > 1 and kinds == {Kind.WORD}


def _last_header(rows: Sequence[Row], kinds: Sequence[Kind], typed: Sequence[int]) -> int | None:
    """The row above the first one that holds numbers and dates where the columns do; None where nothing
    stands there that could name them."""
    least = _WIDE * max(map(filled, rows[-_BELOW:]))  # what is much narrower stands above the table
    looked_at = (i for i in range(min(_LOOKED_AT, len(rows))) if filled(rows[i]) >= least)
    body = next((i for i in looked_at if _is_of_body(rows, i, kinds, typed)), None)
    if body is None:
        return None
    for i in range(body - 1, -1, -1):
        if _goes_on_below(rows[i], kinds) or _is_of_known_words(rows, i, typed):
            continue
        if share(kind_of(cell_at(rows[i], c)) is not Kind.BLANK for c in typed) >= _NAMED:
            between = rows[i + 1 : body]
            return body - 1 if all(_goes_on_below(row, kinds) for row in between) else i
    told = [sum(kind_of(cell) is not Kind.BLANK for cell in row) for row in rows[:body]]
    widest = max(told, default=0)
    if widest < 2 and max(map(filled, rows[body : body + _BELOW])) > 1:
        return None  # only titles stand above
    return next((i for i in range(body - 1, -1, -1) if told[i] == widest), None)


def _below_figures(rows: Sequence[Row], kinds: Sequence[Kind]) -> int | None:
    """The row that names every column once, below a few that hold figures of the columns: the largest and
    the mean of each. None where there is none."""
    figures = {c for c, kind in enumerate(kinds) if kind in (Kind.NUMBER, Kind.DATE)}
    above = [any(_STATISTIC.fullmatch(text) for text in _texts_of(row)) for row in rows[:_MOST_FIGURES]]
    for i, row in enumerate(rows[1 : 1 + _MOST_FIGURES], start=1):
        if not all(above[:i]):
            return None
        names = [cell_at(row, c) for c in range(len(kinds))]
        if len(rows) - i - 1 <= i or len(set(names)) < len(names) or len(names) < 2 or not figures:
            continue
        again = any(_texts_of(other) & set(names) for other in rows[i + 1 : i + 1 + _BELOW])
        if all(kind_of(name) is Kind.WORD for name in names) and not again:
            return i
    return None


def _texts_of(row: Row) -> set[str]:
    return {cell.strip() for cell in row if cell and is_filled(cell)}


def _goes_on_below(row: Row, kinds: Sequence[Kind]) -> bool:
    """Whether a row holds nothing but words where numbers and dates are: the last row of a header."""
    cells = [(i, cell) for i, cell in enumerate(row) if is_filled(cell)]
    return bool(cells) and all(
        kinds[i] in (Kind.NUMBER, Kind.DATE) and kind_of(cell) is Kind.WORD for i, cell in cells
    )


def _is_of_known_words(rows: Sequence[Row], at: int, typed: Sequence[int]) -> bool:
    """Whether a row below complete names is one of data: the words that it holds where others hold numbers
    and dates stand there in other rows, too."""
    row = rows[at]
    own = [c for c in range(len(row)) if is_filled(row[c])]
    words = [c for c in typed if kind_of(cell_at(row, c)) is Kind.WORD]
    others = [other for other in rows[: at + _BELOW] if other != row]
    if not words or not all(any(cell_at(o, c) == cell_at(row, c) for o in others) for c in words):
        return False
    return any(_names_each(above, row, own) for above in rows[:at])


def _names_each(above: Row, row: Row, columns: Sequence[int]) -> bool:
    """Whether a row has a name of its own for each of the columns of one below it."""
    names = [cell_at(above, c) for c in columns]
    if len(set(names)) < len(names) or any(kind_of(name) is not Kind.WORD for name in names):
        return False
    return all(name != cell_at(row, c) for name, c in zip(names, columns, strict=True))


def _is_of_body(rows: Sequence[Row], at: int, kinds: Sequence[Kind], typed: Sequence[int]) -> bool:
    cells = {c: cell_at(rows[at], c) for c in typed}
    told = [c for c in typed if kind_of(cells[c]) is not Kind.BLANK]
    fitting = [c for c in told if kind_of(cells[c]) is kinds[c]]
    if len(fitting) < max(1, _FITTING * len(told)):
        return False
    return not _are_headings_above(rows, at, [c for c in fitting if kinds[c] is Kind.NUMBER])


def _are_headings_above(rows: Sequence[Row], at: int, columns: Sequence[int]) -> bool:
    """Whether the numbers of a row are headings, and no row below goes on like it."""
    kind = headings([cell_at(rows[at], c) for c in columns])
    if len(columns) < 2 or kind is None:
        return False
    if kind is Headings.RUN and any(filled(row) > 1 for row in rows[:at]):
        return False
    below = rows[at + 1 : at + 1 + _BELOW]
    return bool(below) and all(headings([cell_at(row, c) for c in columns]) is not kind for row in below)


def _first_of_words(rows: Sequence[Row]) -> int | None:
    """The header of rows that hold words only: the first that fills most of the usual width with different
    ones, unless most of them stand below it again."""
    widths = Counter(map(filled, rows[: _LOOKED_AT * 5]))
    usual = max(widths, key=lambda w: (widths[w] * w, w), default=0)
    for i, row in enumerate(rows[:_LOOKED_AT]):
        cells = [cell.strip() for cell in row if cell and cell.strip()]
        if len(cells) < max(1, _FILLED * usual):
            continue
        different = len(set(cells)) > _FITTING * len(cells) or len(cells) == 1
        below = rows[i + 1 : i + 20]
        return i if different and not (below and usual > 1 and _stands_below(row, below)) else None
    return None


def _stands_below(row: Row, below: Sequence[Row]) -> bool:
    """Whether a row of words is one of the data: most of its words stand below it again."""
    again = sum(
        bool(cell) and any(i < len(other) and other[i] == cell for other in below)
        for i, cell in enumerate(row)
    )
    return again >= max(2, 0.5 * len(row))


def _first_full(rows: Sequence[Row]) -> int:
    """The first row that is no title: more than one cell of it is filled, or none has more."""
    widest = max(map(filled, rows[: 2 * _BELOW]), default=0)
    return next((i for i, row in enumerate(rows) if filled(row) >= min(2, widest)), 0)


def _is_units(names: Row, row: Row, kinds: Sequence[Kind]) -> bool:
    """Whether a row below complete names says in which units what is below it is measured."""
    cells = [(i, cell.strip()) for i, cell in enumerate(row) if cell and cell.strip()]
    if not cells or any(len(text) > _LONGEST_UNIT or not _UNIT.fullmatch(text) for _, text in cells):
        return False
    if all(kind_of(text) is Kind.BLANK for _, text in cells):
        return False  # NA
    measured = {i for i, kind in enumerate(kinds) if kind is Kind.NUMBER}
    return all(i in measured and cell_at(names, i) for i, _ in cells)


def _first_header(rows: Sequence[Row], last: int, body: int) -> int:
    """The uppermost row of a header whose lowest is ``last``: what stands above says what that one leaves
    open, by a blank or by the same name twice."""
    first = last
    while first > 0 and last - first < _MOST_ROWS - 1:
        here, above = rows[first], rows[first - 1]
        names = [cell.strip() for cell in here if cell and cell.strip()]
        open_ = [i for i in range(len(above)) if is_filled(above[i]) and not cell_at(here, i)]
        twice = len(set(names)) < len(names)
        spans = filled(above) > 1 or (filled(above) == 1 and not is_filled(above[0]))
        if not spans or not (twice or open_) or any(len(cell or "") > _LONGEST_NAME for cell in above):
            break
        numbers = [cell.strip() for cell in above if cell and kind_of(cell) is Kind.NUMBER]
        if numbers and headings(numbers) is None:
            break  # a figure beside a title
        first -= 1
    return first


def names_of(rows: Sequence[Row], width: int) -> tuple[str, ...]:
    """The names of columns from the rows of a header: a heading above several columns goes with each."""
    parts: list[list[str]] = [[] for _ in range(width)]
    for depth, row in enumerate(rows):
        heading = ""
        for column in range(width):
            cell = re.sub(r"\s+", " ", cell_at(row, column))
            named_below = any(cell_at(lower, column) for lower in rows[depth + 1 :])
            if cell:
                heading = cell if named_below else ""  # which names its own column only
            text = cell or (heading if named_below else "")
            if text and text not in parts[column]:
                parts[column].append(text)
    names = [" ".join(found)[:_LONGEST_NAME] for found in parts]
    years = sum(len(name) == 4 and headings([name]) is Headings.YEARS for name in names)
    return tuple(_MARKED_YEAR.sub(r"\1", name) if years > 1 else name for name in names)
