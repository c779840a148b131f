"""A question while it is read: its spans, what stands around each, and which are accounted for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence, Set
from typing import TypeVar, cast

from pipeline.planner.cues import Cue
from pipeline.planner.lexicon import Lexicon
from pipeline.planner.reading.places import (
    Places,
    Used,
    ahead_of,
    at,
    behind,
    each,
    first,
    last,
    places_of,
    union,
)
from pipeline.planner.readings import CATALOG_ROLES, Reading, Role
from pipeline.planner.spans import Span
from pipeline.planner.tokens import phrase

T = TypeVar("T")
GROUPING = (Cue.BY, Cue.PER)
ASKING = (Cue.WHICH, Cue.WHO)
RANKING = (Cue.MOST, Cue.LEAST, Cue.TOP, Cue.BOTTOM)
_JOINING = (Cue.OF, Cue.ALL, Cue.THAN)


class Utterance:
    """The spans of one question and the helpers every pass over them needs.

    Attributes:
        used: the spans whose part in the question is settled.
        counted: a noun's span -> the aggregate word that binds it; ``bound``: those spans.
        chinese: whether any of it is; word order differs.
    """

    def __init__(self, spans: Sequence[Span], lexicon: Lexicon) -> None:
        self.spans = list(spans)
        self.lexicon = lexicon
        self.catalog = lexicon.catalog
        self.used = Used()
        self.counted: dict[int, str] = {}
        self.bound: Places = 0
        self.chinese = any(not s.text.isascii() for s in spans)
        self._passed: set[int] = set()
        self._texts: dict[str, Places] = defaultdict(int)
        self._roles: dict[str, Places] = defaultdict(int)
        self._cues: dict[str, Places] = defaultdict(int)
        for i, span in enumerate(self.spans):
            self._texts[span.text] |= at(i)
            self._index(i)
        # No function that holds this utterance, or the collector would have to find both.
        self._kinds: dict[Callable[[Span], bool], Places] = {}
        self._kinds_at: dict[Callable[[Utterance, int], bool], Places] = {}
        self._found: dict[tuple[int, Hashable], tuple[list[Reading], object]] = {}
        self._nouns: Places | None = None
        self._bare_cues: dict[tuple[Cue, ...], Places] = {}
        self._stopping: dict[tuple[Cue, ...], Places] = {}
        self._cubes_measured: Set[str] | None = None
        self._counting: dict[str, Places] | None = None

    # --- kinds of spans, and what changes them

    def saying(self, words: Iterable[str]) -> Places:
        """The spans with one of the texts ``words``."""
        return union(self._texts.get(word, 0) for word in words)

    def having(self, *roles: Role) -> Places:
        """The spans that can be one of the ``roles``."""
        return union(self._roles.get(role, 0) for role in roles)

    def cues(self, *cues: Cue) -> Places:
        """The spans that are one of the cues, and not also a name of the catalog."""
        known = self._bare_cues.get(cues)
        if known is None:
            known = self._bare_cues[cues] = self.said_cues(*cues) & ~self.nouns
        return known

    def said_cues(self, *cues: Cue) -> Places:
        """The spans that are one of the cues, whatever else they mean."""
        return union(self._cues.get(cue, 0) for cue in cues)

    def where(self, kind: Callable[[Span], bool]) -> Places:
        """The spans that are of a kind; ``kind`` is the same function each time it is asked for."""
        if kind not in self._kinds:
            self._kinds[kind] = places_of(i for i, span in enumerate(self.spans) if kind(span))
        return self._kinds[kind]

    def where_at(self, kind: Callable[[Utterance, int], bool]) -> Places:
        """The same for what a span is where it stands, as far as that depends on its own readings."""
        if kind not in self._kinds_at:
            self._kinds_at[kind] = places_of(i for i in range(len(self.spans)) if kind(self, i))
        return self._kinds_at[kind]

    @property
    def everything(self) -> Places:
        return (1 << len(self.spans)) - 1

    @property
    def nouns(self) -> Places:
        if self._nouns is None:
            self._nouns = self.having(*CATALOG_ROLES)
        return self._nouns

    @property
    def plain(self) -> Places:
        """The spans that only join their neighbours."""
        return self.where_at(Utterance._joins)

    @property
    def joints(self) -> Places:
        """The spans that are "and" or "or"."""
        return self.said_cues(Cue.AND, Cue.OR)

    @property
    def thinglike(self) -> Places:
        """The spans that something can be grouped or listed by."""
        return self.having(Role.DIMENSION, Role.ENTITY)

    def read_as(self, i: int, readings: list[Reading]) -> None:
        """Lets a span mean nothing but ``readings``."""
        for index in (self._roles, self._cues):
            for key, places in index.items():
                index[key] = places & ~at(i)
        self.spans[i].readings = readings
        self._index(i)
        self._look_again(i)

    def count(self, i: int, aggregate: str) -> None:
        """Binds a noun to an aggregate word."""
        self.counted[i] = aggregate
        self.bound |= at(i)

    def pass_over(self, i: int) -> None:
        """Lets a function word whose meaning is spent only join its neighbours."""
        self._passed.add(i)
        self._look_again(i)

    def _index(self, i: int) -> None:
        for role, readings in self.spans[i].by_role.items():
            self._roles[role] |= at(i)
            for reading in readings if role is Role.CUE else ():
                self._cues[reading.target] |= at(i)

    def _look_again(self, i: int) -> None:
        for kind, places in self._kinds.items():
            self._kinds[kind] = places | at(i) if kind(self.spans[i]) else places & ~at(i)
        for kind_at, places in self._kinds_at.items():
            self._kinds_at[kind_at] = places | at(i) if kind_at(self, i) else places & ~at(i)
        self._nouns = self._cubes_measured = self._counting = None
        self._bare_cues.clear()
        self._stopping.clear()

    # --- cues and neighbours

    def has(self, *cues: Cue) -> bool:
        return bool(self.cues(*cues))

    def is_cue(self, i: int | None, *cues: Cue) -> bool:
        """Whether a span is one of the cues, and not also a name of the catalog."""
        return i is not None and i >= 0 and bool(self.cues(*cues) >> i & 1)

    def is_plain(self, i: int) -> bool:
        """Whether a span only joins its neighbours."""
        return bool(self.plain >> i & 1)

    def _joins(self, i: int) -> bool:
        span = self.spans[i]
        if span.is_noun or span.period or span.quantity is not None or span.is_unknown:
            return False
        return i in self._passed or span.is_filler or span.is_cue(*_JOINING)

    def before(self, i: int, *also_skip: Cue) -> int | None:
        """The nearest span in front that is more than a joint."""
        return last(ahead_of(self._stops(also_skip), i))

    def after(self, i: int, *also_skip: Cue) -> int | None:
        """The nearest span behind that is more than a joint."""
        return first(behind(self._stops(also_skip), i))

    def _stops(self, also_skip: tuple[Cue, ...]) -> Places:
        stops = self._stopping.get(also_skip)
        if stops is None:
            stops = self._stopping[also_skip] = self.everything & ~(self.plain | self.cues(*also_skip))
        return stops

    def asks(self, i: int | None) -> bool:
        """Whether a span is a question word; behind a noun it begins a relative clause."""
        return i is not None and bool(self.asking >> i & 1)

    @property
    def asking(self) -> Places:
        return self.cues(*ASKING) & ~(self.nouns << 1)

    def chained(self, i: int, j: int) -> bool:
        """Whether nothing but "and" or "or" stands between two spans."""
        begin, end = sorted((i, j))
        between = ahead_of(behind(self.everything, begin), end)
        return bool(between & self.joints) and not between & ~(self.joints | self.plain)

    def noun_between(self, i: int, j: int) -> bool:
        begin, end = sorted((i, j))
        return bool(ahead_of(behind(self.nouns, begin), end))

    # --- what a span can mean

    def called(self, names: Iterable[str]) -> list[Reading]:
        """What the catalog has under ``names``."""
        return [r for name in names for r in self.lexicon.readings(phrase(name))]

    def things(self, span: Span) -> list[Reading]:
        """What a span can be grouped or listed by."""
        return span.of(Role.DIMENSION) + span.of(Role.ENTITY)

    def numbers(self, span: Span) -> list[Reading]:
        """The numeric dimensions it can mean."""
        return [*self.once(span, "numbers", lambda: self._find_numbers(span))]

    def _find_numbers(self, span: Span) -> list[Reading]:
        members = self.catalog.members
        return [r for r in span.of(Role.DIMENSION) if members[r.target].type == "number"]

    def once(self, span: Span, what: Hashable, find: Callable[[], T]) -> T:
        """What ``find`` finds from the readings of a span: the same words, which have the same readings, are
        looked at once."""
        key = id(span.readings), what
        known = self._found.get(key)
        if known is None or known[0] is not span.readings:
            known = self._found[key] = span.readings, find()
        return cast(T, known[1])

    @property
    def cubes_measured(self) -> Set[str]:
        """The cubes of all measures that are named."""
        if self._cubes_measured is None:
            spans = (self.spans[i] for i in each(self.having(Role.MEASURE)))
            different = {id(span.readings): span for span in spans}.values()
            self._cubes_measured = {
                cube for s in different for cube in self.once(s, "cubes", s.cubes_measured)
            }
        return self._cubes_measured

    def counting(self, cubes: Iterable[str]) -> Places:
        """The spans with a measure that counts the things of one of the cubes."""
        if self._counting is None:
            self._counting = defaultdict(int)
            for i in each(self.having(Role.MEASURE)):
                measures = self.spans[i].of(Role.MEASURE)
                for cube in {r.target.split(".", 1)[0] for r in measures if r.aggregate == "count"}:
                    self._counting[cube] |= at(i)
        return union(self._counting.get(cube, 0) for cube in cubes)

    def is_date(self, span: Span) -> bool:
        """Whether it can mean time dimensions and no other thing."""
        return self.once(span, "date", lambda: self._means_dates(span))

    def _means_dates(self, span: Span) -> bool:
        kinds = {self.catalog.members[r.target].type for r in span.of(Role.DIMENSION)}
        return kinds == {"time"} and not span.of(Role.ENTITY)

    def is_rankable(self, span: Span) -> bool:
        """Whether it names things that can stand in a ranked list."""
        named = [r for r in span.of(Role.ENTITY) if r.target in self.lexicon.labels]
        return bool(named) or len(span.of(Role.DIMENSION)) > len(self.numbers(span))
