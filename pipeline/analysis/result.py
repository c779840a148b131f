"""A query result as the facts need it: numeric measures, axes, periods, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.analysis import periods
from pipeline.catalog import Catalog, Member
from pipeline.format import is_null, is_percent
from pipeline.query import DEFAULT_LIMIT, Query

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

_BOUND = 1e200  # what is larger is no quantity; below, sums and differences stay finite


@dataclass(frozen=True)
class Measure:
    """A numeric column. ``values`` holds NaN where the result holds NULL.

    ``additive``: its values over groups that do not overlap may be added up.
    """

    column: str
    member: Member
    values: Floats
    additive: bool

    @property
    def percent(self) -> bool:
        return is_percent(self.member)


@dataclass(frozen=True)
class Axis:
    """A column of groups. ``nulls`` marks rows whose group has no name."""

    column: str
    member: Member
    granularity: str | None
    values: Sequence[Any]
    nulls: Mask


@dataclass(frozen=True)
class Result:
    """A query with its rows.

    Attributes:
        each: whether they are only the first of each group.
    """

    query: Query
    table: pd.DataFrame
    catalog: Catalog
    today: date
    each: bool = False

    def __len__(self) -> int:
        return len(self.table)

    @cached_property
    def measures(self) -> list[Measure]:
        found = []
        for column in dict.fromkeys(self.query.measures):
            member, _ = self.catalog.column(column)
            if column in self.table.columns and member.type not in ("string", "time", "boolean"):
                additive = member.additive and not is_percent(member) and not self._overlapping(column)
                found.append(Measure(column, member, floats(self.table[column]), additive))
        return found

    def _overlapping(self, measure: str) -> bool:
        """Whether the groups may share rows of ``measure``."""
        return self.compared or any(self.catalog.overlaps(measure, axis.column) for axis in self.axes)

    @cached_property
    def axes(self) -> list[Axis]:
        found = []
        for column in self.query.columns:
            if column in self.query.measures or column not in self.table.columns:
                continue
            member, granularity = self.catalog.column(column)
            values = self.table[column].tolist()
            nulls = np.fromiter((is_null(v) or v == "" for v in values), np.bool_, len(values))
            found.append(Axis(column, member, granularity, values, nulls))
        return found

    @cached_property
    def time(self) -> Axis | None:
        """The axis of periods, when there is one; the top periods by a measure are no course of time."""
        if self.cut and any(self.shown_order(measure) for measure in self.measures):
            return None
        return next((axis for axis in self.axes if axis.granularity), None)

    @cached_property
    def categories(self) -> list[Axis]:
        """The axes that are not the axis of periods."""
        return [axis for axis in self.axes if axis is not self.time]

    @cached_property
    def compared(self) -> bool:
        """Whether the rows are of several date ranges, which may overlap."""
        return any(time.compare_date_range for time in self.query.time_dimensions)

    @cached_property
    def cut(self) -> bool:
        """Whether rows may be missing because of a limit or an offset."""
        limit = DEFAULT_LIMIT if self.query.limit is None else self.query.limit
        return len(self) >= limit or bool(self.query.offset)

    @cached_property
    def restricted(self) -> bool:
        """Whether groups were left out by the value of a measure."""
        return any(self.catalog.member(c.member).kind == "measure" for c in self.query.conditions())

    @cached_property
    def complete(self) -> bool:
        """Whether the rows are all groups of what was asked about."""
        return not self.cut and not self.restricted

    def shown_order(self, measure: Measure) -> str | None:
        """``desc`` or ``asc`` when the rows come sorted by this measure first."""
        order = self.query.order
        return order[0][1] if order and order[0][0] == measure.column else None

    @cached_property
    def starts(self) -> list[datetime | None]:
        """The first moment of each row's period, None where it has none."""
        if self.time is None:
            return [None] * len(self)
        return [periods.moment(value) for value in self.time.values]

    @cached_property
    def range(self) -> tuple[date, date] | None:
        """The first and last day asked for, where the time axis has a range that says so."""
        if self.time is None:
            return None
        for time in self.query.time_dimensions:
            if time.date_range is not None and time.dimension == self.time.member.name:
                return periods.days_of(time.date_range, self.today)
        return None


def floats(column: pd.Series) -> Floats:
    """The numbers of a column; NaN for whatever is no finite number below 1e200."""
    if pd.api.types.is_bool_dtype(column):
        return np.full(len(column), np.nan)
    if pd.api.types.is_numeric_dtype(column):
        values = column.to_numpy(np.float64, na_value=np.nan).copy()
    else:
        values = np.fromiter((_float(v) for v in column), np.float64, len(column))
    values[~(np.abs(values) < _BOUND)] = np.nan
    return values


def _float(value: Any) -> float:
    if value is None or isinstance(value, bool):
        return np.nan
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return np.nan
