from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_it_prints_a_figure_for_each_aim():
    said = subprocess.run(
        [sys.executable, "-m", "tests.bench", "4"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert said.startswith("4 gold questions")
    rows = [line.split(" | ") for line in said.splitlines() if line.startswith("| ")][2:]
    assert sum("under" in aim for _, _, aim in rows) == 5
    assert all(any(sign.isdigit() for sign in measured) for _, measured, _ in rows)
