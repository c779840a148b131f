"""The closed list of numbers that follow from a result, each with the name of its derivation.

Sums, shares and extremes follow from the whole result. Single cells and comparisons of two cells
count only for rows that the text speaks of, by label or by period: otherwise a large result would
support any number.
"""

from __future__ import annotations

import itertools
import re
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.analysis import periods
from pipeline.analysis.earlier import earlier_values
from pipeline.analysis.reading import Kind, Printed
from pipeline.analysis.result import Axis, Floats, Ints, Mask, Measure, Result
from pipeline.analysis.series import points

TOP = 10  # running sums and shares of at most this many of the largest groups
SMALL = 6  # a result of at most this many rows may be quoted cell by cell without naming rows
_PAIRED = 12  # rows of one sentence that are compared with each other
_RELATIVE = 1e-12  # floating point

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


class Numbers:
    """Named numbers by the kind they are printed as."""

    def __init__(self) -> None:
        self._blocks: dict[Kind, list[tuple[str, Floats]]] = {}

    def add(self, kind: Kind, name: str, values: npt.ArrayLike) -> None:
        block = np.atleast_1d(np.asarray(values, np.float64))
        block = block[np.isfinite(block)]
        if len(block):
            self._blocks.setdefault(kind, []).append((name, block))

    def derivation(self, printed: Printed, kind: Kind) -> str | None:
        """The name of a number that prints like this one, if there is one."""
        for name, block in self._blocks.get(kind, ()):
            # A fall "by 5" is a difference of -5; a printed minus sign must be true.
            compared = block if printed.value < 0 else np.abs(block)
            slack = printed.half_step * (1 + 1e-6) + _RELATIVE * abs(printed.value)
            if (np.abs(compared - printed.value) <= slack).any():
                return name
        return None


def of_result(result: Result) -> Numbers:
    """What follows from the whole result."""
    numbers = Numbers()
    _counts(numbers, result)
    _quantities(numbers, result)
    for measure in result.measures:
        _of_measure(numbers, result, measure)
        _earlier(numbers, result, measure)
    return numbers


def of_rows(result: Result, rows: Ints) -> Numbers:
    """What follows from single rows that a text speaks of."""
    numbers = Numbers()
    for measure in result.measures:
        values = measure.values[rows]
        _values(numbers, measure, f"cell of {measure.column}", values)
        present = measure.values[~np.isnan(measure.values)]
        if len(present) == 0:
            continue
        middle, mean = float(np.median(present)), float(present.mean())
        for name, base in (("median", middle), ("mean", mean)):
            _comparison(numbers, measure, f"cell against the {name} of {measure.column}", values, base)
        if whole := _whole(result, measure):
            numbers.add("percent", f"share of the sum of {measure.column}", values / whole * 100)
    return numbers


def of_pairs(result: Result, rows: Ints) -> Numbers:
    """What follows from comparing the rows of one sentence, two at a time."""
    numbers = Numbers()
    codes = [_codes(axis)[0] for axis in result.axes]
    for one, other in itertools.combinations(rows[:_PAIRED].tolist(), 2):
        if sum(code[one] != code[other] for code in codes) > 1:
            continue
        for measure in result.measures:
            low, high = sorted((measure.values[one], measure.values[other]))
            for base, value in ((low, high), (high, low)):
                _pair(numbers, measure, f"two cells of {measure.column}", base, value)
            if whole := _whole(result, measure):
                numbers.add(
                    "points", f"difference of two shares of {measure.column}", (high - low) / whole * 100
                )
                numbers.add("percent", f"share of two groups of {measure.column}", (high + low) / whole * 100)
            if measure.additive:
                numbers.add("plain", f"sum of two cells of {measure.column}", high + low)
    return numbers


def of_correlation(result: Result) -> Numbers:
    """Pearson's r of any two measures."""
    numbers = Numbers()
    for first, second in itertools.combinations(result.measures[:4], 2):
        used = ~np.isnan(first.values) & ~np.isnan(second.values)
        for axis in result.axes:
            used &= ~axis.nulls
        if np.count_nonzero(used) > 2:
            with np.errstate(all="ignore"):
                r = pd.Series(first.values[used]).corr(pd.Series(second.values[used]))
            numbers.add("plain", f"correlation of {first.column} and {second.column}", r)
    return numbers


