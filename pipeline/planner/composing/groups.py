"""What is grouped by, and what is listed when nothing is measured."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.catalog import Member
from pipeline.planner.composing.composition import GROUPS_AT_MOST, Composition, Unanswerable, cube_of
from pipeline.planner.composing.fit import best, distance, unconnected
from pipeline.planner.composing.ones import count_by_name_in
from pipeline.planner.composing.time_axis import time_axis
from pipeline.planner.confidence import Doubt
from pipeline.planner.draft import Choice
from pipeline.planner.graph import UNREACHABLE
from pipeline.planner.readings import Reading, Role, aggregate_of
from pipeline.planner.titles import JOINING, NUMBERING, without_ending
from pipeline.planner.tokens import phrase

_POINTS_AT_MOST = 5000  # of more, the rows that are read would be the largest and no picture of all
_TITLE = 0.9  # a dimension called by less than its name gives way to the thing itself


def choose_groups(c: Composition) -> None:
    """Chooses the dimensions that the question groups by or lists. Raises `Unanswerable` when one
    cannot be had together with the measures."""
    measured = bool(c.measures)
    if not c.anchors:
        c.anchors += c.named_cubes[:1] or _cubes_of_one(c)
    for choice in c.groups:
        name = dimension_of(c, choice) or _counted_there(c, choice)
        if name and name not in c.dimensions:
            c.dimensions.append(name)
            if not measured:
                c.anchors.append(cube_of(name))
        elif name is None and choice not in c.time and not _is_nameless(c, choice):
            if c.anchors:
                raise unconnected(c, choice)
            c.unexplained.append(choice.text)
    for choice in c.draft.qualifiers:
        if not (choice.clause and c.dimensions):
            _group_by_things(
                c, next((r.target for r in choice.readings if r.role is Role.ENTITY), None), measured
            )
    if c.listing and not measured:
        for choice in list(c.time):
            if name := dimension_of(c, choice):
                c.add_dimension(name)
    keys = [k for d in c.dimensions if (k := c.catalog.members[d]).primary_key]
    c.dimensions = [d for d in c.dimensions if not _is_named_twice(c, d, keys)]
    if _asks_for_properties(c):
        if not c.dimensions:
            own = c.measures or [r.target for choice in c.time for r in choice.readings[:1]]
            c.dimensions += [label for name in own[:1] if (label := c.label(cube_of(name)))]
        c.measures, c.listing, c.trend = [], True, False
        for choice in list(c.time):
            if name := dimension_of(c, choice):
                c.add_dimension(name)


def _asks_for_properties(c: Composition) -> bool:
    """Whether what looks like a count are the things whose name and more is asked for: "name, city and hire
    date of employees"."""
    draft = c.draft
    charted = draft.chart not in (None, "none") or draft.grain or draft.share or draft.rank or draft.unbound
    if charted or draft.counting or draft.bounds or draft.grouped or len(c.measures) > 1:
        return False
    labels = {c.label(cube_of(d)) for d in c.dimensions}
    named = bool(labels & {*c.dimensions}) and len(c.groups) + len(c.time) > 1
    undated = c.groups or c.trend or draft.periods or draft.not_periods or draft.values or draft.qualifiers
    dated = bool(c.time) and not undated
    if not c.measures:
        return bool(c.time) and (named or (dated and not draft.measures))
    measure = c.catalog.members[c.measures[0]]
    mentioned = (r for choice in draft.measures for r in c.lexicon.readings(phrase(choice.text)))
    only_mentioned = any(r.role is Role.ENTITY and r.target == measure.cube for r in mentioned)
    label = c.label(measure.cube)
    listed = (named and label in c.dimensions) or (dated and label is not None)
    return aggregate_of(measure) == "count" and only_mentioned and listed


def _cubes_of_one(c: Composition) -> list[str]:
    """The cube of the first mention that only one has, where another could be of several: the products of
    "name and price of products"."""
    cubes = [{cube_of(r.target) for r in choice.readings} for choice in c.groups]
    if all(len(found) == 1 for found in cubes):
        return []
    return [*next((found for found in cubes if len(found) == 1), set())]


def _counted_there(c: Composition, choice: Choice) -> str | None:
    """The dimension of a mention to which no join leads from what is counted, which has a column of names
    there."""
    for reading in choice.readings if not c.dimensions else ():
        apart = reading.role is Role.DIMENSION and distance(c, reading, c.anchors) >= UNREACHABLE
        if apart and count_by_name_in(c, cube_of(reading.target)):
            c.anchors = [cube_of(reading.target)]
            return reading.target
    return None


