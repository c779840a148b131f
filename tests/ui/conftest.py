"""A browser, and pages over two catalogs: the demo, and one of hostile names and values whose query
takes long."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from components import chromium
from playwright.sync_api import Browser, expect, sync_playwright
from serving import serve
from ui.browser import Visit, Visitor

from pipeline import Pipeline, Settings
from pipeline.server import create_app
from pipeline.ui import build_page, mount_page

expect.set_options(timeout=20_000)  # milliseconds: a browser draws slowly where much else goes on

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


@pytest.fixture(scope="module")
def address(application: str) -> str:
    return f"{application}/"


@pytest.fixture(scope="module")
def odd_address(odd: Pipeline) -> Iterator[str]:
    """The page over a catalog whose names and values are hostile, and whose pairs take long."""
    pipeline = Pipeline(odd.settings, engine=odd.engine)
    with serve(mount_page(create_app(pipeline), build_page(pipeline))) as address:
        yield f"{address}/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Opens the page as a new visitor, in whose browser nothing may go wrong."""
    visitors: list[Visitor] = []

    def visit(address: str, **context: Any) -> Visitor:
        visitors.append(Visitor(browser, address, **context))
        return visitors[-1]

    yield visit
    for visitor in visitors:
        assert visitor.complaints == []
        visitor.leave()
