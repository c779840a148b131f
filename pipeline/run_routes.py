"""The routes of questions and runs: the seed's protocol, and what can be done with a run."""

from __future__ import annotations

import asyncio
import re
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import JSONResponse
from sse_starlette import EventSourceResponse
from starlette.concurrency import run_in_threadpool

from pipeline.answer import Outcome
from pipeline.bodies import checked, json_of, reader, refused
from pipeline.errors import (
    CubeNotAllowed,
    EngineError,
    LogUnavailable,
    ModelError,
    QuestionError,
    RunGone,
    RunNotFound,
    TooManyAtOnce,
    TooManyPaused,
    TooManyRuns,
    TooOften,
    UploadNotFound,
)
from pipeline.events import RunEnded, RunPaused
from pipeline.export import to_csv
from pipeline.front import client_of
from pipeline.language import Text, detect
from pipeline.pipeline import Pipeline
from pipeline.refusals import BODY, PARAMETER, documented
from pipeline.runs import Run
from pipeline.schema import REF, Asked, Refused, Steered, Whole
from pipeline.streams import RECONNECT, stream

WORKFLOW_ID = "text-to-bi"
_EXAMPLE = '{"message": "…"}'
_LARGEST_SEQ = 2**53 - 1  # that JSON has everywhere; no run says so much
_NUMBER = re.compile(r"[0-9]{1,15}")  # an id that we gave; any other one is none
_NO_TABLE = Text("This run has no table.", "这个运行没有表格。")

router = APIRouter(tags=["runs"])


def _pipeline(request: Request) -> Pipeline:
    pipeline: Pipeline = request.app.state.pipeline
    return pipeline


def _run(run_id: str, request: Request) -> Run:
    return _pipeline(request).runs.get(run_id)


_Run = Annotated[Run, Depends(_run)]
_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": REF.format(model=Asked.__name__)}}},
    }
}
_QUESTION_REFUSED = documented(
    *(QuestionError, CubeNotAllowed, UploadNotFound, RunNotFound, RunGone, TooOften, TooManyAtOnce),
    *(TooManyRuns, LogUnavailable, EngineError, ModelError),
    mistakes=BODY,
)
_RUN_REFUSED = documented(RunNotFound, RunGone, LogUnavailable)
_FAILED: dict[int | str, dict[str, Any]] = {500: {**_RUN_REFUSED[500], "model": Whole | Refused}}
_FRAMES = """id: 1
data: {"run_id":"…","seq":1,"at":"…","type":"run_started","question":"统计员工总数","language":"zh"}

id: 2
data: "## 🔍 查询分析\\n\\n"

id: 3
data: "[DONE]"

"""
_CSV = "月份,销售额\r\n2024-03-01,1234.5\r\n"
_EVENTS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Server-Sent Events: text is a JSON string, everything else an object with a `type`; "
        'the last one is "[DONE]". 服务器推送事件：文本为 JSON 字符串，其余为带 type 的对象。',
        "content": {
            "text/event-stream": {"itemSchema": {"$ref": REF.format(model="Frame")}, "example": _FRAMES}
        },
    }
}


async def _started(request: Request, *, watched: bool = False) -> Run:
    """The run of the question in the body."""
    asked = checked(await json_of(request), Asked, _EXAMPLE, reader(request))
    # From here on the reader is answered in the language of the question.
    language = request.state.language = detect(asked.message, reader(request))
    pipeline = _pipeline(request)

    def start() -> Run:
        before = asked.previous_run_id
        return pipeline.start(
            asked.message,
            previous=pipeline.runs.get(before).answer.basis if before else None,
            default_language=language,
            watched=watched,
            client=client_of(request),
            cube_url=asked.cubejs_url,
            upload=asked.upload,
        )

    return await run_in_threadpool(start)


@router.post(
    "/workflow/query",
    openapi_extra=_BODY,
    response_class=EventSourceResponse,
    responses=_EVENTS | _QUESTION_REFUSED,
)
async def query(request: Request) -> Response:
    """The run's events as they happen; the run goes on for a while when the client leaves."""
    return stream(await _started(request, watched=True), after=0)


