"""Persons by a word that the data does not have, and words for how things came together."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from planner.other_data import pipeline_of, rows

from pipeline import Pipeline
from pipeline.answer import Outcome

TABLES = {
    "rooms": "room_id,room_name,price\n1,Oak,90\n2,Elm,120\n3,Ash Lodge,80\n",
    "stays": (
        "stay_id,room_id,first_name,last_name,nights\n"
        "1,1,ROY,Ash,2\n2,1,ROYCE,Birch,1\n3,2,ANN,Cole,4\n4,2,ROY,Dunn,3\n5,1,EVA,Ek,2\n"
    ),
}


@pytest.fixture(scope="module")
def inn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    with pipeline_of(tmp_path_factory.mktemp("inn"), TABLES) as pipeline:
        yield pipeline


@pytest.mark.parametrize("text", ["number of guests by room name", "各房间的顾客数"])
def test_the_only_persons_there_are_go_by_any_word_for_persons(inn: Pipeline, text: str) -> None:
    assert sorted(rows(inn, text)) == [("Elm", 2), ("Oak", 3)]
    answer = inn.ask(text)
    assert answer.confidence < 1
    assert any("Stays" in said for said in answer.assumptions)


def test_letters_of_a_name_need_no_quotes(inn: Pipeline) -> None:
    asked = "number of rooms by room name booked by customers whose first name contains ROY, in a bar chart"
    assert sorted(rows(inn, asked)) == [("Elm", 1), ("Oak", 2)]


def test_a_plural_is_no_part_of_one_name(inn: Pipeline) -> None:
    assert rows(inn, "number of stays in the lodges") == [(5,)]
    assert any("lodges" in said for said in inn.ask("number of stays in the lodges").assumptions)
    assert rows(inn, "number of rooms called 'Ash Lodge'") == [(1,)]


def test_other_words_stand_for_nobody(inn: Pipeline) -> None:
    assert inn.ask("number of unicorns by room name").outcome is not Outcome.ANSWERED
