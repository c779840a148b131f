"""What the page shows of a run: its events in, the content of each part of the page out.

Everything inside an answer is in the language of its question, whatever the page's own language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from pipeline.catalog import Catalog
from pipeline.events import (
    AnalysisMade,
    ChartMade,
    ErrorRaised,
    Event,
    Outcome,
    Progress,
    RunEnded,
    RunPaused,
    RunResumed,
    RunStarted,
    StepEnded,
    StepName,
    StepStarted,
    TableMade,
    TextAdded,
)
from pipeline.language import Language, Text
from pipeline.planner.confidence import SURE
from pipeline.ui import texts
from pipeline.ui.markup import chip, text
from pipeline.ui.table import table_html

STEP_NAMES: tuple[StepName, ...] = get_args(StepName)

_HEADING = re.compile(r"^\s*#+ [^\n]*\n*")


@dataclass
class StepView:
    """One step; ``seconds`` once it has ended."""

    name: StepName
    state: Literal["waiting", "running", "done", "failed", "stopped"] = "waiting"
    seconds: float | None = None
    markdown: str = ""


@dataclass
class RunView:
    """A run as far as its events have come."""

    catalog: Catalog
    question: str = ""
    language: Language = "en"
    run_id: str = ""
    steps: dict[StepName, StepView] = field(default_factory=lambda: {n: StepView(n) for n in STEP_NAMES})
    fraction: float = 0.0
    doing: str = ""
    queued: str = ""
    seconds_left: float | None = None
    paused: bool = False
    table: TableMade | None = None
    figure: dict[str, Any] | None = None
    analysis: str | None = None
    error: str = ""
    outcome: Outcome | None = None
    answer: dict[str, Any] = field(default_factory=dict)
    _current: StepView | None = None

    def take(self, event: Event) -> None:
        """Changes the view by what ``event`` says."""
        match event:
            case RunStarted():
                self.question, self.language, self.run_id = event.question, event.language, event.run_id
            case StepStarted():
                self._current = self.steps[event.step]
                self._current.state = "running"
            case TextAdded() if self._current:
                self._current.markdown += event.text
            case StepEnded():
                step = self.steps[event.step]
                step.state, step.seconds = "failed" if self.error else "done", event.seconds
            case Progress() if event.queue_position:
                self.queued, self.seconds_left, self.paused = event.message, None, False
            case Progress():
                self.fraction, self.doing, self.queued = event.fraction, event.message, ""
                self.seconds_left = _still_left(event)
            case RunPaused():
                self.paused, self.seconds_left = True, None
            case RunResumed():
                self.paused, self.queued = False, ""
            case TableMade():
                self.table = event
            case ChartMade():
                self.figure = event.figure
            case AnalysisMade():
                self.analysis = event.analysis
            case ErrorRaised():
                self.error = event.message
            case RunEnded():
                self.outcome, self.answer = event.outcome, event.answer
                if event.outcome == "cancelled" and self._current:
                    self._current.state = "stopped"

    def parts(self) -> dict[str, Any]:
        """The content of each part of the page by its name: HTML, Markdown or a figure's JSON."""
        return {
            "steps": self._steps(),
            **{f"said_{name}": step.markdown for name, step in self.steps.items()},
            "notice": self._notice(),
            "analysis": self._analysis(),
            "notes": self._notes(),
            "chart": self.figure,
            "table": table_html(self.table, self.catalog, self.language, self.run_id) if self.table else "",
        }

    def _say(self, said: Text) -> str:
        return text(said.said(self.language))

    def _steps(self) -> str:
        busy = self.outcome is None
        shown = next((s.name for s in self.steps.values() if s.state == "running"), "")
        states = " data-busy data-paused" if busy and self.paused else " data-busy" if busy else ""
        items = "".join(self._step(step) for step in self.steps.values())
        return (
            f'<section class="asked" lang="{self.language}" data-run="{text(self.run_id)}">'
            f"<h1>{text(self.question)}</h1>"
            f'<div class="stepper" data-shown="{shown}"{states}>'
            f"<ol>{items}</ol>{self._bar() if busy else ''}</div></section>"
        )

    def _step(self, step: StepView) -> str:
        stands_still = self.paused and self.outcome is None and step is self._under_way
        shown = "paused" if stands_still else step.state
        name, state = self._say(texts.STEPS[step.name]), self._say(texts.STATES[shown])
        time = "" if step.seconds is None else duration(step.seconds, self.language)
        return (
            f'<li class="{shown}"><button type="button" data-step="{step.name}" aria-expanded="false"'
            f"{'' if step.markdown else ' disabled'}>"
            f'<span class="mark" role="img" aria-label="{state}"></span><span class="name">{name}</span> '
            f'<span class="time">{time}</span></button></li>'
        )

    @property
    def _under_way(self) -> StepView | None:
        return next((step for step in self.steps.values() if step.state in ("running", "waiting")), None)

    def _bar(self) -> str:
        percent = round(100 * self.fraction)
        return (
            f'<div class="bar" role="progressbar" aria-label="{self._say(texts.PROGRESS)}" aria-valuemin="0" '
            f'aria-valuemax="100" aria-valuenow="{percent}"><i style="width:{percent}%"></i></div>'
            f'<p class="doing" data-pausing="{self._say(texts.PAUSING)}">{self._doing()}</p>'
        )

    def _doing(self) -> str:
        if self.paused:
            return self._say(texts.PAUSED)
        doing = text(self.queued or self.doing) or self._say(texts.WAITING)
        if (left := self.seconds_left) is not None:
            counted = f"<b data-countdown>{round(left)}</b>"
            left_text = self._say(texts.LEFT).format(counted) if left >= 1 else self._say(texts.SOON)
            doing += f' <span class="left">· {left_text}</span>'
        return doing

    def _notice(self) -> str:
        """Why there is no answer, and what to ask instead."""
        match self.outcome:
            case "declined":
                said = self.answer["message"] or texts.NOT_ANSWERED.said(self.language)
            case "clarify":
                said = self.answer["message"] or texts.WHICH.said(self.language)
            case "failed" | "cancelled":
                said = (self.answer["error"] or {}).get("message", self.error)
            case _ if self.table and not self.table.row_count and self.outcome:
                said = texts.NO_ROWS.said(self.language)
            case _:
                return ""
        return notice(said, self.language, str(self.outcome), self.answer["suggestions"])

    def _analysis(self) -> str:
        said = self.steps["analyze"].markdown if self.analysis is None else self.analysis
        return _HEADING.sub("", said) if self.outcome in (None, "answered") else ""

    def _notes(self) -> str:
        """What was assumed, how sure that is, and what else may have been meant."""
        assumptions = self.answer.get("assumptions", []) if self.outcome == "answered" else []
        if not assumptions:
            return ""
        items = "".join(f"<li>{text(sentence)}</li>" for sentence in assumptions)
        unsure = self.answer.get("confidence", 1.0) < SURE
        doubt = f'<p class="unsure">{self._say(texts.UNSURE)}</p>' if unsure else ""
        others = "".join(chip(question, self.language) for question in self.answer.get("suggestions", []))
        if others:
            lead = self._say(texts.OR_DID_YOU_MEAN)
            others = f'<div class="chips"><span class="lead">{lead}</span>{others}</div>'
        head = f"<h2>{self._say(texts.ASSUMED)}</h2>"
        notes = f'<div class="notes" lang="{self.language}">{head}<ul>{items}</ul></div>'
        return f'<div lang="{self.language}">{doubt}{notes}{others}</div>'


