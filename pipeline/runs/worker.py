"""Works one run to its end: whatever happens, its log ends with exactly one `RunEnded`."""

from __future__ import annotations

import logging
import secrets
from contextlib import suppress
from datetime import date

from pipeline import workflow
from pipeline.analysis.base import Analyst
from pipeline.answer import Answer, Outcome
from pipeline.engines.base import Engine
from pipeline.errors import Cancelled, InternalError, RunTimeout, RunTooLarge, TextToBIError
from pipeline.events import (
    ErrorRaised,
    Event,
    Progress,
    RunEnded,
    RunPaused,
    RunResumed,
    StepEnded,
    StepName,
    StepStarted,
    TextAdded,
)
from pipeline.language import Text
from pipeline.planner.base import Planner, Question
from pipeline.runs.estimates import Estimates
from pipeline.runs.log import EventLog
from pipeline.runs.places import Places
from pipeline.runs.run import Run
from pipeline.settings import Settings
from pipeline.steps.work import Work

logger = logging.getLogger(__name__)

_DOING: dict[StepName, Text] = {
    "generate": Text("Understanding the question", "理解问题"),
    "sql": Text("Writing the SQL", "生成 SQL"),
    "execute": Text("Executing the query", "执行查询"),
    "present": Text("Preparing table and chart", "整理表格与图表"),
    "analyze": Text("Analysing the result", "分析结果"),
}
_WAITING = Text("Waiting: place {} in the queue", "排队等待中：第 {} 位")
_ENVELOPE = 120  # bytes of an event beside what it says
_NAMES: list[StepName] = [name for name, _ in workflow.STEPS]


