"""All queries of the process together are held to one bound on memory."""

from __future__ import annotations

import threading

import duckdb
import psutil
import pytest

from pipeline.engines import memory
from pipeline.engines.embedded import EmbeddedEngine
from pipeline.engines.memory import MemoryOfQueries
from pipeline.errors import EngineError
from pipeline.query import Query

ROWS = 30_000_000  # whose median takes about 900 MB, of which DuckDB counts little
LIMIT = 200_000_000
MODEL = """
cubes:
  - name: t
    sql_table: t
    measures:
      - {name: middle, type: number, sql: "median({CUBE}.x)"}
      - {name: count, type: count}
"""


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> list[EmbeddedEngine]:
    """Three on one file, as of three visitors."""
    folder = tmp_path_factory.mktemp("memory")
    (folder / "model.yml").write_text(MODEL)
    with duckdb.connect(str(folder / "t.duckdb")) as connection:
        connection.execute(f"CREATE TABLE t AS SELECT i * 1.5 AS x FROM range({ROWS}) r(i)")
    return [EmbeddedEngine(folder, folder / "t.duckdb", memory="200MB") for _ in range(3)]


def test_queries_that_fill_the_memory_end_and_others_go_on(engines: list[EmbeddedEngine]) -> None:
    process, done = psutil.Process(), threading.Event()
    before = process.memory_info().rss
    most, said = [before], []

    def ask(engine: EmbeddedEngine) -> None:
        try:
            engine.execute(Query(measures=["t.middle"]))
        except EngineError as error:
            said.append(str(error))

    def watch() -> None:
        while not done.wait(0.01):
            most.append(process.memory_info().rss)

    watcher = threading.Thread(target=watch)
    watcher.start()
    asking = [threading.Thread(target=ask, args=[engine]) for engine in engines]
    for thread in asking:
        thread.start()
    counted = [engines[0].execute(Query(measures=["t.count"])).iloc[0, 0] for _ in range(3)]
    for thread in asking:
        thread.join()
    done.set()
    watcher.join()

    assert said == ["The query needs more memory than the engine may use; ask for less data."] * 3
    assert counted == [ROWS] * 3
    # Without the bound it is fourteen times the limit; an interrupt takes a moment to be heard.
    assert max(most) - before < 8 * LIMIT
    assert process.memory_info().rss - before < LIMIT / 4  # and what they had is given back


class Clock:
    """The time and the memory of a process, as a test wants them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.rss = 0.0, 1_000
        monkeypatch.setattr(memory.time, "monotonic", lambda: self.now)
        monkeypatch.setattr(memory.psutil, "Process", lambda: self)

    def memory_info(self) -> Clock:
        return self

    def passes(self, seconds: float, rss: int) -> None:
        self.now, self.rss = self.now + seconds, rss


def test_the_one_that_has_run_longest_ends_first_and_the_next_only_when_that_freed_too_little(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Clock(monkeypatch)
    queries = MemoryOfQueries()
    with queries.counted("late", 100):
        with queries.counted("later", 100):
            clock.passes(1, 1_150)
            assert not queries.has_to_end("late")  # half more than the limit is what a database may take
            clock.passes(1, 1_151)
            assert [queries.has_to_end(q) for q in ("later", "late", "later")] == [False, True, False]
        assert queries.has_to_end("late")
    with queries.counted("later", 100), queries.counted("last", 100):
        clock.passes(0.4, 1_500)
        assert not queries.has_to_end("later")  # what the first had may not be free yet
        clock.passes(0.2, 1_301)
        assert not queries.has_to_end("later")  # what there was before these began does not count
        clock.passes(0.2, 1_302)
        assert queries.has_to_end("later")
