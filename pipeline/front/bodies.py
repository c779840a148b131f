"""How much a request may bring: its headers, its body, and all bodies that are being read at a time."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.front.refusals import refuse, said
from pipeline.language import Text
from pipeline.uploads import ENVELOPE

UPLOADS = frozenset({"/workflow/uploads", "/gradio_api/upload"})
_MOST_HEADERS = 100
_LONGEST_HEADERS = 16_384  # bytes, with the path
_LARGEST_BODY = 1_100_000  # bytes of anything but files
_ALL_BODIES = 64_000_000  # bytes in memory, which bodies of that size have until they are answered
_RETRY_AFTER = {"Retry-After": "2"}
_TOO_MANY_HEADERS = Text("The request's headers are too large.", "请求头过大。")
TOO_LARGE = Text("The request is too large.", "请求过大。")
_BUSY = Text(
    "The server is reading as much as it can. Please try again in a moment.",
    "服务器正在接收的数据已达上限，请稍后再试。",
)


class Bodies:
    """ASGI middleware. What goes to ``UPLOADS`` becomes files, and is counted and refused by size there."""

    def __init__(self, app: ASGIApp, upload_bytes: int) -> None:
        self._app = app
        self._largest_upload = upload_bytes + ENVELOPE if upload_bytes else _LARGEST_BODY
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        files = scope["path"] in UPLOADS
        most = self._largest_upload if files else _LARGEST_BODY
        size = sum(len(name) + len(value) for name, value in headers.raw) + len(scope["raw_path"])
        if len(headers.raw) > _MOST_HEADERS or size + len(scope["query_string"]) > _LONGEST_HEADERS:
            await refuse(scope, receive, send, 431, _TOO_MANY_HEADERS)
        elif not files and int(headers.get("content-length", 0)) > most:
            await refuse(scope, receive, send, 413, TOO_LARGE)
        else:
            await self._passed(scope, receive, send, most, files)

    async def _passed(self, scope: Scope, receive: Receive, send: Send, most: int, files: bool) -> None:
        read = 0

        async def bounded() -> Message:
            nonlocal read
            message = await receive()
            more = len(message.get("body", b""))
            read += more
            self._held += 0 if files else more
            if read > most:
                raise HTTPException(413, said(scope, TOO_LARGE))
            if self._held > _ALL_BODIES:
                raise HTTPException(503, said(scope, _BUSY), _RETRY_AFTER)
            return message

        try:
            await self._app(scope, bounded, send)
        except ClientDisconnect:
            pass  # nobody is there any more to hear about it, and that is no fault of ours
        finally:
            self._held -= 0 if files else read
