"""What is measured: the measures named, the one behind a share, and the one that goes without saying."""

from __future__ import annotations

import itertools

from pipeline.catalog import Member
from pipeline.language import Text
from pipeline.planner.composing.composition import Composition, Unanswerable, cube_of
from pipeline.planner.composing.fit import best, best_measure, unconnected
from pipeline.planner.composing.ones import tells_apart
from pipeline.planner.composing.ratios import divide_by_things, whole_asked_of_each
from pipeline.planner.confidence import Doubt
from pipeline.planner.draft import Choice
from pipeline.planner.graph import AGAINST_JOINS
from pipeline.planner.readings import Reading, Role, aggregate_of
from pipeline.planner.tokens import phrase
from pipeline.planner.words import GENERIC, MAIN_MEASURES

_MAIN = frozenset(phrase(w) for w in MAIN_MEASURES)
_GENERIC = frozenset(w for text in GENERIC for w in phrase(text))
# A title without one of these words leaves a real choice of aggregate.
_CHOSEN_AGGREGATES = ("avg", "min", "max")
_AGGREGATE_NAMES = {
    "avg": ("average", "平均值"),
    "sum": ("total", "总和"),
    "count": ("count", "数量"),
    "min": ("minimum", "最小值"),
    "max": ("maximum", "最大值"),
    "median": ("median", "中位数"),
}


def choose_measures(c: Composition) -> None:
    """Chooses a measure for each mention. Raises `Unanswerable` when one does not exist or cannot
    be had together with the others."""
    for choice in c.draft.measures:
        if whole := whole_asked_of_each(c, choice):
            c.add_measure(whole)
            c.ratio = True
            continue
        if choice.lacks:
            _list_instead(c, choice, choice.lacks)
            continue
        if choice.counted and _is_axis(c, choice.counted) and _count_rows(c, choice.text, choice.counted):
            continue
        reading = best(c, choice) if c.anchors else best_measure(c, choice)
        if reading is None:
            if choice.readings:
                raise unconnected(c, choice)
            continue
        _say_aggregate(c, choice, reading)
        c.add_measure(reading.target)
    divide_by_things(c)
    if not c.ratio:
        _check_aggregates(c)
    if c.draft.ratio and len(c.measures) == 2:
        c.ratio = True
    elif c.draft.ratio and not (c.draft.share or c.groups):
        raise Unanswerable(
            "It is not clear which figure is to be divided by which.", "没有读懂要用哪个指标除以哪个指标。"
        )
    elif c.draft.share and not (c.groups or c.draft.versus) and len(c.measures) <= 2:
        c.measures = _as_rate(c, c.measures)
    if not c.draft.counting:
        for bound in c.draft.bounds:
            if bound.is_on_measure:
                c.add_measure(bound.subject.readings[0].target)


def _check_aggregates(c: Composition) -> None:
    """An average that belongs to no noun must be one that a measure has: "average orders per customer"
    is not the number of orders. Raises `Unanswerable`."""
    found = {aggregate_of(c.catalog.members[m]) for m in c.measures}
    lost = next((a for a in c.draft.unbound if a not in found and None not in found), None)
    if lost and c.measures:
        measure = c.catalog.members[c.measures[0]]
        en, zh = _AGGREGATE_NAMES[lost]
        if lost == "median":
            raise Unanswerable(
                f'The data has no {en} of "{measure.titles.en}".', f"数据中没有“{measure.titles.zh}”的{zh}。"
            )
        raise Unanswerable(
            f"The data measures {measure.titles.en}, but not the {en} of it per thing.",
            f"数据中有“{measure.titles.zh}”，但没有按对象计算的{zh}。",
            [measure],
        )


def _list_instead(c: Composition, choice: Choice, aggregate: str) -> None:
    """A thing that is not measured in the way asked for: its different values are listed where a
    count was asked for. Raises `Unanswerable` for other aggregates."""
    dimensions = [r for r in choice.readings if r.role is Role.DIMENSION]
    if aggregate == "count" and dimensions:
        listed = bool(c.groups or c.draft.grain) or _is_axis(c, dimensions)
        if listed and _count_rows(c, choice.text, dimensions):
            return
    if aggregate == "count" and dimensions:
        c.groups.append(Choice(choice.text, dimensions))
        c.listing = True
        c.note(
            f"The different values of {choice.text} are listed; the number of rows is their count.",
            f"列出“{choice.text}”的所有不同取值，行数即为其数量。",
        )
        return
    en, zh = _AGGREGATE_NAMES[aggregate]
    raise Unanswerable(
        f'The data has no {en} of "{choice.text}".',
        f"数据中没有“{choice.text}”的{zh}。",
        _instead_of(c, aggregate, choice.readings),
    )


