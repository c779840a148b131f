"""A question that changes the one before keeps what followed from its rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from pipeline import Pipeline
from pipeline.answer import Answer
from pipeline.derived import Basis, Change, Derived, First, Ratio, Running, Share
from pipeline.planner.base import Plan

Ask = Callable[..., Plan]
REVENUE, ORDERS = "order_items.revenue", "orders.total_orders"
PER_CUSTOMER = Ratio(REVENUE, "customers.total_customers")


@pytest.mark.parametrize(
    ("questions", "kept"),
    [
        (["share of revenue by region", "and by category?"], [Share(REVENUE)]),
        (["各渠道销售额占比", "订单数呢"], [Share(ORDERS)]),
        (["share of revenue by region", "top 3 only"], []),  # of three, no whole is known
        (["cumulative revenue by month in 2024", "by quarter"], [Running(REVENUE)]),
        (["cumulative revenue by month in 2024", "by region"], []),
        (["year over year revenue growth in 2024 by category", "by month"], [Change(REVENUE, "year")]),
        (["2024年各月销售额同比", "订单数呢"], [Change(ORDERS, "year")]),
        (["2024年各月销售额环比", "按季度"], [Change(REVENUE, "quarter")]),
        (["average revenue per customer by region", "only 2024"], [PER_CUSTOMER]),
        (["average revenue per customer by region", "top 2 only"], [replace(PER_CUSTOMER, rank="desc")]),
        (["average revenue per customer by region", "order count instead"], []),
        (["top 3 products by revenue in each category", "only 2024"], [First(3, ("products.category",))]),
        (["top 3 products by revenue in each category", "top 2 only"], [First(2, ("products.category",))]),
        (["top 3 products by revenue in each category", "by region"], []),
    ],
)
def test_columns_are_kept_as_far_as_they_still_follow(
    ask: Ask, questions: list[str], kept: list[Derived]
) -> None:
    previous: Basis | None = None
    for text in questions:
        plan = ask(text, previous)
        assert plan.query is not None, plan.message
        previous = Basis(plan.query, plan.derived)
    assert list(plan.derived) == kept


def test_the_best_by_a_ratio_are_the_best_by_that(demo: Pipeline) -> None:
    first = demo.ask("average revenue per customer by region")
    second = demo.ask("top 2 only", previous=first)
    assert first.table is not None
    assert second.table is not None
    ratios = first.table.dropna(subset="customers.region")[PER_CUSTOMER.column]
    assert list(second.table[PER_CUSTOMER.column]) == sorted(ratios, reverse=True)[:2]


def test_an_answer_that_was_written_and_read_is_followed_up_the_same(demo: Pipeline) -> None:
    first = demo.ask("year over year revenue growth in 2024 by category")
    again = Answer.from_json(first.to_json())
    assert again.basis == first.basis
    second = demo.ask("by month", previous=again)
    assert second.table is not None
    assert list(second.table.columns)[-1] == f"{REVENUE}.change_on_year"


def test_shares_of_many_parts_are_no_pie(demo: Pipeline) -> None:
    first = demo.ask("share of revenue by sales channel")
    second = demo.ask("and by category?", previous=first)
    assert (first.chart_type, second.chart_type) == ("pie", "bar")
    assert not any("pie" in said for said in second.assumptions)
