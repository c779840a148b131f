"""No client has more requests under way than its share, through however many connections and proxies."""

from __future__ import annotations

from collections import Counter

from starlette.types import ASGIApp, Receive, Scope, Send

from pipeline.front.clients import client_name
from pipeline.front.refusals import refuse
from pipeline.language import Text

_RETRY_AFTER = {"Retry-After": "5"}
_TOO_MANY = Text(
    "You have as many requests under way as this server allows. Please end some first.",
    "您同时进行的请求已达上限，请先结束其中一些。",
)


class Shares:
    """ASGI middleware.

    Args:
        most: requests of one client at the same time, streams that are read among them; 0: any number.
    """

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app, self._most = app, most
        self._under_way: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["client"] or not self._most:
            await self._app(scope, receive, send)
            return
        client = client_name(scope["client"][0])
        if self._under_way[client] >= self._most:
            await refuse(scope, receive, send, 429, _TOO_MANY, _RETRY_AFTER)
            return
        self._under_way[client] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._under_way[client] -= 1
            if not self._under_way[client]:
                del self._under_way[client]
