"""A question while it is read: its spans, what stands around each, and which are accounted for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.planner.cues import Cue
from pipeline.planner.lexicon import Lexicon
from pipeline.planner.readings import Reading, Role
from pipeline.planner.spans import Span
from pipeline.planner.tokens import phrase

GROUPING = (Cue.BY, Cue.PER)
ASKING = (Cue.WHICH, Cue.WHO)
RANKING = (Cue.MOST, Cue.LEAST, Cue.TOP, Cue.BOTTOM)
_JOINING = (Cue.OF, Cue.ALL, Cue.THAN)


class Utterance:
    """The spans of one question and the helpers every pass over them needs.

    Attributes:
        used: the spans whose part in the question is settled.
        counted: a noun's span -> the aggregate word that binds it.
        passed: function words whose meaning is spent; they join their neighbours.
        chinese: whether any of it is; word order differs.
    """

    def __init__(self, spans: Sequence[Span], lexicon: Lexicon) -> None:
        self.spans = list(spans)
        self.lexicon = lexicon
        self.catalog = lexicon.catalog
        self.used: set[int] = set()
        self.counted: dict[int, str] = {}
        self.passed: set[int] = set()
        self.chinese = any(not s.text.isascii() for s in spans)

    # --- cues and neighbours

    def has(self, *cues: Cue) -> bool:
        return any(self.is_cue(i, *cues) for i in range(len(self.spans)))

    def is_cue(self, i: int | None, *cues: Cue) -> bool:
        """Whether a span is one of the cues, and not also a name of the catalog."""
        if i is None or not 0 <= i < len(self.spans):
            return False
        return self.spans[i].is_cue(*cues) and not self.spans[i].is_noun

    def is_plain(self, i: int) -> bool:
        """Whether a span only joins its neighbours."""
        span = self.spans[i]
        if span.is_noun or span.period or span.quantity is not None or span.is_unknown:
            return False
        return i in self.passed or span.is_filler or span.is_cue(*_JOINING)

    def before(self, i: int, *also_skip: Cue) -> int | None:
        """The nearest span in front that is more than a joint."""
        return self._neighbour(i, -1, also_skip)

    def after(self, i: int, *also_skip: Cue) -> int | None:
        """The nearest span behind that is more than a joint."""
        return self._neighbour(i, +1, also_skip)

    def _neighbour(self, i: int, step: int, also_skip: tuple[Cue, ...]) -> int | None:
        j = i + step
        while 0 <= j < len(self.spans):
            skipped = bool(also_skip) and self.is_cue(j, *also_skip)
            if not (skipped or self.is_plain(j)):
                return j
            j += step
        return None

    def asks(self, i: int | None) -> bool:
        """Whether a span is a question word; behind a noun it begins a relative clause."""
        return i is not None and self.is_cue(i, *ASKING) and not (i and self.spans[i - 1].is_noun)

    def chained(self, i: int, j: int) -> bool:
        """Whether nothing but "and" or "or" stands between two spans."""
        first, last = sorted((i, j))
        between = range(first + 1, last)
        joints = [k for k in between if self.spans[k].is_cue(Cue.AND, Cue.OR)]
        return bool(joints) and all(k in joints or self.is_plain(k) for k in between)

    def noun_between(self, i: int, j: int) -> bool:
        first, last = sorted((i, j))
        return any(self.spans[k].is_noun for k in range(first + 1, last))

    # --- what a span can mean

    def called(self, names: Iterable[str]) -> list[Reading]:
        """What the catalog has under ``names``."""
        return [r for name in names for r in self.lexicon.readings(phrase(name))]

    def things(self, span: Span) -> list[Reading]:
        """What a span can be grouped or listed by."""
        return span.of(Role.DIMENSION) + span.of(Role.ENTITY)

    def numbers(self, span: Span) -> list[Reading]:
        """The numeric dimensions it can mean."""
        members = self.catalog.members
        return [r for r in span.of(Role.DIMENSION) if members[r.target].type == "number"]

    def is_date(self, span: Span) -> bool:
        """Whether it can mean time dimensions and no other thing."""
        kinds = {self.catalog.members[r.target].type for r in span.of(Role.DIMENSION)}
        return kinds == {"time"} and not span.of(Role.ENTITY)

    def is_rankable(self, span: Span) -> bool:
        """Whether it names things that can stand in a ranked list."""
        named = [r for r in span.of(Role.ENTITY) if r.target in self.lexicon.labels]
        return bool(named) or len(span.of(Role.DIMENSION)) > len(self.numbers(span))
