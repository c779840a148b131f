"""Cube servers for the tests, and the embedded engine on copies of their data."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from cube.server import PACKAGES, SECRET, CubeServer
from gold.questions import SCALES, TODAY

from pipeline.demo import data as demo
from pipeline.engines.cube import CubeEngine
from pipeline.engines.embedded import EmbeddedEngine

# Queries that do not end, that take more than a second however many processors there are, whose values
# are odd, and that fail.
UNUSUAL = """
cubes:
  - name: endless
    sql: SELECT a.range AS x, b.range AS y FROM range(1000000) a, range(1000000) b
    measures:
      - {name: total, type: sum, sql: "{CUBE}.x % 7 * ({CUBE}.y % 5)"}
  - name: slow
    sql: >
      WITH RECURSIVE steps(step) AS (SELECT 1 UNION ALL SELECT step + 1 FROM steps WHERE step < 200000)
      SELECT step FROM steps
    measures:
      - {name: total, type: sum, sql: step}
  - name: odd
    sql: >
      SELECT 1 AS id, 12345678901234567.89::DECIMAL(20, 2) AS money, 1e300 AS huge, true AS flag,
        DATE '1999-12-31' AS day, 'NaN' AS text, ['a', 'b'] AS list
      UNION ALL SELECT 2, NULL, NULL, NULL, NULL, NULL, NULL
    dimensions:
      - {name: id, sql: id, type: number, primary_key: true, public: true}
      - {name: money, sql: money, type: number}
      - {name: huge, sql: huge, type: number}
      - {name: flag, sql: flag, type: boolean}
      - {name: day, sql: day, type: time}
      - {name: text, sql: text, type: string}
      - {name: list, sql: list, type: string}
    measures:
      - {name: count, type: count}
  - name: broken
    sql: SELECT * FROM no_such_table
    measures:
      - {name: count, type: count}
"""


@dataclass
class Both:
    """One model on equal data: asked through a Cube server, and embedded."""

    cube: CubeEngine
    embedded: EmbeddedEngine
    server: CubeServer
    data: Path


@pytest.fixture(scope="session")
def both_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path, Path], Both]]:
    """Serves a model on a copy of a DuckDB file."""
    opened: list[Both] = []

    def build(model: Path, data: Path) -> Both:
        folder = tmp_path_factory.mktemp("cube")
        theirs = Path(shutil.copy(data, folder / "data.duckdb"))
        server = CubeServer(model, theirs, folder)
        server.start()
        cube = CubeEngine(server.url, secret=SECRET)
        opened.append(Both(cube, EmbeddedEngine(model, data, today=TODAY), server, data))
        return opened[-1]

    yield build
    for both in opened:
        both.cube.close()
        both.embedded.close()
        both.server.kill()


@pytest.fixture(scope="session")
def company(both_of: Callable[[Path, Path], Both], tmp_path_factory: pytest.TempPathFactory) -> Both:
    """The demo company at the size the gold questions are asked at."""
    data = tmp_path_factory.mktemp("company") / "demo.duckdb"
    demo.build(data, TODAY, min(SCALES))
    return both_of(Path(demo.__file__).parent / "model", data)


@pytest.fixture(scope="session")
def shop(both_of: Callable[[Path, Path], Both], tmp_path_factory: pytest.TempPathFactory) -> Both:
    """The shop of the parity tests: views, folders, sub-queries, custom granularities, odd characters."""
    data = tmp_path_factory.mktemp("shop") / "shop.duckdb"
    with duckdb.connect(str(data)) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute((PACKAGES / "shop" / "tables.sql").read_text(encoding="utf-8"))
    return both_of(PACKAGES / "shop", data)


@pytest.fixture
def unusual(tmp_path: Path) -> Iterator[CubeServer]:
    """A server for one test to break, with queries that take long, fail or give odd values."""
    model = tmp_path / "yaml"
    model.mkdir()
    (model / "unusual.yml").write_text(UNUSUAL)
    duckdb.connect(str(tmp_path / "empty.duckdb")).close()
    (tmp_path / "run").mkdir()
    server = CubeServer(model, tmp_path / "empty.duckdb", tmp_path / "run")
    server.start()
    yield server
    server.kill()
