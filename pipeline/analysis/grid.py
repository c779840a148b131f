"""Facts about one measure over two or more dimensions, and about series side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from pipeline.analysis import arithmetic
from pipeline.analysis.facts import (
    Fact,
    Label,
    LargestCombination,
    LeadsMost,
    Margin,
    Missing,
    SeriesGrowth,
    Total,
)
from pipeline.analysis.groups import label, shared_whole, sum_of
from pipeline.analysis.result import Axis, Ints, Measure, Result
from pipeline.analysis.series import of_series, points

_WITHIN = 3  # groups of the first dimension from which "leads in n of them" says something


def of_grid(result: Result, measure: Measure) -> Iterator[Fact]:
    """The facts of one measure over two categories or more."""
    whole = sum_of(result, measure)
    if whole is not None:
        yield Total(measure.column, whole, len(result), False)
    divisor = shared_whole(measure, whole)
    yield from _largest(result, measure, divisor)
    if whole is not None:
        for axis in result.categories:
            yield from _margin(measure, axis, divisor)
    if not result.cut:
        yield from _leads_most(measure, result.categories[0], result.categories[1])


def of_many_series(result: Result, measure: Measure) -> Iterator[Fact]:
    """The facts of one measure over periods and one category or more."""
    whole = sum_of(result, measure)
    if whole is not None:
        summed = _summed(result, measure)
        yield from (fact for fact in of_series(summed, summed.measures[0]) if not isinstance(fact, Missing))
        for axis in result.categories:
            yield from _margin(measure, axis, shared_whole(measure, whole))
    else:
        yield from _largest(result, measure, None)
    if not result.cut:
        yield from _growth(result, measure)
        assert result.time is not None
        yield from _leads_most(measure, result.time, result.categories[0])
    if missing := int(np.count_nonzero(np.isnan(measure.values))):
        yield Missing(measure.column, missing)


def is_key(axis: Axis) -> bool:
    """Whether every row has its own value on this axis."""
    return len(codes_of(axis)[1]) + int(np.count_nonzero(axis.nulls)) == len(axis.values)


def _largest(result: Result, measure: Measure, divisor: float | None) -> Iterator[LargestCombination]:
    values = measure.values.copy()
    for axis in result.axes:
        values[axis.nulls] = np.nan
    present = values[~np.isnan(values)]
    if len(present) < 2 or np.count_nonzero(present == present.max()) > 1:
        return
    if result.cut and result.shown_order(measure) == "asc":
        return
    row = int(np.nanargmax(values))
    high = float(values[row])
    yield LargestCombination(
        measure.column,
        tuple(axis.values[row] for axis in result.axes),
        high,
        high / divisor if divisor else None,
        len(present),
        result.cut and result.shown_order(measure) != "desc",
    )


def _margin(measure: Measure, axis: Axis, divisor: float | None) -> Iterator[Margin]:
    codes, labels = codes_of(axis)
    used = (codes >= 0) & ~np.isnan(measure.values)
    groups = np.unique(codes[used])
    if len(groups) < 2:
        return
    sums = np.bincount(codes[used], measure.values[used])[groups]
    high, low = int(np.argmax(sums)), int(np.argmin(sums))
    if np.count_nonzero(np.isclose(sums, sums[high], rtol=1e-12, atol=0)) > 1:
        return
    best = float(sums[high])
    yield Margin(
        measure=measure.column,
        dimension=axis.column,
        groups=len(groups),
        label=labels[groups[high]],
        value=best,
        share=best / divisor if divisor else None,
        last_label=labels[groups[low]],
        last=float(sums[low]),
    )


def _leads_most(measure: Measure, within: Axis, axis: Axis) -> Iterator[LeadsMost]:
    outer, outer_labels = codes_of(within)
    inner, inner_labels = codes_of(axis)
    used = np.flatnonzero((outer >= 0) & (inner >= 0) & ~np.isnan(measure.values))
    if len(outer_labels) < _WITHIN or len(inner_labels) < 2:
        return
    # The largest of each outer group stands first; a group alone in its row has won nothing.
    order = used[np.lexsort((-measure.values[used], outer[used]))]
    first = np.flatnonzero(np.diff(outer[order], prepend=-1))
    sizes = np.diff(np.append(first, len(order)))
    contested = first[sizes > 1]
    values = measure.values[order]
    alone = values[contested] > values[contested + 1]
    winners = inner[order[contested[alone]]]
    if len(contested) < _WITHIN or len(winners) == 0:
        return
    wins = np.bincount(winners, minlength=len(inner_labels))
    best = int(np.argmax(wins))
    if np.count_nonzero(wins == wins[best]) > 1 or wins[best] * 2 < len(contested):
        return
    yield LeadsMost(
        measure.column, within.column, axis.column, inner_labels[best], int(wins[best]), len(contested)
    )


def _growth(result: Result, measure: Measure) -> Iterator[SeriesGrowth]:
    """Over the series that hold both the first and the last complete period of the result."""
    found = points(result, np.flatnonzero(~np.isnan(measure.values)))
    if len(found.whole) < 2:
        return
    opens, closes = found.starts[found.whole[0]], found.starts[found.whole[-1]]
    if opens == closes:
        return
    first, last = _values_at(result, measure, opens), _values_at(result, measure, closes)
    both = [name for name in first if name in last]
    changes = sorted(both, key=lambda name: arithmetic.difference(last[name], first[name]), reverse=True)
    if len(changes) < 2:
        return
    high, low = changes[0], changes[-1]
    gain = arithmetic.difference(last[high], first[high])
    loss = arithmetic.difference(last[low], first[low])
    if gain <= 0 or gain == arithmetic.difference(last[changes[1]], first[changes[1]]):
        return
    yield SeriesGrowth(
        measure.column,
        opens,
        closes,
        high,
        first[high],
        last[high],
        gain,
        arithmetic.percent_change(last[high], first[high]),
        low if loss < 0 else None,
        loss if loss < 0 else None,
        arithmetic.percent_change(last[low], first[low]) if loss < 0 else None,
    )


def _values_at(result: Result, measure: Measure, at: object) -> dict[Label, float]:
    return {
        label(result, row): float(measure.values[row])
        for row, start in enumerate(result.starts)
        if start == at
        and not np.isnan(measure.values[row])
        and not any(axis.nulls[row] for axis in result.categories)
    }


def _summed(result: Result, measure: Measure) -> Result:
    """The same measure over the periods alone."""
    time = result.time
    assert time is not None
    keys = [None if null else value for value, null in zip(time.values, time.nulls, strict=True)]
    codes, labels = pd.factorize(pd.Series(keys, dtype=object), use_na_sentinel=False)
    used = ~np.isnan(measure.values)
    sums = np.bincount(codes[used], measure.values[used], len(labels)).astype(np.float64)
    counts = np.bincount(codes[used], minlength=len(labels))
    sums[counts == 0] = np.nan
    query = result.query.model_copy(
        update={
            "dimensions": [name for name in result.query.dimensions if name == time.column],
            "time_dimensions": [t for t in result.query.time_dimensions if t.column == time.column],
            "measures": [measure.column],
        }
    )
    table = pd.DataFrame({time.column: labels, measure.column: sums})
    return replace(result, query=query, table=table)


def codes_of(axis: Axis) -> tuple[Ints, list[object]]:
    """Each row's group as a number, -1 for NULL, and the groups."""
    codes, labels = pd.factorize(pd.Series(list(axis.values), dtype=object))
    codes = codes.astype(np.int64)
    codes[axis.nulls] = -1
    kept = np.unique(codes[codes >= 0])
    mapped = np.full(len(labels) + 1, -1, np.int64)
    mapped[kept] = np.arange(len(kept))
    return mapped[codes], [labels[place] for place in kept]
