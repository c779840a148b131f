"""Data of an insurer's claims, the same each time: ``python data.py OUT.duckdb``. Today is 2026-06-30."""

from __future__ import annotations

import random
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import duckdb

TODAY = date(2026, 6, 30)
Row = tuple[Any, ...]

TABLES = {
    "policyholders": "id INTEGER, full_name TEXT, gender TEXT, born_on DATE, province TEXT, occupation TEXT, "
    "vip BOOLEAN, phone TEXT, customer_since DATE",
    "policies": "id INTEGER, policy_no TEXT, holder_id INTEGER, product TEXT, sales_channel TEXT, "
    "annual_premium DOUBLE, sum_insured DOUBLE, deductible DOUBLE, auto_renew BOOLEAN, starts_on DATE, "
    "ends_on DATE, cancelled_on DATE",
    "adjusters": "id INTEGER, full_name TEXT, team TEXT, grade TEXT, authority_limit DOUBLE, remote BOOLEAN, "
    "hired_on DATE, left_on DATE",
    "claims": "id INTEGER, claim_no TEXT, policy_id INTEGER, handler_id INTEGER, approver_id INTEGER, "
    "cause TEXT, status TEXT, severity INTEGER, loss_on DATE, reported_at TIMESTAMP, closed_at TIMESTAMP, "
    "claimed_amount DOUBLE, reserve DOUBLE, fraud_suspected BOOLEAN, litigated BOOLEAN, "
    "police_report BOOLEAN",
    "payments": "id INTEGER, claim_id INTEGER, kind TEXT, method TEXT, payee TEXT, paid_on DATE, "
    "amount DOUBLE",
    "inspections": "id INTEGER, claim_id INTEGER, surveyor TEXT, scheduled_on DATE, visited_on DATE, "
    "by_video BOOLEAN, km DOUBLE, finding TEXT, photos INTEGER",
}

FAMILY = list("陈王李赵林黄徐孙郭马周邓何吴郑梁宋")
GIVEN = [
    "伟",
    "敏",
    "军",
    "兰",
    "浩",
    "燕",
    "博",
    "婷",
    "子轩",
    "雨桐",
    "建国",
    "秀英",
    "思远",
    "佳怡",
    "志强",
    "欣妍",
    "俊杰",
    "美玲",
    "国庆",
    "晓东",
    "静",
    "雪",
    "文博",
    "丽华",
    "一鸣",
    "海燕",
    "天宇",
    "梦洁",
]
ADJUSTERS = [
    "Alice Kwok",
    "Ben Shao",
    "Carol Fang",
    "Derek Yip",
    "Elsa Ren",
    "Frank Tao",
    "Grace Mok",
    "Henry Bai",
    "Iris Pan",
    "Jason Qiu",
    "Kitty Luo",
    "Louis Gao",
    "Mandy Xie",
    "Nick Shen",
    "Olive Du",
    "Peter Hu",
    "Queenie Ye",
    "Ray Jiang",
    "Sally Wen",
    "Tom Lu",
    "Una Cao",
    "Vincent Yu",
    "Wendy Kong",
    "Xavier Pu",
]
PROVINCES = {"广东": 9, "浙江": 6, "江苏": 6, "四川": 4, "湖北": 3, "福建": 3, "上海": 5, "陕西": 2}
JOBS = ["teacher", "engineer", "driver", "retired", "self-employed", "nurse", "clerk", None]
CAUSES = {
    "MOT": {"collision": 9, "theft": 2, "storm": 1, "glass": 3},
    "HOM": {"fire": 2, "water": 6, "theft": 3, "storm": 3},
    "TRV": {"lost luggage": 5, "illness": 3, "cancellation": 6},
    "HLT": {"illness": 8, "accident": 4},
}
SURVEYORS = ["Zhong An Survey", "Huatai Loss", "Delta Adjusting", "Own staff"]


