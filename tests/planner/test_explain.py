from __future__ import annotations

from typing import get_args

import pytest

from pipeline.planner.explain import understood
from pipeline.planner.rules import RulesPlanner
from pipeline.query import Operator, Query

QUERY = Query.parse(
    {
        "measures": ["employees.total_employees"],
        "dimensions": ["departments.name"],
        "timeDimensions": [
            {
                "dimension": "employees.hired_at",
                "granularity": "year",
                "dateRange": ["2023-01-01", "2024-12-31"],
            }
        ],
        "filters": [
            {"member": "employees.gender", "operator": "equals", "values": ["F"]},
            {"or": [
                {"member": "employees.age", "operator": "gt", "values": ["50"]},
                {"member": "employees.city", "operator": "notSet"},
            ]},
        ],
        "order": [["employees.total_employees", "desc"]],
        "limit": 5,
    }
)  # fmt: skip


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            [
                "Measure: Total employees",
                "Grouped by: Department, Hire date by year",
                "Time: Hire date 2023-01-01 to 2024-12-31",
                "Filter: Gender is Female",
                "Filter: Age more than 50 or Office city is missing",
                "Sorted by: Total employees descending",
                "Rows: 5",
            ],
        ),
        (
            "zh",
            [
                "指标:员工总数",
                "分组:部门、入职日期(年)",
                "时间:入职日期 2023-01-01 至 2024-12-31",
                "筛选:性别 为 女",
                "筛选:年龄 大于 50 或 办公城市 为空",
                "排序:员工总数 降序",
                "行数:5",
            ],
        ),
    ],
)
def test_a_query_in_the_words_of_the_business(rules: RulesPlanner, language: str, lines: list[str]) -> None:
    assert understood(QUERY, rules.catalog, language) == lines  # type: ignore[arg-type]


def test_rows_without_a_measure_are_listed(rules: RulesPlanner) -> None:
    assert understood(Query(dimensions=["departments.name"]), rules.catalog, "en") == ["Listed: Department"]


@pytest.mark.parametrize("operator", get_args(Operator))
def test_every_operator_has_words_in_both_languages(rules: RulesPlanner, operator: str) -> None:
    on = "employees.hired_at" if "Date" in operator else "departments.name"
    values = ["2024-01-01", "2024-02-01"] if "DateRange" in operator else ["2024-01-01"]
    condition = {
        "member": on,
        "operator": operator,
        "values": [] if operator.lower().endswith("set") else values,
    }
    query = Query.parse({"measures": ["employees.total_employees"], "filters": [condition]})
    for language in ("en", "zh"):
        assert len(understood(query, rules.catalog, language)) == 2  # type: ignore[arg-type]
