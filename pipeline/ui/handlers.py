"""What the page's buttons do. A handler only follows the log of a run, which outlives it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import gradio as gr
from gradio.components.plot import PlotData

from pipeline import charts
from pipeline.errors import RunNotFound, TextToBIError
from pipeline.language import Language, detect
from pipeline.pipeline import Pipeline
from pipeline.query import Query
from pipeline.ui import chrome, view
from pipeline.ui.components import Components

_PAUSE = 0.1  # seconds between two yields: each costs the server milliseconds and the browser a frame


class Handlers:
    """The handlers of one page."""

    def __init__(self, pipeline: Pipeline, page: Components) -> None:
        self._pipeline, self._page = pipeline, page

    async def ask(
        self, question: str, language: Language, previous: Query | None
    ) -> AsyncIterator[dict[Any, Any]]:
        """Starts a run and shows it as it goes; ``language`` is the page's."""
        page, shown = self._page, view.RunView(self._pipeline.catalog)
        try:
            run = self._pipeline.start(question, previous=previous, default_language=language)
        except TextToBIError as error:
            language = detect(question, language)
            said = view.notice(error.message(language), language, "refused", [])
            yield self._filled(view.EMPTY | {"notice": said}, previous)
            return
        box = ""  # emptied once: what is typed while the run goes on is the next question
        async for events in run.abatches(pause=_PAUSE):
            for event in events:
                shown.take(event)
            if shown.outcome == "answered":
                previous = run.answer.query
            states = {page.question: box, page.run_id: run.id, page.previous: previous}
            yield states | self._filled(shown.parts(), previous)
            box = gr.skip()

    def stop(self, run_id: str | None) -> None:
        """Cancels the run of this visitor; what it had stays on the page."""
        if run_id:
            with suppress(RunNotFound):  # it ended long ago
                self._pipeline.runs.get(run_id).cancel()

    def afresh(self) -> dict[Any, Any]:
        """Forgets the answer that the next question would have followed up on."""
        return {self._page.previous: None, **self._filled(view.EMPTY, None)}

    def _filled(self, parts: dict[str, Any], previous: Query | None) -> dict[Any, Any]:
        """The value of every part: Gradio sends what differs from the yield before."""
        page = self._page
        filled = {page.parts[name]: value for name, value in parts.items()}
        filled[page.parts["chart"]] = _plot(parts["chart"])
        filled[page.following] = chrome.following() if previous else ""
        return filled


def _plot(figure: dict[str, Any] | None) -> Any:
    if figure is None:
        return gr.Plot(value=None, visible=False)
    plot = json.dumps({**figure, "config": charts.CONFIG})
    return gr.Plot(value=PlotData(type="plotly", plot=plot), visible=True)
