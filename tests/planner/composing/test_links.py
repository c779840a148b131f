"""Things counted by what lies beyond the records that link them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from planner.other_data import pipeline_of

from pipeline import Pipeline

TABLES = {
    "students": "student_id,name,city\n1,Ann,Lund\n2,Ben,Turku\n3,Cleo,Lund\n",
    "courses": "course_id,title,teacher\n10,Algebra,Ash\n11,Botany,Birch\n",
    "registrations": "registration_id,student_id,course_id\n1,1,10\n2,1,10\n3,2,10\n4,2,11\n5,3,11\n",
}


@pytest.fixture(scope="module")
def college(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    with pipeline_of(tmp_path_factory.mktemp("college"), TABLES) as pipeline:
        yield pipeline


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("number of students by course title", "“Number of registrations” counts how often"),
        ("各courses title的students数量", "相应的记录数"),
    ],
)
def test_links_stand_beside_the_things_and_the_chart_shows_the_things(
    college: Pipeline, question: str, said: str
) -> None:
    answer = college.ask(f"{question}")
    assert answer.table is not None, answer.message
    assert sorted(answer.table.itertuples(index=False, name=None)) == [("Algebra", 2, 3), ("Botany", 2, 2)]
    assert answer.query is not None
    assert answer.query.measures == ["students.count"]
    assert answer.figure is not None
    assert len(answer.figure.data) == 1
    assert any(said in note for note in answer.assumptions)


def test_things_that_each_link_has_once_are_counted_alone(college: Pipeline) -> None:
    answer = college.ask("number of students by course title for Botany")
    assert answer.table is not None, answer.message
    assert list(answer.table.columns)[-1] == "students.count"
    assert not any("counts how often" in note for note in answer.assumptions)


def test_what_lies_on_the_side_of_one_has_no_links(college: Pipeline) -> None:
    answer = college.ask("number of registrations by student city")
    assert answer.table is not None, answer.message
    assert sorted(answer.table.itertuples(index=False, name=None)) == [("Lund", 3), ("Turku", 2)]