def _instead_of(c: Composition, aggregate: str, readings: list[Reading]) -> list[Member]:
    """What may be offered in the place of an aggregate: nothing that adds up for a median."""
    measures = [c.catalog.members[r.target] for r in readings if r.role is Role.MEASURE]
    return [] if aggregate == "median" else measures


_ONE_NUMBER = (None, "none", "number")
_TWO_GROUPS = ("stacked_bar", "grouped_bar", "heatmap")


def _is_axis(c: Composition, dimensions: list[Reading]) -> bool:
    """Whether counting a dimension means counting the rows of each of its values: it is grouped by as
    well, or a chart or an order is asked for, which one number cannot have."""
    if _is_grouped_by(c, dimensions):
        return True
    alone = not (c.groups or c.draft.grain or c.trend)
    return alone and (c.draft.chart not in _ONE_NUMBER or bool(c.draft.sort))


def _is_grouped_by(c: Composition, dimensions: list[Reading]) -> bool:
    targets = {r.target for r in dimensions}
    return any(r.target in targets for group in c.groups for r in group.readings)


def _count_rows(c: Composition, text: str, dimensions: list[Reading]) -> bool:
    """Counts rows in the place of the different values of a dimension, by which they are then grouped
    where nothing else is. Returns whether there is such a count."""
    counted = _rows_with(c, dimensions)
    if counted is None:
        return False
    c.note(
        f'Rows were counted, not the different values of "{text}": {counted.titles.en}.',
        f"统计的是记录数，而不是“{text}”的不同取值数：{counted.titles.zh}。",
        None if _is_grouped_by(c, dimensions) else Doubt.COUNTED_ROWS,
    )
    c.add_measure(counted.name)
    needs_another = c.draft.chart in _TWO_GROUPS and len(c.groups) == 1 and not c.draft.grain
    if not (c.groups or c.draft.grain) or needs_another:
        c.groups.append(Choice(text, dimensions))
    return True


def _rows_with(c: Composition, dimensions: list[Reading]) -> Member | None:
    """The measure that counts the rows of the cube that has one of the dimensions."""
    told = [r.target for r in c.draft.records.readings] if c.draft.records else []
    cubes = [cube_of(r.target) for r in dimensions]
    joined = [cube for cube in told if any(other in c.graph.one_of_each(cube) for other in cubes)]
    for cube in (*joined, *cubes):
        for measure in c.catalog.cubes[cube].measures:
            if measure.agg_type == "count":
                return measure
    return None


def _say_aggregate(c: Composition, choice: Choice, reading: Reading) -> None:
    """Says which aggregate was taken where the question names none."""
    if not (reading.shortened and reading.aggregate):
        return
    others = [r for r in choice.readings if r.shortened and r.target != reading.target]
    said = any(choice.text in note.en for note in c.notes)
    if not (others or reading.aggregate in _CHOSEN_AGGREGATES) or said:
        return
    title = c.catalog.members[reading.target].titles
    en, zh = f'"{choice.text}" was taken as {title.en}', f"“{choice.text}”按“{title.zh}”计算"
    if average := _as_well_averaged(c, reading, others):
        c.note(f"{en}; it could also mean {average.en}.", f"{zh}；也可能指“{average.zh}”。", Doubt.TOTAL)
        c.rivals.append((choice.text, average))
    else:
        chosen = reading.aggregate in _CHOSEN_AGGREGATES
        c.note(f"{en}.", f"{zh}。", Doubt.AGGREGATE if chosen else None)


def _as_well_averaged(c: Composition, reading: Reading, others: list[Reading]) -> Text | None:
    """The title of the average that may be meant as well as the total: what happened on a day is added
    up, but the budgets of things of which no day is known may be either."""
    cube = cube_of(reading.target)
    if reading.aggregate != "sum" or any(d.type == "time" for d in c.catalog.cubes[cube].dimensions):
        return None
    own = (r.target for r in others if r.aggregate == "avg" and cube_of(r.target) == cube)
    return next((c.catalog.members[name].titles for name in own), None)


def _as_rate(c: Composition, chosen: list[str]) -> list[str]:
    """The percentage that a measure is part of, where the catalog has it: the share of returned
    orders is the return rate."""
    for name in reversed(chosen):
        measure = c.catalog.members[name]
        cube = c.catalog.cubes[measure.cube]
        words = words_of(*measure.titles) - words_of(*cube.titles)
        for rate in cube.measures:
            if rate.format == "percent" and words & words_of(*rate.titles):
                return [rate.name]
    return chosen


