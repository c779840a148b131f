"""Draft in, query out: members are chosen so that they fit together, and what was assumed is said."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from pipeline.catalog import Member
from pipeline.language import Text
from pipeline.planner.dates import Period, span_of
from pipeline.planner.draft import Bound, Choice, Draft
from pipeline.planner.graph import UNREACHABLE, JoinGraph
from pipeline.planner.lexicon import Lexicon, Reading, Role, aggregate_of
from pipeline.planner.tokens import phrase
from pipeline.query import Condition, Direction, Filter, Or, Query, TimeDimension

DEFAULT_TOP = 10
MAIN_MEASURES = frozenset(
    phrase(w)
    for w in ("revenue", "sales", "total sales", "amount", "turnover", "销售额", "收入", "营收", "金额")
)
_GROUP_AT_MOST = 60  # "salary of departments" is grouped, "salary of employees" is not
# Dates of a thing's end or of another life are not when it happened.
_SECONDARY = frozenset(
    word
    for text in [
        "birth",
        "birthday",
        "born",
        "updated",
        "modified",
        "deleted",
        "end",
        "ended",
        "left",
        "leave",
        "leaving",
        "expiry",
        "expired",
        "closed",
        "delivered",
        "delivery",
        "shipped",
        "due",
        "cancelled",
        "returned",
        "last",
        "to",
        "until",
        "termination",
    ]
    for word in phrase(text)
)
_SECONDARY_ZH = (
    "出生",
    "生日",
    "更新",
    "修改",
    "删除",
    "结束",
    "离职",
    "到期",
    "关闭",
    "送达",
    "发货",
    "截止",
    "终止",
    "签收",
)
_GENERIC = frozenset(
    w
    for t in [
        "date",
        "time",
        "number",
        "count",
        "total",
        "of",
        "at",
        "日",
        "期",
        "时",
        "间",
        "数",
        "量",
        "的",
        "总",
    ]
    for w in phrase(t)
)


@dataclass
class Composed:
    """A query with what was assumed on the way, or why there is none.

    Attributes:
        problem: said to the user instead of an answer.
        offers: members that could be meant, for suggestions.
    """

    query: Query | None = None
    notes: list[Text] = field(default_factory=list)
    problem: Text | None = None
    offers: list[Member] = field(default_factory=list)
    ambiguous: bool = False


class Composer:
    """Composes one draft; see `compose`."""

    def __init__(self, draft: Draft, lexicon: Lexicon, graph: JoinGraph, today: date) -> None:
        self._draft = draft
        self._lexicon = lexicon
        self._catalog = lexicon.catalog
        self._graph = graph
        self._today = today
        self._out = Composed()
        self._anchors: list[str] = []  # cubes that are in the query for certain
        self._known: list[str] = []  # dimensions that may not be empty

    def compose(self) -> Composed:
        """The query of the draft, or the problem with it."""
        draft = self._draft
        measures = self._measures()
        if self._failed():
            return self._out
        groups = self._groups(bool(measures))
        if self._failed():
            return self._out
        wanted = draft.listing or (draft.rank and draft.limit) or draft.plural
        if not groups and (wanted or (not measures and self._is_list(groups))):
            groups += self._implied_things()
        if draft.by_time and groups and not measures:
            self._by_time(groups)
        if not groups and draft.rank and not draft.grain and measures:
            groups += self._person(measures) if draft.person else []
            if not groups and aggregate_of(self._catalog.members[measures[0]]) not in ("max", "min"):
                self._nothing_to_rank(measures)
                return self._out
        if not groups and not draft.grain and any(self._is_measure(b) for b in draft.bounds):
            groups += self._counted_things(measures)
            if not groups:
                self._nothing_to_rank([b.subject.readings[0].target for b in draft.bounds])
                return self._out
        rank_by = self._rank_member(measures, groups)
        if not measures and not draft.listing and not self._is_list(groups):
            measures = self._default_measures(groups)
        filters, more_groups = self._filters(measures, groups)
        for name in more_groups:
            if name not in groups:
                groups.append(name)
        if rank_by and rank_by.kind == "measure" and rank_by.name not in measures:
            measures.append(rank_by.name)
        if rank_by and rank_by.kind == "dimension" and rank_by.type != "time" and rank_by.name not in groups:
            groups.append(rank_by.name)
        times, more = self._times(measures, groups)
        filters += more
        if not (measures or groups or any(t.granularity for t in times)):
            return self._out
        order, limit = self._order(measures, groups, times, rank_by)
        restricted = {c.member for c in filters if isinstance(c, Filter)}
        filters += [Filter(member=n, operator="set") for n in self._known if n not in restricted]
        self._out.query = Query(
            measures=measures,
            dimensions=groups,
            time_dimensions=times,
            filters=filters,
            segments=self._segments(),
            order=order,
            limit=limit,
        )
        self._check_joined()
        return self._out

    def _failed(self) -> bool:
        return self._out.problem is not None

    # --- choosing among readings

    def _near(self, reading: Reading, cubes: Sequence[str]) -> float:
        """How far a reading's cube is from what is already in the query; 0 is best."""
        cube = reading.target.split(".", 1)[0]
        return min((self._graph.distance(c, cube) for c in cubes), default=0)

    def _best(self, choice: Choice, cubes: Sequence[str] | None = None) -> Reading | None:
        """The reading that fits the rest of the query: near first, then the more direct."""
        cubes = self._anchors if cubes is None else cubes
        usable = [r for r in choice.readings if self._near(r, cubes) < UNREACHABLE]
        if not usable:
            return None
        ranked = sorted(usable, key=lambda r: (self._near(r, cubes) - 4 * r.strength, r.role is Role.ENTITY))
        best = ranked[0]
        cubes_named = {c.text for c in self._draft.qualifiers}
        rivals = [
            r
            for r in ranked[1:]
            if r.role is best.role
            and abs(self._near(r, cubes) - self._near(best, cubes)) < 0.5
            and abs(r.strength - best.strength) < 0.04
            and r.target.split(".")[0] not in cubes_named
        ]
        if rivals and best.role in (Role.MEASURE, Role.DIMENSION):
            self._assume_one_of(choice.text, best, rivals)
        return best

    def _assume_one_of(self, text: str, best: Reading, rivals: Sequence[Reading]) -> None:
        member = self._catalog.members[best.target]
        other = self._catalog.members[rivals[0].target]
        if member.titles == other.titles and member.cube == other.cube:
            return
        self._note(
            f'"{text}" was read as {self._full(member).en}; it could also mean {self._full(other).en}.',
            f"“{text}”按“{self._full(member).zh}”理解;也可能指“{self._full(other).zh}”。",
        )
        self._out.offers.append(other)

    def _full(self, member: Member) -> Text:
        """A member's title with its cube's where that is needed to tell it apart."""
        same = [m for m in self._catalog.members.values() if m.titles.en == member.titles.en]
        if len(same) < 2:
            return member.titles
        cube = self._catalog.cubes[member.cube].titles
        return Text(f"{cube.en}: {member.titles.en}", f"{cube.zh}的{member.titles.zh}")

    def _note(self, en: str, zh: str) -> None:
        self._out.notes.append(Text(en, zh))

    def _label(self, cube: str) -> str | None:
        label = self._lexicon.labels.get(cube)
        return label.name if label else None

    # --- measures

    def _measures(self) -> list[str]:
        draft = self._draft
        chosen: list[str] = []
        for choice in draft.measures:
            aggregate, _, text = choice.text.rpartition(":")
            if aggregate and not any(r.aggregate for r in choice.readings):
                if not self._aggregate_missing(aggregate, text, choice):
                    return []
                continue
            best = self._best(choice) if self._anchors else self._best_measure(choice)
            if best is None:
                if choice.readings:
                    self._unconnected(choice, self._anchors)
                    return []
                continue
            if best.shortened and best.aggregate:
                member = self._catalog.members[best.target]
                others = [r for r in choice.readings if r.shortened and r.target != best.target]
                told = any(choice.text in note.en for note in self._out.notes)
                if (others or best.aggregate in ("avg", "min", "max")) and not told:
                    self._note(
                        f'"{choice.text}" was taken as {member.titles.en}.',
                        f"“{choice.text}”按“{member.titles.zh}”计算。",
                    )
            if best.target not in chosen:
                chosen.append(best.target)
                self._anchors.append(best.target.split(".")[0])
        if draft.share and not (draft.groups or draft.versus) and len(chosen) <= 2:
            chosen = self._as_rate(chosen)
        for bound in draft.bounds:
            for reading in bound.subject.readings[:1]:
                if reading.role is Role.MEASURE and reading.target not in chosen and not draft.counting:
                    chosen.append(reading.target)
                    self._anchors.append(reading.target.split(".")[0])
        return chosen

    def _as_rate(self, chosen: list[str]) -> list[str]:
        """The percentage that a measure is part of, where the catalog has it: the share of returned
        orders is the return rate."""
        for name in reversed(chosen):
            measure = self._catalog.members[name]
            words = {g for t in measure.titles for g in _grams(t)}
            words -= {g for t in self._catalog.cubes[measure.cube].titles for g in _grams(t)}
            for rate in self._catalog.cubes[measure.cube].measures:
                if rate.format == "percent" and words & {g for t in rate.titles for g in _grams(t)}:
                    return [rate.name]
        return chosen

    def _best_measure(self, choice: Choice) -> Reading | None:
        """The reading that can be grouped and restricted by what else the question names."""
        draft = self._draft
        others = [c for c in (*draft.groups, *draft.values, *draft.time, *draft.qualifiers) if c.readings]

        def far(reading: Reading) -> float:
            cube = reading.target.split(".")[0]
            each = (
                min(self._graph.distance(cube, r.target.split(".")[0]) for r in c.readings) for c in others
            )
            return sum(min(d, 100) for d in each) - 4 * reading.strength

        if not choice.readings:
            return None
        best = min(choice.readings, key=far)
        alike = [r for r in choice.readings if r.aggregate == best.aggregate or r.shortened == best.shortened]
        rivals = [r for r in alike if r is not best and abs(far(r) - far(best)) < 0.1]
        if rivals and best.role in (Role.MEASURE, Role.DIMENSION):
            self._assume_one_of(choice.text, best, rivals)
        return best

    def _unconnected(self, choice: Choice, cubes: Sequence[str]) -> None:
        """There is no answer that holds both: says so."""
        reading = choice.readings[0]
        cube = self._catalog.cubes[cubes[0]].titles
        member = self._catalog.members.get(reading.target)
        title = member.titles if member else self._catalog.cubes[reading.target].titles
        self._out.problem = Text(
            f'Nothing in the data connects "{title.en}" with {cube.en}.',
            f"数据中没有把“{title.zh}”与“{cube.zh}”联系起来的关系。",
        )

    def _aggregate_missing(self, aggregate: str, text: str, choice: Choice) -> bool:
        """Says that a thing is not measured in the way asked for; True when it can be listed."""
        dimensions = [r for r in choice.readings if r.role is Role.DIMENSION]
        if aggregate == "count" and dimensions:
            self._draft.groups.append(Choice(text, dimensions))
            self._draft.listing = True
            self._note(
                f"The different values of {text} are listed; the number of rows is their count.",
                f"列出“{text}”的所有不同取值,行数即为其数量。",
            )
            return True
        names = {
            "avg": ("average", "平均值"), "sum": ("total", "总和"), "count": ("count", "数量"),
            "min": ("minimum", "最小值"), "max": ("maximum", "最大值"),
        }  # fmt: skip
        en, zh = names[aggregate]
        self._out.problem = Text(f'The data has no {en} of "{text}".', f"数据中没有“{text}”的{zh}。")
        self._out.offers = [
            self._catalog.members[r.target] for r in choice.readings if r.role is Role.MEASURE
        ]
        return False

    def _default_measures(self, groups: list[str]) -> list[str]:
        """What is measured when the question names no measure: how many there are."""
        draft = self._draft
        cubes = [r.target for c in draft.qualifiers for r in c.readings if r.role is Role.ENTITY]
        cubes += [r.target.split(".")[0] for c in draft.time for r in c.readings[:1]]
        cubes += [name.split(".")[0] for name in groups]
        for choice in (*draft.values, *draft.segments):
            for reading in choice.readings[:1]:
                cube = reading.target.split(".")[0]
                if self._label(cube) == reading.target:
                    # of one thing with a name, what belongs to it is counted
                    cubes += [c.name for c in self._catalog.cubes.values() if cube in c.joins]
                cubes.append(cube)
        wanted = "sum" if draft.rank and not draft.rank_by and groups and not draft.qualifiers else "count"
        for cube in cubes:
            for measure in self._candidates(cube, wanted):
                self._anchors.append(measure.cube)
                self._note(
                    f"No measure was named; {measure.titles.en} was taken.",
                    f"问题没有指明指标,按“{measure.titles.zh}”计算。",
                )
                return [measure.name]
        return []

    def _candidates(self, cube: str, aggregate: str) -> list[Member]:
        measures = [m for m in self._catalog.measures if self._graph.distance(m.cube, cube) < 10]
        measures.sort(key=lambda m: self._graph.distance(m.cube, cube))
        if aggregate == "sum":
            sums = [m for m in measures if aggregate_of(m) == "sum"]
            if sums:
                return sorted(sums, key=lambda m: (not self._is_main(m), m.format != "currency"))
        own = [m for m in measures if m.cube == cube and aggregate_of(m) == "count"]
        return own or [m for m in measures if aggregate_of(m) == "count"]

    def _is_main(self, measure: Member) -> bool:
        """Whether a measure is what "best" and "top" mean when nothing else is said."""
        words = [phrase(t) for t in (*measure.titles, *measure.synonyms)]
        return any(w in MAIN_MEASURES for w in words)

    # --- what it is grouped by

    def _is_list(self, groups: list[str]) -> bool:
        """Without a measure, things with a condition of their own are listed."""
        draft = self._draft
        if draft.counting or draft.share or draft.grain or draft.trend or draft.grouped:
            return False
        if draft.bounds or draft.missing:
            return bool(groups or draft.qualifiers)
        if draft.time and draft.periods and self._label(draft.time[0].readings[0].target.split(".")[0]):
            return True  # "products launched since 2024"
        if draft.rank:
            return draft.rank_by is not None
        return bool(draft.plural and groups)

    def _groups(self, measured: bool) -> list[str]:
        draft = self._draft
        groups: list[str] = []
        if not self._anchors:
            self._anchors += [
                r.target for c in draft.qualifiers for r in c.readings if r.role is Role.ENTITY
            ][:1]
        for choice in draft.groups:
            name = self._dimension(choice)
            if name and name not in groups:
                groups.append(name)
                if not measured:
                    self._anchors.append(name.split(".")[0])
            elif name is None and all(
                r.role is Role.ENTITY and r.target in self._anchors for r in choice.readings
            ):
                continue  # the measure's own things, which have no name to be told apart by
            elif name is None and choice not in draft.time and not self._out.problem:
                self._unconnected(choice, self._anchors) if self._anchors else draft.unknown_key.append(
                    choice.text
                )
        for choice in draft.qualifiers:
            cube = next((r.target for r in choice.readings if r.role is Role.ENTITY), None)
            label = self._label(cube) if cube else None
            if label is None or cube is None or label in groups:
                continue
            if measured:
                if self._is_grouping(cube, label):
                    groups.append(label)
            elif not groups and not draft.counting and (draft.listing or self._is_list([label])):
                groups.insert(0, label)
        if draft.listing and not measured:
            groups += [n for c in list(draft.time) if (n := self._dimension(c)) and n not in groups]
        return groups

    def _by_time(self, groups: list[str]) -> None:
        """The latest or earliest things are listed with the date that makes them so."""
        axis = self._axis([], groups)
        if axis:
            self._draft.rank_by = Choice(axis.titles.en, [Reading(Role.DIMENSION, axis.name)])
            self._draft.listing, self._draft.trend = True, False
            groups.append(axis.name)

    def _is_measure(self, bound: Bound) -> bool:
        return any(r.role is Role.MEASURE for r in bound.subject.readings[:1])

    def _counted_things(self, measures: list[str]) -> list[str]:
        """Those things are listed that a condition on a measure leaves: a query cannot count groups."""
        cubes = [m.split(".")[0] for m in measures] or list(self._anchors)
        label = self._label(cubes[0]) if cubes else None
        if label is None:
            return []
        title = self._catalog.members[label].titles
        bounded = [r.target for b in self._draft.bounds for r in b.subject.readings[:1]]
        measures[:] = [m for m in dict.fromkeys(bounded) if self._catalog.members[m].kind == "measure"]
        self._note(
            f"Those that meet the condition are listed by {title.en}; the number of rows is their count.",
            f"按“{title.zh}”列出符合条件的记录,行数即为其数量。",
        )
        return [label]

    def _person(self, measures: list[str]) -> list[str]:
        """Who is ranked when only "who" is said: the nearest things that have a name."""
        reach = self._graph.reach(measures[0].split(".")[0])
        for cube in sorted(reach, key=lambda c: reach[c]):
            label = self._label(cube)
            if label:
                title = self._catalog.members[label].titles
                self._note(f"Ranked by {title.en}.", f"按“{title.zh}”排名。")
                return [label]
        return []

    def _nothing_to_rank(self, measures: list[str]) -> None:
        title = self._catalog.members[measures[0]].titles
        self._out.problem = Text(
            f'The question does not say whose "{title.en}" is meant.',
            f"问题没有说明是哪类对象的“{title.zh}”。",
        )
        self._out.offers = [self._catalog.members[measures[0]]]

    def _implied_things(self) -> list[str]:
        """What is listed when only a value is named: directors are employees."""
        for choice in (*self._draft.values, *self._draft.segments, *self._draft.time):
            for reading in choice.readings[:1]:
                label = self._label(reading.target.split(".")[0])
                if label:
                    return [label]
        return []

    def _is_grouping(self, cube: str, label: str) -> bool:
        """Whether a thing named beside a measure is what it is grouped by."""
        if cube in self._anchors:
            return False
        if any(self._graph.distance(anchor, cube) >= UNREACHABLE for anchor in self._anchors):
            return False
        bounded = any(r.role is Role.MEASURE for b in self._draft.bounds for r in b.subject.readings[:1])
        ranked = self._draft.rank is not None and not self._draft.groups
        return ranked or bounded or 1 < self._lexicon.cardinality.get(label, 0) <= _GROUP_AT_MOST

    def _dimension(self, choice: Choice) -> str | None:
        dimensions = [r for r in choice.readings if r.role is Role.DIMENSION]
        best = self._best(Choice(choice.text, dimensions)) if dimensions else None
        entity = next((r.target for r in choice.readings if r.role is Role.ENTITY), None)
        label = self._label(entity) if entity else None
        if best and label and best.target.split(".")[0] == entity and best.shortened:
            return label
        if best and not (label and best.strength < 0.9):
            member = self._catalog.members[best.target]
            if member.type == "time":
                if choice not in self._draft.time:
                    self._draft.time.insert(0, choice)
                self._draft.trend = self._draft.trend or not self._draft.listing
                return None if not self._draft.listing else best.target
            return best.target
        if label and self._near(Reading(Role.ENTITY, entity or ""), self._anchors) < UNREACHABLE:
            return label
        return best.target if best else None

    # --- restrictions

    def _filters(self, measures: list[str], groups: list[str]) -> tuple[list[Condition], list[str]]:
        draft = self._draft
        filters: list[Condition] = []
        more_groups: list[str] = []
        cubes = [n.split(".")[0] for n in (*measures, *groups)] or list(self._anchors)
        kept: dict[str, list[str]] = {}
        left_out: dict[str, list[str]] = {}
        for choice in draft.values:
            best = self._best_value(choice, cubes, groups)
            if best is None or best.value is None:
                draft.unknown_key.append(choice.text)
                continue
            side = left_out if choice.negated else kept
            side.setdefault(best.target, [])
            if best.value not in side[best.target]:
                side[best.target].append(best.value)
        for member, values in kept.items():
            alone = len(values) == 1 and draft.share and not groups and len(kept) == 1
            if alone:
                # the share of one value is read off beside the others
                more_groups.append(member)
                continue
            filters.append(Filter(member=member, operator="equals", values=list(values)))
            each = draft.versus or not (draft.counting or draft.either)
            if len(values) > 1 and each and not groups:
                more_groups.append(member)
        for member, values in left_out.items():
            filters.append(Filter(member=member, operator="notEquals", values=list(values)))
        for bound in draft.bounds:
            target = self._bound_member(bound.subject, measures, groups, cubes)
            if target is None:
                draft.unknown_key.append(bound.subject.text)
                continue
            if bound.unit:
                filters.append(self._ago(target, bound))
                continue
            filters.append(Filter(member=target, operator=bound.operator, values=[bound.value]))
            is_dimension = self._catalog.members[target].kind == "dimension"
            if is_dimension and groups and not measures and target not in groups:
                more_groups.append(target)
        for choice in draft.missing:
            name = self._dimension(choice)
            if name:
                filters.append(Filter(member=name, operator="notSet"))
        return filters, more_groups

    def _ago(self, target: str, bound: Bound) -> Filter:
        """A length of time as a date: employed for more than five years is hired before that day."""
        day = self._today - span_of(bound.unit or "day", int(float(bound.value)))
        long_ago = bound.operator in ("gt", "gte")
        operator = "beforeOrOnDate" if long_ago else "afterOrOnDate"
        return Filter(member=target, operator=operator, values=[day.isoformat()])

    def _best_value(self, choice: Choice, cubes: Sequence[str], groups: Sequence[str]) -> Reading | None:
        usable = [r for r in choice.readings if self._near(r, cubes) < UNREACHABLE]
        named = {r.target for q in self._draft.qualifiers for r in q.readings if r.role is Role.ENTITY}
        usable.sort(
            key=lambda r: (
                r.target not in groups,
                r.target.split(".")[0] not in named,
                self._near(r, cubes) - 4 * r.strength,
                self._lexicon.cardinality.get(r.target, 0),
            )
        )
        if len(usable) > 1:
            first, second = (self._catalog.members[r.target] for r in usable[:2])
            if first is not second and abs(self._near(usable[0], cubes) - self._near(usable[1], cubes)) < 1:
                self._note(
                    f'"{choice.text}" was read as {self._full(first).en} = {usable[0].value}; '
                    f"it is also a value of {self._full(second).en}.",
                    f"“{choice.text}”按“{self._full(first).zh} = {usable[0].value}”理解;"
                    f"它也是“{self._full(second).zh}”的取值。",
                )
        return usable[0] if usable else None

    def _bound_member(
        self, subject: Choice, measures: list[str], groups: list[str], cubes: Sequence[str]
    ) -> str | None:
        usable = [r for r in subject.readings if self._near(r, cubes) < UNREACHABLE]
        for reading in usable:
            if reading.target in measures:
                return reading.target
        dimensions = [r for r in usable if r.role is Role.DIMENSION]
        best_measure = next((r for r in usable if r.role is Role.MEASURE and not r.shortened), None)
        if best_measure and groups and not dimensions:
            return best_measure.target
        best = self._best(Choice(subject.text, dimensions or usable), cubes)
        return best.target if best else None

    def _segments(self) -> list[str]:
        return list(
            dict.fromkeys(c.readings[0].target for c in self._draft.segments if c.readings and not c.negated)
        )

    # --- time

    def _times(self, measures: list[str], groups: list[str]) -> tuple[list[TimeDimension], list[Condition]]:
        draft = self._draft
        grain = draft.grain or self._implied_grain()
        if not (grain or draft.periods or draft.not_periods):
            return [], []
        axis = self._axis(measures, groups)
        if axis is None:
            self._out.problem = Text(
                "There is no date to which the time in the question could apply.",
                "数据中没有可用于该时间条件的日期字段。",
            )
            return [], []
        filters: list[Condition] = []
        draft.periods.sort(key=lambda p: (p.start or date.min, p.end or date.max))
        date_range: list[str] | None = None
        if len(draft.periods) == 1 or _touching(draft.periods):
            start = draft.periods[0].start
            end = draft.periods[-1].end
            if start and end:
                date_range = [start.isoformat(), end.isoformat()]
            elif start:
                filters.append(Filter(member=axis.name, operator="afterOrOnDate", values=[start.isoformat()]))
            elif end:
                filters.append(Filter(member=axis.name, operator="beforeOrOnDate", values=[end.isoformat()]))
        elif draft.periods:
            filters.append(Or(or_=[_in_range(axis.name, p) for p in draft.periods]))
        for period in draft.not_periods:
            if period.start and period.end:
                dates: list[str | None] = [period.start.isoformat(), period.end.isoformat()]
                filters.append(Filter(member=axis.name, operator="notInDateRange", values=dates))
        if len(draft.periods) > 1 and not grain:
            grain = {"half": "quarter"}.get(draft.periods[0].grain, draft.periods[0].grain)
        for period in draft.periods:
            if not period.year_given and period.start:
                self._note(
                    f"No year was named; {period.start.year} was taken.",
                    f"问题没有指明年份,按 {period.start.year} 年计算。",
                )
                break
        if draft.listing and not measures:
            grain = None
        if not (grain or date_range):
            return [], filters
        return [TimeDimension(dimension=axis.name, granularity=grain, date_range=date_range)], filters

    def _implied_grain(self) -> str | None:
        if not self._draft.trend:
            return None
        days = None
        if self._draft.periods and self._draft.periods[0].start:
            first, last = self._draft.periods[0].start, self._draft.periods[-1].end or self._today
            days = (last - first).days
        grain = "day" if days is not None and days <= 62 else "month"
        self._note(
            *{"day": ("Shown by day.", "按天展示。"), "month": ("Shown by month.", "按月展示。")}[grain]
        )
        return grain

    def _axis(self, measures: list[str], groups: list[str]) -> Member | None:
        """The time dimension that the question's time is about."""
        named = [r for c in self._draft.time for r in c.readings if r.role is Role.DIMENSION]
        cubes = [n.split(".")[0] for n in measures] or [n.split(".")[0] for n in groups] or self._anchors
        times = [d for d in self._catalog.dimensions if d.type == "time"]
        named_times = [r for r in named if self._catalog.members[r.target].type == "time"]
        if named_times:
            best = min(named_times, key=lambda r: (self._near(r, cubes), -r.strength))
            if self._near(best, cubes) < UNREACHABLE:
                return self._catalog.members[best.target]
        if not cubes or not times:
            return None
        words = self._words_of(measures)

        def fit(item: tuple[int, Member]) -> tuple[float, ...]:
            position, member = item
            shared = self._shares_word(words, member)
            secondary = not shared and self._is_secondary(member)
            return (self._graph.distance(cubes[0], member.cube), not shared, secondary, position)

        best_time = min(enumerate(times), key=fit)[1]
        if self._graph.distance(cubes[0], best_time.cube) >= UNREACHABLE:
            return None
        rivals = [t for t in times if t.cube == best_time.cube and not self._is_secondary(t)]
        if len(rivals) > 1 or best_time.cube != cubes[0]:
            self._note(
                f"Time refers to {self._full(best_time).en}.", f"时间按“{self._full(best_time).zh}”计算。"
            )
        return best_time

    def _words_of(self, measures: list[str]) -> frozenset[str]:
        words: set[str] = set()
        for name in measures[:1]:
            for text in self._catalog.members[name].titles:
                words |= set(_grams(text))
        return frozenset(words)

    def _shares_word(self, words: frozenset[str], member: Member) -> bool:
        own = {w for text in (*member.titles, *member.synonyms) for w in _grams(text)}
        cube = {w for t in self._catalog.cubes[member.cube].titles for w in _grams(t)}
        return bool((own & words) - cube)

    def _is_secondary(self, member: Member) -> bool:
        words = set(phrase(member.titles.en)) | set(phrase(member.name.split(".", 1)[1]))
        return bool(words & _SECONDARY) or any(z in member.titles.zh for z in _SECONDARY_ZH)

    # --- order

    def _rank_member(self, measures: list[str], groups: list[str]) -> Member | None:
        draft = self._draft
        if not draft.rank:
            return None
        if draft.rank_by:
            best = self._best(draft.rank_by, [n.split(".")[0] for n in (*measures, *groups)] or self._anchors)
            return self._catalog.members[best.target] if best else None
        return self._catalog.members[measures[0]] if measures else None

    def _order(
        self, measures: list[str], groups: list[str], times: list[TimeDimension], rank_by: Member | None
    ) -> tuple[list[tuple[str, Direction]], int | None]:
        draft = self._draft
        columns = [t.dimension for t in times if t.granularity]
        if draft.rank and (groups or columns) and (rank_by or measures):
            key = rank_by.name if rank_by else measures[0]
            ranked = {r.target for c in draft.ranked for r in c.readings}
            each = [g for g in groups if g not in ranked]
            if draft.grouped and draft.ranked and each and len(groups) > len(each):
                self._note(
                    "Ranked within each group; the first row of each is its highest."
                    if draft.rank == "desc"
                    else "Ranked within each group; the first row of each is its lowest.",
                    "已在每组内排序,每组第一行即为所求。",
                )
                return [*((g, "asc") for g in each), (key, draft.rank)], None
            if key in columns or key in measures or key in groups:
                limit = self._rank_limit()
                if limit is not None:
                    self._known_only(groups)
                return [(key, draft.rank)], limit
        if draft.sort or draft.sort_by:
            sort_key = self._sort_key(measures, groups, columns)
            if sort_key:
                return [(sort_key, draft.sort or "desc")], draft.limit
        return [], draft.limit

    def _known_only(self, groups: list[str]) -> None:
        """A ranking names things: rows whose thing is unknown take no place in it."""
        ranked = {r.target for c in self._draft.ranked for r in c.readings} & set(groups)
        self._known = sorted(ranked or set(groups[:1]))

    def _rank_limit(self) -> int | None:
        draft = self._draft
        if draft.limit is not None:
            return draft.limit
        asked_for_one = not draft.plural and (draft.rank_by or not self._grouped_by_each())
        if asked_for_one:
            return 1
        if draft.plural:
            self._note(
                f"No number was named; the first {DEFAULT_TOP} are shown.",
                f"未指明数量,显示前 {DEFAULT_TOP} 个。",
            )
            return DEFAULT_TOP
        return None

    def _grouped_by_each(self) -> bool:
        return False

    def _sort_key(self, measures: list[str], groups: list[str], columns: list[str]) -> str | None:
        choice = self._draft.sort_by
        known = (*measures, *groups, *columns)
        if choice:
            for reading in choice.readings:
                if reading.target in known:
                    return reading.target
        return next(iter((*measures, *groups, *columns)), None)

    # --- the whole

    def _check_joined(self) -> None:
        query = self._out.query
        assert query is not None
        cubes = {name.split(".")[0] for name in query.members()}
        listed = any(c.joins for c in self._catalog.cubes.values())
        if len(cubes) > 1 and listed and self._graph.root(cubes) is None:
            names = [self._catalog.cubes[c].titles for c in sorted(cubes)]
            self._out.query = None
            self._out.problem = Text(
                "Nothing in the data connects " + " with ".join(n.en for n in names) + ".",
                "数据中没有把" + "、".join(n.zh for n in names) + "联系起来的关系。",
            )


def _in_range(member: str, period: Period) -> Filter:
    values: list[str | None] = [
        (period.start or date.min).isoformat(),
        (period.end or date.max).isoformat(),
    ]
    return Filter(member=member, operator="inDateRange", values=values)


def _touching(periods: Sequence[Period]) -> bool:
    """Whether periods follow one another without a gap, so that one range holds them."""
    if not periods:
        return False
    return all(
        a.end is not None and b.start is not None and b.start - a.end == timedelta(days=1)
        for a, b in itertools.pairwise(periods)
    )


def _grams(text: str) -> set[str]:
    """What two titles can share: Latin stems, and pairs of Han characters."""
    words = phrase(text)
    han = [w for w in words if not w.isascii()]
    pairs = {a + b for a, b in itertools.pairwise(han)}
    return {w for w in words if w.isascii() and w not in _GENERIC} | {
        p for p in pairs if not set(p) & _GENERIC
    }
