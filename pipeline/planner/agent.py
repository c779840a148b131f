"""The planner that asks a language model, and trusts it with nothing.

What the model writes is a query like any other: read as the typed query, held against the catalog
member by member, compiled. A query that is wrong goes back once with what is wrong; after that, and
whenever the model fails, the rules answer.
"""

from __future__ import annotations

import logging
import re
import time
import unicodedata
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import cached_property
from typing import Any

from agno.models.base import Model
from agno.models.message import Message
from rapidfuzz import fuzz, process

from pipeline import llm
from pipeline.answer import Outcome
from pipeline.cancellation import Cancellation
from pipeline.catalog import Member
from pipeline.engines.base import Engine
from pipeline.errors import LanguageModelError, QueryError
from pipeline.language import Text
from pipeline.markdown import shorten
from pipeline.planner import prompt
from pipeline.planner.base import Clock, Plan, Question
from pipeline.planner.cut import cut
from pipeline.planner.excerpt import Excerpts
from pipeline.planner.explain import understood
from pipeline.planner.readings import Role
from pipeline.planner.reply import Reply
from pipeline.planner.rules import RulesPlanner
from pipeline.planner.suggest import Suggester
from pipeline.planner.tokens import normalise, phrase
from pipeline.query import And, Condition, Filter, Or, Query
from pipeline.sentences import has_odd_digits, is_in, sentences, shown

logger = logging.getLogger(__name__)

_SENTENCES = 3  # of the explanation
_ASSUMPTIONS = 3
_LONGEST = 200  # characters of an assumption or a reason
_PROBLEMS = 6
_NEAR = 3
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")

CORRECTING = Text(
    "That query does not fit the catalog; it is being corrected.", "该查询与目录不符，正在修正。"
)
UNUSABLE = Text(
    "The model's query could not be used; read by rules.", "模型给出的查询无法使用，已按规则理解。"
)
FAILED = Text("The model failed; read by rules.", "模型出错，已按规则理解。")
TOO_SLOW = Text("The model took too long; read by rules.", "模型响应超时，已按规则理解。")
_DECLINED = Text("The catalog cannot answer this question.", "目录中的数据无法回答这个问题。")


