"""Values that are words of states and kinds, asked for in the other language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from planner.other_data import pipeline_of, rows

from pipeline import Pipeline

TABLES = {
    "shipments": (
        "shipment_id,status,priority,carrier,delay_days,opened_on,cost\n"
        "1,lost,High,Blue,3,2024-01-05,10\n2,DELIVERED,Low,Blue,0,2024-02-05,20\n"
        "3,IN_TRANSIT,High,Quick,1,2024-02-06,30\n4,DELIVERED,Medium,Quick,5,2023-02-07,40\n"
    )
}


@pytest.fixture(scope="module")
def carrier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    with pipeline_of(tmp_path_factory.mktemp("carrier"), TABLES, today=date(2024, 6, 30)) as pipeline:
        yield pipeline


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("丢失的货运有多少", [(1,)]),
        ("已送达的货运数", [(2,)]),
        ("运输中的货运的运费", [(30,)]),
        ("除已送达以外的货运数", [(2,)]),
        ("优先级为高的货运数", [(2,)]),
        ("高优先级的货运数", [(2,)]),
        ("平均延误", [(2.25,)]),
        ("延误超过2天的货运数", [(2,)]),
        ("2024年开户的货运数", [(3,)]),
    ],
)
def test_english_states_and_names_are_known_in_chinese(
    carrier: Pipeline, text: str, wanted: list[tuple[float]]
) -> None:
    assert [tuple(float(v) for v in row) for row in rows(carrier, text)] == wanted


def test_names_among_few_values_stay_names(carrier: Pipeline) -> None:
    members = carrier.catalog.members
    assert {v: str(w.titles.zh) for v, w in members["shipments.status"].values.items()} == {
        "DELIVERED": "已送达",
        "IN_TRANSIT": "运输中",
        "lost": "丢失",
    }
    assert not members["shipments.carrier"].values


def test_a_word_that_restricts_and_is_not_known_is_not_passed_over(carrier: Pipeline) -> None:
    answer = carrier.ask("损毁的货运的平均运费")
    assert answer.query is None
    assert "损毁" in answer.message
