"""Aggregates that answer only who asks for them by name, whose a name is, and words that complete a name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from planner.other_data import pipeline_of, rows

from pipeline import Pipeline

TABLES = {
    "clubs": (
        "club_id,club_name,description,founded\n"
        "1,Elks,old club,1850\n2,Foxes,new club,1950\n3,Geese,big club,1950\n"
    ),
    "players": (
        "player_id,player_name,description,club_id,goals,home_city,billing_city,active_from_date,active_to_date\n"
        "1,Ann,tall,1,4,Lund,Turku,2024-01-01,2024-03-05\n2,Ben,small,1,6,Lund,Turku,2024-01-02,2024-03-05\n"
        "3,Cleo,tall,2,11,Turku,Bergen,2024-01-08,2024-03-06\n4,Dan,small,3,3,Bergen,Bergen,2024-01-08,2024-03-06\n"
    ),
}


@pytest.fixture(scope="module")
def league(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    with pipeline_of(tmp_path_factory.mktemp("league"), TABLES, today=date(2024, 6, 30)) as pipeline:
        yield pipeline


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("median goals", [(5.0,)]),
        ("goals 的中位数", [(5.0,)]),
        ("median of goals by home city", [("Bergen", 3.0), ("Lund", 5.0), ("Turku", 11.0)]),
        ("average founded year", [(1916 + 2 / 3,)]),
        ("average year founded", [(1916 + 2 / 3,)]),
        ("how many clubs were founded each year?", [(1850, 1), (1950, 2)]),
    ],
)
def test_an_aggregate_is_had_of_every_number_by_its_name(
    league: Pipeline, text: str, wanted: list[tuple[object, ...]]
) -> None:
    assert sorted(rows(league, text)) == [pytest.approx(row) for row in wanted]


@pytest.mark.parametrize("text", ["average player id", "sum of player id by home city", "median club id"])
def test_numbers_that_only_tell_things_apart_are_not_added_up(league: Pipeline, text: str) -> None:
    answer = league.ask(text)
    assert answer.outcome == "declined"
    assert "has no" in answer.message


def test_without_its_name_such_an_aggregate_is_not_meant(league: Pipeline) -> None:
    assert rows(league, "total player ids") == [(4,)]
    answer = league.ask("player id by home city")
    assert answer.query is not None
    assert not any(m.startswith("players.sum") for m in answer.query.measures)


def test_a_name_that_several_things_have_belongs_to_those_before_its_possessive(league: Pipeline) -> None:
    answer = league.ask("number of players of the clubs whose description contains 'new'")
    assert answer.query is not None, answer.message
    assert "clubs.description" in [c.member for c in answer.query.conditions()]
    answer = league.ask("list each club and its description")
    assert answer.query is not None, answer.message
    assert answer.query.dimensions == ["clubs.club_name", "clubs.description"]


def test_words_elsewhere_complete_the_half_of_a_name(league: Pipeline) -> None:
    assert sorted(rows(league, "how many players were billed from each city?")) == [
        ("Bergen", 2),
        ("Turku", 2),
    ]


def test_the_parts_of_a_date_are_those_of_the_date_that_is_named(league: Pipeline) -> None:
    answer = league.ask("number of players, bin active to date by weekday")
    assert answer.query is not None, answer.message
    assert answer.query.dimensions == ["players.active_to_date_weekday"]
