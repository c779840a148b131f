"""What the page's buttons do. A handler only follows the log of a run, which outlives it."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import aclosing, suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.components.plot import PlotData
from starlette.concurrency import run_in_threadpool

from pipeline import charts
from pipeline.bringing import bring
from pipeline.derived import Basis, derived_from
from pipeline.errors import RunNotFound, TextToBIError, UploadNotFound
from pipeline.events import Event
from pipeline.front import client_of
from pipeline.language import Language, detect
from pipeline.pipeline import Pipeline
from pipeline.query import Query
from pipeline.runs import Run
from pipeline.ui import chrome, texts, view
from pipeline.ui.bringing import is_brought
from pipeline.ui.components import Components
from pipeline.ui.examples import DEMO, examples
from pipeline.uploads import Upload

_PAUSE = 0.1  # seconds between two yields: each costs the server milliseconds and the browser a frame
_PULSE = 5.0  # seconds without a word after which one is sent; page.js waits for two of them


class Handlers:
    """The handlers of one page."""

    def __init__(self, pipeline: Pipeline, page: Components) -> None:
        self._pipeline, self._page = pipeline, page

    async def ask(
        self,
        question: str,
        language: Language,
        previous: Basis | None,
        upload: str | None,
        request: gr.Request,
    ) -> AsyncIterator[dict[Any, Any]]:
        """Starts a run and shows it as it goes; ``language`` is the page's."""
        try:
            run = await run_in_threadpool(
                self._pipeline.start,
                question,
                previous=previous,
                default_language=language,
                watched=True,
                client=client_of(request),
                upload=upload,
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

    async def bring(
        self,
        files: list[str] | None,
        language: Language,
        before: str | None,
        visitor: str,
        request: gr.Request,
    ) -> AsyncIterator[dict[Any, Any]]:
        """Takes the files that a ``visitor`` brought, in the place of those brought ``before``, and says
        how far reading them has come."""
        paths = [Path(file) for file in files or ()]
        client = client_of(request)
        named = {path.name: path for path in paths}
        try:
            _check_brought(paths)
            async with aclosing(bring(self._pipeline.uploads, named, client, visitor or None)) as steps:
                async for step in steps:
                    if isinstance(step, Upload):
                        upload = step
                    else:
                        yield {self._page.brought: chrome.reading(step.what, step.fraction)}
        except TextToBIError as error:
            yield {self._page.brought: ""} | self._refused(error, language, None)
            return
        finally:
            for path in filter(is_brought, paths):
                path.unlink(missing_ok=True)
        if before:
            await run_in_threadpool(self._pipeline.uploads.remove, before)
        yield await run_in_threadpool(self._about, upload) | self._filled(view.EMPTY, None)

    async def bring_back(self, key: str) -> dict[Any, Any]:
        """Goes on with what this tab brought before it was loaded anew."""
        try:
            upload = self._pipeline.uploads.get(key)
            return await run_in_threadpool(self._about, upload)
        except TextToBIError:
            return {self._page.upload: None}

    async def read_again(
        self, key: str, table: str, column: str, as_it_stands: bool, language: Language
    ) -> AsyncIterator[dict[Any, Any]]:
        """Reads a column of what was brought as it stands, or as it was found; without a ``column`` the rows
        and columns of the table."""
        uploads, refused = self._pipeline.uploads, self._filled(view.EMPTY, None)
        yield {self._page.brought: chrome.reading(texts.READING_AGAIN, 0.0)}
        try:
            again = partial(uploads.read_again, key, table, column or None, as_it_stands=as_it_stands)
            await run_in_threadpool(again)
        except TextToBIError as error:
            refused = self._refused(error, language, None)
        try:
            about = partial(self._about, uploads.get(key), opened=True)
            yield await run_in_threadpool(about) | refused
        except TextToBIError:
            yield {self._page.brought: "", self._page.upload: None} | refused

    def _about(self, upload: Upload, *, opened: bool = False) -> dict[Any, Any]:
        """What the page says of data that was brought."""
        return {
            self._page.brought: chrome.brought(upload, opened=opened),
            self._page.examples: starters(self._pipeline, upload.key),
            self._page.catalog: chrome.catalog_drawer(upload.catalog),
            self._page.upload: upload.key,
        }

    def give_back(self, key: str | None) -> dict[Any, Any]:
        """Forgets what was brought; the next question is about the operator's data again."""
        if key:
            self._pipeline.uploads.remove(key)
        return {
            self._page.brought: "",
            self._page.examples: starters(self._pipeline),
            self._page.catalog: chrome.catalog_drawer(self._pipeline.catalog),
            self._page.upload: None,
            **self._filled(view.EMPTY, None),
        }

    def afresh(self) -> dict[Any, Any]:
        """Forgets the answer that the next question would have followed up on."""
        return self._filled(view.EMPTY, None)

    async def _shown(self, run: Run, previous: Basis | None) -> AsyncIterator[dict[Any, Any]]:
        shown = view.RunView(self._pipeline.runs.catalog_of(run.id) or self._pipeline.catalog)
        pulse = itertools.count()
        async for events in _with_pulse(run.abatches(pause=_PAUSE)):
            beat = {self._page.pulse: str(next(pulse))}
            if not events:
                yield beat
                continue
            for event in events:
                shown.take(event)
            if shown.outcome == "answered":
                previous = Basis(Query.parse(shown.answer["query"]), derived_from(shown.answer["derived"]))
            yield beat | self._filled(shown.parts(), previous)

    def _refused(self, error: TextToBIError, language: Language, previous: Basis | None) -> dict[Any, Any]:
        said = view.notice(error.message(language), language, "refused", [])
        return self._filled(view.EMPTY | {"notice": said}, previous)

    def _filled(self, parts: dict[str, Any], previous: Basis | None) -> dict[Any, Any]:
        """The value of every part: Gradio sends what differs from the yield before."""
        page = self._page
        filled = {page.parts[name]: value for name, value in parts.items()}
        filled[page.parts["chart"]] = _plot(parts["chart"])
        filled[page.following] = chrome.following() if previous else ""
        filled[page.previous] = previous
        return filled


def starters(pipeline: Pipeline, upload: str | None = None) -> str:
    """Questions to begin with, about the operator's data or that which was brought."""
    if upload is not None:
        return chrome.examples({lang: pipeline.suggestions(lang, upload=upload) for lang in DEMO}, None)
    chips = examples(pipeline)
    return chrome.examples(chips, (pipeline.settings.today or date.today()) if chips is DEMO else None)


def _check_brought(paths: list[Path]) -> None:
    """Raises `UploadNotFound` for a path that is not of a file which a page sent."""
    if not all(map(is_brought, paths)):
        raise UploadNotFound("The files are gone. Please bring them again.", "文件已不存在，请重新上传。")


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
