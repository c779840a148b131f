"""The page behind several workers: each visit is at home in one of them, whoever takes its requests."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from gradio_client import Client
from playwright.sync_api import expect
from redis_server import RedisServer, start_redis
from serving import Application, start_application
from ui.browser import Visit

from pipeline import Pipeline, Settings

WORKERS = 2


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    with start_redis() as redis:
        yield redis


@pytest.fixture(scope="module")
def server(demo_settings: Settings, demo: Pipeline, redis: RedisServer) -> Iterator[Application]:
    """``demo`` has made the data before."""
    given = demo_settings.model_dump(exclude_unset=True)
    with start_application(**given, workers=WORKERS, redis_url=redis.url) as started:
        started.wait_until_ready()
        until = time.monotonic() + 90  # each reads the demo's values first
        while len(redis.client.keys("text-to-bi:alive:*")) < WORKERS:
            assert time.monotonic() < until, started.said
            time.sleep(0.1)
        yield started


def test_every_visitor_is_answered_and_finds_back(
    visit: Visit, server: Application, redis: RedisServer
) -> None:
    owners = set()
    for number in range(12):  # each is at home in either worker by chance
        visitor = visit(f"{server.address}/")
        visitor.ask("headcount by department")
        expect(visitor.page.locator(".result")).to_be_visible()
        visitor.ask("for women" if number % 2 else "top 3 only")
        assert "Read as a change to the question before." in visitor.texts(".notes li")
        told = visitor.texts(".result td")
        visitor.page.reload()
        expect(visitor.page.locator(".result")).to_be_visible()
        assert visitor.texts(".result td") == told
        run = visitor.page.locator(".asked").get_attribute("data-run")
        owners.add(redis.client.get(f"text-to-bi:owner:{run}"))
        if number > 1 and len(owners) > 1:
            break
    assert len(owners) > 1


def test_clients_of_gradio_are_answered(server: Application) -> None:
    def ask(number: int) -> int:
        client = Client(server.address, verbose=False)
        job = client.submit("headcount by department", api_name="/query")
        job.result(timeout=60)  # ``outputs`` alone does not wait, and a visitor has at most 6 runs at once
        asked = client.predict("total employees", api_name="/query")
        return len(job.outputs()) + len(asked["answer"]["rows"])

    with ThreadPoolExecutor(4) as pool:
        assert all(count >= 2 for count in pool.map(ask, range(8)))


def test_a_call_by_two_requests_is_answered(server: Application) -> None:
    for _ in range(6):
        with httpx.Client(base_url=f"{server.address}/gradio_api", timeout=30) as client:
            event = client.post("/call/query", json={"data": ["total employees", None]}).json()["event_id"]
        with httpx.Client(base_url=f"{server.address}/gradio_api", timeout=30) as client:
            assert "event: complete" in client.get(f"/call/query/{event}").text


def test_nobody_but_a_worker_says_for_whom_it_asks(server: Application) -> None:
    """The header in which workers tell each other the client is nothing to anybody else."""
    headers = {"x-texttobi-client": "10.0.0.1"}
    asked = httpx.post(
        f"{server.address}/gradio_api/call/query", json={"data": ["total employees", None]}, headers=headers
    )
    assert asked.status_code == 200
