from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from pipeline.__main__ import main

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _demo_settings(monkeypatch, demo_settings):
    monkeypatch.setenv("TEXT_TO_BI_TODAY", str(demo_settings.today))
    monkeypatch.setenv("TEXT_TO_BI_DEMO_SCALE", str(demo_settings.demo_scale))


@pytest.fixture
def own_data(monkeypatch, tmp_path_factory):
    """A copy of the data that no other pipeline of this process has open."""
    monkeypatch.setenv("TEXT_TO_BI_CACHE_DIR", str(tmp_path_factory.mktemp("main")))


def test_ask_prints_the_steps_and_exits_with_0(own_data, capsys):
    assert main(["ask", "统计员工总数"]) == 0
    said = capsys.readouterr().out
    headings = [line for line in said.splitlines() if line.startswith("## ")]
    assert headings[0] == "## 🔍 查询分析"
    assert len(headings) == 5


def test_json_is_the_answer_as_one_object(own_data, capsys):
    assert main(["ask", "total employees", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["outcome"] == "answered"
    assert answer["row_count"] == 1


def test_what_cannot_be_answered_exits_with_2_and_suggestions(own_data, capsys):
    assert main(["ask", "hello there"]) == 2
    assert "You could ask:" in capsys.readouterr().out


def test_a_failure_exits_with_1_and_one_sentence(own_data, capsys):
    assert main(["ask", ""]) == 1
    assert capsys.readouterr().err == "Please type a question.\n"
    assert main(["ask", "", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "question"
    assert main(["ask", "员工总数", "--data", "/nowhere.duckdb"]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_misspelt_setting_stops_it_with_one_sentence(monkeypatch, capsys):
    monkeypatch.setenv("TEXT_TO_BI_DAT", "x")
    assert main(["ask", "total employees"]) == 1
    assert "TEXT_TO_BI_DATA" in capsys.readouterr().err


def test_on_a_terminal_a_bar_shows_how_far_it_is_and_leaves_the_text_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("TEXT_TO_BI_CACHE_DIR", str(tmp_path))
    monkeypatch.setenv("TERM", "xterm")
    terminal, its_end = pty.openpty()
    command = [sys.executable, "-m", "pipeline", "ask", "total employees"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=its_end, stderr=its_end)
    os.close(its_end)
    shown = b""
    with suppress(OSError):  # which is how the end of a terminal reads
        while chunk := os.read(terminal, 65_536):
            shown += chunk
    assert process.wait(timeout=30) == 0
    assert re.search(r"(Executing the query|Analysing the result).*━.*%", shown.decode())
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())
    assert plain.count("## 📊 Result") == 1


def test_as_a_command_without_a_terminal_it_writes_utf8(tmp_path, monkeypatch):
    monkeypatch.setenv("TEXT_TO_BI_CACHE_DIR", str(tmp_path))
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "ask", "统计员工总数"], cwd=ROOT, capture_output=True, check=True
    )
    assert "查询分析" in done.stdout.decode("utf-8")
    assert done.stderr == b""