@router.post(
    "/workflow/query-sync",
    openapi_extra=_BODY,
    response_model=Whole,
    responses=_QUESTION_REFUSED | _FAILED,
)
async def query_sync(request: Request) -> Response:
    """The whole answer; the run is cancelled when the client leaves, who alone could have heard its id."""
    run = await _started(request)
    leaving = asyncio.create_task(_cancelled_once_left(run, request))
    try:
        await run.aresult()
    finally:
        leaving.cancel()
    return await run_in_threadpool(_whole, run)


async def _cancelled_once_left(run: Run, request: Request) -> None:
    # Of a request whose body was read nothing else can come.
    while (await request.receive())["type"] != "http.disconnect":
        pass
    run.cancel()


@router.get("/workflow/runs/{run_id}", response_model=Whole, responses=_RUN_REFUSED | _FAILED)
def read_run(run: _Run) -> Response:
    """The answer as far as it has come; ``outcome`` is null while the run goes on."""
    return _whole(run)


@router.get(
    "/workflow/runs/{run_id}/events",
    response_class=EventSourceResponse,
    responses={
        **_EVENTS,
        204: {"description": "It has ended, and nothing came after this event. 运行已结束，此后没有事件。"},
        **documented(RunNotFound, RunGone, LogUnavailable, mistakes=(PARAMETER,)),
    },
)
async def follow_run(
    run: _Run,
    after: Annotated[int, Query(ge=0, le=_LARGEST_SEQ)] = 0,
    last_event_id: Annotated[str, Header(alias="Last-Event-ID")] = "",
) -> Response:
    """The events after ``after`` or, when a browser reconnects, after its ``Last-Event-ID``."""
    if _NUMBER.fullmatch(last_event_id):
        after = int(last_event_id)
    last = run.last
    if isinstance(last, RunEnded) and after > last.seq:
        return Response(status_code=204)  # tells a browser's EventSource to stop reconnecting
    return stream(run, after, RECONNECT)


@router.get(
    "/workflow/runs/{run_id}/table.csv",
    response_class=Response,
    responses={
        200: {
            "description": "All rows, for a spreadsheet. 全部行，供电子表格使用。",
            "content": {
                "text/csv": {"schema": {"type": "string"}, "example": "月份,销售额\r\n2024-03-01,1234.5\r\n"}
            },
        },
        **_RUN_REFUSED,
    },
)
def download_table(run: _Run) -> Response:
    """The whole result for a spreadsheet."""
    answer = run.answer
    if answer.table is None:
        raise refused(404, _NO_TABLE, answer.language)
    name = {"Content-Disposition": f'attachment; filename="result-{run.id[:8]}.csv"'}
    return Response(to_csv(answer.table, answer.headers), media_type="text/csv; charset=utf-8", headers=name)


@router.post("/workflow/runs/{run_id}/cancel", responses=_RUN_REFUSED)
def cancel_run(run: _Run) -> Steered:
    """Stops the run; harmless when it has ended."""
    run.cancel()
    return Steered(run_id=run.id, ended=run.ended)


@router.post(
    "/workflow/runs/{run_id}/pause",
    responses=documented(RunNotFound, RunGone, TooManyAtOnce, TooManyPaused, LogUnavailable),
)
def pause_run(run: _Run) -> Steered:
    """Lets the run stand still at the next safe point; harmless when it does, or has ended."""
    run.pause()
    return Steered(run_id=run.id, ended=run.ended)


@router.post("/workflow/runs/{run_id}/resume", responses=_RUN_REFUSED)
def resume_run(run: _Run) -> Steered:
    """Lets a paused run go on."""
    run.resume()
    return Steered(run_id=run.id, ended=run.ended)


def _whole(run: Run) -> Response:
    answer, ended = run.answer.to_json(), run.ended
    if not ended:
        answer["outcome"] = None
    failed = ended and run.answer.outcome is Outcome.FAILED
    body = {
        "success": ended and run.answer.outcome not in (Outcome.FAILED, Outcome.CANCELLED),
        "status": "ended" if ended else "paused" if isinstance(run.last, RunPaused) else "running",
        "workflow_id": WORKFLOW_ID,
        **answer,
    }
    if failed and run.answer.error:
        body["detail"] = run.answer.error["message"]
    return JSONResponse(body, status_code=500 if failed else 200)
