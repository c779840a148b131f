"""A stand-in for engine and planner until theirs exist: two measures, three dimensions."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import duckdb
import pandas as pd

from pipeline.answer import Outcome
from pipeline.cancellation import Cancellation
from pipeline.catalog import Catalog
from pipeline.engines.base import Compiled
from pipeline.errors import Cancelled
from pipeline.planner.base import Plan, Question
from pipeline.query import Query

_MEMBERS = {
    "employees.total_employees": ("measure", "count(*)", "Total employees", "员工总数"),
    "employees.average_rating": ("measure", "avg(rating)", "Average rating", "平均评分"),
    "employees.office_city": ("dimension", "office_city", "Office city", "办公城市"),
    "employees.level": ("dimension", "level", "Level", "职级"),
    "employees.education": ("dimension", "education", "Education", "学历"),
}


class StubEngine:
    name, dialect = "embedded", "duckdb"

    def __init__(self, data: Path) -> None:
        self._connection = duckdb.connect(data, read_only=True)
        members: dict[str, list[dict[str, object]]] = {"measure": [], "dimension": []}
        for name, (kind, _, en, zh) in _MEMBERS.items():
            kinds = {"type": "number", "aggType": "count"} if kind == "measure" else {"type": "string"}
            members[kind].append({"name": name, "meta": {"titles": {"en": en, "zh": zh}}, **kinds})
        cube = {"name": "employees", "measures": members["measure"], "dimensions": members["dimension"]}
        self.catalog = Catalog.from_meta({"cubes": [cube]})

    def compile(self, query: Query) -> Compiled:
        columns = ", ".join(f'{_MEMBERS[name][1]} AS "{name}"' for name in query.columns)
        return Compiled(f"SELECT {columns} FROM employees GROUP BY ALL ORDER BY ALL LIMIT ?", [10_000])  # noqa: S608

    def execute(self, query: Query, cancellation: Cancellation | None = None) -> pd.DataFrame:
        sql, params = self.compile(query)
        cursor = self._connection.cursor()
        try:
            with (cancellation or Cancellation()).interrupting(cursor.interrupt):
                return cursor.execute(sql, params).df()
        except duckdb.InterruptException:
            raise Cancelled from None

    def ping(self) -> None:
        self._connection.cursor().execute("SELECT 1")

    def close(self) -> None:
        self._connection.close()


class StubPlanner:
    def plan(self, question: Question, cancellation: Cancellation) -> Generator[str, None, Plan]:
        yield ""
        text = question.text.lower()
        found = {"measure": [], "dimension": []}  # type: dict[str, list[str]]
        for name, (kind, _, en, zh) in _MEMBERS.items():
            if en.lower() in text or zh in text:
                found[kind].append(name)
        if not (found["measure"] or found["dimension"]):
            zh_ = question.language == "zh"
            why = "没有理解这个问题。" if zh_ else "The question was not understood."
            suggestions = ("员工总数", "各办公城市的员工总数") if zh_ else ("total employees by office city",)
            return Plan(Outcome.DECLINED, message=why, suggestions=suggestions)
        query = Query(
            measures=found["measure"] or ["employees.total_employees"], dimensions=found["dimension"]
        )
        return Plan(Outcome.ANSWERED, query, understood=tuple(query.columns))
