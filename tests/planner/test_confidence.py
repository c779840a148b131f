"""How sure a reading is, and what becomes of one that is not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from planner.other_data import pipeline_of

from pipeline import Outcome, Pipeline
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


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    """Films of which no day is known, and their showings, of which it is."""
    tables = {
        "films": "film_id,film_name,genre,budget\n1,Anna,Drama,10\n2,Bells,Drama,20\n3,Cliffs,Comedy,40\n",
        "showings": (
            "showing_id,film_id,shown_on,hall,takings\n1,1,2024-05-01,A,7\n2,1,2024-05-02,B,8\n3,3,2024-05-02,A,9\n"
        ),
    }
    with pipeline_of(tmp_path_factory.mktemp("films"), tables, today=date(2024, 6, 30)) as pipeline:
        yield pipeline


def test_the_total_of_things_without_a_day_may_as_well_be_their_average(films: Pipeline) -> None:
    doubted = films.ask("budget by genre")
    assert doubted.confidence < SURE
    assert doubted.suggestions == ["Average budget by genre"]
    assert sorted(films.ask(doubted.suggestions[0]).table.itertuples(index=False, name=None)) == [
        ("Comedy", 40.0),
        ("Drama", 15.0),
    ]


@pytest.mark.parametrize(
    "text", ["total budget by genre", "budget sum by genre", "takings by hall", "takings"]
)
def test_a_total_that_is_named_or_of_what_happened_is_sure(films: Pipeline, text: str) -> None:
    assert films.ask(text).confidence >= SURE


def test_points_that_nobody_named_are_less_than_sure(films: Pipeline) -> None:
    asked = films.ask("scatter of total budget and maximum budget")
    assert asked.confidence < SURE
    assert "Each point is one Film name." in asked.assumptions
