"""Connections that are slow, stuck, half or too many, on real sockets."""

from __future__ import annotations

import asyncio
import re
import resource
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager

import httpx
import pytest
from fastapi import FastAPI, Request, Response
from fastapi.responses import StreamingResponse
from front.sockets import ASKED, HALF, answer, connect, is_open, many, request, said
from runlogs import eventually
from scripted import Gate, Scripted, answering
from serving import serve, start_scripted

from pipeline import Settings
from pipeline.front import connections, crowd

Serving = Callable[..., AbstractContextManager[httpx.Client]]
QUERY = "POST /workflow/query-sync"
JSON = "Content-Type: application/json"


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """All patience of the server, in tenths of seconds."""
    monkeypatch.setattr(connections, "HEADER_SECONDS", 0.6)
    monkeypatch.setattr(connections, "STALL_SECONDS", 0.6)
    monkeypatch.setattr(connections, "GRACE_SECONDS", 0.6)
    monkeypatch.setattr(connections, "LINGER_SECONDS", 0.3)
    monkeypatch.setattr(crowd, "_LOOKS_EVERY", 0.05)


def address_of(client: httpx.Client) -> str:
    return str(client.base_url)


@pytest.fixture
def address(serving: Serving, hurried: None) -> Iterator[str]:
    with serving() as client:
        yield address_of(client)


_LARGE = 20_000_000  # bytes


