"""Things of which there is, or is not, something else that refers to them: customers without orders.

A join leads from the order to its customer, so that no one query finds the customers without any: the things
are asked for, and beside them those of which there is something.
"""

from __future__ import annotations

from pipeline.derived import Lacking
from pipeline.planner import clauses as c
from pipeline.planner.asks.ask import Made
from pipeline.planner.asks.draft import Draft, say_by_name, subject_of
from pipeline.planner.asks.measures import sense_cost
from pipeline.planner.asks.schema import cube_of
from pipeline.planner.readings import Role
from pipeline.query import Filter, Query, TimeDimension

_COST = 0.1


def absences(d: Draft) -> list[c.Blank]:
    """The clauses that ask for things without something that refers to them; the draft then lists the things
    by their key, and `lacking` says what they lack."""
    found = [blank for blank in d.p.of(c.Blank) if not blank.negated and lacks(d, blank)]
    return found[:1]


def lacks(d: Draft, blank: c.Blank) -> bool:
    """Whether a clause is about something that refers to the things; the draft then knows it."""
    subject = things_of(d)
    if subject is None or d.s.identity(subject) is None or not _far_cube(d, blank, subject):
        return False
    say_by_name(d, subject)
    d.lacks = blank
    d.made.assume("absence", _COST)
    return True


def things_of(d: Draft) -> str | None:
    """The cube of the things: those that are counted, or else those that the question is about."""
    counted = [r.target for x in d.p.of(c.Counted) for r in x.noun.of(Role.ENTITY)]
    return counted[0] if counted else subject_of(d)


def _far_cube(d: Draft, blank: c.Blank, subject: str) -> str | None:
    """The cube whose rows refer to the things, where a clause is about it."""
    graph = d.s.graph
    own = [r for r in blank.noun.senses if r.role is Role.DIMENSION and cube_of(r.target) == subject]
    if own and all(sense_cost(r) == 0 for r in own):
        return None  # a column of the things themselves is empty
    ranked = sorted(blank.noun.senses, key=lambda r: sense_cost(r) + (r.role is not Role.ENTITY) * 0.05)
    for sense in ranked:
        cube = cube_of(sense.target)
        if cube != subject and cube not in graph.one_of_each(subject) and _between(d, subject, cube):
            return cube
    return None


def _between(d: Draft, subject: str, cube: str) -> str | None:
    """The cube from which joins lead to both, to one row of each: that one itself, or one between them."""
    one_of_each = d.s.graph.one_of_each
    if subject in one_of_each(cube):
        return cube
    ways = [x for x in d.s.catalog.cubes if {subject, cube} <= one_of_each(x).keys()]
    return min(ways, key=lambda x: one_of_each(x)[subject] + one_of_each(x)[cube], default=None)


def about_what_lacks(d: Draft) -> Made:
    """What a time in the question is about: what is lacked, whose assumptions are those of the draft."""
    assert d.lacks is not None
    subject = things_of(d) or ""
    cube = _far_cube(d, d.lacks, subject) or subject
    count = d.s.count(cube)
    return Made([count] if count else [], assumptions=d.made.assumptions)


def lacking(d: Draft, query: Query) -> tuple[Query, Lacking]:
    """The query of the things, and what they lack. Conditions on what is lacked go with that."""
    assert d.lacks is not None
    subject = things_of(d)
    assert subject is not None
    key = d.s.identity(subject)
    assert key is not None
    cube = _far_cube(d, d.lacks, subject) or subject
    root = _between(d, subject, cube) or cube
    own = {subject, *d.s.graph.one_of_each(subject)}
    mine = [f for f in query.filters if not isinstance(f, Filter) or cube_of(f.member) in own]
    theirs = [f for f in query.filters if f not in mine]
    times = [t for t in query.time_dimensions if cube_of(t.dimension) in own]
    their_times = [t for t in query.time_dimensions if t not in times and t.date_range]
    dated = [r.target for r in d.lacks.noun.senses if r.role is Role.DIMENSION]
    if root != cube and dated:
        theirs.append(Filter(member=dated[0], operator="set"))
    count = d.s.count(root)
    other = Query(
        measures=[count] if count else [],
        dimensions=[key],
        time_dimensions=[TimeDimension(dimension=t.dimension, date_range=t.date_range) for t in their_times],
        filters=theirs,
        segments=[x for x in query.segments if cube_of(x) not in own],
    )
    label = d.s.label(subject)
    shown = [key, *([label] if label and label != key else [])]
    shown += [g for g in query.dimensions if g not in shown and cube_of(g) in own]
    segments = [x for x in query.segments if cube_of(x) in own]
    things = Query(
        dimensions=shown, time_dimensions=times, filters=mine, segments=segments, limit=query.limit
    )
    return things, Lacking(key, other, d.lacks.negated)
