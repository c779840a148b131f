"""Which measures a noun can mean under the aggregate word that binds it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.catalog import Member
from pipeline.language import Text
from pipeline.planner.averaged import is_averaged, is_load
from pipeline.planner.cues import Cue
from pipeline.planner.draft import Choice, Draft
from pipeline.planner.reading.places import each
from pipeline.planner.reading.utterance import ASKING, GROUPING, Utterance
from pipeline.planner.readings import Reading, Role, aggregate_of
from pipeline.planner.spans import Span
from pipeline.planner.titles import (
    NAMING,
    NUMBERING,
    measure_of,
    measure_of_values,
    nouns_of,
    without_aggregate,
)
from pipeline.planner.tokens import is_plural, phrase
from pipeline.planner.words import MAIN_MEASURES, WHAT

_AGGREGATES = {
    Cue.COUNT: "count",
    Cue.SUM: "sum",
    Cue.AVG: "avg",
    Cue.MAX: "max",
    Cue.MIN: "min",
    Cue.MEDIAN: "median",
}
_SUPERLATIVES = {Cue.MOST: "max", Cue.LEAST: "min"}
# Of the measures that a title without its aggregate word can mean, the likelier first.
_LIKELIER = {"sum": 0.04, "count": 0.03, None: 0.02, "avg": 0.01}
_WHOLE_TITLE = 0.06
_AVERAGE_OF_A_RATE = 0.05
_MAIN = frozenset(phrase(name) for name in MAIN_MEASURES)
_EACH = re.compile(r"\b(each|every|per)\b|每|各")
_NAMES = frozenset(w for words in NAMING for w in words)
_RATHER_THE_DATE = 0.6  # of "the number of dates of the things"
_COUNTED_ENTITY = 0.9  # strength of "employees" as the measure that counts them


def aggregate_cue(u: Utterance, i: int) -> str | None:
    """The aggregate that an unread span asks for."""
    span = u.spans[i]
    if span.is_noun or i in u.used:
        return None
    return next((name for cue, name in _AGGREGATES.items() if span.is_cue(cue)), None)


def measures_of(u: Utterance, span: Span, aggregate: str | None) -> list[Reading]:
    """The measures a noun can mean, the likelier first, of the kind ``aggregate`` when it is given."""
    return [*u.once(span, ("measures", aggregate), lambda: _measures_of(u, span, aggregate))]


def _measures_of(u: Utterance, span: Span, aggregate: str | None) -> list[Reading]:
    readings = span.of(Role.MEASURE)
    if aggregate:
        return sorted(_unique(_aggregated_by(u, span, aggregate)), key=lambda r: -r.strength)

    def likelihood(reading: Reading) -> float:
        if not reading.shortened:
            return reading.strength + _WHOLE_TITLE
        named = (span.text, u.catalog.members[reading.target].titles.en)
        averaged = reading.aggregate == "avg" and any(map(is_averaged, named))
        if averaged and any(map(is_load, named)):  # as the model has it
            averaged = next((r.aggregate for r in readings if r.aggregate in ("avg", "sum")), "avg") == "avg"
        return reading.strength + (_AVERAGE_OF_A_RATE if averaged else _LIKELIER.get(reading.aggregate, 0.0))

    return sorted(_without_averages_per_thing(u, span, readings), key=likelihood, reverse=True)


def _without_averages_per_thing(u: Utterance, span: Span, readings: list[Reading]) -> list[Reading]:
    """The readings but for calculated averages where the noun names things that are counted: an "average
    order" is an average per order, and bare "orders" are their number."""
    things = {r.target for r in span.of(Role.ENTITY)}
    if not any(r.aggregate == "count" and r.target.split(".")[0] in things for r in readings):
        return readings
    members = u.catalog.members
    return [r for r in readings if not (r.shortened and aggregate_of(members[r.target]) is None)]


def _aggregated_by(u: Utterance, span: Span, aggregate: str) -> list[Reading]:
    readings = span.of(Role.MEASURE)
    fitting = [r for r in readings if r.aggregate == aggregate]
    if aggregate == "avg" and not fitting:
        # what a calculated measure aggregates is not known: an average rate is the rate
        fitting = [r for r in readings if r.aggregate is None]
    elif aggregate == "sum":
        fitting += [r for r in readings if r.aggregate == "count"]  # "total employees" counts them
    elif aggregate == "count" and not fitting:
        usual = "avg" if is_averaged(span.text) else "sum"  # 单价是多少 asks for no sum
        fitting = [r for r in readings if r.aggregate == usual]  # "how many units" sums them
        if not fitting and not u.things(span):
            fitting = readings  # 多少利润: how much, not how many
    if aggregate == "count":
        fitting += [r for e in span.of(Role.ENTITY) for r in counts_of(u, e.target)]
    return fitting


