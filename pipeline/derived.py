"""What no Cube query says: shares, running sums, changes, ratios, links, the first rows of each group.

A column that follows from the rows is named after its measure: ``orders.revenue.share``. The query that
a person asked stays as it is; where a change needs the rows of an earlier time, `fetched` is the query
that brings both, with Cube's ``compareDateRange``, and `completed` puts the earlier values beside the
later ones. Links are a measure of the catalog that `fetched` asks for as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, Final, Literal

import numpy as np
import pandas as pd
from dateutil.relativedelta import relativedelta
from pydantic import Field, TypeAdapter

from pipeline.catalog import RATIO, Catalog
from pipeline.query import COMPARED, Direction, Query, TimeDimension

MOST_ROWS = 50_000  # that are compared or counted: Cube's own largest limit
Unit = Literal["day", "week", "month", "quarter", "year"]
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_WEEKS_IN_A_YEAR = 52  # so that weeks are set against weeks


@dataclass(frozen=True)
class Share:
    """What percentage each row is of all rows together; of groups along a time axis, of its period's."""

    measure: str
    kind: Literal["share"] = "share"


@dataclass(frozen=True)
class Running:
    """The sum of a measure up to each period."""

    measure: str
    kind: Literal["running"] = "running"


@dataclass(frozen=True)
class Change:
    """The value of a measure some time before, and the change since in percent.

    Attributes:
        unit: what the time is counted in, with ``n`` of them between the two values.
        rank: the order that a superlative asks the changes in ("the fastest growing"), if any.
    """

    measure: str
    unit: Unit
    n: int = 1
    rank: Direction | None = None
    kind: Literal["change"] = "change"

    @property
    def columns(self) -> tuple[str, str]:
        """The names of the two columns it makes."""
        of = "year" if (self.unit, self.n) == ("year", 1) else "period"
        return f"{self.measure}.{of}_before", f"{self.measure}.change_on_{of}"


@dataclass(frozen=True)
class Links:
    """How many records link what is counted with what it is counted by: a student who registered twice
    is one student with two registrations.

    Attributes:
        measure: counts those records; its column is left out where it says the same in each row.
    """

    measure: str
    kind: Literal["links"] = "links"


@dataclass(frozen=True)
class First:
    """Only the first rows of each group, which the order of the query brings to its top: the three best
    products of each category.

    Attributes:
        groups: the result columns that a group has in common.
    """

    n: int
    groups: tuple[str, ...]
    kind: Literal["first"] = "first"


@dataclass(frozen=True)
class Ratio:
    """One measure of the query divided by another: the revenue per order. NULL where that is 0.

    Attributes:
        rank: the order that a superlative asks the ratios in, if any.
    """

    measure: str
    over: str
    rank: Direction | None = None
    kind: Literal["ratio"] = "ratio"

    @property
    def column(self) -> str:
        """The name of the column it makes."""
        return f"{self.measure}{RATIO}{self.over}"


@dataclass(frozen=True)
class Lacking:
    """Only the things of which another query has no rows: customers without orders. Where ``negated``, only
    those of which it has.

    Attributes:
        key: the dimension that tells the things apart; both queries have it.
        other: the query that has a row for each thing that there is something of.
    """

    key: str
    other: Query
    negated: bool = False
    kind: Literal["lacking"] = "lacking"


@dataclass(frozen=True)
class Only:
    """Only the rows of these values, after what all rows together are needed for: the share of one value."""

    dimension: str
    values: tuple[str, ...]
    kind: Literal["only"] = "only"


@dataclass(frozen=True)
class Groups:
    """How many rows there are, in their place: the customers with more than two orders, counted.

    Attributes:
        measure: counts the things that the rows are; its column holds their number.
    """

    measure: str
    kind: Literal["groups"] = "groups"


Derived = Share | Running | Change | Links | First | Ratio | Lacking | Only | Groups
_COLUMNS: Final = TypeAdapter(tuple[Annotated[Derived, Field(discriminator="kind")], ...])


@dataclass(frozen=True)
class Basis:
    """What an answer shows, which the next question may change."""

    query: Query
    derived: tuple[Derived, ...] = ()


def derived_json(derived: Sequence[Derived]) -> list[dict[str, Any]]:
    """The columns as JSON-native data: ``{"kind": "share", "measure": "orders.revenue"}``."""
    return _COLUMNS.dump_python(tuple(derived), mode="json")  # type: ignore[no-any-return]


def derived_from(data: object) -> tuple[Derived, ...]:
    """The columns that `derived_json` wrote. Raises `ValueError` for anything else."""
    return _COLUMNS.validate_python(data)


