"""Choosing among the readings of a mention: the one that fits the rest of the query."""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import accumulate

from pipeline.planner.composing.composition import Composition, Unanswerable, cube_of
from pipeline.planner.confidence import Doubt
from pipeline.planner.draft import Choice
from pipeline.planner.graph import UNREACHABLE
from pipeline.planner.readings import Reading, Role
from pipeline.planner.tokens import phrase

# A reading by title outweighs this many joins when one by a weaker name lies nearer.
_JOINS_PER_STRENGTH = 4
# Readings this close in distance and in strength are rivals: the choice is said.
_SAME_DISTANCE = 0.5
_SAME_STRENGTH = 0.04
_SAME_FIT = 0.1
_PER_WORD_MENTIONED = 1.5
_PER_WORD_MISSING = 0.2  # the level number is the entry's own rather than its parent entry's
_PART_OF_NAMED_DATE = 20.0  # more than any way of joins: no other date's weekday is meant
_AS_FIT = 1.5
_PART_OF_A_NAME = 0.9  # a reading by a synonym is stronger
_FARTHEST = 100  # an unreachable mention weighs this much, so that the others still count


def distance(c: Composition, reading: Reading, cubes: Sequence[str]) -> int:
    """How far a reading's cube is from what is already in the query; 0 is best."""
    return c.nearest(cube_of(reading.target), cubes)


def reachable(c: Composition, readings: Sequence[Reading], cubes: Sequence[str]) -> list[Reading]:
    """The readings that a query with ``cubes`` can hold."""
    return [r for r in readings if distance(c, r, cubes) < UNREACHABLE]


def unfitness(c: Composition, reading: Reading, cubes: Sequence[str]) -> float:
    """What the nearer and more direct reading has less of. Of half a name, the other half may be
    among what else is mentioned: the descriptions of "descriptions of all outcomes"."""
    nearness = distance(c, reading, cubes) - _JOINS_PER_STRENGTH * reading.strength
    if c.dates and _is_part_of_one(reading.target, c.dates):
        nearness -= _PART_OF_NAMED_DATE  # the weekday is the booking's where the booking date is named
    named_short = reading.partial or reading.strength > _PART_OF_A_NAME
    member = c.catalog.members.get(reading.target) if named_short else None
    if member is None:
        return nearness
    words = set(phrase(member.titles.en))
    mentioned = len(words & c.words)
    cube = c.catalog.cubes[member.cube]
    if not cube.measures and not c.words.issuperset(phrase(cube.titles.en)):
        mentioned = 0  # a part that things play is meant where it is named: the parent entry, the manager
    return nearness - _PER_WORD_MENTIONED * mentioned + _PER_WORD_MISSING * (len(words) - mentioned)


def is_part_of(dimension: str, date: str) -> bool:
    """Whether a dimension is one of a date's parts, which a model names after it: its weekday, its hour."""
    return dimension.startswith(f"{date}_")


def _is_part_of_one(dimension: str, dates: Set[str]) -> bool:
    *beginnings, _ = accumulate(dimension.split("_"), "{}_{}".format)
    return any(beginning in dates for beginning in beginnings)


def best(c: Composition, choice: Choice, cubes: Sequence[str] | None = None) -> Reading | None:
    """The reading that fits the query so far: near first, then the more direct. Says when another
    would have fitted as well. Raises `Cancelled`."""
    c.cancellation.check()
    cubes = list(dict.fromkeys(c.anchors if cubes is None else cubes))
    ranked = sorted(
        reachable(c, choice.readings, cubes), key=lambda r: (unfitness(c, r, cubes), r.role is Role.ENTITY)
    )
    if not ranked:
        return None
    first = ranked[0]
    if _is_part_of_one(first.target, c.dates):
        ranked = [first]  # which date is meant is a question of its own
    rivals = [
        r
        for r in ranked[1:]
        if r.role is first.role
        and abs(distance(c, r, cubes) - distance(c, first, cubes)) < _SAME_DISTANCE
        and abs(r.strength - first.strength) < _SAME_STRENGTH
        and cube_of(r.target) not in c.mentioned
        and unfitness(c, r, cubes) - unfitness(c, first, cubes) < _AS_FIT
    ]
    _say_choice(c, choice.text, first, rivals)
    return first


def best_measure(c: Composition, choice: Choice) -> Reading | None:
    """The reading that can be grouped and restricted by what else the question names. Raises `Cancelled`."""
    c.cancellation.check()
    if not choice.readings:
        return None
    draft = c.draft
    mentioned = (*draft.groups, *draft.values, *draft.time, *draft.qualifiers)
    others = [(found, max(found.values())) for o in mentioned if (found := _strongest(o))]
    known: dict[str, float] = {}

    def apart(cube: str, other: dict[str, float], strength: float) -> float:
        if other.get(cube) == strength:  # as near as any can be
            return -_JOINS_PER_STRENGTH * strength
        distance = c.graph.distance
        return min([min(distance(cube, o), _FARTHEST) - _JOINS_PER_STRENGTH * s for o, s in other.items()])

    def far(reading: Reading) -> float:
        cube = cube_of(reading.target)
        if cube not in known:
            known[cube] = sum([apart(cube, *other) for other in others])
        return known[cube] - _JOINS_PER_STRENGTH * reading.strength

    first = min(choice.readings, key=far)
    rivals = [
        r
        for r in choice.readings
        if r is not first and r.aggregate == first.aggregate and abs(far(r) - far(first)) < _SAME_FIT
    ]
    _say_choice(c, choice.text, first, rivals)
    return first


def _strongest(choice: Choice) -> dict[str, float]:
    """Each cube that a mention can be about, with the strength of the most direct reading."""
    found: dict[str, float] = {}
    for reading in choice.readings:
        cube = cube_of(reading.target)
        found[cube] = max(found.get(cube, 0.0), reading.strength)
    return found


def _say_choice(c: Composition, text: str, first: Reading, rivals: Sequence[Reading]) -> None:
    if not rivals or first.role not in (Role.MEASURE, Role.DIMENSION):
        return
    member, other = c.catalog.members[first.target], c.catalog.members[rivals[0].target]
    if member.titles == other.titles and member.cube == other.cube:
        return
    chosen, rejected = c.full_title(member), c.full_title(other)
    if (text, rejected) in c.rivals:
        return
    taken = f'"{text}" was taken as {chosen.en}.'
    c.notes = [note for note in c.notes if note.en != taken]  # said with the other one now
    c.note(
        f'"{text}" was read as {chosen.en}; it could also mean {rejected.en}.',
        f"“{text}”按“{chosen.zh}”理解；也可能指“{rejected.zh}”。",
        # which aggregate of a number is meant is a doubt of its own
        None if first.role is Role.MEASURE and first.aggregate != rivals[0].aggregate else Doubt.RIVAL,
    )
    c.rivals.append((text, rejected))
    c.offers.append(other)


def unconnected(c: Composition, choice: Choice) -> Unanswerable:
    """There is no query that holds both ``choice`` and what is already in it."""
    target = choice.readings[0].target
    member = c.catalog.members.get(target)
    title = member.titles if member else c.catalog.cubes[target].titles
    cube = c.catalog.cubes[c.anchors[0]].titles
    return Unanswerable(
        f'Nothing in the data connects "{title.en}" with {cube.en}.',
        f"数据中没有把“{title.zh}”与“{cube.zh}”联系起来的关系。",
        c.offers,
    )
