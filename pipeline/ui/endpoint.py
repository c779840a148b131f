"""The Gradio API endpoint ``/query``: one function for `gradio_client`, `@gradio/client` and MCP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import gradio as gr
from starlette.concurrency import run_in_threadpool

from pipeline.errors import QuestionError, TextToBIError
from pipeline.events import TextAdded
from pipeline.front import client_of
from pipeline.language import detect
from pipeline.pipeline import Pipeline
from pipeline.runs import Run

_PAUSE = 0.1  # seconds between two yields: each one sends everything said so far anew


def query_endpoint(pipeline: Pipeline) -> Callable[..., AsyncIterator[dict[str, Any]]]:
    """The function behind ``/query`` for this pipeline."""

    async def query(
        question: str, previous_run_id: str | None = None, request: gr.Request | None = None
    ) -> AsyncIterator[dict[str, Any]]:
        """Answer a question about the data with a table, a chart and an analysis.

        Args:
            question: The question, in Chinese or English.
            previous_run_id: The run_id of an answer that this question follows up on.

        Returns:
            The Markdown said so far while the status is "running"; at the end the whole answer.
        """

        def start() -> Run:
            _check(question, previous_run_id)
            previous = pipeline.runs.get(previous_run_id).answer.basis if previous_run_id else None
            client = client_of(request) if request else None
            return pipeline.start(question, previous=previous, watched=True, client=client)

        try:
            run = await run_in_threadpool(start)
        except TextToBIError as error:
            raise gr.Error(error.message(detect(str(question))), print_exception=False) from None
        markdown = ""
        async for events in run.abatches(pause=_PAUSE):
            markdown += "".join(event.text for event in events if isinstance(event, TextAdded))
            if not run.ended:
                yield {"run_id": run.id, "status": "running", "markdown": markdown, "answer": None}
        answer = await run_in_threadpool(lambda: run.answer.to_json())
        yield {"run_id": run.id, "status": "ended", "markdown": markdown, "answer": answer}

    return query


def _check(question: object, previous_run_id: object) -> None:
    """Raises `QuestionError` for what no client sends that knows the endpoint."""
    if not isinstance(question, str):
        raise QuestionError("The question must be text.", "问题必须是文本。")
    if not isinstance(previous_run_id, str | None):
        raise QuestionError("previous_run_id must be text.", "previous_run_id 必须是文本。")
