"""Stops a query of DuckDB that takes too long or too much, or that nobody wants any more."""

from __future__ import annotations

import threading
import time
from types import TracebackType
from typing import Self

import duckdb

from pipeline.cancellation import Cancellation
from pipeline.engines.memory import QUERIES
from pipeline.errors import Cancelled, EngineError, QueryTimeout, TextToBIError

_LOOKS_EVERY = 0.05  # seconds


class Watch:
    """While its block runs, what ``cursor`` executes is interrupted past the limits; `why` says which.

    Args:
        seconds: that the query may take.
        memory: bytes that DuckDB may use; see `pipeline.engines.memory`.
    """

    def __init__(
        self, cursor: duckdb.DuckDBPyConnection, cancellation: Cancellation, seconds: float, memory: int
    ) -> None:
        self._cursor, self._cancellation, self._seconds = cursor, cancellation, seconds
        self._counted = QUERIES.counted(self, memory)
        self._too_much = False
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="query-watch", daemon=True)

    def why(self) -> TextToBIError:
        """What to say of the query that was interrupted."""
        if self._cancellation.asked:
            return Cancelled()
        if self._too_much:
            return out_of_memory()
        seconds = time.monotonic() - self._began
        return QueryTimeout(
            f"The query was stopped after {seconds:.0f} seconds; ask for less data.",
            f"查询运行 {seconds:.0f} 秒后被停止，请缩小查询范围。",
        )

    def _watch(self) -> None:
        # An interrupt that comes before the query has begun is lost, so it is repeated.
        while not self._done.wait(_LOOKS_EVERY):
            self._too_much = self._too_much or QUERIES.has_to_end(self)
            late = time.monotonic() - self._began > self._seconds
            if self._too_much or late or self._cancellation.asked:
                self._cursor.interrupt()

    def __enter__(self) -> Self:
        self._began = time.monotonic()
        self._counted.__enter__()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()
        self._counted.__exit__(kind, error, trace)


def out_of_memory() -> EngineError:
    """That a query takes more memory than it may."""
    return EngineError(
        "The query needs more memory than the engine may use; ask for less data.",
        "查询所需内存超出限制，请缩小查询范围。",
    )
