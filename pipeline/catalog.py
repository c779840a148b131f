"""What can be asked: cubes and views with their members, business words and known values.

Built from the body of a Cube server's ``GET /cubejs-api/v1/meta?extended=true``
(https://cube.dev/docs/reference/rest-api/reference#basepathv1meta); the embedded engine answers the
same body from the same YAML, so both engines give the same catalog.
Where its words come from is in `pipeline.meta`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from pipeline.errors import UnknownMember, did_you_mean
from pipeline.language import Language, Text
from pipeline.query import COMPARED, GRANULARITIES, Query

MemberKind = Literal["measure", "dimension", "segment"]


@dataclass(frozen=True)
class ValueWords:
    """What people call one stored value of a dimension."""

    titles: Text
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Member:
    """A measure, dimension or segment.

    Attributes:
        name: Cube's path, ``employees.avg_salary``.
        type: ``number``, ``string``, ``time``, ``boolean`` or ``geo``; of a measure its result's.
        agg_type: a measure's aggregate (``count``, ``sum``, ``avg``, ``number`` …), else None.
        format: Cube's ``currency``, ``percent`` …, or None.
        unit: what its numbers count, for people; None when there is nothing to say.
        values: stored value -> its words, for dimensions whose model names them.
        alias_member: for a member of a view, the cube member it stands for.
        granularities: the custom granularities of a time dimension, beside Cube's own.
        primary_key: a dimension that identifies the rows of its cube, or a part of what does.
        cumulative: a measure whose value in a period counts other periods too (``rolling_window``).
        aggregates: the dimension of a measure that is meant only where its aggregate is asked for by
            name; None of every other measure.
        aggregate: what a measure that is worked out stands for: ``sum``, ``avg``; None of every other.
        level: the dimension of the dates of a measure that is that of the last of them: a population.
        grain: the size of the periods that a time dimension holds the first days of, where it is known.
        read: what is to be said with its values: cells that could not be read, for one.
        in_doubt: whether its values may have to be read otherwise.
        refers_to: the cube whose things the values of a dimension are the numbers of, as far as the model
            says it: the buyer of an order is a customer.
    """

    name: str
    kind: MemberKind
    type: str
    titles: Text
    synonyms: tuple[str, ...] = ()
    description: str = ""
    agg_type: str | None = None
    format: str | None = None
    unit: Text | None = None
    values: Mapping[str, ValueWords] = field(default_factory=dict, hash=False)
    alias_member: str | None = None
    granularities: tuple[str, ...] = ()
    cumulative: bool = False
    primary_key: bool = False
    aggregates: str | None = None
    aggregate: str | None = None
    level: str | None = None
    grain: str | None = None
    refers_to: str | None = None
    read: tuple[Text, ...] = ()
    in_doubt: bool = False

    @property
    def additive(self) -> bool:
        """Whether its values over groups that share no row may be added up."""
        return self.agg_type in ("count", "sum") and not self.cumulative

    @property
    def cube(self) -> str:
        return self.name.split(".", 1)[0]

    def title(self, language: Language) -> str:
        return self.titles.said(language)


_COMPARED_MEMBER = Member(COMPARED, "dimension", "string", Text("Date range", "时间段"))


# How the title of a measure reads in the columns of `pipeline.derived`, and whether they are percentages.
# What there is at a date, asked for over several.
_LEVEL = Text("{}: that at the last date there is.", "{}取最后一个日期的值。")
_MEAN_LEVEL = Text(
    "{}: of every row at every date, not of the dates' totals.",
    "{}按每个日期的每一行取平均，而非各日期合计的平均。",
)
_DERIVED: dict[str, tuple[Text, bool]] = {
    "share": (Text("{}: share", "{}占比"), True),
    "running": (Text("{}: cumulative", "累计{}"), False),
    "year_before": (Text("{}, a year before", "上年同期{}"), False),
    "change_on_year": (Text("{}: change on the year before", "{}同比"), True),
    "period_before": (Text("{}, the period before", "上期{}"), False),
    "change_on_period": (Text("{}: change on the period before", "{}环比"), True),
}


RATIO = ".per."  # between the two measures in the name of a column that divides them


def _ratio(measure: Member, over: Member) -> Member:
    """The column that divides one measure by another."""
    below = over.titles.en
    below = below if below[:2].isupper() else below[:1].lower() + below[1:]
    titles = Text(f"{measure.titles.en} ÷ {below}", f"{measure.titles.zh} ÷ {over.titles.zh}")
    name = f"{measure.name}{RATIO}{over.name}"
    divided = replace(measure, name=name, titles=titles, agg_type=None, type="number")
    money = measure.format == "currency" != over.format  # orders per customer are no orders
    return divided if money else replace(divided, unit=None, format=None)


def _derived(measure: Member, kind: str) -> Member:
    """The column of this kind that follows from ``measure``."""
    said, percent = _DERIVED[kind]
    titles = Text(said.en.format(measure.titles.en), said.zh.format(measure.titles.zh))
    changed = replace(measure, name=f"{measure.name}.{kind}", titles=titles, agg_type=None)
    return replace(changed, format="percent", unit=None) if percent else changed


@dataclass(frozen=True)
class Cube:
    """A cube or a view.

    Attributes:
        component: equal for cubes that joins connect; None when the server does not say.
        joins: target cube -> ``many_to_one``, ``one_to_many`` or ``one_to_one``; empty for views
            and where the server does not list joins (it does in ``/meta?extended=true``).
        every_row_has: those of ``joins`` that lead somewhere from every row, as far as the model says it.
        figure: the measure that is meant where none is named, of a cube whose rows are figures and no things.
        read: what is to be said with each answer about it: rows that are left out.
    """

    name: str
    type: Literal["cube", "view"]
    titles: Text
    synonyms: tuple[str, ...] = ()
    description: str = ""
    ai_context: str = ""
    component: int | None = None
    joins: Mapping[str, str] = field(default_factory=dict, hash=False)
    every_row_has: frozenset[str] = frozenset()
    figure: str | None = None
    read: tuple[Text, ...] = ()
    measures: tuple[Member, ...] = ()
    dimensions: tuple[Member, ...] = ()
    segments: tuple[Member, ...] = ()

    @property
    def plain_measures(self) -> tuple[Member, ...]:
        """Its measures but for those that only their aggregate's name means (`Member.aggregates`)."""
        return tuple(m for m in self.measures if not m.aggregates)

    def with_members(self, others: Mapping[str, Member]) -> Cube:
        """The cube with those of its members replaced that ``others`` has by name."""
        if not any(m.name in others for m in self.members):
            return self
        return replace(
            self,
            measures=tuple(others.get(m.name, m) for m in self.measures),
            dimensions=tuple(others.get(m.name, m) for m in self.dimensions),
        )

    @property
    def members(self) -> tuple[Member, ...]:
        return self.measures + self.dimensions + self.segments


