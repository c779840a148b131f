"""What the page's buttons do. A handler only follows the log of a run, which outlives it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import gradio as gr
from gradio.components.plot import PlotData

from pipeline import charts
from pipeline.errors import TextToBIError
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
            yield self._changed({}, {**shown.parts(), "steps": "", "notice": said})
            return
        yield {page.question: "", page.run_id: run.id}
        before: dict[str, Any] = {}
        async for events in run.abatches(pause=_PAUSE):
            for event in events:
                shown.take(event)
            parts = shown.parts()
            yield self._changed(before, parts)
            before = parts
        if run.answer.query is not None and shown.outcome == "answered":
            yield {page.previous: run.answer.query, page.following: chrome.following()}

    def stop(self, run_id: str | None) -> None:
        """Cancels the run of this visitor; what it had stays on the page."""
        if run_id:
            try:
                self._pipeline.runs.get(run_id).cancel()
            except TextToBIError:  # it ended long ago
                return

    def afresh(self) -> dict[Any, Any]:
        """Forgets the answer that the next question would have followed up on."""
        empty = {**view.RunView(self._pipeline.catalog).parts(), "steps": ""}
        return {**self._changed({}, empty), self._page.previous: None, self._page.following: ""}

    def _changed(self, before: dict[str, Any], after: dict[str, Any]) -> dict[Any, Any]:
        """Updates of the parts that are not yet as they should be."""
        return {
            self._page.parts[name]: _figure(value) if name == "chart" else value
            for name, value in after.items()
            if name not in before or before[name] != value
        }


def _figure(figure: dict[str, Any] | None) -> Any:
    if figure is None:
        return gr.Plot(value=None, visible=False)
    plot = json.dumps({**figure, "config": charts.CONFIG})
    return gr.Plot(value=PlotData(type="plotly", plot=plot), visible=True)