def words_of(*texts: str) -> set[str]:
    """What titles can share: their Latin stems, and pairs of Han characters."""
    found: set[str] = set()
    for text in texts:
        stems = phrase(text)
        found |= {w for w in stems if w.isascii() and w not in _GENERIC}
        han = [w for w in stems if not w.isascii()]
        found |= {a + b for a, b in itertools.pairwise(han) if not {a, b} & _GENERIC}
    return found


def default_measure(c: Composition) -> None:
    """Takes what goes without saying when the question names no measure: how many there are, or the
    main sum for a ranking."""
    draft = c.draft
    if draft.unbound and not (draft.counting or draft.rank):
        en, zh = _AGGREGATE_NAMES[draft.unbound[0]]
        raise Unanswerable(
            f"The question does not say of which figure the {en} is wanted.",
            f"问题没有说明要哪个指标的{zh}。",
            [m for cube in _cubes_meant(c)[:1] for m in c.catalog.cubes[cube].plain_measures],
        )
    ranked = draft.rank and not (c.rank_by or draft.counting) and c.dimensions and not draft.qualifiers
    for cube in _cubes_meant(c):
        measure = _figure(c, cube) or _nearest(c, cube, "sum" if ranked else "count")
        if measure and draft.rank and not _is_plain_choice(c, measure):
            raise Unanswerable(
                "The question does not say by which measure to rank.",
                "问题没有说明按哪个指标排名。",
                c.catalog.cubes[measure.cube].plain_measures,
            )
        if measure and not draft.counting and _lists_each(c, measure):
            return
        if measure:
            title = c.full_title(measure)
            c.note(
                f"No measure was named; {title.en} was taken.",
                f"问题没有指明指标，按“{title.zh}”计算。",
                None if measure == _figure(c, cube) or _is_counted(c, cube) else Doubt.NO_MEASURE,
            )
            c.add_measure(measure.name)
            return


def _figure(c: Composition, cube: str) -> Member | None:
    """The one figure that the rows of a cube are, which counting them would not tell."""
    return c.catalog.members.get(c.catalog.cubes[cube].figure or "")


def _is_counted(c: Composition, cube: str) -> bool:
    """Whether the question says that the things of a cube are to be counted."""
    return c.draft.counting or c.draft.spread or cube in c.named_cubes


def _lists_each(c: Composition, count: Member) -> bool:
    """Whether each of the things is listed, with what it has: "player ID by home city"."""
    charted = c.draft.chart not in _ONE_NUMBER or c.draft.grain or c.trend or c.draft.share
    return not charted and any(tells_apart(c, count.cube, dimension) for dimension in c.dimensions)


def _cubes_meant(c: Composition) -> list[str]:
    cubes = list(c.named_cubes)
    cubes += [cube_of(r.target) for choice in c.time for r in choice.readings[:1]]
    cubes += [cube_of(name) for name in c.dimensions]
    for choice in (*c.draft.values, *c.draft.segments):
        for reading in choice.readings[:1]:
            cube = cube_of(reading.target)
            if c.label(cube) == reading.target:
                # of one thing with a name, what belongs to it is counted
                cubes += [other.name for other in c.catalog.cubes.values() if cube in other.joins]
            cubes.append(cube)
    cubes += [cube_of(b.subject.readings[0].target) for b in c.draft.bounds if b.subject.readings]
    root = c.graph.root(cubes) if not c.named_cubes and not c.dimensions else None
    return list(dict.fromkeys([root, *cubes] if root else cubes))


def _nearest(c: Composition, cube: str, aggregate: str) -> Member | None:
    plain = [m for m in c.catalog.measures if not m.aggregates]
    measures = [m for m in plain if c.graph.distance(m.cube, cube) < AGAINST_JOINS]
    measures.sort(key=lambda m: c.graph.distance(m.cube, cube))
    sums = [m for m in measures if aggregate_of(m) == "sum"]
    if aggregate == "sum" and sums:
        return min(sums, key=lambda m: (not _is_main(m), m.format != "currency"))
    counts = [m for m in measures if aggregate_of(m) == "count"]
    return next(iter(counts), None)


def _is_plain_choice(c: Composition, measure: Member) -> bool:
    """Whether a measure goes without saying in a ranking: it is the main one, or the only one."""
    figure = measure == _figure(c, measure.cube)
    return (
        figure
        or _is_main(measure)
        or c.draft.counting
        or len(c.catalog.cubes[measure.cube].plain_measures) == 1
    )


def _is_main(measure: Member) -> bool:
    """Whether a measure is what "best" and "top" mean when nothing else is said."""
    return any(phrase(t) in _MAIN for t in (*measure.titles, *measure.synonyms))
