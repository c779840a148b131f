"""What a model file may say: every key this engine understands, and no other.

A key of Cube's that is missing here changes rows in a way this engine cannot follow, so it is
refused by name. What changes no row (``pre_aggregations``, ``refresh_key`` …) is accepted.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StringConstraints,
    ValidationError,
)

from pipeline.engines.model.policies import PolicySchema
from pipeline.engines.model.reading import Definition
from pipeline.errors import ModelError

Name = Annotated[str, StringConstraints(pattern=r"^[_a-zA-Z][_a-zA-Z0-9]*$", strict=True)]
# `sql: 1` and `sql: true` are valid SQL.
Sql = Annotated[
    str,
    BeforeValidator(lambda v: ("TRUE" if v else "FALSE") if isinstance(v, bool) else v),
    StringConstraints(min_length=1),
]
Interval = Annotated[
    str,
    StringConstraints(pattern=r"^(-?\d+) (minute|hour|day|week|month|quarter|year)s?$"),
]
# Custom granularities may combine units: "1 year 2 months".
Intervals = Annotated[
    str,
    StringConstraints(
        pattern=r"^-?\d+ (second|minute|hour|day|week|month|quarter|year)s?"
        r"( -?\d+ (second|minute|hour|day|week|month|quarter|year)s?)*$"
    ),
]


def _moment(text: str) -> str:
    """A year or a month means its first day. Raises `ValueError` for what is no date."""
    whole = (text + "-01-01")[:10] if len(text) < 10 else text
    datetime.fromisoformat(whole)
    return whole


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True, frozen=True)


class _Described(_Strict):
    title: str | None = None
    description: str | None = None
    meta: Any = None
    public: StrictBool | None = Field(None, validation_alias=AliasChoices("public", "shown"))


class _Member(_Described):
    name: Name
    format: Any = None
    currency: str | None = None
    aliases: Any = None


class SqlOnly(_Strict):
    sql: Sql


class RollingWindow(_Strict):
    type: Literal["fixed", "to_date"] = "fixed"
    trailing: Interval | Literal["unbounded"] | None = None
    leading: Interval | Literal["unbounded"] | None = None
    offset: Literal["start", "end"] | None = None
    granularity: Literal["second", "minute", "hour", "day", "week", "month", "quarter", "year"] | None = None


class MeasureSchema(_Member):
    type: Annotated[
        Literal[
            "count", "count_distinct", "count_distinct_approx", "sum", "avg", "min", "max",
            "number", "string", "time", "boolean",
        ],
        BeforeValidator(lambda v: snake(v) if isinstance(v, str) else v),
    ]  # fmt: skip
    sql: Sql | None = None
    filters: list[SqlOnly] = Field(default_factory=list)
    rolling_window: RollingWindow | None = None
    drill_members: Any = None


class WhenSchema(_Strict):
    sql: Sql
    label: str | SqlOnly


class ElseSchema(_Strict):
    label: str | SqlOnly


class CaseSchema(_Strict):
    when: list[WhenSchema] = Field(min_length=1)
    else_: ElseSchema | None = Field(None, alias="else")


class GranularitySchema(_Strict):
    name: Name
    title: str | None = None
    interval: Intervals
    offset: Intervals | None = None
    origin: Annotated[str, AfterValidator(_moment)] | None = None


class DimensionSchema(_Member):
    type: Literal["string", "number", "boolean", "time", "geo"]
    sql: Sql | None = None
    case: CaseSchema | None = None
    latitude: SqlOnly | None = None
    longitude: SqlOnly | None = None
    primary_key: StrictBool = False
    sub_query: StrictBool = False
    propagate_filters_to_sub_query: StrictBool = False
    granularities: list[GranularitySchema] = Field(default_factory=list)
    suggest_filter_values: Any = None
    order: Literal["asc", "desc"] | None = None


class SegmentSchema(_Described):
    name: Name
    sql: Sql
    aliases: Any = None


class JoinSchema(_Strict):
    name: Name
    sql: Sql
    relationship: Literal[
        "one_to_one", "one_to_many", "many_to_one", "has_one", "has_many", "belongs_to",
        "oneToOne", "oneToMany", "manyToOne", "hasOne", "hasMany", "belongsTo",
    ]  # fmt: skip


class HierarchySchema(_Strict):
    name: Name
    title: str | None = None
    public: StrictBool = True
    levels: list[str]


class CubeSchema(_Described):
    sql: Sql | None = None
    sql_table: Sql | None = None
    sql_alias: Name | None = None
    data_source: Literal["default"] = "default"
    joins: list[JoinSchema] = Field(default_factory=list)
    measures: list[MeasureSchema] = Field(default_factory=list)
    dimensions: list[DimensionSchema] = Field(default_factory=list)
    segments: list[SegmentSchema] = Field(default_factory=list)
    hierarchies: list[HierarchySchema] = Field(default_factory=list)
    access_policy: list[PolicySchema] = Field(default_factory=list)
    pre_aggregations: Any = None
    refresh_key: Any = None
    rewrite_queries: Any = None


class IncludeSchema(_Strict):
    name: Name
    alias: Name | None = None
    title: str | None = None
    description: str | None = None
    format: Any = None
    meta: Any = None
    currency: str | None = None


class ViewCubeSchema(_Strict):
    join_path: str
    includes: Literal["*"] | list[Name | IncludeSchema] = Field(default_factory=list)
    excludes: list[Name] = Field(default_factory=list)
    prefix: StrictBool = False
    alias: Name | None = None


class FolderSchema(_Strict):
    name: str
    includes: Literal["*"] | list[str | FolderSchema]


class ViewSchema(_Described):
    cubes: list[ViewCubeSchema] = Field(default_factory=list)
    folders: list[FolderSchema] = Field(default_factory=list)
    access_policy: list[PolicySchema] = Field(default_factory=list)
    data_source: Literal["default"] = "default"


def snake(name: str) -> str:
    """``count_distinct`` for ``countDistinct``."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


