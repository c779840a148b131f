"""The questions to begin with."""

from __future__ import annotations

import pytest

from pipeline import Pipeline
from pipeline.answer import Outcome
from pipeline.ui.examples import DEMO, examples


@pytest.mark.parametrize("question", [question for chips in DEMO.values() for question in chips])
def test_each_example_of_the_demo_is_answered_with_rows_and_a_chart(demo: Pipeline, question: str) -> None:
    answer = demo.ask(question)
    assert answer.outcome is Outcome.ANSWERED
    assert answer.table is not None
    assert not answer.table.empty
    assert answer.figure is not None


def test_another_catalog_brings_its_own_in_both_languages(odd: Pipeline) -> None:
    chips = examples(odd)
    assert chips["en"]
    assert chips["zh"]
    for question in (*chips["en"], *chips["zh"]):
        assert odd.ask(question).outcome is Outcome.ANSWERED
