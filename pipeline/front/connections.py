"""A connection that nobody holds for ever: what is slow, stuck or too much is cut.

uvicorn's own limits are on what is whole: none is on a header that does not end, a body that does not come,
or an answer that is not read.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from pipeline.front.crowd import Crowd
from pipeline.front.stages import Stage
from pipeline.language import Text

HEADER_SECONDS = 10.0  # from the first byte, or from connecting, to the last of the header
STALL_SECONDS = 15.0  # without a byte of a body that is waited for
GRACE_SECONDS = 30.0  # for a body or an answer, beside the time that it takes at the least rate
LEAST_RATE = 10_000  # bytes a second on average, sent by a client or read by it
LINGER_SECONDS = 5.0  # for the rest of a body whose request is answered, so that the answer is read
LINGER_BYTES = 8_000_000  # of such a rest
MOST_AHEAD = 65_536  # bytes of requests that wait for the answer to the one before

_LATE = Text("The request did not come whole in time.", "请求未在规定时间内完整到达。")
_FULL = Text(
    "The server has as many connections as it can. Please try again in a moment.",
    "服务器的连接数已达上限，请稍后再试。",
)


class Connection(H11Protocol):
    """One of uvicorn's connections, with bounds. The application's state holds the `Crowd` it is one of."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._crowd: Crowd = app_state["crowd"]
        self._stage = Stage.HEADER
        self._idle = False  # between two requests, where uvicorn has a limit of its own
        self._since = self._heard = time.monotonic()
        self._received = 0  # bytes of this request
        self._behind: tuple[float, int] | None = None  # since when the client is, and what it had read then

    @property
    def address(self) -> str | None:
        return self.client[0] if self.client else None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(_Outgoing(transport, self._body_is_coming))  # type: ignore[arg-type]
        if not self._crowd.enter(self):
            self.make_way()

    def connection_lost(self, exc: Exception | None) -> None:
        self._crowd.leave(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._heard = time.monotonic()
        if self._idle:
            self._idle, self._since, self._received = False, self._heard, 0
            self._crowd.turned(self, Stage.HEADER)
        self._received += len(data)
        if self._stage is Stage.LINGER and self._received > LINGER_BYTES:
            self.transport.abort()
            return
        if self.transport.is_leaving:  # type: ignore[attr-defined]
            return
        super().data_received(data)
        self._turn()
        if self._stage is Stage.ANSWER and len(self.conn.trailing_data[0]) > MOST_AHEAD:
            self.transport.abort()

    def on_response_complete(self) -> None:
        self._since, self._received = time.monotonic(), 0
        self._idle = self.conn.their_state is h11.DONE and not self.conn.trailing_data[0]
        super().on_response_complete()
        self._turn()

    def _body_is_coming(self) -> bool:
        return self.conn.their_state is h11.SEND_BODY

    def _turn(self) -> None:
        stage = self._stage_now()
        if stage is not self._stage:
            self._stage = stage
            self._crowd.turned(self, stage)

    def _stage_now(self) -> Stage:
        if self._body_is_coming():
            return Stage.LINGER if self.cycle.response_complete else Stage.BODY
        return Stage.HEADER if self.conn.their_state is h11.IDLE else Stage.ANSWER

    def is_overdue(self, now: float) -> bool:
        """Whether the client took too long for its part."""
        waited = now - self._since
        match self._stage:
            case Stage.HEADER:
                late = not self._idle and waited > HEADER_SECONDS
            case Stage.LINGER:
                late = waited > LINGER_SECONDS
            case Stage.BODY if not self.flow.read_paused:
                late = waited > _time_for(self._received) or now - self._heard > STALL_SECONDS
            case _:
                late = False
        return late or self._is_unread(now)

    def _is_unread(self, now: float) -> bool:
        waiting = self.transport.get_write_buffer_size()
        read = self.transport.written - waiting  # type: ignore[attr-defined]
        if not waiting:
            self._behind = None
            return False
        self._behind = since, before = self._behind or (now, read)
        return now - since > _time_for(read - before)

    def cut(self) -> None:
        """Ends the connection because its client was too slow."""
        self._end(408, _LATE)

    def make_way(self) -> None:
        """Ends the connection because there is no room for it."""
        self._end(503, _FULL)

    def _end(self, status: int, text: Text) -> None:
        if self._stage is not Stage.HEADER or self._idle or self.transport.is_closing():
            self.transport.abort()
            return
        said = f"{text.en}\n{text.zh}\n".encode()  # the reader's language was to come
        head = f"HTTP/1.1 {status} \r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n"
        self.transport.write(f"{head}Content-Length: {len(said)}\r\n\r\n".encode() + said)
        self.transport.close()
        self.loop.call_later(LINGER_SECONDS, self.transport.abort)

    def _should_upgrade(self) -> bool:
        return False  # no web sockets here, and nothing to log about who asks for one


def _time_for(size: int) -> float:
    return GRACE_SECONDS + size / LEAST_RATE


class _Outgoing:
    """A transport that knows how much was written, and that first hears a client out when it is closed.

    Bytes that nobody has read when a connection closes make the client's system report an error in place of
    the answer, which says why the body is not wanted (RFC 9112, 9.6).

    Attributes:
        written: bytes, whether the client has read them or not.
        is_leaving: whether all is said, and only the client's rest is waited for.
    """

    def __init__(self, transport: asyncio.Transport, more_to_come: Callable[[], bool]) -> None:
        self._transport = transport
        self._more_to_come = more_to_come
        self.written = 0
        self.is_leaving = False

    def write(self, data: bytes) -> None:
        self.written += len(data)
        self._transport.write(data)

    def close(self) -> None:
        if self.is_leaving or self._transport.is_closing() or not self._more_to_come():
            self._transport.close()
            return
        self.is_leaving = True
        self._transport.write_eof()
        self._transport.resume_reading()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)
