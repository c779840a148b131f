"""The HTTP doors: the seed's protocol and the routes of runs."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from typing import Annotated, Any, ClassVar

from fastapi import APIRouter, Depends, FastAPI, Header, HTTPException, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, StrictStr, ValidationError
from sse_starlette import EventSourceResponse
from sse_starlette.sse import AppStatus, SendTimeoutError
from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from pipeline import upload_routes
from pipeline.answer import Outcome
from pipeline.errors import (
    CubeNotAllowed,
    EngineError,
    InternalError,
    LogUnavailable,
    QueryError,
    QuestionError,
    RunGone,
    RunNotFound,
    SourceError,
    TextToBIError,
    TooManyRuns,
    TooManyUploads,
    TooOften,
    UploadNotFound,
)
from pipeline.events import Event, RunEnded, RunPaused, TextAdded
from pipeline.export import to_csv
from pipeline.language import Language, Text, detect
from pipeline.pipeline import Pipeline
from pipeline.runs import Run
from pipeline.serving import draining

logger = logging.getLogger(__name__)

# When the server stops, runs end first, and their streams with them.
AppStatus.enable_automatic_graceful_drain = False

WORKFLOW_ID = "text-to-bi"
_LARGEST_BODY = 1_000_000  # bytes; the longest question is checked in characters, after this
_SENDS_A_SECOND = 1_500  # of all streams together, each of which costs about as much as an event
_FRAMES_AT_ONCE = 50  # sent together to a client that is behind
_RECONNECT_MILLISECONDS = 1_000  # until a browser's EventSource takes up a stream that broke
_STUCK_SECONDS = 60.0  # after which a client that reads nothing loses its connection
_RETRY_AFTER = {"Retry-After": "5"}
_STATUS: dict[type[TextToBIError], int] = {
    QuestionError: 400,
    UploadNotFound: 404,
    TooManyUploads: 503,
    SourceError: 400,
    CubeNotAllowed: 403,
    QueryError: 400,
    RunGone: 410,
    RunNotFound: 404,
    TooManyRuns: 503,
    LogUnavailable: 503,
    TooOften: 429,
    EngineError: 503,
}
_SSE_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
# Ends of lines to clients that read a stream as text, though JSON may hold them as they are.
_LINE_ENDS = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})


class Asked(BaseModel):
    """The body of a question."""

    model_config = ConfigDict(extra="forbid")

    message: StrictStr
    previous_run_id: StrictStr | None = None
    cubejs_url: StrictStr | None = None
    upload: StrictStr | None = None


router = APIRouter()


def create_app(pipeline: Pipeline) -> FastAPI:
    """The application with every route of ours; it closes ``pipeline`` when the server stops."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with draining(pipeline.runs, pipeline.settings.shutdown_seconds):
            yield
        await run_in_threadpool(pipeline.close)

    # No documentation pages: theirs load scripts from foreign hosts.
    app = FastAPI(title="Text-to-BI", docs_url=None, redoc_url=None, lifespan=lifespan)
    app.state.pipeline = pipeline
    app.include_router(router)
    app.include_router(upload_routes.router)
    if proxies := pipeline.settings.trusted_proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=proxies)
    app.add_exception_handler(TextToBIError, _known_error)
    app.add_exception_handler(RequestValidationError, _invalid_parameter)
    app.add_exception_handler(Exception, _unknown_error)
    return app


def _pipeline(request: Request) -> Pipeline:
    pipeline: Pipeline = request.app.state.pipeline
    return pipeline


async def _started(request: Request, *, watched: bool = False) -> Run:
    """The run of the question in the body."""
    asked = await _asked(request)
    # From here on the reader is answered in the language of the question.
    language = request.state.language = detect(asked.message, _reader(request))
    pipeline = _pipeline(request)
    previous = None
    if asked.previous_run_id:
        previous = (await run_in_threadpool(pipeline.runs.get, asked.previous_run_id)).answer.basis
    return await run_in_threadpool(
        pipeline.start,
        asked.message,
        previous=previous,
        default_language=language,
        watched=watched,
        client=request.client.host if request.client else None,
        cube_url=asked.cubejs_url,
        upload=asked.upload,
    )