def fetched(query: Query, derived: Sequence[Derived]) -> Query:
    """The query whose rows `completed` needs: ``query`` itself, or with it the time before."""
    links = [d.measure for d in derived if isinstance(d, Links)]
    if links:
        return query.model_copy(update={"measures": [*query.measures, *links]})
    if any(isinstance(d, Lacking | Groups) for d in derived):
        return query.model_copy(update={"limit": MOST_ROWS, "order": _told(query.order, derived)})
    if any(isinstance(d, Ratio) and d.rank for d in derived):
        return query.model_copy(update={"limit": None})
    change = next((d for d in derived if isinstance(d, Change)), None)
    time = _ranged(query)
    if change is None or time is None:
        return query
    first, last = _days(time)
    before = [_earlier(day, change, time).isoformat() for day in (first, last)]
    if change.unit in _MONTHS and (last + timedelta(days=1)).day == 1:
        before[1] = _month_end(date.fromisoformat(before[1])).isoformat()  # of a whole month, the whole month
    both = time.model_copy(
        update={"date_range": None, "compare_date_range": [[first.isoformat(), last.isoformat()], before]}
    )
    times = [both if t is time else t for t in query.time_dimensions]
    return query.model_copy(update={"time_dimensions": times, "limit": None})


def completed(
    table: pd.DataFrame,
    query: Query,
    derived: Sequence[Derived],
    catalog: Catalog,
    others: Sequence[pd.DataFrame] = (),
) -> pd.DataFrame:
    """The rows of ``query`` with the derived columns behind its own.

    Args:
        table: the rows of `fetched`.
        others: those of the other query of each `Lacking`, in their order.
    """
    for lacking, other in zip((d for d in derived if isinstance(d, Lacking)), others, strict=True):
        there = table[lacking.key].isin(other[lacking.key])
        table = table[there if lacking.negated else ~there]
    for groups in (d for d in derived if isinstance(d, Groups)):
        return pd.DataFrame({groups.measure: [len(table)]})
    time = _ranged(query)
    changes = [d for d in derived if isinstance(d, Change)]
    ratios = [d for d in derived if isinstance(d, Ratio)]
    firsts = [d for d in derived if isinstance(d, First)]
    table = table.assign(**{one.column: _ratio(table, one) for one in ratios})
    for first in firsts:
        within = [*first.groups, *(one.column for one in ratios if one.rank)]
        if len(within) > len(first.groups):  # each group is ranked by its ratios
            rising = [True] * len(first.groups) + [ratios[0].rank == "asc"]
            table = table.sort_values(within, ascending=rising, kind="stable")
        table = table.groupby(list(first.groups), sort=False, dropna=False).head(first.n)
    if changes and time is not None:
        table = _beside(table, query, time, changes)
    elif changes:
        table = _within(table, query, changes)
    for one in derived:
        if isinstance(one, Share) and catalog.member(one.measure).additive:
            table = table.assign(**{f"{one.measure}.share": _share(table, query, one.measure)})
        elif isinstance(one, Running) and catalog.member(one.measure).additive:
            table = table.assign(**{f"{one.measure}.running": _running(table, query, one.measure)})
        elif isinstance(one, Links) and table[one.measure].equals(table[query.measures[0]]):
            table = table.drop(columns=one.measure)
    for only in (d for d in derived if isinstance(d, Only)):
        table = table[_as_text(table[only.dimension]).isin(only.values)]
    ranks = [(c.columns[1], c.rank) for c in changes if c.rank]
    ranks += [(d.column, d.rank) for d in ratios if d.rank and not firsts]
    for column, rank in ranks[:1]:
        table = table.sort_values(column, ascending=rank == "asc", na_position="last", kind="stable")
    cut = changes or ranks or any(isinstance(d, Lacking) for d in derived)
    if cut and query.limit is not None:
        table = table.head(query.limit)
    return table.reset_index(drop=True)


def shown_as(query: Query, derived: Sequence[Derived], rows: int) -> Query:
    """The query as who reads its ``rows`` sees it: cut off where only the first of each group are left, and
    with a ratio in the place of its two measures."""
    if any(isinstance(d, First | Only | Lacking) for d in derived):
        query = query.model_copy(update={"limit": rows})
    for counted in (d for d in derived if isinstance(d, Groups)):
        alone = {"measures": [counted.measure], "dimensions": [], "order": [], "limit": None}
        query = query.model_copy(update=alone)
    for ratio in (d for d in derived if isinstance(d, Ratio)):
        groups = [key for d in derived if isinstance(d, First) for key in query.order[: len(d.groups)]]
        order = [*groups, (ratio.column, ratio.rank)] if ratio.rank else query.order
        query = query.model_copy(update={"measures": [ratio.column], "order": order})
    return query


def drawn_as(query: Query, derived: Sequence[Derived]) -> Query:
    """The query as a chart reads it: running sums in the place of their measures."""
    running = {d.measure: f"{d.measure}.running" for d in derived if isinstance(d, Running)}
    return query.model_copy(update={"measures": [running.get(m, m) for m in query.measures]})


def _told(order: Sequence[tuple[str, Direction]], derived: Sequence[Derived]) -> list[tuple[str, Direction]]:
    """The order of the rows, which says nothing where they are only counted."""
    return [] if any(isinstance(d, Groups) for d in derived) else list(order)