def _counts(numbers: Numbers, result: Result) -> None:
    count = len(result)
    numbers.add("plain", "count of rows", count)
    named = np.ones(count, np.bool_)
    for axis in result.axes:
        codes, distinct = _codes(axis)
        named &= codes >= 0
        numbers.add("plain", f"count of groups of {axis.column}", distinct)
        numbers.add("plain", f"count of rows without {axis.column}", np.count_nonzero(codes < 0) or np.nan)
    numbers.add("plain", "count of named groups", np.count_nonzero(named))
    numbers.add("rank", "rank among the rows", np.arange(1, min(count, TOP) + 1))
    for measure in result.measures:
        missing = np.count_nonzero(np.isnan(measure.values))
        numbers.add("plain", f"count of rows without {measure.column}", missing or np.nan)
        values = measure.values[named & ~np.isnan(measure.values)]
        numbers.add("plain", f"count of groups with {measure.column}", len(values))
        for axis in result.axes:  # of one axis they may be named where another has no name
            codes = _codes(axis)[0][~np.isnan(measure.values)]
            of_axis = len(np.unique(codes[codes >= 0]))
            numbers.add("plain", f"count of groups of {axis.column} with {measure.column}", of_axis)
        if len(values):
            tied = [np.count_nonzero(values == values.max()), np.count_nonzero(values == values.min())]
            numbers.add("plain", f"count of groups that tie in {measure.column}", [t for t in tied if t > 1])


def _earlier(numbers: Numbers, result: Result, measure: Measure) -> None:
    """The values some time before, the changes since, and both of all groups together."""
    found = earlier_values(result, measure)
    if found is None:
        return
    both = ~np.isnan(found[0]) & ~np.isnan(measure.values)
    pairs = list(zip(found[0][both], measure.values[both], strict=True))
    if measure.additive and result.complete and both.all():
        pairs.append((found[0].sum(), measure.values.sum()))
    for before, value in pairs:
        _values(numbers, measure, f"{measure.column} before", before)
        _pair(numbers, measure, f"{measure.column} before and now", float(before), float(value))


def _quantities(numbers: Numbers, result: Result) -> None:
    """Numbers that the query itself holds."""
    query = result.query
    kinds: tuple[Kind, ...] = ("plain", "rank")
    for kind in kinds:
        if query.limit is not None:
            numbers.add(kind, "limit of the query", query.limit)
        if query.offset:
            numbers.add(kind, "rows passed over by the query", [query.offset + 1, query.offset + len(result)])
        for time in query.time_dimensions:
            for words in [time.date_range, *(time.compare_date_range or [])]:
                if isinstance(words, str) and not words[:1].isdigit():
                    numbers.add(kind, "time range of the query", [float(n) for n in _NUMBER.findall(words)])
    for condition in query.conditions():
        percent = result.catalog.column(condition.member)[0].format == "percent"
        for value in condition.values:
            if value and re.fullmatch(r"[-+]?\d+(\.\d+)?", value):
                numbers.add("percent" if percent else "plain", "filter value", float(value))
        numbers.add("plain", "count of filter values", [len(condition.values), len(condition.values) - 3])


