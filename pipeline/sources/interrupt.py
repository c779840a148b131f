"""Ends a query of DuckDB that takes longer than it may."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

_AGAIN_EVERY = 0.05  # seconds: an interrupt that comes before the query has begun is lost


@contextmanager
def interrupted_at(until: float, connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """While the block runs, what ``connection`` executes past ``until``, by the monotonic clock, raises
    `duckdb.InterruptException`."""
    done = threading.Event()

    def watch() -> None:
        done.wait(max(0.0, until - time.monotonic()))
        while not done.wait(_AGAIN_EVERY):
            connection.interrupt()

    watcher = threading.Thread(target=watch, name="duckdb-interrupt", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
