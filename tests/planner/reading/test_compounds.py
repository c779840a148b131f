"""Names made of a thing and what is its own, on tables nobody prepared a model for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from planner import other_data
from planner.other_data import pipeline_of

from pipeline import Pipeline

TABLES = {
    "rooms": "room_id,room_name,bed_type,base_price\n1,Oak,King,120.5\n2,Elm,Twin,80.0\n3,Fir,King,99.0\n",
    "payments": (
        "payment_id,method,amount_payment,date_payment_made\n"
        "1,Visa,10.5,2024-01-02\n2,Visa,20.0,2024-01-02\n3,Cash,5.0,2024-02-03\n"
    ),
    "locations": "location_code,location_name\nx,Lund\ny,Turku\n",
    "documents": "document_id,location_code,pages\n1,x,3\n2,x,4\n3,y,5\n4,,6\n",
}


@pytest.fixture(scope="module")
def hotel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    with pipeline_of(tmp_path_factory.mktemp("hotel"), TABLES, today=date(2024, 6, 30)) as pipeline:
        yield pipeline


def rows(pipeline: Pipeline, question: str) -> list[tuple[Any, ...]]:
    return sorted(other_data.rows(pipeline, question), key=str)


def test_a_thing_in_front_of_a_number_says_whose_number_it_is(hotel: Pipeline) -> None:
    assert rows(hotel, "average room price by bed type") == [("King", 109.75), ("Twin", 80.0)]


@pytest.mark.parametrize("text", ["total amount of payment", "total amount of the payment"])
def test_a_title_may_be_said_with_an_of_that_it_lacks(hotel: Pipeline, text: str) -> None:
    assert rows(hotel, f"{text} by method") == [("Cash", 5.0), ("Visa", 30.5)]


def test_a_bucket_of_time_behind_a_thing_is_that_of_its_date(hotel: Pipeline) -> None:
    answer = hotel.ask("total amount of payment by payment day")
    assert answer.query is not None
    assert answer.query.dimensions == []
    assert [t.column for t in answer.query.time_dimensions] == ["payments.date_payment_made.day"]


def test_the_code_of_each_thing_is_its_code_and_not_its_name(hotel: Pipeline) -> None:
    found = rows(hotel, "What is the code of each location and the number of documents in it?")
    assert [row for row in found if row[0] in ("x", "y")] == [("x", 2), ("y", 1)]


def test_what_and_joins_to_a_count_is_not_counted_for_that(hotel: Pipeline) -> None:
    answer = hotel.ask("number of documents by location, list the count and the location code")
    assert answer.query is not None, answer.message
    assert answer.query.measures == ["documents.count"]
    assert any(name.endswith("location_code") for name in answer.query.dimensions)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("number of guests on board", [(2,)]),
        ("number of guests who are on board", [(2,)]),
        ("number of guests who are not on board", [(1,)]),
        ("number of guests by on board", [("N", 1), ("Y", 2)]),
    ],
)
def test_a_column_of_yes_and_no_says_which_things_are_meant(
    tmp_path: Path, text: str, wanted: list[tuple[Any, ...]]
) -> None:
    guests = "guest_id,LName,on_board\n1,Ash,Y\n2,Birch,N\n3,Cole,Y\n"
    with pipeline_of(tmp_path, {"guests": guests}) as pipeline:
        assert rows(pipeline, text) == wanted
        assert "guests.l_name" in {m.name for m in pipeline.catalog.dimensions if m.titles.en == "Last name"}


@pytest.mark.parametrize("text", ["number of the dates of payment", "show the number of payment dates"])
def test_dates_that_are_counted_are_counted_along_themselves(hotel: Pipeline, text: str) -> None:
    answer = hotel.ask(text)
    assert answer.query is not None, answer.message
    assert answer.query.measures == ["payments.count"]
    assert [t.dimension for t in answer.query.time_dimensions] == ["payments.date_payment_made"]
    assert answer.query.time_dimensions[0].granularity is not None


def test_dates_of_a_period_are_one_number(hotel: Pipeline) -> None:
    assert rows(hotel, "number of payment dates in January 2024") == [(2,)]
