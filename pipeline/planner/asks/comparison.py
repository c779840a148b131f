"""Which time a question asks about, and what that is set against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.planner import clauses as c
from pipeline.planner.asks.parts import Parts
from pipeline.planner.composing.changes import _apart, _is_last, _length, _passed
from pipeline.planner.dates.periods import to_date


@dataclass(frozen=True)
class Comparison:
    """How far back the other time lies; without a unit, one bucket of the time axis.

    Attributes:
        grain: the size of the buckets that the comparison needs where no period is asked about.
    """

    unit: str | None = None
    n: int = 1
    grain: str | None = None


def compared(p: Parts, today: date) -> tuple[list[c.When], Comparison | None]:
    """The periods that are asked about, and what they are set against, if anything."""
    whens = p.of(c.When)
    against = _against(p)
    several = any(len(x.nouns) > 1 for x in p.of(c.Valued)) or len(p.of(c.Valued)) > 1
    several = several or p.has(c.Listed, c.Asked)  # 分别 of things that are listed sets no times side by side
    if against is None or (against.against == "each" and several):
        return whens, None
    plain = sorted((w for w in whens if not w.negated), key=lambda w: w.period.start or date.min)
    others = [w for w in whens if w.negated]
    bucketed = p.has(c.Bucketed)
    if side_by_side(p):
        return whens, None
    if len(plain) == 1 and len(plain[0].parts) == 2 and not bucketed and against.against != "each":
        plain = [replace(plain[0], period=part, parts=()) for part in plain[0].parts]
    if len(plain) == 2 and not bucketed:
        distance = _apart(plain[0].period, plain[1].period)
        if distance:
            now = replace(plain[1], period=_passed(plain[1].period, today))
            return [now, *others], Comparison(distance.unit, distance.n)
    if len(plain) == 1 and against.against == "each" and _is_last(plain[0].period, today):
        now = replace(plain[0], period=to_date(today, plain[0].period.grain))
        unit = "year" if now.period.grain == "year" else None
        length = _length(now.period)
        return [now, *others], Comparison(unit or length.unit, 1 if unit else length.n)
    if against.against == "each":
        return whens, None
    if len(plain) == 1 and plain[0].period.start and plain[0].period.end:
        return _of_one(plain, others, against, bucketed, today)
    grain = next((b.grain for b in p.of(c.Bucketed) if b.grain), None)
    if against.against == "year":
        return whens, Comparison("year", grain=grain or "year")
    if against.against == "period":
        return whens, Comparison(grain=grain or against.unit or "month")
    return whens, Comparison(grain=grain)


def side_by_side(p: Parts) -> str | None:
    """The size of two periods that are set side by side, each of which then has a row: "2023 vs 2024"."""
    against = _against(p)
    plain = [w.period for w in p.of(c.When) if not w.negated]
    grains = {period.grain for period in plain}
    if (
        against is None
        or against.against != "each"
        or p.has(c.Bucketed, c.Grouped, c.Asked)
        or len(plain) != 2
        or len(grains) != 1
    ):
        return None
    [grain] = grains
    whole = all(period.start and period.end for period in plain)
    return grain if whole and grain in ("month", "quarter", "year") else None


def _against(p: Parts) -> c.Compared | None:
    """The most telling of the comparisons: on the year before growth, growth before side by side."""
    found = p.of(c.Compared)
    for kind in ("year", "period", "growth", "each"):
        if one := next((x for x in found if x.against == kind), None):
            return one
    return None


def _of_one(
    plain: Sequence[c.When], others: list[c.When], against: c.Compared, bucketed: bool, today: date
) -> tuple[list[c.When], Comparison]:
    now = replace(plain[0], period=_passed(plain[0].period, today))
    if against.against == "year":
        return [now, *others], Comparison("year")
    if bucketed:
        return [now, *others], Comparison()
    if against.unit and against.unit != plain[0].period.grain:
        return [now, *others], Comparison(grain=against.unit)
    length = _length(plain[0].period)
    return [now, *others], Comparison(length.unit, length.n)