def tell_namesakes_apart(c: Composition) -> None:
    """Shows the key beside the name of things some of which have one name: two of them are not one."""
    if not c.measures:
        return
    named = {r.target for choice in c.groups for r in choice.readings if r.role is Role.ENTITY}
    for cube, key in c.lexicon.namesakes.items():
        label = c.label(cube)
        if label in c.dimensions and key not in c.dimensions and (cube in named or c.draft.person):
            c.dimensions.insert(c.dimensions.index(label) + 1, key)
    for cube in named:
        label, code = c.label(cube), _code_of(c, cube)
        if label in c.dimensions and code and code not in c.dimensions:
            c.dimensions.insert(c.dimensions.index(label) + 1, code)


def _code_of(c: Composition, cube: str) -> str | None:
    """The code that a cube's things are known by as well as by their name: the ACCT of Accounting."""
    keys = [d for d in c.catalog.cubes[cube].dimensions if d.primary_key]
    coded = len(keys) == 1 and keys[0].type == "string" and phrase(keys[0].titles.en)[-1:] == phrase("code")
    return keys[0].name if coded else None


def _is_named_twice(c: Composition, dimension: str, keys: Sequence[Member]) -> bool:
    """Whether a dimension only points to things that are grouped by one of their own ``keys`` already: the
    account of a transaction beside the account's own number."""
    member = c.catalog.members[dimension]
    joined = c.catalog.cubes[member.cube].joins
    others = (k for k in keys if k.titles == member.titles and k.name != dimension)
    return any(joined.get(k.cube) == "many_to_one" for k in others)


def _is_nameless(c: Composition, choice: Choice) -> bool:
    """Whether the measure's own things are meant, which have no name to be told apart by."""
    return all(r.role is Role.ENTITY and r.target in c.anchors for r in choice.readings)


def _group_by_things(c: Composition, cube: str | None, measured: bool) -> None:
    """Groups by things that are only mentioned, or lists them when nothing is measured."""
    label = c.label(cube)
    if cube is None or label is None or label in c.dimensions:
        return
    if measured:
        if _is_grouping(c, cube, label):
            c.dimensions.append(label)
    elif not c.dimensions and not c.draft.counting and (c.listing or is_list(c, [label])):
        c.dimensions.append(label)


def _is_grouping(c: Composition, cube: str, label: str) -> bool:
    """Whether a thing named beside a measure is what it is grouped by."""
    if (c.dimensions or c.draft.grain) and (c.draft.grouped or c.draft.counting):
        return False  # "students advised by each rank of faculty" says by what
    if cube in c.anchors or any(c.graph.distance(a, cube) >= UNREACHABLE for a in c.anchors):
        return False
    ranked = c.draft.rank is not None and not c.groups
    bounded = any(b.is_on_measure for b in c.draft.bounds)
    return ranked or bounded or 1 < c.lexicon.cardinality.get(label, 0) <= GROUPS_AT_MOST


def dimension_of(c: Composition, choice: Choice) -> str | None:
    """The dimension a mention means; a date that is not listed becomes the time axis instead."""
    dimensions = [r for r in choice.readings if r.role is Role.DIMENSION]
    reading = best(c, Choice(choice.text, dimensions)) if dimensions else None
    entity = next((r.target for r in choice.readings if r.role is Role.ENTITY), None)
    label = c.label(_in_part(c, entity))
    if reading and label and cube_of(reading.target) == entity and reading.shortened:
        return label
    if reading and not (label and (reading.strength < _TITLE or _is_nearer(c, entity, reading))):
        if c.catalog.members[reading.target].type == "time":
            if choice not in c.time:
                c.time.insert(0, choice)
            c.trend = c.trend or not c.listing
            return reading.target if c.listing else None
        return _name_of_referred(c, choice.text, reading) or _member_in_part(c, reading.target)
    if label and entity and distance(c, Reading(Role.ENTITY, entity), c.anchors) < UNREACHABLE:
        return label
    return reading.target if reading else None


def _in_part(c: Composition, cube: str | None) -> str | None:
    """The cube of a cube's things in the part that the question names for what is measured: of documents the
    employee who destroyed them, not the one who allowed it; the cube itself where it names none."""
    thing = set(phrase(c.catalog.cubes[cube].titles.en)) if cube else set()
    for anchor in dict.fromkeys(c.anchors if thing else ()):
        for dimension in c.catalog.cubes[anchor].dimensions if anchor in c.catalog.cubes else ():
            words = set(phrase(dimension.titles.en))
            part = {w for w in words - thing - JOINING if (w,) not in NUMBERING}
            if dimension.refers_to in c.catalog.cubes and thing <= words and part and part <= c.draft.said:
                return dimension.refers_to
    return cube


