"""Data of a plant that makes pumps and valves, the same each time: ``python data.py OUT.duckdb``.

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
FIRST = date(2024, 7, 1)
NOW = datetime.combine(TODAY, time(18))
Row = tuple[Any, ...]

TABLES = {
    "customers": "id INTEGER, name TEXT, country TEXT, industry TEXT, key_account BOOLEAN, "
    "contract_until DATE",
    "products": "id INTEGER, sku TEXT, name TEXT, family TEXT, std_cost DOUBLE, list_price DOUBLE, weight_kg "
    "DOUBLE, safety_critical BOOLEAN, introduced_on DATE, discontinued_on DATE",
    "machines": "id INTEGER, code TEXT, kind TEXT, line TEXT, maker TEXT, rated_kw DOUBLE, "
    "automated BOOLEAN, bought_on DATE, last_serviced_on DATE, scrapped_on DATE",
    "technicians": "id INTEGER, name TEXT, crew TEXT, certified BOOLEAN, hourly_cost DOUBLE, hired_on DATE",
    "work_orders": "id INTEGER, wo_no TEXT, product_id INTEGER, machine_id INTEGER, customer_id INTEGER, "
    "status TEXT, priority INTEGER, rush BOOLEAN, created_on DATE, due_on DATE, started_at TIMESTAMP, "
    "finished_at TIMESTAMP, planned_qty INTEGER, good_qty INTEGER, scrap_qty INTEGER, order_value DOUBLE",
    "downtimes": "id INTEGER, machine_id INTEGER, work_order_id INTEGER, technician_id INTEGER, reason TEXT, "
    "planned BOOLEAN, started_at TIMESTAMP, ended_at TIMESTAMP, minutes INTEGER, repair_cost DOUBLE",
    "quality_checks": "id INTEGER, work_order_id INTEGER, inspector_id INTEGER, stage TEXT, checked_at "
    "TIMESTAMP, result TEXT, sample_size INTEGER, defects INTEGER, defect_type TEXT, gap_mm DOUBLE",
}

CUSTOMERS = [
    ("Nordwasser GmbH", "DE", "water"),
    ("Rhein Chemie AG", "DE", "chemicals"),
    ("Hydro Norte", "ES", "water"),
    ("华东水务", "CN", "water"),
    ("中联石化", "CN", "oil and gas"),
    ("蓝海船舶", "CN", "marine"),
    ("Aqua Polska", "PL", "water"),
    ("Gulf Petro", "AE", "oil and gas"),
    ("Baltic Yards", "PL", "marine"),
    ("Lyon Process", "FR", "chemicals"),
    ("Sakura Foods", "JP", "food"),
    ("绿源食品", "CN", "food"),
    ("Midwest Irrigation", "US", "agriculture"),
    ("Prairie Farms", "US", "agriculture"),
    ("Delta Breweries", "NL", "food"),
    ("Oslo Marine", "NO", "marine"),
]
MODELS = {"PU": "Pump", "VA": "Valve", "MO": "Motor", "GB": "Gearbox"}
KINDS = {"LAT": "lathe", "MIL": "mill", "PRS": "press", "ROB": "robot", "OVN": "oven"}
MAKERS = ["Trumpf", "DMG Mori", "Haas", "沈阳机床", "Fanuc"]
TECHNICIANS = [
    "Anja Krause",
    "Bruno Silva",
    "Chen Hao",
    "Dora Novak",
    "Emil Brandt",
    "Fang Lin",
    "Gita Rao",
    "Hugo Maier",
    "Ines Costa",
    "Jan Kowalski",
    "Kira Vogel",
    "Luo Yang",
    "Mats Holm",
    "Nadia Petrov",
    "Otto Weiss",
    "Peng Fei",
]
REASONS = {"breakdown": 9, "changeover": 7, "no material": 4, "maintenance": 5, "power": 1, "operator": 2}
DEFECTS = ["scratch", "porosity", "leak", "out of tolerance", "wrong label"]


def customers(rng: random.Random) -> list[Row]:
    """Who buys; two have never ordered."""
    rows: list[Row] = []
    for number, (name, country, industry) in enumerate(CUSTOMERS, 1):
        until = TODAY + timedelta(days=rng.randrange(-200, 700)) if rng.random() < 0.7 else None
        rows.append((number, name, country, industry, number % 5 == 1, until))
    return rows


def products(rng: random.Random) -> list[Row]:
    """Ten sizes of each family; some are discontinued."""
    rows: list[Row] = []
    for family, title in MODELS.items():
        for size in range(1, 11):
            number = len(rows) + 1
            price = round(
                rng.uniform(0.6, 1.4) * size * {"PU": 180, "VA": 60, "MO": 240, "GB": 310}[family], 2
            )
            began = date(2018, 1, 1) + timedelta(days=rng.randrange(0, 2200))
            ended = date(2025, 1, 1) + timedelta(days=rng.randrange(0, 500)) if rng.random() < 0.12 else None
            weight = None if rng.random() < 0.1 else round(size * rng.uniform(1.5, 9), 1)
            cost = round(price * rng.uniform(0.45, 0.85), 2)
            sku = f"{family}-{size * 10:03}"
            critical = family in ("VA", "GB") and size > 6
            rows.append(
                (number, sku, f"{title} {size * 10}", family, cost, price, weight, critical, began, ended)
            )
    return rows


def machines(rng: random.Random) -> list[Row]:
    """The machines of four lines; one is scrapped, some were never serviced."""
    rows: list[Row] = []
    for kind, title in KINDS.items():
        for turn in range(1, {"LAT": 9, "MIL": 8, "PRS": 5, "ROB": 6, "OVN": 3}[kind]):
            number = len(rows) + 1
            bought = date(2009, 1, 1) + timedelta(days=rng.randrange(0, 5600))
            served = None if rng.random() < 0.15 else TODAY - timedelta(days=rng.randrange(5, 600))
            scrapped = date(2026, 2, 14) if number == 7 else None
            kw = round(rng.uniform(4, 90), 1)
            automated = kind == "ROB" or rng.random() < 0.3
            line = "ABCD"[number % 4]
            head = (number, f"{kind}-{turn:02}", title, line, rng.choice(MAKERS), kw)
            rows.append((*head, automated, bought, served, scrapped))
    return rows


def technicians(rng: random.Random) -> list[Row]:
    """Who repairs and who inspects; the last two do neither yet."""
    rows: list[Row] = []
    for number, name in enumerate(TECHNICIANS, 1):
        hired = date(2011, 1, 1) + timedelta(days=rng.randrange(0, 5000))
        crew = ["early", "late", "night"][number % 3]
        rows.append((number, name, crew, rng.random() < 0.6, round(rng.uniform(28, 55), 1), hired))
    return rows


def _progress(rng: random.Random, created: date) -> str:
    if rng.random() < 0.05:
        return "CNL"
    age = (TODAY - created).days
    if age < 12:
        return rng.choice(["PLN", "REL", "RUN"])
    if age < 45:
        return rng.choices(["REL", "RUN", "DON"], [1, 2, 5])[0]
    return "DON" if rng.random() < 0.985 else "RUN"


def work_orders(rng: random.Random, goods: list[Row]) -> list[Row]:
    """Orders of the shop floor; those that are not begun have neither times nor quantities."""
    rows: list[Row] = []
    liked = [1 + number * 3 % 8 for number in range(38)]
    buyers = [1 + number * 5 % 9 for number in range(14)]
    for number in range(1, 1301):
        created = FIRST + timedelta(days=int(rng.betavariate(1.3, 1.0) * (TODAY - FIRST).days))
        product = rng.choices(goods[:38], liked)[0]
        rush = rng.random() < 0.13
        due = created + timedelta(days=rng.randrange(5, 12) if rush else rng.randrange(14, 40))
        status = _progress(rng, created)
        begun = datetime.combine(
            created + timedelta(days=rng.randrange(1, 6)), time(rng.choice([6, 8, 14, 22]))
        )
        started = min(begun, NOW) if status in ("RUN", "DON") else None
        taken = timedelta(hours=rng.randrange(8, 90) * (4 if rng.random() < 0.35 else 2))
        finished = min(begun + taken, NOW) if status == "DON" else None
        quantity = rng.choice([10, 20, 25, 40, 50, 80, 100, 150, 200])
        bad = min(quantity, int(rng.expovariate(1 / (0.035 * quantity)))) if status == "DON" else None
        good = quantity - bad if bad is not None else (quantity // 3 if status == "RUN" else None)
        buyer = None if rng.random() < 0.08 else rng.choices(range(1, 15), buyers)[0]
        head = (number, f"WO{created:%y}-{number:05}", product[0], rng.randrange(1, 27), buyer, status)
        times = (rng.choices([1, 2, 3], [2, 5, 3])[0], rush, created, due, started, finished)
        rows.append((*head, *times, quantity, good, bad, round(quantity * product[5], 2)))
    return rows


def downtimes(rng: random.Random, orders: list[Row]) -> list[Row]:
    """Stops of the machines; some last until now, and some came while an order ran."""
    rows: list[Row] = []
    weights = [1 + number * 7 % 10 for number in range(25)]
    while len(rows) < 1500:
        day = FIRST + timedelta(days=rng.randrange(0, (TODAY - FIRST).days + 1))
        start = datetime.combine(day, time(rng.randrange(0, 24), rng.randrange(60)))
        if start > NOW or (day.weekday() == 6 and rng.random() < 0.7):
            continue
        reason = rng.choices(list(REASONS), list(REASONS.values()))[0]
        planned = reason in ("changeover", "maintenance") and rng.random() < 0.9
        minutes = 5 + int(rng.expovariate(1 / {"breakdown": 130, "maintenance": 95}.get(reason, 35)))
        ongoing = start > NOW - timedelta(days=2) and rng.random() < 0.6
        order = rng.choice(orders) if rng.random() < 0.45 else None
        machine = order[3] if order and rng.random() < 0.8 else rng.choices(range(1, 26), weights)[0]
        repaired = reason in ("breakdown", "maintenance")
        technician = rng.randrange(1, 15) if repaired and rng.random() < 0.92 else None
        cost = round(minutes * rng.uniform(0.8, 4.5), 2) if reason == "breakdown" and not ongoing else None
        end = None if ongoing else start + timedelta(minutes=minutes)
        head = (len(rows) + 1, machine, order[0] if order else None, technician, reason, planned)
        rows.append((*head, start, end, None if ongoing else minutes, cost))
    return rows


def quality_checks(rng: random.Random, orders: list[Row]) -> list[Row]:
    """Checks of the orders that are done: of most, some twice, and one in seven never."""
    rows: list[Row] = []
    for order in orders:
        if order[5] != "DON" or rng.random() < 0.14:
            continue
        for turn in range(rng.choices([1, 2], [3, 1])[0]):
            sample = rng.choice([5, 8, 10, 20])
            share = min(0.5, order[14] / order[12] + 0.02 * (order[2] % 5))
            defects = sum(rng.random() < share for _ in range(sample))
            result = "fail" if defects > 2 else ("rework" if defects > 1 else "pass")
            kind = rng.choice(DEFECTS) if defects else None
            stage = "final" if turn else rng.choice(["in-process", "final", "final"])
            gap = None if rng.random() < 0.25 else round(rng.gauss(0.5, 0.08), 3)
            at = min(order[11] + timedelta(hours=rng.randrange(1, 30)), NOW)
            head = (len(rows) + 1, order[0], rng.randrange(3, 13), stage, at, result)
            rows.append((*head, sample, defects, kind, gap))
    return rows


def tables() -> dict[str, list[Row]]:
    """The rows of each table."""
    rng = random.Random(77)
    goods = products(rng)
    orders = work_orders(rng, goods)
    made: dict[str, list[Row]] = {"customers": customers(rng), "products": goods, "machines": machines(rng)}
    made |= {"technicians": technicians(rng), "work_orders": orders}
    return made | {"downtimes": downtimes(rng, orders), "quality_checks": quality_checks(rng, orders)}


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
