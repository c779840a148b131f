"""The application of one process: its routes, its errors, and how it ends."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from starlette.concurrency import run_in_threadpool

from pipeline import docs, run_routes, upload_routes
from pipeline.errors import EngineError, LogUnavailable, TooManyRuns
from pipeline.front import guarded
from pipeline.front.crowd import Crowd
from pipeline.front.quiet import quiet
from pipeline.pipeline import Pipeline
from pipeline.refusals import answer_refusals, documented
from pipeline.schema import Well
from pipeline.serving import draining

_ABOUT = (
    "Questions about data in Chinese and English, answered in five steps that stream. What goes wrong is "
    "said in the language of the question or, before it is known, of `Accept-Language`.\n\n"
    "用中文或英文提问，五个步骤逐一呈现。出错时以问题的语言说明；尚不知道问题时，以 `Accept-Language` 为准。"
)

router = APIRouter(tags=["health"])


def create_app(pipeline: Pipeline) -> FastAPI:
    """The application with every route of ours; it closes ``pipeline`` when the server stops."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, Any]]:
        quiet()
        if pipeline.uploads.allowed:
            pipeline.readers.warm_up()
        with draining(pipeline.runs, pipeline.settings.shutdown_seconds):
            yield {"crowd": Crowd(pipeline.settings)}
        await run_in_threadpool(pipeline.close)

    app = FastAPI(
        title="Text-to-BI",
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.pipeline = pipeline
    for routes in (run_routes.router, upload_routes.router, router):
        app.include_router(routes)
    docs.add(app, pipeline.settings.question_length)
    guarded(app, pipeline.settings)
    answer_refusals(app)
    return app


@router.get("/healthz")
async def alive() -> Well:
    """200 while the process answers."""
    return Well()


@router.get("/readyz", responses=documented(TooManyRuns, LogUnavailable, EngineError))
def ready(request: Request) -> Well:
    """200 only while the engine answers and runs can begin."""
    pipeline: Pipeline = request.app.state.pipeline
    pipeline.runs.ping()
    pipeline.engine.ping()
    return Well()