@pytest.fixture
def large() -> Iterator[str]:
    """A server with one large answer, and a stream that asks all the time whether its client is there."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, object]]:
        yield {"crowd": crowd.Crowd(Settings())}

    app = FastAPI(lifespan=lifespan)

    @app.get("/large")
    async def large() -> Response:
        return Response(b"x" * _LARGE)

    @app.get("/polling")
    async def polling(request: Request) -> StreamingResponse:
        async def beats() -> AsyncIterator[bytes]:
            while not await request.is_disconnected():
                yield b"."
                await asyncio.sleep(0.001)

        return StreamingResponse(beats())

    with serve(app) as address:
        yield address


# Slow ones


@pytest.mark.parametrize("begun", [b"", b"GET ", HALF])
def test_a_header_that_does_not_end_is_answered_with_its_end(address: str, begun: bytes) -> None:
    with connect(address) as slow:
        slow.sendall(begun)
        heard = said(slow)
    assert heard.startswith(b"HTTP/1.1 408 ")
    assert "未在规定时间内" in heard.decode()


def test_a_header_that_comes_byte_by_byte_is_no_better(address: str) -> None:
    with connect(address) as slow, pytest.raises(OSError):  # noqa: PT012
        for _ in range(100):
            slow.sendall(b"x")
            time.sleep(0.05)


def test_the_header_of_the_second_request_of_a_connection_has_no_longer(address: str) -> None:
    with connect(address) as slow:
        slow.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n" + b"GET /")
        heard = said(slow)
    assert re.findall(rb"HTTP/1.1 (\d+)", heard) == [b"200", b"408"]


def test_a_connection_that_was_idle_has_its_time_anew(address: str) -> None:
    whole = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with connect(address) as again:
        again.sendall(whole)
        time.sleep(0.45)
        again.sendall(whole[:10])
        time.sleep(0.3)  # the time of the second header, not of the first
        again.sendall(whole[10:])
        time.sleep(0.2)
        assert again.recv(65_536).count(b"HTTP/1.1 200") == 2


def test_a_body_that_goes_on_after_its_answer_is_cut_off(address: str) -> None:
    with connect(address) as talking, pytest.raises(OSError):  # noqa: PT012
        talking.sendall(b"POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n")
        assert talking.recv(12) == b"HTTP/1.1 405"
        for _ in range(100):
            talking.sendall(b"x")
            time.sleep(0.05)


def test_a_body_that_stalls_is_cut_off_and_one_that_crawls_too(address: str) -> None:
    head = request(QUERY, "Host: localhost", JSON, "Content-Length: 5000")
    with connect(address) as stalled, connect(address) as crawling:
        for one in (stalled, crawling):
            one.sendall(head + b"{")
        with pytest.raises(OSError):  # noqa: PT012
            for _ in range(100):
                crawling.sendall(b" ")
                time.sleep(0.05)
        assert said(stalled) == b""


def test_a_body_that_keeps_its_pace_may_take_longer(
    serving: Serving, hurried: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "LEAST_RATE", 1_000)
    body = ASKED.rjust(3_000)
    with serving() as client, connect(address_of(client)) as steady:
        steady.sendall(request(QUERY, "Host: localhost", JSON, f"Content-Length: {len(body)}"))
        for start in range(0, len(body), 150):
            steady.sendall(body[start : start + 150])
            time.sleep(0.06)  # 2,500 a second; in all twice the grace
        assert said(steady).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("afterwards", ["close", "keep-alive"])
def test_chunks_without_end_are_cut_off(address: str, afterwards: str) -> None:
    head = request(QUERY, "Host: localhost", JSON, "Transfer-Encoding: chunked")
    with connect(address) as endless:
        endless.sendall(head.replace(b"Connection: close", f"Connection: {afterwards}".encode()))
        sent = 0
        with pytest.raises(OSError):  # noqa: PT012
            while sent < 100_000_000:
                endless.sendall(b"10000\r\n" + b" " * 65_536 + b"\r\n")
                sent += 65_536
    assert sent < 20_000_000


def test_who_sends_on_after_a_refusal_reads_it_and_is_then_let_go(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "LINGER_SECONDS", 3.0)
    with connect(address) as slow:
        slow.sendall(request(QUERY, "Host: localhost", JSON, "Content-Length: 4000000"))
        heard = slow.recv(65_536)
        for _ in range(10):
            slow.sendall(b" " * 100_000)
            time.sleep(0.01)
        assert (heard + said(slow)).startswith(b"HTTP/1.1 413 ")
        assert is_open(slow) is False


def test_an_answer_that_nobody_reads_is_given_up_and_one_that_is_read_slowly_is_not(
    large: str, hurried: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "LEAST_RATE", 4_000_000)
    with connect(large) as deaf, connect(large) as slow:
        for one in (deaf, slow):
            one.sendall(request("GET /large", "Host: localhost"))
        heard = 0
        while more := slow.recv(200_000):
            heard += len(more)
            time.sleep(0.02)  # at most 10 MB a second; in all three times the grace
        assert heard > _LARGE
        assert len(said(deaf)) < _LARGE


def test_a_stream_that_is_read_lives_as_long_as_its_run(serving: Serving, hurried: None) -> None:
    gate = Gate()
    with serving(Scripted(answering(), "late", before=gate)) as client:
        body = {"message": "How many?"}
        with client.stream("POST", "/workflow/query", json=body) as response:
            lines = response.iter_lines()
            next(lines)
            time.sleep(2)  # more than three times the patience with everything else
            gate.open()
            assert 'data: "late"' in list(lines)


# Too many


def test_who_is_answered_keeps_its_place_and_who_is_not_gives_way(serving: Serving) -> None:
    gate = Gate()
    with (
        serving(Scripted(answering(), before=gate), connections=10) as client,
        client.stream("POST", "/workflow/query", json={"message": "How many?"}) as response,
    ):
        lines = response.iter_lines()
        next(lines)
        with many(address_of(client), 30) as half:
            assert httpx.get(f"{client.base_url}/healthz").status_code == 200
            eventually(lambda: sum(map(is_open, half)) <= 10)
            left = list(map(is_open, half))
            assert left == sorted(left)  # the oldest have gone
        gate.open()
        assert 'data: "[DONE]"' in list(lines)


def test_a_client_gives_way_to_itself_before_others_do(serving: Serving) -> None:
    with serving(connections=20, connections_per_client=5) as client:
        url = address_of(client)
        with connect(url, "127.0.0.2") as other, many(url, 5) as older, many(url, 3) as newer:
            eventually(lambda: list(map(is_open, older)) == [False, False, False, True, True])
            assert all(map(is_open, newer))
            assert is_open(other)
            assert answer(url, request("GET /healthz", "Host: localhost"), "127.0.0.3")[0] == 200


def test_answers_under_way_are_as_many_as_a_client_may_have(serving: Serving) -> None:
    gate = Gate()
    with serving(
        Scripted(answering(), before=gate), connections_per_client=3, trusted_proxies="127.0.0.1"
    ) as client:
        body = {"message": "How many?"}
        mine, others = {"X-Forwarded-For": "203.0.113.7"}, {"X-Forwarded-For": "203.0.113.8"}
        open_ones = [client.stream("POST", "/workflow/query", json=body, headers=mine) for _ in range(3)]
        for one in open_ones:
            assert one.__enter__().status_code == 200
        refused = client.get("/healthz", headers={**mine, "Accept-Language": "zh"})
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "5")
        assert "上限" in refused.json()["detail"]
        assert client.get("/healthz", headers=others).status_code == 200
        gate.open()
        for one in open_ones:
            one.__exit__(None, None, None)
        eventually(lambda: client.get("/healthz", headers=mine).status_code == 200)


def test_half_requests_beyond_the_limit_of_files_leave_room_for_a_whole_one(demo_settings) -> None:
    given = demo_settings.model_dump(exclude_unset=True)
    with few_files(64), start_scripted(**given) as server:
        server.wait_until_ready()
        before = len(server.said)
        for _ in range(3):
            with many(server.address, 60):
                whole = httpx.post(
                    f"{server.address}/workflow/query-sync", json={"message": "total employees"}, timeout=20
                )
                assert whole.json()["outcome"] == "answered"
        assert "Traceback" not in server.said
        assert len(server.said) - before < 3_000


@contextmanager
def few_files(most: int) -> Iterator[None]:
    """While the block runs, processes that are started may open so many files."""
    plain = subprocess.Popen

    def limited(*args: object, **more: object) -> subprocess.Popen[bytes]:
        return plain(
            *args, **more, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subprocess, "Popen", limited)
        yield


# Too much


def test_requests_that_wait_behind_one_are_answered_in_their_order(serving: Serving) -> None:
    gate = Gate()
    with serving(Scripted(answering(), before=gate)) as client, connect(address_of(client)) as patient:
        first = request(QUERY, "Host: localhost", JSON, f"Content-Length: {len(ASKED)}", body=ASKED)
        patient.sendall(first.replace(b"Connection: close\r\n", b""))
        patient.sendall(request("GET /healthz", "Host: localhost"))
        gate.open()
        heard = said(patient)
    assert heard.count(b"HTTP/1.1 200") == 2
    assert heard.endswith(b'{"status":"ok"}')


def test_requests_that_pile_up_behind_a_stream_end_it(large: str) -> None:
    waiting = b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n" * 500
    with connect(large) as flooding:
        flooding.sendall(b"GET /polling HTTP/1.1\r\nHost: localhost\r\n\r\n")
        sent = 0
        with pytest.raises(ConnectionError):  # noqa: PT012
            while sent < 50_000_000:
                flooding.sendall(waiting)
                sent += len(waiting)
    assert sent < 10_000_000


def test_a_web_socket_is_not_spoken(address: str) -> None:
    upgrade = ("Upgrade: websocket", "Connection: upgrade", "Sec-WebSocket-Version: 13")
    told = request("GET /healthz", "Host: localhost", *upgrade, "Sec-WebSocket-Key: dGhlIHNhbXBsZQ==")
    assert answer(address, told)[0] == 200
