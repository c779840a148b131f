from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import gradio as gr
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from serving import serve

from pipeline import Pipeline
from pipeline.server import create_app
from pipeline.ui.endpoint import query_endpoint


@contextmanager
def served(pipeline: Pipeline) -> Iterator[Client]:
    with gr.Blocks(analytics_enabled=False) as page:
        gr.api(query_endpoint(pipeline), api_name="query")
    app = gr.mount_gradio_app(create_app(pipeline), page, "/", ssr_mode=False)
    with serve(app) as address:
        yield Client(address, verbose=False)


@pytest.fixture(scope="module")
def client(demo, demo_settings) -> Iterator[Client]:
    with served(Pipeline(demo_settings, engine=demo.engine)) as client:
        yield client


def test_the_question_alone_is_enough_and_the_last_output_is_the_whole_answer(client):
    *said, last = client.submit("各部门的员工总数", api_name="/query")
    assert all(last["markdown"].startswith(output["markdown"]) for output in said)
    assert all((output["status"], output["answer"]) == ("running", None) for output in said)
    assert last["status"] == "ended"
    answer = last["answer"]
    assert answer["outcome"] == "answered"
    assert answer["content"] == last["markdown"]
    assert len(answer["rows"]) == answer["row_count"] > 1
    assert answer["chart"]["figure"]["data"]
    json.dumps(last, allow_nan=False)


def test_a_follow_up_names_the_run_before(client):
    first = client.predict("average salary by department", api_name="/query")
    second = client.predict("only 2024", first["run_id"], api_name="/query")
    assert second["answer"]["query"]["measures"] == first["answer"]["query"]["measures"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["", None], "Please type a question."),
        (["多少" * 2_000, None], "问题有"),
        (["hi", "nope"], "no such run"),
        ([5, None], "The question must be text."),
        (["hi", 5], "previous_run_id must be text."),
    ],
)
def test_a_question_that_cannot_begin_is_an_error_with_its_sentence(client, arguments, sentence):
    with pytest.raises(AppError, match=sentence):
        client.predict(*arguments, api_name="/query")


def test_nobody_asks_more_often_than_one_may(demo, demo_settings):
    strict = demo_settings.model_copy(update={"runs_per_minute": 1})
    with served(Pipeline(strict, engine=demo.engine)) as client:
        described = client.view_api(return_format="dict")["named_endpoints"]["/query"]["parameters"]
        assert [given["parameter_name"] for given in described] == ["question", "previous_run_id"]
        client.predict("total employees", api_name="/query")
        with pytest.raises(AppError, match="faster than this server allows"):
            client.predict("total employees", api_name="/query")
