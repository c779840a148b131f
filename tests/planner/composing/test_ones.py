"""Counts that can only be one for each: what each has is counted, or it is said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from planner.other_data import pipeline_of, rows

from pipeline import Pipeline
from pipeline.planner.confidence import SURE

TABLES = {
    "teams": "team_id,name\n1,Reds\n2,Blues\n",
    "players": "player_id,player,team\n1,Ann,1\n2,Ben,1\n3,Cleo,2\n",
    "seasons": (
        "season,player,position,team\n2021,Ann,back,1\n2022,Ann,back,1\n2022,Zoe,back,2\n2022,Ben,wing,1\n"
        "2023,Yan,wing,2\n2023,Cleo,wing,2\n"
    ),
    "patients": "patient_id,name,blood_group\n1,Ann,A\n2,Ben,B\n3,Cleo,A\n4,Dan,B\n",
    "appointments": (
        "appointment_id,patient_id,visit_date,fee\n"
        "1,1,2024-01-02,20\n2,1,2024-01-02,30\n3,2,2024-02-05,140\n4,1,2024-03-09,150\n5,3,2024-03-09,90\n"
    ),
}


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    with pipeline_of(tmp_path_factory.mktemp("clinic"), TABLES) as pipeline:
        yield pipeline


@pytest.mark.parametrize(
    "text",
    [
        "number of the names of patients who have appointments, in a bar chart",
        "bar chart of the number of patients who have appointments for each name",
    ],
)
def test_what_each_has_is_counted_where_the_question_names_it(clinic: Pipeline, text: str) -> None:
    assert sorted(rows(clinic, text)) == [("Ann", 3), ("Ben", 1), ("Cleo", 1)]


def test_by_a_condition_on_it_too(clinic: Pipeline) -> None:
    asked = "number of patients by name with a fee over 100, in a bar chart"
    assert sorted(rows(clinic, asked)) == [("Ann", 1), ("Ben", 1)]
    assert clinic.ask(asked).query.measures == ["appointments.count"]  # type: ignore[union-attr]


def test_where_nothing_else_is_named_the_count_is_said_to_be_one(clinic: Pipeline) -> None:
    answer = clinic.ask("number of patients by name")
    assert answer.confidence < SURE
    assert any("each count is 1" in said for said in answer.assumptions)
    assert any("数量都是 1" in said for said in clinic.ask("各姓名的患者数").assumptions)


def test_other_groups_keep_their_counts(clinic: Pipeline) -> None:
    assert sorted(rows(clinic, "number of patients by blood group")) == [("A", 2), ("B", 2)]
    assert clinic.ask("number of patients by blood group").confidence >= SURE


def test_things_are_listed_with_what_is_told_of_them_where_nothing_is_measured(clinic: Pipeline) -> None:
    answer = clinic.ask("patient name by blood group")
    assert answer.query is not None, answer.message
    assert answer.query.measures == []
    assert set(answer.query.dimensions) == {"patients.name", "patients.blood_group"}


def test_dates_that_are_counted_are_not_told_thing_by_thing(clinic: Pipeline) -> None:
    asked = "what are the visit dates of appointments with a fee over 80, count them by a line chart"
    answer = clinic.ask(asked)
    assert answer.query is not None, answer.message
    assert answer.query.dimensions == []
    assert [t.dimension for t in answer.query.time_dimensions] == ["appointments.visit_date"]


def test_things_are_counted_by_the_column_that_names_them_where_no_join_does(clinic: Pipeline) -> None:
    assert sorted(rows(clinic, "number of players by position")) == [("back", 2), ("wing", 3)]


@pytest.mark.parametrize("text", ["how often did each patient have appointments", "appointments per patient"])
def test_how_often_counts_the_times(clinic: Pipeline, text: str) -> None:
    assert sorted(rows(clinic, text)) == [("Ann", 3), ("Ben", 1), ("Cleo", 1)]
