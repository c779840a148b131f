"""What a run ends with."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pipeline.derived import Basis, Derived, derived_from, derived_json
from pipeline.language import Language
from pipeline.query import Query


class Outcome(StrEnum):
    """How a run ended."""

    ANSWERED = "answered"
    CLARIFY = "clarify"  # a question back, with choices in `Answer.suggestions`
    DECLINED = "declined"  # this catalog cannot answer it; `Answer.suggestions` would work
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass
class Answer:
    """The result of one question, complete as far as the run came.

    Attributes:
        derived: the columns of the table that follow from the rows of ``query``.
        table: columns named by Cube member, in `Query.columns` order; None before execution.
        headers: what people call those columns, in ``language``.
        chart_type: see `pipeline.charts`; "none" where a chart says nothing.
        figure: the chart, or None.
        analysis: Markdown.
        content: the whole Markdown the steps said, one after the other.
        assumptions: what was assumed or ignored, one sentence each.
        confidence: from 0 to 1, how sure it is that the question was understood; see
            `pipeline.planner.confidence`.
        message: why it was not answered, or the question back, as plain text.
        suggestions: questions that would work, the choices when the outcome is ``clarify``, and of an
            answer what else may have been meant.
        error: ``{"code", "message"}`` when the outcome is ``failed`` or ``cancelled``.
        timings: seconds by step name.
    """

    question: str
    language: Language = "en"
    outcome: Outcome = Outcome.FAILED
    run_id: str = ""
    query: Query | None = None
    derived: tuple[Derived, ...] = ()
    sql: str | None = None
    params: list[Any] = field(default_factory=list)
    table: pd.DataFrame | None = None
    headers: list[str] = field(default_factory=list)
    chart_type: str = "none"
    figure: go.Figure | None = None
    analysis: str = ""
    content: str = ""
    assumptions: list[str] = field(default_factory=list)
    confidence: float = 1.0
    message: str = ""
    suggestions: list[str] = field(default_factory=list)
    error: dict[str, str] | None = None
    timings: dict[str, float] = field(default_factory=dict)

    @property
    def basis(self) -> Basis | None:
        """What a question that follows up on this answer changes."""
        return Basis(self.query, self.derived) if self.query else None

    def to_json(self, max_rows: int | None = None) -> dict[str, Any]:
        """JSON-native data, without the figure's drawing (`figure` is plotly's own JSON, or None).

        ``rows`` holds at most ``max_rows`` rows; ``row_count`` counts them all.
        """
        table = self.table
        return {
            "outcome": self.outcome.value,
            "run_id": self.run_id,
            "question": self.question,
            "language": self.language,
            "query": self.query.to_json() if self.query else None,
            "derived": derived_json(self.derived),
            "sql": self.sql,
            "params": json_native(self.params),
            "columns": [] if table is None else list(table.columns),
            "headers": self.headers,
            "rows": [] if table is None else rows_of(table, max_rows),
            "row_count": 0 if table is None else len(table),
            "chart": {"type": self.chart_type, "figure": figure_json(self.figure)},
            "analysis": self.analysis,
            "content": self.content,
            "assumptions": self.assumptions,
            "confidence": self.confidence,
            "message": self.message,
            "suggestions": self.suggestions,
            "error": self.error,
            "timings": self.timings,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Answer:
        """The answer that `to_json` wrote, in the types that JSON has."""
        table = pd.DataFrame(data["rows"], columns=data["columns"], dtype=object)
        figure = data["chart"]["figure"]
        return cls(
            outcome=Outcome(data["outcome"]),
            query=Query.parse(data["query"]) if data["query"] else None,
            derived=derived_from(data.get("derived", ())),
            table=table if data["columns"] else None,
            chart_type=data["chart"]["type"],
            figure=None if figure is None else go.Figure(figure),
            **{name: data[name] for name in _AS_THEY_ARE},
        )


# Fields of an answer that JSON has as they are.
_AS_THEY_ARE = (
    *("run_id", "question", "language", "sql", "params", "headers", "analysis", "content"),
    *("assumptions", "confidence", "message", "suggestions", "error", "timings"),
)


def rows_of(table: pd.DataFrame, max_rows: int | None = None) -> list[list[Any]]:
    """The rows of ``table`` as JSON-native lists."""
    if max_rows is not None:
        table = table.head(max_rows)
    columns = [json_native(table[name].tolist()) for name in table.columns]
    return [list(row) for row in zip(*columns, strict=True)]


def figure_json(figure: go.Figure | None) -> dict[str, Any] | None:
    """A plotly figure as JSON-native ``{"data", "layout"}``."""
    import json

    return None if figure is None else json.loads(figure.to_json(engine="json"))


def json_native(value: Any) -> Any:
    """``value`` in types that JSON has: NaN and infinities become None, whole decimals ints,
    other decimals floats, dates ISO text (a timestamp at midnight keeps its time)."""
    if value is None or isinstance(value, bool | str | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        if not value.is_finite():
            return None
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, dict):
        return {str(k): json_native(v) for k, v in value.items()}
    if hasattr(value, "tolist"):  # numpy scalars and arrays
        return json_native(value.tolist())
    if isinstance(value, Iterable):
        return [json_native(v) for v in value]
    return str(value)
