"""How tables are read from their files, as YAML beside a data model: what an analyst changes there holds
when the files are read again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import ModelError, SourceError
from pipeline.sources.cells import Row, is_filled
from pipeline.sources.headers import names_of
from pipeline.sources.layout import Region, regions
from pipeline.sources.report import SourceRead, TableRead

FILE = "reading.yml"
KEY = "reading"
_HEAD = """\
# How each table is read from its file. What is changed here holds when the files are read again:
#   header: the lines that name the columns, [] for none; rows: the first and the last line of the data,
#   null for the end of the file; a column that is "text" keeps its cells as they stand;
#   shape: stored leaves headings between the rows where they are.
"""
_Line = Annotated[int, Field(ge=1)]


class Decision(BaseModel):
    """How one table is read. Lines are those of the file or sheet, the first being 1; where ``rows`` is null,
    they are found."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    table: str
    file: str
    sheet: str | None = None
    header: tuple[_Line, ...] = ()
    rows: tuple[_Line, _Line | None] | None = (1, None)
    columns: dict[str, Literal["read", "text"]] = {}
    shape: Literal["found", "stored"] = "found"

    @property
    def as_text(self) -> frozenset[str]:
        """The columns whose cells stay as they stand."""
        return frozenset(name for name, how in self.columns.items() if how == "text")

    def region(self, rows: Sequence[Row], lines: Sequence[int]) -> Region:
        """The table in ``rows``, which begin in ``lines`` of the file, from 0."""
        assert self.rows
        first, last = self.rows
        body = [
            at
            for at, line in enumerate(lines)
            if first <= line + 1 <= (last or line + 1) and any(map(is_filled, rows[at]))
        ]
        header = tuple(at for at, line in enumerate(lines) if line + 1 in self.header)
        width = max((len(rows[at]) for at in (*header, *body)), default=0)
        names = names_of([rows[at] for at in header], width)
        valued = {c for at in body for c, cell in enumerate(rows[at]) if is_filled(cell)}
        kept = {c: name for c, name in enumerate(names) if name or c in valued}
        return Region(header, kept, {}, body)


class Decided(tuple[Decision, ...]):
    """What is decided about the tables of one file or sheet."""

    __slots__ = ()

    @property
    def placed(self) -> tuple[Decision, ...]:
        """Those that say where their table is: then no others are looked for."""
        return tuple(one for one in self if one.rows)

    def as_text(self, table: str) -> frozenset[str]:
        """The columns of a table whose cells stay as they stand."""
        return frozenset(column for one in self if one.table == table for column in one.as_text)

    def is_stored(self, table: str) -> bool:
        """Whether the rows of a table stay as they stand."""
        return any(one.table == table and one.shape == "stored" for one in self)


NOTHING = Decided()


def tables_in(
    rows: Sequence[Row], lines: Sequence[int], decided: Decided, name: str
) -> list[tuple[str, Region]]:
    """The tables in ``rows`` that have data: what each is called, and where it is. Those whose place is
    ``decided``, else those that are found: the largest is called ``name``, others like what stands above
    them."""
    if decided.placed:
        found = [(one.table, one.region(rows, lines)) for one in decided.placed]
    else:
        named = enumerate(regions(rows))
        found = [(region.title if i and region.title else name, region) for i, region in named]
    return [table for table in found if table[1].body]


def decided_otherwise(
    source: SourceRead,
    decided: Sequence[Decision],
    table: str,
    column: str | None,
    *,
    as_it_stands: bool,
) -> tuple[Decision, ...]:
    """What is ``decided`` of a source with one column of a table as text or as it is found; without a
    ``column`` the rows and columns of the table. Raises `SourceError` for what the source has not."""
    read = next((one for one in source.tables if one.name == table), None)
    if read is None or (column is not None and column not in {c.name for c in read.columns}):
        raise SourceError("The data has no such table or column.", "数据中没有这样的表或列。")
    own = next((one for one in decided if one.table == table), None)
    own = own or Decision(table=table, file=read.file, sheet=read.sheet, rows=None)
    if column is None:
        own = own.model_copy(update={"shape": "stored" if as_it_stands else "found"})
    else:
        how: Literal["read", "text"] = "text" if as_it_stands else "read"
        own = own.model_copy(update={"columns": {**own.columns, column: how}})
    return (*(one for one in decided if one.table != table), own)


def write_decisions(source: SourceRead, folder: Path) -> None:
    """Writes how the tables of ``source`` were read beside their data model. Raises `OSError`."""
    told = [
        _decision(table).model_dump(mode="json", exclude_none=True) for table in source.tables if table.body
    ]
    if not told:
        return
    text = yaml.safe_dump({KEY: told}, allow_unicode=True, sort_keys=False, default_flow_style=None)
    (folder / FILE).write_text(_HEAD + text, encoding="utf-8")


def decisions_in(folder: Path) -> tuple[Decision, ...]:
    """The decisions beside a data model; none where it has no file of them. Raises `ModelError`."""
    path = folder / FILE
    if not path.is_file():
        return ()
    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        return tuple(Decision.model_validate(one) for one in told[KEY] or ())
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise ModelError(
            f"{FILE}: {where}: {first['msg']}.", f"{FILE}：{where} 无效：{first['msg']}。"
        ) from error
    except (yaml.YAMLError, TypeError, KeyError, UnicodeDecodeError) as error:
        raise ModelError(
            f"{FILE} is not a list of tables under the key {KEY}.", f"{FILE} 应在键 {KEY} 下列出各表。"
        ) from error


def _decision(table: TableRead) -> Decision:
    assert table.body
    columns: dict[str, Literal["read", "text"]] = {column.name: "read" for column in table.columns}
    return Decision(
        table=table.name,
        file=table.file,
        sheet=table.sheet,
        header=table.header,
        rows=table.body,
        columns=columns,
    )
