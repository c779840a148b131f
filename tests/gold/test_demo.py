"""The application answers the gold questions with the rows of their SQL, and declines the others."""

from __future__ import annotations

from typing import Any

import pytest
from gold.questions import Declined, Question, declined, gold

from pipeline import Outcome, Pipeline
from pipeline.evaluation.score import covers


@pytest.mark.parametrize("question", gold(), ids=lambda q: q.id)
def test_answered_with_the_rows_of_the_sql(
    question: Question, company: Pipeline, gold_rows: dict[str, list[tuple[Any, ...]]]
) -> None:
    answer = company.ask(question.question)

    assert answer.outcome is Outcome.ANSWERED, f"{question.question}: {answer.error or answer.content}"
    assert answer.language == question.lang
    assert answer.table is not None
    rows, wanted = list(answer.table.itertuples(index=False, name=None)), gold_rows[question.id]
    if not covers(rows, wanted, ordered=question.ordered):
        query = answer.query.to_json() if answer.query else None
        pytest.fail(
            f"{question.question}\n{query}\ngot {len(rows)} rows: {rows[:5]}\n"
            f"wanted {len(wanted)} rows: {wanted[:5]}",
            pytrace=False,
        )


@pytest.mark.parametrize("question", declined(), ids=lambda q: q.id)
def test_not_answered(question: Declined, company: Pipeline) -> None:
    answer = company.ask(question.question)

    assert answer.outcome in {Outcome.DECLINED, Outcome.CLARIFY}, f"{question.question}: {answer.query}"
    assert answer.table is None
    assert answer.language == question.lang
    assert answer.content or answer.suggestions
