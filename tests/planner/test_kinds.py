"""Kinds of question that the planner by clauses reads, on the demo company; each in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline import Outcome
from pipeline.derived import Basis, Ratio
from pipeline.language import detect
from pipeline.planner.base import Plan, Question
from pipeline.planner.clausal import ClausalPlanner


def asked(planner: ClausalPlanner, text: str, previous: Plan | None = None) -> Plan:
    basis = Basis(previous.query, previous.derived) if previous and previous.query else None
    return planner.plan_now(Question(text, detect(text), basis))


def query(plan: Plan) -> dict[str, Any]:
    assert plan.query, plan.message
    return plan.query.to_json()


@pytest.mark.parametrize(
    "text", ["headcount by department", "各部门人数", "how many people are in each department"]
)
def test_a_headcount_counts_the_persons(text: str, planner: ClausalPlanner) -> None:
    found = query(asked(planner, text))

    assert found["measures"] == ["employees.total_employees"]
    assert found["dimensions"] == ["departments.name"]


@pytest.mark.parametrize("text", ["average spend per customer by region", "各地区的人均消费"])
def test_a_quotient_by_its_name_divides_what_the_model_has(text: str, planner: ClausalPlanner) -> None:
    plan = asked(planner, text)

    assert query(plan)["dimensions"] == ["customers.region"]
    assert [type(one) for one in plan.derived] == [Ratio]


@pytest.mark.parametrize(
    ("text", "direction"),
    [("which month had the highest revenue", "desc"), ("销售额最低的3个月", "asc")],
)
def test_periods_are_ranked(text: str, direction: str, planner: ClausalPlanner) -> None:
    found = query(asked(planner, text))

    assert found["timeDimensions"][0]["granularity"] == "month"
    assert found["order"] == [["order_items.revenue", direction]]
    assert found["limit"] == (3 if direction == "asc" else 1)


@pytest.mark.parametrize(
    "text", ["revenue by product category and year", "revenue by year and product category"]
)
def test_things_and_periods_are_grouped_by_at_once(text: str, planner: ClausalPlanner) -> None:
    found = query(asked(planner, text))

    assert found["dimensions"] == ["products.category"]
    assert found["timeDimensions"][0]["granularity"] == "year"


@pytest.mark.parametrize(
    ("first", "second"),
    [("revenue by region in 2024", "and the year before"), ("2024年各地区的销售额", "去年同期呢")],
)
def test_the_time_before_is_the_one_before_it(first: str, second: str, planner: ClausalPlanner) -> None:
    before = asked(planner, first)
    found = query(asked(planner, second, before))

    assert found["dimensions"] == query(before)["dimensions"]
    assert found["timeDimensions"][0]["dateRange"] == ["2023-01-01", "2023-12-31"]


@pytest.mark.parametrize(("first", "second"), [("revenue in the East region", "and the rest?")])
def test_the_rest_is_what_was_left_out(first: str, second: str, planner: ClausalPlanner) -> None:
    [condition] = query(asked(planner, first))["filters"]
    [turned] = query(asked(planner, second, asked(planner, first)))["filters"]

    assert (condition["operator"], turned["operator"]) == ("equals", "notEquals")
    assert condition["values"] == turned["values"]


@pytest.mark.parametrize(
    "text",
    [
        "set the salary to 5000",
        "please cancel all orders",
        "把工资改成5000",
        "What will our revenue be next year?",
        "明年的销售额是多少",
        "What is the median salary by department?",
        "各部门工资的中位数",
        "revenue in Atlantis",
        "亚特兰蒂斯地区的销售额",
        "为什么华南地区的销售额下降了?",
    ],
)
def test_what_cannot_be_said_is_not_answered(text: str, planner: ClausalPlanner) -> None:
    plan = asked(planner, text)

    assert plan.outcome in (Outcome.DECLINED, Outcome.CLARIFY)
    assert plan.message
    assert detect(plan.message) == detect(text)
    assert plan.suggestions
    assert plan.confidence < 0.5 or plan.outcome is Outcome.DECLINED


def test_a_name_that_the_data_does_not_have_is_named(planner: ClausalPlanner) -> None:
    assert '"atlantis"' in asked(planner, "revenue in Atlantis").message


def test_suggestions_are_answered(planner: ClausalPlanner) -> None:
    for suggestion in asked(planner, "revenue in Atlantis").suggestions:
        assert asked(planner, suggestion).outcome is Outcome.ANSWERED
