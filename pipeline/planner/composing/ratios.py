"""One measure divided by another: "ratio of revenue to orders", "average number of orders per customer"."""

from __future__ import annotations

from pipeline.catalog import Member
from pipeline.planner.composing.composition import GROUPS_AT_MOST, Composition, cube_of
from pipeline.planner.draft import Choice
from pipeline.planner.readings import Role, aggregate_of
from pipeline.planner.titles import NUMBERING, measure_of, nouns_of
from pipeline.planner.tokens import phrase


def whole_asked_of_each(c: Composition, choice: Choice) -> str | None:
    """The measure of which a mention asks the average per thing: it adds up, and has no average of its own
    or is called by its name."""
    per = c.draft.per
    if per is None:
        return None
    return next((r.target for r in choice.whole if _count_of(c, per, r.target)), None)


def divide_by_things(c: Composition) -> None:
    """Divides the one measure chosen by the number of things that it is asked of each of, which are then no
    group, where that is what is asked for."""
    per = c.draft.per
    if per is not None and len(c.measures) == 1 and (total := _total_behind(c, per, c.measures[0])):
        c.measures, c.anchors, c.ratio = [total], [cube_of(total)], True
    if per is not None and len(c.measures) == 1 and _is_average_of(c, per, c.measures[0]):
        _drop(c, per)
        return
    if per is None or len(c.measures) != 1 or not (c.ratio or "avg" in c.draft.unbound or _is_quotient(c)):
        return
    over = _count_of(c, per, c.measures[0])
    c.ratio = over is not None
    if over is None:
        return
    titles = c.catalog.members[c.measures[0]].titles
    c.note(
        f"{titles.en} is divided by {over.titles.en}.",
        f"“{titles.zh}”除以“{over.titles.zh}”。",
    )
    c.add_measure(over.name)
    _drop(c, per)


def _drop(c: Composition, per: Choice) -> None:
    c.groups = [g for g in c.groups if g.text != per.text]
    c.time = [t for t in c.time if t.text != per.text]


def _total_behind(c: Composition, things: Choice, measure: str) -> str | None:
    """The total of which an average is asked of each of some things, where rows are only parts of them: of
    the "average quantity per order", the rows are the lines of orders."""
    average = c.catalog.members[measure]
    if not c.draft.divided or aggregate_of(average) != "avg":
        return None
    counts = [c.catalog.members[r.target] for r in things.readings if r.role is Role.MEASURE]
    dimensions = [c.catalog.members[r.target] for r in things.readings if r.role is Role.DIMENSION]
    numbers = any(phrase(d.titles.en)[-1:] in NUMBERING for d in dimensions)
    parts = numbers and bool(counts) and all(m.agg_type != "count" and m.cube == average.cube for m in counts)
    if not parts or any(r.role is Role.ENTITY for r in things.readings):
        return None
    total = measure_of(c.catalog.cubes[average.cube], nouns_of(average), "sum")
    return total.name if total and total.additive else None


def _is_average_of(c: Composition, things: Choice, measure: str) -> bool:
    """Whether a measure is an average over the things already, which are what its cube has in its rows: the
    "average amount per order"."""
    if not c.draft.divided or aggregate_of(c.catalog.members[measure]) != "avg":
        return False
    counts = (c.catalog.members[r.target] for r in things.readings if r.role is Role.MEASURE)
    cubes = {m.cube for m in counts if m.agg_type == "count"}
    cubes |= {r.target for r in things.readings if r.role is Role.ENTITY}
    return cube_of(measure) in cubes


def _is_quotient(c: Composition) -> bool:
    """Whether "per" divides: there is another group, and too many of the things to show each."""
    per = c.draft.per
    others = [g for g in c.groups if per is None or g.text != per.text]
    if per is None or not (c.draft.divided and (others or c.draft.grain)):
        return False
    labels = [c.label(r.target) for r in per.readings if r.role is Role.ENTITY]
    many = any(c.lexicon.cardinality.get(label or "", 0) > GROUPS_AT_MOST for label in labels)
    return many or not labels


def _count_of(c: Composition, things: Choice, measure: str) -> Member | None:
    """The measure that counts the things, where ``measure`` adds up and can be had together with it."""
    if not c.catalog.members[measure].additive:
        return None
    entities = [r.target for r in things.readings if r.role is Role.ENTITY]
    counts = [m for thing in entities for m in c.catalog.cubes[thing].measures if m.agg_type == "count"]
    counts += [c.catalog.members[r.target] for r in things.readings if r.role is Role.MEASURE]
    found = (m for m in counts if m.name != measure and c.graph.connects({cube_of(measure), m.cube}))
    return next(found, None)
