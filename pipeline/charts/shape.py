"""What a result looks like to a chart: its time axis, its categories, its measures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from pipeline import format as fmt
from pipeline.catalog import Catalog, Member
from pipeline.language import Language
from pipeline.query import DEFAULT_LIMIT, GRANULARITIES, Query

MAX_BARS = 25
MAX_SERIES = 8
MAX_HEAT = 40  # rows or columns of a heatmap


@dataclass(frozen=True)
class Column:
    """A result column with its values in the order of the rows."""

    name: str
    member: Member
    granularity: str | None
    values: tuple[Any, ...]
    additive: bool = False  # whether the values of its groups add up to the whole

    @property
    def is_time(self) -> bool:
        return self.member.type == "time"

    @property
    def is_ordinal(self) -> bool:
        """Whether its values have an order of their own that people expect to see."""
        return self.is_time or self.member.type == "number"

    @cached_property
    def numbers(self) -> list[float | None]:
        """Its values as plain numbers; None for what is no number or too large for one."""
        exact = (fmt.as_decimal(value) for value in self.values)
        return [None if value is None else _plain(float(value)) for value in exact]

    @cached_property
    def distinct(self) -> int:
        return len(set(self.keys))

    @property
    def is_dense(self) -> bool:
        """Whether it counts on in whole numbers, as ages and years do and identifiers do not."""
        known = [k for k in self.keys if isinstance(k, float)]
        if len(known) < self.distinct - 1 or any(k % 1 for k in known) or len(known) < 2:
            return False
        return self.member.format != "id" and max(known) - min(known) < min(2 * len(known), 400)

    @property
    def is_year(self) -> bool:
        """Whether it holds years as numbers, which run like a time axis."""
        known = [k for k in self.keys if isinstance(k, float)]
        whole = len(known) > 1 and all(k % 1 == 0 and 1500 <= k <= 2200 for k in known)
        return whole and len(known) == sum(k is not None for k in self.keys)

    @cached_property
    def keys(self) -> list[Any]:
        """The values with every kind of NULL as None: dates as timestamps, numbers as floats."""
        return [self._key(value) for value in self.values]

    def _key(self, value: Any) -> Any:
        if fmt.is_null(value):
            return None
        if self.is_time:
            return _moment(value)
        if self.member.type == "number":
            exact = fmt.as_decimal(value)
            return str(value) if exact is None else float(exact)
        return str(value)

    def labels(self, language: Language) -> list[str]:
        return [fmt.cell(value, self.member, self.granularity, language) for value in self.values]


@dataclass(frozen=True)
class Shape:
    """The columns of a result by their part in a chart.

    Attributes:
        time: the column that makes a time axis, or None.
        categories: the other dimensions that vary; a second time column among them.
        constants: the dimensions with one value in all rows.
        measures: the measures with at least one number in them.
        rows: how many rows there are.
        complete: whether this is one whole: one date range, and nothing cut off by a limit, an offset
            or a filter on a measure.
        top: whether these are the first rows by a measure, and there may be more.
        sorted: whether the question gave an order.
        ranked: whether the first measure rises or falls along all rows.
        ungrouped: whether the rows are single records.
    """

    time: Column | None
    categories: tuple[Column, ...]
    constants: tuple[Column, ...]
    measures: tuple[Column, ...]
    rows: int
    complete: bool
    top: bool
    sorted: bool
    ranked: bool
    ungrouped: bool

    @property
    def dimensions(self) -> tuple[Column, ...]:
        return (self.time, *self.categories) if self.time else self.categories

    @property
    def along(self) -> Column:
        """What a line runs along: the time, or else years, or else the first category."""
        return self.time or next((c for c in self.categories if c.is_year), self.categories[0])

    @property
    def readable(self) -> bool:
        """Whether bars show it: few enough, or the first ones mean something by themselves.
        The first 25 of 10,000 names in the alphabet say nothing."""
        return self.rows <= MAX_BARS or self.ranked or not self.sorted


def shape_of(query: Query, table: pd.DataFrame, catalog: Catalog) -> Shape:
    """The shape of ``table``, the result of ``query``. A column that the table lacks is left out."""
    columns = [_column(name, table, catalog) for name in query.columns if name in table.columns]
    dimensions = [c for c in columns if c.member.kind != "measure"]
    varying = _named(dimensions, catalog)
    times = sorted((c for c in varying if c.is_time and c.granularity), key=_size)
    time = times[0] if times else None
    measured = tuple(
        replace(c, additive=c.member.additive and not any(catalog.overlaps(c.name, d.name) for d in varying))
        for c in columns
        if c.member.kind == "measure" and c.member.type == "number" and any(n is not None for n in c.numbers)
    )
    filtered = any(catalog.member(c.member).kind == "measure" for c in query.conditions())
    cut = bool(query.offset) or len(table) >= (DEFAULT_LIMIT if query.limit is None else query.limit)
    ranges_compared = any(t.compare_date_range for t in query.time_dimensions)
    by_measure = bool(query.order) and query.order[0][0] in query.measures
    return Shape(
        time=time,
        categories=tuple(c for c in varying if c is not time and not _same_date(c, time)),
        constants=tuple(c for c in dimensions if c.distinct == 1),
        measures=measured,
        rows=len(table),
        complete=not (cut or filtered or ranges_compared),
        top=cut and by_measure,
        sorted=bool(query.order),
        ranked=bool(measured) and _monotonic(measured[0].numbers),
        ungrouped=query.ungrouped,
    )


def _named(dimensions: Sequence[Column], catalog: Catalog) -> list[Column]:
    """The dimensions that vary, the names of things that their keys stand beside as one with them: two
    things of one name are told apart by the key, and no thing is a series of another."""
    varying = [c for c in dimensions if c.distinct > 1]
    for key in [c for c in varying if c.member.primary_key]:
        cube = catalog.cubes.get(key.member.cube)
        names = (c for c in varying if c.member.cube == key.member.cube and not c.member.primary_key)
        name = next((c for c in names if c.member.type == "string"), None)
        if name is None or cube is None or sum(d.primary_key for d in cube.dimensions) > 1:
            continue
        pairs = set(zip(name.keys, key.keys, strict=True))
        together = name
        if len(pairs) > name.distinct:
            values = zip(name.values, key.values, strict=True)
            joined = tuple(str(k) if fmt.is_null(n) else f"{n} · {k}" for n, k in values)
            together = replace(name, values=joined)
        varying = [together if c is name else c for c in varying if c is not key]
    return varying


def one_axis(measures: Sequence[Column]) -> bool:
    """Whether one axis can carry all of them: the same unit, and sizes that one scale shows."""
    largest = [max(abs(n) for n in m.numbers if n is not None) for m in measures]
    sizes = [size for size in largest if size]
    return len({_unit(m.member) for m in measures}) <= 1 and (not sizes or max(sizes) / 30 <= min(sizes))


def _moment(value: Any) -> pd.Timestamp | None:
    """The moment on the clock that stands in ``value``; None when that is no date."""
    try:
        at: Any = pd.Timestamp(value)
    except (ValueError, TypeError, OverflowError):
        return None
    return None if pd.isna(at) else at.tz_localize(None)


def _column(name: str, table: pd.DataFrame, catalog: Catalog) -> Column:
    member, granularity = catalog.column(name)
    return Column(name, member, granularity, tuple(table[name].tolist()))


def _size(column: Column) -> int:
    """The coarser the granularity, the larger; the model's own are the coarsest."""
    known = column.granularity in GRANULARITIES
    return GRANULARITIES.index(str(column.granularity)) if known else len(GRANULARITIES)


def _same_date(column: Column, time: Column | None) -> bool:
    """A year beside the month of the same date says nothing that the month does not."""
    return time is not None and column.granularity is not None and column.member.name == time.member.name


def _unit(member: Member) -> object:
    """Equal for measures that count the same. Counts do; of others without a unit nobody knows."""
    if fmt.is_percent(member):
        return "%"
    if member.unit or fmt.is_money(member):
        return member.unit or "money"
    return "count" if str(member.agg_type).startswith("count") else member.name


def _monotonic(numbers: list[float | None]) -> bool:
    known = [n for n in numbers if n is not None]
    return known in (sorted(known), sorted(known, reverse=True))


def _plain(value: float) -> float | None:
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) < 1e15 else value
