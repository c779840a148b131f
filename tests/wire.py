"""The event streams of runs as they stand on the wire."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx
from httpx_sse import connect_sse


class Frame(NamedTuple):
    id: str
    data: str

    @property
    def value(self) -> Any:
        return json.loads(self.data)


def ask(client: httpx.Client, message: str) -> list[Frame]:
    """The whole stream of a new run."""
    with connect_sse(client, "POST", "/workflow/query", json={"message": message}) as source:
        return [Frame(event.id, event.data) for event in source.iter_sse()]


def follow(
    client: httpx.Client, run_id: str, after: int | None = None, last_event_id: str | None = None
) -> list[Frame]:
    """The rest of a run's stream."""
    params = {} if after is None else {"after": after}
    headers = {} if last_event_id is None else {"Last-Event-ID": last_event_id}
    path = f"/workflow/runs/{run_id}/events"
    with connect_sse(client, "GET", path, params=params, headers=headers) as source:
        return [Frame(event.id, event.data) for event in source.iter_sse()]


@contextmanager
def begin(address: str, message: str) -> Iterator[Iterator[bytes]]:
    """The bytes of a new run's body as they come. Leaving resets the connection, as when a cable is cut."""
    url = urlsplit(address)
    body = json.dumps({"message": message}).encode()
    with socket.create_connection(("127.0.0.1", url.port or 80), timeout=30) as connection:
        connection.sendall(
            b"POST /workflow/query HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
        )
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        answered = connection.makefile("rb")
        while answered.readline().strip():
            pass
        yield iter(lambda: answered.read1(1 << 16), b"")


def until(chunks: Iterator[bytes], length: int) -> bytes:
    """The first ``length`` bytes."""
    heard = b""
    while len(heard) < length:
        heard += next(chunks)
    return heard[:length]


def complete(heard: bytes) -> list[Frame]:
    """The frames that are whole in ``heard``: what a client has taken in when its connection is cut."""
    frames = []
    for block in heard.decode(errors="replace").split("\n\n")[:-1]:
        lines = dict(line.split(": ", 1) for line in block.split("\n") if not line.startswith(":"))
        if lines:
            frames.append(Frame(lines["id"], lines["data"]))
    return frames
