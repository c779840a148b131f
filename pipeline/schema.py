"""The bodies of requests and responses as `/openapi.json` describes them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictStr, TypeAdapter

from pipeline.events import (
    AnalysisMade,
    ChartMade,
    ErrorRaised,
    Outcome,
    Progress,
    QueryMade,
    RunPaused,
    RunResumed,
    RunStarted,
    SqlMade,
    StepEnded,
    StepName,
    StepStarted,
    TableMade,
)
from pipeline.language import Language
from pipeline.sources.report import SourceRead

REF = "#/components/schemas/{model}"


class Asked(BaseModel):
    """A question."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"message": "average salary by department"}, {"message": "统计员工总数"}],
            "not": {  # one source of data
                "properties": {"cubejs_url": {"type": "string"}, "upload": {"type": "string"}},
                "required": ["cubejs_url", "upload"],
            },
        },
    )

    message: StrictStr = Field(
        description="The question, in Chinese or English. 中文或英文问题。",
        json_schema_extra={"pattern": r"\S"},
    )
    previous_run_id: StrictStr | None = Field(
        default=None, description="The run whose answer this question follows up on. 追问所依据的运行。"
    )
    cubejs_url: StrictStr | None = Field(
        default=None,
        description="A Cube server that the operator allows. 运营者允许的 Cube 服务器。",
    )
    upload: StrictStr | None = Field(
        default=None, description="The key of data that was brought along. 已上传数据的密钥。"
    )


class Refused(BaseModel):
    """Why a request was not answered, in the language of the question or of ``Accept-Language``."""

    model_config = ConfigDict(extra="forbid")

    detail: str


class Problem(BaseModel):
    """Why a run failed or was stopped; ``code`` is stable."""

    code: str
    message: str


class Chart(BaseModel):
    type: str
    figure: dict[str, Any] | None = Field(description="A plotly figure, or null where a chart says nothing.")


class Whole(BaseModel):
    """The answer as far as it has come."""

    model_config = ConfigDict(extra="forbid")

    success: bool = Field(description="Whether it has ended, and neither failed nor was stopped.")
    status: Literal["running", "paused", "ended"]
    workflow_id: str
    outcome: Outcome | None = Field(description="Null while the run goes on.")
    run_id: str
    question: str
    language: Language
    query: dict[str, Any] | None = Field(description="The Cube query that the question became.")
    derived: list[dict[str, Any]] = Field(description="Columns that follow from the rows of the query.")
    sql: str | None
    params: list[Any]
    columns: list[str]
    headers: list[str]
    rows: list[list[Any]]
    row_count: int
    chart: Chart
    analysis: str = Field(description="Markdown.")
    content: str = Field(description="All that the steps said, as Markdown.")
    assumptions: list[str]
    confidence: float = Field(ge=0, le=1)
    message: str
    suggestions: list[str]
    error: Problem | None
    timings: dict[StepName, float] = Field(description="Seconds of each step.")
    detail: str = Field(default="", description="The error's message, where the run failed.")


class EndSaid(BaseModel):
    """The end of a run on a stream, whose answer was said piece by piece before."""

    run_id: str
    seq: int
    at: datetime
    type: Literal["run_ended"]
    outcome: Outcome
    suggestions: list[str]


_EVENTS: TypeAdapter[Any] = TypeAdapter(
    Annotated[
        RunStarted
        | StepStarted
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
        | EndSaid,
        Field(discriminator="type"),
    ]
)


def frames() -> dict[str, Any]:
    """The schema of one Server-Sent Event of a run, with the schemas it names under ``$defs``."""
    said = _EVENTS.json_schema(mode="serialization", ref_template=REF)
    content = {"oneOf": [{"type": "string", "description": 'Markdown, or "[DONE]".'}, *said["oneOf"]]}
    data = {"type": "string", "contentMediaType": "application/json", "contentSchema": content}
    return {"type": "object", "required": ["data"], "properties": {"data": data}, "$defs": said["$defs"]}


class Steered(BaseModel):
    """That the run was told."""

    model_config = ConfigDict(extra="forbid")

    run_id: str
    ended: bool = Field(description="Whether it had ended already.")


class Titles(BaseModel):
    en: str
    zh: str


class Cube(BaseModel):
    """A table of data that was brought along, as questions see it."""

    name: str
    titles: Titles
    members: list[str]


class Note(BaseModel):
    """Something that was left out when data was read."""

    model_config = ConfigDict(extra="forbid")

    en: str
    zh: str


class Brought(BaseModel):
    """Data that was taken along."""

    model_config = ConfigDict(extra="forbid")

    upload: str = Field(description="The key that questions about it name, and nobody else knows.")
    kept_seconds: float = Field(description="How long it is kept after its last use.")
    cubes: list[Cube]
    notes: list[Note] = Field(description="What of it was left out, or may be read otherwise.")
    read: SourceRead = Field(description="Its tables, columns and joins, and how each was read.")


class Well(BaseModel):
    model_config = ConfigDict(extra="forbid")

    status: Literal["ok"] = "ok"
