from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_no_event_is_lost_the_wire_is_lean_and_the_cost_of_text_is_linear():
    said = subprocess.run(
        [sys.executable, "-m", "tests.bench.streams"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    lines = [line.strip("| ").split(" | ") for line in said.splitlines() if line.startswith("| ")]
    streams = [line for line in lines if len(line) == 8 and line[0].isdigit()]
    assert [line[1] for line in streams[:3]] == [line[1] for line in streams[3:]]
    assert {line[2] for line in streams} == {"0"}
    ours, plain = (float(line[-1]) for line in streams[-3:-1])
    assert ours <= 1.6 * plain
    assert next(float(line[2].split()[0]) for line in lines if line[-1].endswith("times")) < 30