def _run(run_id: str, request: Request) -> Run:
    return _pipeline(request).runs.get(run_id)


_Pipeline = Annotated[Pipeline, Depends(_pipeline)]
_Run = Annotated[Run, Depends(_run)]
_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": Asked.model_json_schema()}},
    }
}


@router.post("/workflow/query", openapi_extra=_BODY)
async def query(request: Request) -> Response:
    """The run's events as they happen; the run goes on for a while when the client leaves."""
    return _stream(await _started(request, watched=True), after=0)


@router.post("/workflow/query-sync", openapi_extra=_BODY)
async def query_sync(request: Request) -> Response:
    """The whole answer."""
    run = await _started(request)
    await run.aresult()
    return await run_in_threadpool(_whole, run)


@router.get("/workflow/runs/{run_id}")
def read_run(run: _Run) -> Response:
    """The answer as far as it has come; ``outcome`` is null while the run goes on."""
    return _whole(run)


@router.get("/workflow/runs/{run_id}/events")
async def follow_run(
    run: _Run,
    after: Annotated[int, Query(ge=0)] = 0,
    last_event_id: Annotated[str | None, Header()] = None,
) -> Response:
    """The events after ``after`` or, when a browser reconnects, after its ``Last-Event-ID``."""
    if last_event_id and last_event_id.isdecimal():
        after = int(last_event_id)
    last = run.last
    if isinstance(last, RunEnded) and after > last.seq:
        return Response(status_code=204)  # tells a browser's EventSource to stop reconnecting
    return _stream(run, after, b"retry: %d\n" % _RECONNECT_MILLISECONDS)


@router.get("/workflow/runs/{run_id}/table.csv")
def download_table(run: _Run) -> Response:
    """The whole result for a spreadsheet."""
    answer = run.answer
    if answer.table is None:
        raise _refused(404, _NO_TABLE, answer.language)
    name = {"Content-Disposition": f'attachment; filename="result-{run.id[:8]}.csv"'}
    return Response(to_csv(answer.table, answer.headers), media_type="text/csv; charset=utf-8", headers=name)


@router.post("/workflow/runs/{run_id}/cancel")
def cancel_run(run: _Run) -> dict[str, Any]:
    """Stops the run; harmless when it has ended."""
    run.cancel()
    return {"run_id": run.id, "ended": run.ended}


@router.post("/workflow/runs/{run_id}/pause")
def pause_run(run: _Run) -> dict[str, Any]:
    """Lets the run stand still at the next safe point; harmless when it does, or has ended."""
    run.pause()
    return {"run_id": run.id, "ended": run.ended}


@router.post("/workflow/runs/{run_id}/resume")
def resume_run(run: _Run) -> dict[str, Any]:
    """Lets a paused run go on."""
    run.resume()
    return {"run_id": run.id, "ended": run.ended}


@router.get("/healthz")
async def alive() -> dict[str, str]:
    """200 while the process answers."""
    return {"status": "ok"}


@router.get("/readyz")
def ready(pipeline: _Pipeline) -> dict[str, str]:
    """200 only while the engine answers and questions are taken."""
    if pipeline.runs.draining:
        raise HTTPException(503)
    pipeline.engine.ping()
    return {"status": "ok"}


def _stream(run: Run, after: int, preface: bytes = b"") -> Response:
    async def chunks() -> AsyncIterator[bytes]:
        last, lead = after, preface
        try:
            async for events in run.abatches(after):
                last = events[-1].seq
                for few in _split(events):
                    yield lead + b"".join(_frame(event.seq, _data(event)) for event in few)
                    lead = b""
                    # A long replay lets others work; of many streams each gathers more before it sends.
                    await asyncio.sleep(_Stream.open / _SENDS_A_SECOND)
        except RunNotFound:
            return  # cleared away since the status was sent: whoever connects again is told
        yield lead + _frame(last + 1, '"[DONE]"')

    return _Stream(chunks(), headers=_SSE_HEADERS, sep="\n", send_timeout=_STUCK_SECONDS)


