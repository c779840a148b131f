"""What an engine is: it knows a catalog, turns a Cube query into SQL, and executes it."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

import pandas as pd

from pipeline.cancellation import Cancellation
from pipeline.catalog import Catalog
from pipeline.query import DEFAULT_LIMIT, Query


class Compiled(NamedTuple):
    """SQL with placeholders, and the values bound to them, in order."""

    sql: str
    params: list[Any]


def bounded(query: Query, max_rows: int) -> Query:
    """``query`` with a limit that keeps to ``max_rows``; without one it has Cube's, 10,000."""
    # Each of the compared ranges is a query with a limit of its own.
    ranges = max((len(t.compare_date_range or ()) for t in query.time_dimensions), default=0)
    asked = DEFAULT_LIMIT if query.limit is None else query.limit
    return query.model_copy(update={"limit": min(asked, max_rows // max(ranges, 1))})


class Engine(Protocol):
    """The seam to the data. Implementations are safe to call from many threads at once.

    Attributes:
        name: ``embedded`` or ``cube``; estimates of time are kept by it.
        dialect: sqlglot's name of the SQL it writes, for pretty-printing.
    """

    name: str
    dialect: str

    @property
    def catalog(self) -> Catalog:
        """What can be asked. Raises `EngineUnavailable` or `ModelError`."""
        ...

    def compile(self, query: Query) -> Compiled:
        """The SQL of ``query``. Raises `QueryError` when it cannot be answered as it stands."""
        ...

    def execute(self, query: Query, cancellation: Cancellation | None = None) -> pd.DataFrame:
        """The rows of ``query``, columns named and ordered as `Query.columns`.

        Raises `QueryError`, `EngineError` (`QueryTimeout` past the limit), `Cancelled`.
        """
        ...

    def ping(self) -> None:
        """Returns when the engine answers. Raises `EngineError`."""
        ...

    def close(self) -> None: ...
