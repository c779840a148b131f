"""What all tests share: an environment without settings, and one demo company."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path

import httpx
import pytest
from redis_server import RedisServer, start_redis
from serving import serve, start_application

from pipeline import Pipeline, Settings
from pipeline.planner.base import Planner
from pipeline.server import create_app

TODAY = date(2025, 6, 30)
SCALE = 0.1
_OURS = ("TEXT_TO_BI_", "GRADIO_SERVER_", "SPACE_ID")


@pytest.fixture(scope="session", autouse=True)
def _isolated_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No setting of this machine reaches a test, and no test writes into its owner's cache."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(_OURS):
                patch.delenv(name)
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def demo_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder: Path = tmp_path_factory.mktemp("demo")
    return Settings(today=TODAY, demo_scale=SCALE, cache_dir=folder)


@pytest.fixture(scope="session")
def demo(demo_settings: Settings) -> Iterator[Pipeline]:
    """The demo company at a fixed date and a small scale."""
    with Pipeline(demo_settings) as pipeline:
        yield pipeline


@pytest.fixture(scope="session")
def redis() -> Iterator[RedisServer]:
    """A Redis that nobody stops."""
    with start_redis() as server:
        yield server


@pytest.fixture(scope="session")
def application(demo_settings: Settings) -> Iterator[str]:
    """The address of ``app.py``, which runs as a process of its own with the demo company."""
    with start_application(**demo_settings.model_dump(exclude_unset=True)) as started:
        started.wait_until_ready()
        yield started.address


@pytest.fixture(scope="module")
def serving(demo: Pipeline, demo_settings: Settings) -> Callable[..., AbstractContextManager[httpx.Client]]:
    """A server of the demo company, with a planner and limits of the test's choice."""

    @contextmanager
    def start(planner: Planner | None = None, **limits: object) -> Iterator[httpx.Client]:
        settings = Settings(**{**demo_settings.model_dump(exclude_unset=True), **limits})
        with (
            serve(create_app(Pipeline(settings, engine=demo.engine, planner=planner))) as address,
            httpx.Client(base_url=address, timeout=30) as client,
        ):
            yield client

    return start


@pytest.fixture(scope="module")
def client(serving: Callable[..., AbstractContextManager[httpx.Client]]) -> Iterator[httpx.Client]:
    """A client of one such server."""
    with serving() as client:
        yield client
