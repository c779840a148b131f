"""What can be said about a result: typed facts, each with its numbers and how they follow from it.

A fact holds raw values (floats, dates, stored labels), never text. ``derivation`` names how its
numbers follow from the rows; `to_json` hands a fact to a language model in place of the rows.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar

from pipeline.answer import json_native

Label = tuple[Any, ...]  # the stored values of a group, one for each axis that names it


_LOOSELY = 0.3  # a correlation below says that two measures hardly go together


@dataclass(frozen=True)
class Fact:
    """One thing worth knowing."""

    derivation: ClassVar[str]

    def to_json(self) -> dict[str, Any]:
        """The fact as JSON-native data: its name, its derivation, its values."""
        values = {f.name: json_native(getattr(self, f.name)) for f in fields(self)}
        return {"fact": type(self).__name__, "derivation": self.derivation, **values}


@dataclass(frozen=True)
class Empty(Fact):
    """No row, or no row with a value. ``rows``: how many rows there are without a value."""

    derivation = "no row holds a value"
    rows: int


@dataclass(frozen=True)
class Value(Fact):
    """One number alone, None for NULL."""

    derivation = "the one cell of the measure"
    measure: str
    value: float | None


@dataclass(frozen=True)
class Compared(Fact):
    """One number in two date ranges, spelt as in the query."""

    derivation = "difference and percent change of two cells"
    measure: str
    earlier_range: str | tuple[str, ...]
    earlier: float
    later_range: str | tuple[str, ...]
    later: float
    difference: float
    percent: float | None


@dataclass(frozen=True)
class Since(Fact):
    """A value beside the one some time before. ``labels``: the group that rose or fell most; empty for
    all together. ``yearly``: the other is of a year before."""

    derivation = "difference and percent change of a value and of the one before it"
    measure: str
    labels: Label
    yearly: bool
    before: float
    value: float
    difference: float
    percent: float | None


@dataclass(frozen=True)
class Rows(Fact):
    """A list without measures. ``distinct``: how many different values a column has."""

    derivation = "count of rows, count of different values"
    rows: int
    distinct: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Total(Fact):
    """``groups`` with a name; ``unnamed`` says that rows without one are in the sum too."""

    derivation = "sum over all rows"
    measure: str
    value: float
    groups: int
    unnamed: bool


@dataclass(frozen=True)
class AllEqual(Fact):
    derivation = "smallest and largest value are equal"
    measure: str
    value: float
    groups: int


@dataclass(frozen=True)
class Leader(Fact):
    """The groups with the highest value (several when tied), in ``groups`` of them.

    ``share`` of the sum, where a sum makes sense; ``second`` and ``ratio`` (highest to second)
    when one group leads; ``median`` over the groups. ``shown_only``: there may be higher groups
    beyond the rows that were asked for.
    """

    derivation = "largest value; its share of the sum; ratio to the second largest"
    measure: str
    labels: tuple[Label, ...]
    value: float
    groups: int
    median: float
    share: float | None
    second_label: Label | None
    second: float | None
    ratio: float | None
    shown_only: bool


@dataclass(frozen=True)
class Last(Fact):
    """The groups with the lowest value; ``gap`` and ``ratio`` from the highest to it.

    ``shown_only``: there may be lower groups beyond the rows that were asked for.
    """

    derivation = "smallest value; difference and ratio of largest and smallest"
    measure: str
    labels: tuple[Label, ...]
    value: float
    gap: float
    ratio: float | None
    shown_only: bool


@dataclass(frozen=True)
class Concentration(Fact):
    """``most`` groups hold ``most_share`` of the sum, the first count to reach 80 %;
    the ``top`` largest hold ``top_share``."""

    derivation = "running sum of the sorted values over their sum"
    measure: str
    groups: int
    most: int
    most_share: float
    top: int
    top_share: float


@dataclass(frozen=True)
class Outlier(Fact):
    """A value far from the others: beyond 3.5 robust deviations (MAD) and the outer IQR fence."""

    derivation = "median absolute deviation and interquartile range"
    measure: str
    label: Label
    value: float
    median: float
    ratio: float | None


@dataclass(frozen=True)
class NoName(Fact):
    """The group of rows whose dimension is NULL. ``share`` of the sum, where one makes sense."""

    derivation = "cell of the group without a name"
    measure: str
    dimension: str
    value: float
    share: float | None


@dataclass(frozen=True)
class SmallGroup(Fact):
    """The group that leads by an average or a rate counts only a few."""

    derivation = "cell of the count beside the measure"
    measure: str
    label: Label
    count_measure: str
    count: float


@dataclass(frozen=True)
class Missing(Fact):
    """Groups whose value is NULL."""

    derivation = "count of rows without a value"
    measure: str
    count: int


@dataclass(frozen=True)
class Cut(Fact):
    """Only some of the groups were asked for, or the limit was reached."""

    derivation = "number of rows against the limit of the query"
    rows: int
    offset: int


@dataclass(frozen=True)
class Change(Fact):
    """First to last complete period. ``percent`` is None where the base is not positive."""

    derivation = "difference and percent change of the first and the last complete period"
    measure: str
    first_period: datetime
    first: float
    last_period: datetime
    last: float
    difference: float
    percent: float | None
    periods: int


@dataclass(frozen=True)
class Latest(Fact):
    """The last complete period against the one before and the same one a year before."""

    derivation = "difference and percent change of two cells"
    measure: str
    period: datetime
    value: float
    previous: float | None
    difference: float | None
    percent: float | None
    year_period: datetime | None
    year_value: float | None
    year_difference: float | None
    year_percent: float | None


@dataclass(frozen=True)
class Extremes(Fact):
    """Peak and trough among the complete periods."""

    derivation = "largest and smallest value with their periods"
    measure: str
    peaks: tuple[datetime, ...]
    peak: float
    troughs: tuple[datetime, ...]
    trough: float
    mean: float
    periods: int


@dataclass(frozen=True)
class Trend(Fact):
    """``direction``: up, down, flat or unsteady. Counts of steps between neighbouring periods."""

    derivation = "rank correlation of value and time; count of rises and falls"
    measure: str
    direction: str
    rises: int
    falls: int
    steps: int


@dataclass(frozen=True)
class Streak(Fact):
    """The last periods have all risen or all fallen."""

    derivation = "count of steps in one direction up to the last complete period"
    measure: str
    direction: str
    steps: int
    since: datetime


@dataclass(frozen=True)
class OddPeriod(Fact):
    """A period far from the others. ``ratio`` to the median."""

    derivation = "median absolute deviation and interquartile range"
    measure: str
    period: datetime
    value: float
    median: float
    ratio: float | None


@dataclass(frozen=True)
class Gaps(Fact):
    """Periods between the first and the last that have no row."""

    derivation = "count of periods without a row"
    count: int
    first: datetime
    last: datetime


@dataclass(frozen=True)
class Unfinished(Fact):
    """Periods left out of the comparisons: not over by ``today``, or only partly asked for.

    ``value`` of the period when it is a single one and there is one.
    """

    derivation = "period end against today and against the range asked for"
    measure: str
    why: str  # "running", "future", "partial"
    count: int
    period: datetime
    value: float | None


@dataclass(frozen=True)
class LargestCombination(Fact):
    derivation = "largest value over two dimensions; its share of the sum"
    measure: str
    label: Label
    value: float
    share: float | None
    combinations: int
    shown_only: bool


@dataclass(frozen=True)
class Margin(Fact):
    """The largest and smallest groups of one dimension, summed over the other."""

    derivation = "sums over the other dimension"
    measure: str
    dimension: str
    groups: int
    label: Any
    value: float
    share: float | None
    last_label: Any
    last: float


@dataclass(frozen=True)
class LeadsMost(Fact):
    """Within how many groups of the first dimension one group of the second is the largest."""

    derivation = "count of groups in which a value is the largest"
    measure: str
    within: str
    dimension: str
    label: Any
    wins: int
    groups: int


@dataclass(frozen=True)
class SeriesGrowth(Fact):
    """Which series grew and which fell most from its first to its last complete period."""

    derivation = "difference and percent change of first and last period within a series"
    measure: str
    first_period: datetime
    last_period: datetime
    label: Label
    first: float
    last: float
    difference: float
    percent: float | None
    low_label: Label | None
    low_difference: float | None
    low_percent: float | None


@dataclass(frozen=True)
class Correlation(Fact):
    """Pearson's r over ``points`` groups.

    Attributes:
        clear: whether it is large and Spearman's agrees; others are facts only where they are asked for.
        asked: whether the question asks how the two go together.
    """

    derivation = "correlation of two measures over the rows"
    first_measure: str
    second_measure: str
    r: float
    points: int
    clear: bool = True
    asked: bool = False

    @property
    def faint(self) -> bool:
        return not self.clear and abs(self.r) < _LOOSELY


@dataclass(frozen=True)
class Opposite(Fact):
    """The group with the highest of one measure has the lowest of the other."""

    derivation = "largest of one measure, smallest of another, in the same row"
    first_measure: str
    second_measure: str
    label: Label
    first: float
    second: float
