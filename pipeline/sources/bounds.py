"""What reading may take of memory and disk, as far as those who read hold to it themselves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline.errors import SourceError


@dataclass(frozen=True)
class Bounds:
    """Attributes:
    memory: DuckDB's limit, as it spells it.
    unpacked: bytes that a packed file may unpack to.
    """

    memory: str
    unpacked: int

    @contextmanager
    def connected(self, data: Path, scratch: Path) -> Iterator[duckdb.DuckDBPyConnection]:
        """The DuckDB file ``data``, for writing."""
        with duckdb.connect(str(data)) as connection:
            self.hold(connection, scratch)
            yield connection

    def hold(self, connection: duckdb.DuckDBPyConnection, scratch: Path) -> None:
        """Bounds what a connection takes; it spills to ``scratch``."""
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("SET memory_limit = ?", [self.memory])
        connection.execute("SET temp_directory = ?", [str(scratch / "spill")])
        connection.execute("SET max_temp_directory_size = ?", [f"{self.unpacked}B"])
        connection.execute("SET threads = 2")

    def too_much(self, name: str) -> SourceError:
        """That a file unpacks to more than may be."""
        size = f"{self.unpacked / 1e9:g} GB"
        return SourceError(
            f"{name} unpacks to more than the {size} that can be read.",
            f"{name} 解压后超过可读取的 {size}。",
        )
