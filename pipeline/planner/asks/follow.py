"""Follow-ups: the answer before, with the edits that a question makes.

A question that names what is measured and does not sound like a change stands on its own. Any other keeps
what it does not change: measures, groups, conditions, time, order.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from dateutil.relativedelta import relativedelta

from pipeline.cancellation import Cancellation
from pipeline.derived import Basis, Derived, Groups, Lacking, Only, Share
from pipeline.language import Text
from pipeline.planner import clauses as c
from pipeline.planner.asks.ask import Ask, Assumption
from pipeline.planner.asks.compose import compose
from pipeline.planner.asks.draft import Composed
from pipeline.planner.asks.parts import Parts, parts
from pipeline.planner.asks.schema import Schema
from pipeline.planner.composing.changes import shares
from pipeline.planner.grammar.search import Reading
from pipeline.planner.readings import Role
from pipeline.planner.views import in_cubes, in_view
from pipeline.query import Condition, Direction, Filter, Or, Query, TimeDimension

_SAID = Text("Read as a change to the question before.", "按对上一个问题的修改理解。")
_SMALL = 0.05
_ADDING = ("also",)


def followed(
    s: Schema, basis: Basis, reading: Reading, alone: Composed, today: date, cancellation: Cancellation
) -> Composed:
    """The ask of a question that may follow up on the one before. Raises `Cancelled`."""
    p = parts(reading.clauses)
    before = in_cubes(basis.query, s.catalog)
    if stands_alone(p) or not (before.measures or before.dimensions):
        return alone
    p = Parts(tuple(_left_out(x, before) for x in p.clauses))
    if earlier := p.first(c.Earlier):
        shifted = _shifted(before, earlier.unit)
        if shifted is not None:
            before, p = shifted, Parts(tuple(x for x in p.clauses if x is not earlier))
    made = compose(s, p, today, cancellation, given=before)
    if made.ask is None:
        return alone if made.problem is None else made
    query = _merged(s, p, before, made.ask.query)
    if any(x.how == "rest" for x in p.of(c.Changed)):
        query = _others(s, query)
    if not s.graph.connects({m.split(".")[0] for m in query.members()}):
        viewed = in_view(query, s.catalog)
        if viewed is None:
            return alone
        query = viewed
    derived = _derived(s, p, basis, query, made.ask.derived)
    said = Assumption("follow", _SAID, cost=_SMALL)
    return Composed(Ask(query, derived, made.ask.chart), made.cost + _SMALL, (said, *made.assumptions))


def _left_out(clause: c.Clause, before: Query) -> c.Clause:
    """A value that is taken away and that nothing was restricted to is to be left out: 去掉家具."""
    if not isinstance(clause, c.Changed) or clause.how != "remove" or clause.noun is None:
        return clause
    values = clause.noun.only(Role.VALUE)
    restricted = {f.member for f in before.conditions()}
    if not values.senses or clause.noun.of(Role.ENTITY, Role.DIMENSION, Role.MEASURE):
        return clause
    taken_back = restricted.intersection(r.target for r in values.senses)
    return clause if taken_back else c.Valued((values,), negated=True)


_OPPOSITE: Final = {"equals": "notEquals", "notEquals": "equals"}


def _others(s: Schema, query: Query) -> Query:
    """The query about what its last condition leaves out: the rest."""
    for i in range(len(query.filters) - 1, -1, -1):
        one = query.filters[i]
        if not isinstance(one, Filter) or one.operator not in _OPPOSITE:
            continue
        if s.type(one.member) == "boolean" and len(one.values) == 1:
            turned = one.model_copy(update={"values": ["false" if one.values[0] == "true" else "true"]})
        else:
            turned = one.model_copy(update={"operator": _OPPOSITE[one.operator]})
        filters = [turned if f is one else f for f in query.filters]
        return query.model_copy(update={"filters": filters})
    return query


_UNITS = {"day": "days", "week": "weeks", "month": "months", "quarter": "months", "year": "years"}


def _shifted(before: Query, unit: str) -> Query | None:
    """The query about a time one unit earlier, or about the time of the same length before; None where it is
    about no time with both ends."""
    for time in before.time_dimensions:
        if not isinstance(time.date_range, list) or len(time.date_range) != 2:
            continue
        first, last = (date.fromisoformat(day[:10]) for day in time.date_range)
        step = relativedelta(days=(last - first).days + 1)
        if unit in _UNITS:
            step = relativedelta(**{_UNITS[unit]: 3 if unit == "quarter" else 1})  # type: ignore[arg-type]
        whole = (last + timedelta(days=1)).day == 1
        start, end = first - step, last - step
        end = end + relativedelta(day=31) if whole and unit not in ("day", "week", "period") else end
        moved = time.model_copy(update={"date_range": [start.isoformat(), end.isoformat()]})
        times = [moved if t is time else t for t in before.time_dimensions]
        return before.model_copy(update={"time_dimensions": times})
    return None


def stands_alone(p: Parts) -> bool:
    """Whether a question is understood without the one before."""
    if p.has(c.Changed, c.Everything):
        return False
    measured = p.has(c.Measured, c.Counted) or any(r.by is not None for r in p.of(c.Ranked))
    listed = p.has(c.Listed) and any(n.noun.of(Role.ENTITY) for n in p.of(c.Named))
    return measured or listed or p.has(c.Refused)


def _merged(s: Schema, p: Parts, before: Query, now: Query) -> Query:
    adds = any(x.how in _ADDING for x in p.of(c.Changed))
    regrouped = bool(now.dimensions) or any(t.granularity for t in now.time_dimensions)
    removed = _removed(p)
    measures = list(now.measures)
    if p.has(c.Measured, c.Counted) and adds:
        measures = list(dict.fromkeys([*before.measures, *now.measures]))
    groups, kept_bucket = _groups(s, p, before, now, adds, regrouped, removed)
    filters = [f for f in before.filters if not _is_undone(f, now, removed, p)]
    filters += [f for f in now.filters if f not in filters]
    times = _times(before, now, kept_bucket, removed)
    order, limit = _order(p, before, now, groups, times, measures)
    segments = list(dict.fromkeys([*(x for x in before.segments if x not in removed), *now.segments]))
    return before.model_copy(
        update={
            "measures": measures,
            "dimensions": groups,
            "filters": filters,
            "time_dimensions": times,
            "segments": segments,
            "order": order,
            "limit": limit,
        }
    )


def _removed(p: Parts) -> set[str]:
    """The members that the question takes away, or no longer restricts; ``*`` for a bucket of time."""
    found: set[str] = set()
    for change in p.of(c.Changed):
        if change.how == "remove":
            found |= {r.target for r in change.noun.senses} if change.noun else {"*"}
    for everything in p.of(c.Everything):
        if everything.noun:
            found |= {r.target for r in everything.noun.senses}
    return found


def _groups(
    s: Schema, p: Parts, before: Query, now: Query, adds: bool, regrouped: bool, removed: set[str]
) -> tuple[list[str], bool]:
    """The groups, and whether the bucket of time stays."""
    kept = [g for g in before.dimensions if not _takes_away(s, g, removed, p)]
    bucketed = any(t.granularity for t in now.time_dimensions)
    shown = [f.member for f in now.conditions() if f.member in now.dimensions]
    new = [g for g in now.dimensions if g not in shown or g not in kept]
    if not regrouped:
        return kept, "*" not in removed
    if adds:
        return list(dict.fromkeys([*kept, *now.dimensions])), True
    if bucketed and not now.dimensions:
        return kept, False
    if new and all(g in shown for g in new):  # "only Paris and Rome" of something grouped otherwise
        return kept or new, True
    if not new:
        return kept, True
    return list(now.dimensions), False


def _takes_away(s: Schema, group: str, removed: set[str], p: Parts) -> bool:
    """Whether a question says that a group is not to be shown any more."""
    if not p.has(c.Changed):
        return False
    taken = {
        r.target for x in p.of(c.Changed) if x.how == "remove" and x.noun is not None for r in x.noun.senses
    }
    labels = {s.label(t) for t in taken if t in s.catalog.cubes}
    return group in taken or group in labels


def _is_undone(condition: Condition, now: Query, removed: set[str], p: Parts) -> bool:
    """Whether a new condition takes the place of one before, or one is taken back."""
    if not isinstance(condition, Filter):
        return isinstance(condition, Or) and any(t.date_range for t in now.time_dimensions)
    new = {f.member for f in now.filters if isinstance(f, Filter)}
    cube = condition.member.split(".")[0]
    if condition.member in new or condition.member in removed:
        return True
    if condition.operator in ("afterOrOnDate", "beforeOrOnDate", "inDateRange"):
        return any(t.date_range for t in now.time_dimensions)
    if condition.operator == "set" and not p.has(c.Ranked) and condition.member in now.dimensions:
        return False
    return cube in removed


def _times(before: Query, now: Query, kept_bucket: bool, removed: set[str]) -> list[TimeDimension]:
    if not before.time_dimensions:
        return list(now.time_dimensions)
    first = before.time_dimensions[0]
    new = next(iter(now.time_dimensions), None)
    if new is None:
        on_time = any(
            isinstance(f, Filter) and f.member == first.dimension and "Date" in f.operator
            for f in now.filters
        )
        grain = first.granularity if kept_bucket else None
        date_range = None if on_time else first.date_range
        if not grain and not date_range:
            return []
        return [first.model_copy(update={"granularity": grain, "date_range": date_range})]
    grain = new.granularity or (first.granularity if kept_bucket else None)
    named = new.dimension if new.granularity and first.granularity is None and not first.date_range else None
    dimension = named or first.dimension
    return [
        TimeDimension(
            dimension=dimension if new.date_range is None or named else first.dimension,
            granularity=grain,
            date_range=new.date_range or first.date_range,
        )
    ]


def _order(
    p: Parts,
    before: Query,
    now: Query,
    groups: Sequence[str],
    times: Sequence[TimeDimension],
    measures: Sequence[str],
) -> tuple[list[tuple[str, Direction]], int | None]:
    if p.has(c.Ranked, c.Sorted, c.Limited):
        return list(now.order) or list(before.order), now.limit
    if list(groups) != list(before.dimensions):
        return [], None
    replaced = dict(zip(before.measures, measures, strict=False))
    columns = {*measures, *groups, *(t.dimension for t in times if t.granularity)}
    order = [(replaced.get(name, name), way) for name, way in before.order]
    return [(n, w) for n, w in order if n in columns], before.limit


def _derived(s: Schema, p: Parts, basis: Basis, query: Query, now: Sequence[Derived]) -> tuple[Derived, ...]:
    """The derived columns: those asked for now, and shares as long as rows are parts of a whole."""
    if p.has(c.Shared):
        return tuple(shares(query, s.catalog)) or tuple(now)
    if now:
        return tuple(now)
    kept: list[Derived] = []
    if any(isinstance(d, Share) for d in basis.derived):
        kept += shares(query, s.catalog)
    same = list(query.dimensions) == list(basis.query.dimensions)
    for one in basis.derived:
        if isinstance(one, Lacking | Groups | Only):
            kept += [one] if same else []  # of other things it says nothing
        elif not isinstance(one, Share) and getattr(one, "measure", "") in query.measures:
            kept.append(one)
    return tuple(kept)
