"""Several processes that share their runs in a real Redis."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest
import wire
from redis_server import RedisServer, start_redis
from runlogs import ended_well, eventually
from scripted import Gate, Scripted, answering
from serving import start_scripted

from pipeline.cancellation import Cancellation
from pipeline.errors import LogUnavailable, RunGone, TooManyAtOnce
from pipeline.events import RunPaused, TextAdded
from pipeline.planner.base import Question
from pipeline.runs import Runs, redis_log

HOW_MANY = Question("How many?", "en")


class Gates(Gate):
    """A gate that opens for all runs, or lets a single one out that is stopped."""

    def __call__(self, cancellation: Cancellation) -> None:
        while not self.is_open:
            cancellation.check()
            time.sleep(0.01)


@pytest.fixture
def two(runs_of, redis):
    """What two processes have: runs of their own over the same Redis."""

    @contextmanager
    def make(planner=None, *, url: str = redis.url, **limits) -> Iterator[tuple[Runs, Runs]]:
        with ExitStack() as stack:
            yield tuple(  # type: ignore[misc]
                stack.enter_context(runs_of(planner, redis_url=url, **limits)) for _ in range(2)
            )

    return make


def test_a_run_is_followed_and_read_in_the_other_process(two):
    gate = Gates()
    with two(Scripted(answering(), *"abcdef", before=gate)) as (here, there):
        run = here.start(HOW_MANY)
        distant = there.get(run.id)
        heard: list = []
        follower = threading.Thread(target=lambda: heard.extend(distant.follow()))
        follower.start()
        assert (distant.question, distant.language, distant.ended) == ("How many?", "en", False)
        gate.open()
        events = ended_well(run)
        follower.join(10)
        assert heard == events
        assert ended_well(distant) == events
        for after in range(len(events)):
            assert list(there.get(run.id).follow(after)) == events[after:]
        assert distant.result().to_json() == run.answer.to_json()


def test_a_long_result_is_whole_in_the_other_process(two):
    from pipeline import Query

    plan = answering(Query(dimensions=["employees.name", "employees.hired_at"], limit=80))
    with two(Scripted(plan), page_rows=5) as (here, there):
        answer = here.start(HOW_MANY).result()
        assert len(answer.table) > 50
        assert there.get(answer.run_id).answer.to_json() == answer.to_json()


def test_the_answer_so_far_of_a_run_elsewhere(two):
    gate = Gates()
    with two(Scripted(answering(), before=gate)) as (here, there):
        run = here.start(HOW_MANY)
        eventually(lambda: isinstance(there.get(run.id).last, TextAdded))
        assert there.get(run.id).answer.content.startswith("## 🔍")
        gate.open()


def test_cancel_pause_and_resume_reach_the_process_that_works_the_run(two):
    gate = Gates()
    with two(Scripted(answering(), *"abc", before=gate)) as (here, there):
        paused, cancelled = (here.start(HOW_MANY) for _ in range(2))
        there.get(cancelled.id).cancel()
        assert cancelled.result().outcome == "cancelled"
        there.get(paused.id).pause()
        eventually(lambda: paused.pausing)
        gate.open()
        eventually(lambda: isinstance(there.get(paused.id).last, RunPaused))
        assert there.get(paused.id).pausing
        there.get(paused.id).resume()
        assert there.get(paused.id).result().outcome == "answered"
        assert there.get(cancelled.id).answer.outcome == "cancelled"


def test_the_limits_of_a_client_hold_in_both_processes_and_a_refused_pause_is_heard(two):
    gate = Gates()
    with two(Scripted(answering(), before=gate), runs_per_client=2, paused_per_client=1) as (here, there):
        first, second = here.start(HOW_MANY, client="eve"), there.start(HOW_MANY, client="eve")
        for runs in (here, there):
            with pytest.raises(TooManyAtOnce, match="2 unfinished runs"):
                runs.start(HOW_MANY, client="eve")
        there.get(first.id).pause()
        assert first.pausing
        for runs in (here, there):
            with pytest.raises(TooManyAtOnce, match="1 paused runs") as refused:
                runs.get(second.id).pause()
            assert refused.value.zh.startswith("您有 1 个运行处于暂停状态")
        assert not second.pausing
        there.get(first.id).resume()
        eventually(lambda: not first.pausing)
        here.get(second.id).pause()
        gate.open()
        here.get(second.id).resume()
        ended_well(first)
        ended_well(second)
        for run in (first, second):
            for runs in (here, there):
                runs.get(run.id).pause()  # harmless after the end
        here.start(HOW_MANY, client="eve").result()


def test_somebody_who_follows_elsewhere_keeps_a_watched_run_going(two, monkeypatch):
    monkeypatch.setattr(redis_log, "_BEAT", 0.1)
    gate = Gates()
    with two(Scripted(answering(), before=gate), follow_grace_seconds=0.8) as (here, there):
        followed, left = (here.start(HOW_MANY, watched=True) for _ in range(2))
        follower = threading.Thread(target=there.get(followed.id).result)
        follower.start()
        eventually(lambda: left.ended)
        assert left.answer.outcome == "cancelled"
        time.sleep(0.5)
        assert not followed.ended
        gate.open()
        follower.join(10)


def test_a_forgotten_run_is_gone_everywhere_and_nothing_of_it_stays(two, redis):
    with two(runs_kept=1) as (here, there):
        old = here.start(HOW_MANY)
        old.result()
        here.start(HOW_MANY).result()

        eventually(lambda: raises(RunGone, lambda: there.get(old.id)))
        assert not redis.client.keys(f"*{old.id}*")
        assert all(redis.client.ttl(key) > 0 for key in redis.client.keys("text-to-bi:*"))


# Redis goes away


@pytest.fixture
def mortal() -> Iterator[RedisServer]:
    with start_redis() as server:
        yield server


def test_a_redis_that_is_started_anew_and_lost_everything_is_given_back_what_it_had(two, mortal):
    gate = Gates()
    with two(Scripted(answering(), *"abcdef", before=gate), url=mortal.url) as (here, there):
        ended = here.start(HOW_MANY)
        ended.cancel()
        cancelled = ended_well(ended)
        run = here.start(HOW_MANY)
        heard: list = []
        follower = threading.Thread(target=lambda: heard.extend(there.get(run.id).follow()))
        follower.start()
        eventually(lambda: there._log.followed(run.id))
        mortal.stop()
        gate.open()
        time.sleep(0.3)
        mortal.start()
        events = ended_well(run)
        assert events[-1].outcome == "answered"
        follower.join(30)
        assert heard == events
        eventually(lambda: mortal.client.exists(f"text-to-bi:run:{ended.id}"))
        assert ended_well(there.get(ended.id)) == cancelled


def raises(error: type[Exception], act: Callable[[], object]) -> bool:
    try:
        act()
    except error:
        return True
    return False


def test_while_redis_stays_away_runs_fail_and_none_begins_and_then_all_is_well(two, mortal, monkeypatch):
    monkeypatch.setattr(redis_log, "_PATIENCE", 0.5)
    gate = Gates()
    with two(Scripted(answering(), before=gate), url=mortal.url) as (here, there):
        run = here.start(HOW_MANY)
        eventually(lambda: there.get(run.id))
        mortal.stop()
        events = ended_well(run)
        assert (events[-1].outcome, run.answer.error["code"]) == ("failed", "log_unavailable")
        with pytest.raises(LogUnavailable):
            here.start(HOW_MANY)
        eventually(lambda: raises(LogUnavailable, lambda: there.get(run.id)))
        mortal.start()
        gate.open()

        eventually(lambda: not raises(LogUnavailable, lambda: here.start(HOW_MANY).result()))
        eventually(lambda: not raises(LogUnavailable, lambda: there.get(run.id)))
        assert ended_well(there.get(run.id)) == events


def test_a_redis_that_hangs_is_no_longer_waited_for_than_one_that_is_gone(runs_of, monkeypatch):
    monkeypatch.setattr(redis_log, "_PATIENCE", 0.5)
    with start_redis() as hanging, runs_of(redis_url=hanging.url) as runs:
        runs.start(HOW_MANY, client="ann").result()
        hanging.hang()
        refused = threading.Thread(
            target=lambda: raises(LogUnavailable, lambda: runs.start(HOW_MANY, client="ann"))
        )
        refused.start()
        refused.join(60)
        assert not refused.is_alive()
        hanging.stop()
        with pytest.raises(LogUnavailable):
            runs.ping()


# Processes


@pytest.fixture(scope="module")
def given(demo_settings, redis) -> dict:
    return {**demo_settings.model_dump(exclude_unset=True), "redis_url": redis.url}


def test_a_run_whose_process_was_killed_ends_as_interrupted(given):
    with start_scripted(**given) as owner, start_scripted(**given) as other:
        owner.wait_until_ready()
        other.wait_until_ready()
        with wire.begin(owner.address, "say 1000 every 20") as chunks:
            before = wire.complete(wire.until(chunks, 600))
            run_id = before[0].value["run_id"]
            owner.process.kill()
        with httpx.Client(base_url=other.address, timeout=30) as client:
            events = wire.follow(client, run_id)
            assert [int(frame.id) for frame in events] == list(range(1, len(events) + 1))
            assert events[: len(before)] == before
            values = [frame.value for frame in events]
            assert values[-2]["outcome"] == "failed"
            assert (
                next(v for v in values if isinstance(v, dict) and v["type"] == "error")["code"]
                == "interrupted"
            )
            whole = client.get(f"/workflow/runs/{run_id}").json()
            assert (whole["status"], whole["error"]["code"]) == ("ended", "interrupted")
            assert whole["content"] == "".join(v for v in values[:-1] if isinstance(v, str))
