"""A result beside the values of an earlier time: what changed in all, and where most."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pipeline.analysis import arithmetic
from pipeline.analysis.facts import Label, Since
from pipeline.analysis.groups import label
from pipeline.analysis.result import Floats, Measure, Result, floats

_KINDS = (("year_before", True), ("period_before", False))


def earlier_values(result: Result, measure: Measure) -> tuple[Floats, bool] | None:
    """The values of ``measure`` some time before, row by row, and whether that is a year; None where
    the result does not have them."""
    for kind, yearly in _KINDS:
        column = f"{measure.column}.{kind}"
        if column in result.table.columns:
            return floats(result.table[column]), yearly
    return None


def since(result: Result, measure: Measure) -> Iterator[Since]:
    """The change in all, and the largest rise and fall of a group. Along a time axis, the course of
    time says more."""
    found = earlier_values(result, measure)
    if found is None or result.time is not None:
        return
    before, yearly = found
    both = ~np.isnan(before) & ~np.isnan(measure.values)
    if not result.axes:
        if both.all():
            yield _fact(measure, (), yearly, float(before[0]), float(measure.values[0]))
        return
    if measure.additive and result.complete and both.all() and len(result) > 1:
        yield _fact(measure, (), yearly, float(before.sum()), float(measure.values.sum()))
    gaps = np.where(both, measure.values - before, 0.0)
    for row in (int(gaps.argmax()), int(gaps.argmin())):
        if gaps[row] and (row == gaps.argmax()) == (gaps[row] > 0):
            named = label(result, row)
            yield _fact(measure, named, yearly, float(before[row]), float(measure.values[row]))


def _fact(measure: Measure, labels: Label, yearly: bool, before: float, value: float) -> Since:
    difference = arithmetic.difference(value, before)
    percent = arithmetic.percent_change(value, before)
    return Since(measure.column, labels, yearly, before, value, difference, percent)
