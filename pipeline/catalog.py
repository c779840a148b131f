"""What can be asked: cubes and views with their members, business words and known values.

Built from the body of a Cube server's ``GET /cubejs-api/v1/meta?extended=true``
(https://cube.dev/docs/reference/rest-api/reference#basepathv1meta); the embedded engine answers the
same body from the same YAML, so both engines give the same catalog.

Business words come from ``title``, ``shortTitle``, ``description`` and these keys of ``meta``:

=================  ==================================================================
``titles``         ``{"en": "Total employees", "zh": "员工总数"}``
``synonyms``       a list of words in any language
``unit``           ``"¥"``, or ``{"en": "days", "zh": "天"}``
``values``         ``{"F": {"en": "Female", "zh": "女", "synonyms": ["women"]}}``
``aggregates``     ``"salary"``: the dimension that a measure aggregates, where it answers only who
                   asks for that aggregate by name: the median of salaries, the average of years
``every_row_has``  of a cube: ``[customers]``, the cubes it joins of which each of its rows has one
``refers_to``      of a dimension: ``customers``, the cube whose things its values are the numbers of
``ai_context``     text for a language model (Cube's own key)
=================  ==================================================================
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from pipeline.errors import ModelError, UnknownMember, did_you_mean
from pipeline.language import Language, Text
from pipeline.query import COMPARED, GRANULARITIES, Query

MemberKind = Literal["measure", "dimension", "segment"]

# How a server that lists joins spells what the model calls many_to_one and so on.
_RELATIONSHIPS = {"belongsTo": "many_to_one", "hasMany": "one_to_many", "hasOne": "one_to_one"}


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
    refers_to: str | None = None

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

    @classmethod
    def from_meta(cls, meta: Mapping[str, Any]) -> Catalog:
        """The catalog behind the decoded body of ``/meta``. Raises `ModelError` for another body."""
        try:
            told = {c["name"]: c for c in meta["cubes"]}
            all_ = [_cube(c, _joins(c, told)) for c in told.values()]
            shown = [c.get("public", True) and c.get("isVisible", True) for c in told.values()]
            # A view's /meta does not say it of a measure; the cube's does.
            rolling = {m.name for cube in all_ for m in cube.measures if m.cumulative}
            cubes = [_rolling(cube, rolling) for cube, is_shown in zip(all_, shown, strict=True) if is_shown]
            return cls(cubes, {cube.name: cube.joins for cube in all_})
        except (KeyError, TypeError, AttributeError) as error:
            raise ModelError(
                f"The answer of /meta is not a Cube catalog: {error!r}.",
                f"/meta 的返回内容不是 Cube 目录：{error!r}。",
            ) from error


def _joins(data: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, str]:
    """Target cube -> relationship. A server lists with each cube only those that it does not inherit."""
    lineage = [data]
    while (base := told.get(str(lineage[-1].get("extends")))) and base not in lineage:
        lineage.append(base)
    joins = [join for cube in reversed(lineage) for join in cube.get("joins") or ()]
    return {j["name"]: _RELATIONSHIPS.get(j["relationship"], j["relationship"]) for j in joins}


def _cube(data: Mapping[str, Any], joins: Mapping[str, str]) -> Cube:
    meta = data.get("meta") or {}
    title = data.get("title") or data["name"].replace("_", " ").capitalize()
    members = {
        kind: tuple(
            _member(m, kind) for m in data.get(f"{kind}s", ()) if m.get("public", m.get("isVisible", True))
        )
        for kind in ("measure", "dimension", "segment")
    }
    return Cube(
        name=data["name"],
        type="view" if data.get("type") == "view" else "cube",
        titles=_titles(meta, title),
        synonyms=_words(meta.get("synonyms")),
        description=data.get("description") or "",
        ai_context=str(meta.get("ai_context") or ""),
        component=data.get("connectedComponent"),
        joins=joins,
        every_row_has=frozenset(_words(meta.get("every_row_has"))),
        measures=members["measure"],
        dimensions=members["dimension"],
        segments=members["segment"],
    )


def _rolling(cube: Cube, rolling: Set[str]) -> Cube:
    told = (replace(m, cumulative=m.cumulative or m.alias_member in rolling) for m in cube.measures)
    return replace(cube, measures=tuple(told))


def _member(data: Mapping[str, Any], kind: str) -> Member:
    meta = data.get("meta") or {}
    title = data.get("shortTitle") or data.get("title") or data["name"].rpartition(".")[2]
    values = {
        str(stored): ValueWords(_titles(words, str(stored)), _words(words.get("synonyms")))
        for stored, words in (meta.get("values") or {}).items()
    }
    return Member(
        name=data["name"],
        kind=kind,  # type: ignore[arg-type]
        type=data.get("type", "boolean" if kind == "segment" else "string"),
        titles=_titles(meta, title),
        synonyms=_words(meta.get("synonyms")),
        description=data.get("description") or "",
        agg_type=data.get("aggType") if kind == "measure" else None,
        format=data["format"] if isinstance(data.get("format"), str) else None,
        unit=_unit(meta.get("unit")),
        values=values,
        alias_member=data.get("aliasMember"),
        cumulative=bool(data.get("cumulative")),
        primary_key=bool(data.get("primaryKey")),
        aggregates=_aggregated(data["name"], meta.get("aggregates")) if kind == "measure" else None,
        refers_to=_text(meta.get("refers_to")) if kind == "dimension" else None,
        granularities=tuple(g["name"] for g in data.get("granularities") or ()),
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _aggregated(measure: str, dimension: Any) -> str | None:
    return f"{measure.split('.', 1)[0]}.{dimension}" if isinstance(dimension, str) else None


def _titles(meta: Mapping[str, Any], default: str) -> Text:
    titles = meta.get("titles") if "titles" in meta else meta
    titles = titles if isinstance(titles, Mapping) else {}
    en, zh = titles.get("en"), titles.get("zh")
    return Text(str(en or default), str(zh or en or default))


def _words(words: Any) -> tuple[str, ...]:
    if isinstance(words, str):
        return (words,)
    return tuple(str(w) for w in words or ())


def _unit(unit: Any) -> Text | None:
    if isinstance(unit, Mapping):
        return Text(str(unit.get("en", "")), str(unit.get("zh", unit.get("en", ""))))
    return Text(str(unit), str(unit)) if unit else None