def counts_of(u: Utterance, cube: str) -> list[Reading]:
    """The measure that counts the things of a cube, if it has one."""
    found = u.catalog.cubes.get(cube)
    counts = [m for m in found.measures if aggregate_of(m) == "count"] if found else []
    plainly = [m for m in counts if m.agg_type == "count"] or counts
    return [Reading(Role.MEASURE, m.name, strength=_COUNTED_ENTITY, aggregate="count") for m in plainly[:1]]


def measured(u: Utterance, draft: Draft, i: int) -> Choice:
    """The noun at ``i`` as what is measured.

    Where the aggregate asked for does not exist, the choice says so (`Choice.lacks`) and holds what
    there is instead. A superlative that ranks nothing is the aggregate of an extreme measure.
    """
    span, aggregate = u.spans[i], u.counted.get(i)
    names = _names_counted(u, i) if aggregate == "count" else []
    if names:
        return Choice(span.text, counts_of(u, names[0].target.split(".")[0]), counted=names)
    if aggregate == "count" and u.is_date(span):  # "the number of booking dates" by month
        dates = span.of(Role.DIMENSION)
        draft.time.append(Choice(span.text, dates))
        own = [r for d in dates for r in counts_of(u, d.target.split(".")[0])]
        entities = dict.fromkeys(
            e.target for j in each(u.having(Role.ENTITY)) for e in u.spans[j].of(Role.ENTITY)
        )
        named = [r for entity in entities for r in counts_of(u, entity)]
        named = [replace(r, strength=_RATHER_THE_DATE) for r in named]
        return Choice(span.text, list(_unique(own + named)))
    readings = measures_of(u, span, aggregate)
    if aggregate and (by_name := _aggregates_by_name(u, span, aggregate)):
        readings = [r for r in readings if r.aggregate == aggregate] or by_name
        draft.notes += _on_identifiers(u, readings)
    if not readings and aggregate in _OF_EACH and not is_plural(span.text) and span.text.isascii():
        readings = _of_main_amount(u, draft, span, aggregate)
    if not (readings or aggregate):
        readings = [r for e in span.of(Role.ENTITY) for r in counts_of(u, e.target)]
    if not readings and (aggregate == "count" or _sums_identifiers(u, span, aggregate)):
        readings = [r for d in span.of(Role.DIMENSION) for r in distinct_count(u, d.target)]
        if readings:
            return Choice(span.text, readings, counted=span.of(Role.DIMENSION))
    if not readings and aggregate:
        readings = u.once(span, "any aggregate", lambda: _of_no_aggregate(span))
        return Choice(span.text, readings, lacks=aggregate, whole=_whole(u, span, aggregate))
    if not aggregate and draft.rank and _beside_superlative(u, i):
        extreme = {"desc": "max", "asc": "min"}[draft.rank]
        readings_of_extreme = [r for r in span.of(Role.MEASURE) if r.aggregate == extreme and r.shortened]
        if readings_of_extreme and not _ranks_things(u, draft, i):
            draft.rank = None
            return Choice(span.text, readings_of_extreme)
    if readings and (of := _counted_dimensions(u, span, readings)):
        return Choice(span.text, readings, counted=of)
    if aggregate and readings:  # said, if not in the noun: there is no choice left to report
        which = ("said", aggregate, len(readings), readings[0])
        readings = u.once(span, which, lambda: _with_it_said(readings, aggregate))
    return Choice(span.text, readings, whole=_whole(u, span, aggregate))


def _with_it_said(readings: Iterable[Reading], aggregate: str) -> list[Reading]:
    return [replace(r, shortened=r.shortened and r.aggregate != aggregate) for r in readings]


def _of_no_aggregate(span: Span) -> list[Reading]:
    return [replace(r, aggregate=None) for r in span.of(Role.MEASURE) + span.of(Role.DIMENSION)]


_OF_EACH = ("avg", "max", "min", "median")


_AN_AMOUNT = frozenset(phrase(name) for name in ("amount", "total", "total amount", "value", "price", "cost"))


