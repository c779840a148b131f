"""Axes that tell the truth: ticks people can read, time without silent gaps."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

import pandas as pd

from pipeline import format as fmt
from pipeline.catalog import Member
from pipeline.charts.shape import Column
from pipeline.charts.theme import safe
from pipeline.language import Language

MAX_FILLED = 2_000  # periods; a longer axis is drawn as it came

# How pandas counts the periods of a granularity, and how long one is.
_PERIODS: dict[str, tuple[str, pd.DateOffset]] = {
    "second": ("s", pd.DateOffset(seconds=1)),
    "minute": ("min", pd.DateOffset(minutes=1)),
    "hour": ("h", pd.DateOffset(hours=1)),
    "day": ("D", pd.DateOffset(days=1)),
    "week": ("7D", pd.DateOffset(weeks=1)),
    "month": ("MS", pd.DateOffset(months=1)),
    "quarter": ("QS", pd.DateOffset(months=3)),
    "year": ("YS", pd.DateOffset(years=1)),
}
# d3 formats for axes with more periods than labels; the others are labelled by `format.period`.
_TICK_FORMATS: dict[Language, dict[str, str]] = {
    "en": {"year": "%Y", "quarter": "Q%q %Y", "month": "%b %Y", "week": "%Y-%m-%d", "day": "%Y-%m-%d"},
    "zh": {
        "year": "%Y年",
        "quarter": "%Y年第%q季度",
        "month": "%Y年%-m月",
        "week": "%Y年%-m月%-d日",
        "day": "%Y年%-m月%-d日",
    },
}


def value_axis(
    numbers: Iterable[float | None], member: Member, language: Language, *, from_zero: bool
) -> dict[str, Any]:
    """The range and the labelled ticks of an axis over ``numbers``; without a title."""
    known = [n for n in numbers if n is not None]
    # Money keeps its symbol; a word for the unit stands in the title.
    symbol = member if fmt.is_money(member) and fmt.number(0, member, language)[0] != "0" else None
    plain = replace(member, agg_type=None, kind="measure", unit=member.unit if symbol else None)
    ticks = _ticks(known, from_zero=from_zero, whole=all(n == int(n) for n in known))
    labels = [fmt.compact(tick, plain, language) for tick in ticks]
    if len(set(labels)) < len(labels):
        labels = [fmt.number(tick, plain, language) for tick in ticks]
    places = [float(tick) for tick in ticks]
    if not all(math.isfinite(place) for place in places):
        return {"rangemode": "tozero" if from_zero else "normal"}
    return {
        "tickvals": places,
        "ticktext": [safe(label) for label in labels],
        "range": [places[0], places[-1] + (places[-1] - places[0]) * 0.02],
    }


def starts_at_zero(numbers: Iterable[float | None]) -> bool:
    """Whether a line is best seen from zero: unless that would press it flat, far above."""
    known = [n for n in numbers if n is not None]
    return not known or min(known) <= max(known) / 2


@dataclass(frozen=True)
class Periods:
    """The periods of a time axis, in order.

    Attributes:
        starts: when each begins; the group of rows without a date is not among them.
        running: the index of the period that holds today, or None.
    """

    starts: list[pd.Timestamp]
    granularity: str | None
    running: int | None

    @property
    def isoformat(self) -> list[str]:
        return [at.isoformat() for at in self.starts]

    def labels(self, language: Language) -> list[str]:
        return [fmt.period(at, self.granularity, language) for at in self.starts]

    def axis(self, language: Language) -> dict[str, Any]:
        if len(self.starts) <= 12:
            return {
                "type": "date",
                "tickvals": self.isoformat,
                "ticktext": [safe(label) for label in self.labels(language)],
            }
        tickformat = _TICK_FORMATS[language].get(self.granularity or "", "%Y-%m-%d %H:%M")
        return {"type": "date", "tickformat": tickformat, "hoverformat": tickformat}


def periods_of(time: Column, today: date | None) -> Periods:
    """The periods of ``time`` from first to last, also those that have no rows."""
    starts: list[pd.Timestamp] = sorted({key for key in time.keys if key is not None})
    granularity = time.granularity or ""
    if granularity not in _PERIODS or not starts:
        return Periods(starts, time.granularity, None)
    filled = _filled(starts, granularity)
    end = filled[-1] + _PERIODS[granularity][1]
    running = len(filled) - 1 if today is not None and filled[-1] <= pd.Timestamp(today) < end else None
    return Periods(filled, time.granularity, running)


def _filled(starts: list[pd.Timestamp], granularity: str) -> list[pd.Timestamp]:
    freq, step = _PERIODS[granularity]
    if starts[0] + step * MAX_FILLED < starts[-1]:
        return starts
    every = pd.date_range(starts[0], starts[-1], freq=freq).tolist()
    return every if set(starts) <= set(every) else starts


def _ticks(known: Sequence[float], *, from_zero: bool, whole: bool) -> list[Decimal]:
    """Four to seven round numbers around all of ``known``."""
    low, high = (Decimal(repr(edge)) for edge in (min(known, default=0), max(known, default=0)))
    if from_zero:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    span = (high - low) or abs(high) or Decimal(1)
    step = Decimal(1).scaleb((span / 5).adjusted())
    step = next(step * times for times in (1, 2, 5, 10) if span / (step * times) <= 5)
    if whole:
        step = max(step, Decimal(1))
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = max((high / step).to_integral_value(ROUND_CEILING), first + 1)
    return [(first + i) * step for i in range(int(last - first) + 1)]
