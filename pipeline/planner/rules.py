"""The planner that needs no model: a question of either language becomes a Cube query by rules."""

from __future__ import annotations

import logging
from collections.abc import Generator
from datetime import date
from functools import cached_property

from pipeline.answer import Outcome
from pipeline.cancellation import Cancellation
from pipeline.catalog import Catalog
from pipeline.engines.base import Engine
from pipeline.errors import QueryError, TextToBIError
from pipeline.language import Language, Text
from pipeline.planner.base import Plan, Question
from pipeline.planner.compose import Composed, Composer
from pipeline.planner.draft import Choice, Draft
from pipeline.planner.explain import understood
from pipeline.planner.followup import follow
from pipeline.planner.graph import JoinGraph
from pipeline.planner.lexicon import Lexicon
from pipeline.planner.reader import Reader
from pipeline.planner.spans import Cut, cut
from pipeline.planner.suggest import Suggester
from pipeline.planner.tokens import normalise
from pipeline.planner.values import load_values

logger = logging.getLogger(__name__)

_CANNOT = {
    "forecast": Text("Forecasts are not made here; only what the data holds can be asked.", "这里不做预测,只能查询已有数据。"),
    "median": Text("Medians and percentiles are not in this catalog.", "目录中没有中位数或分位数指标。"),
    "deviation": Text("Deviations and variances are not in this catalog.", "目录中没有标准差或方差指标。"),
    "cause": Text("The data can show what happened, not why.", "数据只能说明发生了什么,不能说明原因。"),
    "correlation": Text("Correlations are not computed here.", "这里不计算相关性。"),
    "weekday": Text("Days of the week and hours of the day cannot be grouped by.", "不支持按星期几或一天中的时段分组。"),
    "change_data": Text("Data can only be read here, never changed.", "这里只能查询数据,不能修改数据。"),
}  # fmt: skip


