"""The gold questions about the demo company, and those that no answer may be given to.

Every question of ``demo.jsonl`` has DuckDB SQL over the demo tables, written by hand and not by way of
the data model. Dates are counted from `TODAY`. The SQL follows what the application documents: "last 30
days" ends yesterday, "last 3 months" and "past year" are whole months before this one, weeks start on
Monday; groups include the unknown one, and so does "all but X"; the rows of a fact stay when what they
point to is gone. Where a limit or an order is asked for, ``ORDER BY`` names a result column by its
number, and no two rows tie.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

TODAY = date(2025, 6, 30)
SCALES = (1.0, 0.4)  # the questions hold water at both; 0.4 is a company of 400 and 24,000 orders
FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Question:
    """A question and the rows that answer it."""

    id: str
    lang: str
    question: str
    sql: str
    ordered: bool = False
    tags: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Declined:
    """A question that must not be answered with rows, and why."""

    id: str
    lang: str
    question: str
    reason: str


def gold() -> list[Question]:
    return [Question(**line) for line in _lines("demo.jsonl")]


def declined() -> list[Declined]:
    return [Declined(**line) for line in _lines("decline.jsonl")]


def queries() -> dict[str, dict[str, Any]]:
    """For each gold question, by its id, a Cube query that answers it."""
    return {line["id"]: line["query"] for line in _lines("queries.jsonl")}


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]
