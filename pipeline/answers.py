"""What another server answers, bounded in bytes whatever it says of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, cast

import httpx


class AnswerTooLarge(Exception):
    """The body has more bytes than it may, or is packed, so that nobody knows how many it has."""


def bounds(largest: int) -> dict[str, list[Callable[[Any], Awaitable[None]]]]:
    """Event hooks for an `httpx.AsyncClient` of which every answer, an error's too, ends after
    ``largest`` bytes with `AnswerTooLarge`."""

    async def unpacked(request: httpx.Request) -> None:
        # A packed body unpacks to a thousand times its bytes and more, within one read.
        request.headers["Accept-Encoding"] = "identity"

    async def bounded(response: httpx.Response) -> None:
        if response.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
            raise AnswerTooLarge("packed, though that was not asked for")
        response.stream = _Bounded(cast("httpx.AsyncByteStream", response.stream), largest)

    return {"request": [unpacked], "response": [bounded]}


class _Bounded(httpx.AsyncByteStream):
    def __init__(self, stream: httpx.AsyncByteStream, largest: int) -> None:
        self._stream, self._left = stream, largest

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            self._left -= len(chunk)
            if self._left < 0:
                raise AnswerTooLarge("longer than it may be")
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()
