"""The gold questions themselves: their SQL runs, says something, and has one right answer."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
import sqlglot
from gold.questions import SCALES, TODAY, Declined, Question, declined, gold

from pipeline.demo.data import build
from pipeline.language import detect

REASONS = {"unknown_measure", "unknown_value", "unsupported", "nonsense", "bad_date", "change_data"}
QUESTIONS = pytest.mark.parametrize("question", gold(), ids=lambda q: q.id)


@pytest.fixture(scope="module", params=SCALES)
def demo(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    path = tmp_path_factory.mktemp("demo") / "demo.duckdb"
    build(path, TODAY, request.param)
    with duckdb.connect(str(path), read_only=True) as connection:
        yield connection


@QUESTIONS
def test_the_sql_says_something(question: Question, demo: duckdb.DuckDBPyConnection) -> None:
    rows = demo.execute(question.sql).fetchall()

    assert rows
    for column in zip(*rows, strict=True):
        assert any(value is not None for value in column)


@pytest.mark.parametrize("question", [q for q in gold() if q.ordered], ids=lambda q: q.id)
def test_an_order_has_no_ties(question: Question, demo: duckdb.DuckDBPyConnection) -> None:
    query = sqlglot.parse_one(question.sql, dialect="duckdb")
    by = int(query.args["order"].expressions[0].this.name) - 1
    limit = query.args.get("limit")
    query.set("limit", None)
    rows = demo.execute(query.sql("duckdb")).fetchall()
    if limit:
        asked = int(limit.expression.name)
        assert len(rows) > asked, "a limit that cuts nothing off"
        rows = rows[: asked + 1]
        assert all(None not in row for row in rows[:asked]), "the unknown group among the first"

    keys = [row[by] for row in rows]
    assert None not in keys
    assert len(set(keys)) == len(keys)


def test_only_questions_that_ask_for_an_order_have_one() -> None:
    assert [q.id for q in gold() if q.ordered != ("ORDER BY" in q.sql)] == []


def test_questions_are_told_apart() -> None:
    questions: list[Question | Declined] = [*gold(), *declined()]

    assert len({q.id for q in questions}) == len(questions)
    assert len({q.question for q in questions}) == len(questions)


@pytest.mark.parametrize("questions", [gold(), declined()], ids=["gold", "declined"])
def test_half_of_the_questions_are_chinese(questions: list[Question] | list[Declined]) -> None:
    chinese = sum(q.lang == "zh" for q in questions)

    assert chinese / len(questions) == pytest.approx(0.5, abs=0.05)


def test_the_language_of_a_question_can_be_told() -> None:
    assert [q.id for q in gold() if detect(q.question) != q.lang] == []


def test_every_reason_to_decline_is_asked_about() -> None:
    assert {q.reason for q in declined()} == REASONS
