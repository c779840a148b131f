"""Answers queries by asking a Cube deployment (https://cube.dev/docs/reference/rest-api)."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pandas as pd
from sqlglot import Dialect

from pipeline.cancellation import Cancellation
from pipeline.catalog import Catalog
from pipeline.engines.base import Compiled, bounded
from pipeline.engines.cube.client import CubeClient, Reply
from pipeline.engines.cube.refusals import not_cube, refusal
from pipeline.engines.cube.rows import frame
from pipeline.engines.cube.token import authorization
from pipeline.errors import ModelError, QueryError
from pipeline.meta import catalog_of
from pipeline.query import Query

_SQL_NAMES = {"mssql": "tsql", "prestodb": "presto", "databricks-jdbc": "databricks", "questdb": "postgres"}


class CubeEngine:
    """Answers queries of one Cube deployment, whose model is read once.

    Relative date ranges ("last 30 days") are counted by the clock of the Cube server.

    Args:
        url: the address of the server, or of its REST API.
        secret: what the server knows as ``CUBEJS_API_SECRET``.
        token: a token made elsewhere, in place of a secret.
        security_context: the claims that Cube's access rules read, with a secret.
        query_seconds: how long one question to the server may take.
        max_rows: no answer has more rows, whatever the query's limit says.

    Raises:
        EngineUnavailable: the server cannot be reached or refuses the token.
        ModelError: the server cannot compile its data model.
    """

    name = "cube"

    def __init__(
        self,
        url: str,
        *,
        secret: str | None = None,
        token: str | None = None,
        security_context: Mapping[str, Any] | None = None,
        query_seconds: float = 30.0,
        max_rows: int = 50_000,
    ) -> None:
        # The SQL of the database behind Cube, which `/load` tells; until then whatever sqlglot reads.
        self.dialect = ""
        self._max_rows = max_rows
        self._client = CubeClient(
            url, authorization(secret, token, security_context), query_seconds, max_rows
        )
        try:
            self._catalog = self._read_catalog()
        except BaseException:
            self._client.close()
            raise

    @property
    def catalog(self) -> Catalog:
        return self._catalog

    def compile(self, query: Query) -> Compiled:
        """The SQL of ``query``. Raises `QueryError` when it cannot be answered as it stands."""
        self._catalog.check(query)
        body = self._answer(self._client.post("sql", self._request(query)))
        try:
            # One text for each range of a comparison.
            pairs = [part["sql"]["sql"] for part in (body if isinstance(body, list) else [body])]
            return Compiled(
                ";\n\n".join(text for text, _ in pairs), [value for _, values in pairs for value in values]
            )
        except (KeyError, TypeError, ValueError) as error:
            raise not_cube() from error

    def execute(self, query: Query, cancellation: Cancellation | None = None) -> pd.DataFrame:
        """The rows of ``query``, columns named and ordered as `Query.columns`.

        Raises `QueryError`, `EngineError` (`QueryTimeout` past the limit), `Cancelled`.
        """
        self._catalog.check(query)
        body = self._answer(self._client.post("load", self._request(query), cancellation))
        try:
            results = body["results"]
            name = results[0].get("dbType") or ""
            rows = frame(results, query.columns, self._max_rows)
        except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
            raise not_cube() from error
        name = _SQL_NAMES.get(name, name)
        self.dialect = name if Dialect.get(name) else ""
        return rows

    def ping(self) -> None:
        """Returns when the server answers. Raises `EngineError`."""
        members = self._catalog.measures or self._catalog.dimensions
        if members:
            key = f"{members[0].kind}s"
            with suppress(QueryError):  # an answer, too
                self._answer(self._client.post("sql", {"query": {key: [members[0].name]}}))

    def close(self) -> None:
        self._client.close()

    def _read_catalog(self) -> Catalog:
        # Only the extended form lists joins; a token may be allowed no more than the plain one.
        reply = self._client.get("meta", extended="true")
        if reply.status != 200:
            reply = self._client.get("meta")
        body = self._answer(reply)
        try:
            return catalog_of(body)
        except ModelError as error:
            raise not_cube() from error

    def _request(self, query: Query) -> dict[str, Any]:
        asked = bounded(query, self._max_rows).model_copy(update={"total": False})
        # "multi" is the form of answer that may hold several results, as those of a comparison are.
        return {"query": asked.to_json(), "queryType": "multi"}

    def _answer(self, reply: Reply) -> Any:
        if reply.status != 200:
            raise refusal(reply, getattr(self, "_catalog", None))
        body = reply.json()
        if not isinstance(body, dict | list):
            raise not_cube()
        if isinstance(body, dict) and "error" in body:
            raise refusal(reply, self._catalog)
        return body
