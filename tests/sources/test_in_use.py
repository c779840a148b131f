"""A database file that another process is writing to, and is then done with."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from pipeline import Settings
from pipeline.engines.embedded import EmbeddedEngine
from pipeline.errors import EngineUnavailable, TextToBIError
from pipeline.reading.readers import Readers

DUCKDB = "import duckdb; holding = duckdb.connect(sys.argv[1])"
SQLITE = "import sqlite3; holding = sqlite3.connect(sys.argv[1]); holding.execute('BEGIN EXCLUSIVE')"


@contextmanager
def written_to(file: Path) -> Iterator[None]:
    """While the block runs, a process of its own has the file open for writing."""
    how = SQLITE if file.suffix == ".sqlite" else DUCKDB
    script = f"import sys; {how}; print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", script, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == b"open\n"
        try:
            yield
        finally:
            process.communicate()


@pytest.fixture
def duckdb_file(tmp_path: Path) -> Path:
    path = tmp_path / "shop.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE sales AS SELECT i AS amount, 'Lund' AS city FROM range(9) r(i)")
    return path


@pytest.fixture
def sqlite_file(tmp_path: Path) -> Path:
    path = tmp_path / "shop.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript("CREATE TABLE sales (amount INTEGER); INSERT INTO sales VALUES (1), (2)")
    return path


def is_told_until_it_is_done(file: Path, read: Callable[[], object]) -> None:
    with written_to(file), pytest.raises(TextToBIError) as error:
        read()
    assert error.value.en.endswith(f"{file.name} is open for writing elsewhere; close it there first.")
    assert error.value.zh.endswith(f"{file.name} 正被其他程序写入，请先在那里关闭。")
    read()


def test_a_sqlite_file(sqlite_file: Path, tmp_path: Path) -> None:
    is_told_until_it_is_done(sqlite_file, lambda: Readers(Settings()).read(sqlite_file, tmp_path / "cache"))


def test_a_duckdb_file_that_is_copied(duckdb_file: Path, tmp_path: Path) -> None:
    is_told_until_it_is_done(
        duckdb_file, lambda: Readers(Settings()).read(duckdb_file, tmp_path / "cache", private=True)
    )


def test_a_duckdb_file_whose_data_model_is_found(duckdb_file: Path, tmp_path: Path) -> None:
    model = tmp_path / "model"
    is_told_until_it_is_done(
        duckdb_file, lambda: Readers(Settings()).read(duckdb_file, tmp_path / "cache", model=model)
    )
    with written_to(duckdb_file), pytest.raises(EngineUnavailable, match="is open for writing elsewhere"):
        EmbeddedEngine(model, duckdb_file)
    EmbeddedEngine(model, duckdb_file).close()


def test_a_file_that_the_engine_has_open_cannot_be_written_to(duckdb_file: Path, tmp_path: Path) -> None:
    model = tmp_path / "model"
    Readers(Settings()).read(duckdb_file, tmp_path / "cache", model=model)
    engine = EmbeddedEngine(model, duckdb_file)
    with pytest.raises(AssertionError), written_to(duckdb_file):
        pass
    engine.ping()
    engine.close()
