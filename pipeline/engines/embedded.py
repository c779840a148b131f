"""The engine that needs no server: Cube YAML compiled to SQL on a DuckDB file."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from pipeline.cancellation import Cancellation
from pipeline.catalog import Catalog
from pipeline.engines.base import Compiled, bounded
from pipeline.engines.compiler.access import Access
from pipeline.engines.compiler.compiler import Compiler
from pipeline.engines.compiler.expressions import quoted
from pipeline.engines.frames import fetched
from pipeline.engines.model.loader import load_model
from pipeline.engines.model.meta import meta_body
from pipeline.engines.open_file import OpenFile
from pipeline.engines.watch import Watch, out_of_memory
from pipeline.errors import EngineError, EngineUnavailable, QueryError
from pipeline.meta import catalog_of
from pipeline.query import Query
from pipeline.settings import bytes_of


class EmbeddedEngine:
    """Answers queries of one model on one DuckDB file, which it opens read-only.

    Args:
        model_dir: a folder of Cube YAML.
        data: the DuckDB file.
        today: the day that relative dates count from; None for the machine's clock.
        query_seconds: how long one query may run.
        max_rows: no answer has more rows, whatever the query's limit says.
        memory: DuckDB's memory limit, as it spells it.
        threads: how many threads DuckDB uses.
        security_context: what the model's access policies ask about; its groups stand under ``groups``.

    Raises:
        ModelError: the model cannot be loaded.
        EngineUnavailable: the file cannot be opened, or there is no room for what queries put on the disk.
    """

    name = "embedded"
    dialect = "duckdb"

    def __init__(
        self,
        model_dir: Path,
        data: Path,
        *,
        today: date | None = None,
        query_seconds: float = 30.0,
        max_rows: int = 50_000,
        memory: str = "1GB",
        threads: int = 2,
        security_context: Mapping[str, Any] | None = None,
    ) -> None:
        self._query_seconds = query_seconds
        self._max_rows = max_rows
        self._memory = bytes_of(memory)
        self._model = load_model(Path(model_dir))
        access = Access(self._model, security_context or {})
        self._compiler = Compiler(self._model, _clock(today), access)
        self._meta = meta_body(self._model, self._compiler.graph, access.readable)
        self._catalog = catalog_of(self._meta)
        self._spill = _spill()
        self._use = f"USE {quoted(_attached(Path(data)))}"
        self._file = OpenFile(Path(data))
        self._connection = _opened(Path(data), memory, threads, Path(self._spill.name))

    @property
    def catalog(self) -> Catalog:
        return self._catalog

    @property
    def meta(self) -> dict[str, Any]:
        """The body that a Cube server would answer on ``/meta`` for the same model."""
        return self._meta

    def compile(self, query: Query) -> Compiled:
        """The SQL of ``query``. Raises `QueryError` when it cannot be answered as it stands."""
        self._catalog.check(query)
        return self._compiler.compile(bounded(query, self._max_rows))

    def execute(self, query: Query, cancellation: Cancellation | None = None) -> pd.DataFrame:
        """The rows of ``query``, columns named and ordered as `Query.columns`.

        Raises `QueryError`, `EngineError` (`QueryTimeout` past the limit), `Cancelled`.
        """
        sql, params = self.compile(query)
        return self._run(sql, params, query.columns, cancellation or Cancellation())

    def total(self, query: Query, cancellation: Cancellation | None = None) -> int:
        """How many rows ``query`` has without its limit and offset. Raises as `execute`."""
        self._catalog.check(query)
        unlimited = query.model_copy(update={"limit": None, "offset": None})
        sql, params = self._compiler.compile(unlimited, limited=False)
        counted = f"SELECT count(*) AS total FROM (\n{sql}\n) AS rows_"  # noqa: S608 - compiled above
        rows = self._run(counted, params, ["total"], cancellation or Cancellation())
        return int(rows["total"].iloc[0])

    def ping(self) -> None:
        """Returns when the database answers and its file is what it was. Raises `EngineError`."""
        self._file.check()
        self._run("SELECT 1", [], ["one"], Cancellation())

    def close(self) -> None:
        self._connection.close()
        self._spill.cleanup()

    def _run(
        self, sql: str, params: list[Any], columns: list[str], cancellation: Cancellation
    ) -> pd.DataFrame:
        _refuse_broken_text(params)
        cursor = self._cursor()
        watch = Watch(cursor, cancellation, self._query_seconds, self._memory)
        try:
            with watch, cancellation.interrupting(cursor.interrupt):
                cursor.execute(self._use)
                rows = fetched(cursor, sql, params, columns)
            cancellation.check()
            return rows
        except duckdb.InterruptException as error:
            raise watch.why() from error
        except duckdb.IOException as error:
            # It names the file that it cannot write, but not always the one that it cannot read.
            full = self._spill.name in str(error)
            raise (_disk_full() if full else self._file.damaged()) from error
        except duckdb.Error as error:
            raise _translated(error) from error
        finally:
            cursor.close()

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        try:
            return self._connection.cursor()
        except duckdb.Error as error:
            raise EngineUnavailable("The database is closed.", "数据库已关闭。") from error


def _spill() -> tempfile.TemporaryDirectory[str]:
    """Where queries put what does not fit into memory."""
    try:
        return tempfile.TemporaryDirectory(prefix="text-to-bi-")
    except OSError as error:
        raise EngineUnavailable(
            f"No file can be made on this server's disk ({error.strerror}). Please try again later.",
            f"无法在服务器磁盘上创建文件({error.strerror})，请稍后再试。",
        ) from error


def _disk_full() -> EngineError:
    return EngineError(
        "The disk of this server has no room for what the query needs; ask for less data.",
        "服务器磁盘空间不足，无法运行该查询，请缩小查询范围。",
    )


def _refuse_broken_text(params: list[Any]) -> None:
    # JSON may hold half of a surrogate pair, which no database takes for text.
    try:
        for value in params:
            str(value).encode()
    except UnicodeEncodeError as error:
        raise QueryError(
            "A value of the query holds characters that are not text.", "查询中的某个值含有非文本字符。"
        ) from error


def _clock(today: date | None) -> Callable[[], datetime]:
    if today is None:
        return lambda: datetime.now(UTC)
    # Noon, so that it is the same day in most zones.
    noon = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    return lambda: noon


def _opened(data: Path, memory: str, threads: int, spill: Path) -> duckdb.DuckDBPyConnection:
    """A database of its own that holds ``data`` read-only: several may, each with its own settings."""
    if not data.is_file():
        raise EngineUnavailable(f"The data file {data} does not exist.", f"数据文件 {data} 不存在。")
    connection = duckdb.connect(":memory:")
    try:
        # Bytes in the name of a file are text to nobody; a quote in it must not end the literal.
        file = str(data.resolve()).replace("'", "''")
        connection.execute(f"ATTACH '{file}' AS {quoted(_attached(data))} (READ_ONLY)")
        # GLOBAL, because cursors do not inherit what is set on the connection alone.
        connection.execute("SET GLOBAL TimeZone = 'UTC'")
        connection.execute("SET memory_limit = ?", [memory])
        connection.execute("SET threads = ?", [threads])
        connection.execute("SET temp_directory = ?", [str(spill)])
        # In DuckDB 1.5.5 it merges sub-plans that are not equal: a join of two aggregates over the same
        # joins then gives wrong rows (tests/engines/test_embedded.py holds such a query).
        connection.execute("SET disabled_optimizers = 'common_subplan'")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
    except duckdb.Error as error:
        connection.close()
        raise _unopened(data, error) from error
    return connection


def _attached(data: Path) -> str:
    """The name of its catalog, as DuckDB and Cube have it, so that a model may spell it out."""
    return "data" if data.stem.lower() in {"memory", "temp", "system", ""} else data.stem


def _unopened(data: Path, error: duckdb.Error) -> EngineUnavailable:
    if "already attached" in str(error) or "lock" in str(error):
        return EngineUnavailable(
            f"The data file {data} is open for writing elsewhere; close it there first.",
            f"数据文件 {data} 正被其他程序写入，请先在那里关闭。",
        )
    return EngineUnavailable(
        f"The data file {data} cannot be opened as a DuckDB database of this version.",
        f"数据文件 {data} 无法作为当前版本的 DuckDB 数据库打开。",
    )


def _translated(error: duckdb.Error) -> EngineError | QueryError:
    """A sentence for a reader; DuckDB's own words, which quote SQL, stay in the cause."""
    if isinstance(error, duckdb.ConversionException):
        value = re.search(r"[Cc]ould not convert string '(.{0,80}?)' to (\w+)", str(error))
        if value:
            return QueryError(
                f"The value {value[1]!r} does not fit the column it is compared with ({value[2]}).",
                f"值“{value[1]}”与所比较的列类型({value[2]})不符。",
            )
        return QueryError(
            "A value of the query does not fit the column it is compared with.",
            "查询中的某个值与所比较的列类型不符。",
        )
    if isinstance(error, duckdb.OutOfMemoryException):
        return out_of_memory()
    if isinstance(error, duckdb.CatalogException | duckdb.BinderException | duckdb.ParserException):
        return EngineError(
            "The data model and the data file do not fit each other: the database rejected the SQL.",
            "数据模型与数据文件不匹配：数据库拒绝了该 SQL。",
        )
    return EngineError("The database could not run the query.", "数据库无法执行该查询。")
