"""Requests as bytes, whole or not, from whoever wants to see what a server bears."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

HALF = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Never: "
ASKED = b'{"message": "total employees"}'


def connect(address: str, source: str = "127.0.0.1") -> socket.socket:
    """A connection from one of the many addresses that a machine has of itself."""
    url = urlsplit(address)
    assert url.hostname
    assert url.port
    return socket.create_connection((url.hostname, url.port), timeout=20, source_address=(source, 0))


@contextmanager
def many(address: str, count: int, begun: bytes = HALF) -> Iterator[list[socket.socket]]:
    """Connections on each of which something has begun; they are closed when the block ends."""
    with ExitStack() as stack:
        opened = [stack.enter_context(connect(address)) for _ in range(count)]
        for one in opened:
            one.sendall(begun)
        yield opened


def said(connection: socket.socket) -> bytes:
    """All that comes until the server closes the connection, whichever way."""
    heard = b""
    try:
        while more := connection.recv(65_536):
            heard += more
    except ConnectionResetError:
        pass
    return heard


def answer(address: str, request: bytes, source: str = "127.0.0.1") -> tuple[int, bytes]:
    """The status of the answer to a request that closes its connection, and all bytes of it."""
    with connect(address, source) as connection:
        connection.sendall(request)
        heard = said(connection)
    return int(heard.split(b" ", 2)[1]), heard


def request(line: str, *headers: str, body: bytes = b"") -> bytes:
    """A whole request; a Host, if any, is among the headers."""
    told = "\r\n".join([f"{line} HTTP/1.1", "Connection: close", *headers])
    return f"{told}\r\n\r\n".encode() + body


def is_open(connection: socket.socket) -> bool:
    """Whether the server has left the connection open, whatever it said."""
    connection.setblocking(False)
    try:
        while connection.recv(65_536):
            pass
    except BlockingIOError:
        return True
    except ConnectionResetError:
        pass
    finally:
        connection.settimeout(20)
    return False
