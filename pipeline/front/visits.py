"""A visit to the page belongs to the browser that began it, and names only files that were brought.

Gradio knows a visit by a name that the browser made up, and gives whoever says that name the answers, the
state and the files of the visit. So each browser has a cookie beside it that nobody else knows; a client
without cookies has visits that are known by their names alone, which it can make as long as it likes.
"""

from __future__ import annotations

import json
import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterator
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.front.bodies import UPLOADS
from pipeline.front.refusals import refuse
from pipeline.language import Text
from pipeline.sessions import again, body_of

_API = "/gradio_api/"
_IN_THE_PATH = re.compile(r"/gradio_api/(?:heartbeat|call/[^/]+|call/v2/[^/]+)/([^/]+)/?")
_COOKIE = "text_to_bi_visitor"
_KNOWN = 10_000  # visits whose browser is remembered; the one that was silent for longest is forgotten
_LONGEST_NAME = 100
_NOT_YOURS = Text("There is no such visit of yours.", "没有属于您的这个会话。")
_NO_FILE = Text("There is no such file that you brought.", "没有您上传的这个文件。")


class Visits:
    """ASGI middleware around Gradio's routes.

    Args:
        is_brought: whether a path is that of a file which somebody has just brought.
        began: is called when a visit asks for something.
    """

    def __init__(self, app: ASGIApp, is_brought: Callable[[str], bool], began: Callable[[], None]) -> None:
        self._app, self._is_brought, self._began = app, is_brought, began
        self._browsers: OrderedDict[str, str] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["path"].startswith(_API) and scope["path"] not in UPLOADS:
            await self._of_a_visit(scope, receive, send)
        elif scope["path"] == "/" and not _browser_of(scope):
            await self._app(scope, receive, _with_cookie(scope, send))
        else:
            await self._app(scope, receive, send)

    async def _of_a_visit(self, scope: Scope, receive: Receive, send: Send) -> None:
        told: Any = None
        if scope["method"] == "POST":
            self._began()
            body = await body_of(receive)
            receive = again(body, receive)
            told = _read(body)
        if not all(self._is_own(name, _browser_of(scope)) for name in _names(scope, told)):
            await refuse(scope, receive, send, 404, _NOT_YOURS)
        elif not all(self._is_brought(path) for path in _paths(told)):
            await refuse(scope, receive, send, 404, _NO_FILE)
        else:
            await self._app(scope, receive, send)

    def _is_own(self, name: str, browser: str) -> bool:
        """Whether that browser began the visit, be it now."""
        if len(name) > _LONGEST_NAME:
            return False
        owner = self._browsers.setdefault(name, browser)
        self._browsers.move_to_end(name)
        if len(self._browsers) > _KNOWN:
            self._browsers.popitem(last=False)
        return secrets.compare_digest(owner.encode(), browser.encode())


def _names(scope: Scope, told: Any) -> Iterator[str]:
    """Every name of a visit that a request says; a call's is also that of its event."""
    yield from parse_qs(scope["query_string"].decode("latin-1")).get("session_hash", ())
    if found := _IN_THE_PATH.fullmatch(scope["path"]):
        yield found[1]
    if isinstance(told, dict) and isinstance(told.get("session_hash"), str):
        yield told["session_hash"]


def _paths(told: Any) -> Iterator[str]:
    """The paths of all files that a body refers to."""
    left = [told]
    while left:
        value = left.pop()
        if isinstance(value, dict):
            if "path" in value:
                yield str(value["path"])
            left.extend(value.values())
        elif isinstance(value, list):
            left.extend(value)


def _read(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None  # and Gradio says that it is not JSON


def _browser_of(scope: Scope) -> str:
    """The cookie of a request, or nothing."""
    try:
        found = SimpleCookie(Headers(scope=scope).get("cookie", "")).get(_COOKIE)
    except CookieError:
        return ""
    return found.value[:_LONGEST_NAME] if found else ""


def _with_cookie(scope: Scope, send: Send) -> Send:
    # Inside the frame of a Space the page is another site's, and its cookie is kept for that frame.
    https = scope["scheme"] == "https" or Headers(scope=scope).get("x-forwarded-proto") == "https"
    where = "SameSite=None; Secure; Partitioned" if https else "SameSite=Lax"

    async def and_cookie(message: Message) -> None:
        if message["type"] == "http.response.start":
            cookie = f"{_COOKIE}={secrets.token_urlsafe(24)}; Path=/; HttpOnly; {where}"
            MutableHeaders(scope=message).append("set-cookie", cookie)
        await send(message)

    return and_cookie
