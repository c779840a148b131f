"""The resolved model: cubes with members whose SQL is split into text and references.

Everything is resolved when the model is loaded, so that compiling a query only walks it. There is
one object for each cube, member and join, so they are equal only to themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pipeline.engines.model.policies import PolicySchema

CubePath = tuple[str, ...]


class CubeRef(NamedTuple):
    """``{CUBE}`` or ``{customers}``: the alias of the last cube, reached along ``path``."""

    path: CubePath


class MemberRef(NamedTuple):
    """``{total}``, ``{CUBE.total}`` or ``{orders.customers.name}``, reached along ``path``."""

    path: CubePath
    name: str
    granularity: str | None = None

    @property
    def cube(self) -> str:
        return self.path[-1]


class FilterRef(NamedTuple):
    """``{FILTER_PARAMS.orders.status.filter('sql')}``: what a query asks of that member, said of ``sql``."""

    member: MemberRef
    sql: str


# SQL with its references between the pieces of text.
Template = tuple[str | CubeRef | MemberRef, ...]
# What stands behind FROM may depend on what is asked.
TableTemplate = tuple[str | CubeRef | MemberRef | FilterRef, ...]


@dataclass(frozen=True, kw_only=True)
class Info:
    """What people read about a cube, a view or a member; it changes no row."""

    title: str | None = None
    description: str | None = None
    meta: Any = None
    format: Any = None
    currency: str | None = None
    public: bool = True


@dataclass(frozen=True, kw_only=True, eq=False)
class Member:
    """Common to measures, dimensions and segments.

    Attributes:
        alias_of: for a member of a view, the cube member it stands for and the path to it.
    """

    cube: str
    name: str
    info: Info
    alias_of: MemberRef | None = None
    sql: Template = ()

    @property
    def path(self) -> str:
        return f"{self.cube}.{self.name}"


@dataclass(frozen=True, kw_only=True)
class Rolling:
    """A window around each bucket of time; ``to_date`` is a granularity, or None for ``fixed``."""

    trailing: str | None = None
    leading: str | None = None
    offset: str = "end"
    to_date: str | None = None


CALCULATED = frozenset({"number", "string", "time", "boolean"})


@dataclass(frozen=True, kw_only=True, eq=False)
class Measure(Member):
    type: str
    filters: tuple[Template, ...] = ()
    rolling: Rolling | None = None
    drill_members: tuple[str, ...] = ()

    @property
    def data_type(self) -> str:
        """The type of its result, as ``/meta`` says it."""
        return self.type if self.type in CALCULATED else "number"


@dataclass(frozen=True, kw_only=True)
class Granularity:
    """A named bucket of time of a model: ``interval`` long, counted from ``origin`` or ``offset``."""

    name: str
    interval: str
    offset: str | None = None
    origin: str | None = None
    title: str | None = None


@dataclass(frozen=True, kw_only=True)
class Case:
    when: tuple[tuple[Template, Template], ...]
    otherwise: Template | None


@dataclass(frozen=True, kw_only=True, eq=False)
class Dimension(Member):
    type: str
    primary_key: bool = False
    case: Case | None = None
    coordinates: tuple[Template, Template] | None = None
    sub_query: bool = False
    propagate_filters: bool = False
    granularities: Mapping[str, Granularity] = field(default_factory=dict)
    order: str | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Segment(Member):
    pass


@dataclass(frozen=True, kw_only=True, eq=False)
class Join:
    """A directed edge of the join graph: ``source LEFT JOIN target ON sql``."""

    source: str
    target: str
    sql: Template
    relationship: str


@dataclass(frozen=True, kw_only=True)
class Folder:
    name: str
    members: tuple[str | Folder, ...]


@dataclass(frozen=True, kw_only=True)
class Hierarchy:
    """Dimensions from coarse to fine, for people to drill along; no query reads it."""

    name: str
    levels: tuple[str, ...]
    title: str | None = None
    public: bool = True
    alias_of: str | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Cube:
    """A cube or a view.

    Attributes:
        table: what stands behind FROM: a table name, or a query in parentheses.
        join_paths: of a view, every path of more than one cube its members come along.
    """

    name: str
    file: str
    info: Info
    is_view: bool = False
    table: TableTemplate = ()
    joins: tuple[Join, ...] = ()
    measures: Mapping[str, Measure] = field(default_factory=dict)
    dimensions: Mapping[str, Dimension] = field(default_factory=dict)
    segments: Mapping[str, Segment] = field(default_factory=dict)
    join_paths: tuple[CubePath, ...] = ()
    folders: tuple[Folder, ...] = ()
    hierarchies: Mapping[str, Hierarchy] = field(default_factory=dict)
    policies: tuple[PolicySchema, ...] = ()

    @property
    def primary_keys(self) -> tuple[Dimension, ...]:
        return tuple(d for d in self.dimensions.values() if d.primary_key)

    @property
    def members(self) -> dict[str, Member]:
        return {**self.measures, **self.dimensions, **self.segments}

    def member(self, name: str) -> Member | None:
        return self.measures.get(name) or self.dimensions.get(name) or self.segments.get(name)


def referring(member: Member) -> Iterator[str | CubeRef | MemberRef]:
    """Every piece of every template of ``member``."""
    yield from member.sql
    if member.alias_of:
        yield member.alias_of
    if isinstance(member, Measure):
        for condition in member.filters:
            yield from condition
    if isinstance(member, Dimension):
        for template in member.coordinates or ():
            yield from template
        if member.case:
            for when, label in member.case.when:
                yield from (*when, *label)
            yield from member.case.otherwise or ()