class Worker:
    """Does the work of one run in the thread that calls `work`."""

    def __init__(
        self,
        run: Run,
        question: Question,
        planner: Planner,
        analyst: Analyst,
        engine: Engine,
        log: EventLog,
        estimates: Estimates,
        places: Places,
        settings: Settings,
    ) -> None:
        self._run, self._question, self._planner, self._analyst = run, question, planner, analyst
        self._engine = engine
        self._log, self._estimates, self._places, self._settings = log, estimates, places, settings
        self.catalog = engine.catalog
        run.on_pause = places.wake
        self._placed = False
        self._began_at: float | None = None
        self._content: list[str] = []
        self._open: StepStarted | None = None
        self._opened_at = 0.0
        self._events = self._bytes = 0

    def work(self) -> None:
        """Returns when the run has ended. Raises nothing: a thread of a pool has nobody to tell."""
        run = self._run
        try:
            self._take_a_place()
            self._began_at = run.cancellation.now()
            outcome = self._through_the_workflow()
        except Cancelled as stopped:
            if run.aborted:
                outcome = self._failed(run.aborted)
            else:
                outcome = Outcome.CANCELLED
                self._text(f"\n\n{stopped.message(run.language)}\n\n")
                run.answer.error = {"code": stopped.code, "message": stopped.message(run.language)}
        except TextToBIError as error:
            outcome = self._failed(error)
        except BaseException as error:
            outcome = self._failed(self._unknown(error))
        try:
            self._end(outcome)
        except Exception as error:  # what there is of the answer cannot be said
            run.answer = Answer(run.question, run.language, run_id=run.id)
            self._failed(self._unknown(error))
            self._end(Outcome.FAILED)
        finally:
            run.leave()
            self._give_its_place_back()

    def keep_to_time(self) -> None:
        """Stops the run when it, or a step of it, works longer than allowed. From any thread."""
        now, step, settings = self._run.cancellation.now(), self._open, self._settings
        if self._began_at is not None and now - self._began_at > settings.run_seconds:
            self._run.abort(_too_long(settings.run_seconds, "Answering", "回答"))
        elif step is not None and now - self._opened_at > settings.step_seconds:
            doing = _DOING[step.step]
            self._run.abort(_too_long(settings.step_seconds, doing.en, doing.zh))

    @property
    def size(self) -> int:
        """About how many bytes the run occupies: its events and its table."""
        table = self._run.answer.table
        return self._bytes + (0 if table is None else int(table.memory_usage(deep=True).sum()))

    def _through_the_workflow(self) -> Outcome:
        run, settings = self._run, self._settings
        work = Work(
            question=self._question,
            planner=self._planner,
            analyst=self._analyst,
            engine=self._engine,
            catalog=self._engine.catalog,
            today=settings.today or date.today(),
            cancellation=run.cancellation,
            page_rows=settings.page_rows,
            max_rows=settings.max_rows,
            answer=run.answer,
        )
        for event in workflow.run(work, run.id):
            if not run.aborted:  # the workflow is drained even then: it cleans up after its last event
                self._say(event)
                with suppress(Cancelled):  # which the workflow notices next
                    self._stand_still_if_asked()
        if run.aborted:
            raise Cancelled
        assert work.plan is not None, "the workflow ended without a plan"
        if work.plan.outcome is Outcome.ANSWERED:
            assert len(run.answer.timings) == len(_NAMES), "the workflow ended before its last step"
        return work.plan.outcome

    def _say(self, event: Event) -> None:
        run = self._run
        if self._is_too_much(event):
            return
        match event:
            case TextAdded():
                self._content.append(event.text)
            case StepStarted():
                self._open, self._opened_at = event, run.cancellation.now()
            case StepEnded():
                self._open = None
                run.answer.timings[event.step] = event.seconds
                self._estimates.observe(self._engine.name, event.step, event.seconds)
        self._log.append(run.id, event)
        if isinstance(event, StepStarted):
            done = event.index - 1
            self._log.append(
                run.id,
                Progress(
                    fraction=done / event.total,
                    message=_DOING[event.step].said(run.language),
                    seconds_left=self._estimates.left(self._engine.name, _NAMES[done:]),
                ),
            )

    def _is_too_much(self, event: Event) -> bool:
        """Whether the run says more with ``event`` than it may; then it stops."""
        settings = self._settings
        self._events += 1
        self._bytes += _size(event)
        if self._events <= settings.run_events and self._bytes <= settings.run_bytes:
            return False
        self._run.abort(
            RunTooLarge(
                "The answer became larger than this server allows. Please narrow the question.",
                "回答超过了服务器允许的大小，请缩小问题的范围。",
            )
        )
        return True

    def _note(self, event: Event) -> None:
        """Says what happens to the run, which others can make happen as often as they like."""
        if not self._is_too_much(event):
            self._log.append(self._run.id, event)

    def _take_a_place(self) -> None:
        """Returns with one."""
        if not self._wait_for_a_place(first=False):
            self._stand_still()

    def _wait_for_a_place(self, *, first: bool) -> bool:
        run = self._run
        self._placed = self._places.take(
            run.cancellation,
            self._say_waiting,
            client=run.client,
            first=first,
            leaves=lambda: run.pausing,
        )
        return self._placed

    def _give_its_place_back(self) -> None:
        if self._placed:
            self._placed = False
            self._places.give_back(self._run.client)

    def _say_waiting(self, position: int) -> None:
        fraction = (self._open.index - 1) / self._open.total if self._open else 0.0
        message = _WAITING.said(self._run.language).format(position)
        self._note(Progress(fraction=fraction, message=message, queue_position=position))

    def _stand_still_if_asked(self) -> None:
        """Safe points are where this is called: others work in its place meanwhile."""
        if not self._run.pausing or self._run.cancellation.asked:
            return
        self._give_its_place_back()
        self._stand_still()

    def _stand_still(self) -> None:
        """Returns with a place."""
        run = self._run
        while not self._placed:
            self._note(RunPaused())
            with run.cancellation.standing_still():
                run.stands_still = True
                try:
                    run.until_resumed(self._settings.pause_seconds)
                finally:
                    run.stands_still = False
                self._wait_for_a_place(first=True)
            self._note(RunResumed())

    def _text(self, text: str) -> None:
        self._content.append(text)
        self._log.append(self._run.id, TextAdded(text=text))

    def _failed(self, error: TextToBIError) -> Outcome:
        run = self._run
        message = error.message(run.language)
        run.error = run.error or error
        run.answer.error = {"code": error.code, "message": message}
        if self._content:
            self._text("\n\n")  # a paragraph of its own, wherever the step was
        self._log.append(run.id, ErrorRaised(code=error.code, message=message))
        self._text(f"Error: {message}")
        return Outcome.FAILED

    def _unknown(self, error: BaseException) -> InternalError:
        reference = secrets.token_hex(4)
        logger.error("Run %s failed (reference %s)", self._run.id, reference, exc_info=error)
        self._run.error = error
        return InternalError(reference)

    def _end(self, outcome: Outcome) -> None:
        run, answer = self._run, self._run.answer
        if step := self._open:  # it was interrupted, but whoever saw it begin sees it end
            seconds = answer.timings[step.step] = run.cancellation.now() - self._opened_at
            self._open = None
            self._log.append(run.id, StepEnded(step=step.step, index=step.index, seconds=seconds))
        if isinstance(run.aborted, RunTooLarge):
            answer.table = answer.figure = None
        answer.outcome = outcome
        answer.content = "".join(self._content)
        ended = RunEnded(outcome=outcome.value, answer=answer.to_json(self._settings.page_rows))
        self._log.keep(run.id, answer)
        run.leave()  # before anybody hears of the end, so that who does may ask again
        self._log.append(run.id, Progress(fraction=1.0, seconds_left=0.0))
        self._log.append(run.id, ended)


def _size(event: Event) -> int:
    """About how many bytes the event takes; that of a piece of text is asked often."""
    if isinstance(event, TextAdded):
        return _ENVELOPE + len(event.text.encode("utf-8", "replace"))
    return len(event.model_dump_json().encode())


def _too_long(seconds: float, en: str, zh: str) -> RunTimeout:
    return RunTimeout(
        f"{en} took longer than the {seconds:g} seconds that are allowed. Please narrow the question.",
        f"{zh}超过了允许的 {seconds:g} 秒，请缩小问题的范围。",
    )
