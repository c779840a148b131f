"""What answers at the address may be anything: the engine says so, in time, and shows no secret."""

from __future__ import annotations

import asyncio
import gzip
import json
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager

import jwt
import pytest
from serving import serve
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from pipeline.cancellation import Cancellation
from pipeline.engines.cube import CubeEngine
from pipeline.errors import (
    Cancelled,
    EngineError,
    EngineUnavailable,
    ModelError,
    QueryError,
    QueryTimeout,
    TextToBIError,
    UnknownMember,
)
from pipeline.query import Query

SECRET = "a secret that no message may show, 32 bytes"
META = {
    "cubes": [
        {
            "name": "orders",
            "measures": [{"name": "orders.count", "type": "number", "aggType": "count"}],
            "dimensions": [{"name": "orders.status", "type": "string"}],
        }
    ]
}
COUNT = Query(measures=["orders.count"])
LOADED = {
    "results": [
        {
            "annotation": {
                "measures": {"orders.count": {"type": "number"}},
                "dimensions": {},
                "timeDimensions": {},
            },
            "data": [{"orders.count": "3"}],
        }
    ]
}


@contextmanager
def answering(load: Callable[[Request], Response], **settings: float) -> Iterator[CubeEngine]:
    """An engine on a server with a catalog, whose other answers are ``load``'s."""

    async def meta(_: Request) -> Response:
        return JSONResponse(META)

    async def other(request: Request) -> Response:
        return load(request)

    routes = [
        Route("/cubejs-api/v1/meta", meta),
        Route("/{path:path}", other, methods=["GET", "POST", "DELETE"]),
    ]
    with serve(Starlette(routes=routes)) as url:
        engine = CubeEngine(url, secret=SECRET, **settings)
        try:
            yield engine
        finally:
            engine.close()


def said(status: int, error: str) -> Callable[[Request], Response]:
    return lambda _: JSONResponse({"error": error}, status_code=status)


@pytest.mark.parametrize(
    ("response", "error", "sentence"),
    [
        (HTMLResponse("<h1>Welcome</h1>"), EngineUnavailable, "not a Cube server"),
        (HTMLResponse("<h1>Bad gateway</h1>", status_code=502), EngineUnavailable, "not available"),
        (HTMLResponse("<h1>Not found</h1>", status_code=404), EngineUnavailable, "not a Cube server"),
        (Response(status_code=429), EngineUnavailable, "not available"),
        (Response(b"\xff\xfe{"), EngineUnavailable, "not a Cube server"),
        (Response("[" * 100_000), EngineUnavailable, "not a Cube server"),
        (JSONResponse(None), EngineUnavailable, "not a Cube server"),
        (JSONResponse([]), EngineUnavailable, "not a Cube server"),
        (JSONResponse({"results": []}), EngineUnavailable, "not a Cube server"),
        (JSONResponse({"results": [{"data": 3}]}), EngineUnavailable, "not a Cube server"),
        (RedirectResponse("http://169.254.169.254/"), EngineUnavailable, "not a Cube server"),
        (JSONResponse({"error": "Invalid token"}, status_code=403), EngineUnavailable, "CUBE_SECRET"),
        (
            JSONResponse({"error": "Error: Compile errors:\nx.yml"}, status_code=500),
            ModelError,
            "data model",
        ),
        (JSONResponse({"error": "Error: something"}, status_code=500), EngineError, "failed at the query"),
        (JSONResponse({"error": "Error: no such table"}, status_code=400), EngineError, "database behind"),
        (
            JSONResponse({"error": "'cuont' not found for path 'orders.cuont'"}, status_code=400),
            UnknownMember,
            "Did you mean 'orders.count'",
        ),
        (
            JSONResponse({"error": 'Error: invalid input syntax for type numeric: "x"'}, status_code=400),
            QueryError,
            "'x' does not fit",
        ),
        (
            JSONResponse({"error": "Error: Query execution timeout after 10 min"}, status_code=400),
            QueryTimeout,
            "longer than Cube allows",
        ),
    ],
)
def test_an_answer_that_is_none_is_an_error_in_both_languages(
    response: Response, error: type[TextToBIError], sentence: str, caplog: pytest.LogCaptureFixture
) -> None:
    with answering(lambda _: response) as engine, pytest.raises(error, match=sentence) as raised:
        engine.execute(COUNT)
    assert raised.type is error
    assert any("\u4e00" <= c <= "\u9fff" for c in raised.value.zh)
    assert SECRET not in raised.value.en + raised.value.zh + caplog.text


async def endless(sent: list[int]) -> AsyncIterator[bytes]:
    while True:
        sent.append(1_000_000)
        yield b" " * 1_000_000
        await asyncio.sleep(0)


@pytest.mark.parametrize("status", [200, 500])
def test_an_answer_without_end_is_cut_off(status: int) -> None:
    sent: list[int] = []
    load = lambda _: StreamingResponse(endless(sent), status_code=status)  # noqa: E731
    with answering(load, max_rows=10) as engine, pytest.raises(EngineError, match="too large") as raised:
        engine.execute(COUNT)
    assert "过大" in raised.value.zh
    assert sum(sent) < 60_000_000  # what is on its way is not yet read


