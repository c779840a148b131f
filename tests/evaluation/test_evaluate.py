"""A question set is read, asked and counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.__main__ import main
from pipeline.errors import SourceError
from pipeline.evaluation.card import wilson
from pipeline.evaluation.lines import read_lines

BY_CITY = "SELECT city, sum(amount) FROM sales GROUP BY 1"
TOTAL = "SELECT sum(amount) FROM sales"
LUND = [["Lund", 5]]
FIRST = "total amount by city"
SET = [
    {"id": "1", "question": FIRST, "db": "sales", "gold_sql": BY_CITY},
    {"id": "2", "question": "total amount", "db": "sales", "gold_rows": [[999]]},
    {"id": "3", "question": "how happy are the customers?", "db": "sales", "outcome": "declined"},
    {"id": "4", "question": "only Lund", "db": "sales", "previous": FIRST, "gold_rows": LUND},
    {"id": "5", "question": "total amount", "db": "sales", "gold_sql": ["SELECT 1", TOTAL]},
    {"id": "6", "question": "total amount", "db": "sales", "gold_sql": "SELECT nothing FROM nowhere"},
]  # fmt: skip


@pytest.fixture
def question_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TEXT_TO_BI_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "db").mkdir()
    (tmp_path / "db" / "sales.csv").write_text("city,amount\nLund,2\nLund,3\nBergen,7\n")
    path = tmp_path / "set.jsonl"
    path.write_text("\n".join(map(json.dumps, SET)))
    return path


def test_the_card_counts_and_the_report_says_why(question_set: Path, tmp_path: Path, capsys) -> None:
    assert main(["eval", str(question_set), "--report", str(tmp_path / "report")]) == 0
    assert "| all | 6 | 4 | 1 | 0 | 0 | 1 |" in capsys.readouterr().out
    report = json.loads((tmp_path / "report" / "card.json").read_text())
    verdicts = {r["id"]: r["verdict"] for r in report["results"]}
    assert verdicts == {"1": "right", "2": "wrong", "3": "right", "4": "right", "5": "right", "6": "failed"}
    assert "gold SQL does not run" in report["results"][5]["why"]
    assert (tmp_path / "report" / "card.md").read_text().startswith("| | Questions")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"id": "1"', "line 1"),
        ('{"id": "1", "question": "x"}', "neither gold_sql nor gold_rows"),
        ("", "no question"),
    ],
)
def test_a_line_that_is_wrong_is_named(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "bad.jsonl").write_text(line)
    with pytest.raises(SourceError, match=said):
        read_lines(tmp_path / "bad.jsonl")


def test_data_that_is_not_there_is_named(tmp_path: Path, capsys) -> None:
    (tmp_path / "set.jsonl").write_text('{"id": "q7", "question": "x", "db": "none", "gold_rows": [[1]]}')
    assert main(["eval", str(tmp_path / "set.jsonl")]) == 1
    assert "q7" in capsys.readouterr().err


def test_the_interval_of_wilson() -> None:
    low, high = wilson(8, 10)
    assert (round(low, 3), round(high, 3)) == (0.49, 0.943)  # Brown, Cai and DasGupta (2001), section 3
    assert wilson(0, 10)[0] == 0
