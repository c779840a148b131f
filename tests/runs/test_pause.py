"""Standing still and stopping at every event of a run."""

from __future__ import annotations

import threading
import time

import pytest
from runlogs import At, ended_well, eventually
from scripted import Gate, Scripted, answering

from pipeline.errors import TooManyAtOnce, TooManyPaused, TooManyRuns
from pipeline.events import Event, Progress, RunPaused, RunResumed, StepEnded, TextAdded
from pipeline.planner.base import Question
from pipeline.runs import Run

HOW_MANY = Question("How many?", "en")
LENGTH = 46  # events of a run below, at least
EVERY = range(2, LENGTH)


def scripted() -> Scripted:
    return Scripted(answering(), *(f"<{number}>" for number in range(12)))


def said(events: list[Event]) -> str:
    return "".join(e.text for e in events if isinstance(e, TextAdded))


def paused(run: Run) -> bool:
    return isinstance(run.last, RunPaused)


@pytest.mark.parametrize("seq", EVERY)
def test_a_run_stands_still_wherever_it_is_asked_to_and_goes_on_from_there(runs_of, seq):
    with runs_of(scripted()) as runs:
        undisturbed = ended_well(runs.start(HOW_MANY))
    assert len(undisturbed) >= LENGTH
    with runs_of(scripted(), log=At(seq, Run.pause)) as runs:
        run = runs.start(HOW_MANY)
        eventually(lambda: paused(run) or run.ended)
        at = run.last.seq
        stood = paused(run)
        time.sleep(0.02)
        assert run.last.seq == at
        run.resume()
        events = ended_well(run)
    assert events[-1].outcome == "answered"
    assert kinds(events) == kinds(undisturbed)
    if stood:
        assert at <= seq + 2  # the event, perhaps the progress that goes with it, and the pause
        assert isinstance(events[at], RunResumed)
    else:
        assert seq > len(undisturbed) - 4  # the last words


def kinds(events: list[Event]) -> list[str]:
    return [e.type for e in events if not isinstance(e, RunPaused | RunResumed)]


@pytest.mark.parametrize("seq", EVERY)
def test_a_run_stops_wherever_it_is_asked_to_and_keeps_what_it_had(runs_of, seq):
    with runs_of(scripted(), log=At(seq, Run.cancel)) as runs:
        events = ended_well(runs.start(HOW_MANY))
    closing = events[seq:]
    if events[-1].outcome == "answered":
        assert [e.type for e in closing if not isinstance(e, StepEnded | Progress)] == ["run_ended"]
        return
    assert events[-1].outcome == "cancelled"
    assert said(closing).strip() == "The run was stopped."
    assert len(closing) <= 6  # a step that had just begun or ended says so; then the stop, and the end
    assert said(events[:seq]) in events[-1].answer["content"]


def test_a_paused_run_can_be_cancelled(runs_of):
    with runs_of(scripted(), log=At(9, Run.pause)) as runs:
        run = runs.start(HOW_MANY)
        eventually(lambda: paused(run))
        run.cancel()
        events = ended_well(run)
    assert events[-1].outcome == "cancelled"
    assert not [e for e in events if isinstance(e, RunResumed)]
    assert "<0>" in run.answer.content


def test_a_run_that_is_paused_too_long_ends_as_cancelled(runs_of):
    with runs_of(scripted(), log=At(9, Run.pause), pause_seconds=0.1) as runs:
        assert ended_well(runs.start(HOW_MANY))[-1].outcome == "cancelled"


def test_time_stands_still_for_a_paused_run(runs_of):
    with runs_of(scripted(), log=At(9, Run.pause), run_seconds=1, step_seconds=1) as runs:
        run = runs.start(HOW_MANY)
        eventually(lambda: paused(run))
        time.sleep(1.5)
        run.resume()
        events = ended_well(run)
    assert events[-1].outcome == "answered"
    assert sum(run.answer.timings.values()) < 1.5


def test_others_work_in_the_place_of_a_paused_run_which_then_comes_first(runs_of):
    with runs_of(scripted(), log=At(9, Run.pause), runs_at_once=1) as runs:
        first = runs.start(HOW_MANY)
        eventually(lambda: paused(first))
        others = [runs.start(HOW_MANY) for _ in range(2)]
        for other in others:  # each pauses in turn, so that the next one has the place
            eventually(lambda other=other: paused(other))
        for run in (first, *others):
            run.resume()
            assert ended_well(run)[-1].outcome == "answered"


