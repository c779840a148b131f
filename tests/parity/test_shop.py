"""The same rows as Cube's own compiler gives, on a shop with everything that goes wrong in data."""

# ruff: noqa: E501 - a query is read best on its own line

from __future__ import annotations

from typing import Any

import pytest
from parity.conftest import Pair, on

GRANULARITIES = ["second", "minute", "hour", "day", "week", "month", "quarter", "year"]
CUSTOM = ["half", "fiscal_year", "fortnight", "sunday_week", "shift"]


def created(**keys: Any) -> list[dict[str, Any]]:
    return [{"dimension": "orders.created_at", **keys}]


MEASURES = [
    {"measures": [f"orders.{m}" for m in ("count", "total", "average", "least", "buyers", "paid_total")]},
    {"measures": ["orders.paid_share", "orders.rows", "orders.amounts", "orders.last_order"]},
    {"measures": ["orders.any_big", "orders.statuses"], "dimensions": ["customers.vip"]},
    {"measures": ["orders.per_customer", "orders.per_item_percent"], "dimensions": ["orders.status"]},
    {"measures": ["orders.scored"], "dimensions": ["items.pieces"]},
    {"measures": ["orders.scored", "orders.count", "orders.rows"], "dimensions": ["payments.part"]},
    {"measures": ["customers.abroad", "items.quantity"], "dimensions": ["customers.kind"]},
    {"measures": ["customers.avg_orders", "customers.best"], "dimensions": ["customers.region_name"]},
    {"measures": ["customers.score_per_customer", "orders.total"], "dimensions": ["regions.name"]},
    {"measures": ["key_customers.count", "key_customers.lowest", "key_customers.avg_score"]},
]
JOINS = [
    {"measures": ["items.quantity", "payments.paid", "orders.total"], "dimensions": ["orders.status"]},
    {"measures": ["payments.count", "orders.count"], "dimensions": ["payments.part"]},
    {"measures": ["items.revenue"], "dimensions": ["regions.name", "suppliers.name"]},
    {"measures": ["items.revenue"], "dimensions": ["regions.name"]},
    {"measures": ["customers.count", "suppliers.count"], "dimensions": ["regions.name"]},
    {"measures": ["products.list", "products.count", "items.count"], "dimensions": ["products.category"]},
    {"measures": ["orders.total", "products.avg_price"], "dimensions": ["customers.name"]},
    {"dimensions": ["regions.name", "products.name"]},
    {"measures": ["payments.count"], "dimensions": ["products.name"]},
    {"measures": ["orders.count"], "dimensions": ["island.x"]},
    {"dimensions": ["customers.order_count", "customers.spent"]},
    {"measures": ["customers.count"], "dimensions": ["customers.spent"], "filters": [on("orders.status", "equals", "paid")]},
    {"measures": ["orders.count"], "segments": ["orders.of_vips"], "dimensions": ["items.pieces"]},
]  # fmt: skip
VIEWS = [
    {"measures": ["sales.total", "sales.items_quantity"], "dimensions": ["sales.region"]},
    {"measures": ["sales.customers_count", "sales.people"], "dimensions": ["sales.customers_kind"]},
    {"measures": ["sales.avg_price", "sales.per_customer"], "dimensions": ["sales.category"]},
    {"measures": ["supply.revenue"], "dimensions": ["supply.regions_name"]},
    {"dimensions": ["supply.suppliers_name"], "filters": [on("supply.margin", "gt", "0")]},
    {"measures": ["sales.count"], "segments": ["sales.sent", "sales.customers_active"]},
]
FILTERS = [
    {"dimensions": ["customers.name"], "filters": [on("customers.name", operator, *values)]}
    for operator in (
        "equals",
        "notEquals",
        "contains",
        "notContains",
        "startsWith",
        "endsWith",
        "notEndsWith",
    )
    for values in (["50% off"], ["_"], ["%", "'"], ["\\"], ["王"], ["A"], [""], ["ann", None])
]
NUMBERS = [
    {"measures": ["orders.count"], "filters": [on("orders.amount", operator, *values)]}
    for operator in ("equals", "notEquals", "gt", "gte", "lt", "lte")
    for values in (["25"], ["1.25", "12"], ["x"], ["1e1"])
]
GROUPS = [
    {"dimensions": ["orders.id"], "filters": [{"or": [on("orders.status", "notSet"), {"and": [
        on("orders.amount", "gt", "10"), {"or": [on("customers.vip", "equals", "true"),
        on("orders.created_at", "beforeDate", "2023-06-01")]}]}]}]},
    {"dimensions": ["orders.status"], "filters": [{"or": [on("orders.count", "gt", "65"),
        {"and": [on("orders.total", "lt", "1600"), on("orders.average", "set")]}]}]},
    {"dimensions": ["items.pieces"], "filters": [on("orders.total", "gt", "2000")]},
    {"measures": ["orders.count"], "filters": [{"or": [on("orders.status", "set"), on("orders.count", "gt", "1")]}]},
    {"measures": ["orders.count"], "filters": [on("orders.paid_total", "measureFilter")]},
]  # fmt: skip
TIMES = [
    *({"measures": ["orders.count"], "timeDimensions": created(granularity=g)} for g in GRANULARITIES + CUSTOM),
    *(
        {"measures": ["orders.total"], "timeDimensions": created(granularity=g), "timezone": zone}
        for g in ("hour", "day", "month", "fortnight", "half")
        for zone in ("America/New_York", "Asia/Kolkata")
    ),
    {"measures": ["orders.count"], "dimensions": ["orders.created_at.month", "orders.month_label"]},
    {"measures": ["orders.count"], "timeDimensions": [*created(granularity="month"), *created(granularity="year")]},
    {"dimensions": ["orders.shipped_at"], "timezone": "Asia/Tokyo"},
    {"measures": ["orders.count"], "timeDimensions": [{"dimension": "orders.shipped_at", "granularity": "week"}]},
    {"measures": ["orders.count"], "timeDimensions": created(granularity="fiscal")},
    {"measures": ["orders.count"], "timezone": "Mars/Olympus"},
]  # fmt: skip
RANGES: list[Any] = [
    "today", "yesterday", "tomorrow", "this week", "last week", "next week", "this month", "last month",
    "next month", "this quarter", "last quarter", "this year", "last year", "last 24 hours", "next 2 weeks",
    "last 1 day", "last 12 months", "last 4 quarters", "LAST 30 Days", "from 7 days ago to now",
    "from 90 days ago to 30 days ago", "from now to 3 days from now", "from 2023-05-01 to 2023-06-01",
    "2024-02-10", "2024-02-10T10:00:00", "2024-02", "garbage", "2024-02-30",
    ["2023-05-01"], ["2023-05-01", "2023-06-01"], ["2023-05-01T10:00", "2023-06-01 10:00:00"],
    ["2023-05-01T10:00:00+08:00", "2023-06-01T10:00:00Z"], ["2023-06-01", "2023-05-01"], ["2023-02-30", "2023-03-10"],
]  # fmt: skip
DATE_FILTERS = [
    {"dimensions": ["orders.id"], "timezone": "Asia/Tokyo", "filters": [on("orders.created_at", operator, *values)]}
    for operator in ("inDateRange", "notInDateRange", "onTheDate", "beforeDate", "beforeOrOnDate", "afterDate",
                     "afterOrOnDate")
    for values in (["2023-06-01"], ["2023-06-01", "2023-07-01"], ["last month"], ["2023-06-01T10:00:00.123Z"], ["x"])
]  # fmt: skip
ROLLING = [
    {"measures": [f"orders.{m}"], "timeDimensions": created(granularity=g, dateRange=["2023-03-05", "2023-08-20"])}
    for m in ("running", "last_30_days", "year_to_date", "two_months_avg", "running_share")
    for g in ("day", "week", "month", "quarter")
] + [
    {"measures": ["orders.running", "orders.total"], "timeDimensions": created(dateRange="last year")},
    {"measures": ["orders.running"], "dimensions": ["orders.status"],
     "timeDimensions": created(granularity="month", dateRange="last year"), "timezone": "America/New_York"},
    {"measures": ["orders.year_to_date"], "dimensions": ["items.pieces"],
     "timeDimensions": created(granularity="month", dateRange="last year")},
    {"measures": ["orders.running"], "timeDimensions": created(granularity="month")},
]  # fmt: skip
UNGROUPED = [
    {
        "measures": ["orders.count", "orders.total"],
        "dimensions": ["orders.id", "orders.status"],
        "ungrouped": True,
    },
    {"dimensions": ["customers.vip"], "ungrouped": True},
    {"measures": ["orders.count"], "ungrouped": True, "filters": [on("orders.count", "gt", "1")]},
]


