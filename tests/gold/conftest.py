"""The demo company at the size the gold questions are asked at, and the rows of their SQL."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

import duckdb
import pytest
from gold.questions import SCALES, TODAY, gold

from pipeline import Pipeline, Settings
from pipeline.demo.data import ensure

Rows: TypeAlias = list[tuple[Any, ...]]


@pytest.fixture(scope="session")
def gold_settings(demo_settings: Settings) -> Settings:
    """Larger than the other tests' company, whose hundred people tie too often."""
    return demo_settings.model_copy(update={"today": TODAY, "demo_scale": min(SCALES)})


@pytest.fixture(scope="session")
def gold_rows(gold_settings: Settings) -> dict[str, Rows]:
    """The rows of each gold question by its id."""
    path = ensure(gold_settings.cache_dir, TODAY, gold_settings.demo_scale)
    # Closed again before anybody else opens the file: DuckDB wants one configuration in a process.
    with duckdb.connect(str(path), read_only=True) as connection:
        # See EmbeddedEngine: in DuckDB 1.5.5 this optimizer gives wrong rows.
        connection.execute("SET disabled_optimizers = 'common_subplan'")
        return {q.id: connection.execute(q.sql).fetchall() for q in gold()}


@pytest.fixture(scope="session")
def company(gold_settings: Settings, gold_rows: dict[str, Rows]) -> Iterator[Pipeline]:
    with Pipeline(gold_settings) as pipeline:
        yield pipeline
