"""What restricts the rows: values, flags, what is missing, numbers, letters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from pipeline.language import Text
from pipeline.planner.asks.ask import Made, Unanswerable
from pipeline.planner.asks.groups import dimension_for, full_title
from pipeline.planner.asks.measures import options, sense_cost
from pipeline.planner.asks.schema import Schema, cube_of
from pipeline.planner.clauses import Blank, Bounded, Counted, Flagged, Measured, Noun, Number, Spelt, Valued
from pipeline.planner.dates.periods import span_of
from pipeline.planner.numbers import plain
from pipeline.planner.readings import Reading, Role
from pipeline.planner.tokens import phrase
from pipeline.planner.words import YES
from pipeline.query import Condition, Filter

_UNSHOWN = 0.1
_HAS = frozenset((Role.VALUE,))


def value_filter(s: Schema, clause: Valued, cubes: list[str], named: list[str], made: Made) -> Filter | None:
    """The condition that values of one dimension make. ``named``: dimensions that the question names.

    Returns None where no value can be had beside ``cubes``.
    """
    members: dict[str, dict[str, float]] = {}
    of = _dimensions_of(s, clause.of) if clause.of else None
    for noun in clause.nouns:
        for sense in noun.of(Role.VALUE):
            cost = sense_cost(sense) + s.nearest(cubes, cube_of(sense.target))
            cost -= 0.3 if sense.target in named else 0.0
            if of is not None:
                cost += _belongs(s, sense, of)
            cost += 0.0004 * min(s.cardinality(sense.target), 500)
            known = members.setdefault(sense.target, {})
            known[noun.text] = min(cost, known.get(noun.text, cost))
    if not members:
        return None
    whole = {m: costs for m, costs in members.items() if len(costs) == len({n.text for n in clause.nouns})}
    if not whole:
        return None
    ranked = sorted(whole, key=lambda m: sum(whole[m].values()))
    best = ranked[0]
    made.assume("value", max(0.0, sum(whole[best].values())))
    if len(ranked) > 1 and sum(whole[ranked[1]].values()) - sum(whole[best].values()) < 0.05:
        first, second = full_title(s, s.member(best)), full_title(s, s.member(ranked[1]))
        text = clause.nouns[0].text
        said = Text(
            f'"{text}" was read as a value of {first.en}; it is also one of {second.en}.',
            f"“{text}”按“{first.zh}”的取值理解；它也是“{second.zh}”的取值。",
        )
        made.assume("rival", 0.1, said, text, (second,))
    values: dict[str, None] = {}
    for noun in clause.nouns:
        senses = [r for r in noun.of(Role.VALUE) if r.target == best and r.value is not None]
        strongest = max(r.strength for r in senses)
        for sense in senses:
            if sense.strength >= strongest - 0.06:
                values[str(sense.value)] = None
    return Filter(member=best, operator="notEquals" if clause.negated else "equals", values=list(values))


def _dimensions_of(s: Schema, noun: Noun) -> tuple[set[str], set[str]]:
    """The dimensions, and the cubes, that a mention beside a value may mean."""
    return {r.target for r in noun.of(Role.DIMENSION)}, {r.target for r in noun.of(Role.ENTITY)}


def _belongs(s: Schema, sense: Reading, of: tuple[set[str], set[str]]) -> float:
    dimensions, cubes = of
    if sense.target in dimensions:
        return -0.2
    if cube_of(sense.target) in cubes:
        return -0.1
    return 0.5 if dimensions and not cubes else 0.15


def flag_filter(s: Schema, clause: Flagged, cubes: list[str], made: Made) -> Filter | str | None:
    """The condition that a boolean makes, or the name of a segment.

    Raises `Unanswerable` for a segment that is to be left out.
    """
    ranked = sorted(
        (sense_cost(r) + s.nearest(cubes, cube_of(r.target)), i, r)
        for i, r in enumerate(clause.noun.of(Role.VALUE, Role.SEGMENT))
        if r.role is Role.SEGMENT or s.type(r.target) == "boolean" or str(r.value).lower() in YES
    )
    if not ranked:
        return None
    cost, _, sense = ranked[0]
    made.assume("flag", cost)
    if sense.role is Role.SEGMENT:
        if clause.negated:
            title = s.member(sense.target).titles
            raise Unanswerable(
                f'All but "{title.en}" cannot be asked for: a segment can only be kept.',
                f"无法查询“{title.zh}”以外的部分：分段只能保留，不能排除。",
            )
        return sense.target
    if s.type(sense.target) != "boolean":
        return _told_by_words(s, sense, clause.negated)
    yes = sense.value in (None, "true")
    said = "true" if yes != clause.negated else "false"
    return Filter(member=sense.target, operator="equals", values=[said])


def _told_by_words(s: Schema, sense: Reading, negated: bool) -> Filter:
    """The condition on a column of "yes" and "no"."""
    others = [v for v in s.lexicon.values.get(sense.target, ()) if v and v != sense.value]
    if negated and len(others) == 1:
        return Filter(member=sense.target, operator="equals", values=others)
    operator: Literal["notEquals", "equals"] = "notEquals" if negated else "equals"
    return Filter(member=sense.target, operator=operator, values=[sense.value])


def blank_filter(s: Schema, clause: Blank, cubes: list[str], made: Made) -> Filter | None:
    """The condition that something is missing, or is there."""
    ranked: list[tuple[float, str]] = []
    for sense in clause.noun.senses:
        if sense.role is Role.DIMENSION:
            ranked.append((sense_cost(sense) + s.nearest(cubes, cube_of(sense.target)), sense.target))
        elif sense.role is Role.ENTITY and (key := s.key(sense.target) or s.label(sense.target)):
            ranked.append((sense_cost(sense) + 0.1 + s.nearest(cubes, sense.target), key))
    if not ranked:
        return None
    cost, name = min(ranked)
    if cube_of(name) not in cubes and all(cube_of(name) not in s.graph.reach(cube) for cube in cubes):
        raise Unanswerable(*_no_way(s, cubes, cube_of(name)))
    made.assume("blank", cost)
    return Filter(member=name, operator="set" if clause.negated else "notSet")


def _no_way(s: Schema, cubes: list[str], other: str) -> tuple[str, str]:
    own, theirs = s.catalog.cubes[cubes[0]].titles if cubes else Text("", ""), s.catalog.cubes[other].titles
    return (
        f"{own.en} that have none of {theirs.en} cannot be found: the model joins {theirs.en} to {own.en},"
        " and not the other way round.",
        f"无法查询没有{theirs.zh}的{own.zh}：数据模型只有从{theirs.zh}到{own.zh}的关联，没有反向关联。",
    )


def bound_filters(s: Schema, clause: Bounded, made: Made, listed: list[str], today: date) -> list[Filter]:
    """The conditions that a number makes, on a measure or a column. Raises `Unanswerable`.

    Args:
        listed: the cubes whose things the rows are, of which a column is meant rather than a sum.
    """
    name = _bounded_member(s, clause, made, listed)
    if name is None:
        raise Unanswerable(
            f"It is not clear what {clause.value.text} refers to.",
            f"没有读懂“{clause.value.text}”指的是什么。",
        )
    if s.type(name) == "time":
        return [_ago(name, clause, today)]
    if s.member(name).kind == "measure":
        made.add_measure(name)
    if clause.upper is not None:
        low, high = (_scaled(s, name, n) for n in (clause.value, clause.upper))
        return [
            Filter(member=name, operator="gte", values=[low]),
            Filter(member=name, operator="lte", values=[high]),
        ]
    operator = clause.operator or "equals"
    return [Filter(member=name, operator=operator, values=[_scaled(s, name, clause.value)])]


def scaled_filter(s: Schema, name: str, clause: Bounded) -> Filter:
    """The condition that a number makes on a member that is known."""
    operator = clause.operator or "equals"
    return Filter(member=name, operator=operator, values=[_scaled(s, name, clause.value)])


def _bounded_member(s: Schema, clause: Bounded, made: Made, listed: list[str]) -> str | None:
    if clause.noun is None:
        return _told_in(s, clause.value.told_in, made) or (made.measures[0] if made.measures else None)
    if clause.counts:
        found = options(s, Counted(clause.noun))
        return found[0].member if found else None
    cubes = listed or made.cubes
    ranked: list[tuple[float, str]] = []
    for sense in clause.noun.of(Role.DIMENSION):
        timed = s.type(sense.target) == "time" and clause.value.unit in ("day", "week", "month", "year")
        if s.type(sense.target) == "number" or timed:
            cost = sense_cost(sense) + s.nearest(cubes, cube_of(sense.target))
            cost += 0.0 if cube_of(sense.target) in cubes else 0.1
            ranked.append((cost, sense.target))
    for option in options(s, Measured(clause.noun)):
        column = None if made.groups else s.dimension_behind(s.member(option.member))
        if column and s.member(option.member).agg_type in ("sum", "avg"):
            ranked.append((option.cost + s.nearest(cubes, cube_of(column)) + 0.1, column))
        cost = option.cost + s.furthest(cube_of(option.member), cubes[:1])
        own = cube_of(option.member) in listed
        cost += 0.5 if own or not made.groups else -0.02
        cost -= 0.3 if option.member in made.measures else 0.0
        ranked.append((cost, option.member))
    if not ranked:
        return None
    cost, name = min(ranked)
    made.assume("bound", cost)
    return name


_OF_UNITS = {"岁": ("年龄", "age"), "years old": ("age", "年龄")}  # what is told in no other unit


def _told_in(s: Schema, unit: str, made: Made) -> str | None:
    """What is told in a unit, where nothing else says what a number bounds: the energy of "over 5 kWh"."""
    words = phrase(unit)
    if not words:
        return None
    for name in _OF_UNITS.get(unit, ()):
        columns = [r.target for r in s.lexicon.readings(phrase(name)) if r.role is Role.DIMENSION]
        near = [column for column in columns if s.type(column) == "number"]
        if near:
            return min(near, key=lambda column: s.nearest(made.cubes, cube_of(column)))
    found = [
        m.name
        for m in s.catalog.members.values()
        if m.type == "number"
        and any(_holds(phrase(t), words) for t in (*(m.unit or ()), *m.titles, m.name.partition(".")[2]))
    ]
    sums = [n for n in found if s.member(n).agg_type == "sum"]
    return next(iter([n for n in made.measures if n in found] + sums + found), None)


def _holds(title: Sequence[str], words: Sequence[str]) -> bool:
    """Whether words stand in a title, one behind the other: the km of "distance km"."""
    n = len(words)
    return any(tuple(title[i : i + n]) == tuple(words) for i in range(len(title) - n + 1))


def _scaled(s: Schema, name: str, number: Number) -> str:
    """A number in the scale of what it bounds: 3 % of a rate that is kept from 0 to 1 is 0.03."""
    value = number.value
    if number.percent and is_fraction(s, name):
        value = value / Decimal(100)
    elif number.unit and (factor := _factor(s, name, number.unit)):
        value = value * factor
    return plain(value)


def is_fraction(s: Schema, name: str) -> bool:
    """Whether percentages of a member are kept from 0 to 1, as far as the data tells."""
    return s.lexicon.is_fraction(name)


_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}


def _factor(s: Schema, name: str, unit: str) -> Decimal | None:
    """What a length of time is multiplied by to be told in the member's own unit."""
    member = s.member(name)
    words = {w for t in (*member.titles, *(member.unit or ()), member.name) for w in phrase_words(t)}
    own = next((u for u in _SECONDS if words & _UNIT_WORDS[u]), None)
    if own is None or unit not in _SECONDS or own == unit:
        return None
    return Decimal(_SECONDS[unit]) / Decimal(_SECONDS[own])


