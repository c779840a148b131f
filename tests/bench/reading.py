"""What a process of its own costs: ``python -m tests.bench.reading`` prints one table.

A small file read and its model found in a forked reader, beside the same work done in this process.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pipeline import Settings
from pipeline.inference.infer import infer
from pipeline.reading.readers import Readers
from pipeline.sources.bounds import Bounds
from pipeline.sources.open import fill

REPEATS = 20
_ROWS = "city,product,amount,sold on\n" + "".join(
    f"Lund {i % 7},chair {i % 5},{i * 3},2024-0{1 + i % 9}-11\n" for i in range(100)
)


def milliseconds(call: Callable[[Path], object], repeats: int) -> list[float]:
    times = []
    for _ in range(repeats):
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            call(Path(folder))
            times.append((time.perf_counter() - began) * 1e3)
    return times


def main(repeats: int) -> None:
    readers = Readers(Settings())
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "sales.csv")
        file.write_text(_ROWS)

        def forked(cache: Path) -> None:
            readers.read(file, cache, model=cache / "model", private=True)

        def here(cache: Path) -> None:
            fill(cache / "data.duckdb", (str(file),), cache, Bounds("1GB", 10**9), lambda *_: None)
            infer(cache / "data.duckdb").write(cache / "model")

        milliseconds(forked, 2)
        milliseconds(here, 2)
        pairs = [(milliseconds(forked, 1)[0], milliseconds(here, 1)[0]) for _ in range(repeats)]
    both = [statistics.median(times) for times in zip(*pairs, strict=True)]
    more = statistics.median(forked / here for forked, here in pairs)
    print("| What | Measured | Aim |\n| --- | --- | --- |")
    print(f"| a small file in a reader of its own | {both[0]:.0f} ms |  |")
    print(f"| the same work in the server's process | {both[1]:.0f} ms |  |")
    print(f"| what the reader costs | {both[0] - both[1]:.0f} ms, {more:.2f} times | under 300 ms |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else REPEATS)
