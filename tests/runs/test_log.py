from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from runlogs import eventually

from pipeline.errors import RunNotFound
from pipeline.events import RunEnded, TextAdded
from pipeline.runs.log import EventLog, MemoryLog
from pipeline.runs.redis_log import RedisLog

END = RunEnded(outcome="answered", answer={})


@pytest.fixture(params=["memory", "redis"])
def log(request) -> Iterator[EventLog]:
    log: EventLog = MemoryLog()
    if request.param == "redis":
        log = RedisLog(request.getfixturevalue("redis").url, kept_seconds=60)
    yield log
    log.drop("r")
    log.close()


@pytest.fixture
def until(log):
    """Waits until a log that writes on its own time has the event number ``seq``."""
    return lambda seq: eventually(lambda: log.last("r").seq >= seq)


def texts(batch) -> list[str]:
    return [event.text for event in batch.events]


def test_events_are_numbered_from_one_without_gaps_and_carry_their_run(log, until):
    placed = [log.append("r", TextAdded(text=t)) for t in "abc"]
    assert [(e.run_id, e.seq, e.text) for e in placed] == [("r", 1, "a"), ("r", 2, "b"), ("r", 3, "c")]
    until(3)
    assert placed == log.read("r", after=0).events
    assert log.last("r") == placed[-1]


def test_reading_goes_on_after_any_event(log, until):
    for text in "abc":
        log.append("r", TextAdded(text=text))
    until(3)
    assert texts(log.read("r", after=1)) == ["b", "c"]
    assert texts(log.read("r", after=3)) == []


def test_the_end_is_known_only_with_the_last_event(log, until):
    log.append("r", TextAdded(text="a"))
    assert not log.read("r", after=1).ended
    log.append("r", END)
    until(2)
    assert log.read("r", after=0).ended
    assert log.read("r", after=99).ended


def test_a_long_log_is_read_in_batches(log, until):
    for number in range(1_200):
        log.append("r", TextAdded(text=str(number)))
    log.append("r", END)
    until(1_201)
    seen, ended = 0, False
    while not ended:
        events, ended = log.read("r", after=seen)
        assert [e.seq for e in events] == list(range(seen + 1, seen + 1 + len(events)))
        seen = events[-1].seq
    assert seen == 1_201


def test_listeners_are_woken_while_they_listen(log, until):
    log.append("r", TextAdded(text="a"))
    woken = threading.Event()
    with log.listening("r", woken.set):
        log.append("r", TextAdded(text="b"))
        assert woken.wait(10)
    woken.clear()
    log.append("r", TextAdded(text="c"))
    until(3)
    assert not woken.is_set()


def test_a_dropped_log_is_gone_for_every_reader(log):
    log.append("r", END)
    log.drop("r")
    log.drop("r")
    for read in (
        lambda: log.read("r", 0),
        lambda: log.last("r"),
        lambda: log.listening("r", print).__enter__(),
    ):
        with pytest.raises(RunNotFound):
            read()
