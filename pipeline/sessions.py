"""Visits to the page at home in one process of several: Gradio keeps a visit's events in memory.

A visit is known by the ``session_hash`` that its browser made up. Each worker takes the requests of every
visit and passes those on whose home is another worker, which it reaches through a socket of the file
system. Without several workers this is not there at all.
"""

from __future__ import annotations

import asyncio
import fcntl
import json
import logging
import os
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO
from urllib.parse import parse_qs

import anyio
import httpx
import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger = logging.getLogger(__name__)

_FOLDER = "TEXTTOBI_SESSIONS"  # environment: the folder of the sockets, and how many workers there are
_API = "/gradio_api/"
_IN_THE_PATH = re.compile(r"/gradio_api/(?:heartbeat|stream)/([^/]+)")
_IN_THE_BODY = re.compile(r"/gradio_api/(?:queue/join|cancel|reset|component_server|run/|api/)")
_LARGEST_BODY = 2_000_000
_CONNECT_SECONDS = 5.0
_CONNECT_RETRIES = 6  # over 15 seconds in all: about what a worker takes to start anew
_NO_LOCK: IO[bytes] | None = None
_CLIENT = b"x-texttobi-client"
_NOT_PASSED_ON = {b"host", b"connection", b"content-length", b"transfer-encoding", _CLIENT}


@contextmanager
def shared_by(workers: int) -> Iterator[None]:
    """While the block runs, the processes started in it find each other."""
    with TemporaryDirectory(prefix="text-to-bi-") as folder:
        os.environ[_FOLDER] = f"{workers}:{folder}"
        try:
            yield
        finally:
            del os.environ[_FOLDER]


class SessionHomes:
    """ASGI middleware that answers the requests of visits at home here and passes on the others."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        workers, _, folder = os.environ.get(_FOLDER, "1:").partition(":")
        self._workers, self._folder = int(workers), Path(folder)
        self._place, self._lock = self._claimed() if self._workers > 1 else (0, _NO_LOCK)
        self._others: dict[int, httpx.AsyncClient] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" and self._workers > 1:
            await self._with_a_door(scope, receive, send)
        elif scope["type"] != "http" or self._workers == 1 or not scope["path"].startswith(_API):
            await self._app(scope, receive, send)
        elif _is_private(scope):
            await self._app({**scope, "client": _client_of(scope)}, receive, send)
        else:
            await self._routed(scope, receive, send)

    async def _routed(self, scope: Scope, receive: Receive, send: Send) -> None:
        session, body = await _session_of(scope, receive)
        home = zlib.crc32(session.encode()) % self._workers if session else self._place
        if home != self._place:
            await self._pass_on(home, scope, body or b"", receive, send)
            return
        if body is not None:
            receive = again(body, receive)
        await self._app(scope, receive, send)

    async def _pass_on(self, home: int, scope: Scope, body: bytes, receive: Receive, send: Send) -> None:
        """Answers with what the home answers, for as long as the client listens."""

        async def until_it_leaves() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass
            group.cancel_scope.cancel()

        async with anyio.create_task_group() as group:
            group.start_soon(until_it_leaves)
            try:
                await self._copied(home, scope, body, send)
            except httpx.ConnectError:  # it does not come back
                busy = PlainTextResponse("This worker starts anew.", 503, {"Retry-After": "1"})
                await busy(scope, receive, send)
            group.cancel_scope.cancel()

    async def _copied(self, home: int, scope: Scope, body: bytes, send: Send) -> None:
        headers = [(k, v) for k, v in scope["headers"] if k.lower() not in _NOT_PASSED_ON]
        headers.append((_CLIENT, (scope["client"] or ("", 0))[0].encode()))
        target = scope["raw_path"] + b"?" + scope["query_string"]
        url = httpx.URL(f"http://worker{target.decode('latin-1')}")
        async with self._client(home).stream(scope["method"], url, headers=headers, content=body) as answer:
            start = [(k.lower(), v) for k, v in answer.headers.raw if k.lower() not in _NOT_PASSED_ON]
            await send({"type": "http.response.start", "status": answer.status_code, "headers": start})
            async for chunk in answer.aiter_raw():
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    def _client(self, home: int) -> httpx.AsyncClient:
        if home not in self._others:
            transport = httpx.AsyncHTTPTransport(uds=str(self._socket(home)), retries=_CONNECT_RETRIES)
            timeout = httpx.Timeout(None, connect=_CONNECT_SECONDS)
            self._others[home] = httpx.AsyncClient(transport=transport, timeout=timeout)
        return self._others[home]

    def _socket(self, place: int) -> Path:
        return self._folder / f"{place}.sock"

    def _claimed(self) -> tuple[int, IO[bytes]]:
        """The first place that no other process of this server holds; its lock ends with the process."""
        for place in range(self._workers):
            lock = (self._folder / f"{place}.lock").open("wb")
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                lock.close()
            else:
                return place, lock
        raise RuntimeError("more workers than places")

    async def _with_a_door(self, scope: Scope, receive: Receive, send: Send) -> None:
        """While the application lives, other workers reach it."""
        socket = self._socket(self._place)
        socket.unlink(missing_ok=True)
        door = _Door(uvicorn.Config(self, uds=str(socket), lifespan="off", log_level="warning"))
        serving = asyncio.create_task(door.serve())
        try:
            await self._app(scope, receive, send)
        finally:
            door.should_exit = door.force_exit = True
            await serving
            for client in self._others.values():
                await client.aclose()


class _Door(uvicorn.Server):
    """A server inside a server, which leaves the signals to the outer one."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _is_private(scope: Scope) -> bool:
    """Whether a request came through the file system: from another worker, and from nobody else."""
    server = scope.get("server")
    return server is None or server[1] is None


def _client_of(scope: Scope) -> tuple[str, int] | None:
    host = next((v.decode() for k, v in scope["headers"] if k == _CLIENT), "")
    return (host, 0) if host else None


async def _session_of(scope: Scope, receive: Receive) -> tuple[str, bytes | None]:
    """Whose visit a request belongs to, and its body if that had to be read."""
    path, query = scope["path"], parse_qs(scope["query_string"].decode("latin-1"))
    if found := query.get("session_hash"):
        return found[0], (await body_of(receive) if scope["method"] == "POST" else None)
    if in_path := _IN_THE_PATH.match(path):
        return in_path[1], None
    if path.startswith(f"{_API}call/"):  # asked with one request and answered with another
        return "call", (await body_of(receive) if scope["method"] == "POST" else None)
    if scope["method"] != "POST" or not _IN_THE_BODY.match(path):
        return "", None
    body = await body_of(receive)
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return "", body
    session = told.get("session_hash") if isinstance(told, dict) else None
    return (session if isinstance(session, str) else ""), body


async def body_of(receive: Receive) -> bytes:
    """The body, cut short where it is larger than any that the page sends."""
    body = bytearray()
    while len(body) <= _LARGEST_BODY:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    return bytes(body)


def again(body: bytes, receive: Receive) -> Receive:
    """What gives a body that was read once more, and then what comes after it."""
    told = False

    async def once_more() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return once_more
