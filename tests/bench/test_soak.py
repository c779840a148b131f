from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def printed(*command: str) -> list[list[str]]:
    """The rows of the table that a benchmark prints."""
    said = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [line.strip("| ").split(" | ") for line in said.splitlines() if line.startswith("| ")][2:]


def test_nothing_is_left_of_some_use():
    held = {row[0]: [float(number) for number in row[1:4]] for row in printed("tests.bench.soak", "80")}
    for what in ("open files", "threads", "temporary files"):
        assert held[what][2] <= held[what][0] + 20, held
    assert held["processes"][2] <= 2


def test_what_a_reader_costs_is_printed():
    *_, cost = printed("tests.bench.reading", "2")
    assert cost[0] == "what the reader costs"
    assert cost[2] == "under 300 ms"
