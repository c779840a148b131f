"""Stopping what a database really does."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import duckdb
import pytest
from scripted import Scripted, answering

from pipeline import Outcome, Pipeline, Query, Settings
from pipeline.events import StepStarted

MODEL = """
cubes:
  - name: endless
    sql: SELECT a.range AS x, b.range AS y FROM range(1000000) a, range(1000000) b
    measures:
      - name: total
        sql: "{CUBE}.x % 7 * ({CUBE}.y % 5)"
        type: sum
"""


@pytest.fixture
def endless(tmp_path: Path):
    """A pipeline whose only query would run for hours."""
    (tmp_path / "endless.yml").write_text(MODEL)
    duckdb.connect(str(tmp_path / "empty.duckdb")).close()
    settings = Settings(model_dir=tmp_path, data=tmp_path / "empty.duckdb", query_seconds=60)
    plan = answering(Query(measures=["endless.total"]))
    with Pipeline(settings, planner=Scripted(plan)) as pipeline:
        yield pipeline


def executing(run) -> None:
    for event in run.follow():
        if isinstance(event, StepStarted) and event.step == "execute":
            time.sleep(0.3)  # well into the query
            return


def test_cancelling_interrupts_the_database_query(endless):
    run = endless.start("How much?")
    executing(run)
    run.cancel()
    ended = threading.Event()
    threading.Thread(target=lambda: (run.result(), ended.set()), daemon=True).start()
    assert ended.wait(10)
    assert run.answer.outcome is Outcome.CANCELLED
    assert run.answer.sql
    assert list(run.answer.timings) == ["generate", "sql", "execute"]


def test_closing_the_pipeline_interrupts_the_database_query(endless):
    run = endless.start("How much?")
    executing(run)
    endless.close()
    assert run.answer.outcome is Outcome.CANCELLED
