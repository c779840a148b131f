"""The same rows as Cube's own compiler gives, on a hospital: sub-queries, cases, windows, keys of two columns."""

# ruff: noqa: E501 - a query is read best on its own line

from __future__ import annotations

from typing import Any

import pytest
from parity.conftest import Pair, on


def admitted(**keys: Any) -> list[dict[str, Any]]:
    return [{"dimension": "admissions.admitted_at", **keys}]


SUB_QUERIES = [
    {"dimensions": ["departments.name", "departments.doctor_count", "departments.size"]},
    {"measures": ["departments.doctors_each", "departments.count"]},
    {"measures": ["departments.budget"], "dimensions": ["departments.spent"]},
    {
        "measures": ["departments.count"],
        "dimensions": ["departments.spent"],
        "filters": [on("admissions.kind", "equals", "planned")],
    },
    {
        "measures": ["departments.count"],
        "dimensions": ["departments.spent"],
        "timeDimensions": admitted(dateRange="last year"),
    },
    {"measures": ["departments.count"], "dimensions": ["departments.spent"], "timeDimensions": admitted()},
    {"measures": ["departments.count"], "dimensions": ["departments.spent"], "segments": ["admissions.long"]},
    {
        "measures": ["admissions.count"],
        "dimensions": ["departments.spent"],
        "filters": [{"or": [on("admissions.kind", "notSet"), on("patients.sex", "equals", "f")]}],
    },
    {"measures": ["patients.returning", "patients.count"], "dimensions": ["patients.sex"]},
    {"dimensions": ["patients.stays"], "measures": ["patients.cities"]},
    {"measures": ["patients.count"], "filters": [on("patients.stays", "gt", "3")]},
    {"measures": ["admissions.cost"], "dimensions": ["departments.size"]},
]
CASES = [
    {"measures": ["doctors.count"], "dimensions": ["doctors.pay"]},
    {"measures": ["doctors.count", "departments.budget"], "dimensions": ["doctors.pay", "departments.acute"]},
    {"dimensions": ["doctors.name"], "filters": [on("doctors.pay", "startsWith", "LOW, 100%")]},
    {"dimensions": ["doctors.name"], "filters": [on("doctors.pay", "notContains", "_")]},
    {"measures": ["admissions.cost"], "dimensions": ["doctors.pay"], "filters": [on("doctors.pay", "set")]},
    {"dimensions": ["departments.name"], "filters": [on("departments.size", "equals", "small", "nobody")]},
]
KEYS = [
    {"measures": ["treatments.count", "treatments.time_spent"]},
    {
        "measures": ["treatments.count", "treatments.time_spent", "admissions.count"],
        "dimensions": ["admissions.kind"],
    },
    {"measures": ["treatments.count", "readings.count"], "dimensions": ["patients.city"]},
    {"measures": ["treatments.cost_per_minute", "readings.average"], "dimensions": ["doctors.pay"]},
    {"measures": ["treatments.average_price"], "dimensions": ["readings.pulse"]},
    {
        "measures": ["readings.count", "readings.average", "readings.highest"],
        "dimensions": ["treatments.code"],
    },
    {"measures": ["readings.count", "readings.average"], "dimensions": ["admissions.kind"]},
    {"measures": ["readings.average", "treatments.count"], "filters": [on("patients.sex", "notSet")]},
    {"measures": ["admissions.cost_per_treatment"], "dimensions": ["patients.sex"]},
    {
        "measures": ["admissions.cost", "admissions.average_days", "admissions.longest"],
        "dimensions": ["treatments.line"],
    },
    {
        "measures": ["treatments.count"],
        "dimensions": ["treatments.line"],
        "order": [["treatments.count", "desc"], ["treatments.line", "asc"]],
        "limit": 5,
    },
    {"dimensions": ["treatments.code", "readings.pulse"], "filters": [on("readings.pulse", "lt", "1")]},
]
MEASURES = [
    {"measures": ["admissions.urgent_share", "admissions.patients_seen", "admissions.paid_per_city"]},
    {"measures": ["admissions.paid_per_city"], "dimensions": ["doctors.name"]},
    {"measures": ["admissions.cost_of_seniors"], "dimensions": ["departments.name"]},
    {"measures": ["doctors.budget_share"], "dimensions": ["departments.name"]},
    {"measures": ["doctors.budget_share", "admissions.cost"], "dimensions": ["departments.acute"]},
    {"measures": ["doctors.average_salary", "doctors.first_hired"], "dimensions": ["patients.city"]},
    {"measures": ["departments.budget", "patients.count", "doctors.highest"]},
    {"measures": ["departments.budget"], "dimensions": ["treatments.code"]},
    {"measures": ["departments.count"], "dimensions": ["patients.born_in"]},
    {
        "dimensions": ["admissions.days", "admissions.at_home"],
        "filters": [on("admissions.days", "gte", "14")],
    },
    {
        "measures": ["admissions.count"],
        "filters": [on("admissions.urgent_share", "gt", "20")],
        "dimensions": ["patients.city"],
    },
    {
        "measures": ["admissions.count"],
        "segments": ["admissions.long", "admissions.of_acute", "patients.women"],
    },
    {"measures": ["treatments.count"], "segments": ["admissions.of_acute"]},
    {
        "measures": ["emergencies.cost", "emergencies.nights", "emergencies.urgent"],
        "dimensions": ["emergencies.kind"],
    },
    {"measures": ["emergencies.cost_per_treatment"], "dimensions": ["doctors.name", "emergencies.night"]},
    {"measures": ["admissions.count", "emergencies.count"], "dimensions": ["departments.name"]},
    {
        "measures": ["admissions.count"],
        "dimensions": ["patients.city"],
        "filters": [on("patients.city", "equals", "")],
    },
    {"measures": ["patients.count"], "filters": [on("patients.sex", "notEquals", "f", None)]},
    {"measures": ["patients.count"], "filters": [on("patients.sex", "in", "f", "m")]},
    {"measures": ["patients.count"], "filters": [on("patients.sex", "notIn", "f")]},
]
TIMES = [
    *({"measures": ["admissions.count"], "timeDimensions": admitted(granularity=g), "timezone": zone}
      for g in ("season", "fiscal_quarter", "shift", "pay_period", "five_months_ten_days", "two_years", "week")
      for zone in ("UTC", "Europe/Berlin")),
    {"measures": ["patients.count"], "timeDimensions": [{"dimension": "patients.born_on", "granularity": "quarter", "dateRange": ["1950", "1959-12-31"]}]},
    {"measures": ["patients.count"], "dimensions": ["patients.born_on.year", "patients.born_in"]},
    {"measures": ["admissions.average_days"], "timeDimensions": [{"dimension": "admissions.discharged_at", "granularity": "month"}]},
    {"measures": ["admissions.cost"], "dimensions": ["admissions.admitted_at.season"], "order": {"admissions.cost": "asc"}},
    {"measures": ["admissions.count"], "timeDimensions": admitted(granularity="ages")},
    {"measures": ["departments.count"], "timeDimensions": admitted()},
    {"measures": ["doctors.count"], "dimensions": ["departments.name"], "timeDimensions": [{"dimension": "admissions.discharged_at"}]},
    {"measures": ["admissions.count"], "timeDimensions": [*admitted(granularity="month", dateRange="last 6 months"), {"dimension": "admissions.discharged_at", "granularity": "year"}]},
]  # fmt: skip
WINDOWS = [
    {"measures": [f"admissions.{m}"], "timeDimensions": admitted(granularity=g, dateRange=["2023-02-10", "2023-07-05"])}
    for m in ("cost_so_far", "cost_to_come", "seen_in_30_days", "around", "month_to_date", "quarter_to_date")
    for g in ("day", "week", "month", "quarter", "year")
] + [
    {"measures": ["admissions.share_so_far", "admissions.count"], "timeDimensions": admitted(granularity="month", dateRange="last year")},
    {"measures": ["admissions.seen_in_30_days"], "dimensions": ["patients.sex"], "timeDimensions": admitted(granularity="week", dateRange="last quarter"), "timezone": "Asia/Tokyo"},
    {"measures": ["admissions.cost_so_far"], "dimensions": ["treatments.code"], "timeDimensions": admitted(granularity="month", dateRange="last year")},
    {"measures": ["admissions.around"], "dimensions": ["treatments.code"], "timeDimensions": admitted(granularity="quarter", dateRange="last year")},
    {"measures": ["emergencies.cost_so_far"], "timeDimensions": [{"dimension": "emergencies.admitted_at", "granularity": "month", "dateRange": "last year"}]},
    {"measures": ["hospital.month_to_date", "hospital.count"], "timeDimensions": [{"dimension": "hospital.admitted_at", "granularity": "day", "dateRange": "last month"}]},
    {"measures": ["admissions.around"], "timeDimensions": admitted(dateRange="last year")},
    {"measures": ["admissions.cost_so_far"], "timeDimensions": admitted(granularity="day", dateRange="last week"), "filters": [on("admissions.cost_so_far", "gt", "1")]},
]  # fmt: skip
VIEWS = [
    {"measures": ["hospital.cost", "hospital.average_salary"], "dimensions": ["hospital.departments_name"]},
    {
        "measures": ["hospital.patients_count"],
        "dimensions": ["hospital.doctor"],
        "segments": ["hospital.patients_women"],
    },
    {"measures": ["hospital.departments_budget"], "dimensions": ["hospital.patients_city"]},
    {"dimensions": ["hospital.departments_size", "hospital.pay"]},
    {"measures": ["hospital.count"], "segments": ["hospital.long", "hospital.of_acute"]},
    {"measures": ["hospital.cost", "patients.count"]},
]


@pytest.mark.parametrize("query", [*SUB_QUERIES, *CASES, *KEYS, *MEASURES, *TIMES, *WINDOWS, *VIEWS], ids=str)
def test_by_hand(clinic: Pair, query: dict[str, Any]) -> None:
    clinic.assert_same(query)
