"""From a question to the Cube query it means, over the demo company."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.answer import Outcome
from pipeline.derived import First
from pipeline.planner.base import Plan

Ask = Callable[..., Plan]


def query(plan: Plan) -> dict[str, Any]:
    assert plan.query is not None, plan.message
    return plan.query.to_json()


@pytest.mark.parametrize(
    ("text", "cube"),
    [
        ("employees by city", "employees"),
        ("customers by city", "customers"),
        ("各城市的客户数", "customers"),
        ("各城市的员工数", "employees"),
    ],
)
def test_of_dimensions_with_one_title_the_nearest_is_taken(ask: Ask, text: str, cube: str) -> None:
    assert query(ask(text))["dimensions"] == [f"{cube}.city"]


@pytest.mark.parametrize("text", ["revenue and average salary by month", "销售额和员工总数"])
def test_measures_that_nothing_connects_are_not_answered_with_one_of_them(ask: Ask, text: str) -> None:
    plan = ask(text)
    assert plan.outcome is Outcome.DECLINED
    assert "connect" in plan.message or "联系" in plan.message


@pytest.mark.parametrize("text", ["average number of employees", "平均员工数是多少"])
def test_an_average_of_a_count_per_nothing_asks_back(ask: Ask, text: str) -> None:
    plan = ask(text)
    assert plan.outcome is Outcome.CLARIFY
    assert plan.suggestions


@pytest.mark.parametrize("text", ["average number of orders per customer", "客单价是多少", "average salary"])
def test_an_average_that_a_measure_is_is_answered(ask: Ask, text: str) -> None:
    assert ask(text).outcome is Outcome.ANSWERED


@pytest.mark.parametrize(
    ("text", "groups", "n"),
    [
        ("top 3 products by revenue in each category", ["products.category"], 3),
        ("每个品类销售额前3的产品", ["products.category"], 3),
        ("top 2 categories by revenue each year", ["orders.created_at.year"], 2),
        ("每年销售额最高的品类", ["orders.created_at.year"], 1),
    ],
)
def test_the_first_of_each_group_are_ranked_within_it(ask: Ask, text: str, groups: list[str], n: int) -> None:
    plan = ask(text)
    order = [name for name, _ in query(plan)["order"]]
    assert order[0] == groups[0].removesuffix(".year")
    assert order[1] == "order_items.revenue"
    assert "limit" not in query(plan)
    assert plan.derived == (First(n, tuple(groups)),)
    assert any(str(n) in note for note in plan.assumptions)


@pytest.mark.parametrize("text", ["top 3 months by revenue", "销售额最高的3个月"])
def test_buckets_of_time_are_ranked_as_things_are(ask: Ask, text: str) -> None:
    found = query(ask(text))
    assert found["timeDimensions"][0]["granularity"] == "month"
    assert found["order"] == [["order_items.revenue", "desc"]]
    assert found["limit"] == 3


def test_two_values_of_one_dimension_are_shown_beside_each_other(ask: Ask) -> None:
    assert query(ask("Beijing vs Shanghai revenue"))["dimensions"] == ["customers.city"]
    assert "dimensions" not in query(ask("revenue of Beijing or Shanghai"))


@pytest.mark.parametrize("text", ["average salary across all employees", "所有员工的平均工资"])
def test_all_of_many_things_are_taken_together(ask: Ask, text: str) -> None:
    assert "dimensions" not in query(ask(text))


def test_periods_that_touch_are_one_range_and_others_are_conditions(ask: Ask) -> None:
    touching = query(ask("revenue in 2023 and 2024"))
    apart = query(ask("revenue in 2022 and 2024"))

    assert touching["timeDimensions"][0]["dateRange"] == ["2023-01-01", "2024-12-31"]
    assert [c["operator"] for c in apart["filters"][0]["or"]] == ["inDateRange", "inDateRange"]


@pytest.mark.parametrize("text", ["employees older than 60 or younger than 25", "年龄大于60或小于25的员工数"])
def test_bounds_that_no_number_meets_together_are_alternatives(ask: Ask, text: str) -> None:
    [condition] = query(ask(text))["filters"]
    assert [(c["operator"], c["values"]) for c in condition["or"]] == [("gt", ["60"]), ("lt", ["25"])]


def test_a_ranking_leaves_out_what_has_no_name(ask: Ask) -> None:
    assert {"member": "customers.city", "operator": "set"} in query(ask("which city has the most customers"))[
        "filters"
    ]


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("orders in March", "No year was named; 2025 was taken."),
        ("products with the highest price", "No number was named; the first 10 are shown."),
        ("revenue trend", "Shown by month."),
        ("最近7天各渠道的表现", "问题没有指明指标，按“订单数”计算。"),
    ],
)
def test_what_was_assumed_is_said(ask: Ask, text: str, note: str) -> None:
    assert note in ask(text).assumptions


def test_where_there_was_no_choice_nothing_is_assumed(ask: Ask) -> None:
    assert ask("total employees by department").assumptions == ()
    assert ask("各部门员工总数").assumptions == ()


@pytest.mark.parametrize(
    ("text", "each"),
    [
        ("correlation between age and salary", "employees.name"),
        ("年龄和工资的相关性", "employees.name"),
        ("relationship between revenue and profit by category", "products.category"),
    ],
)
def test_two_measures_set_against_each_other_are_points_of_the_things_they_belong_to(
    ask: Ask, text: str, each: str
) -> None:
    plan = ask(text)
    assert plan.chart == "scatter"
    assert query(plan)["dimensions"] == [each]
    assert len(query(plan)["measures"]) == 2


@pytest.mark.parametrize(
    "text", ["scatter plot of list price and number of products", "单价和产品数的散点图"]
)
def test_a_count_is_set_against_the_number_of_its_own_things(ask: Ask, text: str) -> None:
    plan = ask(text)
    assert query(plan)["dimensions"] == ["products.list_price"]
    assert query(plan)["measures"] == ["products.total_products"]


@pytest.mark.parametrize(
    ("text", "dimensions"),
    [
        ("name and price of products", ["products.name", "products.list_price"]),
        (
            "name, city, and hire date of employees",
            ["employees.name", "employees.city", "employees.hired_at"],
        ),
        ("员工的姓名、城市和入职日期", ["employees.name", "employees.city", "employees.hired_at"]),
        ("products with their launch date", ["products.name", "products.launched_at"]),
        ("员工入职日期", ["employees.name", "employees.hired_at"]),
    ],
)
def test_properties_of_things_are_listed(ask: Ask, text: str, dimensions: list[str]) -> None:
    asked = query(ask(text))
    assert asked["dimensions"] == dimensions
    assert not asked.get("measures")
    assert not asked.get("timeDimensions")


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("revenue of returned orders", "order_items.revenue"),
        ("退货订单的销售额", "order_items.revenue"),
        ("profit from returned orders", "order_items.profit"),
    ],
)
def test_what_a_figure_is_of_restricts_it(ask: Ask, text: str, measure: str) -> None:
    asked = query(ask(text))
    assert asked["measures"] == [measure]
    assert asked["filters"] == [{"member": "orders.status", "operator": "equals", "values": ["returned"]}]


@pytest.mark.parametrize("text", ["number of discounted orders", "share of discounted orders"])
def test_a_segment_says_which_are_counted(ask: Ask, text: str) -> None:
    plan = ask(text)
    assert query(plan)["segments"] == ["order_items.discounted"]
    assert query(plan)["measures"] == ["orders.total_orders"]
    assert ("share" in text) == any("not computed" in said for said in plan.assumptions)


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("sales over time", "order_items.revenue"),
        ("number of orders over time", "orders.total_orders"),
        ("salary over time", "salaries.average_agreed_salary"),
    ],
)
def test_over_time_is_a_course_of_time_whatever_title_ends_so(ask: Ask, text: str, measure: str) -> None:
    asked = query(ask(text))
    assert asked["measures"] == [measure]
    assert [bool(t.get("granularity")) for t in asked["timeDimensions"]] == [True]


@pytest.mark.parametrize("text", ["revenue from new customers", "新客户的销售额"])
def test_things_of_a_kind_that_only_a_count_knows_restrict_no_figure(ask: Ask, text: str) -> None:
    assert ask(text).outcome is Outcome.DECLINED
