"""Data of a company that sells software by subscription, the same each time: ``python data.py OUT.duckdb``.

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
FIRST = date(2024, 1, 1)
Row = tuple[Any, ...]

TABLES = {
    "staff": "id INTEGER, full_name TEXT, dept TEXT, region TEXT, manager_id INTEGER, quota DOUBLE, "
    "hired_on DATE, left_on DATE",
    "accounts": "id INTEGER, name TEXT, country TEXT, industry TEXT, size_band TEXT, csm_id INTEGER, "
    "source TEXT, website TEXT, is_partner BOOLEAN, nps INTEGER, signed_up_on DATE, churned_on DATE",
    "plans": "id INTEGER, code TEXT, name TEXT, list_price DOUBLE, incl_seats INTEGER, self_serve BOOLEAN, "
    "launched_on DATE, retired_on DATE",
    "subs": "id INTEGER, account_id INTEGER, plan_id INTEGER, sold_by INTEGER, status TEXT, cycle TEXT, "
    "seats INTEGER, mrr DOUBLE, disc_pct DOUBLE, auto_renew BOOLEAN, started_on DATE, renews_on DATE, "
    "cancelled_on DATE, cancel_reason TEXT",
    "invoices": "id INTEGER, invoice_no TEXT, sub_id INTEGER, status TEXT, method TEXT, amount DOUBLE, "
    "tax DOUBLE, issued_on DATE, due_on DATE, paid_on DATE",
    "tickets": "id INTEGER, account_id INTEGER, agent_id INTEGER, subject_area TEXT, priority TEXT, "
    "channel TEXT, opened_at TIMESTAMP, first_reply_at TIMESTAMP, solved_at TIMESTAMP, reopened BOOLEAN, "
    "csat INTEGER",
    "usage": "id INTEGER, account_id INTEGER, month DATE, active_users INTEGER, api_calls INTEGER, "
    "storage_gb DOUBLE",
}

PEOPLE = {
    "sales": ["Mia Hansen", "Leo Grant", "范晓", "Ravi Patel", "田静怡", "Julia Weber", "Sam Ortega", "贺军"],
    "success": ["Anna Roth", "苗青", "Ben Cole", "Yuki Mori", "白雪峰", "Clara Dumas"],
    "support": [
        "Ivan Petrov",
        "卢珊",
        "Mark Doyle",
        "Priya Nair",
        "姚远",
        "Tess Moran",
        "江一帆",
        "Olga Lind",
    ],
}
HEADS = {"sales": "Victor Hale", "success": "孟丽华", "support": "Dora Kent"}
REGIONS = ["EMEA", "APAC", "AMER"]
FIRST_WORDS = [
    "Alder", "Bright", "Cedar", "Delta", "Ember", "Falcon", "Granite", "Harbor", "Indigo", "Juniper", "Kite",
    "Lumen", "Maple", "Nova", "Orbit", "Pioneer", "Quartz", "Raven", "Summit", "Tidal", "Umbra", "Vertex",
    "Willow", "Zenith",
]  # fmt: skip
LAST_WORDS = ["Logistics", "Health", "Retail", "Labs", "Media", "Bank", "Foods"]
CHINESE = [
    "云帆科技", "海川物流", "星禾教育", "蓝鲸传媒", "青木零售", "恒信金融", "瑞康医疗",
    "远航制造", "木棉餐饮", "极光游戏", "北辰地产", "天际旅游", "禾丰农业", "明远咨询",
    "拓海贸易", "锦程汽车", "晨曦出版", "优选超市",
]  # fmt: skip
INDUSTRIES = [
    "logistics",
    "healthcare",
    "retail",
    "technology",
    "media",
    "finance",
    "education",
    "manufacturing",
]
PLANS = [
    ("FRE", "Free", 0.0, 2, True, date(2021, 5, 1), None),
    ("STA", "Starter", 12.0, 3, True, date(2020, 3, 1), None),
    ("TEA", "Team", 29.0, 10, True, date(2020, 3, 1), None),
    ("BUS", "Business", 55.0, 25, False, date(2021, 9, 15), None),
    ("ENT", "Enterprise", 90.0, None, False, date(2022, 2, 1), None),
    ("LEG", "Classic", 19.0, 5, False, date(2018, 6, 1), date(2024, 12, 31)),
    ("EDU", "Campus", 8.0, 50, False, date(2026, 5, 1), None),
]
REASONS = ["price", "competitor", "missing feature", "out of business", None]
AREAS = ["billing", "login", "integration", "performance", "how-to", "bug"]


def _day(rng: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randrange(max(0, (last - first).days) + 1))


def staff(rng: random.Random) -> list[Row]:
    """Three heads of department and those who report to them; only sales people have a quota."""
    rows: list[Row] = []
    for number, (dept, name) in enumerate(HEADS.items(), 1):
        rows.append(
            (number, name, dept, None, None, None, _day(rng, date(2018, 1, 1), date(2020, 1, 1)), None)
        )
    for head, (dept, names) in enumerate(PEOPLE.items(), 1):
        for position, name in enumerate(names):
            quota = 10_000.0 + rng.randrange(0, 15) * 1_000 if dept == "sales" else None
            hired = _day(rng, date(2019, 1, 1), date(2025, 9, 1))
            left = _day(rng, max(hired, date(2025, 10, 1)), TODAY) if position == 6 else None
            rows.append((len(rows) + 1, name, dept, REGIONS[position % 3], head, quota, hired, left))
    return rows


def accounts(rng: random.Random, people: list[Row]) -> list[Row]:
    """Companies; some have nobody who looks after them, most gave no score."""
    names = [f"{one} {other}" for one in FIRST_WORDS for other in LAST_WORDS]
    names = [*rng.sample(names, 142), *CHINESE]
    rng.shuffle(names)
    carers = [one[0] for one in people if one[2] == "success" and one[4]]
    rows: list[Row] = []
    for number, name in enumerate(names, 1):
        country = (
            "CN"
            if name in CHINESE
            else rng.choices(["US", "DE", "GB", "FR", "SG", "BR"], [9, 5, 4, 3, 3, 1])[0]
        )
        size = rng.choices(["S", "M", "L", "XL"], [9, 6, 3, 1])[0]
        carer = rng.choice(carers) if rng.random() < (0.5 if size == "S" else 0.95) else None
        source = rng.choices(
            ["organic", "paid ads", "referral", "event", "outbound", None], [6, 4, 3, 2, 3, 1]
        )[0]
        site = f"www.c{number}.example" if rng.random() < 0.88 else None
        nps = rng.choices(range(11), [1, 1, 1, 1, 2, 3, 4, 6, 8, 8, 6])[0] if rng.random() < 0.46 else None
        signed = _day(rng, date(2022, 1, 1), date(2026, 6, 20))
        gone = _day(rng, max(signed + timedelta(days=60), FIRST), TODAY) if rng.random() < 0.2 else None
        gone = gone if gone and gone <= TODAY else None
        head = (number, name, country, rng.choice(INDUSTRIES), size, carer, source, site)
        rows.append((*head, rng.random() < 0.12, nps, signed, gone))
    return rows


def plans() -> list[Row]:
    """What is sold, and one plan that no longer is."""
    return [(number, *plan) for number, plan in enumerate(PLANS, 1)]


def _sub(rng: random.Random, number: int, account: Row, start: date, seller: int | None) -> Row:
    plan = rng.choices([1, 2, 3, 4, 5, 6], {"S": [4, 8, 5, 1, 0, 2]}.get(account[4], [1, 2, 6, 6, 4, 1]))[0]
    if plan == 6 and start > date(2024, 12, 31):
        plan = 3
    seats = {"S": 4, "M": 18, "L": 60, "XL": 190}[account[4]] + rng.randrange(0, 12)
    disc = rng.choices([0.0, 5.0, 10.0, 20.0, 30.0], [10, 3, 4, 2, 1])[0]
    mrr = round(PLANS[plan - 1][2] * seats * (1 - disc / 100), 2)
    ended = account[11] or (_day(rng, start + timedelta(days=30), TODAY) if rng.random() < 0.18 else None)
    ended = ended if ended and start < ended <= TODAY else None
    trial = ended is None and (TODAY - start).days < 30 and rng.random() < 0.7
    status = "C" if ended else "T" if trial else rng.choices(["A", "D"], [12, 1])[0]
    cycle = rng.choice("MMY")
    renews = None
    if not ended:
        step = timedelta(days=30 if cycle == "M" else 365)
        renews = start + step * ((TODAY - start) // step + 1)
    reason = rng.choice(REASONS) if ended else None
    sold = seller if not PLANS[plan - 1][4] or rng.random() < 0.4 else None
    head = (number, account[0], plan, sold, status, cycle, seats, mrr, disc, rng.random() < 0.75)
    return (*head, start, renews, ended, reason)


def subs(rng: random.Random, people: list[Row], companies: list[Row]) -> list[Row]:
    """One or two for most companies; nobody sold those that were bought on the web."""
    sellers = [one[0] for one in people if one[2] == "sales" and one[4]]
    rows: list[Row] = []
    for account in companies:
        for _ in range(rng.choices([0, 1, 2, 3], [1, 9, 4, 1])[0]):
            start = _day(rng, account[10], min(TODAY, account[11] or TODAY))
            rows.append(_sub(rng, len(rows) + 1, account, start, rng.choice(sellers)))
    return rows


def invoices(rng: random.Random, contracts: list[Row]) -> list[Row]:
    """One a month or a year from 2025 on while the subscription ran."""
    rows: list[Row] = []
    for sub in contracts:
        if sub[7] == 0 or sub[4] == "T":
            continue
        day, months = sub[10], 1 if sub[5] == "M" else 12
        while day <= (sub[12] or TODAY):
            if day >= date(2025, 1, 1):
                rows.append(_invoice(rng, len(rows) + 1, sub, day, months))
            day += timedelta(days=30 if months == 1 else 365)
    return rows


def _invoice(rng: random.Random, number: int, sub: Row, day: date, months: int) -> Row:
    amount = round(sub[7] * months, 2)
    due = day + timedelta(days=rng.choice([14, 30, 30]))
    paid = day + timedelta(days=rng.choices([1, 10, 25, 50], [8, 6, 5, 2])[0])
    status = rng.choices(["paid", "void", "uncollectible"], [94, 3, 3])[0]
    if status == "paid" and (paid > TODAY or (sub[4] == "D" and day > date(2026, 4, 1))):
        status = "open"
    when = paid if status == "paid" else None
    method = rng.choices(["card", "bank transfer", "paypal"], [6, 4, 1])[0] if when else None
    head = (number, f"INV-{day.year}-{number:05}", sub[0], status, method, amount)
    return (*head, round(amount * rng.choice([0, 0.06, 0.19]), 2), day, due, when)


def tickets(rng: random.Random, people: list[Row], companies: list[Row]) -> list[Row]:
    """Requests for help; the newest are not solved, some have nobody who works on them."""
    agents = [one[0] for one in people if one[2] == "support" and one[4]]
    asking = rng.sample(companies, 128)
    rows: list[Row] = []
    for number in range(1, 1301):
        company = asking[int(rng.random() ** 1.7 * len(asking))]
        day = _day(rng, max(FIRST, company[10]), company[11] or TODAY)
        opened = datetime.combine(day, time(rng.randrange(24), rng.randrange(60)))
        priority = rng.choices(["P1", "P2", "P3", "P4"], [1, 3, 6, 4])[0]
        agent = rng.choice(agents) if rng.random() < 0.96 else None
        reply = opened + timedelta(minutes=rng.randrange(5, 300) * int(priority[1])) if agent else None
        solved = reply + timedelta(hours=rng.randrange(1, 140)) if reply and rng.random() < 0.95 else None
        solved = solved if solved and solved.date() <= TODAY else None
        csat = rng.choices([1, 2, 3, 4, 5], [1, 1, 2, 6, 7])[0] if solved and rng.random() < 0.4 else None
        channel = rng.choices(["mail", "chat", "phone", "portal"], [5, 6, 2, 4])[0]
        head = (number, company[0], agent, rng.choice(AREAS), priority, channel, opened, reply, solved)
        rows.append((*head, solved is not None and rng.random() < 0.09, csat))
    return rows


def usage(rng: random.Random, companies: list[Row]) -> list[Row]:
    """A row for each company and month from July 2025 on while it was a customer."""
    rows: list[Row] = []
    for company in companies:
        people = {"S": 4, "M": 16, "L": 55, "XL": 180}[company[4]]
        for step in range(12):
            month = date(2025 + (step + 6) // 12, (step + 6) % 12 + 1, 1)
            if month < company[10] or (company[11] and month > company[11]):
                continue
            users = 0 if rng.random() < 0.05 else max(1, int(people * rng.uniform(0.4, 1.2)))
            calls = users * rng.randrange(50, 900)
            gb = (
                round(people * (0.4 + step * 0.05) * rng.uniform(0.8, 1.2), 1)
                if rng.random() < 0.97
                else None
            )
            rows.append((len(rows) + 1, company[0], month, users, calls, gb))
    return rows


def tables() -> dict[str, list[Row]]:
    """The rows of each table."""
    rng = random.Random(20260630)
    people = staff(rng)
    companies = accounts(rng, people)
    contracts = subs(rng, people, companies)
    made = {"staff": people, "accounts": companies, "plans": plans(), "subs": contracts}
    bills = {"invoices": invoices(rng, contracts)}
    return made | bills | {"tickets": tickets(rng, people, companies), "usage": usage(rng, companies)}


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
