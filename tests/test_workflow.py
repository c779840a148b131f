from __future__ import annotations

import logging
import threading
from contextlib import suppress
from datetime import date

import pytest
from agno.run.cancel import get_cancellation_manager
from scripted import Scripted, answering

from pipeline import workflow
from pipeline.answer import Answer, Outcome
from pipeline.cancellation import Cancellation
from pipeline.errors import Cancelled, QueryError, UnknownMember
from pipeline.events import Event, StepEnded, StepStarted, TextAdded
from pipeline.planner.base import Plan, Question
from pipeline.query import Query
from pipeline.steps.work import Work

FIVE = ["generate", "sql", "execute", "present", "analyze"]


@pytest.fixture
def work_of(demo):
    def make(planner, language="en") -> Work:
        return Work(
            question=Question("How many?", language),
            planner=planner,
            engine=demo.engine,
            catalog=demo.catalog,
            today=date(2025, 6, 30),
            cancellation=Cancellation(),
            page_rows=200,
            max_rows=10_000,
            answer=Answer("How many?"),
        )

    return make


def steps(events: list[Event]) -> list[tuple[str, str]]:
    return [(e.type, e.step) for e in events if isinstance(e, StepStarted | StepEnded)]


def test_five_steps_begin_and_end_in_order(work_of):
    work = work_of(Scripted(answering()))
    events = list(workflow.run(work, "r1"))
    assert steps(events) == [(kind, step) for step in FIVE for kind in ("step_start", "step_end")]
    assert [e.index for e in events if isinstance(e, StepStarted)] == [1, 2, 3, 4, 5]
    assert {e.type for e in events} >= {"query", "sql", "table", "chart", "analysis"}
    assert len(work.answer.table) == 1


def test_what_the_planner_says_arrives_piece_by_piece_before_the_query(work_of):
    events = list(workflow.run(work_of(Scripted(answering(), "think", "ing\n")), "r2"))
    texts = [e.text for e in events if isinstance(e, TextAdded)]
    assert texts[1:3] == ["think", "ing\n"]


@pytest.mark.parametrize("outcome", [Outcome.CLARIFY, Outcome.DECLINED])
def test_a_plan_without_a_query_ends_the_workflow_after_its_first_step(work_of, outcome):
    plan = Plan(outcome, message="Which one?", suggestions=("this", "that"))
    work = work_of(Scripted(plan))
    events = list(workflow.run(work, "r3"))
    assert steps(events) == [("step_start", "generate"), ("step_end", "generate")]
    text = "".join(e.text for e in events if isinstance(e, TextAdded))
    assert "Which one?" in text
    assert "- this\n- that\n" in text
    assert (work.answer.outcome, work.answer.suggestions) == (outcome, ["this", "that"])


def test_a_step_that_raises_ends_the_workflow_with_its_own_error(work_of):
    error = QueryError("No.", "不。")
    with pytest.raises(QueryError) as raised:
        list(workflow.run(work_of(Scripted(error, "before")), "r4"))
    assert raised.value is error


def test_the_catalog_refuses_what_a_planner_made_up(work_of):
    with pytest.raises(UnknownMember, match="Did you mean"):
        list(workflow.run(work_of(Scripted(answering(Query(measures=["employees.total_employee"])))), "r5"))


def test_it_stops_before_the_next_piece_when_asked_to(work_of):
    work = work_of(Scripted(answering(), *"abc"))
    events = workflow.run(work, "r6")
    said = (e.text for e in events if isinstance(e, TextAdded))
    assert "a" in said
    work.cancellation.cancel()
    with pytest.raises(Cancelled):
        next(said)


def test_nothing_is_left_in_agno_after_runs_that_end_in_every_way(work_of):
    for i, plan in enumerate([answering(), Plan(Outcome.DECLINED), ValueError("boom")]):
        with suppress(ValueError):
            list(workflow.run(work_of(Scripted(plan)), f"left-{i}"))
    assert not [run for run in get_cancellation_manager().get_active_runs() if run.startswith("left-")]


def test_agno_prints_nothing_and_logs_no_question(work_of, capfd, caplog):
    with caplog.at_level(logging.DEBUG), pytest.raises(ValueError):
        list(workflow.run(work_of(Scripted(ValueError("boom"))), "r7"))
    assert capfd.readouterr() == ("", "")
    assert not [record for record in caplog.records if record.name.startswith("agno")]


def test_threads_do_not_hear_each_other(work_of):
    heard: dict[int, str] = {}

    def run(number: int) -> None:
        pieces = [f"<{number}.{i}>" for i in range(50)]
        events = workflow.run(work_of(Scripted(answering(), *pieces)), f"thread-{number}")
        heard[number] = "".join(e.text for e in events if isinstance(e, TextAdded))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number in range(8):
        assert "".join(f"<{number}.{i}>" for i in range(50)) in heard[number]
        assert heard[number].count("<") == 50
