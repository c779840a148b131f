"""Data of a firm that delivers parcels, the same each time: ``python data.py OUT.duckdb``.

Today is 2026-06-30 in it.
"""

from __future__ import annotations

import random
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import duckdb

TODAY = date(2026, 6, 30)
FIRST = date(2024, 10, 1)
Row = tuple[Any, ...]

TABLES = {
    "depots": "id INTEGER, code TEXT, name TEXT, province TEXT, kind TEXT, dock_doors INTEGER, "
    "area_m2 DOUBLE, automated BOOLEAN, opened_on DATE",
    "couriers": "id INTEGER, depot_id INTEGER, full_name TEXT, contract TEXT, phone TEXT, own_vehicle "
    "BOOLEAN, hired_on DATE, left_on DATE",
    "vans": "id INTEGER, depot_id INTEGER, plate TEXT, fuel TEXT, payload_kg DOUBLE, bought_on DATE, "
    "next_inspection_on DATE, sold_on DATE",
    "shippers": "id INTEGER, name TEXT, sector TEXT, tier TEXT, credit_limit DOUBLE, contract_until DATE",
    "parcels": "id INTEGER, tracking_no TEXT, shipper_id INTEGER, origin_id INTEGER, dest_id INTEGER, "
    "courier_id INTEGER, service TEXT, status TEXT, weight_kg DOUBLE, declared_value DOUBLE, fee DOUBLE, "
    "cod DOUBLE, fragile BOOLEAN, insured BOOLEAN, accepted_at TIMESTAMP, promised_on DATE, "
    "delivered_at TIMESTAMP, attempts INTEGER",
    "complaints": "id INTEGER, parcel_id INTEGER, reason TEXT, filed_on DATE, resolved_on DATE, "
    "payout DOUBLE, justified BOOLEAN",
    "trips": "id INTEGER, van_id INTEGER, courier_id INTEGER, driven_on DATE, km DOUBLE, stops INTEGER, "
    "energy_cost DOUBLE, breakdown BOOLEAN",
}

DEPOTS = [
    ("SHH", "上海虹桥", "上海", "HUB", 40, 18_000.0, True),
    ("SHP", "上海浦东", "上海", "DEL", 12, 3_200.0, False),
    ("NJG", "南京江宁", "江苏", "HUB", 28, 11_500.0, True),
    ("SZU", "苏州园区", "江苏", "DEL", 10, 2_600.0, False),
    ("HGH", "杭州萧山", "浙江", "HUB", 32, 14_000.0, True),
    ("NGB", "宁波北仑", "浙江", "DEL", 8, 1_900.0, False),
    ("CAN", "广州白云", "广东", "HUB", 36, 16_400.0, True),
    ("SZX", "深圳宝安", "广东", "DEL", 14, 3_900.0, True),
    ("DGM", "东莞厚街", "广东", "DEL", 9, 2_100.0, False),
    ("WUH", "武汉东西湖", "湖北", "HUB", 24, 9_800.0, False),
    ("CTU", "成都双流", "四川", "DEL", 11, 2_900.0, False),
    ("LXA", "拉萨堆龙", "西藏", "LOC", None, None, False),
]
FAMILY = list("王李张刘陈杨赵黄周吴")
GIVEN = ["强", "磊", "军", "洋", "勇", "杰", "涛", "明", "超", "丽", "娟", "鹏程", "海燕"]
SHIPPERS = [
    ("Blue Fox Apparel", "fashion"), ("鲜多多生鲜", "grocery"), ("TechNest", "electronics"),
    ("好书坊", "books"), ("Mama Bear", "mother and baby"), ("康美药房", "pharmacy"),
    ("Urban Bean", "grocery"), ("潮玩社", "toys"), ("Silk Road Tea", "grocery"),
    ("云端数码", "electronics"), ("Petal & Stem", "flowers"), ("小鹿母婴", "mother and baby"),
    ("Northwind Outdoors", "sports"), ("雅居家纺", "home"), ("Pixel Parts", "electronics"),
    ("百草堂", "pharmacy"), ("Verde Cosmetics", "beauty"), ("花间集", "flowers"),
    ("Kobe Kitchen", "home"), ("跃动体育", "sports"), ("Little Sparks", "toys"),
    ("墨香文具", "books"), ("Harbor Tools", "home"), ("悦颜美妆", "beauty"),
]  # fmt: skip
SERVICES = {"EXP": (1, 14.0, 3.2), "STD": (3, 8.0, 1.5), "ECO": (6, 5.0, 0.9), "COLD": (1, 26.0, 4.5)}
REASONS = ["late", "damaged", "lost", "rude courier", "wrong address"]


