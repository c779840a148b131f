"""The records that link what is counted with what it is counted by: the registrations that lie between
students and courses.

A student who registered twice is one student. How many registrations there were is another number that
the same words ask for, so it stands beside the students.
"""

from __future__ import annotations

from pipeline.derived import Links
from pipeline.planner.composing.composition import Composition, cube_of
from pipeline.query import Query


def links(c: Composition, query: Query) -> list[Links]:
    """The count of the records that link the things counted with their groups and restrictions, where
    one thing may have several of them."""
    if len(query.measures) != 1 or _only_count(c, cube_of(query.measures[0])) != query.measures[0]:
        return []
    things = cube_of(query.measures[0])
    others = {cube_of(name) for name in query.members()} - {things}
    if others <= c.graph.one_of_each(things).keys():
        return []
    reached = {cube: c.graph.one_of_each(cube) for cube in c.catalog.cubes}
    linking = [cube for cube, found in reached.items() if {things, *others} <= found.keys()]
    if not linking:
        return []
    nearest = min(linking, key=lambda cube: sum(reached[cube][o] for o in (things, *others)))
    count = _only_count(c, nearest)
    return [Links(count)] if count else []


def _only_count(c: Composition, cube: str) -> str | None:
    """The measure that counts the rows of a cube. Of several, some count only a part of them, and which
    do is not known."""
    counts = [m.name for m in c.catalog.cubes[cube].measures if m.agg_type == "count"]
    return counts[0] if len(counts) == 1 else None
