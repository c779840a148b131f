"""The planner that needs no model: a question becomes clauses, and clauses become an ask."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from math import exp

from pipeline.answer import Outcome
from pipeline.cancellation import Cancellation
from pipeline.catalog import Catalog
from pipeline.engines.base import Engine
from pipeline.errors import TextToBIError
from pipeline.language import Language, Text
from pipeline.planner.asks.ask import Ask
from pipeline.planner.asks.schema import Schema
from pipeline.planner.base import Clock, Plan, Question
from pipeline.planner.explain import restate, understood
from pipeline.planner.grammar.pinyin import add_sounds
from pipeline.planner.graph import JoinGraph
from pipeline.planner.lexicon import Lexicon
from pipeline.planner.refused import NOTHING_NAMED
from pipeline.planner.suggest import Suggester
from pipeline.planner.understood import LANGUAGES, Understood, understand
from pipeline.planner.values import find_fractions, find_namesakes, load_values
from pipeline.planner.weights import INTERCEPT, WEIGHTS
from pipeline.planner.wordbook.told import looked_up

SURE = 0.75  # from here on an answer is given with confidence
ASKS_BACK = 0.35  # below, a question back is better than an answer
_WORDS_SEARCHED = 5  # unknown words for which a near name is looked for, among all there are
_OTHER_READINGS, _CHOICES = 2, 3


class ClausalPlanner:
    """Reads questions with the words of one engine's catalog. Safe to call from many threads.

    Args:
        clock: gives the day that relative dates count from.
        warm_up_seconds: how long reading the values of the data may take.
        fiscal_start: the month that fiscal years begin in.
        most_values: how many stored values it knows in all; None for as many as each dimension may have.
    """

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        warm_up_seconds: float = 60.0,
        fiscal_start: int = 1,
        most_values: int | None = None,
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._warm_up_seconds = warm_up_seconds
        self._fiscal_start = fiscal_start
        self._most_values = most_values

    @property
    def catalog(self) -> Catalog:
        return self._engine.catalog

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
    def graph(self) -> JoinGraph:
        return JoinGraph(self.catalog)

    @cached_property
    def schema(self) -> Schema:
        return Schema(self.lexicon, self.graph, frozenset(w for one in LANGUAGES for w in one.harm))

    @cached_property
    def suggester(self) -> Suggester:
        return Suggester(self.catalog, self.graph, self.lexicon.cardinality, self._works)

    def warm_up(self) -> None:
        """Loads what the first question would wait for. Raises what the engine raises."""
        self.plan_now(Question("warm up", "en"))

    def plan(self, question: Question, cancellation: Cancellation) -> Generator[str, None, Plan]:
        """See `Planner.plan`; there is nothing to say on the way."""
        yield from ()
        return self.plan_now(question, cancellation)

    def plan_now(self, question: Question, cancellation: Cancellation | None = None) -> Plan:
        """The plan of one question. Raises `Cancelled`."""
        cancellation = cancellation or Cancellation()
        u = self.understand(question, cancellation)
        if reasons := u.reasons(question.text):
            return self._declined(question, reasons, u, cancellation)
        if u.composed.problem:
            return self._declined(question, [u.composed.problem], u, cancellation)
        if u.composed.ask is None:
            return self._declined(question, self._not_called(u.left, cancellation), u, cancellation)
        confidence = belief(u.evidence(self.catalog))
        if confidence < ASKS_BACK or u.lost:
            return self._asked_back(question, u, confidence, cancellation)
        return self.answered(question, u, confidence, self._rivals(question.language, u, cancellation))

    def understand(self, question: Question, cancellation: Cancellation | None = None) -> Understood:
        """The best reading of a question, with its rivals. Raises `Cancelled`."""
        return understand(self.schema, question, self._clock(), cancellation or Cancellation())

    def answered(
        self, question: Question, u: Understood, confidence: float = 1.0, rivals: Iterable[str] = ()
    ) -> Plan:
        """The plan that a reading makes, however sure it is. Raises `ValueError` where there is no ask."""
        if u.composed.ask is None:
            raise ValueError("nothing is asked for")
        ask, language = u.composed.ask, question.language
        said = [*_respelt(u), *(a.said for a in u.composed.assumptions if a.said), *_ignored(u)]
        return Plan(
            Outcome.ANSWERED,
            ask.query,
            confidence=confidence,
            suggestions=_first(rivals, _OTHER_READINGS),
            understood=tuple(understood(ask.query, self.catalog, language)),
            assumptions=tuple(dict.fromkeys(text.said(language) for text in said)),
            chart=ask.chart,
            derived=ask.derived,
        )

    # --- what else may be meant

    def _asked_back(
        self, question: Question, u: Understood, confidence: float, cancellation: Cancellation
    ) -> Plan:
        """What was understood, with too much doubt to answer it."""
        language, ask = question.language, u.composed.ask
        assert ask is not None
        read = ("；" if language == "zh" else "; ").join(understood(ask.query, self.catalog, language))
        lost = self._not_called(u.left, cancellation) if u.left else []
        said = Text(
            f"It is not certain that this was understood: {read}. Please choose, or ask in other words.",
            f"不确定是否理解正确：{read}。请选择，或换一种问法。",
        )
        return Plan(
            Outcome.CLARIFY,
            suggestions=_first(self._choices(question, u, ask, cancellation), _CHOICES),
            message=_joined([*lost, said], language),
            confidence=min(confidence, ASKS_BACK),
        )

    def _choices(
        self, question: Question, u: Understood, ask: Ask, cancellation: Cancellation
    ) -> Iterator[str]:
        """What can be asked in the place of a question that is doubtful, the likeliest first."""
        language = question.language
        restated = restate(ask.query, self.catalog, language)
        if restated and self._works(restated, language, cancellation):
            yield restated
        yield from self._rivals(language, u, cancellation)
        yield from self.suggester.suggest(language, near=question.text, cancellation=cancellation)

    def _rivals(self, language: Language, u: Understood, cancellation: Cancellation) -> Iterator[str]:
        """The other readings as questions, as far as they can be said in one and are answered."""
        for composed in u.others():
            assert composed.ask is not None
            said = restate(composed.ask.query, self.catalog, language)
            if said and not composed.ask.derived and self._works(said, language, cancellation):
                yield said

    def _works(self, text: str, language: Language, cancellation: Cancellation) -> bool:
        """Whether a question is answered and its query compiles."""
        u = self.understand(Question(text, language), cancellation)
        if u.composed.ask is None or u.composed.problem or u.reasons(text):
            return False
        if belief(u.evidence(self.catalog)) < ASKS_BACK or u.lost:
            return False
        try:
            self._engine.compile(u.composed.ask.query)
        except TextToBIError:
            return False
        return True

    # --- why not

    def _declined(
        self, question: Question, sentences: Sequence[Text], u: Understood, cancellation: Cancellation
    ) -> Plan:
        language, offers = question.language, u.composed.offers
        suggestions = self.suggester.suggest(
            language,
            near=question.text,
            measures=[self.catalog.members[name] for name in offers],
            cancellation=cancellation,
        )
        return Plan(
            Outcome.CLARIFY if offers else Outcome.DECLINED,
            message=_joined(sentences, language),
            suggestions=suggestions,
        )

    def _not_called(self, unknown: Sequence[str], cancellation: Cancellation) -> list[Text]:
        """That the data has nothing of these names, and the nearest it has."""
        numbers = [w for w in dict.fromkeys(unknown) if any(c.isdigit() for c in w)]
        words = [w for w in dict.fromkeys(unknown) if not any(c.isdigit() for c in w)]
        if numbers and not words:
            en, zh = ", ".join(numbers), "、".join(numbers)
            return [Text(f"It is not clear what {en} refers to.", f"没有读懂“{zh}”指的是什么。")]
        if not words:
            return [NOTHING_NAMED]
        en, zh = ", ".join(f'"{w}"' for w in words), "、".join(f"“{w}”" for w in words)
        sentences = [Text(f"The data has nothing called {en}.", f"数据中没有{zh}。")]
        for word in words[:_WORDS_SEARCHED]:
            cancellation.check()
            if near := self.lexicon.spelling.near_phrase(word):
                return [*sentences, Text(f'Did you mean "{near}"?', f"您是不是要找“{near}”？")]
        return sentences


def belief(told: Mapping[str, float]) -> float:
    """The probability that a reading with this evidence is right, by the fitted weights."""
    score = INTERCEPT + sum(WEIGHTS.get(name, 0.0) * value for name, value in told.items())
    return 1 / (1 + exp(-score))


def _first(texts: Iterable[str], most: int) -> tuple[str, ...]:
    """The first ``most`` different texts; no more are asked for."""
    found: dict[str, None] = {}
    for text in texts:
        found[text] = None
        if len(found) == most:
            break
    return tuple(found)


def _joined(sentences: Iterable[Text], language: Language) -> str:
    return (" " if language == "en" else "").join(s.said(language) for s in sentences)


def _respelt(u: Understood) -> list[Text]:
    """Words that were read as others: a misspelling, what a dictionary gives for them."""
    if u.found is None or u.reading is None:
        return []
    others = [(m.text, m.taken_for) for m in looked_up(u.found, u.reading.clauses)]
    spelt = dict.fromkeys([*u.found.respelt, *others])
    return [Text(f'"{typed}" was read as "{word}".', f"“{typed}”按“{word}”理解。") for typed, word in spelt]


def _ignored(u: Understood) -> list[Text]:
    words = list(dict.fromkeys(u.left))
    if not words:
        return []
    en, zh = ", ".join(f'"{w}"' for w in words), "、".join(words)
    return [Text(f"Ignored: {en}.", f"已忽略：{zh}。")]