def _day(rng: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randrange(max(0, (last - first).days) + 1))


def depots(rng: random.Random) -> list[Row]:
    """Hubs, delivery depots and a locker station that has neither doors nor floor."""
    return [(n, *of, _day(rng, date(2012, 1, 1), date(2025, 9, 1))) for n, of in enumerate(DEPOTS, 1)]


def couriers(rng: random.Random) -> list[Row]:
    """Those who deliver; two of them have delivered nothing yet."""
    names = [family + given for family in FAMILY for given in GIVEN]
    rows: list[Row] = []
    for number, name in enumerate(rng.sample(names, 64), 1):
        contract = rng.choices(["E", "A", "S"], [6, 3, 2])[0]
        phone = f"13{rng.randrange(10**8, 10**9)}" if rng.random() < 0.9 else None
        hired = _day(rng, date(2018, 1, 1), date(2026, 2, 1)) if number < 63 else date(2026, 6, 22)
        left = _day(rng, max(hired, date(2025, 4, 1)), TODAY) if rng.random() < 0.15 and number < 63 else None
        rows.append((number, 1 + number % 11, name, contract, phone, rng.random() < 0.3, hired, left))
    return rows


def vans(rng: random.Random) -> list[Row]:
    """The fleet, sold ones too; those have no next inspection."""
    rows: list[Row] = []
    for number in range(1, 41):
        fuel = rng.choices(["electric", "diesel", "lng"], [5, 4, 1])[0]
        bought = _day(rng, date(2016, 1, 1), date(2025, 12, 1))
        sold = _day(rng, date(2025, 6, 1), TODAY) if rng.random() < 0.15 else None
        due = None if sold else _day(rng, date(2026, 4, 1), date(2027, 5, 1))
        payload = rng.choice([800.0, 1200.0, 1500.0, 3500.0])
        plate = f"{'沪苏浙粤鄂川'[number % 6]}A{rng.randrange(10_000, 99_999)}"
        rows.append((number, 1 + number % 11, plate, fuel, payload, bought, due, sold))
    return rows


def shippers(rng: random.Random) -> list[Row]:
    """Those who pay for parcels; small ones have no credit limit."""
    rows: list[Row] = []
    for number, (name, sector) in enumerate(SHIPPERS, 1):
        tier = rng.choices(["KA", "SME", "PAYG"], [2, 4, 2])[0]
        limit = {"KA": 500_000.0, "SME": 80_000.0, "PAYG": None}[tier]
        until = None if tier == "PAYG" else _day(rng, date(2026, 1, 1), date(2027, 12, 31))
        rows.append((number, name, sector, tier, limit, until))
    return [*rows, (len(rows) + 1, "Quiet Garden", "home", "SME", 80_000.0, date(2027, 3, 31))]


