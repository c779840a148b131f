"""Random Cube queries over a catalog: the same seed gives the same queries."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from pipeline.catalog import Catalog, Cube, Member

TEXTS = ["a", "b 1", "%", "_", "50%", "\\", "'", "north", "王", "", "tea", "paid", "true", "Süd"]
NUMBERS = ["0", "1", "25", "300.5", "-3", "1000"]
RANGES: list[Any] = [
    "last month", "this year", "last 30 days", "last 2 quarters", "last year", "this week", "next 3 months",
    "from 400 days ago to now", "today", "last 5 weeks", "2024-02-10",
    ["2023-03-01", "2023-09-15"], ["2023-06-01"], ["2023-01-01T10:30:00", "2024-01-31T12:00:00.500"],
]  # fmt: skip
GRANULARITIES = ["day", "week", "month", "quarter", "year", "hour"]
ZONES = [None, None, None, "UTC", "America/New_York", "Asia/Shanghai"]
DATE_OPERATORS = ["inDateRange", "notInDateRange", "onTheDate", "beforeDate", "beforeOrOnDate", "afterDate",
                  "afterOrOnDate"]  # fmt: skip
TEXT_OPERATORS = ["equals", "notEquals", "contains", "notContains", "startsWith", "notStartsWith", "endsWith",
                  "notEndsWith", "set", "notSet"]  # fmt: skip
NUMBER_OPERATORS = ["equals", "notEquals", "gt", "gte", "lt", "lte", "set", "notSet"]


class Queries:
    """Queries on the members of ``cubes`` (names), whose joins connect them or not."""

    def __init__(self, catalog: Catalog, seed: int) -> None:
        self._catalog = catalog
        self._random = random.Random(seed)

    def some(self, count: int) -> Iterator[dict[str, Any]]:
        for _ in range(count):
            yield self._query()

    def _query(self) -> dict[str, Any]:
        r = self._random
        cubes = list(self._catalog.cubes.values())
        views = [c for c in cubes if c.type == "view"]
        plain = [c for c in cubes if c.type == "cube" and c.component is not None]
        chosen = (
            [r.choice(views)]
            if views and r.random() < 0.3
            else r.sample(plain, min(len(plain), r.choice([1, 2, 2, 3])))
        )
        measures = self._sample(chosen, "measures", [0, 1, 1, 2, 3])
        dimensions = self._sample(chosen, "dimensions", [0, 0, 1, 1, 2])
        times = [m for c in chosen for m in c.dimensions if m.type == "time"]
        query: dict[str, Any] = {}
        if measures:
            query["measures"] = [m.name for m in measures]
        query["dimensions"] = [m.name for m in dimensions]
        if times and r.random() < 0.5:
            query["timeDimensions"] = [self._time(r.choice(times), bool(measures or dimensions))]
        grouped = any("granularity" in t for t in query.get("timeDimensions", ()))
        if not (measures or dimensions or grouped):
            query["dimensions"] = [r.choice(chosen[0].dimensions or self._catalog.dimensions).name]
        filters = [self._condition(chosen, 0) for _ in range(r.choice([0, 0, 1, 1, 2]))]
        if measures and r.random() < 0.2:
            filters.append(self._leaf(r.choice([m for c in chosen for m in c.measures])))
        if filters:
            query["filters"] = [f for f in filters if f]
        segments = [s.name for c in chosen for s in c.segments]
        if segments and r.random() < 0.2:
            query["segments"] = [r.choice(segments)]
        zone = r.choice(ZONES)
        if zone:
            query["timezone"] = zone
        return query

    def _sample(self, cubes: list[Cube], kind: str, counts: list[int]) -> list[Member]:
        pool = [m for c in cubes for m in getattr(c, kind)]
        return self._random.sample(pool, min(len(pool), self._random.choice(counts)))

    def _time(self, member: Member, optional: bool) -> dict[str, Any]:
        r = self._random
        time: dict[str, Any] = {"dimension": member.name}
        if not optional or r.random() < 0.7:
            time["granularity"] = r.choice([*GRANULARITIES, *member.granularities])
        if r.random() < 0.6:
            time["dateRange"] = r.choice(RANGES)
        return time

    def _condition(self, cubes: list[Cube], depth: int) -> dict[str, Any] | None:
        r = self._random
        if depth < 2 and r.random() < 0.3:
            parts = [self._condition(cubes, depth + 1) for _ in range(r.choice([1, 2, 3]))]
            held = [p for p in parts if p]
            return {r.choice(["and", "or"]): held} if held else None
        pool = [m for c in cubes for m in c.dimensions if m.type != "geo"]
        return self._leaf(r.choice(pool)) if pool else None

    def _leaf(self, member: Member) -> dict[str, Any]:
        r = self._random
        if member.type == "time":
            operator = r.choice([*DATE_OPERATORS, "set", "notSet"])
            one = r.choice(["2023-07-01", "last month", "2023-07-01T12:00:00.000"])
            if operator in {"inDateRange", "notInDateRange", "onTheDate"}:
                asked = r.choice([x for x in RANGES if x != ["2023-06-01"]])
                values = asked if isinstance(asked, list) else [asked]
            else:
                values = [one]
        elif member.type == "number":
            operator = r.choice(NUMBER_OPERATORS)
            values = r.sample(NUMBERS, r.choice([1, 1, 2]))
        elif member.type == "boolean":
            operator = r.choice(["equals", "notEquals", "set", "notSet"])
            values = [r.choice(["true", "false"])]
        else:
            operator = r.choice(TEXT_OPERATORS)
            values = r.sample(
                [*TEXTS, None] if operator in {"equals", "notEquals"} else TEXTS, r.choice([1, 1, 2])
            )
        leaf: dict[str, Any] = {"member": member.name, "operator": operator}
        return leaf if operator in {"set", "notSet"} else {**leaf, "values": values}
