"""What the log of every run must be."""

from __future__ import annotations

import time
from collections.abc import Callable

from pipeline.events import Event, RunEnded, RunStarted, StepEnded, StepStarted, TextAdded, from_json
from pipeline.runs import Run, Runs
from pipeline.runs.log import MemoryLog


class At(MemoryLog):
    """A log that does something with a run as soon as its event number ``seq``, from 2, is there."""

    def __init__(self, seq: int, act: Callable[[Run], object]) -> None:
        super().__init__()
        self._seq, self._act = seq, act
        self.runs: Runs

    def append(self, run_id: str, event: Event) -> Event:
        placed = super().append(run_id, event)
        if placed.seq == self._seq:
            self._act(self.runs.get(run_id))
        return placed


def ended_well(run: Run) -> list[Event]:
    """The events of a run whose log is as every log must be."""
    events = list(run.follow())
    assert [e.seq for e in events] == list(range(1, len(events) + 1))
    assert {e.run_id for e in events} == {run.id}
    assert isinstance(events[0], RunStarted)
    assert [e for e in events if isinstance(e, RunEnded)] == [events[-1]]
    started = [e.step for e in events if isinstance(e, StepStarted)]
    assert started == [e.step for e in events if isinstance(e, StepEnded)]
    assert events[-1].outcome == run.answer.outcome
    assert "".join(e.text for e in events if isinstance(e, TextAdded)) == run.answer.content
    assert [from_json(e.model_dump_json()) for e in events] == events
    return events


def eventually(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)
