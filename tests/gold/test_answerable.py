"""Each gold question is one Cube query over the data model, which the engine answers with its rows.

What fails in `test_demo` and not here is the planner's.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from gold.questions import SCALES, TODAY, Question, gold, queries

import pipeline.demo
from pipeline.demo.data import build
from pipeline.engines.embedded import EmbeddedEngine
from pipeline.evaluation.score import covers
from pipeline.query import Query

QUERIES = queries()
MODEL = Path(pipeline.demo.__file__).parent / "model"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.duckdb"
    build(path, TODAY, min(SCALES))
    return path


@pytest.fixture(scope="module")
def wanted(data: Path) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect(str(data), read_only=True) as connection:
        return {q.id: connection.execute(q.sql).fetchall() for q in gold()}


@pytest.fixture(scope="module")
def engine(data: Path, wanted: dict[str, list[tuple[object, ...]]]) -> Iterator[EmbeddedEngine]:
    engine = EmbeddedEngine(MODEL, data, today=TODAY)
    yield engine
    engine.close()


@pytest.mark.parametrize("question", gold(), ids=lambda q: q.id)
def test_answered_by_one_cube_query(
    question: Question, engine: EmbeddedEngine, wanted: dict[str, list[tuple[object, ...]]]
) -> None:
    table = engine.execute(Query.parse(QUERIES[question.id]))

    rows = list(table.itertuples(index=False, name=None))
    assert covers(rows, wanted[question.id], ordered=question.ordered)


def test_no_query_is_left_over() -> None:
    assert set(QUERIES) == {q.id for q in gold()}