def _of_main_amount(u: Utterance, draft: Draft, span: Span, aggregate: str) -> list[Reading]:
    """The aggregate of the one amount that a thing has, and is called: of the "average invoice"."""
    for entity in span.of(Role.ENTITY):
        amount = main_amount(u, entity.target)
        nouns = {phrase(amount.titles.en)} & _AN_AMOUNT if amount else set()
        if measure := measure_of(u.catalog.cubes[entity.target], nouns, aggregate):
            en, zh = measure.titles
            draft.notes.append(Text(f'"{span.text}" was taken as {en}.', f"“{span.text}”按“{zh}”计算。"))
            return [Reading(Role.MEASURE, measure.name, aggregate=aggregate)]
    return []


def main_amount(u: Utterance, cube: str) -> Member | None:
    """The one number of a thing that adds up, or the one that is called an amount."""
    sums = [m for m in u.catalog.cubes[cube].plain_measures if aggregate_of(m) == "sum"]
    named = {noun for m in sums for noun in nouns_of(m)}
    numbers = (d for d in u.catalog.cubes[cube].dimensions if d.type == "number")
    amounts = [d for d in numbers if phrase(d.titles.en) in named]
    main = [d for d in amounts if phrase(d.titles.en) in _MAIN]
    found = main if len(main) == 1 else amounts
    return found[0] if len(found) == 1 else None


def _aggregates_by_name(u: Utterance, span: Span, aggregate: str) -> list[Reading]:
    """The measures of a noun that only who asks for their aggregate means (`Member.aggregates`)."""
    return u.once(span, ("by name", aggregate), lambda: _find_by_name(u, span, aggregate))


def _find_by_name(u: Utterance, span: Span, aggregate: str) -> list[Reading]:
    if span.of(Role.ENTITY) or _sums_identifiers(u, span, aggregate):
        return []
    numbers = u.numbers(span)
    whole = [r for r in numbers if not r.partial] or (numbers if len(numbers) == 1 else [])
    found = {r.target: u.lexicon.aggregates.get((r.target, aggregate)) for r in whole}
    return [Reading(Role.MEASURE, measure, aggregate=aggregate) for measure in found.values() if measure]


def _sums_identifiers(u: Utterance, span: Span, aggregate: str | None) -> bool:
    """Whether a total means how many there are: "total order ids"."""
    return (
        aggregate == "sum"
        and span.text.endswith("s")
        and any(_tells_apart(u.catalog.members[r.target]) for r in span.of(Role.DIMENSION))
    )


def _tells_apart(dimension: Member) -> bool:
    return dimension.primary_key or phrase(dimension.titles.en)[-1:] in NUMBERING


def _on_identifiers(u: Utterance, readings: Sequence[Reading]) -> list[Text]:
    """That a figure of numbers that only tell things apart says little."""
    measures = [u.catalog.members[r.target] for r in readings[:1]]
    of = [(m, u.catalog.members[m.aggregates]) for m in measures if m.aggregates]
    return [
        Text(
            f'"{dimension.titles.en}" tells things apart; the figure "{measure.titles.en}" says little.',
            f"“{dimension.titles.zh}”只用来区分对象，“{measure.titles.zh}”意义不大。",
        )
        for measure, dimension in of
        if aggregate_of(measure) in ("sum", "avg") and _tells_apart(dimension)
    ]


def _whole(u: Utterance, span: Span, aggregate: str | None) -> list[Reading]:
    """What adds up and is named as it is called, where its average is asked for."""
    named = span.of(Role.MEASURE) if aggregate == "avg" else []
    counts = [r for e in span.of(Role.ENTITY) for r in counts_of(u, e.target)] if aggregate == "avg" else []
    return [r for r in named if u.catalog.members[r.target].additive and not r.shortened] or counts


def _counted_dimensions(u: Utterance, span: Span, readings: Sequence[Reading]) -> list[Reading]:
    """The dimensions whose values a measure counts that is named in full: "number of different ranks"."""
    if not {"different", "distinct", "unique"} & set(span.text.split()):
        return []
    named = {r.target for r in readings}
    return [
        Reading(Role.DIMENSION, d.name)
        for cube in dict.fromkeys(r.target.split(".")[0] for r in readings)
        for d in u.catalog.cubes[cube].dimensions
        if any(r.target in named for r in distinct_count(u, d.name))
    ]


def _names_counted(u: Utterance, i: int) -> list[Reading]:
    """The dimension whose values are counted where "the number of names of …" says so."""
    ahead = u.before(i)
    if ahead is not None and u.spans[ahead].text == "names of":
        owners = [u.lexicon.labels.get(r.target) for r in u.spans[i].of(Role.ENTITY)]
        return [Reading(Role.DIMENSION, label.name) for label in owners if label]
    if not set(phrase(u.spans[i].text)) & _NAMES:
        return []
    return [r for r in u.spans[i].of(Role.DIMENSION) if r.target in u.lexicon.label_names]


