from __future__ import annotations

import asyncio
import threading
import time

import pytest
from runlogs import ended_well, eventually
from scripted import Gate, Scripted, answering

from pipeline.answer import Outcome
from pipeline.errors import QueryError, QuestionError, RunGone, RunNotFound, TooManyRuns
from pipeline.events import (
    ErrorRaised,
    Event,
    Progress,
)
from pipeline.planner.base import Plan, Question
from pipeline.runs import Run

HOW_MANY = Question("How many?", "en")


def test_a_run_answers_and_can_be_read_again(runs_of):
    with runs_of() as runs:
        run = runs.start(HOW_MANY)
        events = ended_well(run)
        assert run.result().outcome is Outcome.ANSWERED
        assert events[-1].answer == run.answer.to_json()
        assert list(runs.get(run.id).follow()) == events
        for after in range(len(events) + 2):
            assert list(run.follow(after)) == events[after:]
            assert asyncio.run(collect(run, after)) == events[after:]


async def collect(run: Run, after: int = 0) -> list[Event]:
    return [event async for event in run.afollow(after)]


def test_a_follower_hears_the_events_as_they_happen(runs_of):
    gate = Gate()
    with runs_of(Scripted(answering(), before=gate)) as runs:
        run = runs.start(HOW_MANY)
        followed = run.follow()
        assert [next(followed).type for _ in range(4)] == ["run_started", "step_start", "progress", "text"]
        assert not run.ended
        gate.open()
        assert [e.type for e in followed][-1] == "run_ended"


def test_followers_that_came_late_left_early_or_never_read_change_nothing(runs_of):
    gate = Gate()
    with runs_of(Scripted(answering(), *"abcdef", before=gate)) as runs:
        run = runs.start(HOW_MANY)
        left = run.follow()
        next(left)
        left.close()
        never_reads = run.follow()
        next(never_reads)

        async def many() -> list[list[Event]]:
            async def leaves() -> None:
                async for _ in run.afollow():
                    return

            followers = [asyncio.create_task(collect(run)) for _ in range(20)]
            await asyncio.gather(*(leaves() for _ in range(20)))
            threads = threading.active_count()
            gate.open()
            heard = await asyncio.gather(*followers)
            assert threading.active_count() <= threads
            return heard

        heard = asyncio.run(many())
        events = ended_well(run)
        assert heard == [events] * 20


def test_a_run_whose_follower_is_in_a_dead_event_loop_goes_on(runs_of):
    gate = Gate()
    with runs_of(Scripted(answering(), before=gate)) as runs:
        run = runs.start(HOW_MANY)
        loop = asyncio.new_event_loop()
        follower = run.afollow()
        loop.run_until_complete(anext(follower))
        for _ in range(3):
            loop.run_until_complete(anext(follower))
        loop.close()
        gate.open()
        ended_well(run)


def test_batches_come_together_and_complete(runs_of):
    with runs_of(Scripted(answering(), *"abcdefgh")) as runs:
        run = runs.start(HOW_MANY)

        async def batches() -> list[list[Event]]:
            return [batch async for batch in run.abatches(pause=0.05)]

        heard = asyncio.run(batches())
        events = ended_well(run)
        assert [event for batch in heard for event in batch] == events
        assert len(heard) < len(events)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "Something went wrong on our side (reference {})"), ("zh", "系统错误,请稍后重试(编号 {})")],
)
@pytest.mark.parametrize("error", [RuntimeError("secret path /etc"), KeyboardInterrupt(), SystemExit(3)])
def test_an_unknown_fault_is_logged_with_the_reference_that_the_user_sees(
    runs_of, caplog, error, language, sentence
):
    with runs_of(Scripted(error, "before")) as runs:
        run = runs.start(Question("How many?", language))
        events = ended_well(run)
    assert run.answer.outcome is Outcome.FAILED
    assert run.error is error
    reference = caplog.records[-1].args[1]
    message = run.answer.error["message"]
    assert message.startswith(sentence.format(reference))
    raised = next(e for e in events if isinstance(e, ErrorRaised))
    assert (raised.code, raised.message) == ("internal", message)
    assert events[raised.seq].text == f"Error: {message}"
    assert "secret" not in run.answer.content
    assert [r.exc_info[1] for r in caplog.records] == [error]


