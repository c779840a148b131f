"""The events of a run as Server-Sent Events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from typing import ClassVar

from fastapi import Response
from sse_starlette import EventSourceResponse
from sse_starlette.sse import AppStatus, SendTimeoutError
from starlette.types import Receive, Scope, Send

from pipeline.errors import RunNotFound
from pipeline.events import Event, RunEnded, TextAdded
from pipeline.runs import Run

# When the server stops, runs end first, and their streams with them.
AppStatus.enable_automatic_graceful_drain = False

_SENDS_A_SECOND = 1_500  # of all streams together, each of which costs about as much as an event
_FRAMES_AT_ONCE = 50  # sent together to a client that is behind
_RECONNECT_MILLISECONDS = 1_000  # until a browser's EventSource takes up a stream that broke
_STUCK_SECONDS = 60.0  # after which a client that reads nothing loses its connection
_SSE_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
# Ends of lines to clients that read a stream as text, though JSON may hold them as they are.
_LINE_ENDS = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})

RECONNECT = b"retry: %d\n" % _RECONNECT_MILLISECONDS


def stream(run: Run, after: int, preface: bytes = b"") -> Response:
    """The events after the one whose ``seq`` is ``after``, each as it happens; ``preface`` goes first."""

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
