"""Calls of ``/query`` without a client of Gradio's, by curl for example: Gradio itself wants every
argument in them, also those that may be left out, and does not say so."""

from __future__ import annotations

import json
import re
from typing import Any

from fastapi import HTTPException, Request
from pydantic import BaseModel, ConfigDict, StrictStr
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.bodies import checked, json_of, reader

_CALL = re.compile(r"/gradio_api/(call|call/v2)/query/?")
_EXAMPLE = '{"data": ["How many employees?"]}'
_NAMED_EXAMPLE = '{"question": "How many employees?"}'


class _Arguments(BaseModel):
    model_config = ConfigDict(extra="forbid")

    question: StrictStr
    previous_run_id: StrictStr | None = None


class _Call(BaseModel):
    """The body of a call whose arguments have no names, but places."""

    model_config = ConfigDict(extra="allow")

    data: list[Any]


class QueryCalls:
    """ASGI middleware that fills in the arguments that a call leaves out, and refuses wrong ones."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        called = scope["type"] == "http" and scope["method"] == "POST" and _CALL.fullmatch(scope["path"])
        if not called:
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            body = json.dumps(_completed(await json_of(request), called[1] == "call/v2", request)).encode()
        except ClientDisconnect:
            return
        except HTTPException as error:
            said = JSONResponse({"detail": error.detail}, status_code=error.status_code)
            await said(scope, receive, send)
            return
        headers = [(k, v) for k, v in scope["headers"] if k.lower() not in (b"content-length",)]
        headers.append((b"content-length", str(len(body)).encode()))
        await self._app({**scope, "headers": headers}, _giving(body, receive), send)


def _completed(told: Any, named: bool, request: Request) -> dict[str, Any]:
    """The body with every argument. Raises `HTTPException`."""
    language = reader(request)
    if named:
        return checked(told, _Arguments, _NAMED_EXAMPLE, language).model_dump()
    call = checked(told, _Call, _EXAMPLE, language)
    names = list(_Arguments.model_fields)
    given = {names[n] if n < len(names) else f"data[{n}]": value for n, value in enumerate(call.data)}
    arguments = checked(given, _Arguments, _EXAMPLE, language)
    return {**call.model_dump(), "data": list(arguments.model_dump().values())}


def _giving(body: bytes, receive: Receive) -> Receive:
    """What gives ``body`` and then what comes after it."""
    left = [{"type": "http.request", "body": body, "more_body": False}]

    async def give() -> Message:
        return left.pop() if left else await receive()

    return give