def _member_in_part(c: Composition, dimension: str) -> str:
    """A dimension of things as it is of those in the part that the question names."""
    cube, _, name = dimension.partition(".")
    member = f"{_in_part(c, cube)}.{name}"
    return member if member in c.catalog else dimension


def _is_nearer(c: Composition, cube: str | None, reading: Reading) -> bool:
    """Whether the things themselves are nearer to what is measured than a number that refers to them: the
    physician of a patient than that of a prescription."""
    refers = c.catalog.members[reading.target].refers_to is not None
    own = distance(c, Reading(Role.ENTITY, cube or ""), c.anchors)
    return refers and bool(c.anchors) and own < distance(c, reading, c.anchors)


def _name_of_referred(c: Composition, text: str, reading: Reading) -> str | None:
    """What the things are called whose numbers a dimension holds, where the ``text`` does not ask for numbers
    and the joins from what is measured lead to those things by that dimension."""
    other = c.catalog.members[reading.target].refers_to
    label = c.label(other)
    own = phrase(reading.target.split(".", 1)[1])
    by_number = not reading.shortened and any(without_ending(own, NUMBERING))
    asked = phrase(text)
    by_number |= any(without_ending(asked, NUMBERING)) or any((word,) in NUMBERING for word in asked)
    if other is None or label is None or by_number:
        return None
    near = min((c.graph.distance(anchor, cube_of(reading.target)) for anchor in c.anchors), default=0)
    led_to = min((c.graph.distance(anchor, other) for anchor in c.anchors), default=1)
    return label if led_to == near + 1 else None


def is_list(c: Composition, dimensions: list[str]) -> bool:
    """Whether things with a condition of their own are listed rather than counted."""
    draft = c.draft
    if draft.counting or draft.share or draft.grain or c.trend or draft.grouped:
        return False
    if draft.bounds or draft.missing or draft.texts:
        return bool(dimensions or draft.qualifiers)
    if c.time and draft.periods and c.label(cube_of(c.time[0].readings[0].target)):
        return True  # "products launched since 2024"
    if draft.rank:
        return c.rank_by is not None
    return bool(draft.plural and dimensions)


def infer_groups(c: Composition) -> None:
    """Adds what is listed or ranked where the question does not name it. Raises `Unanswerable` for
    a ranking of nothing."""
    draft = c.draft
    wanted = c.listing or (draft.rank and draft.limit) or draft.plural
    counted_by_date = draft.counting and c.trend
    if not (c.dimensions or counted_by_date) and (wanted or (not c.measures and is_list(c, []))):
        _list_values_owner(c)
    if draft.texts and not (c.dimensions or c.measures or draft.counting or draft.grain):
        _list_called(c)
    if draft.person and c.rank_by and not (c.dimensions or c.measures):  # "who earns the most"
        cubes = [cube_of(r.target) for r in c.rank_by.readings]
        c.dimensions += [label for cube in cubes[:1] if (label := c.label(cube))]
    if draft.by_time and c.dimensions and not c.measures:
        _rank_by_time(c)
    if c.dimensions or draft.grain:
        return
    charted = draft.chart not in (None, "none", "number") or _sets_things_against(c)
    if c.measures and charted and not (c.trend or draft.rank):
        _give_an_axis(c)
    if draft.rank and c.measures:
        if draft.person:
            _rank_people(c)
        aggregate = aggregate_of(c.catalog.members[c.measures[0]])
        if not c.dimensions and aggregate not in ("max", "min"):
            raise _nothing_to_rank(c, c.measures[0])
    bounded = [b.subject.readings[0].target for b in draft.bounds if b.is_on_measure]
    if bounded and not c.dimensions:
        _list_those_bounded(c, bounded)


def _give_an_axis(c: Composition) -> None:
    """A chart of one number shows nothing: what the question restricts by its letters is shown, or, where
    two measures are set against each other as points, the things they belong to."""
    for text in c.draft.texts:
        if name := dimension_of(c, text.subject):
            c.add_dimension(name)
            return
    if len(c.measures) < 2 or not (c.draft.chart == "scatter" or _sets_things_against(c)):
        return
    if _count_along_number(c):
        return
    near = c.graph.one_of_each(cube_of(c.measures[0]))
    for cube in sorted(near, key=near.__getitem__):
        keys = [d.name for d in c.catalog.cubes[cube].dimensions if d.primary_key]
        each = c.label(cube) or next(iter(keys), None)
        if each and _is_few(c, each):
            title = c.full_title(c.catalog.members[each])
            c.note(f"Each point is one {title.en}.", f"每个点对应一个“{title.zh}”。", Doubt.POINTS)
            c.add_dimension(each)
            if cube == cube_of(c.measures[0]):  # of one thing each aggregate is the same
                c.doubts = [d for d in c.doubts if d not in (Doubt.AGGREGATE, Doubt.TOTAL)]
            return


