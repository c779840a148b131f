"""Comparatives and superlatives by a property, and numbers that are a quality, on a table nobody prepared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from planner.other_data import pipeline_of, rows

from pipeline import Outcome, Pipeline
from pipeline.planner import adjectives

TABLES = {
    "boats": (
        "boat_id,boat_name,masts,weight,harbour_country,built\n"
        "1,Anna,1,900,Sweden,1974\n2,Bells,2,1500,France,1978\n3,Cliffs,3,4000,Sweden,1985\n"
        "4,Dunes,2,2500,France,1985\n5,Elbe,2,1900,Spain,1992\n"
    ),
    "crew": (
        "crew_id,crew_name,boat_id,birth_date,pay\n"
        "1,Ann,1,1950-05-01,10\n2,Ben,2,1999-05-01,20\n3,Cleo,2,1985-05-01,40\n"
    ),
}


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    with pipeline_of(tmp_path_factory.mktemp("fleet"), TABLES, today=date(2024, 6, 30)) as pipeline:
        yield pipeline


def names(pipeline: Pipeline, question: str) -> list[str]:
    return sorted(row[0] for row in rows(pipeline, question))


@pytest.mark.parametrize(
    ("text", "boats"),
    [
        ("which boats are lighter than 1600?", ["Anna", "Bells"]),
        ("boats less heavy than 1600", ["Anna", "Bells"]),
        ("boats heavier than 2000", ["Cliffs", "Dunes"]),
        ("重于2000的boats", ["Cliffs", "Dunes"]),
        ("which boats have 2 masts?", ["Bells", "Dunes", "Elbe"]),
        ("list the 2 mast boats from France", ["Bells", "Dunes"]),
        ("the heaviest boat", ["Cliffs"]),
        ("the two lightest boats", ["Anna", "Bells"]),
        ("boats built in the 1970s", ["Anna", "Bells"]),
        ("boats built after the year of 1980", ["Cliffs", "Dunes", "Elbe"]),
        ("list French boats", ["Bells", "Dunes"]),
    ],
)
def test_things_are_told_by_what_they_are_like(fleet: Pipeline, text: str, boats: list[str]) -> None:
    assert names(fleet, text) == boats


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("how many 2 mast boats are there?", 3),
        ("how many boats with 1 or 3 masts are there?", 2),
        ("number of 2-mast boats", 3),
        ("number of boats without 2 masts", 2),
        ("有2个masts的boats有多少", 3),
        ("how many boats have more than 1 mast?", 4),
        ("how many boats were built in 1985?", 2),
        ("number of boats of the 80s", 2),
        ("80年代的boats数量", 2),
        ("average weight of Swedish boats", 2450),
    ],
)
def test_a_number_in_front_of_what_it_counts_says_which(fleet: Pipeline, text: str, number: float) -> None:
    assert rows(fleet, text) == [(number,)]


def test_who_is_old_was_born_early(fleet: Pipeline) -> None:
    assert names(fleet, "who is the oldest crew member") == ["Ann"]
    assert names(fleet, "the youngest crew member") == ["Ben"]
    assert names(fleet, "crew older than 30") == ["Ann", "Cleo"]


def test_what_nothing_tells_is_not_compared(fleet: Pipeline) -> None:
    assert fleet.ask("boats taller than 30").outcome is Outcome.DECLINED


@pytest.mark.parametrize(
    "text", ["have boats gotten heavier over time?", "did boats become heavier over the years"]
)
def test_a_comparative_over_time_is_the_course_of_an_average(fleet: Pipeline, text: str) -> None:
    assert rows(fleet, text) == [(1974, 900.0), (1978, 1500.0), (1985, 3250.0), (1992, 1900.0)]


def test_a_comparative_between_values_compares_their_averages(fleet: Pipeline) -> None:
    found = rows(fleet, "are boats from Sweden heavier than boats from France?")
    assert sorted(found) == [("France", 2000.0), ("Sweden", 2450.0)]


@pytest.mark.parametrize("text", ["number of boats in each region", "各地区的boats数量"])
def test_a_region_is_the_largest_place_there_is(fleet: Pipeline, text: str) -> None:
    assert sorted(rows(fleet, text)) == [("France", 2), ("Spain", 1), ("Sweden", 2)]


def test_an_unknown_kind_of_things_is_not_passed_over(fleet: Pipeline) -> None:
    answer = fleet.ask("average weight of wooden boats")
    assert answer.outcome is Outcome.DECLINED
    assert "wooden" in answer.message


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("heavier than", adjectives.MORE_THAN),
        ("less expensive than", adjectives.LESS_THAN),
        ("wider than", adjectives.MORE_THAN),
        ("hottest", adjectives.MOST),
        ("most profitable", adjectives.MOST),
        ("costlier than", adjectives.MORE_THAN),
        ("narrowest", adjectives.LEAST),
        ("最轻的", adjectives.LEAST),
    ],
)
def test_forms_are_made_as_they_are_said(form: str, kind: tuple[str, ...]) -> None:
    assert form in kind
