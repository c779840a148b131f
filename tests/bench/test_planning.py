from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_it_prints_a_figure_for_each_aim():
    said = subprocess.run(
        [sys.executable, "-m", "tests.bench.planning", "0.01"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    rows = [line.strip("| ").split(" | ") for line in said.splitlines()][2:]
    assert sum("under" in row[-1] for row in rows) == 7
    assert all(any(sign.isdigit() for sign in row[1]) for row in rows)