def _of_measure(numbers: Numbers, result: Result, measure: Measure) -> None:
    column, present = measure.column, measure.values[~np.isnan(measure.values)]
    if len(present) == 0:
        return
    ordered = np.sort(present)[::-1]
    quoted = ordered if len(present) <= SMALL else ordered[[0, 1, 2, -2, -1]]
    _values(numbers, measure, f"largest and smallest {column}", quoted)
    _values(numbers, measure, f"median of {column}", float(np.median(present)))
    _values(numbers, measure, f"mean of {column}", float(present.mean()))
    high = float(ordered[0])
    if len(present) > 1:
        _pair(numbers, measure, f"largest against smallest {column}", float(ordered[-1]), high)
        _pair(numbers, measure, f"largest against second {column}", float(ordered[1]), high)
    if result.time is None or result.categories:
        named = ~np.isnan(measure.values)
        for axis in result.axes:
            named &= ~axis.nulls
        _ranking(numbers, measure, measure.values[named])
    for axis in result.axes:
        name = f"{column} of the rows without {axis.column}"
        without = measure.values[axis.nulls & ~np.isnan(measure.values)]
        if measure.additive and len(without):
            _values(numbers, measure, name, without.sum())
        if len(result.axes) == 1 or len(without) == 1:
            _values(numbers, measure, name, without)
    if measure.additive and len(present) > 1 and not result.restricted:
        _sums(numbers, result, measure, ordered)
    if result.time is not None and not result.categories:
        _course(numbers, result, measure, measure.values)
    elif result.time is not None and measure.additive and not result.cut:
        _course(numbers, result, measure, *_margin(measure, result.time))
    if result.axes[1:]:
        _margins(numbers, result, measure)
    if len(present) == len(result) == 2 and result.compared:
        _pair(numbers, measure, f"two ranges of {column}", *measure.values.tolist())


def _ranking(numbers: Numbers, measure: Measure, values: Floats) -> None:
    """Named groups alone: the group without a name takes no rank."""
    if len(values) < 2:
        return
    ordered = np.sort(values)[::-1]
    column, high, low = measure.column, float(ordered[0]), float(ordered[-1])
    middle = float(np.median(values))
    _values(numbers, measure, f"median of {column} over named groups", middle)
    _values(numbers, measure, f"ends of {column} over named groups", [high, low, float(ordered[1])])
    _pair(numbers, measure, f"largest against smallest {column}", low, high)
    _pair(numbers, measure, f"largest against second {column}", float(ordered[1]), high)
    _pair(numbers, measure, f"largest against the median of {column}", middle, high)


def _sums(numbers: Numbers, result: Result, measure: Measure, ordered: Floats) -> None:
    column, whole = measure.column, float(ordered.sum())
    numbers.add("plain", f"sum of {column}", whole)
    named = measure.values[~np.isnan(measure.values) & ~_nameless(result)]
    ranked = np.sort(named)[::-1]
    running = np.cumsum(ranked)
    numbers.add("plain", f"sum of the largest {column}", running[1:TOP])
    if divisor := _whole(result, measure):
        shares = running / divisor * 100
        most = int(np.searchsorted(shares, 80 - 1e-9))
        numbers.add("percent", f"share of the largest in the sum of {column}", shares[:TOP])
        if most < len(shares):
            numbers.add("percent", f"share of the groups that hold most of {column}", shares[most])
            numbers.add("plain", f"count of groups that hold most of {column}", most + 1)
        if len(ranked):
            numbers.add(
                "percent", f"share of the smallest in the sum of {column}", ranked[-1] / divisor * 100
            )
        for axis in result.axes:
            if axis.nulls.any():
                share = np.nansum(measure.values[axis.nulls]) / divisor * 100
                numbers.add("percent", f"share of the rows without {axis.column}", share)


def _margins(numbers: Numbers, result: Result, measure: Measure) -> None:
    """Sums over the other dimensions, and how often one group is the largest within another."""
    for axis in result.axes:
        if measure.additive and not result.restricted and not result.cut:
            sums, _ = _margin(measure, axis)
            ends = np.sort(sums)[[0, -1]] if len(sums) else sums
            numbers.add("plain", f"{measure.column} summed by {axis.column}", ends)
            if whole := _whole(result, measure):
                numbers.add(
                    "percent", f"share of {measure.column} summed by {axis.column}", ends / whole * 100
                )
    if len(result.axes) > 1:
        within = result.time or result.categories[0]
        inner = result.categories[0] if result.time else result.categories[1]
        frame = pd.DataFrame({"outer": _codes(within)[0], "inner": _codes(inner)[0], "value": measure.values})
        frame = frame[(frame["outer"] >= 0) & (frame["inner"] >= 0)].dropna()
        groups = frame.groupby("outer")["value"]
        contested = frame[groups.transform("size") > 1]
        best = contested[contested["value"] == groups.transform("max").loc[contested.index]]
        alone = best[~best.duplicated("outer", keep=False)]
        if len(alone):
            wins = float(alone["inner"].value_counts().max())
            numbers.add("plain", f"count of groups in which one {inner.column} is largest", wins)
            numbers.add("plain", f"count of {within.column} compared", contested["outer"].nunique())


