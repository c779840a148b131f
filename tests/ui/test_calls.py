"""Calls of /query as people send them with curl, who have no client of Gradio's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

QUESTION = "total employees"
BY_PLACE = [f"/gradio_api/{route}" for route in ("call/query", "call/query/")]
CALLS = [
    *((path, {"data": [QUESTION]}) for path in BY_PLACE),
    *((path, {"data": [QUESTION, None]}) for path in BY_PLACE),
    ("/gradio_api/call/v2/query", {"question": QUESTION}),
    ("/gradio_api/call/v2/query", {"question": QUESTION, "previous_run_id": None}),
]


@pytest.fixture(scope="module")
def client(application: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=application, timeout=30, headers={"Connection": "close"}) as client:
        yield client


def called(client: httpx.Client, path: str, body: Any) -> Any:
    """The last output of a call, or its error."""
    said = client.post(path, content=json.dumps(body), headers={"Content-Type": "application/json"})
    said.raise_for_status()
    if "event_id" not in said.json():
        return said.json()["data"][0]
    outputs = client.get(f"/gradio_api/call/query/{said.json()['event_id']}").text
    last = json.loads(outputs.strip().rpartition("\ndata: ")[2])
    return last[0] if isinstance(last, list) else last


@pytest.mark.parametrize(("path", "body"), CALLS)
def test_the_question_alone_is_answered(client, path, body):
    last = called(client, path, body)
    assert (last["status"], last["answer"]["outcome"]) == ("ended", "answered")
    assert last["markdown"] == last["answer"]["content"]


@pytest.mark.parametrize("path", ["/gradio_api/call/query", "/gradio_api/call/v2/query"])
def test_a_call_follows_up_on_the_run_it_names(client, path):
    def body(*arguments: str) -> dict[str, Any]:
        named = dict(zip(("question", "previous_run_id"), arguments, strict=False))
        return named if "v2" in path else {"data": [*arguments]}

    first = called(client, path, body("average salary by department"))
    second = called(client, path, body("only 2024", first["run_id"]))
    assert second["answer"]["query"]["measures"] == first["answer"]["query"]["measures"]
    assert called(client, path, body("only 2024", "nope"))["error"].startswith("There is no such run")
    assert called(client, path, body(""))["error"] == "Please type a question."


def test_half_a_character_is_no_fault(client):
    for path in BY_PLACE:
        assert called(client, path, {"data": ["\ud800 total employees"]})["status"] == "ended"


@pytest.mark.parametrize(
    ("path", "body", "en", "zh"),
    [
        ("call", {"data": []}, "The field 'question' is missing.", "缺少字段 'question'。"),
        ("call", {"data": [5]}, "The field 'question' must be text.", "字段 'question' 必须是文本。"),
        ("call", {"data": [None]}, "The field 'question' must be text.", "字段 'question' 必须是文本。"),
        (
            "call",
            {"data": ["x", 5]},
            "'previous_run_id' must be text.",
            "字段 'previous_run_id' 必须是文本。",
        ),
        ("call", {"data": ["x", None, 5]}, "There is no field 'data[2]'.", "没有名为 'data[2]' 的字段。"),
        ("call", {"data": 5}, 'such as {"data": ["How many', '形如 {"data": ["How many'),
        ("call", {"date": []}, "The field 'data' is missing.", "缺少字段 'data'。"),
        ("call/v2", {}, "The field 'question' is missing.", "缺少字段 'question'。"),
        ("call/v2", {"question": 5}, "The field 'question' must be text.", "字段 'question' 必须是文本。"),
        ("call/v2", {"question": "x", "a": 1}, "There is no field 'a'.", "没有名为 'a' 的字段。"),
        ("call/v2", [], 'such as {"question": "How many', '形如 {"question": "How many'),
        ("call", 5, 'such as {"data": ["How many', '形如 {"data": ["How many'),
    ],
)
def test_wrong_arguments_get_one_sentence(client, path, body, en, zh):
    for language, sentence in (("en", en), ("zh", zh)):
        said = client.post(f"/gradio_api/{path}/query", json=body, headers={"Accept-Language": language})
        assert said.status_code == 422
        assert sentence in said.json()["detail"]


def test_what_is_no_json_is_said(client):
    json_type = {"Content-Type": "application/json"}
    assert client.post("/gradio_api/call/query", content="{", headers=json_type).status_code == 400
    assert client.post("/gradio_api/call/query", data={"data": "x"}).status_code == 415
    huge = '{"data": ["' + "x" * 1_100_000 + '"]}'
    assert client.post("/gradio_api/call/query", content=huge, headers=json_type).status_code == 413
