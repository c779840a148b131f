"""Requests that bring too much."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack

import httpx
import pytest
from front.sockets import ASKED, answer, connect, request, said
from runlogs import eventually

from pipeline.front import bodies

Serving = Callable[..., AbstractContextManager[httpx.Client]]
JSON = "Content-Type: application/json"
QUERY = "POST /workflow/query-sync"


@pytest.fixture(scope="module")
def address(serving: Serving) -> Iterator[str]:
    with serving() as client:
        yield str(client.base_url)


@pytest.mark.parametrize(
    ("line", "headers", "statuses"),
    [
        (f"GET /healthz?{'x' * 15_000}", [], {200}),
        (f"GET /healthz?{'x' * 17_000}", [], {431, 400}),
        (f"GET /{'x' * 300_000}", [], {431, 400}),
        ("GET /healthz", [f"X-{n}: y" for n in range(80)], {200}),
        ("GET /healthz", [f"X-{n}: y" for n in range(120)], {431}),
        ("GET /healthz", [f"X-{n}: {'y' * 1_000}" for n in range(20)], {431, 400}),
        ("GET /healthz", ["Host: localhost"], {400}),
        (QUERY, [JSON, "Content-Length: 1200000"], {413}),
        (QUERY, [JSON, "Content-Length: 99999999999999999999"], {413}),
        (QUERY, [JSON, "Content-Length: 999999999999999999999999999999"], {400}),
        (QUERY, [JSON, "Content-Length: -1"], {400}),
        (QUERY, [JSON, "Content-Length: 2", "Content-Length: 3"], {400}),
    ],
)
def test_the_bounds_of_a_header(address: str, line: str, headers: list[str], statuses: set[int]) -> None:
    assert answer(address, request(line, "Host: localhost", *headers))[0] in statuses


def test_a_body_of_unknown_length_has_the_same_bound(address: str) -> None:
    head = request(QUERY, "Host: localhost", JSON, "Accept-Language: zh", "Transfer-Encoding: chunked")
    with connect(address) as chunked:
        chunked.sendall(head)
        for _ in range(20):
            chunked.sendall(b"10000\r\n" + b" " * 65_536 + b"\r\n")
        heard = said(chunked)
    assert heard.startswith(b"HTTP/1.1 413 ")
    assert "请求过大" in heard.decode()


def test_all_bodies_together_have_a_bound_and_leave_no_trace(
    serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "_ALL_BODIES", 300_000)
    with serving() as client, ExitStack() as stack:
        address = str(client.base_url)
        head = request(QUERY, "Host: localhost", JSON, "Content-Length: 200000")
        small = request(QUERY, "Host: localhost", JSON, f"Content-Length: {len(ASKED)}", body=ASKED)
        holding = stack.enter_context(connect(address))
        holding.sendall(head + b" " * 190_000)
        assert answer(address, small)[0] == 200
        second = stack.enter_context(connect(address))
        second.sendall(head + b" " * 190_000)
        assert said(second).startswith(b"HTTP/1.1 503 ")
        holding.close()
        eventually(lambda: answer(address, head + ASKED.rjust(200_000))[0] == 200)