_KEPT = {"meta", "pre_aggregations", "refresh_key"}


def snake_keys(value: Any) -> Any:
    """``value`` with camelCase keys as Cube also accepts them spelt in snake_case."""
    if isinstance(value, list):
        return [snake_keys(v) for v in value]
    if not isinstance(value, dict):
        return value
    spelt = {snake(str(k)): v for k, v in value.items()}
    return {k: v if k in _KEPT else snake_keys(v) for k, v in spelt.items()}


def check_cube(definition: Definition) -> CubeSchema:
    """The cube of ``definition``. Raises `ModelError` naming file, cube, member and key."""
    body = definition.body
    if isinstance(body.get("joins"), dict):
        raise ModelError(
            f"{definition.file}: cube {definition.name}: joins is a list of joins, each with a name.",
            f"{definition.file}:cube {definition.name}:joins 必须是列表，每一项带有 name。",
        )
    cube: CubeSchema = _checked(CubeSchema, definition)
    if (cube.sql is None) == (cube.sql_table is None):
        raise ModelError(
            f"{definition.file}: cube {definition.name}: exactly one of sql and sql_table is needed.",
            f"{definition.file}:cube {definition.name}:sql 与 sql_table 必须二选一。",
        )
    return cube


def check_view(definition: Definition) -> ViewSchema:
    """The view of ``definition``. Raises `ModelError` naming file, view and key."""
    view: ViewSchema = _checked(ViewSchema, definition)
    return view


def _checked(schema: type[Any], definition: Definition) -> Any:
    # A key written without a value (`joins:`) says nothing.
    body = {k: v for k, v in definition.body.items() if v is not None}
    try:
        return schema.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        unknown = first["type"] == "extra_forbidden"
        where = _where(first["loc"][:-1] if unknown else first["loc"], body)
        place = f"{definition.kind} {definition.name}{f', {where}' if where else ''}"
        if unknown:
            key = first["loc"][-1]
            raise ModelError(
                f"{definition.file}: {place}: the key {key!r} is not supported by the embedded engine.",
                f"{definition.file}:{place}：内置引擎不支持键“{key}”。",
            ) from error
        raise ModelError(
            f"{definition.file}: {place}: {first['msg']}.",
            f"{definition.file}:{place}:{first['msg']}。",
        ) from error


def _where(location: tuple[str | int, ...], body: Any) -> str:
    """``measures.total.type`` for ``("measures", 3, "type")``: members by name, not by position."""
    parts: list[str] = []
    for step in location:
        try:
            body = body[step]
        except (KeyError, IndexError, TypeError):
            body = None
        if isinstance(step, int):
            named = isinstance(body, dict) and isinstance(body.get("name"), str)
            parts.append(body["name"] if named else str(step))
        elif step.replace("_", "").isalnum() and step[0].islower():
            parts.append(step)
    return ".".join(parts)
