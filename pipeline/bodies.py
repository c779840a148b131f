"""JSON that somebody sent: one clear sentence for each mistake in it."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from fastapi import HTTPException, Request
from pydantic import BaseModel, ValidationError

from pipeline.front.bodies import TOO_LARGE
from pipeline.language import Language, Text, reader_of

_Model = TypeVar("_Model", bound=BaseModel)

_NOT_JSON = Text(
    "Please send JSON with the header Content-Type: application/json.",
    "请发送 JSON，并设置请求头 Content-Type: application/json。",
)
_MALFORMED = Text("The request is not valid JSON.", "请求不是有效的 JSON。")
_NOT_OBJECT = Text("Please send a JSON object such as {}.", "请发送形如 {} 的 JSON 对象。")
_MISSING = Text("The field {!r} is missing.", "缺少字段 {!r}。")
_UNKNOWN_FIELD = Text("There is no field {!r}.", "没有名为 {!r} 的字段。")
_NOT_TEXT = Text("The field {!r} must be text.", "字段 {!r} 必须是文本。")
WRONG_PARAMETER = Text("The parameter {!r} cannot have this value.", "参数 {!r} 的值无效。")
MISTAKES = {400: _MALFORMED, 413: TOO_LARGE, 415: _NOT_JSON, 422: _MISSING}  # one of each status
_SAID = {"missing": _MISSING, "extra_forbidden": _UNKNOWN_FIELD, "string_type": _NOT_TEXT}


def reader(request: Request) -> Language:
    """The language of whoever sent the request, as far as it says."""
    return reader_of(request.headers.get("accept-language", ""))


def refused(status: int, text: Text, language: Language) -> HTTPException:
    return HTTPException(status, text.said(language))


async def json_of(request: Request) -> Any:
    """What the body says. Raises `HTTPException`."""
    language = reader(request)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise refused(415, _NOT_JSON, language)
    body = await request.body()
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise refused(400, _MALFORMED, language) from None


def checked(data: Any, model: type[_Model], example: str, language: Language) -> _Model:
    """``data`` as ``model``, of which ``example`` is one. Raises `HTTPException`."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        name = str(first["loc"][0])[:50] if first["loc"] else ""
        if (text := _SAID.get(first["type"])) and len(first["loc"]) == 1:
            raise HTTPException(422, text.said(language).format(name)) from None
        raise HTTPException(422, _NOT_OBJECT.said(language).format(example)) from None