def _course(
    numbers: Numbers, result: Result, measure: Measure, values: Floats, rows: Ints | None = None
) -> None:
    """Comparisons along time, over complete periods."""
    column = measure.column
    place_of = np.arange(len(values)) if rows is None else rows
    present = np.flatnonzero(~np.isnan(values))
    found = points(result, place_of[present])
    by_row = dict(zip(place_of[present].tolist(), values[present].tolist(), strict=True))
    whole = np.array([by_row[int(row)] for row in found.rows[found.whole]])
    for kept in (found.running, found.future, found.partial):
        numbers.add("plain", "count of incomplete periods", len(kept) or np.nan)
        if len(kept) == 1:
            _values(numbers, measure, "cell of the incomplete period", by_row[int(found.rows[kept[0]])])
    granularity = result.time.granularity if result.time else None
    everything = points(result, np.arange(len(result)))
    if granularity in periods.STANDARD and len(everything.numbers) > 1:
        distinct = np.unique(everything.numbers)
        missing = int(distinct[-1] - distinct[0] + 1 - len(distinct))
        numbers.add("plain", "count of periods without a row", missing or np.nan)
    if len(whole) == 0:
        return
    ends = [whole[0], whole[-1], whole.max(), whole.min()]
    _values(numbers, measure, f"first, last, peak and trough of {column}", ends)
    _values(numbers, measure, f"mean of {column} over complete periods", whole.mean())
    _values(numbers, measure, f"median of {column} over complete periods", float(np.median(whole)))
    numbers.add("plain", "count of complete periods", len(whole))
    numbers.add("plain", "count of periods", len(found.rows))
    tied = [np.count_nonzero(whole == whole.max()), np.count_nonzero(whole == whole.min())]
    numbers.add("plain", f"count of periods that tie in {column}", [t for t in tied if t > 1])
    if measure.additive:
        numbers.add("plain", f"sum of {column} over complete periods", whole.sum())
    if len(whole) < 2:
        return
    _pair(numbers, measure, f"first and last {column}", whole[0], whole[-1])
    _pair(numbers, measure, f"peak and trough of {column}", whole.min(), whole.max())
    _pair(numbers, measure, f"peak and trough of {column}", whole.max(), whole.min())
    order = found.numbers[found.whole]
    _pair(numbers, measure, f"last two of {column}", whole[-2], whole[-1])
    if granularity in periods.STANDARD:
        assert granularity is not None
        earlier = np.flatnonzero(order == periods.a_year_before(int(order[-1]), granularity))
        if len(earlier):
            _values(numbers, measure, f"{column} a year before", whole[earlier])
            _pair(numbers, measure, f"last {column} and a year before", whole[earlier[0]], whole[-1])
    # Steps within rounding of zero are none.
    noise = _RELATIVE * np.maximum(np.abs(whole[1:]), np.abs(whole[:-1]))
    steps = np.diff(whole)
    signs = np.where(np.abs(steps) <= noise, 0, np.sign(steps))
    numbers.add("plain", f"rises and falls of {column}", [(signs > 0).sum(), (signs < 0).sum()])
    runs = [len(list(run)) for sign, run in itertools.groupby(signs[::-1]) if sign]
    runs = [min(run, _unbroken(order)) for run in runs[:1]] + runs[1:]
    if runs:
        numbers.add("plain", f"steps of {column} in a row", [runs[0], max(runs)])
    if measure.additive:
        years = np.array([found.starts[place].year for place in found.whole])
        sums = np.bincount(years - years.min(), whole)
        numbers.add("plain", f"{column} of a year", sums[sums != 0][-TOP:])


