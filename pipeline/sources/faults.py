"""What is said of a file that cannot be read."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from pipeline.errors import SourceError


def said(path: Path, en: str, zh: str) -> SourceError:
    """The error that names the file, in both languages."""
    return SourceError(f"{path.name} {en}.", f"{path.name} {zh}。")


def in_use(path: Path, error: BaseException | None) -> SourceError | None:
    """That somebody else writes to a database file, where that is what ``error`` of its library says."""
    held = getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    if not held and "Could not set lock on file" not in str(error):
        return None
    return said(
        path, "is open for writing elsewhere; close it there first", "正被其他程序写入，请先在那里关闭"
    )


def too_wide(name: str, width: int, most: int) -> SourceError:
    """A table has more columns than can be read."""
    return SourceError(
        f"{name} has {width:,} columns; at most {most:,} can be read.",
        f"{name} 有 {width:,} 列，最多可读取 {most:,} 列。",
    )
