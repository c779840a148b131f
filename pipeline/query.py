"""The Cube query as types: the one language between the steps.

Spelling and meaning are Cube's REST query format (https://cube.dev/docs/reference/rest-api/query-format).
A `Query` is a checked value: shape and operators are right, whether its members exist is the
catalog's business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)

from pipeline.errors import QueryError

Granularity = Literal["second", "minute", "hour", "day", "week", "month", "quarter", "year"]
GRANULARITIES: tuple[str, ...] = get_args(Granularity)
# Cube answers this many rows when a query sets no limit.
DEFAULT_LIMIT = 10_000
# The column that says which range of a ``compareDateRange`` a row belongs to.
COMPARED = "compareDateRange"
Direction = Literal["asc", "desc"]
Operator = Literal[
    "equals",
    "notEquals",
    "contains",
    "notContains",
    "startsWith",
    "notStartsWith",
    "endsWith",
    "notEndsWith",
    "gt",
    "gte",
    "lt",
    "lte",
    "set",
    "notSet",
    "inDateRange",
    "notInDateRange",
    "onTheDate",
    "beforeDate",
    "beforeOrOnDate",
    "afterDate",
    "afterOrOnDate",
    "measureFilter",
]
UNARY_OPERATORS = frozenset({"set", "notSet", "measureFilter"})

MemberName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*){1,3}$", max_length=300)]


def _as_text(value: Any) -> Any:
    """Cube compares filter values as text; a JSON number or boolean is spelt the way Cube does."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


FilterValue = Annotated[str | None, BeforeValidator(_as_text)]
DateRange = str | Annotated[list[str], Field(min_length=1, max_length=2)]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Filter(_Value):
    """One condition on one member; on a measure it is applied after aggregation."""

    member: MemberName
    operator: Operator
    values: list[FilterValue] = Field(default_factory=list, max_length=10_000)

    @model_validator(mode="before")
    @classmethod
    def _older_spelling(cls, data: Any) -> Any:
        # Cube still accepts `dimension` for `member`, and `in` for `equals`.
        if isinstance(data, dict) and data.get("operator") in ("in", "notIn"):
            data = {**data, "operator": "equals" if data["operator"] == "in" else "notEquals"}
        if isinstance(data, dict) and "dimension" in data and "member" not in data:
            data = {**data, "member": data["dimension"]}
            del data["dimension"]
        return data

    @model_validator(mode="after")
    def _has_values(self) -> Self:
        if self.operator not in UNARY_OPERATORS and not self.values:
            raise ValueError(f"Values required for filter: {self.member} {self.operator}")
        return self


class And(_Value):
    """All of its conditions hold."""

    and_: list[Condition] = Field(alias="and", min_length=1)


class Or(_Value):
    """At least one of its conditions holds."""

    or_: list[Condition] = Field(alias="or", min_length=1)


Condition = Filter | And | Or


class TimeDimension(_Value):
    """A time dimension with what is asked of it: a bucket size, a range, or several ranges.

    ``granularity`` is one of Cube's or the name of a custom one of the model.
    ``date_range`` is one relative phrase ("last 30 days"), one date, or two.
    """

    dimension: MemberName
    granularity: str | None = None
    date_range: DateRange | None = Field(default=None, alias="dateRange")
    compare_date_range: list[DateRange] | None = Field(default=None, alias="compareDateRange", min_length=1)

    @property
    def column(self) -> str:
        """The name of its result column: ``orders.created_at.month``, as Cube names it."""
        return f"{self.dimension}.{self.granularity}" if self.granularity else self.dimension


