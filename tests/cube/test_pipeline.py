"""The application on a Cube server: the gold questions, and a server that a request names."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import httpx
import pytest
from cube.conftest import Both
from cube.server import SECRET, CubeServer
from gold.questions import TODAY, Question, gold
from serving import serve

from pipeline import Outcome, Pipeline, Settings
from pipeline.errors import EngineUnavailable
from pipeline.evaluation.score import covers
from pipeline.server import create_app


@pytest.fixture(scope="module")
def pipeline(company: Both, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    settings = Settings(
        cube_url=company.server.url,
        cube_secret=SECRET,
        today=TODAY,
        cache_dir=tmp_path_factory.mktemp("cache"),
    )
    with Pipeline(settings) as pipeline:
        yield pipeline


@pytest.fixture(scope="module")
def gold_rows(company: Both, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[Any, ...]]]:
    # A copy: DuckDB wants one configuration of a file in a process.
    data = shutil.copy(company.data, tmp_path_factory.mktemp("gold") / "gold.duckdb")
    with duckdb.connect(str(data), read_only=True) as connection:
        connection.execute("SET disabled_optimizers = 'common_subplan'")
        return {q.id: connection.execute(q.sql).fetchall() for q in gold()}


@pytest.mark.parametrize("question", gold(), ids=lambda q: q.id)
def test_the_gold_questions_are_answered(
    question: Question, pipeline: Pipeline, gold_rows: dict[str, list[tuple[Any, ...]]]
) -> None:
    answer = pipeline.ask(question.question)

    assert answer.outcome is Outcome.ANSWERED, f"{question.question}: {answer.error or answer.content}"
    assert answer.table is not None
    rows, wanted = list(answer.table.itertuples(index=False, name=None)), gold_rows[question.id]
    assert covers(rows, wanted, ordered=question.ordered), f"got {rows[:5]}, wanted {wanted[:5]}"


def test_a_request_may_name_a_server_of_the_operators_list(
    unusual: CubeServer, demo_settings: Settings
) -> None:
    listed = f"http://not-asked.invalid:4000, {unusual.url}/cubejs-api/v1"
    settings = demo_settings.model_copy(update={"allowed_cube_urls": listed, "cube_secret": SECRET})
    settings = Settings(**settings.model_dump(exclude_unset=True))
    with Pipeline(settings) as pipeline, serve(create_app(pipeline)) as address:

        def ask(url: str | None) -> httpx.Response:
            body = {"message": "How many odd rows are there?", "cubejs_url": url}
            return httpx.post(f"{address}/workflow/query-sync", json=body, timeout=60, trust_env=False)

        told = ask(unusual.url).json()
        assert told["outcome"] == "answered"
        assert told["query"]["measures"] == ["odd.count"]
        assert told["rows"] == [[2]]

        assert ask(None).json()["outcome"] != "answered"  # the demo company knows nothing odd

        refused = ask(unusual.url.replace("127.0.0.1", "localhost"))
        assert refused.status_code == 403
        assert "not on the operator's list" in refused.json()["detail"]

        unusual.kill()
        assert ask(unusual.url).json()["outcome"] == "failed"
        unusual.start()
        assert ask(unusual.url).json()["rows"] == [[2]]


def test_a_server_that_is_down_is_a_clear_error_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable, match="cannot be reached"):
        Pipeline(Settings(cube_url="http://127.0.0.1:9", cube_secret=SECRET, cache_dir=tmp_path))


def test_a_run_whose_server_is_too_slow_or_dies_fails_and_the_next_question_works(
    unusual: CubeServer, tmp_path: Path
) -> None:
    settings = Settings(cube_url=unusual.url, cube_secret=SECRET, query_seconds=5, cache_dir=tmp_path)
    with Pipeline(settings) as pipeline:
        slow = pipeline.ask("endless total")
        assert slow.outcome is Outcome.FAILED
        assert "5 seconds" in str(slow.error)
        unusual.kill()  # its driver goes on with a query that nobody waits for
        unusual.start()

        threading.Timer(1, unusual.kill).start()
        dead = pipeline.ask("endless total")
        assert dead.outcome is Outcome.FAILED
        assert "cannot be reached" in str(dead.error)
        unusual.start()

        assert pipeline.ask("How many odd rows are there?").outcome is Outcome.ANSWERED