class Catalog:
    """Every public cube and view, and their members by name."""

    def __init__(self, cubes: Iterable[Cube], joins: Mapping[str, Mapping[str, str]] | None = None) -> None:
        """``joins``: those of hidden cubes too (source -> target -> relationship), where known."""
        self.cubes: dict[str, Cube] = {cube.name: cube for cube in cubes}
        self._joins = {c.name: c.joins for c in self.cubes.values()} if joins is None else joins

    @cached_property
    def members(self) -> dict[str, Member]:
        return {m.name: m for cube in self.cubes.values() for m in cube.members}

    @cached_property
    def measures(self) -> tuple[Member, ...]:
        return tuple(m for m in self.members.values() if m.kind == "measure")

    @cached_property
    def dimensions(self) -> tuple[Member, ...]:
        return tuple(m for m in self.members.values() if m.kind == "dimension")

    def __contains__(self, name: str) -> bool:
        return name in self.members

    def member(self, name: str, *kinds: MemberKind) -> Member:
        """The member of that name, of one of ``kinds`` when given.

        Raises `UnknownMember` with the nearest name.
        """
        found = self.members.get(name)
        if found and (not kinds or found.kind in kinds):
            return found
        wanted = [m.name for m in self.members.values() if not kinds or m.kind in kinds]
        en, zh = did_you_mean(name, wanted)
        what_en = " or ".join(kinds) or "member"
        what_zh = "或".join({"measure": "指标", "dimension": "维度", "segment": "分段"}[k] for k in kinds)
        raise UnknownMember(
            f"The catalog has no {what_en} {name!r}.{en}",
            f"目录中没有{what_zh or '成员'}“{name}”。{zh}",
        )

    def column(self, name: str) -> tuple[Member, str | None]:
        """The member behind a result column and its granularity: ``orders.created_at.month``."""
        if name in self.members:
            return self.members[name], None
        if name == COMPARED:
            return _COMPARED_MEMBER, None
        measure, ratio, over = name.partition(RATIO)
        if ratio:
            return _ratio(self.member(measure, "measure"), self.member(over, "measure")), None
        path, _, granularity = name.rpartition(".")
        if path not in self.members:
            self.member(name)
        if granularity in _DERIVED and self.members[path].kind == "measure":
            return _derived(self.members[path], granularity), None
        return self._time_dimension(path, granularity), granularity

    def telling_apart(self, columns: Iterable[str]) -> Catalog:
        """The catalog in which those of the members behind result ``columns`` that have one title carry their
        cube's before it: of a physician and a patient there are two names in one answer."""
        behind = {self.column(name)[0].name.partition(RATIO)[0] for name in columns}
        used = [self.members[name] for name in behind if name in self.members]
        several = {t for t, n in Counter(t for m in used for t in {*m.titles}).items() if n > 1}
        told = {m.name: self._with_cube(m) for m in used if not several.isdisjoint(m.titles)}
        if not told:
            return self
        return Catalog((cube.with_members(told) for cube in self.cubes.values()), self._joins)

    def _with_cube(self, member: Member) -> Member:
        cube = self.cubes[member.cube].titles
        return replace(
            member, titles=Text(f"{cube.en} · {member.titles.en}", f"{cube.zh} · {member.titles.zh}")
        )

    def overlaps(self, measure: str, dimension: str) -> bool:
        """Whether one row of ``measure`` may count in several groups of ``dimension``: orders by the
        products in them. The values of such groups add up to more than the whole."""
        start, goal = (self._home(name) for name in (measure, dimension))
        frontier, seen = {start: False}, {start}
        while frontier and goal not in frontier:
            further: dict[str, bool] = {}
            for cube, repeated in frontier.items():
                for other, many in self._steps.get(cube, {}).items():
                    if other not in seen:
                        further[other] = further.get(other, False) or repeated or many
            seen |= further.keys()
            frontier = further
        return frontier.get(goal, False)

    def _home(self, name: str) -> str:
        """The cube behind a member, through views."""
        member = self.column(name)[0]
        return (member.alias_member or member.name).split(".", 1)[0]

    @cached_property
    def _steps(self) -> dict[str, dict[str, bool]]:
        """Cube -> neighbour along a join, in either direction -> whether many rows may stand there."""
        steps: dict[str, dict[str, bool]] = {}
        for source, joins in self._joins.items():
            for target, relationship in joins.items():
                steps.setdefault(source, {})[target] = relationship == "one_to_many"
                steps.setdefault(target, {}).setdefault(source, relationship == "many_to_one")
        return steps

    def told_of(self, query: Query) -> list[Text]:
        """What is to be said with the rows of ``query``: of the cubes that they are made of, of how its
        members were read, and of the levels that several dates may have."""
        cubes = dict.fromkeys(self._home(name) for name in query.members())
        told = [said for name in cubes if name in self.cubes for said in self.cubes[name].read]
        told += dict.fromkeys(said for member in self._asked(query) for said in member.read)
        grouped = {*query.dimensions, *(t.dimension for t in query.time_dimensions if t.granularity)}
        for measure in (self.members[name] for name in query.measures if name in self.members):
            if measure.level and measure.level not in grouped:
                said = _MEAN_LEVEL if measure.agg_type == "avg" else _LEVEL
                titles = zip(said, measure.titles, strict=True)
                told.append(Text(*(text.format(title) for text, title in titles)))
        return told

    def in_doubt(self, query: Query) -> bool:
        """Whether the values of any member of ``query`` may have to be read otherwise."""
        return any(member.in_doubt for member in self._asked(query))

    def _asked(self, query: Query) -> list[Member]:
        names = dict.fromkeys(query.members())
        return [self.members[name] for name in names if name in self.members]

    def check(self, query: Query) -> None:
        """Raises `UnknownMember` for the first member of ``query`` that is not here or is used as
        what it is not."""
        for name in query.measures:
            self.member(name, "measure")
        for name in query.dimensions:
            self.column(name)
        for time in query.time_dimensions:
            self._time_dimension(time.dimension, time.granularity)
        for condition in query.conditions():
            self.member(condition.member, "measure", "dimension")
        for name in query.segments:
            self.member(name, "segment")
        for name, _ in query.order:
            self.column(name)

    def _time_dimension(self, name: str, granularity: str | None) -> Member:
        member = self.member(name, "dimension")
        if member.type != "time":
            raise UnknownMember(f"{name} is not a time dimension.", f"{name} 不是时间维度。")
        known = (*GRANULARITIES, *member.granularities)
        if granularity and granularity not in known:
            en, zh = did_you_mean(granularity, known)
            raise UnknownMember(
                f"{name} has no granularity {granularity!r}.{en}",
                f"{name} 没有时间粒度“{granularity}”。{zh}",
            )
        return member
