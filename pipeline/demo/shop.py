"""The shop of the demo company: customers, products, orders and their items.

Worth finding: growth of about a fifth a year, peaks in November and June, a supplier that delivered
nothing for a month, a dip in the South, dearer electronics that press the margin, one huge order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipeline.demo import words
from pipeline.demo.sampling import (
    Array,
    blank,
    days,
    month_of,
    names,
    nullable_dates,
    only,
    pick,
    pick_by_row,
    stream,
    weekday_of,
)

YEARLY_GROWTH = 1.2
YEARLY_INFLATION = 1.03
SEASON = (0.95, 0.75, 0.95, 0.95, 1.0, 1.35, 0.95, 0.9, 1.0, 1.05, 1.7, 1.3)
SALE_DAYS = ((6, 18), (11, 11))
SEGMENTS = ("Consumer", "Small Business", "Corporate", "Public Sector")
DAY_SECONDS = 86_400


@dataclass(frozen=True)
class Story:
    """When the things happened that are worth finding; all dates are first days of months."""

    today: np.datetime64
    supplier_failed: np.datetime64
    dip_from: np.datetime64
    dip_to: np.datetime64
    dearer_from: np.datetime64
    huge_order: np.datetime64

    @classmethod
    def until(cls, today: np.datetime64) -> Story:
        this_month: Any = today.astype("datetime64[M]")

        def months_ago(n: int) -> np.datetime64:
            month: np.datetime64 = (this_month - n).astype("datetime64[D]")
            return month

        return cls(today, months_ago(14), months_ago(7), months_ago(4), months_ago(9), months_ago(3))


def customers(n: int, start: np.datetime64, today: np.datetime64) -> pd.DataFrame:
    """``n`` customers by sign-up time."""
    rng = stream("customers")
    segment = pick(rng, SEGMENTS, n, (0.72, 0.16, 0.09, 0.03))
    name = names(rng, words.GIVEN, words.FAMILY, n)
    company, public = segment != "Consumer", segment == "Public Sector"
    name[company] = names(rng, words.FAMILY, words.COMPANY, int(company.sum()))
    name[public] = names(rng, words.FAMILY, words.PUBLIC, int(public.sum()))

    city = pick(rng, tuple(words.CITIES), n, [share for _, share in words.CITIES.values()])
    region = np.array([words.CITIES[c][0] for c in city], dtype=object)
    city = blank(rng, city, 0.02)
    region = only(region, pd.notna(city) | (rng.random(n) < 0.3))
    span = int((today - start).astype(int)) * DAY_SECONDS
    since = span * rng.random(n) ** 0.8
    regulars = max(1, n // 20)  # moved over from the shop on paper when the data begin
    since[:regulars] = rng.uniform(0, 30 * DAY_SECONDS, regulars)
    signed_up = np.sort(since).astype("timedelta64[s]")
    return pd.DataFrame(
        {
            "id": np.arange(1, n + 1),
            "name": name,
            "segment": segment,
            "city": city,
            "region": region,
            "acquisition_channel": pick(
                rng,
                ("Search", "Social Media", "Advertising", "Referral", "Walk-in"),
                n,
                (0.3, 0.25, 0.2, 0.15, 0.1),
            ),
            "tier": pick(rng, (None, "Bronze", "Silver", "Gold"), n, (0.5, 0.28, 0.15, 0.07)),
            "created_at": start.astype("datetime64[s]") + signed_up,
        }
    )


def products(n: int, start: np.datetime64, today: np.datetime64) -> pd.DataFrame:
    """``n`` products by launch date; about one in eight is no longer sold."""
    rng = stream("products")
    categories = np.array(list(words.CATEGORIES), dtype=object)[np.arange(n) % len(words.CATEGORIES)]
    low, high, cost_share = (np.array([words.CATEGORIES[c][i] for c in categories], float) for i in range(3))
    price = np.round(low * (high / low) ** rng.beta(1.6, 2.2, n)) - 0.1
    name = np.empty(n, dtype=object)
    for category, (*_, nouns) in words.CATEGORIES.items():
        mine = categories == category
        name[mine] = names(rng, words.STYLES, nouns.split("|"), int(mine.sum()))
    for row, (odd, category, odd_price) in enumerate(words.ODD_PRODUCTS):
        name[row], categories[row], price[row] = odd, category, odd_price
        cost_share[row] = words.CATEGORIES[category][2]

    span = int((today - start).astype(int))
    since = np.where(rng.random(n) < 0.6, 0, rng.uniform(0, span, n))
    since[: len(words.ODD_PRODUCTS)] = 0
    ends = since + rng.uniform(0.3, 1, n) * span
    discontinued = (rng.random(n) < 0.3) & (ends < span) & (np.arange(n) >= len(words.ODD_PRODUCTS))
    launched = start + days(since)
    supplier = pick(rng, words.SUPPLIERS, n, (0.24, 0.2, 0.18, 0.16, 0.12, 0.1))
    supplier[: len(words.ODD_PRODUCTS)] = words.SUPPLIERS[0]
    order = np.argsort(launched, kind="stable")
    return (
        pd.DataFrame(
            {
                "name": name,
                "category": categories,
                "brand": blank(rng, pick(rng, words.BRANDS, n), 0.05),
                "supplier": supplier,
                "list_price": price,
                "cost": np.round(price * cost_share * rng.uniform(0.88, 1.12, n), 2),
                "launched_on": launched,
                "discontinued": discontinued,
                "discontinued_on": nullable_dates(start + days(ends), discontinued),
            }
        )
        .iloc[order]
        .reset_index(drop=True)
        .assign(id=np.arange(1, n + 1))
    )


def orders(n: int, buyers: pd.DataFrame, start: np.datetime64, today: np.datetime64) -> pd.DataFrame:
    """About ``n`` orders by time, each of a customer who had signed up by then."""
    rng = stream("orders")
    story = Story.until(today)
    placed = _order_times(rng, n, start, today)
    buyer = _buyers(rng, placed, buyers["created_at"].to_numpy())
    region = buyers["region"].to_numpy(dtype=object)[buyer]
    date = placed.astype("datetime64[D]")
    dip = (region == "South") & (date >= story.dip_from) & (date < story.dip_to)
    kept = ~(dip & (rng.random(n) < 0.5))
    placed, buyer, region, date = placed[kept], buyer[kept], region[kept], date[kept]
    n = len(placed)

    segment = buyers["segment"].to_numpy(dtype=object)[buyer]
    years = (date - start).astype(int) / 365.25
    channel = _channel(rng, years)
    lost = rng.random(n) < 0.002
    arrival = _arrival(rng, placed, channel, region)
    arrived = (arrival < _now(today)) & ~lost
    status = _status(rng, placed, channel, arrived, today)
    known = arrived & (status != "cancelled") & (rng.random(n) >= 0.004)
    return pd.DataFrame(
        {
            "id": np.arange(1, n + 1),
            "order_number": [f"SO-{i:06d}" for i in range(1, n + 1)],
            "customer_id": buyer + 1,
            "created_at": placed,
            "delivered_at": nullable_dates(arrival, known),
            "status": status,
            "channel": channel,
            "payment_method": blank(rng, _payment(rng, years, segment), 0.015),
            "shipping_fee": np.where(channel == "Store", 0.0, pick(rng, (0.0, 8.0, 12.0, 25.0), n)),
        }
    )


def order_items(
    sold: pd.DataFrame, buyers: pd.DataFrame, range_: pd.DataFrame, today: np.datetime64, scale: float
) -> pd.DataFrame:
    """One to eight lines for each of the orders ``sold``; ``scale`` sizes the huge order."""
    rng = stream("order_items")
    lines = np.minimum(rng.geometric(0.4, len(sold)), 8)
    row = np.repeat(np.arange(len(sold)), lines)
    n = len(row)
    date = sold["created_at"].to_numpy()[row].astype("datetime64[D]")
    story = Story.until(today)
    segment = buyers["segment"].to_numpy(dtype=object)[sold["customer_id"].to_numpy()[row] - 1]
    product = _bought(rng, date, range_, story)
    most = np.select([segment == s for s in SEGMENTS], (3, 9, 24, 14))
    quantity = 1 + np.floor(most * rng.random(n) ** 2.2).astype(int)
    corporate = np.flatnonzero((segment == "Corporate") & (date >= story.huge_order))
    huge = int(corporate[0]) if len(corporate) else n - 1
    product[huge] = int(np.flatnonzero(range_["name"] == "O'Neill Desk")[0])
    quantity[huge] = max(20, round(420 * scale))

    discount = _discount(rng, date, segment)
    discount[huge] = 0.1
    price = range_["list_price"].to_numpy()[product] / YEARLY_INFLATION ** (
        (story.today - date).astype(int) / 365.25
    )
    cost = price * (range_["cost"] / range_["list_price"]).to_numpy()[product]
    electronics = (range_["category"] == "Electronics").to_numpy()[product]
    cost = np.where(electronics & (date >= story.dearer_from), cost * 1.16, cost)

    status = sold["status"].to_numpy(dtype=object)[row]
    partly = (rng.random(n) < 0.03) & (np.arange(n) != huge)
    kept = np.where(partly, quantity // 2, quantity)
    kept[(status == "cancelled") | (status == "returned")] = 0
    return pd.DataFrame(
        {
            "id": np.arange(1, n + 1),
            "order_id": sold["id"].to_numpy()[row],
            "product_id": product + 1,
            "quantity": quantity,
            "unit_price": np.round(price, 2),
            "unit_cost": np.round(cost, 2),
            "discount": discount,
            "net_quantity": kept,
        }
    )


def _order_times(rng: np.random.Generator, n: int, start: np.datetime64, today: np.datetime64) -> Array:
    """Sorted times; of the running day only the morning is known yet."""
    calendar = np.arange(start, today + np.timedelta64(1, "D"))
    month, day_of_month = month_of(calendar), (calendar - calendar.astype("datetime64[M]")).astype(int) + 1
    weight = YEARLY_GROWTH ** (np.arange(len(calendar)) / 365.25) * np.array(SEASON)[month - 1]
    weight *= np.where(weekday_of(calendar) >= 5, 1.25, 1.0)
    for sale_month, sale_day in SALE_DAYS:
        weight[(month == sale_month) & (day_of_month == sale_day)] *= 3
    weight[-1] *= 0.4
    date = calendar[rng.choice(len(calendar), n, p=weight / weight.sum())]
    second = np.floor(DAY_SECONDS * rng.beta(4, 2.6, n)).astype("timedelta64[s]")
    second = np.where(date == today, second // 2, second)
    return np.sort(date.astype("datetime64[s]") + second)


def _now(today: np.datetime64) -> Any:
    """Noon: the running day is half over."""
    return today.astype("datetime64[s]") + np.timedelta64(DAY_SECONDS // 2, "s")


def _buyers(rng: np.random.Generator, placed: Array, signed_up: Array) -> Array:
    """A row of customers for each order; some buy often, some never."""
    known = np.maximum(np.searchsorted(signed_up, placed), 1)
    eagerness = rng.random(len(signed_up))
    drawn = np.floor(rng.random((3, len(placed))) * known).astype(int)
    return np.asarray(drawn[np.argmax(eagerness[drawn], axis=0), np.arange(len(placed))])


def _channel(rng: np.random.Generator, years: Array) -> Array:
    """Shopping moves from stores and the website to the app."""
    return pick_by_row(
        rng,
        ("Store", "Website", "Mobile App", "Marketplace"),
        np.column_stack([3.6 - 0.3 * years, 3.4 - 0.15 * years, 0.8 + 0.5 * years, 1.2 + 0.1 * years]),
    )


def _payment(rng: np.random.Generator, years: Array, segment: Array) -> Array:
    """Organisations transfer; cash goes out of use."""
    business = np.where(segment == "Consumer", 0.0, 6.0)
    return pick_by_row(
        rng,
        ("Alipay", "WeChat Pay", "Bank Card", "Cash", "Bank Transfer"),
        np.column_stack(
            [3.5 + 0 * years, 2 + 0.25 * years, 2.2 - 0.1 * years, 1 - 0.1 * years, 0.1 + business]
        ),
    )


def _arrival(rng: np.random.Generator, placed: Array, channel: Array, region: Array) -> Array:
    hours = 20 + rng.gamma(3, 13, len(placed))
    hours *= np.where((region == "West") | (region == "Northeast"), 1.5, 1.0)
    hours *= np.where(month_of(placed) == 11, 1.35, 1.0)  # the sale of November clogs the warehouse
    hours = np.where(channel == "Store", rng.uniform(0, 3, len(placed)), hours)
    return np.asarray(placed + np.floor(hours * 3600).astype("timedelta64[s]"))


def _status(
    rng: np.random.Generator, placed: Array, channel: Array, arrived: Array, today: np.datetime64
) -> Array:
    fate, market = rng.random(len(placed)), channel == "Marketplace"
    returned = np.where(channel == "Store", 0.02, np.where(market, 0.08, 0.05))
    cancelled = np.where(channel == "Store", 0.005, np.where(market, 0.07, 0.035))
    fresh = placed.astype("datetime64[D]") > today - np.timedelta64(2, "D")
    return np.select(
        [fate < cancelled, ~arrived & fresh, ~arrived, fate < cancelled + returned],
        ["cancelled", "processing", "shipped", "returned"],
        "completed",
    ).astype(object)


def _bought(rng: np.random.Generator, date: Array, range_: pd.DataFrame, story: Story) -> Array:
    """A row of products for each order line: on sale that day, the popular ones more often."""
    on_sale = np.maximum(np.searchsorted(range_["launched_on"].to_numpy(), date, side="right"), 1)
    drawn = np.floor(rng.random((5, len(date))) * on_sale).astype(int)
    score = rng.random(len(range_))[drawn]
    gone = range_["discontinued_on"].to_numpy()[drawn] <= date  # False where never (NaT)
    failed = (range_["supplier"] == words.FAILED_SUPPLIER).to_numpy()[drawn] & (
        date.astype("datetime64[M]") == story.supplier_failed.astype("datetime64[M]")
    )
    garden = (range_["category"] == "Garden").to_numpy()[drawn] & np.isin(month_of(date), (4, 5, 6, 7))
    score = np.where(gone, -1.0, score + 0.4 * garden)
    score = np.where(failed, -2.0, score)
    choice = drawn[np.argmax(score, axis=0), np.arange(len(date))]
    # None of the five to be had: the first product, which always is.
    return np.where(score.max(axis=0) < 0, 0, choice)


def _discount(rng: np.random.Generator, date: Array, segment: Array) -> Array:
    """Shares of the price; more in the sales and for organisations."""
    eager = np.where(np.isin(month_of(date), (6, 11)), 3.0, 1.0) + (segment == "Corporate")
    return pick_by_row(
        rng,
        (0.0, 0.05, 0.1, 0.2, 0.3),
        np.column_stack([np.full(len(date), 7.0), eager, eager, eager * 0.6, eager * 0.25]),
    ).astype(float)
