"""Data of a restaurant chain, the same each time: ``python data.py OUT.duckdb``. Today is 2026-06-30."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import duckdb

TODAY = date(2026, 6, 30)
FIRST = date(2024, 1, 1)
Row = tuple[Any, ...]

TABLES = {
    "branches": "id INTEGER, name TEXT, city TEXT, format TEXT, seats INTEGER, monthly_rent DOUBLE, "
    "franchise BOOLEAN, drive_through BOOLEAN, opened_on DATE, closed_on DATE",
    "staff": "id INTEGER, branch_id INTEGER, full_name TEXT, role TEXT, hourly_pay DOUBLE, "
    "full_time BOOLEAN, email TEXT, hired_on DATE, left_on DATE",
    "shifts": "id INTEGER, staff_id INTEGER, branch_id INTEGER, slot TEXT, starts_at TIMESTAMP, "
    "planned_hours DOUBLE, worked_hours DOUBLE, overtime_hours DOUBLE, no_show BOOLEAN",
    "dishes": "id INTEGER, name TEXT, course TEXT, price DOUBLE, cost DOUBLE, vegetarian BOOLEAN, "
    "spice_level INTEGER, calories INTEGER, launched_on DATE, retired_on DATE",
    "orders": "id INTEGER, order_no TEXT, branch_id INTEGER, waiter_id INTEGER, channel TEXT, platform TEXT, "
    "status TEXT, placed_at TIMESTAMP, paid_at TIMESTAMP, guests INTEGER, total DOUBLE, discount DOUBLE, tip "
    "DOUBLE, rating INTEGER, voucher_used BOOLEAN",
    "order_lines": "id INTEGER, order_id INTEGER, dish_id INTEGER, qty INTEGER, amount DOUBLE",
    "deliveries": "id INTEGER, order_id INTEGER, rider TEXT, vehicle TEXT, picked_up_at TIMESTAMP, "
    "delivered_at TIMESTAMP, distance_km DOUBLE, fee DOUBLE, late BOOLEAN, failure_reason TEXT",
}

BRANCHES = [
    ("Riverside", "Shanghai", "D", 82),
    ("Old Town", "Shanghai", "D", 64),
    ("Airport T2", "Shanghai", "K", 12),
    ("Jing'an", "Shanghai", "D", 110),
    ("Harbour", "Hangzhou", "D", 70),
    ("West Lake", "Hangzhou", "D", 96),
    ("Station Square", "Hangzhou", "K", 10),
    ("Lantern Street", "Chengdu", "D", 88),
    ("Tianfu", "Chengdu", "G", None),
    ("Campus", "Nanjing", "K", 16),
    ("City Wall", "Nanjing", "D", 58),
    ("Hub East", "Shanghai", "G", None),
    ("Marina", "Singapore", "D", 74),
    ("Orchard", "Singapore", "K", 14),
]
DISHES = [
    ("Spring Rolls", "starter", 28, True, 0),
    ("Smashed Cucumber", "starter", 22, True, 1),
    ("Century Egg Tofu", "starter", 26, True, 0),
    ("Crispy Squid", "starter", 38, False, 1),
    ("Hot and Sour Soup", "starter", 24, False, 2),
    ("Wonton Soup", "starter", 30, False, 0),
    ("Mapo Tofu", "main", 42, False, 3),
    ("Kung Pao Chicken", "main", 52, False, 2),
    ("Sweet and Sour Pork", "main", 56, False, 0),
    ("Fried Rice", "main", 36, True, 0),
    ("Dan Dan Noodles", "main", 38, False, 2),
    ("Beef Noodle Soup", "main", 48, False, 1),
    ("Peking Duck", "main", 168, False, 0),
    ("Steamed Bass", "main", 118, False, 0),
    ("Eggplant Claypot", "main", 46, True, 1),
    ("Chongqing Chicken", "main", 66, False, 3),
    ("Green Curry", "main", 58, True, 2),
    ("Char Siu Rice", "main", 49, False, 0),
    ("Laksa", "main", 54, False, 2),
    ("Salt Pepper Prawns", "main", 88, False, 1),
    ("Mango Pudding", "dessert", 26, True, 0),
    ("Sesame Balls", "dessert", 20, True, 0),
    ("Egg Tart", "dessert", 14, True, 0),
    ("Almond Jelly", "dessert", 22, True, 0),
    ("Red Bean Soup", "dessert", 18, True, 0),
    ("Durian Crepe", "dessert", 36, True, 0),
    ("Jasmine Tea", "drink", 16, True, 0),
    ("Plum Juice", "drink", 18, True, 0),
    ("Milk Tea", "drink", 22, True, 0),
    ("Tsingtao Beer", "drink", 20, True, 0),
    ("Cola", "drink", 10, True, 0),
    ("Soy Milk", "drink", 12, True, 0),
    ("Lychee Soda", "drink", 24, True, 0),
    ("Ginger Shot", "drink", 15, True, 0),
]
GIVEN = ["Wei", "Min", "Jun", "Lan", "Hao", "Yan", "Bo", "Ting", "Anna", "David", "Mei", "Kai", "Nora", "Leo"]
FAMILY = [
    "Chen",
    "Wang",
    "Li",
    "Zhao",
    "Lim",
    "Tan",
    "Huang",
    "Xu",
    "Sun",
    "Guo",
    "Ma",
    "Lin",
    "Zhou",
    "Deng",
]
RIDERS = [
    "Xiao Liu",
    "A Qiang",
    "Lao Zhang",
    "Ben Ong",
    "Fei Fei",
    "Da Wei",
    "Rosa Tan",
    "Xiao Ma",
    "Jia Hao",
]


def branches(rng: random.Random) -> list[Row]:
    """Every branch; two of them have closed."""
    rows = []
    for number, (name, city, kind, seats) in enumerate(BRANCHES, 1):
        opened = date(2016, 3, 1) + timedelta(days=rng.randrange(0, 2900))
        closed = {10: date(2025, 11, 30), 14: date(2026, 3, 31)}.get(number)
        rent = round(rng.uniform(12_000, 60_000), -2)
        drive = kind == "D" and rng.random() < 0.35
        rows.append((number, name, city, kind, seats, rent, number % 4 == 1, drive, opened, closed))
    return rows


def staff(rng: random.Random, places: list[Row]) -> list[Row]:
    """People of the branches; a few waiters that never worked a shift come last."""
    rows = []
    names = rng.sample([f"{given} {family}" for given in GIVEN for family in FAMILY], 190)
    roles = [("cook", 34), ("waiter", 26), ("cashier", 30), ("cleaner", 21), ("manager", 58)]
    for number, name in enumerate(names, 1):
        role, pay = roles[0] if number % 3 == 0 else rng.choices(roles, [2, 8, 3, 2, 1])[0]
        place = rng.choice(places)
        hired = max(place[8], date(2019, 1, 1)) + timedelta(days=rng.randrange(0, 900))
        hired = min(hired, date(2026, 5, 20) - timedelta(days=rng.randrange(0, 200)))
        left = hired + timedelta(days=rng.randrange(200, 2200)) if rng.random() < 0.4 else None
        if left and left > TODAY:
            left = None
        email = None if rng.random() < 0.12 else name.lower().replace(" ", ".") + "@example.com"
        pay = round(pay * rng.uniform(0.85, 1.35), 1)
        rows.append((number, place[0], name, role, pay, rng.random() < 0.6, email, hired, left))
    return rows


def shifts(rng: random.Random, people: list[Row], places: list[Row]) -> list[Row]:
    """Shifts at the home branch, one in nine at another one."""
    rows: list[Row] = []
    starts = {"E": time(7), "L": time(14), "N": time(20)}
    able = people[:-9]
    while len(rows) < 2600:
        person = rng.choice(able)
        day = FIRST + timedelta(days=int(rng.betavariate(1.5, 1.1) * ((TODAY - FIRST).days + 1)))
        if day < person[7] or (person[8] and day > person[8]):
            continue
        place = rng.choice(places)[0] if rng.random() < 0.11 else person[1]
        slot = rng.choices("ELN", [5, 5, 2])[0]
        missed = rng.random() < 0.05
        extra = rng.choice([0.5, 1.0, 1.5, 2.0, 3.0]) if rng.random() < 0.2 and not missed else 0.0
        planned = rng.choice([4.0, 6.0, 8.0, 8.0])
        worked = None if missed else planned + extra
        at = datetime.combine(day, starts[slot])
        rows.append((len(rows) + 1, person[0], place, slot, at, planned, worked, extra, missed))
    return rows


def dishes(rng: random.Random) -> list[Row]:
    """The menu; the last two were never ordered, three are retired."""
    rows = []
    for number, (name, course, price, vegetarian, spice) in enumerate(DISHES, 1):
        launched = date(2022, 2, 1) + timedelta(days=rng.randrange(0, 690))
        if number in (26, 33, 34):
            launched = date(2026, 6, 1) - timedelta(days=number)
        retired = date(2026, 1, 31) + timedelta(days=number) if number in (3, 17, 25) else None
        calories = None if rng.random() < 0.2 else rng.randrange(60, 1150, 10)
        cost = round(price * rng.uniform(0.22, 0.48), 1)
        rows.append(
            (number, name, course, float(price), cost, vegetarian, spice, calories, launched, retired)
        )
    return rows


def _when(rng: random.Random) -> datetime:
    """A moment of opening hours; more of them late in the data and on weekends."""
    while True:
        day = FIRST + timedelta(days=int(rng.betavariate(1.4, 1.0) * ((TODAY - FIRST).days + 1)))
        if day.weekday() >= 5 or rng.random() < 0.7:
            break
    hour = rng.choices([8, 11, 12, 13, 17, 18, 19, 20, 21], [2, 6, 9, 5, 3, 8, 9, 5, 2])[0]
    return datetime.combine(day, time(hour, rng.randrange(60)))


def _paid(rng: random.Random, status: str, at: datetime) -> datetime | None:
    return at + timedelta(minutes=rng.randrange(5, 110)) if status in ("paid", "refunded") else None


def _chosen(rng: random.Random, on: list[Row]) -> list[Row]:
    """One to four different dishes, the liked ones more often."""
    liking = {dish[0]: rng.random() ** (1 / (1 + dish[0] * 7 % 11)) for dish in on}
    return sorted(on, key=lambda dish: -liking[dish[0]])[: rng.choices([1, 2, 3, 4], [4, 5, 3, 1])[0]]


def orders(
    rng: random.Random, places: list[Row], people: list[Row], menu: list[Row]
) -> tuple[list[Row], list[Row]]:
    """Orders and their lines; an order's total is that of its lines without its discount."""
    bills: list[Row] = []
    lines: list[Row] = []
    waiters = {
        place[0]: [p[0] for p in people[:-9] if p[1] == place[0] and p[3] == "waiter"] for place in places
    }
    while len(bills) < 1500:
        at, place = _when(rng), rng.choices(places, [9, 7, 4, 8, 6, 7, 3, 8, 4, 3, 5, 4, 6, 3])[0]
        if at.date() < place[8] or (place[9] and at.date() > place[9]):
            continue
        number = len(bills) + 1
        offers = [3, 2, 3] if place[3] == "D" else ([0, 4, 3] if place[3] == "K" else [0, 1, 9])
        channel = rng.choices(["dine_in", "takeaway", "delivery"], offers)[0]
        platform = rng.choice(["Meituan", "Ele.me", "Own App", "Own App"]) if channel == "delivery" else None
        status = rng.choices(["paid", "cancelled", "refunded", "open"], [88, 6, 3, 3])[0]
        status = "paid" if status == "open" and at.date() < date(2026, 5, 1) else status
        value = 0.0
        on = [dish for dish in menu[:-2] if dish[8] <= at.date() and (dish[9] is None or dish[9] > at.date())]
        for dish in _chosen(rng, on):
            qty = rng.choices([1, 2, 3], [7, 3, 1])[0]
            lines.append((len(lines) + 1, number, dish[0], qty, qty * dish[3]))
            value += qty * dish[3]
        voucher = rng.random() < 0.18
        off = round(value * rng.choice([0.1, 0.2, 0.3]), 2) if voucher else 0.0
        dining = channel == "dine_in"
        guests = rng.choices([1, 2, 3, 4, 5, 6, 8, 10], [3, 9, 4, 5, 2, 2, 1, 1])[0] if dining else None
        tip = round(rng.uniform(2, 30), 1) if dining and status == "paid" and rng.random() < 0.3 else None
        waiter = rng.choice(waiters[place[0]]) if dining and waiters[place[0]] else None
        rating = rng.choices([1, 2, 3, 4, 5], [1, 2, 4, 9, 8])[0] if rng.random() < 0.45 else None
        head = (number, f"R-{100_000 + number * 7}", place[0], waiter, channel, platform, status)
        bill = (at, _paid(rng, status, at), guests, round(value - off, 2), off, tip, rating, voucher)
        bills.append(head + bill)
    return bills, lines


