"""One sentence in place of an answer."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from pipeline.language import Text, reader_of


async def refuse(
    scope: Scope,
    receive: Receive,
    send: Send,
    status: int,
    text: Text,
    headers: Mapping[str, str] | None = None,
) -> None:
    """Answers with ``text`` in the language of the reader."""
    await JSONResponse({"detail": said(scope, text)}, status, headers)(scope, receive, send)


def said(scope: Scope, text: Text) -> str:
    """``text`` in the language of whoever sent the request."""
    return text.said(reader_of(Headers(scope=scope).get("accept-language", "")))