@pytest.mark.parametrize("packing", ["gzip", "br", "gzip, gzip", "unheard-of"])
def test_a_packed_answer_is_not_unpacked(packing: str) -> None:
    asked: list[str] = []

    def load(request: Request) -> Response:
        asked.append(request.headers["accept-encoding"])
        return Response(gzip.compress(b" " * 50_000_000), headers={"Content-Encoding": packing})

    with answering(load) as engine, pytest.raises(EngineError, match="too large"):
        engine.execute(COUNT)
    assert asked[0] == "identity"


def test_no_more_rows_are_taken_than_were_asked_for() -> None:
    body = json.loads(json.dumps(LOADED))
    body["results"][0]["data"] *= 1_000
    body["results"] *= 2
    with answering(lambda _: JSONResponse(body), max_rows=1_500) as engine:
        assert len(engine.execute(COUNT)) == 1_500


@pytest.mark.parametrize("value", [10**400, "1e999", "9" * 5_000, "NaN", True, -(2**63) - 1, "0x1F", " "])
def test_a_number_that_is_none_is_no_fault_of_ours(value: object) -> None:
    body = json.loads(json.dumps(LOADED))
    body["results"][0]["data"] = [{"orders.count": value}, {"orders.count": "1.5"}, {"orders.count": None}]
    with answering(lambda _: Response(json.dumps(body))) as engine:
        assert len(engine.execute(COUNT)) == 3


@pytest.mark.parametrize("row", [5, None, "orders.count", {"orders.count": [1]}, {"orders.count": "\ud800"}])
def test_rows_that_are_none_are_not_cubes(row: object) -> None:
    body = json.loads(json.dumps(LOADED))
    body["results"][0]["data"].append(row)
    response = Response(json.dumps(body))
    with answering(lambda _: response) as engine, pytest.raises(EngineUnavailable, match="not a Cube"):
        engine.execute(COUNT)


async def dripping() -> AsyncIterator[bytes]:
    while True:
        yield b" "
        await asyncio.sleep(0.05)


def test_an_answer_that_drips_is_given_up_in_time() -> None:
    with answering(lambda _: StreamingResponse(dripping()), query_seconds=1) as engine:
        with pytest.raises(QueryTimeout, match="1 seconds"):
            engine.execute(COUNT)
        with pytest.raises(EngineUnavailable, match="1 seconds"):
            engine.compile(COUNT)


def test_a_server_that_always_wants_to_be_waited_for_is_given_up() -> None:
    with (
        answering(said(200, "Continue wait"), query_seconds=1) as engine,
        pytest.raises(QueryTimeout),
    ):
        engine.execute(COUNT)


def test_cancelling_closes_the_request_and_asks_cube_to_stop_the_query() -> None:
    asked: list[tuple[str, str, str]] = []

    def load(request: Request) -> Response:
        asked.append((request.method, request.url.path, request.headers["x-request-id"]))
        return StreamingResponse(dripping()) if request.method == "POST" else JSONResponse({"result": []})

    def until(arrived: int) -> None:
        end = time.monotonic() + 20
        while len(asked) < arrived and time.monotonic() < end:
            time.sleep(0.01)

    def stop_once_it_is_there() -> None:
        until(1)
        cancellation.cancel()

    with answering(load, query_seconds=600) as engine:
        cancellation = Cancellation()
        threading.Thread(target=stop_once_it_is_there).start()
        with pytest.raises(Cancelled):
            engine.execute(COUNT, cancellation)
        until(2)
        with pytest.raises(Cancelled):
            engine.execute(COUNT, cancellation)  # asked before it began
    (_, _, name), (method, path, _) = asked[:2]
    assert (method, path) == ("DELETE", f"/cubejs-api/v1/running-query/{name}")


def test_a_token_carries_the_context_and_is_renewed_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens: list[str] = []

    def load(request: Request) -> Response:
        tokens.append(request.headers["authorization"].removeprefix("Bearer "))
        return JSONResponse(LOADED)

    now = time.time()
    with answering(load) as engine:
        assert engine.execute(COUNT)["orders.count"].tolist() == [3]
        engine.execute(COUNT)
        monkeypatch.setattr("pipeline.engines.cube.token.time.time", lambda: now + 550)
        engine.execute(COUNT)
    first, again, renewed = tokens
    assert first == again != renewed
    assert jwt.decode(renewed, SECRET, ["HS256"])["exp"] > now + 1_000


def test_after_it_is_closed_there_is_a_clear_error() -> None:
    with answering(lambda _: JSONResponse(LOADED)) as engine:
        engine.close()
        with pytest.raises(EngineUnavailable, match="closed"):
            engine.execute(COUNT)


def test_a_server_that_refuses_the_extended_catalog_gives_the_plain_one() -> None:
    async def meta(request: Request) -> Response:
        plain = "extended" not in request.query_params
        return Response(json.dumps(META) if plain else '{"error": "Forbidden"}', 200 if plain else 403)

    with serve(Starlette(routes=[Route("/cubejs-api/v1/meta", meta)])) as url:
        engine = CubeEngine(url)
        assert list(engine.catalog.members) == ["orders.count", "orders.status"]
        engine.close()
