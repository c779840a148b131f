"""One measure divided by another."""

from __future__ import annotations

import math

import pytest

from pipeline import Answer, Pipeline

ORDERS, CUSTOMERS, REVENUE = "orders.total_orders", "customers.total_customers", "order_items.revenue"


def ratios(answer: Answer) -> list[float]:
    """The last column, where it divides the first of two measures by the other in every row."""
    assert answer.table is not None, answer.message
    *_, first, second, ratio = (answer.table[c] for c in answer.table.columns)
    for a, b, quotient in zip(first, second, ratio, strict=True):
        assert math.isclose(float(a) / float(b), quotient)
    return [float(q) for q in ratio]


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("ratio of revenue to number of orders by sales channel", [REVENUE, ORDERS]),
        ("revenue divided by number of orders by sales channel", [REVENUE, ORDERS]),
        ("各渠道的销售额与订单数之比", [REVENUE, ORDERS]),
        ("ratio of cancelled orders to orders by month in 2024", ["orders.cancelled_orders", ORDERS]),
        ("销售额除以订单数,按渠道", [REVENUE, ORDERS]),
        ("average revenue per customer by region", [REVENUE, CUSTOMERS]),
        ("revenue per customer by month in 2024", [REVENUE, CUSTOMERS]),
        ("各地区平均每个客户的订单数", [ORDERS, CUSTOMERS]),
        ("平均每个部门多少员工", ["employees.total_employees", "departments.total_departments"]),
        ("员工数与部门数的比值", ["employees.total_employees", "departments.total_departments"]),
    ],
)
def test_two_measures_and_what_one_is_of_the_other(demo: Pipeline, text: str, measures: list[str]) -> None:
    answer = demo.ask(text)
    assert answer.query is not None, answer.message
    assert answer.query.measures == measures
    assert ratios(answer)


BEST = ["which region has the highest average revenue per customer", "平均每个客户销售额最高的地区"]


@pytest.mark.parametrize("text", BEST)
def test_a_superlative_ranks_the_ratio(demo: Pipeline, text: str) -> None:
    [best] = ratios(demo.ask(text))
    assert best == max(ratios(demo.ask("average revenue per customer by region")))


def test_the_analysis_and_the_chart_are_about_the_ratio(demo: Pipeline) -> None:
    answer = demo.ask("ratio of revenue to number of orders by sales channel")
    assert "revenue ÷ number of orders, **¥" in answer.analysis
    assert answer.figure is not None
    assert len(answer.figure.data) == 1


@pytest.mark.parametrize(
    ("text", "dimensions"),
    [
        ("number of employees per department", ["departments.name"]),
        ("number of employees per department by gender", ["departments.name", "employees.gender"]),
        ("average salary per department", ["departments.name"]),
    ],
)
def test_few_things_are_shown_each(demo: Pipeline, text: str, dimensions: list[str]) -> None:
    answer = demo.ask(text)
    assert answer.query is not None, answer.message
    assert len(answer.query.measures) == 1
    assert answer.query.dimensions == dimensions


def test_a_ratio_that_the_catalog_has_is_its_own(demo: Pipeline) -> None:
    answer = demo.ask("average number of orders per customer by region")
    assert answer.query is not None, answer.message
    assert answer.query.measures == ["orders.orders_per_customer"]


def test_the_first_of_each_group_are_the_first_by_the_ratio(demo: Pipeline) -> None:
    answer = demo.ask("top 2 categories by revenue per customer in each region")
    assert answer.table is not None
    ratio = next(name for name in answer.table.columns if ".per." in name)
    every = demo.ask("revenue per customer by region and category").table
    assert every is not None
    known = every.dropna(subset="products.category").sort_values(ratio, ascending=False)
    best = known.groupby("customers.region", dropna=False)[ratio].apply(lambda of: list(of[:2]))
    shown = answer.table.groupby("customers.region", dropna=False)[ratio].apply(list)
    assert {k: pytest.approx(v) for k, v in best.items()} == dict(shown)


def test_the_growth_of_a_ratio_is_said_to_be_missing(demo: Pipeline) -> None:
    answer = demo.ask("growth of revenue per customer by region in 2024")
    assert any("not computed" in said for said in answer.assumptions)