class AgentPlanner:
    """Reads questions with a language model, within ``seconds``; where it cannot, ``fallback`` does.

    Safe to call from many threads.
    """

    def __init__(
        self, model: Model, engine: Engine, clock: Clock, fallback: RulesPlanner, *, seconds: float = 30.0
    ) -> None:
        self._model, self._engine, self._clock = model, engine, clock
        self._fallback, self._seconds = fallback, seconds

    @property
    def suggester(self) -> Suggester:
        """Makes questions that the fallback answers too."""
        return self._fallback.suggester

    def plan(self, question: Question, cancellation: Cancellation) -> Generator[str, None, Plan]:
        """See `Planner.plan`; yields what the model says about its query while it says it."""
        language = question.language
        try:
            plan = yield from self._by_model(question, cancellation)
            why = UNUSABLE
        except llm.TooSlow:
            plan, why = None, TOO_SLOW
        except LanguageModelError:
            plan, why = None, FAILED
        if plan is not None:
            return plan
        plan = yield from self._fallback.plan(question, cancellation)
        return replace(plan, assumptions=(*plan.assumptions, why.said(language)))

    def _by_model(self, question: Question, cancellation: Cancellation) -> Generator[str, None, Plan | None]:
        """The model's plan, or None when its query cannot be used."""
        until = time.monotonic() + self._seconds
        task = prompt.instructions(question.language, self._clock())
        excerpt = self._excerpts.of(question, self._clock())
        talk = [Message(role="user", content=prompt.asked(question, excerpt))]
        for repaired in (False, True):
            reply = Reply()
            pieces = llm.ask(
                self._model, task, talk, seconds=max(0.0, until - time.monotonic()), cancellation=cancellation
            )
            with closing(pieces):
                prose = reply.prose(pieces)
                for text in self._told(prose, question) if not repaired else prose:
                    if not repaired:
                        yield text
            read = self._read(reply, question)
            if isinstance(read, Plan):
                return read
            logger.info("The model's query was refused: %s", "; ".join(read))
            if not repaired:
                yield f"*{CORRECTING.said(question.language)}*\n\n"
                talk.append(Message(role="assistant", content=reply.text))
                talk.append(Message(role="user", content=prompt.refused(read)))
        return None

    def _told(self, prose: Iterator[str], question: Question) -> Iterator[str]:
        """The explanation, sentence by sentence. It is made before there is a result, so a number
        that the question does not hold is invented, and its sentence is left out; so is one that
        names nothing of the catalog."""
        known = self._numbers_known(question)
        told = 0
        for sentence in sentences(prose):
            may = self._may_be_said(sentence, question, known) and self._is_about_data(sentence)
            if may and told < _SENTENCES:
                yield shown(sentence, question.language, first=not told)
                told += 1
        if told:
            yield "\n\n"

    def _numbers_known(self, question: Question) -> set[str]:
        previous = str(question.previous.query.to_json()) if question.previous else ""
        return _numbers(question.text, self._clock().isoformat(), previous)

    def _may_be_said(self, sentence: str, question: Question, known: set[str]) -> bool:
        return (
            is_in(sentence, question.language, self._names)
            and not has_odd_digits(sentence)
            and _numbers(sentence) <= known
        )

    def _is_about_data(self, sentence: str) -> bool:
        try:
            spans = cut(normalise(sentence), self._fallback.lexicon, self._clock()).spans
        except QueryError:  # a date that does not exist
            return False
        return any(span.is_noun for span in spans)

    def _read(self, reply: Reply, question: Question) -> Plan | list[str]:
        """The plan that a reply holds, or what is wrong with it, for the model to read."""
        found = reply.object()
        if found is None:
            return ['There is no valid JSON object with the key "query" or "decline".']
        if isinstance(found.get("decline"), str):
            return self._declined(found["decline"], question)
        try:
            query = Query.parse(found.get("query", found))
        except QueryError as error:
            return [error.en]
        problems = self._unknown_members(query)
        if not problems:
            query, problems = self._with_stored_values(query)
        if not problems:
            try:
                self._engine.catalog.check(query)
                self._engine.compile(query)
            except QueryError as error:
                problems = [error.en]
        if problems:
            return problems[:_PROBLEMS]
        chart = found.get("chart")
        return Plan(
            Outcome.ANSWERED,
            query,
            understood=tuple(understood(query, self._engine.catalog, question.language)),
            assumptions=tuple(self._assumptions(found, query, question)),
            chart=chart if isinstance(chart, str) else None,
        )

    def _declined(self, reason: str, question: Question) -> Plan:
        language = question.language
        reason = " ".join(reason.split())
        if not reason or not self._may_be_said(reason, question, self._numbers_known(question)):
            reason = _DECLINED.said(language)
        suggestions = self.suggester.suggest(language, near=question.text)
        return Plan(Outcome.DECLINED, message=shorten(reason, _LONGEST), suggestions=suggestions)

    def _assumptions(self, found: dict[str, Any], query: Query, question: Question) -> Iterator[str]:
        given = found.get("assumptions")
        known = self._numbers_known(question) | _numbers(str(query.to_json()))
        for text in given[:_ASSUMPTIONS] if isinstance(given, list) else ():
            if isinstance(text, str) and text.strip() and self._may_be_said(text, question, known):
                yield shorten(" ".join(text.split()), _LONGEST)

    def _unknown_members(self, query: Query) -> list[str]:
        """Every name the catalog does not have, each with the names nearest to it."""
        catalog = self._engine.catalog
        names = dict.fromkeys([*query.members(), *(name for name, _ in query.order)])
        problems = []
        for name in names:
            if name in catalog or name.rpartition(".")[0] in catalog:
                continue
            near = process.extract(name, list(catalog.members), scorer=fuzz.ratio, limit=_NEAR)
            problems.append(
                f"The catalog has no member {name!r}. Nearest: {', '.join(found for found, *_ in near)}."
            )
        return problems

    def _with_stored_values(self, query: Query) -> tuple[Query, list[str]]:
        """The query with the values of its filters spelt as they are stored, and what is wrong with
        those that are not stored at all."""
        problems: list[str] = []

        def grounded(condition: Condition) -> Condition:
            if isinstance(condition, And):
                return And(and_=[grounded(c) for c in condition.and_])
            if isinstance(condition, Or):
                return Or(or_=[grounded(c) for c in condition.or_])
            if condition.operator not in ("equals", "notEquals"):
                return condition
            member = self._engine.catalog.member(condition.member)
            values = [self._stored(member, value, problems) for value in condition.values]
            return Filter(member=condition.member, operator=condition.operator, values=values)

        filters = [grounded(condition) for condition in query.filters]
        return query.model_copy(update={"filters": filters}), problems

    def _stored(self, member: Member, value: str | None, problems: list[str]) -> str | None:
        """``value`` as the dimension stores it."""
        lexicon = self._fallback.lexicon
        name = member.alias_member or member.name
        stored = lexicon.values.get(name)
        if value is None or stored is None or value in stored:
            return value
        meant = {
            r.value
            for r in lexicon.readings(phrase(value))
            if r.role is Role.VALUE and r.target == name and r.value in stored
        }
        if len(meant) == 1:
            return meant.pop()
        near = process.extract(value, stored, scorer=fuzz.WRatio, limit=_NEAR)
        problems.append(
            f"{member.name} has no value {value!r}. Nearest: {', '.join(repr(found) for found, *_ in near)}."
        )
        return value

    @cached_property
    def _excerpts(self) -> Excerpts:
        return Excerpts(self._fallback.lexicon)

    @cached_property
    def _names(self) -> tuple[str, ...]:
        """Titles that are the same in both languages."""
        members = self._engine.catalog.members.values()
        return tuple({m.titles.en for m in members if m.titles.en == m.titles.zh})


def _numbers(*texts: str) -> set[str]:
    """The numbers that stand in the texts as digits."""
    found: Iterable[str] = _NUMBER.findall(unicodedata.normalize("NFKC", " ".join(texts)))
    return {number.replace(",", "") for number in found}