def phrase_words(text: str) -> set[str]:
    """The words of a title, and pairs of Han characters."""
    words = set(text.lower().replace("_", " ").replace("(", " ").replace(")", " ").split())
    return (
        words
        | {text[i : i + 2] for i in range(len(text) - 1) if not text.isascii()}
        | {c for c in text if not c.isascii()}
    )


_UNIT_WORDS = {
    "second": {"second", "seconds", "sec", "secs", "秒"},
    "minute": {"minute", "minutes", "min", "mins", "分钟"},
    "hour": {"hour", "hours", "小时"},
    "day": {"day", "days", "天"},
    "week": {"week", "weeks", "周"},
}


def _ago(name: str, clause: Bounded, today: date) -> Filter:
    """A length of time as a date: employed for more than five years is hired before that day."""
    day = today - span_of(clause.value.unit or "year", int(clause.value.value))
    long_ago = clause.operator in ("gt", "gte")
    return Filter(
        member=name, operator="beforeOrOnDate" if long_ago else "afterOrOnDate", values=[day.isoformat()]
    )


def spelt_filter(s: Schema, clause: Spelt, cubes: list[str], made: Made) -> Filter | None:
    """The condition on the letters of a text."""
    if clause.noun is None:
        label = next((label for cube in cubes if (label := s.label(cube))), None)
        name: str | None = label
    else:
        name = dimension_for(s, clause.noun, cubes, made)
    if name is None:
        return None
    return Filter(member=name, operator=clause.operator or "equals", values=[clause.text])


def merged(filters: list[Condition]) -> list[Condition]:
    """Conditions of equal values on one dimension as one."""
    kept: list[Condition] = []
    at: dict[tuple[str, str], int] = {}
    for one in filters:
        key = (
            (one.member, one.operator)
            if isinstance(one, Filter) and one.operator in ("equals", "notEquals")
            else None
        )
        if key and key in at:
            first = kept[at[key]]
            assert isinstance(first, Filter)
            assert isinstance(one, Filter)
            values = list(dict.fromkeys([*first.values, *one.values]))
            kept[at[key]] = first.model_copy(update={"values": values})
            continue
        if key:
            at[key] = len(kept)
        if one not in kept:
            kept.append(one)
    return kept
