"""The two engines on the same file: ours, and the SQL of Cube's own compiler."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from parity.oracle import HERE, Cube, CubeError, bag

from pipeline.engines.embedded import EmbeddedEngine
from pipeline.errors import TextToBIError
from pipeline.query import Query

TODAY = date(2024, 3, 15)


def on(member: str, operator: str, *values: Any) -> dict[str, Any]:
    """A filter."""
    return {"member": member, "operator": operator, **({"values": list(values)} if values else {})}


@dataclass
class Pair:
    """One model on one file, asked through both engines."""

    ours: EmbeddedEngine
    cube: Cube
    model: Path
    data: duckdb.DuckDBPyConnection

    def rows(self, query: dict[str, Any]) -> tuple[Any, Any]:
        """(our rows, Cube's rows) as bags; an error in place of rows where there are none."""
        parsed = Query.parse(query)
        ours: Any
        theirs: Any
        try:
            ours = bag(self.ours.execute(parsed).itertuples(index=False))
        except TextToBIError as error:
            ours = error
        try:
            theirs = bag(self.cube.rows(self.model, query, self.data, parsed.columns))
        except CubeError as error:
            theirs = error
        return ours, theirs

    def assert_same(self, query: dict[str, Any]) -> None:
        ours, theirs = self.rows(query)
        if isinstance(theirs, CubeError):
            assert isinstance(ours, TextToBIError), f"{query}: Cube refuses: {theirs}"
        else:
            assert not isinstance(ours, TextToBIError), f"{query}: ours refuses: {ours}"
            assert ours == theirs, f"{query}: only ours {ours - theirs}, only Cube {theirs - ours}"


@pytest.fixture(scope="session")
def cube() -> Iterator[Cube]:
    found = Cube(datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC))
    yield found
    found.close()


@pytest.fixture(scope="session")
def pair_of(cube: Cube, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Pair]]:
    """Opens the model of that folder on the tables of its ``tables.sql``."""
    pairs: dict[str, Pair] = {}

    def build(name: str) -> Pair:
        if name in pairs:
            return pairs[name]
        folder = tmp_path_factory.mktemp(name)
        for file in ("ours.duckdb", "theirs.duckdb"):
            with duckdb.connect(str(folder / file)) as connection:
                connection.execute("SET TimeZone = 'UTC'")
                connection.execute((HERE / name / "tables.sql").read_text(encoding="utf-8"))
        data = duckdb.connect(str(folder / "theirs.duckdb"), read_only=True)
        data.execute("SET TimeZone = 'UTC'")
        # See the engine: with it, DuckDB 1.5.5 gives wrong rows for Cube's SQL too.
        data.execute("SET disabled_optimizers = 'common_subplan'")
        ours = EmbeddedEngine(HERE / name, folder / "ours.duckdb", today=TODAY)
        pairs[name] = Pair(ours, cube, HERE / name, data)
        return pairs[name]

    yield build
    for pair in pairs.values():
        pair.ours.close()
        pair.data.close()


@pytest.fixture(scope="session")
def shop(pair_of: Callable[[str], Pair]) -> Pair:
    return pair_of("shop")


@pytest.fixture(scope="session")
def clinic(pair_of: Callable[[str], Pair]) -> Pair:
    return pair_of("clinic")


@pytest.fixture(scope="session")
def flights(pair_of: Callable[[str], Pair]) -> Pair:
    return pair_of("flights")
