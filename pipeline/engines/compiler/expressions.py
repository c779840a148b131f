"""The SQL of members inside one SELECT."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.engines.compiler.buckets import Buckets
from pipeline.engines.model.members import (
    CALCULATED,
    Case,
    Cube,
    CubeRef,
    Dimension,
    Measure,
    Member,
    MemberRef,
    Segment,
    Template,
)

_BARE_COLUMN = re.compile(r"[_a-zA-Z][_a-zA-Z0-9]*")
_COUNTS = {"count", "count_distinct", "count_distinct_approx"}


def quoted(name: str) -> str:
    """``name`` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def resolved(model: Mapping[str, Cube], member: Member) -> Member:
    """The cube member behind a member of a view; any other member itself."""
    while member.alias_of:
        found = model[member.alias_of.cube].member(member.alias_of.name)
        assert found is not None  # the loader resolved it
        member = found
    return member


class Expressions:
    """Renders members for one SELECT and notes the sub-queries that its FROM then has to join.

    Args:
        buckets: cuts times to granularities.
        multiplied: the cubes whose rows the joins of this SELECT repeat.
        columns: measures that an inner SELECT has computed: member path -> column.
        raw: measures are not aggregated here, their input is.
        ungrouped: the query wants rows, so a measure is its value in each.
    """

    def __init__(
        self,
        model: Mapping[str, Cube],
        buckets: Buckets,
        multiplied: frozenset[str] = frozenset(),
        *,
        columns: Mapping[str, str] | None = None,
        inputs: Mapping[str, str] | None = None,
        raw: bool = False,
        ungrouped: bool = False,
    ) -> None:
        self._model = model
        self._buckets = buckets
        self._multiplied = multiplied
        self._columns = columns or {}
        self._inputs = inputs or {}
        self._raw = raw
        self._ungrouped = ungrouped
        self.sub_queries: dict[str, Dimension] = {}

    def template(self, template: Template) -> str:
        return "".join(part if isinstance(part, str) else self._reference(part) for part in template)

    def _reference(self, part: CubeRef | MemberRef) -> str:
        if isinstance(part, CubeRef):
            return quoted(part.path[-1])
        member = self._model[part.cube].member(part.name)
        assert member is not None  # the loader resolved it
        if part.granularity and isinstance(member, Dimension):
            return self.dimension(member, part.granularity)
        return self.member(member)

    def member(self, member: Member) -> str:
        if isinstance(member, Measure):
            return self.measure(member)
        if isinstance(member, Dimension):
            return self.dimension(member)
        assert isinstance(member, Segment)
        return self.segment(member)

    def segment(self, segment: Segment) -> str:
        own = resolved(self._model, segment)
        return self._prefixed(own.cube, self.template(own.sql))

    def dimension(self, dimension: Dimension, granularity: str | None = None) -> str:
        """Its value, cut to ``granularity`` (in the zone of the query) when given."""
        own = resolved(self._model, dimension)
        assert isinstance(own, Dimension)
        sql = self._value(own)
        if granularity is None:
            return sql
        return self._buckets.cut(sql, own.granularities.get(granularity, granularity))

    def local_time(self, dimension: Dimension) -> str:
        """Its value in the zone of the query."""
        return self._buckets.local(self.dimension(dimension))

    def rolled_up(self, measure: Measure, column: str) -> str:
        """``measure`` over rows of an inner SELECT that hold its parts, or its raw input, in ``column``."""
        if measure.type in {"count", "sum"}:
            return f"sum({column})"
        return (
            f"count(DISTINCT {column})" if measure.type == "count_distinct" else f"{measure.type}({column})"
        )

    def _value(self, own: Dimension) -> str:
        if own.sub_query:
            self.sub_queries[own.path] = own
            return f"{sub_query_alias(own)}.{column_alias(own.path)}"
        if own.case:
            return self._case(own.case)
        if own.coordinates:
            latitude, longitude = (self._prefixed(own.cube, self.template(c)) for c in own.coordinates)
            return f"{latitude} || ',' || {longitude}"
        return self._prefixed(own.cube, self.template(own.sql))

    def _case(self, case: Case) -> str:
        branches = " ".join(f"WHEN {self.template(w)} THEN {self.template(t)}" for w, t in case.when)
        otherwise = f" ELSE {self.template(case.otherwise)}" if case.otherwise else ""
        return f"CASE {branches}{otherwise} END"

    def measure(self, measure: Measure) -> str:
        own = resolved(self._model, measure)
        assert isinstance(own, Measure)
        if own.path in self._columns:
            return self._columns[own.path]
        value = self._inputs.get(own.path) or self._input(own)
        if self._raw:
            return "1" if value == "*" else value
        if self._ungrouped:
            if own.type not in _COUNTS:
                return value
            return "1" if value == "*" else f"CASE WHEN ({value}) IS NOT NULL THEN 1 END"
        return self._aggregate(own, value)

    def _aggregate(self, own: Measure, value: str) -> str:
        repeated = own.cube in self._multiplied
        if own.type == "count_distinct_approx":
            return f"approx_count_distinct({value})"
        if own.type == "count_distinct" or (own.type == "count" and not own.sql and repeated):
            return f"count(DISTINCT {value})"
        if own.type in CALCULATED:
            counts_rows = own.type == "number" and value.strip().lower() == "count(*)"
            return f"count(DISTINCT {self._key(own.cube)})" if repeated and counts_rows else value
        return f"{own.type}({value})"

    def _input(self, own: Measure) -> str:
        """What ``own`` aggregates; for a calculated measure, its formula."""
        value = self._prefixed(own.cube, self.template(own.sql)) if own.sql else self._key(own.cube)
        if not own.filters:
            return value
        tests = " AND ".join(f"({self.template(f)})" for f in own.filters)
        return f"CASE WHEN {tests} THEN {'1' if value == '*' else value} END"

    def _key(self, cube: str) -> str:
        """What identifies a row of ``cube``, NULL for a row that a LEFT JOIN did not find."""
        keys = [self.dimension(key) for key in self._model[cube].primary_keys]
        if len(keys) < 2:
            return keys[0] if keys else "*"
        known = " AND ".join(f"{key} IS NOT NULL" for key in keys)
        return f"CASE WHEN {known} THEN ROW({', '.join(keys)}) END"

    def _prefixed(self, cube: str, sql: str) -> str:
        # As in Cube, `sql: status` means the column of the cube's own table.
        return f"{quoted(cube)}.{sql}" if _BARE_COLUMN.fullmatch(sql) else sql


def column_alias(path: str, granularity: str | None = None) -> str:
    """The quoted column of a member: ``"orders__created_at_month"``."""
    name = path.replace(".", "__")
    return quoted(f"{name}_{granularity}" if granularity else name)


def sub_query_alias(dimension: Dimension) -> str:
    return quoted(f"{dimension.cube}__{dimension.name}_query")
