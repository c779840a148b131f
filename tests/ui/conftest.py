"""A catalog that is nothing like the demo: hostile names and values, and a query that takes long."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipeline import Pipeline, Settings

EVIL = "<img src=x onerror=alert(1)>"
MODEL = """
cubes:
  - name: gadgets
    sql_table: gadgets
    measures:
      - name: weight
        sql: weight
        type: sum
        title: Weight EVIL
        meta: {synonyms: [weight, 重量]}
    dimensions:
      - name: label
        sql: label
        type: string
        meta: {titles: {en: Label, zh: 标签} }
  - name: pairs
    sql: SELECT a.range + b.range AS n FROM range(300000) AS a, range(300000) AS b
    measures:
      - name: largest
        sql: n % 7919
        type: max
        meta: {titles: {en: Largest pair, zh: 最大配对} }
""".replace("EVIL", EVIL)


@pytest.fixture(scope="session")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    folder: Path = tmp_path_factory.mktemp("odd")
    (folder / "model").mkdir()
    (folder / "model" / "odd.yml").write_text(MODEL, "utf-8")
    data = folder / "odd.duckdb"
    with duckdb.connect(str(data)) as database:
        database.execute("CREATE TABLE gadgets (label VARCHAR, weight INTEGER)")
        database.executemany(
            "INSERT INTO gadgets VALUES (?, ?)",
            [(EVIL, 3), ("![x](http://evil.example/x.png)", 2), ("=1+1", 1), ("$\\frac12$ `a`", 1)],
        )
    with Pipeline(Settings(model_dir=folder / "model", data=data, cache_dir=folder)) as pipeline:
        yield pipeline
