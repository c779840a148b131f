"""The planner that needs no model: a question becomes clauses, and clauses become an ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import exp

from pipeline.answer import Outcome
from pipeline.cancellation import Cancellation
from pipeline.catalog import Catalog
from pipeline.errors import QueryError
from pipeline.language import Language as Spoken
from pipeline.language import Text
from pipeline.planner import clauses as c
from pipeline.planner.asks.compose import compose
from pipeline.planner.asks.draft import Composed
from pipeline.planner.asks.follow import followed
from pipeline.planner.asks.parts import parts
from pipeline.planner.asks.schema import Schema
from pipeline.planner.base import Plan, Question
from pipeline.planner.evidence import evidence
from pipeline.planner.explain import understood
from pipeline.planner.grammar.closed import ClosedWords
from pipeline.planner.grammar.find import find
from pipeline.planner.grammar.pinyin import add_sounds
from pipeline.planner.grammar.search import Reading, readings
from pipeline.planner.grammar.sheet import Found
from pipeline.planner.languages.base import Language
from pipeline.planner.languages.en import ENGLISH
from pipeline.planner.languages.zh import CHINESE
from pipeline.planner.lexicon import Lexicon
from pipeline.planner.rules import _CANNOT, _NOTHING_NAMED, _SQL, RulesPlanner, _is_sql
from pipeline.planner.tokens import normalise
from pipeline.planner.values import find_fractions, find_namesakes, load_values
from pipeline.planner.weights import INTERCEPT, WEIGHTS

LANGUAGES: tuple[Language, ...] = (ENGLISH, CHINESE)
CLOSED = ClosedWords(LANGUAGES)
_COMPOSED_AT_MOST = 8
_ASKS_BACK = 0.35


@dataclass(frozen=True)
class Understood:
    """A question with the reading that was taken, and what else it could have been."""

    found: Found | None
    reading: Reading | None
    composed: Composed
    rivals: Sequence[tuple[Reading, Composed]] = ()

    @property
    def cost(self) -> float:
        return (self.reading.cost if self.reading else 0.0) + self.composed.cost


class ClausalPlanner(RulesPlanner):
    """Reads questions with the words of one engine's catalog. Safe to call from many threads."""

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words of the catalog and of the data; loaded once, on first use."""
        lexicon = Lexicon(self.catalog, self._fiscal_start)
        load_values(self._engine, lexicon, self._warm_up_seconds, self._most_values)
        find_namesakes(self._engine, lexicon)
        find_fractions(self._engine, lexicon)
        add_sounds(lexicon)
        return lexicon

    @cached_property
    def schema(self) -> Schema:
        return Schema(self.lexicon, self.graph, frozenset(w for one in LANGUAGES for w in one.harm))

    def understand(self, question: Question, cancellation: Cancellation | None = None) -> Understood:
        """The best reading of a question. Raises `Cancelled`."""
        cancellation = cancellation or Cancellation()
        today = self._clock()
        try:
            found = find(normalise(question.text), self.lexicon, CLOSED, today, cancellation)
        except QueryError as error:
            return Understood(None, None, Composed(problem=Text(error.en, error.zh)))
        ranked = readings(found, LANGUAGES, cancellation)[:_COMPOSED_AT_MOST]
        composed: list[tuple[Reading, Composed]] = []
        for reading in ranked:
            made = compose(self.schema, parts(reading.clauses), today, cancellation)
            if question.previous is not None:
                reading = _changing(reading, found)
                made = followed(self.schema, question.previous, reading, made, today, cancellation)
            composed.append((reading, made))
        if not composed:
            return Understood(found, None, Composed())
        composed.sort(key=lambda pair: pair[0].cost + pair[1].cost)
        return Understood(found, *composed[0], composed[1:])

    def plan_now(self, question: Question, cancellation: Cancellation | None = None) -> Plan:
        """The plan of one question. Raises `Cancelled`."""
        cancellation = cancellation or Cancellation()
        u = self.understand(question, cancellation)
        if reasons := self._refused(question, u):
            return self._no(question, reasons, cancellation)
        if u.composed.problem:
            return self._no(question, [u.composed.problem], cancellation)
        left = u.reading.left if u.reading else []
        ask = u.composed.ask
        confidence = belief(evidence_of(u, self.catalog))
        if ask is None or confidence < _ASKS_BACK:
            why = self._not_called(left, cancellation)
            return self._no(question, why, cancellation)
        return replace(self.answered(question, u), confidence=confidence)

    def answered(self, question: Question, u: Understood) -> Plan:
        """The plan that a reading makes, however sure it is."""
        ask = u.composed.ask
        if ask is None:
            return self._no(question, [_NOTHING_NAMED], Cancellation())
        language = question.language
        said = [a.said.said(language) for a in u.composed.assumptions if a.said]
        said += [_ignored(w, language) for w in (u.reading.left if u.reading else [])]
        return Plan(
            Outcome.ANSWERED,
            ask.query,
            understood=tuple(understood(ask.query, self.catalog, language)),
            assumptions=tuple(dict.fromkeys(said)),
            chart=ask.chart,
            derived=ask.derived,
        )

    def _refused(self, question: Question, u: Understood) -> list[Text]:
        if _is_sql(question.text):
            return [_SQL]
        reasons = [x.reason for x in (u.reading.clauses if u.reading else []) if isinstance(x, c.Refused)]
        return [_CANNOT[r] for r in dict.fromkeys(reasons) if r in _CANNOT]

    def _no(self, question: Question, sentences: list[Text], cancellation: Cancellation) -> Plan:
        language = question.language
        return Plan(
            Outcome.DECLINED,
            message=(" " if language == "en" else "").join(s.said(language) for s in sentences),
            suggestions=(),
        )


_CHANGES = frozenset(("about", "instead", "also", "only", "remove", "again"))
_UNCHANGED = 0.3  # what it costs to read a word for a change as nothing


def _changing(reading: Reading, found: Found) -> Reading:
    """The reading at a higher cost where it leaves out that the question sounds like a change."""
    words = {m.word.kind for here in found.lattice.at for m in here if m.word}
    if words.isdisjoint(_CHANGES) or any(isinstance(x, c.Changed | c.Everything) for x in reading.clauses):
        return reading
    return replace(reading, cost=reading.cost + _UNCHANGED)


def evidence_of(u: Understood, catalog: Catalog) -> Mapping[str, float]:
    """What speaks for and against a reading; nothing where there is none."""
    if u.found is None or u.reading is None or u.composed.ask is None:
        return {}
    return evidence(u.found, u.reading, u.composed, u.rivals, catalog)


def belief(told: Mapping[str, float]) -> float:
    """The probability that a reading with this evidence is right, by the fitted weights."""
    score = INTERCEPT + sum(WEIGHTS.get(name, 0.0) * value for name, value in told.items())
    return 1 / (1 + exp(-score))


def _ignored(word: str, language: Spoken) -> str:
    return (
        f"“{word}”未被理解，已忽略。" if language == "zh" else f'"{word}" was not understood and was ignored.'
    )
