"""One condition of a query as SQL: Cube's filter operators on DuckDB."""

from __future__ import annotations

import re
from datetime import datetime

from pipeline.engines.compiler.dates import Calendar
from pipeline.engines.compiler.params import Params
from pipeline.errors import QueryError
from pipeline.query import Filter

_COMPARISONS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
_LIKE = {
    "contains": ("'%' || ", " || '%'"),
    "startsWith": ("", " || '%'"),
    "endsWith": ("'%' || ", ""),
}
_RELATIONS = {"beforeDate": "<", "beforeOrOnDate": "<=", "afterDate": ">", "afterOrOnDate": ">="}
_NEGATED_LIKE = {"notContains", "notStartsWith", "notEndsWith"}
_RANGES = {"inDateRange", "notInDateRange", "onTheDate"}
_WILDCARDS = re.compile(r"([\\_%])")


class Conditions:
    """Writes conditions, binding their values to ``params`` and dates by ``calendar``."""

    def __init__(self, params: Params, calendar: Calendar) -> None:
        self._params = params
        self.calendar = calendar

    def local(self, moment: datetime) -> str:
        """A placeholder for ``moment``, which is local to the zone of the query."""
        return f"CAST({self._params.add(moment.isoformat(timespec='milliseconds'))} AS TIMESTAMP)"

    def between(self, sql: str, asked: str | list[str]) -> str:
        """``sql`` (a time) lies in the asked range, its ends included."""
        first, last = (self._params.add(self.calendar.bound(m)) for m in self.calendar.range(asked))
        return f"{sql} >= CAST({first} AS TIMESTAMP) AND {sql} <= CAST({last} AS TIMESTAMP)"

    def condition(self, filter_: Filter, sql: str, type_: str) -> str:
        """``filter_`` on ``sql``, the SQL of its member of type ``type_``. Raises `QueryError`."""
        operator = filter_.operator
        texts = [v for v in filter_.values if v is not None]
        with_null = len(texts) < len(filter_.values)
        if operator in {"set", "notSet"}:
            return f"{sql} IS {'NOT ' if operator == 'set' else ''}NULL"
        if operator in {"equals", "notEquals"}:
            return self._equals(sql, texts, with_null, type_, filter_)
        if not texts and operator in _NEGATED_LIKE:
            return "TRUE"  # as in Cube, excluding nothing excludes nothing
        if not texts or (with_null and operator in _RANGES):
            raise QueryError(
                f"{operator} on {filter_.member} needs a value other than null.",
                f"{filter_.member} 的 {operator} 条件需要非空的值。",
            )
        if operator in _COMPARISONS:
            return f"{sql} {_COMPARISONS[operator]} {self._value(texts[0], type_, filter_)}"
        if operator in _RANGES or operator in _RELATIONS:
            return self._dates(sql, texts, filter_)
        return self._like(sql, texts, with_null, filter_)

    def _equals(self, sql: str, texts: list[str], with_null: bool, type_: str, filter_: Filter) -> str:
        negated = filter_.operator == "notEquals"
        if not texts:
            return f"{sql} IS {'NOT ' if negated else ''}NULL"
        values = [self._value(text, type_, filter_) for text in texts]
        if len(values) == 1:
            test = f"{sql} {'<>' if negated else '='} {values[0]}"
        else:
            test = f"{sql} {'NOT ' if negated else ''}IN ({', '.join(values)})"
        # Naming null keeps its rows for "equals" and drops them for "notEquals".
        return f"{test} OR {sql} IS NULL" if with_null != negated else test

    def _like(self, sql: str, texts: list[str], with_null: bool, filter_: Filter) -> str:
        operator = filter_.operator
        negated = operator.startswith("not")
        before, after = _LIKE[operator[3].lower() + operator[4:] if negated else operator]
        like = f"{sql} {'NOT ' if negated else ''}ILIKE {before}"
        escaped = [self._params.add(_WILDCARDS.sub(r"\\\1", text)) for text in texts]
        tests = [f"{like}{value}{after} ESCAPE '\\'" for value in escaped]
        test = (" AND " if negated else " OR ").join(tests)
        return f"{test} OR {sql} IS NULL" if with_null != negated else test

    def _dates(self, sql: str, texts: list[str], filter_: Filter) -> str:
        operator = filter_.operator
        if operator in _RANGES:
            asked: str | list[str] = texts[0] if len(texts) == 1 else texts[:2]
            test = self.between(sql, asked)
            if operator != "notInDateRange":
                return test
            return test.replace(">=", "<", 1).replace("<=", ">", 1).replace(" AND ", " OR ", 1)
        relation = _RELATIONS[operator]
        of_start = operator in {"beforeDate", "afterOrOnDate"}
        moment = self.calendar.start(texts[0]) if of_start else self.calendar.end(texts[0])
        return f"{sql} {relation} CAST({self._params.add(self.calendar.bound(moment))} AS TIMESTAMP)"

    def _value(self, text: str, type_: str, filter_: Filter) -> str:
        if type_ != "number":
            return self._params.add(text)
        try:
            number = float(text)
        except ValueError as error:
            raise QueryError(
                f"{filter_.member} is a number; {text!r} is not.",
                f"{filter_.member} 是数字，“{text}”不是数字。",
            ) from error
        return f"CAST({self._params.add(number)} AS DOUBLE)"