def _parcel(rng: random.Random, number: int, riders: list[Row]) -> Row:
    accepted = datetime.combine(_day(rng, FIRST, TODAY), time(rng.randrange(7, 22), rng.randrange(60)))
    service = rng.choices(list(SERVICES), [4, 8, 4, 1])[0]
    days, base, by_kg = SERVICES[service]
    weight = round(rng.lognormvariate(0.6, 0.9), 2)
    origin = rng.choice([1, 1, 3, 5, 7, 7, 10, 2, 4, 8])
    dest = rng.choice([place for place in range(1, 12) if place != origin])
    promised = accepted.date() + timedelta(days=days)
    arrival = accepted + timedelta(days=days * rng.uniform(0.4, 1.25), hours=rng.randrange(2, 16))
    there = [one for one in riders if one[1] == dest and one[6] <= accepted.date() <= (one[7] or TODAY)]
    rider = rng.choice(there)[0] if there else None
    fate = rng.choices(["D", "R", "L", "X"], [89, 4, 2.5, 4.5])[0]
    attempts: int | None = rng.choices([1, 2, 3], [16, 4, 1])[0] if fate in "DR" else None
    delivered: datetime | None = arrival if fate == "D" else None
    if fate in "DR" and arrival.date() > TODAY:
        fate, delivered, attempts = rng.choice("TO"), None, None
    head = (number, f"YD{2_600_000 + number * 11}", 1 + int(rng.random() ** 1.6 * 24), origin, dest)
    value = round(rng.uniform(20, 4_000), 2) if rng.random() < 0.7 else None
    fee = round(base + by_kg * weight, 2)
    cod = round(rng.uniform(30, 900), 2) if rng.random() < 0.12 else None
    carried = rider if fate not in "TX" else None
    insured = value is not None and rng.random() < value / 5_000
    what = (carried, service, fate, weight, value, fee, cod, rng.random() < 0.16, insured)
    return (*head, *what, accepted, promised, delivered, attempts)


def complaints(rng: random.Random, sent: list[Row]) -> list[Row]:
    """Some parcels have one or two; open ones have no date of resolution and no payout."""
    rows: list[Row] = []
    for parcel in sent:
        late = parcel[16] is not None and parcel[16].date() > parcel[15]
        if rng.random() > (0.22 if late or parcel[7] == "L" else 0.06):
            continue
        for _ in range(rng.choices([1, 2], [9, 1])[0]):
            reason = (
                "lost" if parcel[7] == "L" else "late" if late else rng.choice([*REASONS[1:2], *REASONS[3:]])
            )
            filed = min(TODAY, parcel[15] + timedelta(days=rng.randrange(0, 10)))
            done = filed + timedelta(days=rng.randrange(1, 30))
            closed = done if done <= TODAY and rng.random() < 0.93 else None
            justified = rng.random() < 0.6 if closed else None
            payout = round(rng.uniform(10, 600), 2) if justified and rng.random() < 0.8 else None
            rows.append((len(rows) + 1, parcel[0], reason, filed, closed, payout, justified))
    return rows


def trips(rng: random.Random, fleet: list[Row], riders: list[Row]) -> list[Row]:
    """What the vans drove from October 2025 on."""
    rows: list[Row] = []
    for number in range(1, 1101):
        day = _day(rng, date(2025, 10, 1), TODAY)
        van = rng.choice([one for one in fleet[:38] if one[5] <= day and (one[7] is None or day < one[7])])
        home = [one for one in riders[:62] if one[6] <= day and (one[7] is None or day <= one[7])]
        near = [one for one in home if one[1] == van[1]] if rng.random() < 0.9 else home
        km = round(rng.uniform(22, 190), 1)
        cost = round(km * {"electric": 0.35, "diesel": 0.95, "lng": 0.7}[van[3]] * rng.uniform(0.8, 1.3), 2)
        stops = rng.randrange(8, 95)
        driver = rng.choice(near or home)[0]
        energy = cost if rng.random() < 0.97 else None
        rows.append((number, van[0], driver, day, km, stops, energy, rng.random() < 0.025))
    return rows


def tables() -> dict[str, list[Row]]:
    """The rows of each table."""
    rng = random.Random(20260630)
    riders = couriers(rng)
    fleet = vans(rng)
    sent = [_parcel(rng, number, riders) for number in range(1, 2401)]
    made = {"depots": depots(rng), "couriers": riders, "vans": fleet, "shippers": shippers(rng)}
    upset = {"complaints": complaints(rng, sent)}
    return made | {"parcels": sent} | upset | {"trips": trips(rng, fleet, riders)}


def write(path: Path) -> None:
    """Writes the tables into a new DuckDB file."""
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as database:
        for name, rows in tables().items():
            database.execute(f"CREATE TABLE {name} ({TABLES[name]})")
            marks = ", ".join("?" * len(rows[0]))
            database.execute("BEGIN")
            database.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
            database.execute("COMMIT")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
