"""Things are grouped by what they are called, not by the number that refers to them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from planner.other_data import rows

from pipeline import Pipeline, Settings

CLINIC = """
CREATE TABLE physicians (employee_id INTEGER PRIMARY KEY, name TEXT, position TEXT);
CREATE TABLE patients (ssn INTEGER PRIMARY KEY, name TEXT, pcp INTEGER REFERENCES physicians (employee_id));
CREATE TABLE wards (ward_code TEXT PRIMARY KEY, ward_name TEXT);
CREATE TABLE beds (bed_id INTEGER PRIMARY KEY, ward_code TEXT REFERENCES wards (ward_code));
CREATE TABLE letters (
    letter_id INTEGER PRIMARY KEY, approved_by_physician_id INTEGER REFERENCES physicians (employee_id),
    written_by_physician_id INTEGER REFERENCES physicians (employee_id)
);
INSERT INTO letters VALUES (1, 1, 2), (2, 1, 2), (3, 1, 3);
INSERT INTO wards VALUES ('ICU', 'Intensive care'), ('MAT', 'Maternity');
INSERT INTO beds VALUES (1, 'ICU'), (2, 'ICU'), (3, 'MAT');
CREATE TABLE appointments (
    appointment_id INTEGER PRIMARY KEY, patient INTEGER REFERENCES patients (ssn),
    physician INTEGER REFERENCES physicians (employee_id), room TEXT
);
INSERT INTO physicians VALUES (1, 'Ann', 'Intern'), (2, 'Ben', 'Surgeon'), (3, 'Cleo', 'Surgeon');
INSERT INTO patients VALUES (100, 'Dora', 1), (101, 'Eli', 2), (102, 'Fay', 2), (103, 'Gus', 3);
INSERT INTO appointments VALUES
    (1, 100, 1, 'A'), (2, 101, 2, 'A'), (3, 102, 2, 'B'), (4, 100, 2, 'B'), (5, 103, 3, 'A'),
    (6, 100, 1, 'C');
"""


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    path = tmp_path_factory.mktemp("clinic") / "clinic.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(CLINIC)
    connection.close()
    with Pipeline(Settings(data=path)) as pipeline:
        yield pipeline


@pytest.mark.parametrize("text", ["number of appointments by physician", "按 physician 统计 appointments 数"])
def test_by_the_name_of_what_a_number_refers_to(clinic: Pipeline, text: str) -> None:
    assert sorted(rows(clinic, text)) == [("Ann", 2), ("Ben", 3), ("Cleo", 1)]


@pytest.mark.parametrize("text", ["number of appointments by physician id", "appointments by physician ID"])
def test_by_the_number_where_it_is_asked_for(clinic: Pipeline, text: str) -> None:
    assert sorted(rows(clinic, text)) == [(1, 2), (2, 3), (3, 1)]


def test_the_nearer_of_two_things_of_one_name_is_meant(clinic: Pipeline) -> None:
    answer = clinic.ask("number of patients by physician")
    assert answer.query is not None, answer.message
    assert answer.query.dimensions == ["physicians.name"]
    assert sorted(rows(clinic, "number of patients by physician")) == [("Ann", 1), ("Ben", 2), ("Cleo", 1)]


def test_names_of_two_things_in_one_answer_are_told_apart(clinic: Pipeline) -> None:
    answer = clinic.ask("list appointments with patient and physician")
    assert answer.query is not None, answer.message
    assert answer.query.dimensions[1:] == ["patients.name", "physicians.name"]
    assert "patient name" in answer.analysis
    assert "physician name" in answer.analysis


def test_codes_stand_beside_the_names_of_what_has_one(clinic: Pipeline) -> None:
    assert rows(clinic, "number of beds by ward") == [("Intensive care", "ICU", 2), ("Maternity", "MAT", 1)]
    assert rows(clinic, "number of beds by ward name") == [("Intensive care", 2), ("Maternity", 1)]
    answer = clinic.ask("number of beds by ward as a pie chart")
    assert (answer.chart_type, answer.confidence) == ("pie", 1)


@pytest.mark.parametrize(
    "text",
    [
        "number of letters written by each physician",
        "how many letters were written by each physician",
        "the number of letters by the physician who has written them",
    ],
)
def test_the_part_that_the_question_names_decides_the_join(clinic: Pipeline, text: str) -> None:
    assert sorted(rows(clinic, text)) == [("Ben", 2), ("Cleo", 1)]


def test_another_part_is_another_join(clinic: Pipeline) -> None:
    assert rows(clinic, "number of letters approved by each physician") == [("Ann", 3)]
    asked = "list the id of each physician and the number of letters written by that physician"
    assert sorted((row[0], row[-1]) for row in rows(clinic, asked)) == [(2, 2), (3, 1)]
