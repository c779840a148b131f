"""A count that can only be one for each: what each of the things has is counted in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.catalog import Member
from pipeline.planner.composing.composition import Composition, cube_of
from pipeline.planner.confidence import Doubt
from pipeline.planner.titles import measure_of_values
from pipeline.planner.tokens import phrase
from pipeline.query import Condition, Filter


def count_what_each_has(c: Composition, filters: Iterable[Condition]) -> None:
    """Counts the appointments of "the number of names of patients who have made appointments": of each
    patient there is one. Says that each is one where the question names nothing that each may have several
    of."""
    if len(c.measures) != 1 or c.catalog.members[c.measures[0]].agg_type != "count":
        return
    cube = cube_of(c.measures[0])
    each = [dimension for dimension in c.dimensions if tells_apart(c, cube, dimension)]
    if not each:
        return
    for other in _named(c, filters):
        counts = [m for m in c.catalog.cubes[other].measures if m.agg_type == "count"]
        if counts and other != cube and cube in c.graph.one_of_each(other):
            c.measures = [counts[0].name]
            title = counts[0].titles
            c.note(f"{title.en} of each was counted.", f"统计的是每一项的{title.zh}。")
            return
    only_mentioned = any(r.target == cube for choice in c.groups for r in choice.readings)
    if only_mentioned and (c.trend or c.time or len(c.dimensions) > len(each)):
        c.dimensions = [d for d in c.dimensions if d not in each]  # "the dates of loans, count them"
        return
    c.note("Each of them is one, so each count is 1.", "每一项只有一条记录，所以数量都是 1。", Doubt.ONES)


def tells_apart(c: Composition, cube: str, dimension: str) -> bool:
    """Whether no two things of a cube have the same value of a dimension."""
    if cube_of(dimension) != cube:
        return False
    return c.catalog.members[dimension].primary_key or (
        c.label(cube) == dimension and cube in c.lexicon.unique_names
    )


def _named(c: Composition, filters: Iterable[Condition]) -> Iterator[str]:
    """The cubes that the question mentions beside what it measures and groups by."""
    yield from c.named_cubes
    yield from _restricted(filters)


def _restricted(filters: Iterable[Condition]) -> Iterator[str]:
    return (cube_of(f.member) for f in filters if isinstance(f, Filter))


def count_those_referred_to(c: Composition, filters: Iterable[Condition]) -> None:
    """Counts things by the column that names them where nothing else of theirs is in the query and not all it
    names are there: the players of "number of players by position" are all who had one, whoever else is in
    the same team."""
    others = {*map(cube_of, c.dimensions), *_restricted(filters)}
    if len(c.measures) != 1 or cube_of(c.measures[0]) in others or c.draft.periods:
        return
    cube = cube_of(c.measures[0])
    for other in others:
        leads_to_all = all(o in c.graph.one_of_each(other) for o in others)
        if leads_to_all and not c.graph.every_row_has(other, cube) and count_by_name_in(c, other):
            return


def count_by_name_in(c: Composition, other: str) -> bool:
    """Counts things by the column of the cube ``other`` that names them. Returns whether there is one."""
    if len(c.measures) != 1 or c.catalog.members[c.measures[0]].agg_type != "count":
        return False
    cube = cube_of(c.measures[0])
    for dimension in c.catalog.cubes[other].dimensions:
        counted = measure_of_values(c.catalog.cubes[other], dimension)
        if counted and _names(c, dimension, cube):
            c.measures = [counted.name]
            title = counted.titles
            c.note(f"{title.en} was counted.", f"统计的是{title.zh}。")
            return True
    return False


def _names(c: Composition, dimension: Member, cube: str) -> bool:
    """Whether the values of a dimension name things of a cube: they refer to them, or no join does and it is
    called as they are."""
    if dimension.refers_to:
        return dimension.refers_to == cube
    joined = cube in c.graph.one_of_each(dimension.cube)
    return not joined and phrase(dimension.titles.en) == phrase(c.catalog.cubes[cube].titles.en)
