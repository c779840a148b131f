"""What opening a file costs: ``python -m tests.bench.files`` prints one table.

A file is made, opened as somebody's data, and asked one question; beside it what DuckDB and pandas take to
read the same file. The largest ones take a few minutes to make: ``--small`` leaves them out.
"""

from __future__ import annotations

import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import psutil
from openpyxl import Workbook

from pipeline import Pipeline, Settings
from pipeline.answer import Outcome

MEGABYTE = 1_000_000
_CITIES = ["Lund", "Oslo", "Bergen", "Aarhus", "Turku", "上海", "北京"]
_NAMES = ["order id", "city", "product", "sold on", "units", "price", "discount", "note"]
_AIMS = {"csv 1": "under 2 s", "csv 50": "under 12 s", "xlsx 20": "under 20 s"}


def row(chance: random.Random, number: int) -> list[str]:
    return [
        str(number),
        chance.choice(_CITIES),
        f"product {chance.randrange(300)}",
        f"2024-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
        str(chance.randrange(50)),
        f"{chance.randrange(10_000) / 100:.2f}",
        f"{chance.randrange(40)}%",
        chance.choice(["", "gift", "call before delivery", "back order"]),
    ]


def write_csv(path: Path, size: int) -> None:
    chance, number = random.Random(7), 0
    with path.open("w", encoding="utf-8") as file:
        file.write("Sales of the year\n\n" + ",".join(_NAMES) + "\n")
        while file.tell() < size:
            file.writelines(",".join(row(chance, number + i)) + "\n" for i in range(1_000))
            number += 1_000


def write_workbook(path: Path, size: int) -> None:
    chance, book = random.Random(7), Workbook(write_only=True)
    sheet = book.create_sheet("sales")
    sheet.append(["Sales of the year"])
    sheet.append(_NAMES)
    for number in range(size // 48):  # bytes of a row, packed
        cells = row(chance, number)
        sheet.append([int(cells[0]), *cells[1:4], int(cells[4]), float(cells[5]), *cells[6:]])
    book.save(path)


def seconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


class Peak:
    """The most memory that this process and those it started have together, in MB, while the block runs."""

    def __enter__(self) -> Peak:
        self.megabytes, self._over = 0.0, threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        own = psutil.Process()
        while not self._over.wait(0.05):
            held = 0
            for process in own.children(recursive=True):
                try:
                    held = max(held, process.memory_info().rss)
                except psutil.NoSuchProcess:
                    continue
            self.megabytes = max(self.megabytes, held / MEGABYTE)


def first_answer(path: Path) -> None:
    with (
        tempfile.TemporaryDirectory() as cache,
        Pipeline(Settings(data=path, cache_dir=Path(cache))) as pipeline,
    ):
        answer = pipeline.ask("total units by city")
        assert answer.outcome is Outcome.ANSWERED, answer.message


def main(sizes: list[tuple[str, int]]) -> None:
    print("| File | To the first answer | Memory of its reader | DuckDB alone | pandas alone | Aim |")
    print("| --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder, "warm.csv")
        write_csv(small, 10_000)
        first_answer(small)  # what is loaded once
        for kind, megabytes in sizes:
            path = Path(folder, f"sales.{kind}")
            (write_csv if kind == "csv" else write_workbook)(path, megabytes * MEGABYTE)
            with Peak() as peak:
                ours = seconds(lambda path=path: first_answer(path))  # type: ignore[misc]
            alone = [f"{ours / other:.1f} times {other:.1f} s" if other else "" for other in others(path)]
            print(
                f"| {path.stat().st_size / MEGABYTE:.0f} MB of {kind.upper()} | {ours:.1f} s"
                f" | {peak.megabytes:,.0f} MB | {alone[0]} | {alone[1]} | {_AIMS[f'{kind} {megabytes}']} |"
            )


def others(path: Path) -> tuple[float, float]:
    """The seconds that DuckDB and pandas take to read a file, its header given; 0 for none."""
    if path.suffix != ".csv":
        return 0.0, seconds(lambda: pd.read_excel(path, header=1, engine="calamine"))
    with duckdb.connect() as connection:
        sql = "CREATE TABLE t AS FROM read_csv(?, skip = 2)"
        return seconds(lambda: connection.execute(sql, [str(path)])), seconds(
            lambda: pd.read_csv(path, skiprows=2)
        )


if __name__ == "__main__":
    everything = [("csv", 1), ("csv", 50), ("xlsx", 20)]
    main(everything[:1] if "--small" in sys.argv else everything)
