"""Somebody asks what fills the memory, of data whose rows cost next to nothing to bring."""

from __future__ import annotations

import threading
from pathlib import Path

import duckdb
import httpx
import psutil
import pytest
from attacks.withstand import Attacked

LIMITS = {"memory": "120MB", "uploads_per_minute": 0, "query_seconds": 20}
ROWS = 12_000_000  # of a small file; the median of each takes as much memory as it may, or more


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "large.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT (i // 100000) * 1.5 AS amount, 'a' AS kind FROM range({ROWS}) r(i))"
            f" TO '{path}' (FORMAT parquet, COMPRESSION zstd)"
        )
    return path


def test_four_visitors_with_a_median_each(server: Attacked, large: Path) -> None:
    process = psutil.Process(server.process)
    most, answers, over = [0], list[httpx.Response](), threading.Event()

    def one(number: int) -> None:
        with server.visitor(f"203.0.113.{number}") as visitor:
            brought = visitor.post("/workflow/uploads", files=[("file", (large.name, large.read_bytes()))])
            asked = {"message": "median amount by kind", "upload": brought.json()["upload"]}
            answers.append(visitor.post("/workflow/query-sync", json=asked))
            visitor.delete(f"/workflow/uploads/{brought.json()['upload']}")

    def all_of_them() -> None:
        asking = [threading.Thread(target=one, args=[number]) for number in range(4)]
        for thread in asking:
            thread.start()
        for thread in asking:
            thread.join()
        over.set()

    def watch() -> None:
        while not over.wait(0.05):
            most.append(process.memory_info().rss)

    watcher = threading.Thread(target=watch)
    watcher.start()
    before = process.memory_info().rss
    server.withstands(all_of_them)
    watcher.join()
    said = {answer.json().get("detail") for answer in answers}
    assert said <= {None, "The query needs more memory than the engine may use; ask for less data."}
    assert len(said - {None}) == 1, "none of them needed more than it may"
    assert max(most) - before < 4 * 120_000_000  # without the bound it is 590 MB