def test_an_answer_that_cannot_be_said_fails_and_still_ends(runs_of):
    class Unsayable:
        def __iter__(self):
            raise RuntimeError("no")

    def spoil(cancellation) -> None:
        run.answer.params = [Unsayable()]

    with runs_of(Scripted(Plan(Outcome.DECLINED), before=lambda c: (gate(c), spoil(c)))) as runs:
        gate = Gate()
        run = runs.start(HOW_MANY)
        gate.open()
        ended_well(run)
    assert run.answer.error["code"] == "internal"


def test_a_known_error_says_what_is_wrong_in_the_language_of_the_question(runs_of):
    error = QueryError("Not like this.", "不能这样问。")
    with runs_of(Scripted(error)) as runs:
        run = runs.start(Question("多少?", "zh"))
        ended_well(run)
    assert run.answer.error == {"code": "query", "message": "不能这样问。"}
    assert run.error is error


def test_cancelling_ends_a_run_with_what_it_had(runs_of):
    gate = Gate()
    with runs_of(Scripted(answering(), before=gate)) as runs:
        run = runs.start(HOW_MANY)
        assert gate.reached.wait(10)
        run.cancel()
        run.cancel()
        ended_well(run)
    assert run.answer.outcome is Outcome.CANCELLED
    assert run.answer.error["code"] == "cancelled"
    assert run.answer.content.startswith("## 🔍 Understanding")
    assert run.error is None


def test_cancelling_after_the_end_changes_nothing(runs_of):
    with runs_of() as runs:
        run = runs.start(HOW_MANY)
        run.result()
        run.cancel()
        assert ended_well(run)[-1].outcome == "answered"


def test_a_run_that_takes_too_long_fails_with_the_limit(runs_of):
    with runs_of(Scripted(answering(), before=Gate()), run_seconds=0.3) as runs:
        run = runs.start(HOW_MANY)
        ended_well(run)
    assert run.answer.error["code"] == "run_timeout"
    assert "0.3 seconds" in run.answer.error["message"]


@pytest.mark.parametrize("limit", [{"run_events": 100}, {"run_bytes": 100_000}])
def test_a_run_that_says_too_much_fails_and_still_ends(runs_of, limit):
    with runs_of(Scripted(answering(), *(["word " * 250] * 300)), **limit) as runs:
        run = runs.start(HOW_MANY)
        events = ended_well(run)
    assert run.answer.error["code"] == "run_too_large"
    assert len(events) < 120
    assert sum(len(e.model_dump_json()) for e in events) < 300_000


def test_a_step_that_takes_too_long_fails_with_its_limit(runs_of):
    with runs_of(Scripted(answering(), before=Gate()), step_seconds=0.3) as runs:
        run = runs.start(HOW_MANY)
        ended_well(run)
    assert run.answer.error["code"] == "run_timeout"
    assert run.answer.error["message"].startswith("Understanding the question took longer than the 0.3 sec")


def test_those_who_wait_hear_their_place_in_the_queue(runs_of):
    gate = Gate()
    with runs_of(Scripted(answering(), before=gate), runs_at_once=1, runs_waiting=3) as runs:
        working, second, third, fourth = (runs.start(HOW_MANY) for _ in range(4))

        def told(run: Run) -> list[int]:
            waiting = [
                e for e in runs._log.read(run.id, 0).events if isinstance(e, Progress) and e.queue_position
            ]
            assert all(e.message == f"Waiting: place {e.queue_position} in the queue" for e in waiting)
            return [e.queue_position for e in waiting]

        eventually(lambda: (told(second), told(third), told(fourth)) == ([1], [2], [3]))
        second.cancel()
        eventually(lambda: (told(third), told(fourth)) == ([2, 1], [3, 2]))
        assert told(working) == []
        gate.open()
        for run in (working, third, fourth):
            assert ended_well(run)[-1].outcome == "answered"
        assert ended_well(second)[-1].outcome == "cancelled"


