"""A question with the reading that was taken of it, and what else it could have been."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.cancellation import Cancellation
from pipeline.catalog import Catalog
from pipeline.errors import QueryError
from pipeline.language import Text
from pipeline.planner import clauses as c
from pipeline.planner.asks.compose import compose
from pipeline.planner.asks.draft import Composed
from pipeline.planner.asks.follow import followed
from pipeline.planner.asks.parts import parts
from pipeline.planner.asks.schema import Schema
from pipeline.planner.base import Question
from pipeline.planner.evidence import evidence
from pipeline.planner.grammar.closed import ClosedWords
from pipeline.planner.grammar.find import find
from pipeline.planner.grammar.search import Reading, Told, readings
from pipeline.planner.grammar.sheet import Found
from pipeline.planner.languages.base import Language
from pipeline.planner.languages.en import ENGLISH
from pipeline.planner.languages.zh import CHINESE
from pipeline.planner.refused import CANNOT, SQL, is_sql
from pipeline.planner.tokens import normalise

LANGUAGES: tuple[Language, ...] = (ENGLISH, CHINESE)
CLOSED = ClosedWords(LANGUAGES)
_COMPOSED_AT_MOST = 8
_CHANGES = frozenset(("about", "instead", "also", "only", "remove", "again"))
_DECISIVE = frozenset(
    (
        "not",
        "except",
        "without",
        "never",
        "left_out",
        "without_behind",
        "agg",
        "refuse",
        "on_year",
        "on_period",
    )
)  # classes of words without which a question asks for something else
_UNCHANGED = 0.3  # what it costs to read a word for a change as nothing


@dataclass(frozen=True)
class Understood:
    """Attributes:
    rivals: the other readings, the likeliest first.
    """

    found: Found | None
    reading: Reading | None
    composed: Composed
    rivals: Sequence[tuple[Reading, Composed]] = ()

    @property
    def left(self) -> list[str]:
        """The words that no clause covers and that may matter."""
        return list(self.reading.left) if self.reading else []

    @property
    def lost(self) -> list[str]:
        """Words that no clause covers and without which something else is asked for: a negation, an aggregate
        that there is not, the name of something that the data does not have where a condition stands."""
        if self.found is None or self.reading is None:
            return []
        return [t.text for t in self.reading.told if isinstance(t.clause, c.Left) and self._matters(t)]

    def _matters(self, told: Told) -> bool:
        assert self.found is not None
        assert isinstance(told.clause, c.Left)
        if told.clause.place != "unknown":
            return told.clause.place in _DECISIVE
        tokens = self.found.tokens
        before = tokens[told.first - 1] if told.first else None
        behind = tokens[told.last] if told.last < len(tokens) else None
        restricts = before is not None and before.text in CLOSED.small.restricting
        modifies = behind is not None and behind.kind == "han" and behind.text in CLOSED.small.joints
        return restricts or modifies or self._names_something(told)

    def _names_something(self, told: Told) -> bool:
        """Whether several Han characters that mean nothing stand before what they seem to be the name of:
        亚特兰蒂斯地区."""
        assert self.found is not None
        assert self.reading is not None
        lost = {t.first for t in self.reading.told if isinstance(t.clause, c.Left)}
        last = told.last
        while last in lost:
            last += 1
        named = any(m.kinds & {"TEXT", "THING"} for m in self.found.lattice.at[last])
        han = self.found.tokens[told.first].kind == "han"
        return han and named and (last - told.first > 1 or told.first - 1 in lost)

    def evidence(self, catalog: Catalog) -> Mapping[str, float]:
        """What speaks for and against the reading; nothing where there is none."""
        if self.found is None or self.reading is None or self.composed.ask is None:
            return {}
        return evidence(self.found, self.reading, self.composed, self.rivals, catalog)

    def others(self) -> Iterator[Composed]:
        """What the other readings ask for, each query once, the likeliest first."""
        seen = [self.composed.ask.query] if self.composed.ask else []
        for _, composed in self.rivals:
            if composed.ask and composed.ask.query not in seen:
                seen.append(composed.ask.query)
                yield composed

    def reasons(self, text: str) -> list[Text]:
        """Why what is asked for is nothing that a query can say; ``text`` is the question."""
        if is_sql(text):
            return [SQL]
        clauses = self.reading.clauses if self.reading else ()
        refused = [x.reason for x in clauses if isinstance(x, c.Refused)]
        return [CANNOT[reason] for reason in dict.fromkeys(refused) if reason in CANNOT]


def understand(schema: Schema, question: Question, today: date, cancellation: Cancellation) -> Understood:
    """The best reading of a question: the one whose clauses and whose ask together cost least.
    Raises `Cancelled`."""
    try:
        found = find(normalise(question.text), schema.lexicon, CLOSED, today, cancellation)
    except QueryError as error:
        return Understood(None, None, Composed(problem=Text(error.en, error.zh)))
    composed: list[tuple[Reading, Composed]] = []
    for reading in readings(found, LANGUAGES, cancellation)[:_COMPOSED_AT_MOST]:
        if any(isinstance(x, c.Refused) for x in reading.clauses):
            composed.append((reading, Composed()))  # whatever else it says
            continue
        made = compose(schema, parts(reading.clauses), today, cancellation)
        if question.previous is not None:
            reading = _changing(reading, found)
            made = followed(schema, question.previous, reading, made, today, cancellation)
        composed.append((reading, made))
    if not composed:
        return Understood(found, None, Composed())
    composed.sort(key=lambda pair: pair[0].cost + pair[1].cost)
    return Understood(found, *composed[0], composed[1:])


def _changing(reading: Reading, found: Found) -> Reading:
    """The reading at a higher cost where it leaves out that the question sounds like a change."""
    words = {m.word.kind for here in found.lattice.at for m in here if m.word}
    if words.isdisjoint(_CHANGES) or any(isinstance(x, c.Changed | c.Everything) for x in reading.clauses):
        return reading
    return replace(reading, cost=reading.cost + _UNCHANGED)