def distinct_count(u: Utterance, dimension: str) -> list[Reading]:
    """The measure that counts the different values of a dimension."""
    if dimension not in u.lexicon.distinct_counts:
        u.lexicon.distinct_counts[dimension] = _distinct_count(u, dimension)
    return [*u.lexicon.distinct_counts[dimension]]


def _distinct_count(u: Utterance, dimension: str) -> list[Reading]:
    member = u.catalog.members[dimension]
    label = u.lexicon.labels.get(member.cube)
    keys = [d.name for d in u.catalog.cubes[member.cube].dimensions if d.primary_key]
    if (label and label.name == dimension) or keys == [dimension]:
        return counts_of(u, member.cube)
    measure = measure_of_values(u.catalog.cubes[member.cube], member)
    return [Reading(Role.MEASURE, measure.name, aggregate="count")] if measure else []


def _beside_superlative(u: Utterance, i: int) -> bool:
    return any(u.is_cue(j, Cue.MOST, Cue.LEAST) for j in (u.before(i), u.after(i)))


def _ranks_things(u: Utterance, draft: Draft, i: int) -> bool:
    """Whether the superlative beside the noun at ``i`` ranks things rather than being an aggregate."""
    asked = u.said_cues(*ASKING) & ~u.saying(WHAT)
    if asked or draft.limit is not None:
        return True
    behind = u.spans[i + 1 : i + 2]
    named = [*behind, *u.spans[i + 2 : i + 3]] if behind and u.is_cue(i + 1, Cue.MOST, Cue.LEAST) else behind
    if any(u.is_rankable(s) for s in named):
        return True  # the highest-paid employee of each department
    if u.cues(*GROUPING) & u.where(_is_each):
        return False  # "the highest price for each film"
    return any(_is_target(u, j) for j in each(u.thinglike))


def _is_each(span: Span) -> bool:
    return bool(_EACH.search(span.text))


def _is_target(u: Utterance, j: int) -> bool:
    span = u.spans[j]
    if not u.is_rankable(span) or j in u.counted:
        return False
    grouped_by = u.is_cue(u.before(j), *GROUPING) or u.is_cue(j - 1, Cue.OF)
    return not grouped_by and not (span.of(Role.MEASURE) and not span.of(Role.ENTITY))


def sharing_noun(u: Utterance, i: int) -> list[Choice]:
    """The measures of "lowest and highest price": several aggregates that share one noun; empty
    when there are not several."""
    span = u.spans[i]
    aggregates = _aggregates_in_front(u, i)
    if not aggregates:
        return []
    own = [r for r in span.of(Role.MEASURE) if not r.shortened and r.strength == 1]
    readings = span.of(Role.MEASURE)
    joined = i > 0 and u.spans[i - 1].is_cue(Cue.AND)  # "average number of orders" is one figure
    for rest, said in without_aggregate(phrase(span.text)) if joined else ():
        readings += [r for r in u.lexicon.readings(rest) if r.role is Role.MEASURE]
        aggregates.append(said)
    found = {
        a: [r for r in readings if r.aggregate == a] or _aggregates_by_name(u, span, a)
        for a in dict.fromkeys(aggregates)
    }
    if len(found) < 2 or not all(found.values()) or (own and len(aggregates) < 2):
        return []
    # the aggregate is said, if not beside the noun: there is no choice left to report
    return [Choice(span.text, [replace(r, shortened=False) for r in rs]) for rs in found.values()]


def _aggregates_in_front(u: Utterance, i: int) -> list[str]:
    names = {**_SUPERLATIVES, **_AGGREGATES}
    found: list[str] = []
    for j in range(i - 1, -1, -1):
        said = [name for cue, name in names.items() if u.is_cue(j, cue)]
        if said and found and not u.spans[j + 1].is_cue(Cue.AND):
            break  # "the highest average" is an average that is ranked
        if said and said[0] != "count":
            found.append(said[0])
        elif not (u.spans[j].is_cue(Cue.AND) or u.is_plain(j)):
            break
    return list(dict.fromkeys(reversed(found)))


def _unique(readings: Sequence[Reading]) -> Iterable[Reading]:
    """Of each target its strongest reading."""
    seen: dict[str, Reading] = {}
    for reading in readings:
        known = seen.get(reading.target)
        if known is None or known.strength < reading.strength:
            seen[reading.target] = reading
    return seen.values()
