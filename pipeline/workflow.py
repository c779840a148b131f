"""The agno workflow: five steps, and the one place where agno's events become ours."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from agno.run.agent import CustomEvent
from agno.run.base import RunContext
from agno.run.cancel import set_cancellation_manager
from agno.run.cancellation_management import InMemoryRunCancellationManager
from agno.run.workflow import StepOutputEvent, StepStartedEvent
from agno.workflow import Step as AgnoStep
from agno.workflow import StepInput, StepOutput, Workflow
from agno.workflow.types import HumanReview

from pipeline.answer import Outcome
from pipeline.events import Event, StepEnded, StepName, StepStarted
from pipeline.steps.analyze import analyze
from pipeline.steps.execute import execute
from pipeline.steps.generate import generate
from pipeline.steps.present import present
from pipeline.steps.sql import sql
from pipeline.steps.work import Step, Work

STEPS: tuple[tuple[StepName, Step], ...] = (
    ("generate", generate),
    ("sql", sql),
    ("execute", execute),
    ("present", present),
    ("analyze", analyze),
)


def run(work: Work, run_id: str) -> Iterator[Event]:
    """Does ``work``, saying each event as it happens; ends early when the plan has no query.

    Exhaust it: the workflow cleans up after its last event. Raises what a step raises.
    """
    started = 0.0
    for event in _WORKFLOW.run(
        input=work.question.text,
        stream=True,
        stream_events=True,
        run_id=run_id,
        session_id=run_id,  # agno would otherwise reuse the session of another run
        dependencies={"work": work},
    ):
        match event:
            case StepStartedEvent(step_index=int(index)):
                started = work.cancellation.now()
                name = STEPS[index][0]
                yield StepStarted(step=name, index=index + 1, total=len(STEPS))
            case _Said(said=said) if said is not None:
                yield said
            case StepOutputEvent() if (
                work.raised is None
            ):  # the one that a step which stops the workflow sends too
                yield StepEnded(step=name, index=index + 1, seconds=work.cancellation.now() - started)
    if work.raised is not None:
        raise work.raised


@dataclass
class _Said(CustomEvent):
    """An event of ours on its way through agno. Text too: of its own events agno copies what a step
    has said so far at each piece, which costs the square of the length."""

    said: Event | None = None


def _executor(step: Step) -> Callable[..., Iterator[object]]:
    def executor(step_input: StepInput, run_context: RunContext) -> Iterator[object]:
        work: Work = (run_context.dependencies or {})["work"]
        try:
            work.cancellation.check()
            for event in step(work):
                yield _Said(said=event)
                work.cancellation.check()
            assert work.plan is not None
            stop = work.plan.outcome is not Outcome.ANSWERED
        except GeneratorExit:
            raise
        except BaseException as error:  # agno would write a report of it, which takes its time
            work.raised, stop = error, True
        yield StepOutput(stop=stop)

    return executor


class _Cancellations(InMemoryRunCancellationManager):
    """agno's own registry with one lock: its asyncio lock belongs to one event loop, and its
    threads and event loops otherwise write the same dictionary under different locks."""

    def is_cancelled(self, run_id: str) -> bool:
        # Asked twice for each event of each run: with the lock, runs would wait for each other.
        entry = self._cancelled_runs.get(run_id)
        return entry is not None and entry[0]

    async def aregister_run(self, run_id: str) -> None:
        self.register_run(run_id)

    async def acancel_run(self, run_id: str) -> bool:
        return self.cancel_run(run_id)

    async def ais_cancelled(self, run_id: str) -> bool:
        return self.is_cancelled(run_id)

    async def acleanup_run(self, run_id: str) -> None:
        self.cleanup_run(run_id)

    async def araise_if_cancelled(self, run_id: str) -> None:
        self.raise_if_cancelled(run_id)

    async def aget_active_runs(self) -> dict[str, bool]:
        return self.get_active_runs()

    async def aregister_member_run(self, team_run_id: str, member_run_id: str) -> None:
        self.register_member_run(team_run_id, member_run_id)

    async def aget_member_run_ids(self, team_run_id: str) -> set[str]:
        return self.get_member_run_ids(team_run_id)

    async def acleanup_member_runs(self, team_run_id: str) -> None:
        self.cleanup_member_runs(team_run_id)


def _quiet_agno() -> None:
    # agno prints to stdout and sets its level back at every run.
    for name in ("agno", "agno-team", "agno-workflow"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
        logger.addFilter(_news)


def _news(record: logging.LogRecord) -> bool:
    # What a step raises is logged by whoever runs the workflow, once and with a reference; agno
    # would log it twice more.
    of_the_workflow = record.name == "agno-workflow" or record.module == "workflow"
    return record.levelno >= logging.WARNING and not of_the_workflow


_quiet_agno()
set_cancellation_manager(_Cancellations())

_WORKFLOW = Workflow(
    id="text-to-bi",
    name="Text-to-BI",
    telemetry=False,
    steps=[
        AgnoStep(
            name=name,
            executor=_executor(step),
            max_retries=0,  # a retry would say everything again
            human_review=HumanReview(on_error="fail"),  # agno's default goes on without the step
        )
        for name, step in STEPS
    ],
)
