"""Step 1: the question becomes a Cube query, or a reason why not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.answer import Outcome
from pipeline.events import Event, QueryMade, TextAdded
from pipeline.markdown import escape
from pipeline.planner.base import Plan
from pipeline.steps import say
from pipeline.steps.work import Work

_IN_DOUBT = 0.7  # of the confidence in an answer whose values may have to be read otherwise
_LEADS = {Outcome.CLARIFY: say.CHOOSE, Outcome.ANSWERED: say.OR_DID_YOU_MEAN}


def generate(work: Work) -> Iterator[Event]:
    language = work.question.language
    yield TextAdded(text=f"{say.UNDERSTANDING.said(language)}\n\n")

    thinking = work.planner.plan(work.question, work.cancellation)
    while True:
        try:
            piece = next(thinking)
        except StopIteration as end:
            plan: Plan = end.value
            break
        yield TextAdded(text=piece)

    if plan.query is not None:
        # Whoever planned, the catalog has the last word on what may be asked.
        work.catalog.check(plan.query)
        told = [said.said(language) for said in work.catalog.told_of(plan.query)]
        sure = plan.confidence * (_IN_DOUBT if work.catalog.in_doubt(plan.query) else 1)
        plan = replace(plan, assumptions=(*plan.assumptions, *told), confidence=sure)
    work.plan = plan
    work.answer.outcome = plan.outcome
    work.answer.message = plan.message
    work.answer.suggestions = list(plan.suggestions)
    work.answer.assumptions = list(plan.assumptions)
    work.answer.confidence = round(plan.confidence, 3)

    text = ""
    if plan.message:
        text += f"{escape(plan.message)}\n\n"
    if plan.understood:
        text += f"{say.UNDERSTOOD.said(language)}\n\n{say.bullets([escape(u) for u in plan.understood])}\n"
    if plan.assumptions:
        text += f"{say.ASSUMED.said(language)}\n\n{say.bullets([escape(a) for a in plan.assumptions])}\n"
    if plan.suggestions:
        lead = _LEADS.get(plan.outcome, say.YOU_COULD_ASK)
        text += f"{lead.said(language)}\n\n{say.bullets([escape(s) for s in plan.suggestions])}\n"
    if plan.query is not None:
        work.answer.query, work.answer.derived = plan.query, plan.derived
        text += f"{say.QUERY.said(language)}\n\n{say.fenced(say.as_json(plan.query.to_json()), 'json')}\n"
    yield from say.pieces(text)
    if plan.query is not None:
        yield QueryMade(query=plan.query.to_json(), assumptions=list(plan.assumptions))
