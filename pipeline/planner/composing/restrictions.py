"""What restricts the rows: values, number conditions, what is missing, segments."""

from __future__ import annotations

from pipeline.planner.composing.composition import Composition, Unanswerable, cube_of
from pipeline.planner.composing.fit import best, distance, reachable, unfitness
from pipeline.planner.composing.groups import dimension_of
from pipeline.planner.confidence import Doubt
from pipeline.planner.dates.periods import span_of
from pipeline.planner.draft import Bound, Choice
from pipeline.planner.graph import AGAINST_JOINS
from pipeline.planner.readings import Reading, Role, aggregate_of
from pipeline.query import Condition, Filter, Or


def choose_filters(c: Composition) -> list[Condition]:
    """The conditions of the question, its time apart; may add dimensions that are to be seen beside
    them."""
    cubes = c.cubes
    kept, left_out = _values(c, cubes)
    filters: list[Condition] = []
    shown: list[str] = []
    for member, values in kept.items():
        if c.draft.share and not c.dimensions and len(kept) == len(values) == 1:
            shown.append(member)  # the share of one value is read off beside the others
            continue
        filters.append(Filter(member=member, operator="equals", values=list(values)))
        each = c.draft.versus or not (c.draft.counting or c.draft.either)
        if len(set(values.values())) > 1 and (c.draft.versus or (each and not c.dimensions)):
            shown.append(member)
    for member, values in left_out.items():
        filters.append(Filter(member=member, operator="notEquals", values=list(values)))
    filters += _bounds(c, cubes, shown)
    for text in c.draft.texts:
        if name := dimension_of(c, text.subject):
            filters.append(Filter(member=name, operator=text.operator, values=[text.text]))
        else:
            c.unexplained.append(text.text)
    c.unexplained += [f"not {choice.text}" for choice in c.draft.segments if choice.negated]
    if c.draft.missing and (c.draft.periods or c.draft.not_periods):
        raise Unanswerable(
            "What has none of something within a time cannot be asked for here; without the time it can.",
            "这里不能查询“某段时间内没有某事”的对象；去掉时间条件后可以查询。",
        )
    for choice in c.draft.missing:
        if name := _told_by(c, choice):
            _check_direction(c, name)
            filters.append(Filter(member=name, operator="notSet"))
        else:
            c.unexplained.append(choice.text)
    for name in shown:
        c.add_dimension(name)
    restricted = filters or c.draft.segments
    if restricted and c.draft.share and not (c.dimensions or c.draft.grain or c.trend) and _adds_up(c):
        c.note(
            "What part of the whole that is, is not computed here; the figure itself is shown.",
            "这里不计算它占总体的比例，只给出数值本身。",
            Doubt.IGNORED,
        )
    return filters


def _adds_up(c: Composition) -> bool:
    return bool(c.measures) and all(
        aggregate_of(c.catalog.members[m]) in ("sum", "count") for m in c.measures
    )


def _check_direction(c: Composition, missing: str) -> None:
    """What has none of something is found only where the model joins from it to that thing. Raises
    `Unanswerable`."""
    own = next(iter(c.cubes), cube_of(missing))
    if c.graph.distance(own, cube_of(missing)) < AGAINST_JOINS:
        return
    titles = c.catalog.cubes[own].titles, c.catalog.cubes[cube_of(missing)].titles
    raise Unanswerable(
        f"{titles[0].en} that have none of {titles[1].en} cannot be found: the model joins {titles[1].en} to"
        f" {titles[0].en}, and not the other way round.",
        f"无法查询没有{titles[1].zh}的{titles[0].zh}：数据模型只有从{titles[1].zh}到{titles[0].zh}的关联，没有反向关联。",
    )


def _told_by(c: Composition, missing: Choice) -> str | None:
    """The dimension that is empty where something is missing: of things the number that tells them apart."""
    for reading in missing.readings:
        if reading.role is Role.ENTITY:
            keys = [d.name for d in c.catalog.cubes[reading.target].dimensions if d.primary_key]
            names = [*keys[:1], *([label] if (label := c.label(reading.target)) else [])]
            of_it = best(c, Choice(missing.text, [Reading(Role.DIMENSION, name) for name in names]))
            if of_it:
                return of_it.target
    dimensions = [r for r in missing.readings if r.role is Role.DIMENSION]
    found = best(c, Choice(missing.text, dimensions)) if dimensions else None
    return found.target if found else None