@pytest.mark.parametrize(
    "query",
    [*MEASURES, *JOINS, *VIEWS, *FILTERS, *NUMBERS, *GROUPS, *TIMES, *DATE_FILTERS, *ROLLING, *UNGROUPED],
    ids=str,
)
def test_by_hand(shop: Pair, query: dict[str, Any]) -> None:
    shop.assert_same(query)


@pytest.mark.parametrize("asked", RANGES, ids=str)
@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_date_ranges(shop: Pair, asked: Any, zone: str) -> None:
    shop.assert_same(
        {"dimensions": ["orders.id"], "timeDimensions": created(dateRange=asked), "timezone": zone}
    )


@pytest.mark.parametrize(
    "order",
    [
        {},
        {"orders.total": "asc"},
        [["orders.status", "desc"], ["orders.count", "asc"]],
    ],
    ids=str,
)
def test_order_is_the_same(shop: Pair, order: Any) -> None:
    query = {
        "measures": ["orders.total", "orders.count"],
        "dimensions": ["orders.status"],
        "limit": 4,
        "offset": 1,
    }
    if order:
        query["order"] = order
    shop.assert_same(query)


def test_an_order_by_what_is_not_selected_orders_nothing(shop: Pair) -> None:
    # without a limit: which rows an unordered limit keeps is nobody's promise
    shop.assert_same(
        {
            "measures": ["orders.total", "orders.count"],
            "dimensions": ["orders.status"],
            "order": {"orders.average": "desc"},
        }
    )
