"""Questions that only a view of the model can hold."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.answer import Outcome
from pipeline.derived import Basis
from pipeline.planner.base import Plan
from pipeline.planner.rules import RulesPlanner
from pipeline.planner.views import in_cubes, in_view
from pipeline.query import Query

Ask = Callable[..., Plan]


def basis_of(plan: Plan) -> Basis:
    assert plan.query is not None, plan.message
    return Basis(plan.query, plan.derived)


@pytest.mark.parametrize("text", ["orders by product category", "各品类的订单数"])
def test_what_no_join_leads_to_is_asked_of_the_view_that_joins_it(ask: Ask, text: str) -> None:
    plan = ask(text)
    query = plan.query
    assert query is not None
    assert not plan.assumptions
    assert query.to_json() == {"measures": ["sales.total_orders"], "dimensions": ["sales.category"]}


@pytest.mark.parametrize("text", ["total salary by product category", "各品类的员工总数"])
def test_what_no_view_holds_either_is_declined(ask: Ask, text: str) -> None:
    plan = ask(text)
    assert plan.outcome is Outcome.DECLINED
    assert "connects" in plan.message or "联系起来" in plan.message


@pytest.mark.parametrize(
    ("first", "second", "dimensions"),
    [
        ("orders by product category", "and by brand?", ["sales.brand"]),
        ("各品类的订单数", "按城市", ["customers.city"]),
    ],
)
def test_a_question_to_a_view_can_be_followed_up(
    ask: Ask, first: str, second: str, dimensions: list[str]
) -> None:
    query = ask(second, basis_of(ask(first))).query
    assert query is not None
    assert query.dimensions == dimensions


def test_a_restriction_stays_when_the_view_takes_over(ask: Ask) -> None:
    query = ask("按品类", basis_of(ask("北京2024年的订单数"))).query
    assert query is not None
    assert query.dimensions == ["sales.category"]
    assert [c.member for c in query.conditions()] == ["sales.customers_city"]
    assert query.time_dimensions[0].dimension == "sales.ordered_at"


def test_there_and_back(rules: RulesPlanner) -> None:
    asked = {
        "measures": ["orders.total_orders"],
        "dimensions": ["products.category"],
        "timeDimensions": [{"dimension": "orders.created_at", "granularity": "month"}],
        "filters": [
            {
                "or": [
                    {"member": "orders.status", "operator": "set"},
                    {"and": [{"member": "products.brand", "operator": "equals", "values": ["Tern"]}]},
                ]
            }
        ],
        "order": [["orders.created_at", "asc"]],
    }
    query = Query.parse(asked)
    viewed = in_view(query, rules.catalog)
    assert viewed is not None
    assert {name.split(".")[0] for name in (*viewed.members(), viewed.order[0][0])} == {"sales"}
    assert in_cubes(viewed, rules.catalog) == query
