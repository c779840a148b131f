"""Messy files of the Pollock benchmark (VLDB 2023), read by this application and by DuckDB alone.

``python -m tests.bench.pollock CHECKOUT survey_sample|polluted_files [EVERY]`` prints one table.

``CHECKOUT`` is a clone of github.com/HPI-Information-Systems/Pollock. A file counts as open when it is read
at all; F1 is that of its cells and of its records beside the clean version: values as text, numbers to six
digits, dates and times of day alike in any form, whatever their order.
"""

from __future__ import annotations

import csv
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from pathlib import Path
from typing import Any

import duckdb

from pipeline.errors import TextToBIError
from pipeline.sources.open import opened

Rows = list[tuple[Any, ...]]
_DATE = re.compile(r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})(?:[ T](.*))?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.0+)?)?\s*([AaPp])?\.?[Mm]?\.?")


def ours(path: Path) -> Rows:
    with (
        tempfile.TemporaryDirectory() as folder,
        duckdb.connect(str(opened(path, Path(folder))), read_only=True) as connection,
    ):
        tables = connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        return max((connection.execute(f'FROM "{name}"').fetchall() for (name,) in tables), key=len)


def duckdb_alone(path: Path) -> Rows:
    sql = "FROM read_csv(?, auto_detect = true, ignore_errors = true, null_padding = true)"
    with duckdb.connect() as connection:
        return connection.execute(sql, [str(path)]).fetchall()


def same(value: Any) -> str:
    """A value as text that is the same however it is written."""
    text = "" if value is None else str(value).strip().removesuffix(" 00:00:00")
    if date := _DATE.fullmatch(text):
        parts = sorted(int(part) % 100 if len(part) == 4 else int(part) for part in date.groups()[:3])
        return f"date {parts} {date[4] or ''}".strip()
    if clock := _CLOCK.fullmatch(text):
        hour = int(clock[1]) % 12 + 12 * (clock[4] in "Pp") if clock[4] else int(clock[1])
        return f"{hour:02}:{clock[2]}:{clock[3] or '00'}"
    try:
        return f"{float(text.replace(',', '').strip('$€£¥% ')):.6g}"
    except ValueError:
        return text


def f1(got: Iterable[Hashable], wanted: Iterable[Hashable]) -> float:
    found, meant = Counter(got), Counter(wanted)
    return 2 * (found & meant).total() / (found.total() + meant.total()) if found or meant else 1.0


def scored(read: Callable[[Path], Rows], path: Path, clean: Path) -> tuple[bool, float, float]:
    """Whether a file opens, and the F1 of its cells and of its records."""
    text = clean.read_bytes()
    lines = text.decode("utf-8" if _is_utf8(text) else "latin-1").lstrip("\ufeff").splitlines()
    wanted = [tuple(map(same, row)) for row in list(csv.reader(lines))[1:]]
    try:
        got = [tuple(map(same, row)) for row in read(path)]
    except (TextToBIError, duckdb.Error):
        return False, 0.0, 0.0
    cells = f1((c for row in got for c in row), (c for row in wanted for c in row))
    return True, cells, f1((tuple(filter(None, r)) for r in got), (tuple(filter(None, r)) for r in wanted))


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def main(folder: Path, every: int) -> None:
    sides = ({p.name for p in (folder / side).iterdir() if p.stat().st_size} for side in ("csv", "clean"))
    names = sorted(set.intersection(*sides))
    print(f"| {folder.name}, {len(names[::every])} files | Open | F1 of cells | F1 of records | Seconds |")
    print("| --- | --- | --- | --- | --- |")
    for read in (ours, duckdb_alone):
        began = time.perf_counter()
        found = [scored(read, folder / "csv" / name, folder / "clean" / name) for name in names[::every]]
        opens, cells, records = (sum(column) for column in zip(*found, strict=True))
        count, seconds = len(found), time.perf_counter() - began
        scores = f"{opens} | {cells / count:.3f} | {records / count:.3f} | {seconds:.0f}"
        print(f"| {read.__name__.replace('_', ' ')} | {scores} |")


if __name__ == "__main__":
    main(Path(sys.argv[1], sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
