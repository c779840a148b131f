"""A run that another process works."""

from __future__ import annotations

from pipeline.answer import Answer
from pipeline.events import Event, RunEnded, RunPaused, RunStarted
from pipeline.runs.interrupted import so_far
from pipeline.runs.log import EventLog
from pipeline.runs.run import Run


class DistantRun(Run):
    """Followed through the log and steered by signals. Raises `RunNotFound` when there is none."""

    def __init__(self, run_id: str, log: EventLog) -> None:
        started = log.read(run_id, 0).events[0]
        assert isinstance(started, RunStarted)
        super().__init__(run_id, started.question, started.language, log)

    def cancel(self) -> None:
        self._log.send(self.id, "cancel")

    def pause(self) -> None:
        if not self.ended:
            self._log.send(self.id, "pause")

    def resume(self) -> None:
        self._log.send(self.id, "resume")

    @property
    def pausing(self) -> bool:
        return isinstance(self.last, RunPaused)

    def _answer_now(self) -> Answer:
        events: list[Event] = []
        while more := self._log.read(self.id, len(events)).events:
            events += more
        if isinstance(ended := events[-1], RunEnded):
            # The whole answer may have gone before the events; they hold a page of its rows.
            return self._log.kept(self.id) or Answer.from_json(ended.answer)
        return so_far(events)
