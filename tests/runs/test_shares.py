"""How much one client may have at the same time."""

from __future__ import annotations

import time

import pytest
from redis_server import RedisServer, start_redis
from runlogs import At, ended_well, eventually
from scripted import Gate, Scripted, answering

from pipeline import tally
from pipeline.errors import TooManyAtOnce
from pipeline.events import Event, RunEnded
from pipeline.planner.base import Question
from pipeline.runs import Run
from pipeline.tally import Tally, counting

HOW_MANY = Question("How many?", "en")


def test_one_client_may_have_so_many_unfinished_runs_and_nobody_else_is_held_up(runs_of):
    gate = Gate()
    with runs_of(Scripted(answering(), before=gate), runs_per_client=2) as runs:
        of_ann = [runs.start(HOW_MANY, client="ann") for _ in range(2)]
        with pytest.raises(TooManyAtOnce, match="You have 2 unfinished runs"):
            runs.start(HOW_MANY, client="ann")
        of_others = [runs.start(HOW_MANY, client=client) for client in ("ben", None, None, None)]
        of_ann[0].pause()  # it is unfinished all the same
        with pytest.raises(TooManyAtOnce):
            runs.start(HOW_MANY, client="ann")
        of_ann[0].cancel()
        of_ann[0].result()
        more = runs.start(HOW_MANY, client="ann")
        gate.open()
        for run in (of_ann[1], more, *of_others):
            ended_well(run)


class AskedAtTheEnd(At):
    """A log whose first run is followed by another one as soon as anybody can hear its end."""

    def __init__(self) -> None:
        super().__init__(0, id)
        self.next: Run | None = None

    def append(self, run_id: str, event: Event) -> Event:
        placed = super().append(run_id, event)
        if isinstance(event, RunEnded) and self.next is None:
            self.next = self.runs.start(HOW_MANY, client="ann")
        return placed


def test_whoever_has_heard_the_end_may_ask_again(runs_of):
    log = AskedAtTheEnd()
    with runs_of(log=log, runs_per_client=1, runs_at_once=1, runs_waiting=0) as runs:
        runs.start(HOW_MANY, client="ann").result()
        eventually(lambda: log.next)
        ended_well(log.next)


def test_a_run_that_could_not_begin_counts_for_nothing(runs_of):
    with runs_of(runs_per_client=1, runs_per_minute=2, runs_at_once=1, runs_waiting=0) as runs:
        for _ in range(2):
            runs.start(HOW_MANY, client="ann").result()
        for _ in range(3):  # asks too often, and nothing else
            with pytest.raises(Exception, match="faster than this server allows"):
                runs.start(HOW_MANY, client="ann")


@pytest.fixture
def two(redis: RedisServer):
    """What two processes count with."""
    return [Tally("things", 2, counting(redis.url)) for _ in range(2)]


def test_processes_that_share_a_redis_count_together(two):
    here, there = two
    assert here.take("ann", "1")
    assert there.take("ann", "2")
    assert not here.take("ann", "3")
    assert not there.take("ann", "3")
    assert here.take("ann", "1"), "again is harmless"
    assert there.take("ben", "4")
    there.give_back("ann", "2")
    assert here.take("ann", "3")
    for of, client, thing in ((here, "ann", "1"), (here, "ann", "3"), (there, "ben", "4")):
        of.give_back(client, thing)


def test_what_a_dead_process_had_is_nobodys_after_a_while_and_what_a_live_one_has_stays(two, monkeypatch):
    monkeypatch.setattr(tally, "_LEASE", 2)
    monkeypatch.setattr(tally, "_RENEWED_EVERY", 0.1)
    dead, alive = two
    assert dead.take("cleo", "1")
    assert alive.take("cleo", "2")

    def again() -> bool:
        alive.renew()
        return alive.take("cleo", "3")

    eventually(again)
    time.sleep(0.2)
    assert not alive.take("cleo", "4")
    for thing in "23":
        alive.give_back("cleo", thing)


def test_while_redis_is_away_each_process_counts_its_own_and_then_all_together(monkeypatch):
    monkeypatch.setattr(tally, "_RENEWED_EVERY", 0.1)
    with start_redis() as mortal:
        here, there = (Tally("things", 2, counting(mortal.url)) for _ in range(2))
        assert here.take("ann", "1")
        mortal.stop()
        assert here.take("ann", "2")
        assert not here.take("ann", "3")
        assert there.take("ann", "4")
        there.give_back("ann", "4")
        mortal.start()
        time.sleep(0.1)
        here.renew()
        assert not there.take("ann", "4")
