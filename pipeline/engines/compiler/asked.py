"""What a query asks of one member, for the SQL behind a cube that wants to know it: ``FILTER_PARAMS``."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.engines.compiler.expressions import resolved
from pipeline.engines.compiler.filters import Conditions
from pipeline.engines.model.members import Cube, Dimension, FilterRef, Member
from pipeline.query import And, Condition, Filter, Query

_NOTHING = "1 = 1"  # as in Cube


class Asked:
    """The filters of one query, and its date ranges."""

    def __init__(self, model: Mapping[str, Cube], query: Query, conditions: Conditions) -> None:
        self._model = model
        self._query = query
        self._conditions = conditions

    def said_of(self, part: FilterRef) -> str:
        """The SQL that says of ``part.sql`` what is asked of its member; true where nothing is."""
        member = self._member(part.member.path[0], part.member.name)
        if not isinstance(member, Dimension):
            return _NOTHING
        tests = [test for one in self._query.filters for test in self._tests(one, member, part.sql)]
        tests += [
            self._conditions.between(part.sql, time.date_range)
            for time in self._query.time_dimensions
            if time.date_range is not None and self._is(time.dimension, member)
        ]
        return " AND ".join(f"({test})" for test in tests) or _NOTHING

    def _tests(self, condition: Condition, member: Dimension, sql: str) -> list[str]:
        """What must hold of a member where ``condition`` does."""
        if isinstance(condition, Filter):
            if not self._is(condition.member, member) or condition.operator == "measureFilter":
                return []
            return [self._conditions.condition(condition, sql, member.type)]
        if isinstance(condition, And):
            return [test for one in condition.and_ for test in self._tests(one, member, sql)]
        either = [self._tests(one, member, sql) for one in condition.or_]
        if not all(either):
            return []
        return [" OR ".join(" AND ".join(f"({test})" for test in tests) for tests in either)]

    def _is(self, name: str, member: Dimension) -> bool:
        return self._member(*name.split(".")[:2]) is member

    def _member(self, cube: str, name: str) -> Member | None:
        found = self._model[cube].member(name) if cube in self._model else None
        return resolved(self._model, found) if found else None
