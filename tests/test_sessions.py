"""Visits at home in one process of several, which may just be starting."""

from __future__ import annotations

import asyncio
import zlib

import httpx
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from pipeline.sessions import SessionHomes, shared_by


def worker(name: str) -> SessionHomes:
    """A worker of this server whose page answers with its name."""
    return SessionHomes(
        Starlette(routes=[Route("/gradio_api/queue/data", lambda _: PlainTextResponse(name))])
    )


def visit_at_home_in(place: int) -> str:
    return next(session for session in map(str, range(100)) if zlib.crc32(session.encode()) % 2 == place)


async def asked(of: SessionHomes, session: str) -> httpx.Response:
    transport = httpx.ASGITransport(of)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        return await client.get("/gradio_api/queue/data", params={"session_hash": session})


async def living(application: SessionHomes, ends: asyncio.Event) -> None:
    """The life of a worker, until it ends."""
    told = iter([{"type": "lifespan.startup"}])

    async def receive() -> dict[str, str]:
        if (message := next(told, None)) is None:
            await ends.wait()
            return {"type": "lifespan.shutdown"}
        return message

    async def send(message: object) -> None: ...

    await application({"type": "lifespan", "asgi": {}}, receive, send)


def test_whoever_is_asked_the_home_of_a_visit_answers_once_it_has_started():
    async def scene() -> list[str]:
        first, second = worker("first"), worker("second")
        ends = asyncio.Event()
        own = await asked(first, visit_at_home_in(0))
        passed_on = asyncio.create_task(asked(first, visit_at_home_in(1)))
        await asyncio.sleep(0.8)  # the second one is not there at the first two attempts
        assert not passed_on.done()
        life = asyncio.create_task(living(second, ends))
        answered = await passed_on
        ends.set()
        await life
        return [own.text, answered.text]

    with shared_by(2):
        assert asyncio.run(scene()) == ["first", "second"]


def test_a_home_that_does_not_come_back_is_told(monkeypatch):
    monkeypatch.setattr("pipeline.sessions._CONNECT_RETRIES", 0)
    with shared_by(2):
        first = worker("first")
        answer = asyncio.run(asked(first, visit_at_home_in(1)))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
