from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.derived import Basis, Change
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


@pytest.mark.parametrize("second", ["and profit?", "利润呢"])
def test_a_ranking_is_by_the_measure_that_takes_the_place_of_its_own(ask: Ask, second: str) -> None:
    query, _ = last_of(ask, "top 3 regions by revenue", second)

    assert query.measures == ["order_items.profit"]
    assert query.order[0] == ("order_items.profit", "desc")
    assert query.limit == 3


@pytest.mark.parametrize("second", ["show their profit too", "也看看利润"])
def test_what_is_asked_for_besides_comes_beside(ask: Ask, second: str) -> None:
    query, _ = last_of(ask, "top 5 products by revenue", second)

    assert query.measures == ["order_items.revenue", "order_items.profit"]
    assert query.order[0] == ("order_items.revenue", "desc")


def test_another_grouping_drops_the_ranking(ask: Ask) -> None:
    query, _ = last_of(ask, "bottom 5 products by revenue", "by month")

    assert (query.order, query.limit) == ([], None)


@pytest.mark.parametrize(
    ("first", "second", "days", "unit"),
    [
        ("revenue by region in 2023", "compare with last year", ["2023-01-01", "2023-12-31"], "year"),
        ("2024年3月的销售额", "和上个月比", ["2024-03-01", "2024-03-31"], "month"),
    ],
)
def test_the_last_year_is_the_one_before_the_one_asked_about(
    ask: Ask, first: str, second: str, days: list[str], unit: str
) -> None:
    query, plan = last_of(ask, first, second)

    assert query.time_dimensions[0].date_range == days
    assert [(change.kind, change.unit) for change in plan.derived if isinstance(change, Change)] == [
        ("change", unit)
    ]


@pytest.mark.parametrize("second", ["as a table", "用表格展示"])
def test_a_table_is_asked_for_in_place_of_a_chart(ask: Ask, second: str) -> None:
    query, plan = last_of(ask, "revenue by region", second)

    assert query.measures == ["order_items.revenue"]
    assert plan.chart == "none"