class RulesPlanner:
    """Reads questions with the words of one engine's catalog. Safe to call from many threads."""

    def __init__(self, engine: Engine, today: date) -> None:
        self._engine = engine
        self._today = today

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words of the catalog and of the data; loaded once, on first use."""
        lexicon = Lexicon(self._engine.catalog)
        load_values(self._engine, lexicon)
        return lexicon

    @cached_property
    def graph(self) -> JoinGraph:
        return JoinGraph(self._engine.catalog)

    def warm_up(self) -> None:
        """Loads what the first question would wait for. Raises what the engine raises."""
        self.plan_now(Question("warm up", "en"))

    def plan(self, question: Question, cancellation: Cancellation) -> Generator[str, None, Plan]:
        """See `Planner.plan`; there is nothing to say on the way."""
        cancellation.check()
        yield from ()
        return self.plan_now(question)

    def plan_now(self, question: Question) -> Plan:
        """The plan of one question."""
        composed, draft, parts = self._read(question)
        language = question.language
        if draft.future and draft.periods and all(p.start and p.start > self._today for p in draft.periods):
            draft.unsupported.append("forecast")
        if composed.problem and draft.unknown and not draft.unsupported:
            return self._not_understood(question, draft.unknown, composed)
        if composed.problem or draft.unsupported:
            reasons = [_CANNOT[key] for key in dict.fromkeys(draft.unsupported)] or [
                composed.problem or Text("", "")
            ]
            return self._declined(question, [r.said(language) for r in reasons], composed)
        unknown = self._unexplained(draft, parts)
        if composed.query is None or unknown:
            return self._not_understood(question, unknown, composed)
        notes = [note.said(language) for note in (*draft.notes, *composed.notes)]
        for typed, read in parts.respelt:
            notes.append(
                Text(
                    f'"{typed}" was read as "{self._spelt(read)}".', f"“{typed}”按“{self._spelt(read)}”理解。"
                ).said(language)
            )
        if draft.unknown:
            words = (
                "、".join(draft.unknown) if language == "zh" else ", ".join(f'"{w}"' for w in draft.unknown)
            )
            notes.append(Text(f"Ignored: {words}.", f"已忽略:{words}。").said(language))
        return Plan(
            Outcome.ANSWERED,
            composed.query,
            understood=tuple(understood(composed.query, self._engine.catalog, language)),
            assumptions=tuple(dict.fromkeys(notes)),
            chart=draft.chart or ("pie" if draft.share else None),
        )

    def _read(self, question: Question) -> tuple[Composed, Draft, Cut]:
        text = normalise(question.text)
        try:
            parts = cut(text, self.lexicon, self._today)
        except QueryError as error:
            return Composed(problem=Text(error.en, error.zh)), Draft(), Cut([])
        draft = Reader(parts.spans, self.lexicon).read()
        self._complete_values(draft)
        if question.previous is not None:
            followed = follow(question.previous, draft, self.lexicon, self.graph, self._today)
            if followed is not None:
                return followed, draft, parts
        composed = Composer(draft, self.lexicon, self.graph, self._today).compose()
        if composed.query is not None:
            try:
                self._engine.catalog.check(composed.query)
            except QueryError as error:
                logger.exception("The planner made a query that the catalog refuses")
                composed = Composed(problem=Text(error.en, error.zh))
        return composed, draft, parts

    def _complete_values(self, draft: Draft) -> None:
        """A word that only one value contains stands for that value."""
        for words in (draft.unknown_key, draft.unknown):
            for word in list(words):
                reading = self.lexicon.value_with(word)
                if reading and reading.value is not None:
                    words.remove(word)
                    draft.values.append(Choice(word, [reading]))
                    draft.notes.append(
                        Text(f'"{word}" was read as "{reading.value}".', f"“{word}”按“{reading.value}”理解。")
                    )

    def _spelt(self, stem: str) -> str:
        """A word of the catalog that has this stem."""
        for member in self._engine.catalog.members.values():
            for text in (*member.titles, *member.synonyms):
                for word in normalise(text).split():
                    if word.startswith(stem[:-1]):
                        return word
        return stem

    def _unexplained(self, draft: Draft, parts: Cut) -> list[str]:
        """The words that carry too much of the question's meaning to be ignored."""
        if draft.unknown_key:
            return draft.unknown_key
        if draft.unknown and not (draft.measures or draft.groups or draft.qualifiers or draft.bounds):
            return draft.unknown  # only restrictions were understood, not of what
        known = sum(s.weight for s in parts.spans if s.is_noun or s.period or s.quantity is not None)
        lost = sum(s.weight for s in parts.spans if s.is_unknown)
        return draft.unknown if lost and lost >= 0.6 * known else []

    def _not_understood(self, question: Question, unknown: list[str], composed: Composed) -> Plan:
        language = question.language
        sentences = []
        words = list(dict.fromkeys(unknown))
        if words:
            named = Text(", ".join(f'"{w}"' for w in words), "、".join(f"“{w}”" for w in words)).said(
                language
            )
            sentences.append(
                Text(f"The data has nothing called {named}.", f"数据中没有{named}。").said(language)
            )
            near = next((n for w in words if (n := self.lexicon.near_phrase(w))), None)
            if near:
                sentences.append(Text(f'Did you mean "{near}"?', f"您是不是要找“{near}”?").said(language))
        if not sentences:
            sentences = [
                Text(
                    "The question names nothing that the data holds.",
                    "没有在问题中找到数据里有的指标或维度。",
                ).said(language)
            ]
        return self._declined(question, sentences, composed)

    def _declined(self, question: Question, sentences: list[str], composed: Composed) -> Plan:
        suggestions = self.suggester.suggest(question.language, near=question.text, measures=composed.offers)
        choices = bool(composed.offers) and composed.problem is not None
        return Plan(
            Outcome.CLARIFY if choices else Outcome.DECLINED,
            message=(" " if question.language == "en" else "").join(sentences),
            suggestions=suggestions,
        )

    @cached_property
    def suggester(self) -> Suggester:
        return Suggester(self._engine.catalog, self.graph, self.lexicon.cardinality, self._works)

    def _works(self, text: str, language: Language) -> bool:
        composed, draft, parts = self._read(Question(text, language))
        if composed.query is None or self._unexplained(draft, parts) or draft.unsupported:
            return False
        try:
            self._engine.compile(composed.query)
        except TextToBIError:
            return False
        return True

    @property
    def catalog(self) -> Catalog:
        return self._engine.catalog