def test_a_run_can_be_paused_before_its_turn_comes(runs_of):
    gate = Gate()
    with runs_of(Scripted(answering(), before=gate), runs_at_once=1) as runs:
        working, waiting = runs.start(HOW_MANY), runs.start(HOW_MANY)
        waiting.pause()
        gate.open()
        working.result()
        eventually(lambda: paused(waiting))
        waiting.resume()
        assert ended_well(waiting)[-1].outcome == "answered"


def test_pausing_after_the_end_and_resuming_what_goes_on_change_nothing(runs_of):
    with runs_of() as runs:
        run = runs.start(HOW_MANY)
        run.resume()
        events = ended_well(run)
        run.pause()
        run.pause()
        assert list(run.follow()) == events


def test_a_run_that_is_paused_while_it_waits_waits_no_longer_and_then_comes_first(runs_of):
    gate = Gate()
    with runs_of(Scripted(answering(), before=gate), runs_at_once=1, runs_waiting=1) as runs:
        working = runs.start(HOW_MANY, client="ann")
        paused_one = runs.start(HOW_MANY, client="ann")
        with pytest.raises(TooManyRuns):
            runs.start(HOW_MANY, client="ben")
        paused_one.pause()
        eventually(lambda: paused(paused_one))
        another = runs.start(HOW_MANY, client="ann")
        paused_one.resume()
        eventually(lambda: place(paused_one) == 1 and place(another) == 2)
        gate.open()
        for run in (working, paused_one, another):
            assert ended_well(run)[-1].outcome == "answered"


def place(run: Run) -> int | None:
    return next((e.queue_position for e in reversed(so_far(run)) if isinstance(e, Progress)), None)


def so_far(run: Run) -> list[Event]:
    return run._log.read(run.id, 0).events


def test_so_many_may_be_paused_by_one_client_and_so_many_in_all(runs_of):
    gate = Gate()
    limits = {"runs_per_client": 0, "paused_per_client": 2, "runs_paused": 3, "runs_at_once": 9}
    with runs_of(Scripted(answering(), before=gate), **limits) as runs:
        ann, ben, nobody = ([runs.start(HOW_MANY, client=c) for _ in range(3)] for c in ("ann", "ben", None))
        for run in (*ann[:2], ann[0], ben[0], *nobody):  # again is harmless
            run.pause()
        with pytest.raises(TooManyAtOnce, match="You have 2 paused runs"):
            ann[2].pause()
        with pytest.raises(TooManyPaused):
            ben[1].pause()
        assert not ben[1].pausing
        ann[1].resume()
        ben[1].pause()
        gate.open()
        ann[0].cancel()
        ann[0].result()  # and then it is no paused run any more
        ben[1].resume()
        ann[2].pause()
        for run in (*ann, *ben, *nobody):
            run.resume()
            ended_well(run)


def test_a_run_that_ends_while_it_is_asked_to_pause_leaves_nothing_behind(runs_of):
    with runs_of(scripted(), paused_per_client=1, runs_paused=1, runs_per_client=1) as runs:
        for _ in range(30):
            run = runs.start(HOW_MANY, client="ann")
            storm = [threading.Thread(target=asked_again_and_again, args=[run]) for _ in range(3)]
            for thread in storm:
                thread.start()
            for thread in storm:
                thread.join()
            run.resume()
            assert ended_well(run)[-1].outcome == "answered"
            run.pause()  # too late, and nothing
        last = runs.start(HOW_MANY, client="ann")
        last.pause()  # which one may
        last.resume()


def asked_again_and_again(run: Run) -> None:
    for _ in range(20):
        run.pause()
        run.resume()


def test_pausing_and_going_on_for_ever_is_saying_too_much(runs_of):
    with runs_of(Scripted(answering(), before=Gate()), run_events=100, runs_at_once=1) as runs:
        first, run = runs.start(HOW_MANY), runs.start(HOW_MANY)
        while not run.ended:
            run.pause()
            time.sleep(0.002)
            run.resume()
            time.sleep(0.002)
        assert ended_well(run)[-1].answer["error"]["code"] == "run_too_large"
        assert len(list(run.follow())) < 110
        first.cancel()
