"""Access policies: what a security context sees of members and rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.engines.embedded import EmbeddedEngine
from pipeline.errors import ModelError, QueryError, UnknownMember
from pipeline.query import Query

TABLES = """
CREATE TABLE orders (id INTEGER, region VARCHAR, customer_id INTEGER, amount INTEGER, cost INTEGER);
INSERT INTO orders VALUES
    (1, 'north', 1, 10, 4), (2, 'north', 2, 20, 5), (3, 'south', 1, 30, 6), (4, NULL, 2, 40, 7);
CREATE TABLE customers (id INTEGER, name VARCHAR);
INSERT INTO customers VALUES (1, 'Ann'), (2, 'Bob');
"""
MODEL = """
cubes:
  - name: customers
    sql_table: customers
    dimensions:
      - {name: id, sql: id, type: number, primary_key: true, public: true}
      - {name: name, sql: name, type: string}
    measures:
      - {name: count, type: count}
    access_policy:
      - group: "*"
        row_level: {filters: [{member: name, operator: notEquals, values: ["{ security_context.hidden }"]}]}
  - name: orders
    sql_table: orders
    joins:
      - {name: customers, relationship: many_to_one, sql: "{CUBE}.customer_id = {customers.id}"}
    dimensions:
      - {name: id, sql: id, type: number, primary_key: true, public: true}
      - {name: region, sql: region, type: string}
    measures:
      - {name: total, type: sum, sql: amount}
      - {name: cost, type: sum, sql: cost}
      - {name: margin, type: number, sql: "{total} - {cost}"}
    access_policy:
      - groups: [sales, support]
        member_level: {includes: "*", excludes: [cost]}
        row_level:
          filters:
            - or:
                - {member: region, operator: equals, values: "{ securityContext.regions }"}
                - {member: CUBE.region, operator: notSet}
      - group: audit
        conditions: [{if: "{ not security_context.outside }"}]
        row_level: {allow_all: true}
views:
  - name: report
    cubes:
      - {join_path: orders, includes: [total, cost, region]}
    access_policy:
      - {group: "*", member_level: {excludes: [region]} }
"""


@pytest.fixture
def as_(engine_of: Callable[..., EmbeddedEngine]) -> Callable[..., EmbeddedEngine]:
    """The engine as one who has these claims sees it."""

    def build(**claims: Any) -> EmbeddedEngine:
        context = {"hidden": "nobody", "regions": ["north"], "outside": False, **claims}
        return engine_of(MODEL, TABLES, security_context=context)

    return build


def total(engine: EmbeddedEngine, **query: Any) -> int | None:
    value = engine.execute(Query.parse({"measures": ["orders.total"], **query})).iat[0, -1]
    return None if value != value or value is None else int(value)


def test_rows_are_those_of_the_filters_values_of_the_context_bound(
    as_: Callable[..., EmbeddedEngine],
) -> None:
    sales = as_(groups=["sales"])
    assert total(sales) == 10 + 20 + 40
    assert total(as_(groups=["support"], regions=["south", "'; DROP TABLE orders; --"])) == 30 + 40
    query = Query(measures=["orders.total"])
    assert sales.compile(query).sql == as_(groups=["sales"], regions=["' OR 1=1"]).compile(query).sql


def test_who_is_in_several_groups_sees_what_any_of_them_does(as_: Callable[..., EmbeddedEngine]) -> None:
    assert total(as_(groups=["sales", "audit"])) == 100
    assert total(as_(groups=["sales", "audit"], outside=True)) == 70


def test_a_member_that_no_policy_grants_is_not_there(as_: Callable[..., EmbeddedEngine]) -> None:
    sales, audit = as_(groups=["sales"]), as_(groups=["audit"])
    assert "orders.cost" not in sales.catalog
    assert "orders.cost" in audit.catalog
    with pytest.raises(UnknownMember):
        sales.compile(Query(measures=["orders.cost"]))
    with pytest.raises(QueryError, match=r"orders\.cost"):
        sales.compile(Query(measures=["orders.margin"]))
    with pytest.raises(UnknownMember):
        as_(groups=[]).compile(Query(measures=["orders.total"]))


def test_filters_of_a_joined_cube_hold_where_its_members_are_read(as_: Callable[..., EmbeddedEngine]) -> None:
    audit = as_(groups=["audit"], hidden="Bob")
    names = audit.execute(Query(measures=["orders.total"], dimensions=["customers.name"]))
    assert names["customers.name"].tolist() == ["Ann"]
    # The join itself names customers.id, so that the rows of Bob are not counted either way.
    assert total(audit, filters=[{"member": "customers.id", "operator": "set"}]) == 10 + 30
    assert total(audit) == 100


def test_a_view_shows_members_its_cubes_keep_their_rows(as_: Callable[..., EmbeddedEngine]) -> None:
    sales = as_(groups=["sales"])
    assert "report.region" not in sales.catalog
    answer = sales.execute(Query(measures=["report.total", "report.cost"]))
    assert [int(v) for v in answer.iloc[0]] == [70, 4 + 5 + 7]


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ("{group: '*', row_level: {filters: [{member: nope, operator: set}]} }", "no member 'nope'"),
        ("{group: '*', conditions: [{if: '{ security_context.id > 5 }'}]}", r"access_policy\.0"),
        ("{group: '*', conditions: [{if: '{ security_context.name }'}]}", "not true or false"),
        ("{group: '*', conditions: [{if: '{ security_context.lost }'}]}", "has no lost"),
        ("{group: '*', groups: [a]}", "either group or groups"),
        ("{group: '*', member_masking: {includes: '*'} }", "member_masking"),
        (
            "{group: '*', row_level: {filters: [{member: id, operator: in, values: securityContext.name}]} }",
            "not a list",
        ),
        (
            "{group: '*', row_level: {filters: [{member: id, operator: like, values: ['1']}]} }",
            "not a filter",
        ),
        (
            "{group: '*', row_level: {filters: [{member: id, operator: in, values: ['{1 + 1}']}]} }",
            "not supported",
        ),
    ],
)
def test_a_policy_that_cannot_be_followed_stops_the_start(
    engine_of: Callable[..., EmbeddedEngine], policy: str, said: str
) -> None:
    cube = "{name: a, sql_table: orders, dimensions: [{name: id, sql: id, type: number, primary_key: true}]"
    with pytest.raises(ModelError, match=said) as refused:
        engine_of(f"cubes: [{cube}, access_policy: [{policy}] }} ]", TABLES, security_context={"name": "x"})
    assert "model.yml: cube a" in str(refused.value)
