"""Facts about groups: the total, who leads, who is last, how concentrated, what is odd."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pipeline.analysis import arithmetic
from pipeline.analysis.facts import (
    AllEqual,
    Concentration,
    Fact,
    Label,
    Last,
    Leader,
    Missing,
    NoName,
    Outlier,
    SmallGroup,
    Total,
)
from pipeline.analysis.result import Axis, Floats, Ints, Mask, Measure, Result

FEW = 10  # a count below this is too small for shares and percentages
SMALL_GROUP = 5
RARE = 0.05  # outliers are few
MANY_GROUPS = 8  # from here on the groups have a middle that one can be far from
MOST = 0.8
TOP = 3


def of_groups(result: Result, measure: Measure) -> Iterator[Fact]:
    """The facts of one measure over the groups of the result's categories."""
    named = _named(result)
    present = ~np.isnan(measure.values)
    rows = np.flatnonzero(named & present)
    missing = int(np.count_nonzero(~present))
    if len(rows) == 0 and not present.any():
        return
    whole = sum_of(result, measure)
    if whole is not None and np.count_nonzero(present) > 1:
        yield Total(measure.column, whole, int(np.count_nonzero(named)), not named.all())
    divisor = shared_whole(measure, whole) if len(rows) else None
    if len(rows):
        yield from _ranking(result, measure, rows, divisor)
    for axis in result.categories:
        yield from _no_name(measure, axis, np.flatnonzero(axis.nulls & present), divisor)
    if missing:
        yield Missing(measure.column, missing)


def sum_of(result: Result, measure: Measure) -> float | None:
    """The sum over all groups, where one may be formed."""
    if not measure.additive or not result.complete:
        return None
    return arithmetic.total(measure.values)


def shared_whole(measure: Measure, whole: float | None) -> float | None:
    """The sum that shares are taken of: None where parts are negative or the sum counts a few."""
    if whole is None or whole <= 0 or bool((measure.values < 0).any()):
        return None
    return None if measure.member.agg_type == "count" and whole < FEW else whole


def label(result: Result, row: int) -> Label:
    """The stored values that name the group of a row."""
    return tuple(axis.values[row] for axis in result.categories)


def _no_name(measure: Measure, axis: Axis, rows: Ints, divisor: float | None) -> Iterator[NoName]:
    """NULL and empty text are two rows, but one lack of a name."""
    if len(rows) == 0 or (len(rows) > 1 and not measure.additive):
        return
    value = arithmetic.total(measure.values[rows])
    yield NoName(measure.column, axis.column, value, value / divisor if divisor else None)


def _named(result: Result) -> Mask:
    named = np.ones(len(result), np.bool_)
    for axis in result.categories:
        named &= ~axis.nulls
    return named


def _ranking(result: Result, measure: Measure, rows: Ints, divisor: float | None) -> Iterator[Fact]:
    values = measure.values[rows]
    order = np.argsort(-values, kind="stable")
    rows, values = rows[order], values[order]
    count = len(rows)
    high, low = float(values[0]), float(values[-1])
    shown = result.shown_order(measure)
    if count > 1 and arithmetic.difference(high, low) == 0:
        yield AllEqual(measure.column, high, count)
        return
    median = float(np.median(values))
    if not (result.cut and shown == "asc"):
        yield _leader(result, measure, rows, values, median, divisor)
    if count > 1 or (result.cut and shown == "asc"):
        lowest = rows[values == low]
        yield Last(
            measure.column,
            tuple(label(result, int(row)) for row in lowest),
            low,
            arithmetic.difference(high, low),
            arithmetic.ratio(high, low),
            result.cut and shown != "asc",
        )
    if divisor and count > TOP + 1:
        yield _concentration(measure, values, divisor)
    if count >= MANY_GROUPS and not result.cut:
        yield from _outliers(result, measure, rows, values, median)
    yield from _small_group(result, measure, int(rows[0]))


def _leader(
    result: Result, measure: Measure, rows: Ints, values: Floats, median: float, divisor: float | None
) -> Leader:
    high = float(values[0])
    tied = rows[values == high]
    second = float(values[1]) if len(tied) == 1 and len(rows) > 1 else None
    return Leader(
        measure=measure.column,
        labels=tuple(label(result, int(row)) for row in tied),
        value=high,
        groups=len(rows),
        median=median,
        share=high / divisor if divisor else None,
        second_label=label(result, int(rows[1])) if second is not None else None,
        second=second,
        ratio=None if second is None else arithmetic.ratio(high, second),
        shown_only=result.cut and result.shown_order(measure) != "desc",
    )


def _concentration(measure: Measure, values: Floats, divisor: float) -> Concentration:
    running = np.cumsum(values) / divisor
    most = int(np.searchsorted(running, MOST - 1e-12)) + 1
    most = min(most, len(values))
    return Concentration(
        measure.column, len(values), most, float(running[most - 1]), TOP, float(running[TOP - 1])
    )


def _outliers(
    result: Result, measure: Measure, rows: Ints, values: Floats, median: float
) -> Iterator[Outlier]:
    far = np.flatnonzero(arithmetic.outliers(values))
    if len(far) > max(1, RARE * len(values)):
        return  # a long tail, not a few odd ones
    for place in sorted(far, key=lambda place: -abs(values[place] - median))[:2]:
        value = float(values[place])
        yield Outlier(
            measure.column, label(result, int(rows[place])), value, median, arithmetic.ratio(value, median)
        )


def _small_group(result: Result, measure: Measure, row: int) -> Iterator[SmallGroup]:
    if measure.additive or measure.member.agg_type in ("countDistinct", "countDistinctApprox"):
        return
    for other in result.measures:
        count = other.values[row]
        if other.member.agg_type == "count" and other is not measure and count < SMALL_GROUP:
            yield SmallGroup(measure.column, label(result, row), other.column, float(count))
            return
