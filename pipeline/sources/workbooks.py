"""Workbooks -> tables of a DuckDB connection."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import duckdb
import python_calamine
from python_calamine import SheetVisibleEnum

from pipeline.language import Text
from pipeline.sources.asides import asides
from pipeline.sources.bounds import Bounds
from pipeline.sources.decisions import Decided, Decision, tables_in
from pipeline.sources.faults import said, too_wide
from pipeline.sources.formats import percent_columns
from pipeline.sources.report import SourceRead
from pipeline.sources.tables import MOST_COLUMNS, table_name, write_region

KINDS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}
_PACKED = {".xlsx", ".xlsm", ".xlsb", ".ods"}
_OFFICE = {".xlsx", ".xlsm"}
_CHUNK = 1 << 20
_MOST_NAMED, _LONGEST_NAME = 10, 60  # hidden sheets that are named, and characters of each name
_HIDDEN = Text("{file}: hidden sheets were not read: {sheets}", "{file}：未读取隐藏的工作表：{sheets}")
_ASIDES = Text(
    "{file}: sheets that only say something about the others were not read as tables: {sheets}",
    "{file}：仅说明其他工作表的工作表未作为表格读取：{sheets}",
)
_NOT_NAMED = re.compile(r"(?i)(sheet|工作表|表|tabelle|feuil|hoja|planilha|лист)\s*\d*")


def load_workbook(
    connection: duckdb.DuckDBPyConnection, path: Path, bounds: Bounds, decided: Sequence[Decision] = ()
) -> SourceRead:
    """Adds the tables of the visible sheets of a workbook. Raises `SourceError`."""
    if path.suffix.lower() in _PACKED:
        _check_zip(path, bounds)
    visible, hidden = _sheets(path)
    grids = [(name, rows) for name, rows in visible if sum(any(row) for row in rows) > 1]
    if not grids and hidden:
        raise said(path, "holds no filled sheet that is not hidden", "中没有任何有内容且未隐藏的工作表")
    if not grids:
        raise said(path, "holds no filled sheet", "中没有任何有内容的工作表")
    aside = asides(dict(grids))
    grids = [(name, rows) for name, rows in grids if name not in aside]
    found = []
    for sheet, rows in grids:
        width = max(map(len, rows))
        if width > MOST_COLUMNS:
            raise too_wide(path.name, width, MOST_COLUMNS)
        only = len(grids) == 1 and _NOT_NAMED.fullmatch(sheet.strip())
        own = Decided(decision for decision in decided if decision.sheet == sheet)
        if Decided(decided).placed and not own.placed:
            continue
        for name, region in tables_in(rows, range(len(rows)), own, path.stem if only else sheet):
            read = write_region(connection, table_name(connection, name), rows, region, None, own)
            found.append(read.model_copy(update={"sheet": sheet}))
    if not found:
        raise said(path, "holds no rows of data", "中没有数据行")
    notes = [
        _said_of(path.name, why, sheets) for why, sheets in ((_HIDDEN, hidden), (_ASIDES, aside)) if sheets
    ]
    return SourceRead(tables=tuple(found), notes=tuple(notes))


def _said_of(file: str, why: Text, sheets: list[str]) -> Text:
    """What happened to some sheets, of which there may be any number, with any names."""
    named = ["".join(c for c in sheet if c.isprintable())[:_LONGEST_NAME] for sheet in sheets[:_MOST_NAMED]]
    more = " …" if len(sheets) > _MOST_NAMED else ""
    marks = zip(why, (", ", "、"), strict=True)
    return Text(*(text.format(file=file, sheets=f"{mark.join(named)}{more}") for text, mark in marks))


Sheet = tuple[str, list[list[str | None]]]


def _sheets(path: Path) -> tuple[list[Sheet], list[str]]:
    """The visible sheets as text, what merged cells hold in each of them; and the names of the others."""
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        shown = [s.name for s in book.sheets_metadata if s.visible == SheetVisibleEnum.Visible]
        percent = percent_columns(path, shown) if path.suffix.lower() in _OFFICE else {}
        found = []
        for name in shown:
            sheet, percentages = book.get_sheet_by_name(name), percent.get(name, set())
            rows = [
                [_percentage(v) if at in percentages else _cell(v) for at, v in enumerate(row)]
                for row in sheet.to_python(skip_empty_area=False)
            ]
            _fill_merged(rows, sheet.merged_cell_ranges or [])
            found.append((name, rows))
        return found, [s.name for s in book.sheets_metadata if s.name not in shown]
    except Exception as error:  # calamine and openpyxl raise many kinds for damaged files
        raise said(path, "is not a workbook that can be read", "不是可读取的工作簿") from error


def _fill_merged(rows: list[list[str | None]], ranges: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Repeats what a merged cell holds in the cells below it. Those beside it stay blank: a heading above
    several columns goes with each of them, and a title does not."""
    for (top, left), (bottom, _) in ranges:
        if top < len(rows) and left < len(rows[top]) and rows[top][left]:
            for row in rows[top + 1 : bottom + 1]:
                if left < len(row) and row[left] is None:
                    row[left] = rows[top][left]


def _check_zip(path: Path, bounds: Bounds) -> None:
    """Refuses what unpacks to more than is sane; sizes are counted, not believed."""
    total = 0
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(i.file_size for i in archive.infolist()) > bounds.unpacked:
                raise bounds.too_much(path.name)
            for info in archive.infolist():
                with archive.open(info) as member:
                    while part := member.read(_CHUNK):
                        total += len(part)
                        if total > bounds.unpacked:
                            raise bounds.too_much(path.name)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise said(path, "is damaged or not a workbook", "已损坏或不是工作簿") from error


def _percentage(value: Any) -> str | None:
    """A number that is shown as a percentage, as it is shown: 0.125 is 12.5%."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _cell(value)
    return f"{_cell(round(value * 100.0, 10))}%"


def _cell(value: Any) -> str | None:
    """A cell as text that reads back as what it is."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
