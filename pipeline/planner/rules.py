"""The planner that needs no model: a question of either language becomes a Cube query by rules."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import sqlglot
from sqlglot import exp

from pipeline.answer import Outcome
from pipeline.cancellation import Cancellation
from pipeline.catalog import Catalog
from pipeline.derived import Ratio, Share
from pipeline.engines.base import Engine
from pipeline.errors import QueryError, TextToBIError
from pipeline.language import Language, Text
from pipeline.planner.base import Clock, Plan, Question
from pipeline.planner.composing.compose import compose
from pipeline.planner.composing.composition import Composed
from pipeline.planner.confidence import ASKS_BACK, Doubt, left_by, of_query
from pipeline.planner.cut import Cut, cut
from pipeline.planner.draft import Draft
from pipeline.planner.explain import restate, understood
from pipeline.planner.followup import follow
from pipeline.planner.graph import JoinGraph
from pipeline.planner.lexicon import Lexicon
from pipeline.planner.reading.read import read
from pipeline.planner.suggest import Suggester, in_sentence
from pipeline.planner.tokens import normalise, phrase
from pipeline.planner.values import find_namesakes, load_values
from pipeline.query import Query

# A question is not answered when its unknown words weigh this much of its known ones.
_TOO_MUCH_UNKNOWN = 0.6
_WORDS_SEARCHED = 5  # unknown words for which a near name is looked for, among all there are
_CANNOT = {
    "forecast": Text(
        "Forecasts are not made here; only what the data holds can be asked.",
        "这里不做预测，只能查询已有数据。",
    ),
    "percentile": Text("Percentiles and quartiles are not computed here.", "这里不计算百分位数或四分位数。"),
    "deviation": Text("Deviations and variances are not in this catalog.", "目录中没有标准差或方差指标。"),
    "cause": Text("The data can show what happened, not why.", "数据只能说明发生了什么，不能说明原因。"),
    "regression": Text("Regressions are not computed here.", "这里不做回归分析。"),
    "weekday": Text(
        "Days of the week and hours of the day cannot be grouped by.", "不支持按星期几或一天中的时段分组。"
    ),
    "change_data": Text("Data can only be read here, never changed.", "这里只能查询数据，不能修改数据。"),
}
_NOTHING_NAMED = Text(
    "The question names nothing that the data holds.", "没有在问题中找到数据里有的指标或维度。"
)


@dataclass(frozen=True)
class _Understanding:
    """One question, cut, read and composed."""

    parts: Cut
    draft: Draft
    composed: Composed


_SQL = Text("SQL is not executed here; please ask in words.", "这里不执行 SQL,请用文字提问。")
_STATEMENT = re.compile(
    r"\s*(?:(?:select|with|insert|update|delete)|(?:drop|create(?:\s+or\s+replace)?|alter|truncate)"
    r"(?:\s+temp(?:orary)?)?\s+(?:table|view|index|schema|database|function))\s",
    re.IGNORECASE,
)


_OTHER_READINGS, _CHOICES = 2, 3


class RulesPlanner:
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
        return lexicon

    @cached_property
    def graph(self) -> JoinGraph:
        return JoinGraph(self.catalog)

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
        read_as = self._understand(question, cancellation)
        draft, composed = read_as.draft, read_as.composed
        reasons = self._reasons(draft) or ([_SQL] if _is_sql(question.text) else [])
        if reasons:
            return self._declined(question, reasons, composed, cancellation)
        if composed.problem:
            why = self._not_called(draft.unknown, cancellation) if draft.unknown else [composed.problem]
            return self._declined(question, why, composed, cancellation)
        unknown = _unexplained(read_as)
        if composed.query is None or unknown:
            why = self._not_called(unknown, cancellation)
            return self._declined(question, why, composed, cancellation)
        notes = [*draft.notes, *composed.notes, *_spelling_notes(read_as.parts), *_ignored(draft)]
        language = question.language
        confidence = left_by(_doubts(read_as, self.catalog))
        if confidence < ASKS_BACK:
            return self._asked_back(question, composed.query, confidence, composed, cancellation)
        return Plan(
            Outcome.ANSWERED,
            composed.query,
            confidence=confidence,
            suggestions=tuple(self._otherwise(question, composed, cancellation)),
            understood=tuple(understood(composed.query, self.catalog, language)),
            assumptions=tuple(dict.fromkeys(note.said(language) for note in notes)),
            chart=draft.chart or ("pie" if draft.share and _is_parted(composed) else None),
            derived=tuple(composed.derived),
        )

    def _asked_back(
        self,
        question: Question,
        query: Query,
        confidence: float,
        composed: Composed,
        cancellation: Cancellation,
    ) -> Plan:
        """What was understood, with too much doubt to answer it."""
        language = question.language
        choices = _different(self._choices(question, query, composed, cancellation), _CHOICES)
        read = "; ".join(understood(query, self.catalog, language))
        said = Text(
            f"It is not certain that this was understood: {read}. Please choose, or ask in other words.",
            f"不确定是否理解正确：{read}。请选择，或换一种问法。",
        )
        return Plan(
            Outcome.CLARIFY,
            suggestions=choices,
            message=said.said(language),
            confidence=confidence,
        )

    def _choices(
        self, question: Question, query: Query, composed: Composed, cancellation: Cancellation
    ) -> Iterator[str]:
        """What can be asked in the place of a question that is doubtful, the likeliest first."""
        restated = restate(query, self.catalog, question.language)
        if restated and self._works(restated, question.language, cancellation):
            yield restated
        yield from self._otherwise(question, composed, cancellation)
        yield from self.suggester.suggest(question.language, near=question.text, cancellation=cancellation)

    def _otherwise(self, question: Question, composed: Composed, cancellation: Cancellation) -> Iterator[str]:
        """The question in the other ways it could have been meant, as far as they are answered."""
        for words, title in composed.rivals[:_OTHER_READINGS]:
            before, found, behind = question.text.partition(words)
            said = title.said(question.language)
            other = f"{before}{in_sentence(said) if before else said}{behind}"
            if found and other != question.text and self._works(other, question.language, cancellation):
                yield other

    def _understand(self, question: Question, cancellation: Cancellation) -> _Understanding:
        today = self._clock()
        try:
            parts = cut(normalise(question.text), self.lexicon, today, cancellation)
        except QueryError as error:
            return _Understanding(Cut([]), Draft(), Composed(problem=Text(error.en, error.zh)))
        draft = read(parts.spans, self.lexicon, cancellation)
        composed: Composed | None = None
        if question.previous is not None:
            composed = follow(question.previous, draft, self.lexicon, self.graph, today, cancellation)
        if composed is None:
            composed = compose(draft, self.lexicon, self.graph, today, cancellation)
        return _Understanding(parts, draft, composed)

    def _works(self, text: str, language: Language, cancellation: Cancellation) -> bool:
        """Whether a question is answered and its query compiles."""
        read_as = self._understand(Question(text, language), cancellation)
        query = read_as.composed.query
        if query is None or self._reasons(read_as.draft) or _unexplained(read_as):
            return False
        if left_by(_doubts(read_as, self.catalog)) < ASKS_BACK:
            return False
        try:
            self._engine.compile(query)
        except TextToBIError:
            return False
        return True

    # --- why not

    def _reasons(self, draft: Draft) -> list[Text]:
        """What the question asks for that no query can say."""
        keys = list(draft.unsupported)
        today = self._clock()
        if draft.future and draft.periods and all(p.start and p.start > today for p in draft.periods):
            keys.append("forecast")
        return [_CANNOT[key] for key in dict.fromkeys(keys)]

    def _not_called(self, unknown: Sequence[str], cancellation: Cancellation) -> list[Text]:
        """That the data has nothing of these names, and the nearest it has."""
        numbers = [w for w in dict.fromkeys(unknown) if any(c.isdigit() for c in w)]
        words = [w for w in dict.fromkeys(unknown) if not any(c.isdigit() for c in w)]
        if numbers and not words:
            en, zh = ", ".join(numbers), "、".join(numbers)
            return [Text(f"It is not clear what {en} refers to.", f"没有读懂“{zh}”指的是什么。")]
        if not words:
            return [_NOTHING_NAMED]
        en, zh = ", ".join(f'"{w}"' for w in words), "、".join(f"“{w}”" for w in words)
        sentences = [Text(f"The data has nothing called {en}.", f"数据中没有{zh}。")]
        for word in words[:_WORDS_SEARCHED]:
            cancellation.check()
            if near := self.lexicon.spelling.near_phrase(word):
                return [*sentences, Text(f'Did you mean "{near}"?', f"您是不是要找“{near}”？")]
        return sentences

    def _declined(
        self, question: Question, sentences: Sequence[Text], composed: Composed, cancellation: Cancellation
    ) -> Plan:
        language = question.language
        suggestions = self.suggester.suggest(
            language, near=question.text, measures=composed.offers, cancellation=cancellation
        )
        choices = bool(composed.offers) and composed.problem is not None
        return Plan(
            Outcome.CLARIFY if choices else Outcome.DECLINED,
            message=(" " if language == "en" else "").join(s.said(language) for s in sentences),
            suggestions=suggestions,
        )


def _different(texts: Iterable[str], most: int) -> tuple[str, ...]:
    """The first ``most`` different texts; no more are asked for."""
    found: dict[str, None] = {}
    for text in texts:
        found[text] = None
        if len(found) == most:
            break
    return tuple(found)


def _is_parted(composed: Composed) -> bool:
    """Whether the answer has parts of a whole, and no shares of its own."""
    assert composed.query is not None
    parts = composed.query.dimensions or any(t.granularity for t in composed.query.time_dimensions)
    return bool(parts) and not any(isinstance(one, Share | Ratio) for one in composed.derived)


def _is_sql(text: str) -> bool:
    """Whether a question is a statement of SQL rather than a sentence that begins like one."""
    if not _STATEMENT.match(text):
        return False
    try:
        statements = sqlglot.parse(text)
    except (sqlglot.errors.SqlglotError, RecursionError):  # of a thousand brackets
        return False
    return any(isinstance(s, exp.Query | exp.DDL | exp.DML | exp.Drop | exp.Alter) for s in statements)


def _unexplained(read_as: _Understanding) -> list[str]:
    """The words that carry too much of the question's meaning to be ignored."""
    draft, spans = read_as.draft, read_as.parts.spans
    key = [*draft.unknown_key, *read_as.composed.unexplained]
    if key:
        return key
    if draft.unknown and not (
        draft.measures or draft.groups or draft.qualifiers or draft.bounds or draft.texts
    ):
        return draft.unknown  # only restrictions were understood, not of what
    known = sum(s.weight for s in spans if s.is_noun or s.period or s.quantity is not None)
    lost = sum(s.weight for s in spans if s.is_unknown and s.text not in draft.verbs)
    return draft.unknown if lost and lost >= _TOO_MUCH_UNKNOWN * known else []


