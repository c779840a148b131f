"""What is measured in a unit that the question names: "how many minutes", 多少钱."""

from __future__ import annotations

from pipeline.catalog import Member
from pipeline.planner.asks.ask import Made
from pipeline.planner.asks.measures import from_others
from pipeline.planner.asks.schema import Schema, cube_of
from pipeline.planner.clauses import InUnit
from pipeline.planner.readings import Reading
from pipeline.planner.tokens import phrase

_COST = 0.15  # what naming something by its unit alone costs
_WORDS = {
    "second": ("second", "sec", "秒"),
    "minute": ("minute", "min", "分钟"),
    "hour": ("hour", "hr", "小时", "工时"),
    "day": ("day", "天"),
    "month": ("month", "个月"),
    "year": ("year", "年"),
}
_TIMES = ("minute", "hour", "day", "second")


def measure_in(s: Schema, clause: InUnit, made: Made, others: list[list[Reading]]) -> bool:
    """Adds the sum that is told in a unit and lies nearest to what else is named. Whether there is one."""
    found = [m for m in s.catalog.measures if m.agg_type in ("sum", "number", "avg") and _told_in(m, clause)]
    if not found:
        return False

    def far(measure: Member) -> float:
        cube = cube_of(measure.name)
        near = min((s.apart(cube, cube_of(x)) for x in made.measures), default=0.0)
        return near + from_others(s, cube, Made(), others) + 0.2 * (measure.agg_type != "sum")

    best = min(found, key=far)
    made.assume("unit", _COST + far(best))
    made.measures = [m for m in made.measures if s.member(m).agg_type != "count"]
    made.add_measure(best.name)
    return True


def _told_in(measure: Member, clause: InUnit) -> bool:
    if clause.unit == "money":
        return measure.format == "currency"
    units = _TIMES if clause.unit == "time" else (clause.unit,) if clause.unit else ()
    texts = (*measure.titles, *(measure.unit or ()), measure.name.partition(".")[2].replace("_", " "))
    words = {w for text in texts for w in phrase(text)}
    if units:
        own = [w for unit in units for w in _WORDS.get(unit, ())]
        return any(w in words or any(not w.isascii() and w in t for t in texts) for w in own)
    wanted = phrase(clause.text)
    return bool(wanted) and (wanted[-1] in words or any(clause.text in t for t in (measure.unit or ())))
