"""The planner that reads by clauses: a question becomes one query, and what it leaves out is said."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline import Outcome, Pipeline, Settings
from pipeline.derived import Basis
from pipeline.planner.base import Plan, Question
from pipeline.planner.clausal import ClausalPlanner


@pytest.fixture(scope="module")
def planner(demo: Pipeline, demo_settings: Settings) -> ClausalPlanner:
    today = demo_settings.today
    assert today
    return ClausalPlanner(demo.engine, lambda: today)


def asked(planner: ClausalPlanner, text: str, previous: Plan | None = None) -> Plan:
    language = "zh" if any("一" <= c <= "鿿" for c in text) else "en"
    basis = Basis(previous.query, previous.derived) if previous and previous.query else None
    question = Question(text, language, basis)  # type: ignore[arg-type]
    return planner.answered(question, planner.understand(question))


def query(plan: Plan) -> dict[str, Any]:
    assert plan.outcome is Outcome.ANSWERED, plan.message
    assert plan.query
    return plan.query.to_json()


@pytest.mark.parametrize(
    ("text", "measures", "dimensions"),
    [
        ("average salary by department", ["salaries.average_salary"], ["departments.name"]),
        ("各部门的平均薪资", ["salaries.average_salary"], ["departments.name"]),
        ("how many employees are there in each city", ["employees.total_employees"], None),
        ("headcount and average salary per department", None, ["departments.name"]),
    ],
)
def test_what_is_measured_and_grouped(
    planner: ClausalPlanner, text: str, measures: list[str] | None, dimensions: list[str] | None
) -> None:
    found = query(asked(planner, text))

    if measures is not None:
        assert found["measures"] == measures
    else:
        assert len(found["measures"]) == 2
    if dimensions is not None:
        assert found["dimensions"] == dimensions
    else:
        assert len(found["dimensions"]) == 1


def test_a_superlative_ranks_and_cuts(planner: ClausalPlanner) -> None:
    found = query(asked(planner, "top 3 departments by average salary"))

    assert found["order"][0] == ["salaries.average_salary", "desc"]
    assert found["limit"] == 3


def test_a_thing_with_a_value_in_front_is_restricted(planner: ClausalPlanner) -> None:
    found = query(asked(planner, "number of female employees"))

    assert found["measures"] == ["employees.total_employees"]
    assert [f["member"] for f in found["filters"]] == ["employees.gender"]


def test_follow_ups_keep_what_they_do_not_change(planner: ClausalPlanner) -> None:
    first = asked(planner, "average salary by department")
    second = asked(planner, "only women", first)
    third = asked(planner, "top 3", second)

    assert query(second)["dimensions"] == query(third)["dimensions"] == ["departments.name"]
    assert query(third)["filters"][0]["member"] == "employees.gender"
    assert query(third)["limit"] == 3


def test_a_word_that_nothing_explains_is_evidence_against_an_answer(planner: ClausalPlanner) -> None:
    plain = Question("average salary by department", "en")
    strange = Question("average zorgs salary by department", "en")

    known, unknown = (planner.understand(q).evidence(planner.catalog) for q in (plain, strange))

    assert "left unknown" not in known
    assert unknown["left unknown"] == 1
    assert unknown["lost"] > known["lost"]


def test_what_cannot_be_asked_is_declined(planner: ClausalPlanner) -> None:
    plan = planner.plan_now(Question("forecast the revenue of next year", "en"))

    assert plan.outcome is Outcome.DECLINED
    assert plan.message