class Query(_Value):
    """A Cube query. Build it from keywords or, from JSON, with `Query.parse`."""

    measures: list[MemberName] = Field(default_factory=list)
    dimensions: list[MemberName] = Field(default_factory=list)
    time_dimensions: list[TimeDimension] = Field(default_factory=list, alias="timeDimensions")
    filters: list[Condition] = Field(default_factory=list)
    segments: list[MemberName] = Field(default_factory=list)
    order: list[tuple[MemberName, Direction]] = Field(default_factory=list)
    limit: int | None = Field(default=None, ge=0, le=50_000)
    offset: int | None = Field(default=None, ge=0)
    timezone: str | None = None
    total: bool = False
    ungrouped: bool = False

    @field_validator("order", mode="before")
    @classmethod
    def _both_forms(cls, order: Any) -> Any:
        # {"a.b": "asc"} and [["a.b", "asc"]] mean the same; "none" in the map form drops the key.
        pairs = list(order.items()) if isinstance(order, dict) else order
        if not isinstance(pairs, list | tuple):
            return pairs
        return [p for p in pairs if not (isinstance(p, list | tuple) and len(p) == 2 and p[1] == "none")]

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        grouped = any(t.granularity for t in self.time_dimensions)
        if not (self.measures or self.dimensions or grouped):
            raise ValueError(
                "Query should contain either measures, dimensions or timeDimensions with granularities"
            )
        return self

    @classmethod
    def parse(cls, data: Any) -> Query:
        """A query from decoded JSON. Raises `QueryError` that names the first thing wrong."""
        if isinstance(data, Query):
            return data
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False)[0]
            path = [str(part) for part in first["loc"]]
            where = ".".join(p for p in path if not p.startswith(("function-", "Filter"))) or "query"
            what = first["msg"].removeprefix("Value error, ")
            raise QueryError(
                f"The query is not a Cube query: {where}: {what}.",
                f"查询不符合 Cube 查询格式：{where}:{what}。",
            ) from error

    def to_json(self) -> dict[str, Any]:
        """The query as Cube's JSON, without keys that say nothing."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude_none=True)

    def conditions(self) -> Iterator[Filter]:
        """Every single condition of its filters, at any depth."""
        stack: list[Condition] = list(reversed(self.filters))
        while stack:
            condition = stack.pop()
            if isinstance(condition, And):
                stack.extend(reversed(condition.and_))
            elif isinstance(condition, Or):
                stack.extend(reversed(condition.or_))
            else:
                yield condition

    def members(self) -> Iterator[str]:
        """Every member name it uses, in the order of its keys, repetitions included."""
        yield from self.measures
        yield from self.dimensions
        yield from (t.dimension for t in self.time_dimensions)
        yield from (c.member for c in self.conditions())
        yield from self.segments

    def renamed(self, names: Mapping[str, str]) -> Query:
        """The query with other members in the place of those that ``names`` has."""

        def condition(one: Condition) -> Condition:
            if isinstance(one, And):
                return And(and_=[condition(c) for c in one.and_])
            if isinstance(one, Or):
                return Or(or_=[condition(c) for c in one.or_])
            return one.model_copy(update={"member": names.get(one.member, one.member)})

        def all_of(members: Sequence[str]) -> list[str]:
            return [names.get(m, m) for m in members]

        return self.model_copy(
            update={
                "measures": all_of(self.measures),
                "dimensions": all_of(self.dimensions),
                "time_dimensions": [
                    t.model_copy(update={"dimension": names.get(t.dimension, t.dimension)})
                    for t in self.time_dimensions
                ],
                "filters": [condition(c) for c in self.filters],
                "segments": all_of(self.segments),
                "order": [(names.get(m, m), direction) for m, direction in self.order],
            }
        )

    @property
    def columns(self) -> list[str]:
        """The names of its result columns: dimensions, time dimensions, measures, as Cube orders them."""
        times = [t.column for t in self.time_dimensions if t.granularity]
        compared = [COMPARED] if any(t.compare_date_range for t in self.time_dimensions) else []
        return list(dict.fromkeys([*compared, *self.dimensions, *times, *self.measures]))


And.model_rebuild()
Or.model_rebuild()