def _count_along_number(c: Composition) -> bool:
    """Groups a count by the number it is set against: the students of each grade of "grade vs number of
    students", as of each student there is one. Returns whether it did."""
    counts = [m for m in c.measures if c.catalog.members[m].agg_type == "count"]
    if len(c.measures) != 2 or len(counts) != 1:
        return False
    for choice in c.draft.measures:
        named = {r.target for r in choice.readings}
        if (
            not all(r.shortened for r in choice.readings)
            or counts[0] in named
            or named.isdisjoint(c.measures)
        ):
            continue
        for reading in c.lexicon.readings(phrase(choice.text)):
            own = reading.role is Role.DIMENSION and cube_of(reading.target) == cube_of(counts[0])
            if own and c.catalog.members[reading.target].type == "number":
                c.measures = counts
                c.add_dimension(reading.target)
                c.notes = [n for n in c.notes if not n.en.startswith(f'"{choice.text}"')]
                c.rivals = [r for r in c.rivals if r[0] != choice.text]
                c.doubts = [d for d in c.doubts if d not in (Doubt.AGGREGATE, Doubt.TOTAL)]
                return True
    return False


def _sets_things_against(c: Composition) -> bool:
    """Whether two numbers of things are set against each other: "weight vs height". What happened on some
    day is added up instead: "sales vs cost"."""
    draft = c.draft
    compared = len(draft.values) > len({r.target for v in draft.values for r in v.readings[:1]})
    if len(c.measures) < 2 or not draft.versus or draft.chart or compared:
        return False
    cube = c.catalog.cubes[cube_of(c.measures[0])]
    return not any(d.type == "time" for d in cube.dimensions)


def _is_few(c: Composition, dimension: str) -> bool:
    """Whether a dimension has no more values than points can be drawn; of texts whose values are not
    known there are too many, and how many numbers there are is not asked."""
    unknown = _POINTS_AT_MOST + 1 if c.catalog.members[dimension].type == "string" else 0
    return c.lexicon.cardinality.get(dimension, unknown) <= _POINTS_AT_MOST


def _list_values_owner(c: Composition) -> None:
    """What is listed when only a value is named: directors are employees."""
    for choice in (*c.draft.values, *c.draft.segments, *c.time):
        for reading in choice.readings[:1]:
            if label := c.label(cube_of(reading.target)):
                c.add_dimension(label)
                return


def _list_called(c: Composition) -> None:
    """Those whose letters a condition is about are listed: "product name contains tea"."""
    for text in c.draft.texts:
        if name := dimension_of(c, text.subject):
            c.add_dimension(c.label(cube_of(name)) or name)
            c.add_dimension(name)


def _rank_by_time(c: Composition) -> None:
    """The latest or earliest things are listed with the date that makes them so."""
    axis = time_axis(c)
    if axis:
        c.rank_by = Choice(axis.titles.en, [Reading(Role.DIMENSION, axis.name)])
        c.listing, c.trend = True, False
        c.dimensions.append(axis.name)


def _rank_people(c: Composition) -> None:
    """Who is ranked when only "who" is said: the nearest things that have a name."""
    reach = c.graph.reach(cube_of(c.measures[0]))
    label = next((label for cube in sorted(reach, key=reach.__getitem__) if (label := c.label(cube))), None)
    if label:
        title = c.catalog.members[label].titles
        c.note(f"Ranked by {title.en}.", f"按“{title.zh}”排名。")
        c.add_dimension(label)


def _list_those_bounded(c: Composition, bounded: list[str]) -> None:
    """Lists the things that a condition on a measure leaves: a query cannot count groups."""
    cubes = [cube_of(m) for m in c.measures] or c.anchors
    label = c.label(cubes[0]) if cubes else None
    if label is None:
        raise _nothing_to_rank(c, bounded[0])
    title = c.catalog.members[label].titles
    c.measures = list(dict.fromkeys(bounded))
    c.add_dimension(label)
    c.note(
        f"Those that meet the condition are listed by {title.en}; the number of rows is their count.",
        f"按“{title.zh}”列出符合条件的记录，行数即为其数量。",
    )


def _nothing_to_rank(c: Composition, measure: str) -> Unanswerable:
    member = c.catalog.members[measure]
    return Unanswerable(
        f'The question does not say whose "{member.titles.en}" is meant.',
        f"问题没有说明是哪类对象的“{member.titles.zh}”。",
        [member],
    )
