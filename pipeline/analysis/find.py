"""The facts of a result, by the shape of its query."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from pipeline.analysis import arithmetic, periods
from pipeline.analysis.earlier import since
from pipeline.analysis.facts import Compared, Correlation, Cut, Empty, Fact, Opposite, Rows, Value
from pipeline.analysis.grid import is_key, of_grid, of_many_series
from pipeline.analysis.groups import label, of_groups
from pipeline.analysis.result import Measure, Result
from pipeline.analysis.series import of_series
from pipeline.catalog import Catalog
from pipeline.query import DateRange, Query

CORRELATION_POINTS = 10
CORRELATED = 0.6
_OPPOSITE_GROUPS = 4


def facts_of(query: Query, table: pd.DataFrame, catalog: Catalog, today: date) -> list[Fact]:
    """Everything found worth knowing about ``table``, the rows of ``query``, measure by measure.

    ``today`` tells which periods are over.
    """
    return list(find(Result(query, table, catalog, today)))


def find(result: Result, related: bool = False) -> Iterator[Fact]:
    """The facts of a result; ``related``: it was asked how two measures go together."""
    measures = result.measures
    if len(result) == 0:
        yield Empty(0)
        return
    if result.query.ungrouped or not result.query.measures:
        yield _rows(result)
    elif measures and all(np.isnan(m.values).all() for m in measures) and result.axes:
        yield Empty(len(result))
    elif result.compared and len(result.axes) == 1 and len(result) == 2:
        for measure in measures:
            yield from _compared(result, measure)
    elif not result.axes:
        yield from (Value(m.column, _or_none(float(m.values[0]))) for m in measures)
        for measure in measures:
            yield from since(result, measure)
    else:
        for measure in measures:
            yield from since(result, measure)
            yield from _of_measure(result, measure)
        yield from _of_pairs(result, related)
    if result.cut and result.axes:
        yield Cut(len(result), result.query.offset or 0)


def _of_measure(result: Result, measure: Measure) -> Iterator[Fact]:
    if result.time is None:
        # A second dimension that every group has one value of (a name beside its id) makes no grid.
        if len(result.categories) == 1 or any(is_key(axis) for axis in result.categories):
            yield from of_groups(result, measure)
        else:
            yield from of_grid(result, measure)
    elif result.categories:
        yield from of_many_series(result, measure)
    else:
        yield from of_series(result, measure)


def _of_pairs(result: Result, asked: bool) -> Iterator[Fact]:
    """How measures go together, over groups only: two series that both grow always correlate."""
    if result.time is not None or len(result.measures) < 2:
        return
    first, second = result.measures[:2]
    used = ~np.isnan(first.values) & ~np.isnan(second.values)
    for axis in result.axes:
        used &= ~axis.nulls
    left, right = first.values[used], second.values[used]
    if len(left) >= CORRELATION_POINTS:
        r = arithmetic.correlation(left, right)
        rank = arithmetic.rank_correlation(left, right)
        clear = abs(r) >= CORRELATED and abs(rank) >= CORRELATED and r * rank > 0
        if clear or (asked and np.isfinite(r)):
            yield Correlation(first.column, second.column, r, len(left), bool(clear), asked)
    if len(left) < _OPPOSITE_GROUPS or result.cut:
        return
    high, low = int(np.argmax(left)), int(np.argmin(right))
    unique = np.count_nonzero(left == left[high]) == np.count_nonzero(right == right[low]) == 1
    if high == low and unique:
        row = int(np.flatnonzero(used)[high])
        name = label(result, row)
        yield Opposite(first.column, second.column, name, float(left[high]), float(right[low]))


def _rows(result: Result) -> Rows:
    distinct = [
        (axis.column, len({v for v, null in zip(axis.values, axis.nulls, strict=True) if not null}))
        for axis in result.axes
        if axis.member.type in ("string", "boolean")
    ]
    return Rows(len(result), tuple(distinct))


def _compared(result: Result, measure: Measure) -> Iterator[Fact]:
    ranges = next(t.compare_date_range for t in result.query.time_dimensions if t.compare_date_range)
    if len(ranges) != 2 or np.isnan(measure.values).any():
        return
    # The order of the rows is the order of the ranges; a text tells it from earlier to later.
    order = sorted((0, 1), key=lambda place: periods.days_of(ranges[place], result.today) or (date.max,))
    earlier, later = (float(measure.values[place]) for place in order)
    names = [_hashable(ranges[place]) for place in order]
    yield Compared(
        measure.column,
        names[0],
        earlier,
        names[1],
        later,
        arithmetic.difference(later, earlier),
        arithmetic.percent_change(later, earlier),
    )


def _hashable(date_range: DateRange) -> str | tuple[str, ...]:
    return date_range if isinstance(date_range, str) else tuple(date_range)


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else value
