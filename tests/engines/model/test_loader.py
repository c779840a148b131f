"""What a model may say, what it may not, and how it is told."""

# ruff: noqa: E501 - a model is read best as it stands

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.engines.model.loader import load_model
from pipeline.engines.model.members import MemberRef
from pipeline.errors import ModelError

CUBE = """
cubes:
  - name: orders
    sql_table: orders
    dimensions:
      - {name: id, sql: id, type: number, primary_key: true}
      - {name: at, sql: at, type: time}
"""


def refused(folder: Path, text: str) -> ModelError:
    (folder / "shop.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError) as error:
        load_model(folder)
    assert error.value.zh
    assert error.value.zh != error.value.en
    return error.value


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("    access_policy: [{group: '*', member_masking: {} }]", "key 'member_masking' is not supported"),
        ("    calendar: true", "cube orders: the key 'calendar' is not supported"),
        ("    data_source: warehouse", "data_source"),
        ("    joins: {customers: {sql: x, relationship: one_to_one} }", "joins is a list"),
        ("    joins: [{name: customers, sql: x, relationship: one_to_one}]", "there is no cube 'customers'"),
        ("    joins: [{name: order, sql: x, relationship: one_to_one}]", "Did you mean 'orders'"),
        ("    measures: [{name: m, type: number, sql: x, multi_stage: true}]", "measures.m: the key 'multi_stage'"),
        ("    measures: [{name: m, type: sum}]", "orders, m: a measure of type sum needs sql"),
        ("    measures: [{name: m, type: median, sql: x}]", "measures.m.type"),
        ("    measures: [{name: m, type: sum, sql: '{nope}'}]", "orders, m: {nope} cannot be resolved"),
        ("    measures: [{name: m, type: sum, sql: '{CUBE.idd}'}]", "Did you mean 'id'"),
        ("    measures: [{name: m, type: sum, sql: '{id'}]", "a brace without its partner"),
        ("    measures: [{name: m, type: number, sql: '{FILTER_PARAMS.orders.id.filter(1)}'}]", "not supported"),
        ("    measures: [{name: m, type: number, sql: '{SECURITY_CONTEXT.x}'}]", "not supported"),
        ("    measures: [{name: id, type: count}]", "id is defined twice"),
        ("    measures: [{name: a, type: number, sql: '{b}'}, {name: b, type: number, sql: '{a}'}]", "orders.a -> orders.b"),
        ("    segments: [{name: s, sql: '{at.decade}'}]", "{at.decade} cannot be resolved"),
        ("    sql: SELECT 1", "exactly one of sql and sql_table"),
        ("    sql_table: again", "line 8: the YAML is broken: the key 'sql_table' stands twice"),
        ("    extends: nothing", "cannot extend 'nothing'"),
        ("dimensions: 1", "unexpected key 'dimensions'"),
        ("    title: '{{ name }}'", "line 8: '{{' is Jinja"),
        ("  - {name: orders, sql_table: x}", "orders is already defined in shop.yml"),
        ("views: [{name: v, cubes: [{join_path: orders.nope, includes: '*'}]}]", "view v: {orders.nope} cannot be resolved"),
        ("views: [{name: v, cubes: [{join_path: orders, includes: [idd]}]}]", "orders has no member 'idd'"),
        ("views: [{name: v, cubes: [{join_path: orders, includes: [id, {name: at, alias: id}]}]}]", "id is included twice"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_file_and_place(folder: Path, added: str, said: str) -> None:
    error = refused(folder, CUBE.rstrip() + "\n" + added + "\n")
    assert "shop.yml" in error.en
    assert said in error.en


def test_a_folder_that_is_not_there_or_has_no_model(folder: Path) -> None:
    with pytest.raises(ModelError, match="does not exist"):
        load_model(folder / "nowhere")
    with pytest.raises(ModelError, match=r"no \.yml"):
        load_model(folder)
    assert "defines no cube" in refused(folder, "# nothing yet\n").en


def test_a_join_of_counted_cubes_needs_primary_keys(folder: Path) -> None:
    text = """
cubes:
  - {name: a, sql_table: a, measures: [{name: n, type: count}], joins: [{name: b, sql: x, relationship: one_to_many}]}
  - {name: b, sql_table: b}
"""
    assert "cube a needs a primary_key" in refused(folder, text).en


def test_yaml_words_stay_words(folder: Path) -> None:
    (folder / "a.yaml").write_text(
        CUBE + "    measures:\n      - {name: no, type: count, meta: {on: off, n: 012} }\n", encoding="utf-8"
    )
    model = load_model(folder)
    assert model["orders"].measures["no"].info.meta == {"on": "off", "n": 12}


def test_extends_overrides_by_name_and_adds(folder: Path) -> None:
    (folder / "shop.yml").write_text(
        CUBE
        + "  - {name: big, extends: orders, sql: SELECT 1 AS id, dimensions: [{name: at, sql: b, type: time}]}\n",
        encoding="utf-8",
    )
    big = load_model(folder)["big"]
    assert list(big.dimensions) == ["id", "at"]
    assert big.dimensions["at"].sql == ("b",)
    assert "SELECT 1 AS id" in big.table


def test_references_are_resolved_when_the_model_is_loaded(folder: Path) -> None:
    (folder / "shop.yml").write_text(
        CUBE + "    measures:\n      - {name: m, type: max, sql: 'f({CUBE}.x, {at.month}, {orders.id})'}\n",
        encoding="utf-8",
    )
    sql = load_model(folder)["orders"].measures["m"].sql
    assert sql == (
        "f(", (("orders",),), ".x, ", MemberRef(("orders",), "at", "month"), ", ", MemberRef(("orders",), "id"), ")",
    )  # fmt: skip
