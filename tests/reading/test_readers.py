"""Hostile files cost their reader its life, and nobody else anything."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import hostile
import psutil
import pytest

from pipeline import Settings
from pipeline.cancellation import Cancellation
from pipeline.errors import Cancelled, ReadersBusy, SourceError
from pipeline.reading.forking import WARM
from pipeline.reading.job import Doing, Read
from pipeline.reading.readers import Readers

ROOT = Path(__file__).parents[2]
SMALL: dict[str, Any] = {"read_memory": "800MB", "read_seconds": 20, "read_bytes": 100_000_000}
REFUSED = {  # what is said of the whole file; of the others the table in it can be asked about
    "corners.xlsx": "more than the 0.8 GB of memory",
    "objects.json": "may be damaged",
    "packed.csv.gz": "unpacks to more than the 0.1 GB",
    "wide.csv": "100,000 columns",
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    for name, write in hostile.ALL.items():
        write(folder / name)
    (folder / "good.csv").write_text("city,amount\nLund,10\nOslo,7\n")
    return folder


def read(file: Path, folder: Path, **more: Any) -> Read:
    settings = {**SMALL, **{k: v for k, v in more.items() if k in Settings.model_fields}}
    others = {k: v for k, v in more.items() if k not in settings}
    return Readers(Settings(**settings)).read(file, folder, model=folder / "model", private=True, **others)


def own_processes() -> list[psutil.Process]:
    """The readers of this process, and what they are forked from."""
    started = psutil.Process().children()  # not those of servers that other tests have started
    warm = [child for child in started if "pipeline.reading.warm" in child.cmdline()]
    return [*warm, *(reader for one in warm for reader in one.children(recursive=True))]


@pytest.mark.parametrize("name", hostile.ALL)
def test_a_hostile_file_is_said_and_leaves_nothing(name: str, files: Path, tmp_path: Path) -> None:
    if name in REFUSED:
        with pytest.raises(SourceError, match=REFUSED[name]) as raised:
            read(files / name, tmp_path)
        assert any("\u4e00" <= sign <= "\u9fff" for sign in raised.value.zh)
        assert not list(tmp_path.rglob("*.duckdb"))
    else:
        found = read(files / name, tmp_path)
        assert duckdb.connect(str(found.data), read_only=True).execute("SELECT 1").fetchall()
    assert not list(tmp_path.rglob("loading-*"))
    assert len(own_processes()) == 1  # the one that waits
    assert read(files / "good.csv", tmp_path).said == ()


def test_only_rows_come_out_of_a_database_that_looks_around(files: Path, tmp_path: Path) -> None:
    found = read(files / "curious.duckdb", tmp_path)
    with duckdb.connect(str(found.data), read_only=True) as made:
        assert made.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [("fine",)]
        assert made.execute("SELECT count(*) FROM duckdb_views() WHERE NOT internal").fetchall() == [(0,)]
    said = " ".join(note.en for note in found.said)
    for view in ("paths", "listed", "hidden", "settings", "nested_setting", "by_macro", "by_view", "globbed"):
        assert f"The view {view} was left out: it reads something other" in said
    assert str(tmp_path) not in said


def test_a_view_without_end_costs_no_other_table(files: Path, tmp_path: Path) -> None:
    [note] = read(files / "endless.duckdb", tmp_path).said
    assert note.en == "The view endless was left out: it takes more time or memory than a view may."


@pytest.mark.parametrize("limit", [{"read_seconds": 1}, {"read_processor_seconds": 1}])
def test_what_takes_too_long_is_ended(limit: dict[str, float], files: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="takes longer than"):
        read(files / "endless.duckdb", tmp_path, **limit)
    assert not list(tmp_path.rglob("loading-*"))
    assert len(own_processes()) == 1


@pytest.fixture
def under_way(
    files: Path, tmp_path: Path
) -> Iterator[Callable[..., tuple[threading.Thread, Cancellation, list[Any]]]]:
    """Starts to read the endless file; what came of it stands in the list at the end."""
    started: list[tuple[threading.Thread, Cancellation]] = []

    def start(readers: Readers) -> tuple[threading.Thread, Cancellation, list[Any]]:
        cancellation, came, began = Cancellation(), list[Any](), threading.Event()

        def work() -> None:
            folder = tmp_path / str(len(started))
            try:
                readers.read(
                    files / "endless.duckdb",
                    folder,
                    model=folder / "model",
                    private=True,
                    cancellation=cancellation,
                    say=lambda doing: (came.append(doing), began.set()),
                )
            except Cancelled as error:
                came.append(error)

        thread = threading.Thread(target=work)
        thread.start()
        started.append((thread, cancellation))
        assert began.wait(30)
        return thread, cancellation, came

    yield start
    for thread, cancellation in started:
        cancellation.cancel()
        thread.join()


def test_a_reader_ends_when_nobody_waits_for_it(under_way: Any, tmp_path: Path) -> None:
    thread, cancellation, came = under_way(Readers(Settings(**SMALL)))
    assert len(own_processes()) == 2
    cancellation.cancel()
    thread.join(10)
    assert isinstance(came[-1], Cancelled)
    assert len(own_processes()) == 1
    assert not list(tmp_path.rglob("loading-*"))


def test_few_read_at_once_a_few_more_wait_and_the_rest_is_told(
    under_way: Any, files: Path, tmp_path: Path
) -> None:
    readers = Readers(Settings(**SMALL, reads_at_once=1, reads_waiting=1))
    _, first, _ = under_way(readers)
    _, second, told = under_way(readers)
    with pytest.raises(ReadersBusy):
        readers.read(files / "good.csv", tmp_path / "third", private=True)
    assert told[0].what.en == "Waiting: place 1 in the queue"
    first.cancel()
    second.cancel()
    while threading.active_count() > 1 and not isinstance(told[-1], Cancelled):
        time.sleep(0.01)
    assert readers.read(files / "good.csv", tmp_path / "fourth", private=True).data.is_file()


def test_how_far_it_has_come_is_said(files: Path, tmp_path: Path) -> None:
    folder = tmp_path / "both"
    folder.mkdir()
    for name in ("a.csv", "b.csv"):
        (folder / name).write_text("n\n1\n")
    heard: list[Doing] = []
    Readers(Settings(cache_dir=tmp_path)).read(
        folder, tmp_path / "cache", model=tmp_path / "model", say=heard.append
    )
    assert [doing.what.en for doing in heard] == ["Reading a.csv", "Reading b.csv", "Finding the data model"]
    assert [doing.fraction for doing in heard] == sorted({doing.fraction for doing in heard})


def test_no_key_of_the_server_reaches_a_reader(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    code = (
        "import os, psutil; from pipeline.reading.forking import WARM; WARM.up();"
        "[child] = psutil.Process().children();"
        " [None for _ in iter(lambda: 'warm' in ' '.join(child.cmdline()), True)];"  # until it is started
        " print(sorted(child.environ()))"
    )
    monkeypatch.setenv("OPENAI_API_KEY", "s3cret")
    monkeypatch.setenv("TEXT_TO_BI_CUBE_SECRET", "s3cret")
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert "'PATH'" in said
    assert "KEY" not in said
    assert "SECRET" not in said


def test_it_goes_on_when_what_readers_are_forked_from_has_died(files: Path, tmp_path: Path) -> None:
    WARM.up()
    [warm] = own_processes()
    warm.kill()
    warm.wait(10)
    assert read(files / "good.csv", tmp_path).data.is_file()


def test_no_reader_outlives_the_server(files: Path, tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from pipeline import Settings;"
        " from pipeline.reading.readers import Readers;"
        f"Readers(Settings()).read({str(files / 'endless.duckdb')!r}, Path({str(tmp_path)!r}), private=True,"
        " say=lambda doing: print(doing.what.en, flush=True))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        assert server.stdout.readline() == "Reading endless.duckdb\n"
        left = psutil.Process(server.pid).children(recursive=True)
        assert len(left) == 2
        os.kill(server.pid, signal.SIGKILL)
    _, alive = psutil.wait_procs(left, timeout=10)
    assert not alive