def _as_text(values: pd.Series[Any]) -> pd.Series[Any]:
    """Values as filters spell them."""
    return values.map(lambda value: str(value).lower() if isinstance(value, bool | np.bool_) else str(value))


def _ranged(query: Query) -> TimeDimension | None:
    """The time dimension with a range of two days, if there is one."""
    for time in query.time_dimensions:
        if isinstance(time.date_range, list) and len(time.date_range) == 2:
            return time
    return None


def _days(time: TimeDimension) -> tuple[date, date]:
    assert isinstance(time.date_range, list)
    first, last = time.date_range
    return date.fromisoformat(first[:10]), date.fromisoformat(last[:10])


def _earlier(day: date, change: Change, time: TimeDimension) -> date:
    return (pd.Timestamp(day) - _distance(change, time.granularity)).date()


def _distance(change: Change, granularity: str | None) -> pd.DateOffset:
    if granularity == "week" and change.unit == "year":
        return pd.DateOffset(weeks=_WEEKS_IN_A_YEAR * change.n)
    if change.unit in _MONTHS:
        return pd.DateOffset(months=_MONTHS[change.unit] * change.n)
    return pd.DateOffset(weeks=change.n) if change.unit == "week" else pd.DateOffset(days=change.n)


def _month_end(day: date) -> date:
    return day + relativedelta(day=31)


def _beside(
    table: pd.DataFrame, query: Query, time: TimeDimension, changes: Sequence[Change]
) -> pd.DataFrame:
    """The rows of the range that was asked for, with the values of the one before it."""
    asked = table[COMPARED].astype(str).str.startswith(_days(time)[0].isoformat())
    now, before = (rows.drop(columns=COMPARED) for rows in (table[asked], table[~asked]))
    bucket = time.column if time.granularity else None
    if bucket:
        before = before.assign(**{bucket: before[bucket] + _distance(changes[0], time.granularity)})
    return _with_changes(now, before, query, changes)


def _within(table: pd.DataFrame, query: Query, changes: Sequence[Change]) -> pd.DataFrame:
    """Each row with the value that stands in the same result some time before."""
    time = next((t for t in query.time_dimensions if t.granularity), None)
    if time is None:
        return table
    before = table.assign(**{time.column: table[time.column] + _distance(changes[0], time.granularity)})
    return _with_changes(table, before, query, changes)


def _with_changes(
    now: pd.DataFrame, before: pd.DataFrame, query: Query, changes: Sequence[Change]
) -> pd.DataFrame:
    keys = [c for c in query.columns if c not in query.measures]
    if keys:
        # A group without a name is a group too, which a merge on NULLs would lose.
        named = [rows[keys].astype(object).where(rows[keys].notna(), None) for rows in (now, before)]
        index = [pd.Index(list(rows.itertuples(index=False, name=None))) for rows in named]
        at = index[1].get_indexer(index[0]) if index[1].is_unique else np.full(len(now), -1)
    else:
        at = np.zeros(len(now), int) if len(before) else np.full(len(now), -1)
    columns: dict[str, Any] = {}
    for change in changes:
        values = _numbers(before[change.measure])
        earlier = np.where(at >= 0, values[at] if len(values) else np.nan, np.nan)
        later = _numbers(now[change.measure])
        with np.errstate(all="ignore"):
            percent = np.where(earlier != 0, (later - earlier) / np.abs(earlier) * 100, np.nan)
        columns |= dict(zip(change.columns, (earlier, percent), strict=True))
    return now.assign(**columns)


def _share(table: pd.DataFrame, query: Query, measure: str) -> pd.Series[Any]:
    values = pd.Series(_numbers(table[measure]), index=table.index)
    time = next((t for t in query.time_dimensions if t.granularity), None)
    if time is None or not query.dimensions:
        whole = pd.Series(values.sum(), index=table.index)
    else:
        whole = values.groupby(table[time.column], dropna=False).transform("sum")
    return values / whole.where(whole != 0) * 100


def _ratio(table: pd.DataFrame, ratio: Ratio) -> pd.Series[Any]:
    whole = pd.Series(_numbers(table[ratio.over]), index=table.index)
    return pd.Series(_numbers(table[ratio.measure]), index=table.index) / whole.where(whole != 0)


def _running(table: pd.DataFrame, query: Query, measure: str) -> pd.Series[Any]:
    time = next(t for t in query.time_dimensions if t.granularity)
    values = pd.Series(_numbers(table[measure]), index=table.index).fillna(0)
    ordered = table[time.column].sort_values(kind="stable").index
    if not query.dimensions:
        return values[ordered].cumsum().reindex(table.index)
    groups = [table.loc[ordered, name] for name in query.dimensions]
    return values[ordered].groupby(groups, dropna=False).cumsum().reindex(table.index)


def _numbers(column: pd.Series[Any]) -> np.ndarray[Any, np.dtype[np.float64]]:
    return pd.to_numeric(column, errors="coerce").to_numpy(np.float64, na_value=np.nan)
