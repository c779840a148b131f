from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.derived import Basis
from pipeline.planner.base import Plan
from pipeline.query import Query

Ask = Callable[..., Plan]


def last_of(ask: Ask, *questions: str) -> tuple[Query, Plan]:
    """The query and the plan of the last of a chain of questions."""
    previous: Basis | None = None
    for text in questions:
        plan = ask(text, previous)
        assert plan.query is not None, f"{text}: {plan.message}"
        previous = Basis(plan.query, plan.derived)
    assert previous is not None
    return previous.query, plan


@pytest.mark.parametrize("second", ["and by region?", "按地区呢"])
def test_another_grouping_keeps_the_measure_and_the_time(ask: Ask, second: str) -> None:
    query, plan = last_of(ask, "revenue by month in 2024", second)

    assert query.measures == ["order_items.revenue"]
    assert query.dimensions == ["customers.region"]
    assert query.time_dimensions[0].date_range == ["2024-01-01", "2024-12-31"]
    assert query.time_dimensions[0].granularity is None
    assert plan.assumptions[0] in ("Read as a change to the question before.", "按对上一个问题的修改理解。")


@pytest.mark.parametrize("second", ["only electronics", "只看电子产品"])
def test_a_restriction_is_added(ask: Ask, second: str) -> None:
    query, _ = last_of(ask, "revenue by region in 2024", second)

    assert query.dimensions == ["customers.region"]
    assert [c.values for c in query.conditions()] == [["Electronics"]]


def test_a_restriction_of_the_same_member_replaces_the_old_one(ask: Ask) -> None:
    query, _ = last_of(ask, "revenue by region", "only electronics", "only furniture")
    assert [c.values for c in query.conditions()] == [["Furniture"]]


def test_another_period_replaces_the_old_one(ask: Ask) -> None:
    query, _ = last_of(ask, "orders by channel in 2024", "what about 2023?")
    assert query.time_dimensions[0].date_range == ["2023-01-01", "2023-12-31"]


def test_the_same_for_another_measure(ask: Ask) -> None:
    query, _ = last_of(ask, "orders by channel", "the same for revenue")
    assert (query.measures, query.dimensions) == (["order_items.revenue"], ["orders.channel"])


@pytest.mark.parametrize(("second", "limit"), [("top 3 only", 3), ("前5名", 5)])
def test_fewer_rows(ask: Ask, second: str, limit: int) -> None:
    query, _ = last_of(ask, "revenue by brand", second)
    assert query.limit == limit
    assert query.order[0] == ("order_items.revenue", "desc")


def test_another_chart_leaves_the_query_as_it_is(ask: Ask) -> None:
    first, _ = last_of(ask, "revenue by region")
    query, plan = last_of(ask, "revenue by region", "换成饼图")
    assert (query, plan.chart) == (first, "pie")


def test_a_whole_question_starts_afresh(ask: Ask) -> None:
    query, _ = last_of(ask, "revenue by month in 2024", "average salary by department")
    assert (query.measures, query.time_dimensions) == (["salaries.average_salary"], [])
