"""Facts about one measure over time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

import numpy as np

from pipeline.analysis import arithmetic, periods
from pipeline.analysis.facts import (
    AllEqual,
    Change,
    Extremes,
    Fact,
    Gaps,
    Latest,
    Missing,
    NoName,
    OddPeriod,
    Streak,
    Total,
    Trend,
    Unfinished,
)
from pipeline.analysis.groups import sum_of
from pipeline.analysis.result import Floats, Ints, Measure, Result

TREND_PERIODS = 5
ODD_PERIODS = 8
STREAK = 3
CLEAR = 0.7  # rank correlation from which a direction is one


@dataclass(frozen=True)
class Points:
    """The periods of a series in order. ``done`` of them are over and wholly asked for.

    ``numbers`` count periods of a standard granularity; for one of the model's own they count rows.
    """

    rows: Ints
    starts: list[datetime]
    numbers: Ints
    whole: Ints  # places in rows that may be compared
    running: Ints
    future: Ints
    partial: Ints


def points(result: Result, rows: Ints) -> Points:
    """The periods of these rows in order."""
    axis = result.time
    assert axis is not None
    assert axis.granularity is not None
    granularity = axis.granularity
    dated = sorted((at, int(row)) for row in rows if (at := result.starts[row]) is not None)
    starts = [at for at, _ in dated]
    ordered = np.array([row for _, row in dated], np.int64)
    places = np.arange(len(dated))
    if granularity not in periods.STANDARD:
        nothing = places[:0]
        return Points(ordered, starts, places, places, nothing, nothing, nothing)
    numbers = np.array([periods.index(at, granularity) for at in starts], np.int64)
    last_days = [periods.last_day(int(number), granularity) for number in numbers]
    future = np.array([at.date() > result.today for at in starts], np.bool_)
    running = np.array([day >= result.today for day in last_days], np.bool_) & ~future
    partial = np.zeros(len(dated), np.bool_)
    if result.range:
        opens, closes = result.range
        partial = np.array(
            [
                at.date() < opens or (day > closes and day < result.today)
                for at, day in zip(starts, last_days, strict=True)
            ],
            np.bool_,
        )
    # Within a running day one cannot tell which of its hours is over: only the last is left out.
    if granularity in ("hour", "minute", "second") and running.any():
        last = np.flatnonzero(running)[-1]
        running[:] = False
        running[last] = True
    whole = ~(future | running | partial)
    return Points(
        ordered, starts, numbers, *(np.flatnonzero(mask) for mask in (whole, running, future, partial))
    )


def of_series(result: Result, measure: Measure) -> Iterator[Fact]:
    """The facts of one measure over the periods of the result."""
    present = np.flatnonzero(~np.isnan(measure.values))
    if len(present) == 0:
        return
    found = points(result, present)
    whole = sum_of(result, measure)
    if whole is not None and len(present) > 1:
        unnamed = len(found.rows) < len(present)
        yield Total(measure.column, whole, len(found.rows), unnamed)
    # A range of the latest periods only, or of the earliest, is a series like any other; one cut
    # by value is not.
    if len(found.whole) >= 2 and not (result.cut and result.shown_order(measure)):
        yield from _course(result, measure, found)
    elif len(found.whole):
        place = int(found.whole[-1])
        yield Latest(measure.column, found.starts[place], float(measure.values[found.rows[place]]),
                     *[None] * 7)  # fmt: skip
    yield from _unfinished(result, measure, found)
    if not result.cut and not result.restricted:
        yield from _gaps(result, points(result, np.arange(len(result))))
    axis = result.time
    assert axis is not None
    for row in np.flatnonzero(axis.nulls & ~np.isnan(measure.values))[:1]:
        yield NoName(measure.column, axis.column, float(measure.values[row]), None)
    if len(present) < len(result):
        yield Missing(measure.column, len(result) - len(present))


def _course(result: Result, measure: Measure, found: Points) -> Iterator[Fact]:
    values = measure.values[found.rows[found.whole]]
    starts = [found.starts[place] for place in found.whole]
    numbers = found.numbers[found.whole]
    count = len(values)
    if arithmetic.difference(float(values.max()), float(values.min())) == 0:
        yield AllEqual(measure.column, float(values[0]), count)
        return
    first, last = float(values[0]), float(values[-1])
    gap, percent = arithmetic.difference(last, first), arithmetic.percent_change(last, first)
    yield Change(measure.column, starts[0], first, starts[-1], last, gap, percent, count)
    if count > 2:
        yield _latest(result, measure, values, starts, numbers)
        peaks, troughs = values == values.max(), values == values.min()
        yield Extremes(
            measure.column,
            tuple(at for at, here in zip(starts, peaks, strict=True) if here),
            float(values.max()),
            tuple(at for at, here in zip(starts, troughs, strict=True) if here),
            float(values.min()),
            arithmetic.total(values) / count,
            count,
        )
    steps = np.array([arithmetic.difference(b, a) for a, b in pairwise(values.tolist())])
    if count >= TREND_PERIODS:
        yield _trend(measure, values, steps)
    if streak := _streak(measure, steps, starts, numbers):
        yield streak
    if count >= ODD_PERIODS:
        median = float(np.median(values))
        far = np.flatnonzero(arithmetic.outliers(values))
        for place in sorted(far, key=lambda place: -abs(values[place] - median))[:1]:
            value = float(values[place])
            yield OddPeriod(measure.column, starts[place], value, median, arithmetic.ratio(value, median))


def _latest(
    result: Result, measure: Measure, values: Floats, starts: list[datetime], numbers: Ints
) -> Latest:
    assert result.time is not None
    assert result.time.granularity is not None
    value = float(values[-1])
    previous = float(values[-2]) if numbers[-1] - numbers[-2] == 1 else None
    year = None
    if result.time.granularity in periods.STANDARD:
        wanted = periods.a_year_before(int(numbers[-1]), result.time.granularity)
        place = np.flatnonzero(numbers == wanted)
        year = int(place[0]) if len(place) else None
    year_value = None if year is None else float(values[year])
    return Latest(
        measure=measure.column,
        period=starts[-1],
        value=value,
        previous=previous,
        difference=None if previous is None else arithmetic.difference(value, previous),
        percent=None if previous is None else arithmetic.percent_change(value, previous),
        year_period=None if year is None else starts[year],
        year_value=year_value,
        year_difference=None if year_value is None else arithmetic.difference(value, year_value),
        year_percent=None if year_value is None else arithmetic.percent_change(value, year_value),
    )


def _trend(measure: Measure, values: Floats, steps: Floats) -> Trend:
    rises, falls = int(np.count_nonzero(steps > 0)), int(np.count_nonzero(steps < 0))
    along = arithmetic.rank_correlation(np.arange(len(values), dtype=np.float64), values)
    size = float(np.mean(np.abs(values)))
    if size > 0 and float(np.ptp(values)) < 0.05 * size:
        direction = "flat"
    elif abs(along) < CLEAR:
        direction = "unsteady"
    else:
        direction = "up" if along > 0 else "down"
    return Trend(measure.column, direction, rises, falls, len(steps))


def _streak(measure: Measure, steps: Floats, starts: list[datetime], numbers: Ints) -> Streak | None:
    sign = np.sign(steps)
    length = 0
    while length < len(steps) and sign[-1 - length] == sign[-1] != 0:
        if numbers[-1 - length] - numbers[-2 - length] != 1:
            break
        length += 1
    if length < STREAK:
        return None
    return Streak(measure.column, "up" if sign[-1] > 0 else "down", length, starts[-1 - length])


def _unfinished(result: Result, measure: Measure, found: Points) -> Iterator[Unfinished]:
    for why, places in (("running", found.running), ("future", found.future), ("partial", found.partial)):
        if len(places):
            place = int(places[0])
            value = float(measure.values[found.rows[place]]) if len(places) == 1 else None
            yield Unfinished(measure.column, why, len(places), found.starts[place], value)


def _gaps(result: Result, found: Points) -> Iterator[Gaps]:
    assert result.time is not None
    granularity = result.time.granularity
    if granularity not in periods.STANDARD or len(found.numbers) < 2:
        return
    steps = np.diff(found.numbers)
    holes = np.flatnonzero(steps > 1)
    if len(holes) == 0:
        return
    missing = int((steps[holes] - 1).sum())
    first = periods.start(int(found.numbers[holes[0]]) + 1, granularity)
    last = periods.start(int(found.numbers[holes[-1] + 1]) - 1, granularity)
    yield Gaps(missing, first, last)
