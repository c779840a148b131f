"""How sure a reading is, and what becomes of one that is not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipeline import Outcome
from pipeline.engines.embedded import EmbeddedEngine
from pipeline.inference.infer import infer
from pipeline.planner.base import Plan, Question
from pipeline.planner.confidence import ASKS_BACK, SURE
from pipeline.planner.rules import RulesPlanner


@pytest.fixture(scope="module")
def planner(tmp_path_factory: pytest.TempPathFactory) -> RulesPlanner:
    """A shop whose orders and returns both have a price and a city."""
    folder: Path = tmp_path_factory.mktemp("shop")
    with duckdb.connect(str(folder / "shop.duckdb")) as connection:
        connection.execute(
            "CREATE TABLE orders AS SELECT i AS order_id, 'C' || i % 5 AS city, i % 7 * 10.5 AS net_price,"
            " i % 11 * 9.5 AS gross_price, 'K' || i % 3 AS kind FROM range(200) t(i)"
        )
    infer(folder / "shop.duckdb").write(folder / "model")
    engine = EmbeddedEngine(folder / "model", folder / "shop.duckdb")
    return RulesPlanner(engine, lambda: date(2025, 6, 30))


def plan(planner: RulesPlanner, text: str) -> Plan:
    return planner.plan_now(Question(text, "en"))


@pytest.mark.parametrize("text", ["number of orders by city", "average net price by kind"])
def test_what_is_named_is_sure(text: str, planner: RulesPlanner) -> None:
    asked = plan(planner, text)
    assert asked.outcome is Outcome.ANSWERED
    assert asked.confidence == 1


def test_another_reading_lowers_it_and_is_offered(planner: RulesPlanner) -> None:
    asked = plan(planner, "average price by city")
    assert asked.outcome is Outcome.ANSWERED
    assert ASKS_BACK <= asked.confidence < SURE
    assert len(asked.suggestions) == 1
    other = plan(planner, asked.suggestions[0])
    assert other.confidence > asked.confidence
    assert other.query != asked.query


def test_too_much_doubt_asks_back_with_what_was_understood(planner: RulesPlanner) -> None:
    asked = plan(planner, "pie chart of price by city and kind")
    assert asked.outcome is Outcome.CLARIFY
    assert asked.query is None
    assert asked.confidence < ASKS_BACK
    assert "City" in asked.message
    assert asked.suggestions
    for choice in asked.suggestions:
        assert plan(planner, choice).outcome is Outcome.ANSWERED, choice