def segments(c: Composition) -> list[str]:
    """The segments of the question."""
    chosen = (s.readings[0].target for s in c.draft.segments if s.readings and not s.negated)
    return list(dict.fromkeys(chosen))


_Values = dict[str, dict[str, str]]  # dimension -> value -> the words that name it


def _values(c: Composition, cubes: list[str]) -> tuple[_Values, _Values]:
    """The values meant and those left out, by their dimension."""
    kept: _Values = {}
    left_out: _Values = {}
    for choice in c.draft.values:
        reading = _best_value(c, choice, cubes)
        if reading is None or reading.value is None:
            c.unexplained.append(choice.text)
            continue
        side = left_out if choice.negated else kept
        same = [r.value for r in choice.readings if r.target == reading.target and r.value is not None]
        side.setdefault(reading.target, {}).update(dict.fromkeys(same, choice.text))  # a weekend is two days
    return kept, left_out


def _best_value(c: Composition, choice: Choice, cubes: list[str]) -> Reading | None:
    named = set(c.named_cubes)

    def fit(reading: Reading) -> tuple[bool, bool, float, int]:
        return (
            reading.target not in c.dimensions,
            cube_of(reading.target) not in named,
            unfitness(c, reading, cubes),
            c.lexicon.cardinality.get(reading.target, 0),
        )

    usable = sorted(reachable(c, choice.readings, cubes), key=fit)
    if len(usable) > 1 and usable[0].target != usable[1].target:
        first, second = (c.full_title(c.catalog.members[r.target]) for r in usable[:2])
        if distance(c, usable[0], cubes) == distance(c, usable[1], cubes):
            c.note(
                f'"{choice.text}" was read as {first.en} = {usable[0].value}; '
                f"it is also a value of {second.en}.",
                f"“{choice.text}”按“{first.zh} = {usable[0].value}”理解；它也是“{second.zh}”的取值。",
            )
    return next(iter(usable), None)


def _bounds(c: Composition, cubes: list[str], shown: list[str]) -> list[Condition]:
    """The number conditions; those that "or" joins and no number meets together are alternatives."""
    found = [f for bound in c.draft.bounds for f in _bound(c, bound, cubes, shown)]
    members = {f.member for f in found}
    above = [float(f.values[0] or 0) for f in found if f.operator in ("gt", "gte")]
    below = [float(f.values[0] or 0) for f in found if f.operator in ("lt", "lte")]
    apart = bool(above) and bool(below) and min(above) >= max(below)
    if c.draft.either and len(members) == 1 and apart:
        return [Or(or_=list(found))]
    return list(found)


def _bound(c: Composition, bound: Bound, cubes: list[str], shown: list[str]) -> list[Filter]:
    target = _bound_member(c, bound.subject, cubes)
    if target is None:
        c.unexplained.append(bound.subject.text)
        return []
    if bound.unit:
        return [_ago(c, target, bound, bound.unit)]
    if c.catalog.members[target].kind == "dimension" and c.dimensions and not c.measures:
        shown.append(target)
    return [Filter(member=target, operator=bound.operator, values=[bound.value])]


def _ago(c: Composition, target: str, bound: Bound, unit: str) -> Filter:
    """A length of time as a date: employed for more than five years is hired before that day."""
    day = c.today - span_of(unit, int(float(bound.value)))
    long_ago = bound.operator in ("gt", "gte")
    operator = "beforeOrOnDate" if long_ago else "afterOrOnDate"
    return Filter(member=target, operator=operator, values=[day.isoformat()])


def _bound_member(c: Composition, subject: Choice, cubes: list[str]) -> str | None:
    usable = reachable(c, subject.readings, cubes)
    for reading in usable:
        if reading.target in c.measures:
            return reading.target
    dimensions = [r for r in usable if r.role is Role.DIMENSION]
    measure = next((r for r in usable if r.role is Role.MEASURE and not r.shortened), None)
    if measure and c.dimensions and not dimensions:
        return measure.target
    reading_chosen = best(c, Choice(subject.text, dimensions or usable), cubes)
    return reading_chosen.target if reading_chosen else None
