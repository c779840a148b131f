"""What holds for every query, however odd."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
import sqlglot
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sizes import tries

from pipeline.engines.embedded import EmbeddedEngine
from pipeline.errors import QueryError, TextToBIError
from pipeline.query import Query

QUIET = settings(
    max_examples=tries(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
TEXTS = st.text(st.characters(exclude_categories=()), max_size=12) | st.sampled_from(
    [
        "'",
        '"',
        "'; DROP TABLE orders; --",
        "?",
        "\x00",
        "\x001\x00",
        "%s",
        "{CUBE}",
        "\\",
        "NULL",
        "🦆",
        "\ud800",
    ]
)
TEXT_OPERATORS = st.sampled_from(["equals", "notEquals", "contains", "notContains", "startsWith", "endsWith"])


def text_query(operator: str, values: list[str]) -> Query:
    condition = {"member": "customers.name", "operator": operator, "values": values}
    return Query.parse(
        {"measures": ["orders.total"], "dimensions": ["items.product"], "filters": [condition]}
    )


@QUIET
@given(operator=TEXT_OPERATORS, value=TEXTS)
def test_no_value_changes_the_sql(shop: EmbeddedEngine, operator: str, value: str) -> None:
    harmless = shop.compile(text_query(operator, ["a"]))
    odd = shop.compile(text_query(operator, [value]))
    assert odd.sql == harmless.sql
    assert len(odd.params) == odd.sql.count("?")


@QUIET
@given(operator=TEXT_OPERATORS, values=st.lists(TEXTS, min_size=1, max_size=3))
def test_any_value_is_answered_or_refused(shop: EmbeddedEngine, operator: str, values: list[str]) -> None:
    answer = answered(shop, text_query(operator, values))
    if isinstance(answer, TextToBIError):
        assert "SELECT" not in answer.en


def answered(shop: EmbeddedEngine, query: Query) -> pd.DataFrame | TextToBIError:
    try:
        return shop.execute(query)
    except TextToBIError as error:
        return error


def queries() -> st.SearchStrategy[dict[str, Any]]:
    measures = [
        "orders.count",
        "orders.total",
        "items.quantity",
        "customers.count",
        "sales.total",
        "orders.per_item",
    ]
    dimensions = [
        "orders.status",
        "customers.name",
        "items.product",
        "regions.name",
        "customers.spent",
        "island.x",
    ]
    granularity = st.sampled_from(["day", "week", "month", "fiscal_year", "ten_days", "decade"])
    asked = st.sampled_from(["last month", "this year", "never", "2024-01-01"])
    time = st.fixed_dictionaries(
        {"dimension": st.just("orders.at")}, optional={"granularity": granularity, "dateRange": asked}
    )
    operator = st.sampled_from(
        ["equals", "gt", "set", "contains", "inDateRange", "measureFilter", "beforeDate"]
    )
    leaf = st.fixed_dictionaries(
        {"member": st.sampled_from(measures + dimensions + ["orders.at"]), "operator": operator},
        optional={"values": st.lists(TEXTS | st.none() | st.integers() | st.booleans(), max_size=2)},
    )
    tree = st.recursive(
        leaf,
        lambda inner: st.builds(
            lambda kind, parts: {kind: parts},
            st.sampled_from(["and", "or"]),
            st.lists(inner, min_size=1, max_size=3),
        ),
        max_leaves=5,
    )
    return st.fixed_dictionaries(
        {},
        optional={
            "measures": st.lists(st.sampled_from(measures), max_size=3),
            "dimensions": st.lists(st.sampled_from([*dimensions, "orders.at.month"]), max_size=2),
            "timeDimensions": st.lists(time, max_size=2),
            "filters": st.lists(tree, max_size=2),
            "order": st.dictionaries(st.sampled_from(measures), st.sampled_from(["asc", "desc"]), max_size=2),
            "limit": st.integers(0, 5),
            "offset": st.integers(0, 2**70),
            "timezone": st.sampled_from(["UTC", "Asia/Shanghai", "nowhere"]),
            "ungrouped": st.booleans(),
        },
    )


@settings(QUIET, max_examples=tries(150))
@given(query=queries())
def test_a_query_is_answered_or_refused(shop: EmbeddedEngine, query: dict[str, Any]) -> None:
    try:
        parsed = Query.parse(query)
    except QueryError:
        return
    answer = answered(shop, parsed)
    if isinstance(answer, TextToBIError):
        assert answer.zh != answer.en
        return
    assert list(answer.columns) == parsed.columns
    assert len(answer) <= query.get("limit", 10_000)
    assert sqlglot.parse_one(shop.compile(parsed).sql, dialect="duckdb")


def test_filters_nested_without_end_are_refused(shop: EmbeddedEngine) -> None:
    condition: dict[str, Any] = {"member": "orders.status", "operator": "set"}
    for _ in range(200):
        condition = {"and": [condition]}
    with pytest.raises(QueryError):
        shop.execute(Query.parse({"measures": ["orders.count"], "filters": [condition]}))
