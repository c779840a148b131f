"""A query in the making: what is decided, what was inferred on the way, and what went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from pipeline.cancellation import Cancellation
from pipeline.catalog import Member
from pipeline.derived import Derived
from pipeline.language import Text
from pipeline.planner.confidence import Doubt
from pipeline.planner.draft import Choice, Draft
from pipeline.planner.graph import JoinGraph
from pipeline.planner.lexicon import Lexicon
from pipeline.planner.readings import Role
from pipeline.planner.tokens import phrase
from pipeline.query import Query

GROUPS_AT_MOST = 60  # "salary of departments" is grouped, "salary of employees" is not


@dataclass
class Composed:
    """A query with what was assumed on the way, or why there is none.

    Attributes:
        problem: said to the user instead of an answer.
        offers: members that could be meant, for suggestions.
        unexplained: words that turned out to mean nothing here.
        derived: columns that follow from the rows.
        doubts: what leaves the reading less than certain.
        rivals: words, and the title of what else they could have meant.
    """

    query: Query | None = None
    notes: list[Text] = field(default_factory=list)
    problem: Text | None = None
    offers: list[Member] = field(default_factory=list)
    unexplained: list[str] = field(default_factory=list)
    derived: list[Derived] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    rivals: list[tuple[str, Text]] = field(default_factory=list)


class Unanswerable(Exception):
    """No query says what was asked; carries the sentence for the user."""

    def __init__(self, en: str, zh: str, offers: Iterable[Member] = ()) -> None:
        super().__init__(en)
        self.problem = Text(en, zh)
        self.offers = list(offers)


class Composition:
    """What the stages of composing one draft share.

    Attributes:
        draft: what was read; never changed.
        measures: the measures chosen so far.
        dimensions: the dimensions chosen so far.
        anchors: cubes that are in the query for certain; other readings are chosen near them.
        known: dimensions that may not be empty.
        ratio: the first of the two measures is to be divided by the other.
        first: how many rows of each group are asked for, and by how many keys of the order they are
            grouped; None for a ranking of all rows.
        words: the stems of everything that is mentioned.
        dates: the time dimensions that are mentioned.
        listing, trend, grain, rank_by, time: what the draft says, or what was inferred to be meant.
    """

    def __init__(
        self, draft: Draft, lexicon: Lexicon, graph: JoinGraph, today: date, cancellation: Cancellation
    ) -> None:
        self.draft = draft
        self.cancellation = cancellation
        self.lexicon = lexicon
        self.catalog = lexicon.catalog
        self.graph = graph
        self.today = today
        self.measures: list[str] = []
        self.dimensions: list[str] = []
        self.anchors: list[str] = []
        self.known: list[str] = []
        self.ratio = False
        self.first: tuple[int, int] | None = None
        self.listing = draft.listing
        self.trend = draft.trend or draft.dated
        self.rank_by: Choice | None = draft.rank_by
        self.time: list[Choice] = list(draft.time)
        self.groups: list[Choice] = list(draft.groups)
        self.notes: list[Text] = []
        self.offers: list[Member] = []
        self.doubts: list[Doubt] = []
        self.rivals: list[tuple[str, Text]] = []
        self.unexplained: list[str] = []
        self._nearest: dict[tuple[str, tuple[str, ...]], int] = {}
        mentions = (*draft.measures, *draft.groups, *draft.qualifiers, *draft.time)
        self.words = {w for m in mentions for w in phrase(m.text)}
        named = {r.target for m in (*draft.time, *draft.groups) for r in m.readings}
        self.dates = {n for n in named if n in self.catalog and self.catalog.members[n].type == "time"}

    def note(self, en: str, zh: str, doubt: Doubt | None = None) -> None:
        """Says what was assumed, and which doubt that leaves."""
        self.notes.append(Text(en, zh))
        if doubt:
            self.doubts.append(doubt)

    @property
    def cubes(self) -> list[str]:
        """The cubes of the members chosen, or else the anchors, each once."""
        chosen = dict.fromkeys(cube_of(n) for n in (*self.measures, *self.dimensions))
        return list(chosen or dict.fromkeys(self.anchors))

    @cached_property
    def named_cubes(self) -> list[str]:
        """The cubes whose things the question only mentions."""
        readings = (r for c in self.draft.qualifiers for r in c.readings)
        return list(dict.fromkeys(r.target for r in readings if r.role is Role.ENTITY))

    @cached_property
    def mentioned(self) -> Set[str]:
        """What the question only mentions, in its words."""
        return {choice.text for choice in self.draft.qualifiers}

    def nearest(self, cube: str, cubes: Sequence[str]) -> int:
        """How far a cube is from the nearest of ``cubes``; 0 where there are none."""
        key = cube, tuple(cubes)
        if key not in self._nearest:
            self._nearest[key] = min((self.graph.distance(c, cube) for c in dict.fromkeys(cubes)), default=0)
        return self._nearest[key]

    def add_measure(self, name: str) -> None:
        if name not in self.measures:
            self.measures.append(name)
            self.anchors.append(cube_of(name))

    def add_dimension(self, name: str) -> None:
        if name not in self.dimensions:
            self.dimensions.append(name)

    def label(self, cube: str | None) -> str | None:
        """The dimension that a cube's things are called by."""
        label = self.lexicon.labels.get(cube) if cube else None
        return label.name if label else None

    def full_title(self, member: Member) -> Text:
        """A member's title, with its cube's where that is needed to tell it apart."""
        if member.titles.en not in self.lexicon.shared_titles:
            return member.titles
        cube = self.catalog.cubes[member.cube].titles
        return Text(f"{cube.en}: {member.titles.en}", f"{cube.zh}的{member.titles.zh}")


def cube_of(member: str) -> str:
    """The cube of a member's name, or a cube's own name."""
    return member.split(".", 1)[0]