def _doubts(read_as: _Understanding, catalog: Catalog) -> list[Doubt]:
    """What leaves a reading less than certain that has a query."""
    draft, composed, parts = read_as.draft, read_as.composed, read_as.parts
    assert composed.query is not None
    titled = {w for name in composed.query.members() for t in catalog.member(name).titles for w in phrase(t)}
    ignored = sum(not titled.issuperset(phrase(word)) for word in set(draft.unknown))
    found = [*composed.doubts, *of_query(composed.query, draft, catalog), *[Doubt.IGNORED] * ignored]
    titles = {title for _, title in parts.completed}  # a title said twice is one guess
    found += [Doubt.PERSONS] * bool(parts.persons)
    return found + [Doubt.COMPLETED] * len(titles) + [Doubt.RESPELT] * len(set(parts.respelt))


def _spelling_notes(parts: Cut) -> list[Text]:
    return [
        Text(f'"{typed}" was read as "{word}".', f"“{typed}”按“{word}”理解。")
        for typed, word in (*parts.respelt, *parts.completed, *parts.persons)
    ]


def _ignored(draft: Draft) -> list[Text]:
    words = list(dict.fromkeys((*draft.unknown, *draft.verbs)))
    if not words:
        return []
    en, zh = ", ".join(f'"{w}"' for w in words), "、".join(words)
    return [Text(f"Ignored: {en}.", f"已忽略：{zh}。")]