def policyholders(rng: random.Random) -> list[Row]:
    """People with a policy, and twenty who never had one."""
    names = rng.sample([one + other for one in FAMILY for other in GIVEN], 420)
    rows = []
    for number, name in enumerate(names, 1):
        born = date(1942, 1, 1) + timedelta(days=rng.randrange(0, 22_000))
        since = date(2017, 1, 1) + timedelta(days=rng.randrange(0, 3300))
        phone = None if rng.random() < 0.07 else f"13{rng.randrange(10**8, 10**9)}"
        province = rng.choices(list(PROVINCES), list(PROVINCES.values()))[0]
        gender = rng.choice(["F", "M"])
        rows.append(
            (number, name, gender, born, province, rng.choice(JOBS), rng.random() < 0.12, phone, since)
        )
    return rows


def policies(rng: random.Random, holders: list[Row]) -> list[Row]:
    """One to five policies for each holder but the last twenty."""
    rows = []
    premiums = {"MOT": 3800, "HOM": 1200, "TRV": 450, "HLT": 6200}
    for number in range(1, 901):
        holder = holders[number - 1] if number <= 400 else rng.choice(holders[:400])
        product = rng.choices(list(premiums), [9, 5, 3, 5])[0]
        starts = date(2023, 1, 1) + timedelta(days=rng.randrange(0, 1270))
        ends = starts + timedelta(days=30 if product == "TRV" else 365)
        called_off = starts + timedelta(days=rng.randrange(5, 300)) if rng.random() < 0.09 else None
        called_off = None if called_off and (called_off > TODAY or called_off > ends) else called_off
        premium = round(premiums[product] * rng.uniform(0.6, 1.7), 2)
        insured = round(premium * rng.choice([40, 60, 80, 100]), -3)
        deductible = rng.choice([0.0, 300.0, 500.0, 1000.0, None])
        channel = rng.choices(["agent", "broker", "online"], [4, 2, 4])[0]
        number_text = f"{product}-{starts.year}-{number:05}"
        head = (number, number_text, holder[0], product, channel, premium, insured, deductible)
        rows.append((*head, rng.random() < 0.55, starts, ends, called_off))
    return rows


def adjusters(rng: random.Random) -> list[Row]:
    """Those who handle claims; the last two have just begun and have no claim."""
    rows = []
    for number, name in enumerate(ADJUSTERS, 1):
        grade = "lead" if number % 8 == 1 else rng.choices(["junior", "senior"], [3, 2])[0]
        limit = {"junior": 20_000.0, "senior": 100_000.0, "lead": 500_000.0}[grade]
        hired = date(2014, 1, 1) + timedelta(days=rng.randrange(0, 3600))
        hired = date(2026, 6, number - 20) if number > 22 else hired
        left = date(2026, 1, 31) if number in (6, 15) else None
        team = ["车险一组", "车险二组", "非车险组", "大案组"][number % 4]
        rows.append((number, name, team, grade, limit, rng.random() < 0.4, hired, left))
    return rows


def _status(rng: random.Random, at: date) -> str:
    if (TODAY - at).days < 75:
        return rng.choices(["RCV", "INV", "APR", "PAID", "REJ"], [4, 4, 2, 2, 1])[0]
    return rng.choices(["INV", "APR", "PAID", "REJ", "WDN"], [4, 4, 68, 17, 7])[0]


