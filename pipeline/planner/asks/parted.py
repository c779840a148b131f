"""The share of a part: "what percentage of orders used a coupon" is one number, of all orders."""

from __future__ import annotations

from pipeline.derived import Only
from pipeline.planner import clauses as c
from pipeline.planner.asks.draft import Draft
from pipeline.planner.readings import Role
from pipeline.query import Filter

_BY_ITSELF = (c.Grouped, c.Asked, c.Bucketed, c.Ranked)


def part_of_whole(d: Draft) -> None:
    """Takes the condition that says which part is asked for out of those that restrict the whole: the rows
    become all parts, of which only that one is shown."""
    p, made = d.p, d.made
    if not p.has(c.Shared) or p.has(*_BY_ITSELF):
        return
    named = {d.s.label(r.target) for x in p.of(c.Named) for r in x.noun.of(Role.ENTITY)}
    if not named.issuperset(made.groups):
        return
    if not made.measures or not all(d.s.member(m).additive for m in made.measures):
        return
    told = [
        (i, d.told[x]) for i, x in enumerate(p.clauses) if isinstance(x, c.Valued | c.Flagged) and x in d.told
    ]
    told = [(i, f) for i, f in told if f.operator == "equals" and f in d.filters]
    if not told:
        return
    part = _part([i for i, _ in told], next(i for i, x in enumerate(p.clauses) if isinstance(x, c.Shared)))
    condition: Filter = dict(told)[part]
    d.filters.remove(condition)
    made.groups = [condition.member]  # the things that are named are those of the whole
    d.only = Only(condition.member, tuple(str(v) for v in condition.values))


def _part(conditions: list[int], share: int) -> int:
    """Which of the conditions says the part: the one right behind the word for a share ("share of women among
    managers"), or else the one that stands last."""
    if share + 1 in conditions:
        return share + 1
    return max(conditions)
