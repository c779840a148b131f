"""Two small organisations of other shapes than the demo company: their models and made-up data.

The hospital's model has names and nothing else; the school's has Chinese titles and nothing else.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from pipeline import Pipeline, Settings
from pipeline.engines.embedded import EmbeddedEngine

TODAY = date(2025, 6, 30)
FOLDER = Path(__file__).parent / "models"


@dataclass(frozen=True)
class Asked:
    """A question with the Cube query whose rows answer it; None where it must not be answered."""

    question: str
    query: dict[str, Any] | None


def asked(name: str) -> list[Asked]:
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [Asked(**json.loads(line)) for line in lines]


def engine(name: str, folder: Path) -> EmbeddedEngine:
    """The engine of the organisation ``name``; its data is written to ``folder``."""
    path = folder / f"{name}.duckdb"
    with duckdb.connect(str(path)) as connection:
        for table, rows in {"hospital": _hospital, "school": _school}[name]().items():
            frame = pd.DataFrame(rows)  # noqa: F841 - DuckDB reads it by its name
            connection.execute(f"CREATE TABLE {table} AS SELECT * FROM frame")
    return EmbeddedEngine(FOLDER / name, path, today=TODAY)


def _hospital() -> dict[str, list[dict[str, Any]]]:
    pick = random.Random(7)
    first, last = (
        ["Ann", "Ben", "Cleo", "Dan", "Eva", "Finn"],
        ["Ash", "Birch", "Cole", "Dunn", "Ekman", "Frost"],
    )
    doctors = [
        {
            "id": i,
            "name": f"Dr. {a} {pick.choice(last)}sen",
            "specialty": pick.choice(["Cardiology", "Oncology", "Surgery", "Pediatrics"]),
            "city": pick.choice(["Lund", "Bergen", "Turku"]),
            "years_of_experience": pick.randint(1, 35),
        }
        for i, a in enumerate([*first, *(f"{n}a" for n in first)])
    ]
    patients = [
        {
            "id": i,
            "full_name": f"{pick.choice(first)} {pick.choice(last)} {i}",
            "gender": pick.choice(["female", "male"]),
            "blood_type": pick.choice(["A", "B", "AB", "0"]),
            "city": pick.choice(["Lund", "Malmo", "Bergen", "Oslo"]),
            "age": pick.randint(1, 97),
            "registered_on": _day(pick),
        }
        for i in range(150)
    ]
    wards = [
        {"id": i, "ward_name": name, "building": building, "beds": 10 + i}
        for i, (name, building) in enumerate(
            [
                ("Intensive care", "North"),
                ("Maternity", "South"),
                ("Stroke unit", "North"),
                ("Day clinic", "East"),
            ]
        )
    ]
    admissions = []
    for i in range(900):
        admitted, days = _day(pick), pick.randint(1, 30)
        admissions.append(
            {
                "id": i,
                "patient_id": pick.randrange(150),
                "ward_id": pick.choice([0, 0, 1, 2, 2, 2, 3]),
                "doctor_id": pick.randrange(len(doctors)),
                "diagnosis": pick.choice(["Pneumonia", "Fracture", "Asthma", "Stroke"]),
                "admission_type": pick.choice(["emergency", "emergency", "planned", "transfer"]),
                "outcome": pick.choice(["recovered", "recovered", "referred", "died"]),
                "admitted_at": admitted,
                "discharged_at": admitted + timedelta(days=days),
                "length_of_stay": days,
                "cost": 1000 + days * pick.randint(80, 600),
            }
        )
    purchases = [
        {
            "id": i,
            "device": pick.choice(["Ventilator", "Scanner", "Monitor"]),
            "vendor": pick.choice(["Medix", "Healtron", "Nordmed"]),
            "purchased_on": _day(pick),
            "price": pick.randint(500, 90_000),
        }
        for i in range(60)
    ]
    return {
        "doctors": doctors,
        "patients": patients,
        "wards": wards,
        "admissions": admissions,
        "equipment_purchases": purchases,
    }


def _school() -> dict[str, list[dict[str, Any]]]:
    pick = random.Random(11)
    surnames, names = "赵钱孙李周吴郑王", ["子涵", "雨桐", "浩然", "欣怡", "宇轩", "梓萱"]
    teachers = [
        {
            "id": i,
            "jsxm": f"{pick.choice(surnames)}老师{i}",
            "zc": pick.choice(["高级教师", "一级教师", "二级教师"]),
            "jl": pick.randint(1, 35),
        }
        for i in range(9)
    ]
    classes = [
        {"id": i, "bjmc": f"{grade}({n})班", "nj": grade, "js_id": i}
        for i, (grade, n) in enumerate((g, n) for g in ("高一", "高二", "高三") for n in (1, 2, 3))
    ]
    students = [
        {
            "id": i,
            "bj_id": min(pick.randrange(11), 8),
            "xm": f"{pick.choice(surnames)}{pick.choice(names)}{i}",
            "xb": pick.choice("男女"),
            "jg": pick.choice(["浙江", "江苏", "安徽"]),
            "nl": pick.randint(14, 17) if i else 19,
            "rxrq": date(pick.choice([2022, 2023, 2024]), 9, 1),
        }
        for i in range(330)
    ]
    marks = [
        {
            "id": i,
            "xs_id": pick.randrange(330),
            "km": (subject := pick.choice(["语文", "数学", "英语", "物理"])),
            "kslx": pick.choice(["期中", "期末", "月考"]),
            "fs": pick.randint(20, 90) if subject == "物理" else pick.randint(45, 100),
            "ksrq": _day(pick),
        }
        for i in range(2500)
    ]
    loans = [
        {
            "id": i,
            "sm": pick.choice(["三体", "活着", "红楼梦", "围城", "平凡的世界", "边城", "呐喊"]),
            "fl": pick.choice(["小说", "科普", "历史"]),
            "jyrq": _day(pick),
        }
        for i in range(400)
    ]
    return {"js": teachers, "bj": classes, "xs": students, "cj": marks, "ts": loans}


def _day(pick: random.Random) -> date:
    return TODAY - timedelta(days=pick.randrange(3 * 365))


def pipeline_of(folder: Path, tables: dict[str, str], **settings: Any) -> Pipeline:
    """A pipeline over ``tables``, the CSV of each by its name, with the model inferred."""
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_text(rows, encoding="utf-8")
    return Pipeline(Settings(data=folder, **settings))


def rows(pipeline: Pipeline, question: str) -> list[tuple[Any, ...]]:
    """The rows that answer a question; fails with what was said where it is not answered."""
    answer = pipeline.ask(question)
    assert answer.table is not None, answer.message
    return list(answer.table.itertuples(index=False, name=None))
