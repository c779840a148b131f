"""What is measured: which member each mention means, and what goes without saying."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.catalog import Member
from pipeline.language import Text
from pipeline.planner.asks.ask import Made, Unanswerable
from pipeline.planner.asks.schema import Schema, cube_of, said_in
from pipeline.planner.averaged import is_load
from pipeline.planner.clauses import Counted, Measured, Noun
from pipeline.planner.readings import Reading, Role, aggregate_of
from pipeline.planner.tokens import phrase
from pipeline.planner.words import AVERAGED

_WEAK = 0.6  # of what a sense lacks in strength
_PARTIAL = 0.2
_ANOTHER_AGGREGATE = 1.4  # than the one asked for
_UNSAID_AGGREGATE = 0.12
_DISTINCT_ROWS = 0.7  # rows are counted where different values were asked for
_AVERAGED = frozenset(w for text in AVERAGED for w in (phrase(text) if text.isascii() else (text,)))
_PER_THING = 0.4  # an average of counts, where the things are named
_ENDS = 0.2  # the least or most of what is an aggregate itself
_CLOSE = 0.1  # senses as near in cost are rivals


@dataclass(frozen=True)
class Option:
    """A measure that a mention may mean, at a cost."""

    member: str
    cost: float
    kind: str = ""


def sense_cost(sense: Reading) -> float:
    """How far a name is from the title it stands for."""
    return (1 - sense.strength) * _WEAK + _PARTIAL * sense.partial


def options(s: Schema, clause: Measured | Counted) -> list[Option]:
    """The measures that a clause may mean, the likeliest first."""
    found: dict[str, Option] = {}
    made = _counted(s, clause) if isinstance(clause, Counted) else _measured(s, clause.noun, clause.aggregate)
    for option in made:
        if option.member not in found or found[option.member].cost > option.cost:
            found[option.member] = option
    return sorted(found.values(), key=lambda o: o.cost)


def _measured(s: Schema, noun: Noun, aggregate: str | None) -> list[Option]:
    found: list[Option] = []
    for sense in noun.senses:
        cost = sense_cost(sense)
        if sense.role is Role.MEASURE:
            found += _of_measure(s, sense, aggregate, cost)
        elif sense.role is Role.DIMENSION and s.type(sense.target) == "number":
            found += _of_column(s, sense, aggregate, cost)
        elif sense.role is Role.ENTITY and aggregate in (None, "sum"):
            if amount := None if noun.plural else s.amount_of(sense.target):
                found.append(Option(amount, cost + 0.02))
            if count := s.count(sense.target):
                found.append(Option(count, cost + 0.3))
    return found


def _of_measure(s: Schema, sense: Reading, aggregate: str | None, cost: float) -> list[Option]:
    member = s.member(sense.target)
    if aggregate is None:
        return [_unsaid(s, member, sense, cost)]
    own = aggregate_of(member) or said_in(member)
    whole = bool(said_in(member)) and not sense.shortened and sense.strength == 1
    if own == aggregate or whole:  # "the highest average delay" is rather ranked by than measured
        ends = own != aggregate and aggregate in ("max", "min")
        return [Option(sense.target, cost + (_ENDS if ends else -0.05))]
    other = s.aggregate(sense.target, aggregate)
    if other:
        per_thing = own == "count" and aggregate == "avg"  # an average order is no number of orders
        return [Option(other, cost + (_PER_THING if per_thing else 0.0))]
    if own is None or (aggregate == "sum" and own == "count"):
        return [Option(sense.target, cost + 0.15)]
    if aggregate == "sum" and own == "avg":
        return [Option(sense.target, cost + _ANOTHER_AGGREGATE, "lacks")]
    return [Option(sense.target, cost + _ANOTHER_AGGREGATE, "lacks")]


def _unsaid(s: Schema, member: Member, sense: Reading, cost: float) -> Option:
    """A measure whose aggregate is not named: what adds up to nothing is averaged, other amounts summed."""
    if not sense.shortened or sense.aggregate not in ("avg", "min", "max", "sum"):
        return Option(sense.target, cost)
    averaged = is_of_each(s, member)
    likely = "avg" if averaged else "sum"
    unsaid = 0.0 if sense.aggregate == likely else _UNSAID_AGGREGATE
    return Option(
        sense.target, cost + unsaid, "" if sense.aggregate == "sum" and not averaged else "aggregate"
    )


def is_of_each(s: Schema, member: Member) -> bool:
    """Whether numbers add up to nothing, so that their average is meant: ages, prices, weights of persons."""
    if any(map(is_load, member.titles)):
        return not s.adds_up(member)
    said = {*phrase(member.titles.en), *(w for w in AVERAGED if not w.isascii() and w in member.titles.zh)}
    return bool(_AVERAGED & said)


def _of_column(s: Schema, sense: Reading, aggregate: str | None, cost: float) -> list[Option]:
    wanted = [aggregate] if aggregate else ["sum", "avg"]
    for one in wanted:
        if name := s.aggregate(sense.target, one):
            if aggregate is None and is_of_each(s, s.member(sense.target)):
                name = s.aggregate(sense.target, "avg") or name
            return [Option(name, cost + (0.0 if aggregate else 0.2), "" if aggregate else "aggregate")]
    return []


def _counted(s: Schema, clause: Counted) -> list[Option]:
    found: list[Option] = []
    for sense in clause.noun.senses:
        cost = sense_cost(sense)
        if sense.role is Role.ENTITY:
            count = s.count(sense.target)
            if count:
                found.append(Option(count, cost + (0.15 if clause.distinct else 0.0)))
        elif sense.role is Role.MEASURE:
            counts = aggregate_of(s.member(sense.target)) == "count"
            found.append(Option(sense.target, cost + (0.02 if counts else 0.15)))
        elif sense.role is Role.VALUE and not clause.noun.of(Role.ENTITY, Role.MEASURE, Role.DIMENSION):
            if count := s.count(cube_of(sense.target)):
                found.append(Option(count, cost + 0.1))
        elif sense.role is Role.DIMENSION:
            found += _of_values(s, sense, cost, clause.distinct)
    return found


def _of_values(s: Schema, sense: Reading, cost: float, distinct: bool) -> list[Option]:
    """Counting the values of a dimension."""
    member = s.member(sense.target)
    found = []
    if name := s.distinct(sense.target):
        found.append(Option(name, cost + (0.0 if distinct else 0.05)))
    if member.refers_to and (count := s.count(member.refers_to)) and not distinct:
        found.append(Option(count, cost + 0.1))
    named = s.label(member.cube) == sense.target or member.primary_key
    if named and (count := s.count(member.cube)):
        found.append(Option(count, cost + 0.1))
    if member.type == "number" and not member.primary_key and not distinct:
        found += [Option(o.member, o.cost + 0.1, o.kind) for o in _of_column(s, sense, "sum", cost)]
    return found


def choose(s: Schema, clauses: list[Measured | Counted], made: Made, others: list[list[Reading]]) -> None:
    """Chooses a measure for each clause: those that lie nearest to each other and to what else is named.

    Args:
        others: the senses of each other mention.
    """
    for clause in clauses:
        ranked = sorted(
            (
                (option.cost + from_others(s, cube_of(option.member), made, others), option)
                for option in options(s, clause)
            ),
            key=lambda pair: pair[0],
        )
        if not ranked:
            made.assume("unmeasured", 2.0, words=clause.noun.text)
            continue
        cost, best = ranked[0]
        made.assume("measure", best.cost)
        if best.kind == "lacks" and isinstance(clause, Measured):
            raise _lacks(clause)
        _say(s, clause, best, [o for c, o in ranked[1:] if c - cost < _CLOSE], made)
        made.add_measure(best.member)


def _lacks(clause: Measured) -> Unanswerable:
    en, zh = _AGGREGATES.get(clause.aggregate or "", ("such figure", "这种指标"))
    return Unanswerable(
        f'The data has no {en} of "{clause.noun.text}".', f"数据中没有“{clause.noun.text}”的{zh}。"
    )


_AGGREGATES = {
    "sum": ("total", "合计"),
    "avg": ("average", "平均值"),
    "max": ("maximum", "最大值"),
    "min": ("minimum", "最小值"),
    "median": ("median", "中位数"),
}


def from_others(s: Schema, cube: str, made: Made, others: list[list[Reading]]) -> float:
    """How far a cube lies from the measures chosen so far and from what else is named."""
    far = sum(s.apart(cube, cube_of(m)) for m in made.measures)
    for senses in others:
        far += min((s.apart(cube, cube_of(r.target)) + sense_cost(r) for r in senses), default=0.0)
    return far


def _say(s: Schema, clause: Measured | Counted, best: Option, rivals: list[Option], made: Made) -> None:
    title = s.member(best.member).titles
    words = clause.noun.text
    for rival in rivals[:1]:
        other = s.member(rival.member).titles
        if other == title:
            continue
        said = Text(
            f'"{words}" was read as {title.en}; it could also mean {other.en}.',
            f"“{words}”按“{title.zh}”理解；也可能指“{other.zh}”。",
        )
        made.assume("rival", 0.1, said, words, (other,))
    if best.kind == "aggregate":
        said = Text(f'"{words}" was taken as {title.en}.', f"“{words}”按“{title.zh}”计算。")
        made.assume("aggregate", 0.0, said, words)


def default_measure(s: Schema, made: Made, cubes: list[str]) -> None:
    """Counts the things that the question is about where it names no measure."""
    for cube in cubes:
        figure = s.catalog.cubes[cube].figure
        name = figure or s.count(cube)
        if name:
            title = s.member(name).titles
            said = Text(
                f"No measure was named; {title.en} was taken.", f"问题没有指明指标，按“{title.zh}”计算。"
            )
            made.assume("no measure", 0.2, said)
            made.add_measure(name)
            return
