"""What a request that cannot be answered hears: the status and the sentence, as sent and as documented."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse
from starlette.requests import ClientDisconnect

from pipeline.bodies import MISTAKES, WRONG_PARAMETER, reader
from pipeline.errors import (
    CubeNotAllowed,
    EngineError,
    InternalError,
    LogUnavailable,
    ModelError,
    QueryError,
    QuestionError,
    ReadersBusy,
    RunGone,
    RunNotFound,
    SourceError,
    TextToBIError,
    TooManyAtOnce,
    TooManyPaused,
    TooManyRuns,
    TooManyUploads,
    TooOften,
    UploadNotFound,
    UploadsTooOften,
)
from pipeline.language import Text
from pipeline.schema import Refused

logger = logging.getLogger(__name__)

_RETRY_AFTER = "5"  # seconds


class _Refusal(NamedTuple):
    status: int
    example: Text


_REFUSALS: dict[type[TextToBIError], _Refusal] = {
    QuestionError: _Refusal(400, Text("Please type a question.", "请输入问题。")),
    UploadNotFound: _Refusal(
        404,
        Text(
            "The data you brought is no longer kept. Please bring it again.",
            "您上传的数据已不再保留，请重新上传。",
        ),
    ),
    TooManyUploads: _Refusal(
        503,
        Text(
            "The server keeps as much data as it can. Please try again later.",
            "服务器保存的数据已达上限，请稍后再试。",
        ),
    ),
    ReadersBusy: _Refusal(
        503,
        Text(
            "The server is reading as many files as it can. Please try again in a moment.",
            "服务器正在读取的文件已达上限，请稍后再试。",
        ),
    ),
    SourceError: _Refusal(400, Text("The files are larger than 50 MB.", "文件超过 50 MB。")),
    CubeNotAllowed: _Refusal(
        403,
        Text(
            "The Cube server is not on the operator's list (allowed_cube_urls).",
            "该 Cube 服务器不在运营者允许的列表中（allowed_cube_urls）。",
        ),
    ),
    QueryError: _Refusal(400, Text("The query cannot be answered as it stands.", "该查询无法回答。")),
    RunGone: _Refusal(
        410,
        Text(
            "This run is over for so long that it was cleared away. Please ask again.",
            "这个运行结束已久，已被清理。请重新提问。",
        ),
    ),
    RunNotFound: _Refusal(404, Text("There is no such run. Please ask again.", "没有这个运行。请重新提问。")),
    TooManyRuns: _Refusal(
        503,
        Text(
            "The server is busy answering other questions. Please try again in a moment.",
            "服务器正忙于回答其他问题，请稍后再试。",
        ),
    ),
    LogUnavailable: _Refusal(
        503,
        Text(
            "The server cannot reach the store of its runs. Please try again in a moment.",
            "服务器暂时无法访问运行记录的存储，请稍后再试。",
        ),
    ),
    UploadsTooOften: _Refusal(
        429,
        Text(
            "You are sending files faster than this server allows. Please try again in 20 s.",
            "上传过于频繁，请在 20 秒后重试。",
        ),
    ),
    TooOften: _Refusal(
        429,
        Text(
            "You are asking faster than this server allows. Please try again in 20 s.",
            "提问过于频繁，请在 20 秒后重试。",
        ),
    ),
    TooManyAtOnce: _Refusal(
        429,
        Text(
            "You have 6 unfinished runs, which is as many as this server allows one visitor. "
            "Please wait for one to end, or stop one.",
            "您有 6 个运行尚未结束，已达每位访客的上限。请等待其中一个结束，或停止一个。",
        ),
    ),
    TooManyPaused: _Refusal(
        503,
        Text(
            "So many runs are paused that this server allows no more. Please try again in a moment.",
            "已暂停的运行过多，服务器暂不允许再暂停。请稍后再试。",
        ),
    ),
    EngineError: _Refusal(503, Text("The database cannot be reached.", "无法连接数据库。")),
    ModelError: _Refusal(503, Text("The data model cannot be loaded.", "无法加载数据模型。")),
    InternalError: _Refusal(
        500,
        Text(
            "Something went wrong on our side (reference 1f2e3d4c). Please try again later.",
            "系统错误，请稍后重试（编号 1f2e3d4c）。",
        ),
    ),
}


class Mistake(NamedTuple):
    """What is wrong with a request itself."""

    status: int
    example: Text


def _of(name: str, text: Text) -> Text:
    return Text(*(said.format(name) for said in text))


BODY = tuple(Mistake(status, _of("message", text)) for status, text in MISTAKES.items())
PARAMETER = Mistake(422, _of("after", WRONG_PARAMETER))


def documented(
    *kinds: type[TextToBIError], mistakes: Iterable[Mistake] = ()
) -> dict[int | str, dict[str, Any]]:
    """The ``responses`` of a route that refuses for these reasons and mistakes."""
    said: dict[int, list[tuple[str, Text]]] = {}
    for mistake in mistakes:
        said.setdefault(mistake.status, []).append(("request", mistake.example))
    every: tuple[type[TextToBIError], ...] = (*kinds, InternalError)
    for kind in every:
        refusal = _REFUSALS[kind]
        said.setdefault(refusal.status, []).append((kind.code, refusal.example))
    return {status: _response(status, texts) for status, texts in sorted(said.items())}


def _response(status: int, texts: list[tuple[str, Text]]) -> dict[str, Any]:
    examples = {
        f"{code} ({language})": {"value": {"detail": text.said(language)}}
        for code, text in texts
        for language in ("en", "zh")
    }
    described: dict[str, Any] = {
        "model": Refused,
        "description": "\n\n".join(f"{text.en} {text.zh}" for _, text in texts),
        "content": {"application/json": {"examples": examples}},
    }
    if status in (429, 503):
        after = {"description": "Seconds after which to try again.", "schema": {"type": "integer"}}
        described["headers"] = {"Retry-After": after}
    return described


def answer_refusals(app: FastAPI) -> None:
    """From now on ``app`` answers errors with their status and sentence."""
    app.add_exception_handler(TextToBIError, _known_error)
    app.add_exception_handler(RequestValidationError, _invalid_parameter)
    app.add_exception_handler(ClientDisconnect, _gone)
    app.add_exception_handler(Exception, _unknown_error)


async def _known_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, TextToBIError)
    status = next((r.status for kind, r in _REFUSALS.items() if isinstance(error, kind)), 500)
    language = getattr(request.state, "language", reader(request))
    headers: Mapping[str, str] | None = {"Retry-After": _RETRY_AFTER} if status in (429, 503) else None
    if isinstance(error, TooOften):
        headers = {"Retry-After": str(error.seconds)}
    said = error.message(language)
    if getattr(request.state, "plain", False):
        return PlainTextResponse(said, status, headers)
    return JSONResponse({"detail": said}, status, headers)


async def _invalid_parameter(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    name = str(error.errors()[0]["loc"][-1])
    return JSONResponse({"detail": WRONG_PARAMETER.said(reader(request)).format(name)}, status_code=422)


async def _gone(request: Request, error: Exception) -> Response:
    return Response(status_code=400)  # which nobody reads


async def _unknown_error(request: Request, error: Exception) -> Response:
    reference = secrets.token_hex(4)
    logger.error("%s %s failed (reference %s)", request.method, request.url.path, reference)
    return await _known_error(request, InternalError(reference))
