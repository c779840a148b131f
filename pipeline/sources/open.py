"""Whatever `Settings.data` names -> one DuckDB file."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb

from pipeline.errors import SourceError
from pipeline.sources.databases import load_url
from pipeline.sources.files import DATABASES, TABLES, load_file

_Load = Callable[[duckdb.DuckDBPyConnection, Path], None]
_VERSION = "1"  # of what is written; another one reads everything again
_URL = re.compile(r"(postgres(?:ql)?|mysql)://", re.IGNORECASE)
_DUCKDB_MARK = b"DUCK"  # bytes 8 to 12 of a DuckDB file


def opened(source: str | Path, cache: Path) -> Path:
    """The DuckDB file that holds ``source``: itself where it is one, else a copy below ``cache``.

    A copy is made again when the size or the time of a file has changed; a database behind a URL is
    copied each time. Raises `SourceError`.
    """
    if _URL.match(str(source)):
        return _built(
            cache, hashlib.sha256(str(source).encode()).hexdigest(), lambda c, s: load_url(c, str(source))
        )
    path = Path(source).expanduser()
    if not path.exists():
        raise SourceError(f"The data {path} does not exist.", f"数据 {path} 不存在。")
    if path.is_file() and _is_duckdb(path):
        return path
    files = [path] if path.is_file() else sorted(_readable(path))
    if not files:
        raise SourceError(
            f"The folder {path} holds no file that can be read.", f"目录 {path} 中没有可读取的文件。"
        )
    key = hashlib.sha256(_VERSION.encode())
    for file in files:
        stat = file.stat()
        key.update(
            f"{file.resolve()}\0{stat.st_size}\0{stat.st_mtime_ns}\0".encode("utf-8", "surrogateescape")
        )
    target = _place(cache, key.hexdigest())
    if target.is_file():
        return target

    def load(connection: duckdb.DuckDBPyConnection, scratch: Path) -> None:
        for file in files:
            load_file(connection, file, scratch)

    return _built(cache, key.hexdigest(), load)


def _is_duckdb(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(12)[8:] == _DUCKDB_MARK or (path.suffix.lower() in {".duckdb", ".ddb"})


def _readable(folder: Path) -> Iterator[Path]:
    inside = folder.resolve()
    for path in folder.iterdir():
        seen = path.is_file() and not path.name.startswith((".", "~"))
        if seen and path.resolve().is_relative_to(inside) and path.suffix.lower() in TABLES | DATABASES:
            yield path


def _place(cache: Path, key: str) -> Path:
    return cache / "data" / key[:32] / "data.duckdb"


def _built(cache: Path, key: str, load: _Load) -> Path:
    """A DuckDB file that ``load`` fills, put in its place when it is whole."""
    target = _place(cache, key)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="loading-", dir=target.parent) as folder:
        part = Path(folder) / "data.duckdb"
        with duckdb.connect(str(part)) as connection:
            connection.execute("SET TimeZone = 'UTC'")
            load(connection, Path(folder))
        os.replace(part, target)
    return target
