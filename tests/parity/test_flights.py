"""The same rows as Cube's own compiler gives, on flights: one table in two parts, a diamond, views over all."""

# ruff: noqa: E501 - a query is read best on its own line

from __future__ import annotations

from typing import Any

import pytest
from parity.conftest import Pair, on


def departed(**keys: Any) -> list[dict[str, Any]]:
    return [{"dimension": "flights.departed_at", **keys}]


JOINS = [
    {"measures": ["flights.count"], "dimensions": ["origin.city", "destination.city"]},
    {
        "measures": ["flights.count", "origin.count", "destination.northernmost"],
        "dimensions": ["destination.country"],
    },
    {"measures": ["flights.count"], "dimensions": ["carriers.name"]},
    {"measures": ["planes.count"], "dimensions": ["carriers.name"]},
    {"measures": ["flights.count"], "dimensions": ["carriers.name", "planes.model"]},
    {"measures": ["bookings.paid", "planes.count"], "dimensions": ["carriers.alliance"]},
    {"measures": ["incidents.count", "planes.seats_total"], "dimensions": ["carriers.name"]},
    {"measures": ["incidents.count", "flights.count"]},
    {"measures": ["incidents.count"], "dimensions": ["flights.cancelled"]},
    {"measures": ["bookings.count"], "dimensions": ["origin.hub", "carriers.alliance", "planes.model"]},
    {"measures": ["latest.count", "planes.count"], "dimensions": ["planes.model"]},
    {"measures": ["flights.count"], "dimensions": ["latest.at"]},
    {"measures": ["carriers.names"], "dimensions": ["planes.model"]},
    {"measures": ["carriers.count", "carriers.names"], "dimensions": ["origin.city"]},
    {
        "measures": ["carriers.count"],
        "timeDimensions": [{"dimension": "incidents.occurred_at"}],
        "dimensions": ["carriers.name"],
    },
    {"measures": ["origin.hubs"], "dimensions": ["bookings.channel"]},
    {"measures": ["planes.incidents_each"], "dimensions": ["planes.model"]},
    {"measures": ["planes.incidents_each", "flights.count"], "dimensions": ["origin.country"]},
    {"dimensions": ["planes.incident_count", "carriers.name"]},
]
MEASURES = [
    {
        "measures": ["flights.late_share", "flights.routes", "flights.any_cancelled"],
        "dimensions": ["origin.country"],
    },
    {"measures": ["flights.fare_per_seat"], "dimensions": ["planes.model"]},
    {"measures": ["flights.fare_per_seat", "flights.load"], "dimensions": ["carriers.name"]},
    {"measures": ["flights.load"], "dimensions": ["bookings.channel"]},
    {"measures": ["bookings.above_fare"], "dimensions": ["origin.city"]},
    {"measures": ["bookings.above_fare", "bookings.paid_by_web"], "dimensions": ["bookings.bags"]},
    {"measures": ["bookings.earliest"], "dimensions": ["flights.domestic"]},
    {"measures": ["flights.between_hubs", "flights.late"], "dimensions": ["carriers.alliance"]},
    {"measures": ["flights.between_hubs", "flights.average_delay"], "dimensions": ["bookings.bags"]},
    {"measures": ["planes.average_age", "planes.seats_total"], "dimensions": ["flights.route"]},
    {"measures": ["flights.count"], "segments": ["flights.on_time", "flights.to_hubs"]},
    {"measures": ["bookings.paid"], "segments": ["flights.to_hubs"], "dimensions": ["destination.label"]},
    {
        "measures": ["destination.northernmost"],
        "filters": [on("flights.fares", "gt", "4000")],
        "dimensions": ["carriers.name"],
    },
    {
        "measures": ["flights.fares"],
        "dimensions": ["planes.seats"],
        "order": [["planes.seats", "desc"]],
        "limit": 9,
        "offset": 3,
    },
]
FILTERS = [
    *({"dimensions": ["destination.label"], "filters": [on("destination.city", operator, *values)]}
      for operator in ("equals", "notEquals", "contains", "notContains", "startsWith", "endsWith", "in", "notIn")
      for values in (["O'Hare \"Chicago\""], ["a_%"], ["京", None], ["%", "_"])),
    {"measures": ["bookings.count"], "filters": [on("bookings.channel", "equals", "call 'n' go")]},
    {"measures": ["carriers.count"], "filters": [on("carriers.name", "endsWith", "\\slash", "100%")]},
    {"dimensions": ["flights.id"], "filters": [{"and": [on("flights.cancelled", "equals", "true"), {"or": [on("flights.delay", "lt", "0"), on("planes.tail", "notSet")]}]}]},
    {"dimensions": ["flights.id"], "filters": [on("flights.domestic", "notEquals", "true"), on("bookings.bags", "equals", "3")]},
    {"measures": ["flights.count"], "filters": [{"or": [on("flights.late", "gt", "5"), on("flights.any_cancelled", "equals", "true")]}], "dimensions": ["origin.city"]},
    {"measures": ["planes.count"], "filters": [on("planes.incident_count", "gte", "2")]},
    {"dimensions": ["origin.city"], "filters": [on("origin.count", "equals", "5e1")]},
]  # fmt: skip
TIMES = [
    *({"measures": ["flights.count"], "timeDimensions": departed(granularity=g, dateRange=["2023-03-20", "2023-04-10"]), "timezone": zone}
      for g in ("hour", "day", "week", "decade_day", "quarter_hour", "sunday_week", "us_fiscal")
      for zone in ("UTC", "Europe/Berlin", "America/Lima")),
    {"measures": ["bookings.paid"], "timeDimensions": [{"dimension": "bookings.booked_on", "granularity": "month"}], "dimensions": ["flights.departed_at.quarter"]},
    {"measures": ["incidents.worst"], "timeDimensions": [{"dimension": "incidents.occurred_at", "granularity": "week", "dateRange": "last year"}]},
    {"dimensions": ["latest.at"], "timezone": "Asia/Shanghai", "filters": [on("latest.at", "afterOrOnDate", "2024-02-20")]},
    {"dimensions": ["flights.id"], "filters": [on("flights.departed_at", "notInDateRange", "2023-03-01", "2024-02-01")], "timezone": "America/New_York"},
]  # fmt: skip
WINDOWS = [
    {
        "measures": [f"flights.{m}"],
        "timeDimensions": departed(granularity=g, dateRange="last 4 months"),
        "timezone": zone,
    }
    for m in ("fares_so_far", "delay_week", "earliest_3_months", "year_so_far")
    for g in ("day", "week", "month")
    for zone in ("UTC", "America/New_York")
] + [
    {
        "measures": ["flights.fares_so_far", "flights.delay_week"],
        "dimensions": ["carriers.name"],
        "timeDimensions": departed(granularity="month", dateRange="last year"),
    },
    {
        "measures": ["flights.year_so_far"],
        "dimensions": ["bookings.bags"],
        "timeDimensions": departed(granularity="month", dateRange="last year"),
    },
    {
        "measures": ["flights.delay_week"],
        "dimensions": ["bookings.bags"],
        "timeDimensions": departed(granularity="week", dateRange="last month"),
    },
]
VIEWS = [
    {"measures": ["trips.count", "trips.mean_delay"], "dimensions": ["trips.origin_city", "trips.to_city"]},
    {"measures": ["trips.fares"], "dimensions": ["trips.carrier"]},
    {"measures": ["trips.fares", "trips.seats_total"], "dimensions": ["trips.model", "trips.carrier"]},
    {"measures": ["trips.to_northernmost", "trips.to_count"], "dimensions": ["trips.origin_country"]},
    {
        "measures": ["trips.delay_week"],
        "timeDimensions": [
            {"dimension": "trips.departed_at", "granularity": "week", "dateRange": "last quarter"}
        ],
    },
    {"measures": ["trips.late_share"], "segments": ["trips.on_time"], "dimensions": ["trips.to_label"]},
    {"dimensions": ["trips.to_secret"]},
    {"dimensions": ["trips.incident_count"]},
    {"measures": ["fleet.count", "fleet.planes_seats_total"], "dimensions": ["fleet.carriers_name"]},
    {"measures": ["fleet.carriers_names", "fleet.worst"], "dimensions": ["fleet.planes_model"]},
    {"measures": ["fleet.planes_incidents_each"], "dimensions": ["fleet.carriers_alliance"]},
    {"measures": ["trips.count", "fleet.count"]},
]


@pytest.mark.parametrize("query", [*JOINS, *MEASURES, *FILTERS, *TIMES, *WINDOWS, *VIEWS], ids=str)
def test_by_hand(flights: Pair, query: dict[str, Any]) -> None:
    flights.assert_same(query)


@pytest.mark.parametrize("name", ["airports.city", "origin.secret", "sold.count", "planes.built"])
def test_what_is_hidden_or_missing_cannot_be_asked(flights: Pair, name: str) -> None:
    ours, _ = flights.rows({"dimensions" if name != "sold.count" else "measures": [name]})
    assert "no member" in str(ours) or "no measure" in str(ours)
