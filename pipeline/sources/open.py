"""Whatever `Settings.data` names -> one DuckDB file."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import SourceError
from pipeline.language import Text
from pipeline.sources.bounds import Bounds
from pipeline.sources.databases import load_url
from pipeline.sources.decisions import Decision
from pipeline.sources.duckdb_files import copy_duckdb, is_duckdb
from pipeline.sources.files import DATABASES, TABLES, load_file
from pipeline.sources.report import SourceRead, TableRead

_VERSION = "6"  # of what is written; another one reads everything again
_URL = re.compile(r"(postgres(?:ql)?|mysql)://", re.IGNORECASE)


class Located(NamedTuple):
    """Where data is, and where the DuckDB file of it is or will be.

    Attributes:
        data: the DuckDB file.
        sources: what it is made of: files, or the URL of a database. None where it is there already.
    """

    data: Path
    sources: tuple[str, ...]


def located(
    source: str | Path, cache: Path, *, private: bool = False, decisions: Sequence[Decision] = ()
) -> Located:
    """Looks where ``source`` is, and reads nothing of it but whether it is a DuckDB file.

    Such a file is its own, unless it is ``private``: what a visitor brought is always copied. Copies
    stand below ``cache`` and are made again when the size or the time of a file has changed, or what is
    decided about how to read it; a database behind a URL is copied each time. Raises `SourceError`.
    """
    if is_url(source):
        return Located(_place(cache, hashlib.sha256(str(source).encode()).hexdigest()), (str(source),))
    path = Path(source).expanduser()
    if not path.exists():
        raise SourceError(f"The data {path} does not exist.", f"数据 {path} 不存在。")
    if path.is_file() and is_duckdb(path) and not private:
        return Located(path, ())
    files = [path] if path.is_file() else sorted(_readable(path))
    if not files:
        raise SourceError(
            f"The folder {path} holds no file that can be read.", f"目录 {path} 中没有可读取的文件。"
        )
    key = hashlib.sha256(_VERSION.encode())
    for decision in decisions:
        key.update(decision.model_dump_json().encode())
    for file in files:
        stat = file.stat()
        key.update(
            f"{file.resolve()}\0{stat.st_size}\0{stat.st_mtime_ns}\0".encode("utf-8", "surrogateescape")
        )
    target = _place(cache, key.hexdigest())
    return Located(target, () if target.is_file() else tuple(map(str, files)))


def is_url(source: str | Path) -> bool:
    """Whether ``source`` is the URL of a database."""
    return bool(_URL.match(str(source)))


def fill(
    data: Path,
    sources: tuple[str, ...],
    scratch: Path,
    bounds: Bounds,
    say: Callable[[str, float], object],
    decisions: Sequence[Decision] = (),
) -> SourceRead:
    """Makes the DuckDB file ``data`` of its sources, read as ``decisions`` say where they do; what is made on
    the way goes to ``scratch``.

    ``say`` hears the name of each file and the part of all that is done before it. Returns what was read;
    of several files one that cannot be read is said there. Raises `SourceError`.
    """
    tables: list[TableRead] = []
    notes: list[Text] = []
    failed: list[SourceError] = []
    for number, source in enumerate(sources):
        if is_url(source):
            with bounds.connected(data, scratch) as connection:
                load_url(connection, source)
            continue
        path = Path(source)
        say(path.name, number / len(sources))
        if is_duckdb(path):
            notes += copy_duckdb(path, data, scratch, bounds)
        else:
            try:
                with bounds.connected(data, scratch) as connection:
                    read = load_file(connection, path, scratch, bounds, decisions)
            except SourceError as error:
                if len(sources) == 1:
                    raise
                failed.append(error)
            else:
                tables += read.tables
                notes += read.notes
    if failed and len(failed) == len(sources):
        raise failed[0]
    notes += [Text(error.en, error.zh) for error in failed]
    return SourceRead(tables=tuple(tables), notes=tuple(notes))


def opened(source: str | Path, cache: Path) -> Path:
    """The DuckDB file of ``source``, made in this very process with the bounds of `Settings` as it comes.

    For tests, benchmarks and scripts; what serves visitors reads in a process of its own
    (`pipeline.reading`). Raises `SourceError`.
    """
    found = located(source, cache)
    if found.sources:
        found.data.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=found.data.parent) as scratch:
            made = Path(scratch, "data.duckdb")
            fill(made, found.sources, Path(scratch), Bounds("1GB", 2_000_000_000), lambda name, part: None)
            made.replace(found.data)
    return found.data


def _readable(folder: Path) -> Iterator[Path]:
    inside = folder.resolve()
    for path in folder.iterdir():
        seen = path.is_file() and not path.name.startswith((".", "~"))
        if seen and path.resolve().is_relative_to(inside) and path.suffix.lower() in TABLES | DATABASES:
            yield path


def _place(cache: Path, key: str) -> Path:
    return cache / "data" / key[:32] / "data.duckdb"
