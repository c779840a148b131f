"""What all tests share: an environment without settings, and one demo company."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from serving import start_application

from pipeline import Pipeline, Settings

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
def application(demo_settings: Settings) -> Iterator[str]:
    """The address of ``app.py``, which runs as a process of its own with the demo company."""
    with start_application(**demo_settings.model_dump(exclude_unset=True)) as started:
        started.wait_until_ready()
        yield started.address
