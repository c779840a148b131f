from __future__ import annotations

import pandas as pd
import pytest
from scripted import Gate, Scripted, answering

import pipeline
from pipeline import Outcome, Pipeline, Query, Settings
from pipeline.errors import (
    Cancelled,
    ModelError,
    QueryError,
    QuestionError,
    SettingsError,
    SourceError,
    UnknownMember,
)
from pipeline.events import RunEnded


def test_the_public_names_are_there():
    assert {name: getattr(pipeline, name).__name__ for name in pipeline.__all__}
    with pytest.raises(AttributeError, match="Pipelin"):
        pipeline.Pipelin  # noqa: B018


def test_a_question_becomes_an_answer_with_all_its_parts(demo):
    answer = demo.ask("各部门的员工总数")
    assert (answer.outcome, answer.language) == (Outcome.ANSWERED, "zh")
    assert "employees.total_employees" in answer.query.measures
    assert list(answer.table.columns) == answer.query.columns
    assert len(answer.headers) == len(answer.table.columns)
    assert answer.sql.startswith("SELECT")
    assert answer.figure is not None
    assert answer.analysis
    assert set(answer.timings) == {"generate", "sql", "execute", "present", "analyze"}


def test_a_stream_ends_with_what_ask_returns(demo):
    *_, last = demo.stream("total employees")
    assert isinstance(last, RunEnded)
    asked = demo.ask("total employees").to_json()
    assert {k: last.answer[k] for k in ("outcome", "query", "sql", "rows")} == {
        k: asked[k] for k in ("outcome", "query", "sql", "rows")
    }


def test_a_follow_up_keeps_what_it_does_not_change(demo):
    first = demo.ask("average salary by department")
    second = demo.ask("only 2024", previous=first)
    assert second.query.measures == first.query.measures
    assert second.query != first.query


def test_ask_puts_what_goes_wrong_into_the_outcome(demo):
    answer = demo.ask("")
    assert (answer.outcome, answer.error["code"]) == (Outcome.FAILED, "question")
    assert demo.ask("多少" * 2_000).error["message"].startswith("问题有")


def test_stream_raises_what_can_be_known_before_it_begins(demo):
    with pytest.raises(QuestionError):
        demo.stream("")


def test_a_cube_query_is_answered_without_the_planner(demo):
    query = {"measures": ["employees.total_employees"], "dimensions": ["departments.name"]}
    answer = demo.query(query)
    assert answer.query == Query.parse(query)
    assert isinstance(answer.table, pd.DataFrame)
    assert demo.query(query, language="zh").language == "zh"


def test_the_sql_of_a_cube_query_has_its_values_bound(demo):
    hostile = "x' OR 1=1 --"
    sql, params = demo.sql(
        {
            "measures": ["employees.total_employees"],
            "filters": [{"member": "departments.name", "operator": "equals", "values": [hostile]}],
        }
    )
    assert hostile in params
    assert hostile not in sql


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ({}, QueryError),
        ({"measures": ["employees.total"]}, UnknownMember),
        ({"measures": "employees.total_employees"}, QueryError),
        ({"measures": ["employees.total_employees"], "nope": 1}, QueryError),
    ],
)
def test_query_and_sql_raise_what_is_wrong_with_a_query(demo, query, error):
    for door in (demo.query, demo.sql):
        with pytest.raises(error):
            door(query)


def test_a_stopped_query_raises(demo, demo_settings):
    class Stopping:
        """The engine of the demo company, on which every query is stopped."""

        def __getattr__(self, name):
            return getattr(demo.engine, name)

        def execute(self, query, cancellation):
            cancellation.cancel()
            return demo.engine.execute(query, cancellation)

    with (
        Pipeline(demo_settings, engine=Stopping(), planner=Scripted(answering())) as stopping,
        pytest.raises(Cancelled),
    ):
        stopping.query({"measures": ["employees.total_employees"]})


def test_closing_ends_the_runs_and_leaves_a_borrowed_engine_open(demo, demo_settings):
    gate = Gate()
    with Pipeline(demo_settings, engine=demo.engine, planner=Scripted(answering(), before=gate)) as other:
        run = other.start("How many?")
        assert gate.reached.wait(10)
    assert run.answer.outcome is Outcome.CANCELLED
    demo.engine.ping()


def test_closing_twice_is_harmless_and_nothing_starts_afterwards(demo_settings, tmp_path):
    other = Pipeline(demo_settings.model_copy(update={"cache_dir": tmp_path}))
    other.close()
    other.close()
    assert other.ask("total employees").error["code"] == "too_many_runs"


def test_what_cannot_be_opened_stops_the_start(tmp_path):
    with pytest.raises(SourceError):
        Pipeline(Settings(data=tmp_path / "none.duckdb"))
    with pytest.raises(ModelError):
        Pipeline(Settings(model_dir=tmp_path / "none", cache_dir=tmp_path, demo_scale=0.1))
    with pytest.raises(SettingsError):
        Pipeline(Settings(llm="openai:gpt", cache_dir=tmp_path, demo_scale=0.1))
