"""Questions in words that neither the catalog nor the data has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipeline.engines.embedded import EmbeddedEngine
from pipeline.planner.base import Plan, Question
from pipeline.planner.clausal import ClausalPlanner

MODEL = """
cubes:
  - name: shipments
    title: Shipments
    sql_table: shipments
    measures:
      - {name: count, type: count, title: Number of shipments}
      - {name: fee, type: sum, sql: fee, title: Total freight}
    dimensions:
      - {name: id, type: number, sql: id, primary_key: true, title: Shipment ID}
      - {name: courier, type: string, sql: courier, title: Courier}
      - {name: storage, type: string, sql: storage, title: Storage}
      - {name: supplier, type: string, sql: supplier, title: Supplier}
      - {name: country, type: string, sql: country, title: 目的国}
"""


@pytest.fixture(scope="module")
def planner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClausalPlanner]:
    folder: Path = tmp_path_factory.mktemp("shipments")
    (folder / "model").mkdir()
    (folder / "model" / "shipments.yml").write_text(MODEL, "utf-8")
    with duckdb.connect(str(folder / "data.duckdb")) as data:
        data.execute(
            "create table shipments as select * from (values (1, 'Ada', 'cold chain', '德国', 5, 'Acme'),"
            " (2, 'Bo', 'dry', '法国', 7, 'Bolt')) as t(id, courier, storage, country, fee, supplier)"
        )
    engine = EmbeddedEngine(folder / "model", folder / "data.duckdb")
    yield ClausalPlanner(engine, lambda: date(2026, 6, 30))
    engine.close()


def plan(planner: ClausalPlanner, text: str) -> Plan:
    return planner.plan_now(Question(text, "en" if text.isascii() else "zh"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("按快递员统计运费", "“快递员”按“courier”理解。"),
        ("冷链的运费", "“冷链”按“cold chain”理解。"),
        ("total freight in Germany", '"germany" was read as "德国".'),
    ],
)
def test_names_in_the_other_language_are_understood_and_that_is_said(
    planner: ClausalPlanner, text: str, said: str
):
    found = plan(planner, text)

    assert found.query is not None
    assert found.query.measures == ["shipments.fee"]
    assert said in found.assumptions


def test_a_value_in_the_other_language_restricts(planner: ClausalPlanner):
    query = plan(planner, "冷链的运费").query

    assert query is not None
    assert [c.values for c in query.conditions()] == [["cold chain"]]


def test_the_catalogs_own_words_are_not_looked_up(planner: ClausalPlanner):
    assert plan(planner, "total freight by courier").assumptions == ()


def evidence(planner: ClausalPlanner, text: str) -> dict[str, float]:
    told = planner.understand(Question(text, "en" if text.isascii() else "zh")).evidence(planner.catalog)
    return {name: told.get(name, 0.0) for name in ("by the dictionary", "by a synonym")}


def test_confidence_can_learn_what_the_dictionary_was_needed_for(planner: ClausalPlanner):
    assert evidence(planner, "total freight by courier") == {"by the dictionary": 0, "by a synonym": 0}
    assert evidence(planner, "冷链的运费") == {"by the dictionary": 2, "by a synonym": 0}
    assert evidence(planner, "total freight by vendor") == {"by the dictionary": 0, "by a synonym": 1}


def test_words_that_mean_nothing_here_stay_unknown(planner: ClausalPlanner):
    assert plan(planner, "total freight by volcano").assumptions == ('Ignored: "volcano".',)
