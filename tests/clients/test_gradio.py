"""Gradio's own clients against the running application."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from components import node
from gradio_client import Client

HERE = Path(__file__).parent
QUESTIONS = ["统计员工总数", "各部门的员工总数", "average salary by department", "monthly revenue in 2024"]


def in_python(address: str, question: str) -> list[Any]:
    return list(Client(address, verbose=False).submit(question, api_name="/query"))


def in_node(address: str, question: str) -> list[Any]:
    said = subprocess.run(
        [node(), HERE / "gradio.mjs", address, question], capture_output=True, check=True, encoding="utf-8"
    )
    outputs = [json.loads(line) for line in said.stdout.splitlines()]
    # This client hands the last one over twice: as it came, and as the end.
    return [output for n, output in enumerate(outputs) if output not in outputs[:n]]


@pytest.mark.parametrize("client", [in_python, in_node])
@pytest.mark.parametrize("question", QUESTIONS)
def test_markdown_grows_and_the_whole_answer_comes_last(application, client, question):
    *said, last = client(application, question)
    for before, after in zip(said, [*said[1:], last], strict=True):
        assert after["markdown"].startswith(before["markdown"])
        assert (before["status"], before["answer"]) == ("running", None)
    answer = last["answer"]
    assert (last["status"], answer["outcome"]) == ("ended", "answered")
    assert answer["content"] == last["markdown"]
    assert len(answer["rows"]) == answer["row_count"] >= 1
    assert all(len(row) == len(answer["columns"]) for row in answer["rows"])
    assert answer["chart"]["figure"]["data"]
    assert answer["analysis"]
    json.dumps(last, allow_nan=False)


def test_both_clients_get_the_same_answer(application):
    python, node = (client(application, "各部门的员工总数")[-1]["answer"] for client in (in_python, in_node))
    assert python["query"] == node["query"]
    assert sorted(map(str, python["rows"])) == sorted(map(str, node["rows"]))


def test_it_is_a_documented_endpoint_of_one_question(application):
    endpoint = Client(application, verbose=False).view_api(return_format="dict")["named_endpoints"]["/query"]
    question, *others = endpoint["parameters"]
    assert question["parameter_name"] == "question"
    assert not question["parameter_has_default"]
    assert all(other["parameter_has_default"] for other in others)
