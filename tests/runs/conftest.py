"""Runs over the demo company."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from runlogs import At
from scripted import Scripted, answering

from pipeline.runs import Runs
from pipeline.settings import Settings


@pytest.fixture
def runs_of(demo, demo_settings):
    """Runs over the demo company, with limits of the test's choice."""

    @contextmanager
    def make(planner=None, *, log=None, **limits) -> Iterator[Runs]:
        settings = Settings(**{**demo_settings.model_dump(exclude_unset=True), **limits})
        runs = Runs(demo.engine, planner or Scripted(answering()), settings, log)
        if isinstance(log, At):
            log.runs = runs
        try:
            yield runs
        finally:
            runs.close()

    return make
