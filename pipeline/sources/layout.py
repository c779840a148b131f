"""Where the tables of a grid are: titles above them, notes below, several of them in one sheet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.language import Text
from pipeline.sources.cells import Kind, Row, cell_at, filled, is_filled, kind_of, share
from pipeline.sources.headers import Header, header_of

TITLES = Text("titles and remarks above the table", "表格上方的标题和说明")
NOTES = Text("remarks below the table", "表格下方的备注")
REMARKS = Text("lines that are part of no table", "不属于任何表格的行")
AGAIN = Text("the header, which stands there again", "重复出现的表头")
UNITS = Text("the units below the header", "表头下方的单位行")

_SAMPLE = 400  # rows of a block that say how it is arranged
_LEAST = 2  # rows and columns of a table beside another
_FITS = 0.5
_HEADING_ROWS = 3
_HEADED_ROWS = 5  # of a header that an empty row parts from its table, and what stands with it
_SECTIONS = 0.34  # of the rows of a block may be headings of its parts
_TITLE_ROWS = 5
_LONGEST_NAME = 40  # characters of what names a column, where nothing stands below it
_REMARK = re.compile(
    r"\W*(note|notes|source|sources|data source|remark|footnote|see|updated|last updated|generated|printed|"
    r"exported|copyright|prepared|includes|excludes|figures|\(?\d{1,2}\)|\*|†|‡|©|注|备注|说明|资料来源|"
    r"数据来源|来源|注释|制表|填表|审核|更新|数据截至|以上|单位)",
    re.IGNORECASE,
)
_SUMMARY = re.compile(r"[-=_*—]{4,}|[^:：]{1,12}[:：].*|共\s*\d+\s*[笔条行项个].*")
_SUMMARY_PART = 0.25  # of the cells of other rows


@dataclass(frozen=True)
class Region:
    """One table of a grid. Rows and columns count from 0.

    Attributes:
        header: the rows that name its columns.
        names: what they call them, by column; blank where nothing does. Only these columns are its own.
        units: the units that a row below the header names, by column.
        body: the rows of data.
        left_out: rows in and around it that are not data, and why.
        title: what stands above it.
    """

    header: tuple[int, ...]
    names: Mapping[int, str]
    units: Mapping[int, str]
    body: Sequence[int]
    left_out: Mapping[int, Text] = field(default_factory=dict)
    title: str = ""


def regions(rows: Sequence[Row]) -> list[Region]:
    """The tables of a grid, the largest first; what is no table is left out of that one. None where nothing
    but remarks stands there."""
    found: list[Region] = []
    loose: dict[int, Text] = {}
    for block in _joined(rows, list(_blocks(rows))):
        if found and _goes_on(rows, found[-1], block):
            found[-1] = _longer(rows, found[-1], block)
        elif _is_table(rows, block):
            found.append(_region(rows, block))
        else:
            loose |= dict.fromkeys(block, REMARKS)
    if not found:
        return [_region(rows, list(loose))] if loose else []
    found.sort(key=lambda region: -len(region.body) * len(region.names))
    largest, *others = found
    kept = [region for region in others if _stands_alone(region) and not _are_labels(rows, region)]
    for region in others:
        if region not in kept:
            rest = (*region.header, *region.body, *region.left_out)
            loose |= dict.fromkeys(rest, REMARKS)
    said = {row: _where(row, largest, why) for row, why in loose.items()}
    return [replace(largest, left_out={**said, **largest.left_out}), *kept]


def names_only(rows: Sequence[Row]) -> Region | None:
    """The table without rows that a grid of nothing but names of columns is; None for every other."""
    block = [i for i, row in enumerate(rows) if any(map(is_filled, row))]
    if len(block) != 1:
        return None
    names = [cell.strip() for cell in rows[block[0]] if cell and is_filled(cell)]
    words = all(kind_of(name) is Kind.WORD and len(name) <= _LONGEST_NAME for name in names)
    if not words or not 1 < len(set(names)) == len(names):
        return None
    named = {c: cell_at(rows[block[0]], c) for c, cell in enumerate(rows[block[0]]) if is_filled(cell)}
    return Region((block[0],), named, {}, [])


def _where(row: int, table: Region, why: Text) -> Text:
    first, last = (*table.header, *table.body)[0], table.body[-1] if table.body else 0
    return TITLES if row < first else NOTES if row > last else why


def _blocks(rows: Sequence[Row]) -> Iterator[list[int]]:
    """The runs of rows that are not empty."""
    block: list[int] = []
    for i, row in enumerate(rows):
        if any(map(is_filled, row)):
            block.append(i)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _joined(rows: Sequence[Row], blocks: list[list[int]]) -> Iterator[list[int]]:
    """The blocks, one whose last row names columns that the header of the next leaves open together with it:
    an empty row stands within a header."""
    above: list[int] = []
    for block in blocks:
        if above and _heads(rows, above, block):
            block = [*above, *block]
        elif above:
            yield above
        above = block
    if above:
        yield above


def _heads(rows: Sequence[Row], above: Sequence[int], block: Sequence[int]) -> bool:
    last = rows[above[-1]]
    if len(above) > _HEADED_ROWS or block[0] - above[-1] > 2:
        return False
    header = header_of([rows[i] for i in block[:_SAMPLE]])
    if not header.rows:
        return _names_all(rows, above, block)
    if len(above) > _HEADING_ROWS or filled(last) < 2:
        return False
    if any(kind_of(cell) in (Kind.NUMBER, Kind.DATE) for cell in last):
        return False
    open_ = [i for i, name in enumerate(header.names) if not name]
    return bool(header.rows) and header.rows[0] == 0 and any(cell_at(last, i) for i in open_)


def _names_all(rows: Sequence[Row], above: Sequence[int], block: Sequence[int]) -> bool:
    """Whether ``above`` names every column of a block that has no header, perhaps with first rows of it: the
    total."""
    header = header_of([rows[i] for i in (*above, *block[:_SAMPLE])])
    own = _filled_columns(rows, block)
    named = {i for i, name in enumerate(header.names) if name}
    return bool(header.rows) and header.rows[-1] < len(above) and len(own) > 1 and own <= named


def _is_table(rows: Sequence[Row], block: Sequence[int]) -> bool:
    """Whether a block is more than titles: two of its rows have several cells, or it is long."""
    several = sum(filled(rows[i]) > 1 for i in block[:_SAMPLE])
    return several > 1 or (several == 0 and len(block) > 2 and _is_column(rows, block))


def _is_column(rows: Sequence[Row], block: Sequence[int]) -> bool:
    """Whether rows of one cell each are a table of one column: values below a name, or of one kind."""
    kinds = {kind_of(cell_at(rows[i], 0)) for i in block[1:_SAMPLE]} - {Kind.BLANK}
    return len(kinds) == 1 and (Kind.WORD not in kinds or max(len(cell_at(rows[i], 0)) for i in block) < 40)


def _region(rows: Sequence[Row], block: Sequence[int]) -> Region:
    header = header_of([rows[i] for i in block[:_SAMPLE]])
    top = block[: min(header.rows or (header.body,))]
    body, left_out = ended(rows, list(block[header.body :]))
    if header.rows:
        body, again = _without(rows, body, rows[block[header.rows[-1]]])
        left_out |= dict.fromkeys(again, AGAIN)
    left_out |= dict.fromkeys(top, TITLES)
    units: dict[int, str] = {}
    if header.units is not None:
        row = rows[block[header.units]]
        units = {i: (cell or "").strip().strip("()[]") for i, cell in enumerate(row) if is_filled(cell)}
        left_out[block[header.units]] = UNITS
    return Region(
        tuple(block[i] for i in header.rows),
        _columns(rows, header, body),
        units,
        body,
        left_out,
        next((cell_at(rows[i], 0) for i in top if cell_at(rows[i], 0)), ""),
    )


def _without(rows: Sequence[Row], body: list[int], header: Row) -> tuple[list[int], list[int]]:
    """A body without the header, and where that stands in it again, as on each page of a report."""
    name = next((cell for cell in header if is_filled(cell)), "")
    again = [i for i in body if name in rows[i] and filled(header) > 1 and _is_same(rows[i], header)]
    return (body, again) if not again else (sorted(set(body) - set(again)), again)


def _columns(rows: Sequence[Row], header: Header, body: Sequence[int]) -> dict[int, str]:
    """The columns that have a name or a value."""
    width = max((len(rows[i]) for i in body), default=0)
    named = {i: name for i, name in enumerate(header.names) if name}
    open_ = set(range(max(width, len(header.names)))) - set(named)
    valued = set[int]()
    for i in body:
        if not open_ - valued:
            break
        valued |= {c for c in open_ - valued if c < len(rows[i]) and is_filled(rows[i][c])}
    return {i: named.get(i, "") for i in sorted({*named, *valued})}


def ended(rows: Sequence[Row], body: list[int]) -> tuple[list[int], dict[int, Text]]:
    """A body without the remarks at its end: rows of one cell where the others have several."""
    counts = sorted(filled(rows[i]) for i in body[:_SAMPLE])
    usual = counts[len(counts) // 2] if counts else 0
    lone = Counter(_first_filled(rows[i]) for i in body[:_SAMPLE] if filled(rows[i]) == 1)
    usually = lone.most_common(1)[0][0] if lone and usual == 1 else None  # where such a row has its cell
    last = len(body)
    while last > 1 and usual > 0 and _first_filled(rows[body[last - 1]]) != usually:
        row = rows[body[last - 1]]
        if not (_is_summary(row, usual) or _is_remark(rows, body[: last - 1], row)):
            break
        last -= 1
    return body[:last], dict.fromkeys(body[last:], NOTES)


def _first_filled(row: Row) -> int:
    return next((i for i, cell in enumerate(row) if is_filled(cell)), -1)


def _is_summary(row: Row, usual: int) -> bool:
    """Whether a row at the end of a body says what all of it comes to: ``共140笔记录``."""
    count = filled(row)
    if not 0 < count <= _SUMMARY_PART * usual or not all(map(is_filled, row[:count])):
        return False
    return bool(_SUMMARY.match(cell_at(row, 0)))


def _is_remark(rows: Sequence[Row], body: Sequence[int], row: Row) -> bool:
    """Whether a row of one cell at the end of a body says something about it; it may also be a thing whose
    figures are missing."""
    if filled(row) > 1:
        return False
    column = _first_filled(row)
    text = cell_at(row, column)
    if kind_of(text) is not Kind.WORD:
        return False
    others = [cell_at(rows[i], column) for i in body[:_SAMPLE] if filled(rows[i]) > 1]
    kinds = {kind_of(other) for other in others} - {Kind.BLANK}
    return (
        bool(_REMARK.match(text))
        or len(text) > 1.5 * max(map(len, others), default=0)
        or (bool(kinds) and Kind.WORD not in kinds)
    )


def _goes_on(rows: Sequence[Row], table: Region, block: Sequence[int]) -> bool:
    """Whether a block below an empty row is more of the table above it: its header again, or rows of the
    same kinds."""
    if _header_again(rows, table, block) is not None:
        return True
    if max(filled(rows[i]) for i in block[:_SAMPLE]) < min(2, len(table.names)):
        return False
    more = _filled_columns(rows, block) - set(table.names)
    if len(more) > _FITS * len(table.names) or any(not min(table.names) < c <= _end(table) for c in more):
        return False
    figures = [i for i in block if not _is_heading(rows[i], table)]
    if len(figures) < (1 - _SECTIONS) * len(block):
        return False
    return _fits(rows, table, figures)


def _end(table: Region) -> int:
    """The column beside the last of a table: what marks its figures may stand there in some rows only."""
    return max(table.names) + 1


def _is_heading(row: Row, table: Region) -> bool:
    """Whether a row may be the heading of a part of a table."""
    return filled(row) == 1 and kind_of(cell_at(row, min(table.names))) is Kind.WORD


def _fits(rows: Sequence[Row], table: Region, block: Sequence[int]) -> bool:
    """Whether the rows of a block hold numbers, dates and words where the table does; a row of one cell may
    stand among them."""
    above = [rows[i] for i in table.body[-50:]]
    kinds = {c: {kind_of(cell_at(row, c)) for row in above} - {Kind.BLANK} for c in table.names}
    if all(k <= {Kind.WORD} for k in kinds.values()):
        return filled(rows[block[0]]) == len(table.names)
    fitting = 0
    for i in block[:_SAMPLE]:
        if filled(rows[i]) == 1 < len(table.names):
            continue
        told = {c: kind_of(cell_at(rows[i], c)) for c in table.names}
        typed = [c for c, kind in told.items() if kind is not Kind.BLANK and Kind.WORD not in kinds[c]]
        if not typed or sum(told[c] in kinds[c] for c in typed) < _FITS * len(typed):
            return False
        fitting += 1
    return fitting > 0


def _filled_columns(rows: Sequence[Row], block: Sequence[int]) -> set[int]:
    return {c for i in block[:_SAMPLE] for c, cell in enumerate(rows[i]) if is_filled(cell)}


def _longer(rows: Sequence[Row], table: Region, block: Sequence[int]) -> Region:
    again = _header_again(rows, table, block)
    first = 0 if again is None else again + 1
    above = {row: AGAIN if at == again else REMARKS for at, row in enumerate(block[:first])}
    body, notes = ended(rows, list(block[first:]))
    names = {c: table.names.get(c, "") for c in sorted({*table.names, *_filled_columns(rows, body)})}
    left_out = {**table.left_out, **above, **notes}
    return replace(table, names=names, body=[*table.body, *body], left_out=left_out)


def _header_again(rows: Sequence[Row], table: Region, block: Sequence[int]) -> int | None:
    """Where among the first rows of a block the header of the table above stands again."""
    if not table.header:
        return None
    last = rows[table.header[-1]]
    return next((at for at, i in enumerate(block[:_TITLE_ROWS]) if _is_same(rows[i], last)), None)


def _is_same(row: Row, other: Row) -> bool:
    return _texts(row) == _texts(other)


def _texts(row: Row) -> list[str]:
    return [cell.strip() for cell in row if cell and is_filled(cell)]


def _stands_alone(region: Region) -> bool:
    """Whether a table beside a larger one is one: with a header, rows and columns enough."""
    return bool(region.header) and len(region.body) >= _LEAST and len(region.names) >= _LEAST


def _are_labels(rows: Sequence[Row], region: Region) -> bool:
    """Whether most rows say something about a table beside them: ``Source:`` and what it is."""
    first = min(region.names)
    labels = [cell_at(rows[i], first) for i in (*region.header, *region.body)]
    told = [label for label in labels if label]
    return len(region.names) == 2 and share(label.endswith((":", "：")) for label in told) >= _FITS
