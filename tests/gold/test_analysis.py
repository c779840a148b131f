"""What the application says about the gold questions: every number in it stands in the result or
follows from it. The numbers are read back out of the text."""

from __future__ import annotations

import re

import pytest
from gold.questions import TODAY, Question, gold

from pipeline import Pipeline
from pipeline.analysis import prove, write
from pipeline.language import Language

HAN = re.compile(r"[一-鿿]")
SENTENCE_END = re.compile(r"[.。!!]\**(?=\s|$)|。")


@pytest.mark.parametrize("question", gold(), ids=lambda q: q.id)
def test_every_number_follows_from_the_result(question: Question, company: Pipeline) -> None:
    answer = company.ask(question.question)
    assert answer.query is not None
    assert answer.table is not None

    languages: tuple[Language, ...] = ("en", "zh")
    for language in languages:
        text = "".join(write(answer.query, answer.table, company.catalog, language, TODAY))
        proof = prove(text, answer.query, answer.table, company.catalog, TODAY)
        assert text
        assert not proof.unproven, f"{question.question}: {text}"
        assert 1 <= len(SENTENCE_END.findall(text)) <= 7, text
    assert proof.numbers, "a text about a result holds numbers"


@pytest.mark.parametrize("question", [q for q in gold() if q.lang == "zh"], ids=lambda q: q.id)
def test_a_chinese_question_gets_a_chinese_analysis(question: Question, company: Pipeline) -> None:
    answer = company.ask(question.question)
    assert HAN.search(answer.analysis), answer.analysis
