"""What the page's buttons do. A handler only follows the log of a run, which outlives it."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import gradio as gr
from gradio.components.plot import PlotData
from starlette.concurrency import run_in_threadpool

from pipeline import charts
from pipeline.errors import RunNotFound, TextToBIError
from pipeline.events import Event
from pipeline.language import Language, detect
from pipeline.pipeline import Pipeline
from pipeline.query import Query
from pipeline.runs import Run
from pipeline.ui import chrome, view
from pipeline.ui.components import Components

_PAUSE = 0.1  # seconds between two yields: each costs the server milliseconds and the browser a frame
_PULSE = 5.0  # seconds without a word after which one is sent; page.js waits for two of them


class Handlers:
    """The handlers of one page."""

    def __init__(self, pipeline: Pipeline, page: Components) -> None:
        self._pipeline, self._page = pipeline, page

    async def ask(
        self, question: str, language: Language, previous: Query | None, request: gr.Request
    ) -> AsyncIterator[dict[Any, Any]]:
        """Starts a run and shows it as it goes; ``language`` is the page's."""
        try:
            run = await run_in_threadpool(
                self._pipeline.start,
                question,
                previous=previous,
                default_language=language,
                watched=True,
                client=request.client.host if request.client else None,
            )
        except TextToBIError as error:
            yield self._refused(error, detect(question, language), previous)
            return
        box: Any = ""  # emptied once: what is typed while the run goes on is the next question
        async for shown in self._shown(run, previous):
            yield {self._page.question: box, **shown}
            box = gr.skip()

    async def follow(self, run_id: str, linked: bool, language: Language) -> AsyncIterator[dict[Any, Any]]:
        """Shows a run from its start and goes on with it.

        Where there is none any more, it says so to whoever came by a link to it (``linked``).
        """
        try:
            run = await run_in_threadpool(self._pipeline.runs.get, run_id)
            async for shown in self._shown(run, None):
                yield shown
        except RunNotFound as gone:
            if linked:
                yield self._refused(gone, language, None)

    def afresh(self) -> dict[Any, Any]:
        """Forgets the answer that the next question would have followed up on."""
        return self._filled(view.EMPTY, None)

    async def _shown(self, run: Run, previous: Query | None) -> AsyncIterator[dict[Any, Any]]:
        shown = view.RunView(self._pipeline.catalog)
        pulse = itertools.count()
        async for events in _with_pulse(run.abatches(pause=_PAUSE)):
            beat = {self._page.pulse: str(next(pulse))}
            if not events:
                yield beat
                continue
            for event in events:
                shown.take(event)
            if shown.outcome == "answered":
                previous = Query.parse(shown.answer["query"])
            yield beat | self._filled(shown.parts(), previous)

    def _refused(self, error: TextToBIError, language: Language, previous: Query | None) -> dict[Any, Any]:
        said = view.notice(error.message(language), language, "refused", [])
        return self._filled(view.EMPTY | {"notice": said}, previous)

    def _filled(self, parts: dict[str, Any], previous: Query | None) -> dict[Any, Any]:
        """The value of every part: Gradio sends what differs from the yield before."""
        page = self._page
        filled = {page.parts[name]: value for name, value in parts.items()}
        filled[page.parts["chart"]] = _plot(parts["chart"])
        filled[page.following] = chrome.following() if previous else ""
        filled[page.previous] = previous
        return filled


async def _with_pulse(batches: AsyncIterator[list[Event]]) -> AsyncIterator[list[Event]]:
    """``batches``, and an empty one whenever there was none for a while."""
    coming = asyncio.ensure_future(anext(batches, None))
    try:
        while True:
            done, _ = await asyncio.wait([coming], timeout=_PULSE)
            if not done:
                yield []
            elif (events := coming.result()) is None:
                return
            else:
                yield events
                coming = asyncio.ensure_future(anext(batches, None))
    finally:
        coming.cancel()  # which ends the generator behind it
        with suppress(asyncio.CancelledError, RunNotFound):
            await coming


def _plot(figure: dict[str, Any] | None) -> Any:
    if figure is None:
        return gr.Plot(value=None, visible=False)
    plot = json.dumps({**figure, "config": charts.CONFIG})
    return gr.Plot(value=PlotData(type="plotly", plot=plot), visible=True)
