"""Words of one language that name columns and values of the other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline import Pipeline, Settings
from pipeline.language import detect
from pipeline.planner.base import Question
from pipeline.planner.clausal import ClausalPlanner
from pipeline.planner.wordbook.dictionary import Dictionary, dictionary
from pipeline.planner.wordbook.translate import synonyms, translations

LINES = [
    "# a remark",
    "退貨 退货 [tui4 huo4] /to return merchandise/withdraw a product/",
    "冷鏈 冷链 [leng3 lian4] /cold chain/",
    "王 王 [Wang2] /surname Wang/",
]


def test_a_word_is_looked_up_from_either_side() -> None:
    small = Dictionary(LINES)

    assert [said.text for said in small.english("退货")][:1] == ["return merchandise"]
    assert [said.text for said in small.chinese("cold chain")] == ["冷链"]
    assert small.english("王") == []


def test_the_first_sense_is_the_nearest() -> None:
    costs = [said.cost for said in Dictionary(LINES).english("退货")]

    assert costs == sorted(costs)
    assert costs[0] == 0


@pytest.mark.parametrize(
    ("word", "english"), [("儿科", "pediatrics"), ("毛利", "gross profit"), ("冷链", "cold chain")]
)
def test_the_dictionary_that_ships(word: str, english: str) -> None:
    assert english in [said.text for said in translations(word)]
    assert word in [said.text for said in dictionary().chinese(english)]


def test_words_with_translations_in_common_are_synonyms() -> None:
    assert "customer" in [said.text for said in synonyms("client")]
    assert synonyms("xyzzy") == []


@pytest.fixture(scope="module")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClausalPlanner]:
    folder: Path = tmp_path_factory.mktemp("hospital")
    with sqlite3.connect(folder / "hospital.sqlite") as connection:
        connection.executescript(
            "CREATE TABLE visits (visit_id INTEGER PRIMARY KEY, specialty TEXT, fee REAL, seen_on DATE);"
            "INSERT INTO visits VALUES (1, 'Pediatrics', 20, '2025-01-02'), (2, 'Surgery', 50, '2025-02-03'),"
            "(3, 'Pediatrics', 30, '2025-03-04'), (4, 'Radiology', 30, '2025-03-05');"
        )
    connection.close()
    with Pipeline(Settings(data=str(folder / "hospital.sqlite"), cache_dir=folder)) as pipeline:
        yield ClausalPlanner(pipeline.engine, lambda: date(2025, 12, 31))


@pytest.mark.parametrize("word", ["儿科", "外科"])
def test_a_value_is_found_by_its_name_in_the_other_language(word: str, hospital: ClausalPlanner) -> None:
    text = f"{word}的总费用"
    plan = hospital.plan_now(Question(text, detect(text)))
    assert plan.query, plan.message
    found: dict[str, Any] = plan.query.to_json()

    assert [f["values"] for f in found["filters"]] == [[{"儿科": "Pediatrics", "外科": "Surgery"}[word]]]
    assert found["measures"] == ["visits.sum_fee"]
