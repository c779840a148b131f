"""What a run says: one tagged union.

A run is the ordered sequence of these events. Every door (page, Gradio API, HTTP, command line)
shows the same sequence. ``run_id``, ``seq`` and ``at`` are set when an event enters the log; a
step makes its events without them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from pipeline.language import Language

StepName = Literal["generate", "sql", "execute", "present", "analyze"]
Outcome = Literal["answered", "clarify", "declined", "failed", "cancelled"]


class _Event(BaseModel):
    """Common to all.

    Attributes:
        run_id: the run it belongs to.
        seq: its place in the run's log, from 1, without gaps.
        at: when it entered the log (UTC).
    """

    model_config = ConfigDict(frozen=True)

    run_id: str = ""
    seq: int = 0
    at: datetime = Field(default_factory=lambda: datetime.now(UTC))


class RunStarted(_Event):
    type: Literal["run_started"] = "run_started"
    question: str
    language: Language


class StepStarted(_Event):
    """Attributes:
    index: from 1 to ``total``.
    """

    type: Literal["step_start"] = "step_start"
    step: StepName
    index: int
    total: int


class TextAdded(_Event):
    """A piece of Markdown, to be appended to what the current step has said so far."""

    type: Literal["text"] = "text"
    text: str


class Progress(_Event):
    """Attributes:
    fraction: of the whole run, 0 to 1.
    message: what is being done, in the run's language; may be empty.
    seconds_left: from earlier runs; None while there is nothing to estimate from.
    queue_position: from 1, while the run waits for its turn; else None, and left out of the JSON.
    """

    type: Literal["progress"] = "progress"
    fraction: float
    message: str = ""
    seconds_left: float | None = None
    queue_position: int | None = Field(default=None, exclude_if=lambda position: position is None)


class QueryMade(_Event):
    """The Cube query the question became, and what was understood, assumed and left out."""

    type: Literal["query"] = "query"
    query: dict[str, Any]
    assumptions: list[str] = Field(default_factory=list)


class SqlMade(_Event):
    """The SQL that will be executed, with its bound values."""

    type: Literal["sql"] = "sql"
    sql: str
    params: list[Any] = Field(default_factory=list)


class TableMade(_Event):
    """The result, JSON-native.

    Attributes:
        columns: Cube member names, in the order of the values in each row.
        headers: what people call the columns, in the run's language.
        rows: at most as many as the operator lets a page hold; ``row_count`` counts them all.
    """

    type: Literal["table"] = "table"
    columns: list[str]
    headers: list[str]
    rows: list[list[Any]]
    row_count: int


class ChartMade(_Event):
    """Attributes:
    chart_type: ``number``, ``bar``, ``line`` …; "none" where a chart says nothing.
    figure: a plotly figure as JSON (``data``, ``layout``), or None.
    """

    type: Literal["chart"] = "chart"
    chart_type: str
    figure: dict[str, Any] | None = None


class AnalysisMade(_Event):
    """The whole analysis, whose pieces were sent as text before."""

    type: Literal["analysis"] = "analysis"
    analysis: str


class ErrorRaised(_Event):
    """Why the run fails; ``message`` is in the run's language, ``code`` is stable."""

    type: Literal["error"] = "error"
    code: str
    message: str


class StepEnded(_Event):
    type: Literal["step_end"] = "step_end"
    step: StepName
    index: int
    seconds: float


class RunPaused(_Event):
    type: Literal["run_paused"] = "run_paused"


class RunResumed(_Event):
    type: Literal["run_resumed"] = "run_resumed"


class RunEnded(_Event):
    """Always the last one.

    Attributes:
        answer: `Answer.to_json` of what the run came to, also when it failed half-way.
    """

    type: Literal["run_ended"] = "run_ended"
    outcome: Outcome
    answer: dict[str, Any]


Event = Annotated[
    RunStarted
    | StepStarted
    | TextAdded
    | Progress
    | QueryMade
    | SqlMade
    | TableMade
    | ChartMade
    | AnalysisMade
    | ErrorRaised
    | StepEnded
    | RunPaused
    | RunResumed
    | RunEnded,
    Field(discriminator="type"),
]

_ADAPTER: TypeAdapter[Event] = TypeAdapter(Event)


def from_json(text: str | bytes) -> Event:
    """The event that ``event.model_dump_json()`` wrote."""
    return _ADAPTER.validate_json(text)
