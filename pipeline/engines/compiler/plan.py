"""What one SELECT has to answer, resolved from a query: the compiler's own reading of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pipeline.engines.compiler.expressions import Expressions, column_alias, resolved
from pipeline.engines.compiler.filters import Conditions
from pipeline.engines.model.members import (
    Cube,
    CubePath,
    CubeRef,
    Dimension,
    Join,
    Measure,
    Member,
    MemberRef,
    Segment,
    referring,
)
from pipeline.errors import QueryError, UnknownMember, did_you_mean
from pipeline.query import DEFAULT_LIMIT, And, Condition, DateRange, Filter, Or, Query

_MOST_ROWS = 2**62
_DEEPEST = 50

# A condition knows its SQL only inside a SELECT: the same one is written into several.
Test = Callable[[Expressions], str]


@dataclass(frozen=True)
class Column:
    """A dimension to group by, at a granularity or as it is (``local``: in the zone of the query)."""

    dimension: Dimension
    granularity: str | None = None
    local: bool = False

    @property
    def alias(self) -> str:
        return column_alias(self.dimension.path, "local" if self.local else self.granularity)

    def sql(self, expressions: Expressions) -> str:
        if self.local:
            return expressions.local_time(self.dimension)
        return expressions.dimension(self.dimension, self.granularity)


@dataclass(frozen=True)
class Where:
    """A condition on rows, and the members it reads."""

    test: Test
    members: tuple[Member, ...]
    # Conditions that a sub-query dimension with `propagate_filters_to_sub_query` passes on.
    simple: bool = True


@dataclass(frozen=True)
class TimeRange:
    """A date range on a time dimension, local to the zone of the query."""

    dimension: Dimension
    asked: str | list[str]


@dataclass(frozen=True)
class Plan:
    """A grouped (or ungrouped) selection of columns and measures.

    Attributes:
        hints: the cubes to join, in the order that decides the root.
        times: every time dimension that is asked about, with or without a range or granularity.
        unranged: a time dimension is named without a date range.
        order: (column position from 1, descending).
    """

    columns: tuple[Column, ...]
    measures: tuple[Measure, ...]
    hints: tuple[CubePath, ...]
    paths: tuple[CubePath, ...] = ()
    where: tuple[Where, ...] = ()
    ranges: tuple[TimeRange, ...] = ()
    having: tuple[Where, ...] = ()
    times: tuple[Dimension, ...] = ()
    unranged: bool = False
    order: tuple[tuple[int, bool], ...] = ()
    limit: int | None = None
    offset: int | None = None
    ungrouped: bool = False


class Planner:
    """Reads queries against one model. Safe to share between threads."""

    def __init__(self, model: Mapping[str, Cube], hints_of: Callable[[Member], tuple[CubePath, ...]]) -> None:
        self._model = model
        self._hints_of = hints_of

    def plan(self, query: Query, conditions: Conditions) -> Plan:
        """Raises `QueryError` for what Cube rejects."""
        columns = self._columns(query)
        measures = tuple(self._measure(name) for name in dict.fromkeys(query.measures))
        segments = tuple(self._segment(name) for name in query.segments)
        where: list[Where] = [Where(_segment_test(s), (s,)) for s in segments]
        having: list[Where] = []
        for condition in query.filters:
            is_measure = self._is_on_measures(condition)
            made = self._where(condition, conditions)
            (having if is_measure else where).append(made)
        if (query.offset or 0) > _MOST_ROWS:
            raise QueryError("The offset is larger than any table.", "offset 超出了任何表的行数。")
        if query.ungrouped and having:
            raise QueryError("An ungrouped query cannot filter by measures.", "不分组的查询不能按指标过滤。")
        times = tuple(self._time(t.dimension) for t in query.time_dimensions)
        ranges = tuple(
            TimeRange(self._time(t.dimension), t.date_range)
            for t in query.time_dimensions
            if t.date_range is not None
        )
        used: list[Member] = [
            *measures,
            *(c.dimension for c in columns if c.granularity is None),
            *(m for w in (*where, *having) for m in w.members),
            *times,
            *(c.dimension for c in columns if c.granularity),
        ]
        limit = DEFAULT_LIMIT if query.limit is None else query.limit
        return Plan(
            columns=columns,
            measures=measures,
            hints=tuple(dict.fromkeys(hint for member in used for hint in self._hints_of(member))),
            paths=self._paths(used),
            where=tuple(where),
            ranges=ranges,
            having=tuple(having),
            times=times,
            unranged=any(t.date_range is None for t in query.time_dimensions)
            or any(name.count(".") > 1 for name in query.dimensions),
            order=self._order(query, columns, measures),
            limit=limit,
            offset=query.offset,
            ungrouped=query.ungrouped,
        )

    def read(self, plan: Plan, joins: Iterable[Join]) -> list[str]:
        """The paths of every member that ``plan`` over ``joins`` reads, those its members name included."""
        found: dict[str, None] = {}

        def visit(parts: Iterable[str | CubeRef | MemberRef]) -> None:
            for part in parts:
                if isinstance(part, MemberRef):
                    note(self._model[part.cube].member(part.name))

        def note(member: Member | None) -> None:
            if member is not None and member.path not in found:
                found[member.path] = None
                # A sub-query is a query of its own; the row filters of this one do not reach it.
                if not (isinstance(member, Dimension) and member.sub_query):
                    visit(referring(member))

        for member in (
            *plan.measures,
            *(c.dimension for c in plan.columns),
            *(r.dimension for r in plan.ranges),
            *(m for w in (*plan.where, *plan.having) for m in w.members),
        ):
            note(member)
        for join in joins:
            visit(join.sql)
        return list(found)

    def _paths(self, used: list[Member]) -> tuple[CubePath, ...]:
        views = dict.fromkeys(m.cube for m in used if self._model[m.cube].is_view)
        return tuple(path for view in views for path in self._model[view].join_paths)

    def _columns(self, query: Query) -> tuple[Column, ...]:
        columns: list[Column] = []
        for name in query.dimensions:
            cube, member, *granularity = name.split(".")
            if granularity:
                columns.append(self._bucketed(f"{cube}.{member}", ".".join(granularity)))
            else:
                columns.append(Column(self._dimension(name)))
        columns += [
            self._bucketed(t.dimension, t.granularity) for t in query.time_dimensions if t.granularity
        ]
        return tuple(dict.fromkeys(columns))

    def _bucketed(self, name: str, granularity: str) -> Column:
        return Column(self._time(name), granularity)

    def _order(
        self, query: Query, columns: tuple[Column, ...], measures: tuple[Measure, ...]
    ) -> tuple[tuple[int, bool], ...]:
        if not query.order:
            first_time = next((i for i, c in enumerate(columns, 1) if c.granularity), None)
            if first_time:
                return ((first_time, False),)
            if measures and columns:
                return ((len(columns) + 1, True),)
            return ((1, False),) if columns else ()
        found: list[tuple[int, bool]] = []
        for name, direction in query.order:
            position = self._position(name, columns, measures)
            # As in Cube, ordering by what is not selected orders by nothing.
            if position:
                found.append((position, direction == "desc"))
        return tuple(found)

    def _position(self, name: str, columns: tuple[Column, ...], measures: tuple[Measure, ...]) -> int | None:
        buckets: list[int] = []
        for i, column in enumerate(columns, 1):
            path = column.dimension.path
            if name == (f"{path}.{column.granularity}" if column.granularity else path):
                return i
            if name == path:
                buckets.append(i)
        if buckets:
            return min(buckets, key=lambda i: _fineness(columns[i - 1].granularity))
        for i, measure in enumerate(measures, len(columns) + 1):
            if name == measure.path:
                return i
        return None

    def _is_on_measures(self, condition: Condition) -> bool:
        """Whether ``condition`` is on measures; a group of both kinds has no place to stand."""
        kinds = {
            isinstance(self._member(f.member), Measure) and f.operator != "measureFilter"
            for f in _leaves(condition)
        }
        if len(kinds) > 1:
            raise QueryError(
                "Dimensions and measures cannot stand in the same and/or group of filters.",
                "维度和指标不能出现在同一个 and/or 过滤条件组中。",
            )
        return kinds.pop()

    def _where(self, condition: Condition, conditions: Conditions) -> Where:
        members = tuple(self._member(f.member) for f in _leaves(condition))
        return Where(self._test(condition, conditions), members, isinstance(condition, Filter))

    def _test(self, condition: Condition, conditions: Conditions) -> Test:
        if isinstance(condition, Filter):
            return self._filter_test(condition, conditions)
        parts, word = (condition.and_, " AND ") if isinstance(condition, And) else (condition.or_, " OR ")
        tests = [self._test(c, conditions) for c in parts]
        return lambda expressions: word.join(f"({test(expressions)})" for test in tests)

    def _filter_test(self, filter_: Filter, conditions: Conditions) -> Test:
        member = self._member(filter_.member)
        if isinstance(member, Measure):
            if filter_.operator == "measureFilter":
                own = resolved(self._model, member)
                assert isinstance(own, Measure)
                filters = own.filters
                return lambda e: " AND ".join(f"({e.template(f)})" for f in filters) or "TRUE"
            type_ = member.data_type
        elif isinstance(member, Dimension) and filter_.operator != "measureFilter":
            type_ = member.type
        else:
            raise QueryError(
                f"{filter_.member} cannot be filtered with {filter_.operator}.",
                f"{filter_.member} 不能使用 {filter_.operator} 过滤。",
            )
        return lambda expressions: conditions.condition(filter_, expressions.member(member), type_)

    def _measure(self, name: str) -> Measure:
        member = self._member(name)
        if not isinstance(member, Measure):
            raise UnknownMember(f"{name} is not a measure.", f"{name} 不是指标。")
        return member

    def _dimension(self, name: str) -> Dimension:
        member = self._member(name)
        if not isinstance(member, Dimension):
            raise UnknownMember(f"{name} is not a dimension.", f"{name} 不是维度。")
        return member

    def _time(self, name: str) -> Dimension:
        dimension = self._dimension(name)
        if dimension.type != "time":
            raise UnknownMember(f"{name} is not a time dimension.", f"{name} 不是时间维度。")
        return dimension

    def _segment(self, name: str) -> Segment:
        member = self._member(name)
        if not isinstance(member, Segment):
            raise UnknownMember(f"{name} is not a segment.", f"{name} 不是分段(segment)。")
        return member

    def _member(self, name: str) -> Member:
        cube_name, _, member_name = name.partition(".")
        cube = self._model.get(cube_name)
        member = cube.member(member_name) if cube else None
        if member is None:
            known = [f"{c.name}.{m}" for c in self._model.values() for m in (*c.measures, *c.dimensions)]
            en, zh = did_you_mean(name, known)
            raise UnknownMember(f"The model has no member {name!r}.{en}", f"模型中没有成员“{name}”。{zh}")
        return member


def compared(query: Query) -> list[tuple[DateRange, Query]]:
    """One query for each range of a ``compareDateRange``. Raises `QueryError` for two of them."""
    times = [t for t in query.time_dimensions if t.compare_date_range]
    if len(times) > 1 or any(t.date_range is not None for t in times):
        raise QueryError(
            "compareDateRange stands on one time dimension, in place of its dateRange.",
            "compareDateRange 只能用于一个时间维度，且不能与 dateRange 同时使用。",
        )
    parts: list[tuple[DateRange, Query]] = []
    for asked in times[0].compare_date_range or ():
        narrowed = times[0].model_copy(update={"date_range": asked, "compare_date_range": None})
        dimensions = [narrowed if t is times[0] else t for t in query.time_dimensions]
        parts.append((asked, query.model_copy(update={"time_dimensions": dimensions})))
    return parts


def base_measures(model: Mapping[str, Cube], measure: Measure) -> list[Measure]:
    """The measures that are aggregated on their own so that ``measure`` can be computed from them.

    A measure that uses one of another cube, or a rolling one, is computed from their results;
    every other is aggregated as it is.
    """
    own = resolved(model, measure)
    assert isinstance(own, Measure)
    inner = _used_measures(model, own)
    if not any(_stands_alone(model, own, m) for m in inner):
        return [own]
    return list(dict.fromkeys(base for m in inner for base in base_measures(model, m)))


def _stands_alone(model: Mapping[str, Cube], user: Measure, used: Measure) -> bool:
    if used.cube != user.cube or used.rolling:
        return True
    return any(_stands_alone(model, used, m) for m in _used_measures(model, used))


def _used_measures(model: Mapping[str, Cube], own: Measure) -> list[Measure]:
    used = [model[p.cube].member(p.name) for p in own.sql if isinstance(p, MemberRef)]
    bases = [resolved(model, m) for m in used if m is not None]
    return [m for m in bases if isinstance(m, Measure)]


def _segment_test(segment: Segment) -> Test:
    return lambda expressions: expressions.segment(segment)


def _leaves(condition: Condition, depth: int = 0) -> list[Filter]:
    if isinstance(condition, Filter):
        return [condition]
    if depth > _DEEPEST:
        raise QueryError(
            f"The filters are nested more than {_DEEPEST} deep.", f"过滤条件嵌套超过 {_DEEPEST} 层。"
        )
    parts = condition.or_ if isinstance(condition, Or) else condition.and_
    return [leaf for part in parts for leaf in _leaves(part, depth + 1)]


def _fineness(granularity: str | None) -> int:
    order = ("second", "minute", "hour", "day", "week", "month", "quarter", "year")
    return order.index(granularity) if granularity in order else len(order)