def _split(events: list[Event]) -> Iterator[list[Event]]:
    return (events[start : start + _FRAMES_AT_ONCE] for start in range(0, len(events), _FRAMES_AT_ONCE))


def _frame(seq: int, data: str) -> bytes:
    return f"id: {seq}\ndata: {data}\n\n".encode()


class _Stream(EventSourceResponse):
    """An event stream that is cut when its client has stopped reading; it can be taken up again.

    Attributes:
        open: how many there are.
    """

    open: ClassVar[int] = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        _Stream.open += 1
        try:
            with suppress(SendTimeoutError):
                await super().__call__(scope, receive, send)
        finally:
            _Stream.open -= 1


def _data(event: Event) -> str:
    """The event as one line of JSON: text as a string, everything else as an object."""
    if isinstance(event, TextAdded):
        data = json.dumps(event.text, ensure_ascii=False)
    elif isinstance(event, RunEnded):
        # The answer was said piece by piece before.
        slim = event.model_dump(mode="json", exclude={"answer"})
        data = json.dumps({**slim, "suggestions": event.answer["suggestions"]}, ensure_ascii=False)
    else:
        data = event.model_dump_json()
    return data.translate(_LINE_ENDS) if not data.isascii() else data


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


async def _asked(request: Request) -> Asked:
    """The body, read by hand: one limit on its size and one clear sentence for each mistake."""
    language = _reader(request)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise _refused(415, _NOT_JSON, language)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST_BODY:
            raise _refused(413, _TOO_LARGE, language)
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise _refused(400, _MALFORMED, language) from None
    try:
        return Asked.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        name = str(first["loc"][0])[:50] if first["loc"] else ""
        text = {"missing": _MISSING, "extra_forbidden": _UNKNOWN_FIELD, "string_type": _NOT_TEXT}.get(
            first["type"], _NOT_OBJECT
        )
        raise HTTPException(422, text.said(language).format(name)) from None


_NOT_JSON = Text(
    "Please send JSON with the header Content-Type: application/json.",
    "请发送 JSON,并设置请求头 Content-Type: application/json。",
)
_TOO_LARGE = Text("The request is too large.", "请求过大。")
_MALFORMED = Text("The request is not valid JSON.", "请求不是有效的 JSON。")
_NOT_OBJECT = Text(
    'Please send a JSON object such as {{"message": "…"}}.', '请发送形如 {{"message": "…"}} 的 JSON 对象。'
)
_MISSING = Text("The field {!r} is missing.", "缺少字段 {!r}。")
_UNKNOWN_FIELD = Text("There is no field {!r}.", "没有名为 {!r} 的字段。")
_NOT_TEXT = Text("The field {!r} must be text.", "字段 {!r} 必须是文本。")
_NO_TABLE = Text("This run has no table.", "这个运行没有表格。")
_WRONG_PARAMETER = Text("The parameter {!r} cannot have this value.", "参数 {!r} 的值无效。")


def _reader(request: Request) -> Language:
    """The language of whoever sent the request, as far as it says."""
    return "zh" if request.headers.get("accept-language", "").strip().lower().startswith("zh") else "en"


def _refused(status: int, text: Text, language: Language) -> HTTPException:
    return HTTPException(status, text.said(language))


async def _known_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, TextToBIError)
    status = next((s for kind, s in _STATUS.items() if isinstance(error, kind)), 500)
    language = getattr(request.state, "language", _reader(request))
    headers = _RETRY_AFTER if status == 503 else None
    if isinstance(error, TooOften):
        headers = {"Retry-After": str(error.seconds)}
    return JSONResponse({"detail": error.message(language)}, status_code=status, headers=headers)


async def _invalid_parameter(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    name = str(error.errors()[0]["loc"][-1])
    return JSONResponse({"detail": _WRONG_PARAMETER.said(_reader(request)).format(name)}, status_code=422)


async def _unknown_error(request: Request, error: Exception) -> Response:
    reference = secrets.token_hex(4)
    logger.error("%s %s failed (reference %s)", request.method, request.url.path, reference)
    return await _known_error(request, InternalError(reference))
