"""Any words in any order are answered, asked back or declined by the planner that reads by clauses."""

from __future__ import annotations

import random

import pytest
from planner.repeated import closed_words, letters, names
from sizes import tries

from pipeline import Outcome, Pipeline
from pipeline.derived import Basis, Lacking, fetched
from pipeline.language import detect
from pipeline.planner.base import Plan, Question
from pipeline.planner.clausal import ClausalPlanner
from pipeline.planner.understood import CLOSED


@pytest.fixture(scope="module")
def words(planner: ClausalPlanner) -> list[str]:
    values = [value for stored in planner.lexicon.values.values() for value in stored[:2]]
    closed = [("" if not w[0].isascii() else " ").join(w) for w in sorted(CLOSED.all)]
    return [*closed_words(), *names(planner.catalog, 60, tuple(values[:20])), *letters(), *closed]


def test_any_words_have_an_outcome_and_what_is_asked_compiles(
    demo: Pipeline, planner: ClausalPlanner, words: list[str]
) -> None:
    pick, before = random.Random(7), None
    for _ in range(tries(150)):
        text = pick.choice((" ", "", ", ")).join(pick.choice(words) for _ in range(pick.randint(1, 8)))
        plan = planner.plan_now(Question(text, detect(text), before if pick.random() < 0.4 else None))
        assert plan.outcome in Outcome
        if plan.query is None:
            assert plan.message, text
            continue
        _compiles(demo, plan)
        before = Basis(plan.query, plan.derived)


def _compiles(demo: Pipeline, plan: Plan) -> None:
    assert plan.query
    demo.engine.compile(fetched(plan.query, plan.derived))
    for one in plan.derived:
        if isinstance(one, Lacking):
            demo.engine.compile(one.other)


def test_the_same_question_is_read_the_same_way_twice(planner: ClausalPlanner, words: list[str]) -> None:
    pick = random.Random(8)
    for _ in range(tries(30)):
        question = Question(" ".join(pick.choice(words) for _ in range(5)), "en")
        assert planner.plan_now(question) == planner.plan_now(question)