def _unbroken(order: Ints) -> int:
    """How many steps up to the last lie between neighbouring periods."""
    gaps = np.flatnonzero(np.diff(order)[::-1] != 1)
    return int(gaps[0]) if len(gaps) else len(order)


def _values(numbers: Numbers, measure: Measure, name: str, values: npt.ArrayLike) -> None:
    numbers.add("percent" if measure.percent else "plain", name, values)


def _pair(numbers: Numbers, measure: Measure, name: str, base: float, value: float) -> None:
    """Difference, ratio and percent change of two cells, both ways round."""
    _comparison(numbers, measure, name, np.array([value]), base)


def _comparison(numbers: Numbers, measure: Measure, name: str, values: Floats, base: float) -> None:
    gaps = values - base
    gaps[np.abs(gaps) <= _RELATIVE * np.maximum(np.abs(values), abs(base))] = 0.0
    numbers.add("points" if measure.percent else "plain", f"difference, {name}", np.append(gaps, -gaps))
    if base > 0:
        with np.errstate(all="ignore"):
            numbers.add("times", f"ratio, {name}", np.append(values / base, base / values))
            if not measure.percent:
                numbers.add("percent", f"percent change, {name}", gaps / base * 100)


def _whole(result: Result, measure: Measure) -> float | None:
    """The sum that shares are taken of."""
    if not measure.additive or not result.complete or bool((measure.values < 0).any()):
        return None
    whole = float(np.nansum(measure.values))
    return whole if whole > 0 else None


def _nameless(result: Result) -> Mask:
    nameless = np.zeros(len(result), np.bool_)
    for axis in result.axes:
        nameless |= axis.nulls
    return nameless


def _margin(measure: Measure, axis: Axis) -> tuple[Floats, Ints]:
    """The sums by the groups of an axis, and a row of each."""
    codes, count = _codes(axis)
    used = (codes >= 0) & ~np.isnan(measure.values)
    sums = np.bincount(codes[used], measure.values[used], count)
    groups, rows = np.unique(codes[used], return_index=True)
    return sums[groups].astype(np.float64), np.flatnonzero(used)[rows]


def _codes(axis: Axis) -> tuple[Ints, int]:
    """Each row's group, -1 for NULL, and how many groups there are."""
    values = pd.Series(list(axis.values), dtype=object).mask(axis.nulls)
    codes, labels = pd.factorize(values)
    return codes.astype(np.int64), len(labels)


def moments(result: Result) -> list[datetime]:
    """Every moment that a text about the result may name: its rows', its gaps', the query's, today."""
    today = datetime(result.today.year, result.today.month, result.today.day)
    found = {today}
    for axis in result.axes:
        if axis.member.type == "time":
            found.update(at for value in axis.values if (at := periods.moment(value)))
    for date_range in ranges(result):
        if days := periods.days_of(date_range, result.today):
            found.update(datetime(day.year, day.month, day.day) for day in days)
            # A range from 2024-01-01 to 2024-03-31 is also one "until" the day after.
            found.add(datetime(days[1].year, days[1].month, days[1].day) + timedelta(days=1))
    time = result.time
    if time and time.granularity in periods.STANDARD:
        numbers = points(result, np.arange(len(result))).numbers
        if len(numbers) and numbers[-1] - numbers[0] < 10_000:
            missing = set(range(int(numbers[0]), int(numbers[-1]))) - set(numbers.tolist())
            found.update(periods.start(number, time.granularity) for number in missing)
    return sorted(found)


def ranges(result: Result) -> list[str | list[str]]:
    """Every date range and date of the query."""
    found: list[str | list[str]] = []
    for time in result.query.time_dimensions:
        found += [time.date_range] if time.date_range else []
        found += time.compare_date_range or []
    for condition in result.query.conditions():
        if result.catalog.column(condition.member)[0].type == "time":
            found += [value for value in condition.values if value]
            found += [[value for value in condition.values if value]] if condition.values else []
    return found