def claims(rng: random.Random, sold: list[Row], people: list[Row]) -> list[Row]:
    """Claims on some of the policies; more than half of the policies have none."""
    rows: list[Row] = []
    liable = rng.sample(sold, 430)
    leads = [one[0] for one in people if one[3] == "lead"]
    shares = [1 + number * 5 % 7 for number in range(22)]
    while len(rows) < 900:
        policy = rng.choice(liable)
        lost = policy[9] + timedelta(days=rng.randrange(0, (policy[10] - policy[9]).days))
        reported = lost + timedelta(days=min(int(rng.expovariate(1 / 9)), 120))
        if reported > TODAY or (policy[11] and lost > policy[11]) or lost < date(2023, 6, 1):
            continue
        number, at = len(rows) + 1, datetime.combine(reported, time(rng.randrange(8, 20), rng.randrange(60)))
        cause = rng.choices(*zip(*CAUSES[policy[3]].items(), strict=True))[0]
        status = _status(rng, reported)
        done = reported + timedelta(days=4 + int(rng.expovariate(1 / 32)))
        closed = datetime.combine(min(done, TODAY), time(17)) if status in ("PAID", "REJ", "WDN") else None
        amount = round(policy[5] * rng.lognormvariate(0.6, 1.0), 2)
        severity = min(5, 1 + int(amount / 6000) + (rng.random() < 0.2))
        reserve = 0.0 if closed else round(amount * rng.uniform(0.5, 1.1), 2)
        handler = rng.choices(people[:22], shares)[0][0]
        approver = rng.choice(leads) if status in ("APR", "PAID") else None
        report = cause in ("collision", "theft") and rng.random() < 0.6
        head = (number, f"C{reported:%y%m}{number:04}", policy[0], handler, approver, cause, status, severity)
        flags = (rng.random() < 0.06, status != "RCV" and rng.random() < 0.04, report)
        rows.append((*head, lost, at, closed, amount, reserve, *flags))
    return rows


def payments(rng: random.Random, cases: list[Row]) -> list[Row]:
    """What was paid for the paid claims, with costs and money that came back."""
    rows: list[Row] = []
    for case in cases:
        if case[6] != "PAID" and not (case[6] == "INV" and rng.random() < 0.25):
            continue
        left = case[11] * rng.uniform(0.55, 1.0) * (1.0 if case[6] == "PAID" else 0.2)
        end = (case[10] or datetime.combine(TODAY, time(17))).date()
        for part in rng.choice([[1.0], [1.0], [0.6, 0.4], [0.5, 0.3, 0.2]]):
            day = end - timedelta(days=rng.randrange(0, 4))
            payee = rng.choices(["insured", "repair shop", "hospital", "third party"], [5, 4, 2, 2])[0]
            method = rng.choices(["bank transfer", "cheque", "e-wallet"], [8, 1, 3])[0]
            rows.append(
                (len(rows) + 1, case[0], "indemnity", method, payee, day, round(float(left * part), 2))
            )
        for kind, chance, size in (("expense", 0.3, 0.08), ("recovery", 0.1, -0.3)):
            if rng.random() < chance:
                day = min(TODAY, end + timedelta(days=rng.randrange(0, 40)))
                value = round(left * size, 2)
                rows.append((len(rows) + 1, case[0], kind, "bank transfer", "third party", day, value))
    return rows


def inspections(rng: random.Random, cases: list[Row]) -> list[Row]:
    """Visits to the loss; some are not made yet."""
    rows: list[Row] = []
    for case in cases:
        for turn in range(rng.choices([0, 1, 2], [5, 4, 1])[0]):
            day = case[9].date() + timedelta(days=rng.randrange(1, 12) + 14 * turn)
            made = day + timedelta(days=rng.choice([0, 0, 0, 1, 3]))
            gone = made <= TODAY and rng.random() < 0.92
            video = rng.random() < 0.3
            km = None if video or not gone else round(rng.uniform(3, 140), 1)
            finding = rng.choices(["confirmed", "disputed", "unclear"], [8, 2, 1])[0] if gone else None
            photos = rng.randrange(0, 30) if gone else None
            visited = made if gone else None
            row = (len(rows) + 1, case[0], rng.choice(SURVEYORS), day, visited, video, km, finding, photos)
            rows.append(row)
    return rows


def tables() -> dict[str, list[Row]]:
    """The rows of each table."""
    rng = random.Random(630)
    holders, people = policyholders(rng), adjusters(rng)
    sold = policies(rng, holders)
    cases = claims(rng, sold, people)
    paid, seen = payments(rng, cases), inspections(rng, cases)
    made: dict[str, list[Row]] = {"policyholders": holders, "policies": sold, "adjusters": people}
    return made | {"claims": cases, "payments": paid, "inspections": seen}


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
