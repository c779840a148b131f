"""Access policies: who sees what through a Cube server sees the same embedded, under the same context."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import duckdb
import pytest
from cube.server import SECRET, CubeServer
from engines.compiler.test_access import MODEL, TABLES
from parity.oracle import bag

from pipeline.engines.cube import CubeEngine
from pipeline.engines.embedded import EmbeddedEngine
from pipeline.errors import TextToBIError
from pipeline.query import Query

CONTEXTS: list[dict[str, Any]] = [
    {"groups": ["sales"], "regions": ["north"], "hidden": "nobody", "outside": False},
    {"groups": ["support"], "regions": ["south", "' OR 1=1 --"], "hidden": "Ann", "outside": False},
    {"groups": ["sales", "audit"], "regions": ["north"], "hidden": "Bob", "outside": False},
    {"groups": ["sales", "audit"], "regions": ["north"], "hidden": "Bob", "outside": True},
    {"groups": ["audit"], "regions": [], "hidden": "Bob", "outside": False},
]
QUERIES: list[dict[str, Any]] = [
    {"measures": ["orders.total"]},
    {"measures": ["orders.total"], "dimensions": ["orders.region"]},
    {"measures": ["orders.total"], "dimensions": ["customers.name"]},
    {"measures": ["orders.total", "customers.count"], "dimensions": ["orders.region"]},
    {
        "measures": ["orders.total"],
        "filters": [{"member": "customers.id", "operator": "set"}],
    },
    {"measures": ["customers.count"], "dimensions": ["customers.name"]},
    {"measures": ["report.total", "report.cost"]},
    {"dimensions": ["orders.id", "orders.region"]},
]
# What is forbidden: here an error, there no rows or an error (known_differences has the reason).
FORBIDDEN: list[dict[str, Any]] = [
    {"measures": ["orders.cost"]},
    {"measures": ["orders.margin"]},
    {"measures": ["report.total"], "dimensions": ["report.region"]},
]
Engines = Callable[[dict[str, Any]], tuple[CubeEngine, EmbeddedEngine]]


@pytest.fixture(scope="module")
def engines_for(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    """Both engines on one model, as one who has these claims."""
    folder = tmp_path_factory.mktemp("policies")
    (folder / "yaml").mkdir()
    (folder / "yaml" / "model.yml").write_text(MODEL)
    for name in ("theirs", "ours"):
        with duckdb.connect(str(folder / f"{name}.duckdb")) as connection:
            connection.execute(TABLES)
    (folder / "run").mkdir()
    server = CubeServer(folder / "yaml", folder / "theirs.duckdb", folder / "run")
    server.start()
    opened: list[CubeEngine | EmbeddedEngine] = []

    def build(context: dict[str, Any]) -> tuple[CubeEngine, EmbeddedEngine]:
        both = (
            CubeEngine(server.url, secret=SECRET, security_context=context),
            EmbeddedEngine(folder / "yaml", folder / "ours.duckdb", security_context=context),
        )
        opened.extend(both)
        return both

    yield build
    for engine in opened:
        engine.close()
    server.kill()


@pytest.mark.parametrize("context", CONTEXTS, ids=lambda c: "+".join(c["groups"]))
def test_the_catalog_shows_the_same_members(context: dict[str, Any], engines_for: Engines) -> None:
    cube, embedded = engines_for(context)
    assert set(embedded.catalog.members) == set(cube.catalog.members)


@pytest.mark.parametrize(("context", "query"), list(product(CONTEXTS, QUERIES)))
def test_the_rows_are_the_same(context: dict[str, Any], query: dict[str, Any], engines_for: Engines) -> None:
    cube, embedded = engines_for(context)
    parsed = Query.parse(query)

    assert bag(embedded.execute(parsed).itertuples(index=False)) == bag(
        cube.execute(parsed).itertuples(index=False)
    )


@pytest.mark.parametrize("query", FORBIDDEN)
def test_what_is_forbidden_here_gives_nothing_there(query: dict[str, Any], engines_for: Engines) -> None:
    cube, embedded = engines_for(CONTEXTS[0])
    parsed = Query.parse(query)

    with pytest.raises(TextToBIError):
        embedded.execute(parsed)
    try:
        seen = cube.execute(parsed).dropna(how="all")
    except TextToBIError:
        return
    assert seen.empty
