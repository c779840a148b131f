"""What /openapi.json says of the server is true, whatever is sent; and the page that shows it is whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance
from serving import serve
from sizes import tries

from pipeline import Pipeline, Settings
from pipeline.language import detect
from pipeline.server import create_app

_SECONDS = 30  # after which a request hangs
_NOT_KNOWN = [positive_data_acceptance]  # what is in a file


@pytest.fixture(scope="module")
def address(demo: Pipeline, demo_settings: Settings) -> Iterator[str]:
    """A server that refuses nobody for asking much."""
    given = demo_settings.model_dump(exclude_unset=True)
    given |= {"runs_per_minute": 0, "runs_per_client": 0, "runs_waiting": 1_000, "upload_bytes": 1_000_000}
    with serve(create_app(Pipeline(Settings(**given), engine=demo.engine))) as address:
        yield address


@pytest.fixture(scope="module")
def run_id(address: str) -> str:
    """A run that has ended."""
    said = httpx.post(f"{address}/workflow/query-sync", json={"message": "average salary by department"})
    return said.json()["run_id"]


@pytest.fixture(scope="module")
def described(address: str) -> Any:
    return schemathesis.openapi.from_url(f"{address}/openapi.json")


ROUTES = [
    "POST /workflow/query",
    "POST /workflow/query-sync",
    "GET /workflow/runs/{run_id}",
    "GET /workflow/runs/{run_id}/events",
    "GET /workflow/runs/{run_id}/table.csv",
    "POST /workflow/runs/{run_id}/cancel",
    "POST /workflow/runs/{run_id}/pause",
    "POST /workflow/runs/{run_id}/resume",
    "POST /workflow/uploads",
    "DELETE /workflow/uploads/{key}",
    "GET /healthz",
    "GET /readyz",
]


def test_every_route_is_described(described: Any) -> None:
    assert [found.ok().label for found in described.get_all_operations()] == ROUTES


RIGHT, WRONG = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
CAN_BE_WRONG = [ROUTES[0], ROUTES[1], ROUTES[3], ROUTES[8]]  # elsewhere any text is a name


@pytest.mark.parametrize(
    ("route", "mode"), [*((route, RIGHT) for route in ROUTES), *((route, WRONG) for route in CAN_BE_WRONG)]
)
def test_every_route_does_what_is_said_of_it(
    described: Any, run_id: str, route: str, mode: GenerationMode
) -> None:
    method, path = route.split(" ")
    operation = described[path][method]
    made_up = operation.as_strategy(mode)
    of_a_run = operation.as_strategy(mode, path_parameters={"run_id": run_id})

    @settings(
        max_examples=tries(10), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(made_up | of_a_run if "{run_id}" in path else made_up)
    def holds(case: schemathesis.Case) -> None:
        case.call_and_validate(timeout=_SECONDS, excluded_checks=_NOT_KNOWN if "uploads" in path else [])

    holds()


def test_what_is_said_of_errors_stands_in_both_languages(described: Any) -> None:
    for path, operations in described.raw_schema["paths"].items():
        for method, operation in operations.items():
            for status, said in operation["responses"].items():
                examples = said.get("content", {}).get("application/json", {}).get("examples", {})
                if int(status) >= 400:
                    assert examples, (method, path, status)
                for name, example in examples.items():
                    assert detect(example["value"]["detail"]) == name[-3:-1], name
                    assert "{" not in example["value"]["detail"]
