"""Rolling windows: which rows each bucket of time looks back (or forward) at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from pipeline.engines.compiler.buckets import Buckets, interval_parts
from pipeline.engines.compiler.expressions import resolved
from pipeline.engines.compiler.filters import Conditions
from pipeline.engines.compiler.plan import Column, Plan, TimeRange, Where
from pipeline.engines.model.members import Cube, Dimension, Granularity, Measure
from pipeline.errors import QueryError
from pipeline.query import GRANULARITIES

_ADDITIVE = {"sum", "count", "min", "max"}
_MOST_BUCKETS = 100_000
_FIRST, _LAST = "series.date_from", "series.date_to"


class Window:
    """The window of one rolling measure in one plan.

    Raises:
        QueryError: the plan does not say which times the window runs over.
    """

    def __init__(
        self,
        plan: Plan,
        measure: Measure,
        model: Mapping[str, Cube],
        conditions: Conditions,
        buckets: Buckets,
    ) -> None:
        assert measure.rolling is not None  # the caller's to see to
        self._rolling = measure.rolling
        self._measure = measure
        self._model = model
        self._conditions = conditions
        self._cutter = buckets
        self._plan = plan
        self.buckets = [c for c in plan.columns if c.granularity]
        self.is_additive = measure.type in _ADDITIVE
        self._range = self._one_range()
        if self.buckets:
            self._finest = min(self.buckets, key=self._fineness)

    def _one_range(self) -> TimeRange | None:
        ranges = list(self._plan.ranges)
        times = {c.dimension.path for c in self.buckets} | {r.dimension.path for r in ranges}
        name = self._measure.path
        if self._measure.type == "count_distinct_approx" and self.buckets:
            raise QueryError(
                f"{name} cannot roll: an approximate count is not additive here.",
                f"{name} 不能滚动计算：近似去重计数在此不可累加。",
            )
        if self._plan.ungrouped or self._plan.unranged:
            raise QueryError(
                f"{name} runs over time: it needs a grouped query with a date range.",
                f"{name} 是滚动指标：需要分组查询并指定日期范围。",
            )
        if len(times) > 1 or len({str(r.asked) for r in ranges}) > 1:
            raise QueryError(
                f"{name} runs over one time dimension with one date range.",
                f"{name} 只能沿一个时间维度的一个日期范围滚动。",
            )
        return ranges[0] if ranges else None

    @property
    def inner_columns(self) -> tuple[Column, ...]:
        """What the inner SELECT groups by: the other columns, and time as fine as the window needs."""
        others = tuple(c for c in self._plan.columns if not c.granularity)
        return (*others, self._inner_time)

    @property
    def _inner_time(self) -> Column:
        dimension = self._finest.dimension
        if not self.is_additive:
            return Column(dimension, local=True)
        finest = self._finest.granularity
        if finest not in GRANULARITIES:
            return Column(dimension, local=True)
        units = [
            u for text in (self._rolling.trailing, self._rolling.leading) for u in interval_parts(text or "")
        ]
        return Column(dimension, _common([finest, *units]))

    @property
    def outer_columns(self) -> list[str]:
        listed: list[str] = []
        for column in self._plan.columns:
            if column.granularity is None:
                listed.append(f"base.{column.alias}")
            elif column is self._finest:
                listed.append(f"{_FIRST} AS {column.alias}")
            else:
                cut = self._cutter.cut_local(_FIRST, self._granularity(column))
                listed.append(f"{cut} AS {column.alias}")
        return listed

    @property
    def series(self) -> str:
        """Every bucket of the range, with its first and last moment."""
        first, last = self._ends()
        step = self._step()
        start, end = self._bound(first), self._bound(last)
        cut = self._cutter.cut_local(start, self._granularity(self._finest))
        return (
            f"SELECT date_from, date_from + INTERVAL '{step}' - INTERVAL '1 millisecond' AS date_to\n"
            f"FROM (SELECT unnest(generate_series({cut}, {end}, INTERVAL '{step}')) AS date_from) AS starts"
        )

    @property
    def join_condition(self) -> str:
        return self._holds(f"base.{self._inner_time.alias}", _FIRST, _LAST)

    def whole(self) -> tuple[Where, ...]:
        """The rows that any bucket looks at; empty when nothing bounds them."""
        if self._range is None:
            return ()
        dimension = self._range.dimension
        first, last = (self._bound(moment) for moment in self._ends())
        if not self.buckets:
            return (
                Where(
                    lambda e: self._holds(e.local_time(dimension), first, last), (dimension,), simple=False
                ),
            )
        start = self._cutter.cut_local(first, self._granularity(self._finest))
        end = self._cutter.cut_local(last, self._granularity(self._finest))
        end = f"{end} + INTERVAL '{self._step()}' - INTERVAL '1 millisecond'"
        return (
            Where(lambda e: self._spans(e.local_time(dimension), start, end), (dimension,), simple=False),
        )

    def _holds(self, time: str, first: str, last: str) -> str:
        """``time`` lies in the window of the bucket from ``first`` to ``last``."""
        rolling = self._rolling
        if rolling.to_date:
            return f"{time} >= date_trunc('{rolling.to_date}', {first}) AND {time} <= {last}"
        at_start = rolling.offset == "start"
        anchor = first if at_start else last
        tests: list[str] = []
        if rolling.trailing != "unbounded":
            tests.append(f"{time} {'>=' if at_start else '>'} {_minus(anchor, rolling.trailing)}")
        if rolling.leading != "unbounded":
            tests.append(f"{time} {'<' if at_start else '<='} {_plus(anchor, rolling.leading)}")
        return " AND ".join(tests) or "TRUE"

    def _spans(self, time: str, first: str, last: str) -> str:
        """``time`` lies in the window of some bucket between ``first`` and ``last``."""
        rolling = self._rolling
        if rolling.to_date:
            return f"{time} >= date_trunc('{rolling.to_date}', {first}) AND {time} <= {last}"
        at_start = rolling.offset == "start"
        tests: list[str] = []
        if rolling.trailing != "unbounded":
            tests.append(f"{time} {'>=' if at_start else '>'} {_minus(first, rolling.trailing)}")
        if rolling.leading != "unbounded":
            tests.append(f"{time} {'<' if at_start else '<='} {_plus(last, rolling.leading)}")
        return " AND ".join(tests) or "TRUE"

    def _ends(self) -> tuple[datetime, datetime]:
        assert self._range is not None  # buckets without a range were refused
        first, last = self._conditions.calendar.range(self._range.asked)
        if self.buckets:
            self._refuse_endless(last - first)
        return first, last

    def _refuse_endless(self, length: timedelta) -> None:
        seconds = {"second": 1, "minute": 60, "hour": 3600}
        step = sum(count * seconds.get(unit, 86_400) for unit, count in interval_parts(self._step()).items())
        if length.total_seconds() / max(step, 1) > _MOST_BUCKETS:
            raise QueryError(
                f"{self._measure.path} would have more than {_MOST_BUCKETS} buckets of time; "
                "ask for a coarser granularity or a shorter range.",
                f"{self._measure.path} 的时间桶超过 {_MOST_BUCKETS} 个；请使用更粗的粒度或更短的范围。",
            )

    def _bound(self, moment: datetime) -> str:
        return self._conditions.local(moment)

    def _granularity(self, column: Column) -> Granularity | str:
        assert column.granularity is not None
        own = resolved(self._model, column.dimension)
        assert isinstance(own, Dimension)
        return own.granularities.get(column.granularity, column.granularity)

    def _step(self) -> str:
        granularity = self._granularity(self._finest)
        if isinstance(granularity, Granularity):
            return granularity.interval
        return "3 months" if granularity == "quarter" else f"1 {granularity}"

    def _fineness(self, column: Column) -> int:
        granularity = self._granularity(column)
        if isinstance(granularity, Granularity):
            units = list(interval_parts(granularity.interval))
            return min(GRANULARITIES.index(unit) for unit in units)
        return GRANULARITIES.index(granularity)


def _common(granularities: list[str]) -> str:
    """The coarsest granularity whose buckets make up those of all: weeks do not make up months."""
    finest = min(granularities, key=GRANULARITIES.index)
    mixed = finest == "week" and any(g in {"month", "quarter", "year"} for g in granularities)
    return "day" if mixed else finest


def _minus(moment: str, interval: str | None) -> str:
    return f"{moment} - INTERVAL '{interval}'" if interval else moment


def _plus(moment: str, interval: str | None) -> str:
    return f"{moment} + INTERVAL '{interval}'" if interval else moment