def deliveries(rng: random.Random, bills: list[Row]) -> list[Row]:
    """One for most delivery orders; some failed and have no time of arrival."""
    rows: list[Row] = []
    for bill in bills:
        if bill[4] != "delivery" or bill[6] == "cancelled" or rng.random() < 0.03:
            continue
        km = round(rng.uniform(0.4, 9.5), 1)
        picked = bill[7] + timedelta(minutes=rng.randrange(8, 30))
        failed = rng.random() < 0.05
        minutes = int(6 + km * rng.uniform(2.0, 5.5))
        there = None if failed else picked + timedelta(minutes=minutes)
        reason = rng.choice(["wrong address", "nobody home", "damaged"]) if failed else None
        vehicle = rng.choices(["scooter", "bike", "car"], [6, 3, 1])[0]
        fee = round(4 + km * 0.9, 1)
        late = not failed and minutes > 30
        rows.append(
            (len(rows) + 1, bill[0], rng.choice(RIDERS), vehicle, picked, there, km, fee, late, reason)
        )
    return rows


def tables() -> dict[str, list[Row]]:
    """The rows of each table."""
    rng = random.Random(20260630)
    places = branches(rng)
    people = staff(rng, places)
    worked = shifts(rng, people, places)
    menu = dishes(rng)
    bills, lines = orders(rng, places, people, menu)
    made: dict[str, list[Row]] = {"branches": places, "staff": people, "shifts": worked, "dishes": menu}
    return made | {"orders": bills, "order_lines": lines, "deliveries": deliveries(rng, bills)}


def write(path: Path, rows_of: Callable[[], dict[str, list[Row]]] = tables) -> None:
    """Writes the tables into a new DuckDB file."""
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as database:
        for name, rows in rows_of().items():
            database.execute(f"CREATE TABLE {name} ({TABLES[name]})")
            marks = ", ".join("?" * len(rows[0]))
            database.execute("BEGIN")
            database.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
            database.execute("COMMIT")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
