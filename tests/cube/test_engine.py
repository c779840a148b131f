"""The Cube engine on a real Cube server gives what the embedded engine gives on the same model and data."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import httpx
import pandas as pd
import pytest
from cube.conftest import Both
from cube.server import SECRET, CubeServer, token
from gold.questions import queries
from parity.oracle import bag, plain

from pipeline.cancellation import Cancellation
from pipeline.engines.cube import CubeEngine
from pipeline.errors import (
    Cancelled,
    DateRangeError,
    EngineError,
    EngineUnavailable,
    JoinPathError,
    QueryError,
    QueryTimeout,
    UnknownMember,
)
from pipeline.query import Query


@pytest.fixture
def engine_of() -> Iterator[Any]:
    """Opens engines and closes them."""
    engines: list[CubeEngine] = []

    def build(server: CubeServer | str, **settings: Any) -> CubeEngine:
        url = server if isinstance(server, str) else server.url
        engines.append(CubeEngine(url, **({"secret": SECRET} | settings)))
        return engines[-1]

    yield build
    for engine in engines:
        engine.close()


@pytest.mark.parametrize("name", ["company", "shop"])
def test_the_catalog_is_the_same(name: str, request: pytest.FixtureRequest) -> None:
    both: Both = request.getfixturevalue(name)
    ours, theirs = both.embedded.catalog.cubes, both.cube.catalog.cubes

    assert list(theirs) == list(ours)
    for cube in ours:
        assert theirs[cube] == ours[cube]


# Those whose order leaves rows tied come in any order, and are compared as bags.
SAMPLE = list(queries().items())[:110]


@pytest.mark.parametrize("query", [q for _, q in SAMPLE], ids=[i for i, _ in SAMPLE])
def test_rows_are_those_of_the_embedded_engine(query: dict[str, Any], company: Both) -> None:
    parsed = Query.parse(query)
    ours, theirs = company.embedded.execute(parsed), company.cube.execute(parsed)

    assert list(theirs.columns) == list(ours.columns) == parsed.columns
    assert [_kind(theirs[c]) for c in theirs] == [_kind(ours[c]) for c in ours]
    assert bag(theirs.itertuples(index=False)) == bag(ours.itertuples(index=False))


def _kind(column: pd.Series[Any]) -> str:
    """What a reader takes its values for: text, numbers, times, truth."""
    if column.dtype == object:  # decimals
        column = pd.to_numeric(column.dropna().astype(float))
    return {"i": "number", "u": "number", "f": "number"}.get(column.dtype.kind, column.dtype.kind)


def test_an_order_is_kept(company: Both) -> None:
    query = Query.parse(
        {"measures": ["order_items.revenue"], "dimensions": ["products.name"], "limit": 7}
        | {"order": [["order_items.revenue", "desc"], ["products.name", "asc"]]}
    )
    ours, theirs = company.embedded.execute(query), company.cube.execute(query)

    assert [*map(plain, theirs["products.name"])] == [*map(plain, ours["products.name"])]


def test_compared_ranges_come_in_one_table_with_all_of_their_sql(company: Both) -> None:
    years = [["2024-01-01", "2024-12-31"], ["2023-01-01", "2023-12-31"]]
    month = {"dimension": "orders.created_at", "granularity": "month", "compareDateRange": years}
    query = Query.parse({"measures": ["orders.total_orders"], "timeDimensions": [month]})
    ours, theirs = company.embedded.execute(query), company.cube.execute(query)

    assert list(theirs.columns) == list(ours.columns)
    assert bag(theirs.itertuples(index=False)) == bag(ours.itertuples(index=False))
    sql, params = company.cube.compile(query)
    assert sql.count("SELECT") >= 2
    assert len(params) == 4
    assert company.cube.dialect == "duckdb"


def test_no_rows_still_have_their_columns(company: Both) -> None:
    none = {"member": "departments.name", "operator": "equals", "values": ["nowhere"]}
    query = {"measures": ["employees.total_employees"], "dimensions": ["departments.name"], "filters": [none]}
    table = company.cube.execute(Query.parse(query))

    assert list(table.columns) == ["departments.name", "employees.total_employees"]
    assert table.empty


def test_the_rows_are_limited_by_the_operator_too(company: Both, engine_of: Any) -> None:
    engine = engine_of(company.server, max_rows=3)
    assert len(engine.execute(Query(dimensions=["products.name"], limit=50))) == 3


@pytest.mark.parametrize(
    ("query", "error", "sentence"),
    [
        (
            {"measures": ["employees.total_employee"]},
            UnknownMember,
            "Did you mean 'employees.total_employees'",
        ),
        (
            {
                "measures": ["employees.total_employees"],
                "timeDimensions": [{"dimension": "employees.hired_at", "dateRange": "lately"}],
            },
            DateRangeError,
            "'lately'",
        ),
        (
            {
                "measures": ["employees.total_employees"],
                "timeDimensions": [
                    {"dimension": "employees.hired_at", "dateRange": ["2024-02-30", "2024-03-01"]}
                ],
            },
            DateRangeError,
            "date",
        ),
        (
            {
                "measures": ["employees.total_employees"],
                "filters": [{"member": "employees.age", "operator": "gt", "values": ["many"]}],
            },
            QueryError,
            "'many'",
        ),
        (
            {"measures": ["employees.total_employees"], "dimensions": ["products.name"]},
            JoinPathError,
            "employees, products|products, employees",
        ),
        ({"measures": ["employees.total_employees"], "timezone": "Mars/Base"}, QueryError, "time zone"),
    ],
)
def test_what_cube_refuses_is_an_error_of_ours(
    query: dict[str, Any], error: type[Exception], sentence: str, company: Both
) -> None:
    with pytest.raises(error, match=sentence) as raised:
        company.cube.execute(Query.parse(query))
    assert raised.type is error
    assert any("\u4e00" <= c <= "\u9fff" for c in raised.value.zh)


def test_a_wrong_secret_is_named_and_not_told(company: Both, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(EngineUnavailable, match="CUBE_SECRET") as error:
        CubeEngine(company.server.url, secret="a wrong secret that must not be shown")
    assert "shown" not in f"{error.value.en}{error.value.zh}{caplog.text}"


@pytest.mark.parametrize("scheme", ["", "Bearer "])
def test_a_given_token_is_used_as_it_is(scheme: str, company: Both, engine_of: Any) -> None:
    engine = engine_of(company.server, secret=None, token=scheme + token())
    assert engine.catalog.cubes.keys() == company.cube.catalog.cubes.keys()


def test_the_security_context_reaches_the_rules_of_cube(company: Both, engine_of: Any) -> None:
    engine = engine_of(company.server, security_context={"refused": True})
    with pytest.raises(EngineError):
        engine.execute(Query(measures=["orders.total_orders"]))
    assert not company.cube.execute(Query(measures=["orders.total_orders"])).empty


def test_an_answer_that_takes_long_is_waited_for(unusual: CubeServer, engine_of: Any) -> None:
    engine = engine_of(unusual)
    query = Query(measures=["slow.total"])
    first = httpx.post(
        f"{unusual.url}/cubejs-api/v1/load",
        json={"query": query.model_copy(update={"limit": 10_000}).to_json()},
        headers={"Authorization": token()},
        timeout=60,
    )
    assert first.json() == {"error": "Continue wait"}
    assert engine.execute(query)["slow.total"].tolist() == [200_000 * 200_001 // 2]


def test_a_query_that_takes_too_long_is_given_up_and_the_next_one_works(
    unusual: CubeServer, engine_of: Any
) -> None:
    engine = engine_of(unusual, query_seconds=5)
    with pytest.raises(QueryTimeout, match="5 seconds"):
        engine.execute(Query(measures=["endless.total"]))
    # Cube's DuckDB driver runs one query after the other and cannot be interrupted: no rows from it now.
    assert engine.compile(Query(dimensions=["odd.id"])).sql


def test_cancelling_ends_the_call_at_once(unusual: CubeServer, engine_of: Any) -> None:
    engine, cancellation = engine_of(unusual, query_seconds=600), Cancellation()
    threading.Timer(1, cancellation.cancel).start()
    with pytest.raises(Cancelled):
        engine.execute(Query(measures=["endless.total"]), cancellation)
    assert engine.compile(Query(dimensions=["odd.id"])).sql


def test_a_server_that_dies_in_mid_query_is_an_error_and_works_again_after_its_restart(
    unusual: CubeServer, engine_of: Any
) -> None:
    engine = engine_of(unusual, query_seconds=600)
    threading.Timer(1, unusual.kill).start()
    with pytest.raises(EngineUnavailable):
        engine.execute(Query(measures=["endless.total"]))
    with pytest.raises(EngineUnavailable):
        engine.ping()
    unusual.start()
    engine.ping()
    assert len(engine.execute(Query(dimensions=["odd.id"]))) == 2


def test_odd_values_keep_their_digits_and_types(unusual: CubeServer, engine_of: Any) -> None:
    columns = [f"odd.{name}" for name in ("id", "money", "huge", "flag", "day", "text", "list")]
    query = Query(dimensions=columns, order=[("odd.id", "asc")])
    table = engine_of(unusual).execute(query)

    assert table["odd.id"].tolist() == [1, 2]
    assert table["odd.money"][0] == Decimal("12345678901234567.89")
    assert table["odd.huge"][0] == 1e300
    assert table["odd.flag"].dtype == "boolean"
    assert table["odd.flag"][0]
    assert table["odd.day"][0] == pd.Timestamp("1999-12-31")
    assert table["odd.text"][0] == "NaN"
    assert list(table["odd.list"][0]) == ["a", "b"]
    assert table.iloc[1, 1:].isna().all()


def test_sql_that_the_database_refuses_is_an_error_without_its_words(
    unusual: CubeServer, engine_of: Any
) -> None:
    with pytest.raises(EngineError, match=r"^The database behind Cube could not run the query\.$"):
        engine_of(unusual).execute(Query(measures=["broken.count"]))