#: The parts of a page on which nothing was asked yet.
EMPTY: dict[str, Any] = {**RunView(Catalog([])).parts(), "steps": ""}


def notice(said: str, language: Language, kind: str, suggestions: list[str]) -> str:
    """A sentence that stands where the answer would, with questions to ask instead."""
    chips = ""
    if suggestions:
        lead = texts.CHOOSE if kind == "clarify" else texts.COULD_ASK
        chips = "".join(chip(question, language) for question in suggestions)
        chips = f'<div class="chips"><span class="lead">{text(lead.said(language))}</span>{chips}</div>'
    return f'<div class="notice {kind}" role="status" lang="{language}"><p>{text(said)}</p>{chips}</div>'


def _still_left(progress: Progress) -> float | None:
    """Seconds from now; None when nothing is known, or when it took longer than thought."""
    if progress.seconds_left is None:
        return None
    # By the clock of the wall: it may have been said in another process, or long before it is replayed.
    ago = max(0.0, (datetime.now(UTC) - progress.at).total_seconds())  # unless that clock was put back
    left = progress.seconds_left - ago
    return left if left > 0 else None


def duration(seconds: float, language: Language) -> str:
    """How long a step took: ``12 ms``, ``1.4 s``."""
    if seconds < 0.9995:
        return texts.MILLISECONDS.said(language).format(max(1, round(1000 * seconds)))
    return texts.SECONDS.said(language).format(f"{seconds:.1f}")
