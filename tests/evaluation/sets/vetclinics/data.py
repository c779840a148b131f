"""Data of a chain of veterinary clinics, the same each time: ``python data.py OUT.duckdb``.

Today is 2026-06-30 in it; visits after that are only booked.
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
Row = tuple[Any, ...]

TABLES = {
    "clinics": "id INTEGER, code TEXT, name TEXT, city TEXT, kind TEXT, open_24h BOOLEAN, kennels INTEGER, "
    "rent DOUBLE, opened_on DATE",
    "vets": "id INTEGER, clinic_id INTEGER, full_name TEXT, grade TEXT, specialty TEXT, salary DOUBLE, "
    "email TEXT, hired_on DATE, left_on DATE",
    "owners": "id INTEGER, full_name TEXT, district TEXT, tier TEXT, phone TEXT, sms_ok BOOLEAN, "
    "joined_on DATE",
    "pets": "id INTEGER, owner_id INTEGER, name TEXT, species TEXT, breed TEXT, sex TEXT, "
    "neutered BOOLEAN, chip_no TEXT, weight_kg DOUBLE, dob DATE, died_on DATE",
    "visits": "id INTEGER, visit_no TEXT, pet_id INTEGER, clinic_id INTEGER, vet_id INTEGER, "
    "referrer_id INTEGER, kind TEXT, status TEXT, booked_on DATE, starts_at TIMESTAMP, wait_min INTEGER, "
    "bill DOUBLE, discount DOUBLE, insured BOOLEAN, paid_on DATE, rating INTEGER",
    "treatments": "id INTEGER, visit_id INTEGER, item TEXT, category TEXT, qty INTEGER, amt DOUBLE, "
    "cost DOUBLE",
    "shots": "id INTEGER, pet_id INTEGER, vet_id INTEGER, vaccine TEXT, batch TEXT, given_on DATE, "
    "due_on DATE, reaction BOOLEAN",
}

CLINICS = [
    ("SH01", "Riverbank", "Shanghai", "H", True, 24, 86_000),
    ("SH02", "Old Station", "Shanghai", "C", False, 6, 42_000),
    ("SH03", "Lakeside", "Shanghai", "C", False, 8, 38_500),
    ("SH09", "Shanghai Van", "Shanghai", "M", False, None, None),
    ("SZ01", "Bayview", "Shenzhen", "H", True, 20, 78_000),
    ("SZ02", "Science Park", "Shenzhen", "C", False, 5, 36_000),
    ("CD01", "Panda Gate", "Chengdu", "H", False, 18, None),
    ("CD02", "Wenjiang", "Chengdu", "C", False, 4, 15_500),
    ("XM01", "Gulangyu", "Xiamen", "C", True, 7, 21_000),
]
VETS = [
    "Grace Lin", "周建平", "Tom Becker", "徐静", "何明远", "Laura Stein", "杨帆", "郑晓燕", "Omar Haddad",
    "孙志刚", "Emily Clark", "梁雨欣", "邓伟", "黄丽娟", "Peter Novak", "罗佳", "韩磊", "Sofia Rossi", "曹颖",
    "彭涛", "Nina Berg", "董洁", "袁野", "冯雪", "Jack Tan", "吕方", "丁宁", "Hannah Cole", "魏东", "薛梅",
]  # fmt: skip
SPECIALTIES = ["internal medicine", "surgery", "dentistry", "dermatology", "exotics"]
FAMILY = list("陈王李赵林黄张刘吴蔡许叶")
GIVEN = [
    "婷婷",
    "海涛",
    "思琪",
    "国强",
    "雅雯",
    "子涵",
    "丽",
    "志远",
    "敏",
    "小龙",
    "晨",
    "欣怡",
    "大伟",
    "佩珊",
]
FOREIGN = ["Alice Moore", "Ben Fischer", "Chloe Martin", "David Kim", "Eva Lund", "Frank Ortiz", "Gina Park"]
DISTRICTS = {
    "Shanghai": ["浦东新区", "徐汇区", "静安区", "闵行区"],
    "Shenzhen": ["南山区", "福田区"],
    "Chengdu": ["武侯区", "温江区"],
    "Xiamen": ["思明区"],
}
BREEDS = {
    "DOG": ["Labrador", "Poodle", "Golden Retriever", "Corgi", "Shiba Inu", "中华田园犬"],
    "CAT": ["British Shorthair", "Ragdoll", "Siamese", "中华田园猫"],
    "RAB": ["Lop"],
    "BRD": ["Budgerigar", "Cockatiel"],
    "HAM": ["Syrian"],
}
WEIGHTS = {"DOG": (4, 36), "CAT": (2.6, 7.4), "RAB": (1.1, 2.6), "BRD": (0.03, 0.12), "HAM": (0.08, 0.18)}
PET_NAMES = [
    "旺财",
    "豆豆",
    "Bella",
    "Max",
    "咪咪",
    "Luna",
    "可乐",
    "Charlie",
    "团子",
    "Milo",
    "奶茶",
    "Coco",
    "球球",
]
ITEMS = {
    "drug": [("Amoxicillin", 45), ("Meloxicam", 60), ("Flea drops", 88), ("Dewormer", 35), ("Insulin", 160)],
    "lab": [("Blood panel", 260), ("Urine test", 90), ("X-ray", 320), ("Ultrasound", 380)],
    "procedure": [
        ("Neutering", 900),
        ("Teeth cleaning", 680),
        ("Wound care", 240),
        ("Fracture repair", 5200),
    ],
    "food": [("Renal diet", 210), ("Puppy food", 150), ("Recovery can", 32)],
}
WANTED = {
    "checkup": ["lab", "drug", "food"],
    "vaccination": ["drug", "food"],
    "illness": ["drug", "lab", "lab", "food"],
    "surgery": ["procedure", "procedure", "drug"],
    "emergency": ["lab", "procedure", "drug"],
}
VACCINES = {"DOG": ["RAB", "DHPP"], "CAT": ["RAB", "FVRCP"], "RAB": ["RHD"]}


def _day(rng: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randrange((last - first).days + 1))


def clinics(rng: random.Random) -> list[Row]:
    """The places; the van has no kennels, and who owns its house pays no rent."""
    return [(n, *of, _day(rng, date(2012, 1, 1), date(2025, 3, 1))) for n, of in enumerate(CLINICS, 1)]


def vets(rng: random.Random) -> list[Row]:
    """Some have left, some have no specialty or no address."""
    rows: list[Row] = []
    for number, name in enumerate(VETS, 1):
        grade = "IAASCAASIA"[number % 10]
        specialty = None if grade == "I" else rng.choice([*SPECIALTIES, None])
        salary = {"I": 9_000, "A": 16_000, "S": 24_000, "C": 36_000}[grade] + rng.randrange(0, 4_000, 250)
        hired = _day(rng, date(2016, 1, 1), date(2026, 3, 1))
        left = _day(rng, max(hired, date(2025, 2, 1)), TODAY) if rng.random() < 0.17 else None
        email = f"v{number:02}@pawchain.example" if rng.random() < 0.85 else None
        rows.append((number, 1 + (number * 4) % 9, name, grade, specialty, salary, email, hired, left))
    return rows


def owners(rng: random.Random) -> list[Row]:
    """Names are unique; some left no telephone number."""
    names = [family + given for family in FAMILY for given in GIVEN] + FOREIGN
    rng.shuffle(names)
    places = [
        place for city, places in DISTRICTS.items() for place in places * (3 if city == "Shanghai" else 2)
    ]
    rows: list[Row] = []
    for number, name in enumerate(names, 1):
        tier = rng.choices([None, "silver", "gold", "platinum"], [9, 6, 3, 1])[0]
        phone = f"1{rng.randrange(30, 90)}{rng.randrange(10**7, 10**8)}" if rng.random() < 0.91 else None
        joined = _day(rng, date(2021, 1, 1), TODAY)
        rows.append((number, name, rng.choice(places), tier, phone, rng.random() < 0.7, joined))
    return rows


def pets(rng: random.Random, people: list[Row]) -> list[Row]:
    """One to four for most owners, none for some."""
    rows: list[Row] = []
    for person in people:
        for _ in range(rng.choices([0, 1, 2, 3, 4], [1, 10, 4, 2, 1])[0]):
            species = rng.choices(list(BREEDS), [10, 9, 2, 1, 1])[0]
            dob = _day(rng, date(2010, 1, 1), date(2026, 3, 1)) if rng.random() < 0.93 else None
            died = _day(rng, max(FIRST, dob or FIRST), TODAY) if rng.random() < 0.06 else None
            chip = f"156{rng.randrange(10**11, 10**12)}" if rng.random() < 0.55 else None
            weight = round(rng.uniform(*WEIGHTS[species]), 2)
            breed = rng.choice(BREEDS[species]) if rng.random() < 0.9 else None
            head = (len(rows) + 1, person[0], rng.choice(PET_NAMES), species, breed, rng.choice("MF"))
            measured = weight if rng.random() < 0.95 else None
            rows.append((*head, rng.random() < 0.62, chip, measured, dob, died))
    return rows


def _lines(rng: random.Random, kind: str, visit: int, first: int) -> list[Row]:
    """What was done in a visit: none now and then, where it was talk only."""
    rows: list[Row] = []
    for category in WANTED[kind]:
        if rng.random() < 0.45:
            continue
        item, price = rng.choice(ITEMS[category])
        qty = rng.choice([1, 1, 1, 2, 3]) if category in ("drug", "food") else 1
        amount = round(qty * price * rng.uniform(0.95, 1.1), 2)
        rows.append(
            (first + len(rows), visit, item, category, qty, amount, round(amount * rng.uniform(0.3, 0.7), 2))
        )
    return rows


def _status(rng: random.Random, day: date) -> str:
    if day > TODAY:
        return rng.choices(["B", "X"], [9, 1])[0]
    return rng.choices(["D", "X", "N"], [86, 8, 6])[0]


def _visit(rng: random.Random, number: int, animals: list[Row], staff: list[Row], done: list[Row]) -> Row:
    """One visit; lines of it are added to ``done``."""
    day = _day(rng, FIRST, TODAY + timedelta(days=20))
    alive = [a for a in animals if (a[9] is None or a[9] <= day) and (a[10] is None or day <= a[10])]
    pet = alive[int(rng.random() ** 1.5 * len(alive))]
    kind = rng.choices(list(WANTED), [8, 7, 9, 3, 2])[0]
    status = _status(rng, day)
    there = [vet for vet in staff if vet[7] <= day and (vet[8] is None or day <= vet[8])]
    vet = rng.choice(there)
    place = vet[1] if rng.random() < 0.85 else rng.randrange(1, 10)
    sent = kind in ("surgery", "emergency") and rng.random() < 0.5
    referrer = rng.choice([one for one in there if one != vet])[0] if sent else None
    hour = rng.randrange(0, 24) if kind == "emergency" else rng.randrange(9, 19)
    at = datetime.combine(day, time(hour, rng.choice([0, 15, 30, 45])))
    ahead = 0 if kind == "emergency" else rng.randrange(0, 21)
    booked = min(day - timedelta(days=ahead), TODAY)
    head = (number, f"V{240_000 + number * 3}", pet[0], place, vet[0], referrer, kind, status, booked, at)
    if status != "D":
        return (*head, None, None, None, rng.random() < 0.2, None, None)
    lines = _lines(rng, kind, number, len(done) + 1)
    done.extend(lines)
    return head + _outcome(rng, kind, day, sum(line[5] for line in lines))


def _outcome(rng: random.Random, kind: str, day: date, amount: float) -> Row:
    """How long the visit waited, what it cost, when it was paid and how it was liked."""
    total = (
        amount + {"checkup": 120, "vaccination": 60, "illness": 150, "surgery": 400, "emergency": 500}[kind]
    )
    off = round(total * rng.choice([0.05, 0.1, 0.15]), 2) if rng.random() < 0.22 else 0.0
    later = day + timedelta(days=rng.choices([0, 3, 14, 40], [20, 2, 2, 1])[0])
    paid = None if later > TODAY or rng.random() < 0.06 else later
    rating = rng.choices([1, 2, 3, 4, 5], [1, 1, 3, 8, 9])[0] if rng.random() < 0.5 else None
    wait = rng.randrange(0, 15) if kind == "emergency" else rng.randrange(2, 70)
    return (wait, round(total - off, 2), off, rng.random() < 0.24, paid, rating)


def shots(rng: random.Random, animals: list[Row], staff: list[Row]) -> list[Row]:
    """Vaccinations of dogs, cats and rabbits; the last one of a series has no next date."""
    rows: list[Row] = []
    for pet in animals:
        for _ in range(rng.choice([0, 1, 1, 2, 3]) if pet[3] in VACCINES else 0):
            vaccine = rng.choice(VACCINES[pet[3]])
            given = _day(rng, max(FIRST, pet[9] or FIRST), pet[10] or TODAY)
            due = given + timedelta(days=365) if rng.random() < 0.9 else None
            batch = f"{vaccine[0]}{given.year % 100}{rng.randrange(10, 30)}"
            vet = rng.choice(staff)[0] if rng.random() < 0.95 else None
            rows.append((len(rows) + 1, pet[0], vet, vaccine, batch, given, due, rng.random() < 0.06))
    return rows


def tables() -> dict[str, list[Row]]:
    """The rows of each table."""
    rng = random.Random(20260630)
    places = clinics(rng)
    staff = vets(rng)
    people = owners(rng)
    animals = pets(rng, people)
    done: list[Row] = []
    seen = [_visit(rng, number, animals, staff, done) for number in range(1, 1801)]
    given = shots(rng, animals, staff)
    made = {"clinics": places, "vets": staff, "owners": people, "pets": animals}
    return made | {"visits": seen, "treatments": done, "shots": given}


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