def test_when_all_places_are_taken_the_next_run_is_refused_until_one_is_free(runs_of):
    gate = Gate()
    with runs_of(Scripted(answering(), before=gate), runs_at_once=1, runs_waiting=1) as runs:
        working, waiting = runs.start(HOW_MANY), runs.start(HOW_MANY)
        with pytest.raises(TooManyRuns):
            runs.start(HOW_MANY)
        gate.open()
        ended_well(working)
        ended_well(waiting)
        eventually(lambda: ended_well(runs.start(HOW_MANY)))


def test_closing_ends_the_runs_that_work_and_those_that_wait(runs_of):
    with runs_of(Scripted(answering(), before=Gate()), runs_at_once=1) as runs:
        begun = [runs.start(HOW_MANY) for _ in range(3)]
        runs.close()
        for run in begun:
            assert ended_well(run)[-1].outcome == "cancelled"
        with pytest.raises(TooManyRuns):
            runs.start(HOW_MANY)


@pytest.mark.parametrize("limit", [{"runs_kept": 1}, {"run_kept_seconds": 0.01}, {"runs_kept_bytes": 0}])
def test_ended_runs_are_forgotten_by_number_age_and_size(runs_of, limit):
    with runs_of(**limit) as runs:
        old = runs.start(HOW_MANY)
        old.result()
        runs.start(HOW_MANY).result()

        def forgotten() -> bool:
            try:
                runs.get(old.id)
            except RunGone as error:
                return "ask again" in str(error)
            return False

        eventually(forgotten)
        with pytest.raises(RunNotFound):
            list(old.follow())


def test_a_run_that_works_is_never_forgotten(runs_of):
    gate = Gate()
    with runs_of(Scripted(answering(), before=gate), run_kept_seconds=0.01, runs_kept=1) as runs:
        run = runs.start(HOW_MANY)
        time.sleep(0.6)
        assert runs.get(run.id) is run
        gate.open()
        run.result()


def test_progress_says_the_step_and_after_one_run_the_seconds_left(runs_of):
    with runs_of() as runs:
        first, second = [
            [e for e in runs.start(HOW_MANY).follow() if isinstance(e, Progress)] for _ in range(2)
        ]
    assert [p.fraction for p in first] == [0, 0.2, 0.4, 0.6, 0.8, 1]
    assert [p.seconds_left for p in first[:5]] == [None] * 5
    assert all(p.seconds_left is not None for p in second)
    assert sorted((p.seconds_left for p in second), reverse=True) == [p.seconds_left for p in second]
    assert second[2].message == "Executing the query"


@pytest.mark.parametrize("text", ["", "  \n\t", "x" * 2_001])
def test_a_question_that_is_empty_or_too_long_is_refused_at_once(runs_of, text):
    with runs_of() as runs, pytest.raises(QuestionError):
        runs.start(Question(text, "en"))


@pytest.mark.parametrize(
    "text", ["🙂🙂🙂", "\ud800 half a pair", "a\x00b", "'; DROP TABLE employees; --", "<b>&"]
)
def test_odd_questions_are_questions(runs_of, text):
    with runs_of(Scripted(Plan(Outcome.DECLINED, message="No."))) as runs:
        assert ended_well(runs.start(Question(text, "en")))[-1].outcome == "declined"


def test_no_run_is_refused_an_unknown_id(runs_of):
    with runs_of() as runs:
        for never in ("nope", "", "a" * 32, "../etc"):
            with pytest.raises(RunNotFound) as refused:
                runs.get(never)
            assert not isinstance(refused.value, RunGone)
