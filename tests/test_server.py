from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import httpx
import pytest
from httpx_sse import EventSource, connect_sse
from scripted import Gate, Scripted, answering
from serving import serve

from pipeline import Pipeline, Settings
from pipeline.answer import Outcome
from pipeline.errors import EngineUnavailable, QueryError, RunGone
from pipeline.planner.base import Plan, Planner
from pipeline.runs import Run
from pipeline.server import create_app

FIVE = ["generate", "sql", "execute", "present", "analyze"]


@pytest.fixture(scope="module")
def serving(demo, demo_settings):
    """A server of the demo company, with a planner and limits of the test's choice."""

    @contextmanager
    def start(planner: Planner | None = None, **limits: object) -> Iterator[httpx.Client]:
        settings = Settings(**{**demo_settings.model_dump(exclude_unset=True), **limits})
        with (
            serve(create_app(Pipeline(settings, engine=demo.engine, planner=planner))) as address,
            httpx.Client(base_url=address, timeout=30) as client,
        ):
            yield client

    return start


@pytest.fixture(scope="module")
def client(serving) -> Iterator[httpx.Client]:
    with serving() as client:
        yield client


class Frame(NamedTuple):
    id: str
    data: str


def frames_of(source: EventSource) -> Iterator[Frame]:
    return (Frame(event.id, event.data) for event in source.iter_sse())


def ask(client: httpx.Client, message: str, **more: object) -> list[Frame]:
    with connect_sse(client, "POST", "/workflow/query", json={"message": message, **more}) as source:
        return list(frames_of(source))


def data(frames: list[Frame]) -> list:
    return [json.loads(frame.data) for frame in frames]


def objects(frames: list[Frame], kind: str) -> list[dict]:
    return [d for d in data(frames) if isinstance(d, dict) and d["type"] == kind]


def ended_well(frames: list[Frame]) -> dict:
    """The ``run_ended`` object of a stream that is as every whole stream must be."""
    assert [int(frame.id) for frame in frames] == list(range(1, len(frames) + 1))
    assert data(frames)[-1] == "[DONE]"
    assert data(frames).count("[DONE]") == 1
    assert data(frames)[0]["type"] == "run_started"
    ended = data(frames)[-2]
    assert ended["type"] == "run_ended"
    return ended


# The stream


def test_a_stream_holds_the_steps_their_results_and_its_headers(client):
    with client.stream("POST", "/workflow/query", json={"message": "统计员工总数"}) as response:
        headers = response.headers
        response.read()
    assert headers["content-type"].startswith("text/event-stream")
    assert (headers["cache-control"], headers["x-accel-buffering"]) == ("no-cache", "no")

    frames = ask(client, "统计员工总数")
    assert ended_well(frames)["outcome"] == "answered"
    assert [step["step"] for step in objects(frames, "step_start")] == FIVE
    assert [step["step"] for step in objects(frames, "step_end")] == FIVE
    assert objects(frames, "query")[0]["query"] == {"measures": ["employees.total_employees"]}
    table = objects(frames, "table")[0]
    assert (table["columns"], table["row_count"]) == (["employees.total_employees"], 1)
    assert (
        len(objects(frames, "sql")) == len(objects(frames, "chart")) == len(objects(frames, "analysis")) == 1
    )
    assert "answer" not in ended_well(frames)


def test_each_frame_goes_out_as_soon_as_its_event_is_there(serving):
    gate = Gate()
    with (
        serving(Scripted(answering(), before=gate)) as client,
        connect_sse(client, "POST", "/workflow/query", json={"message": "How many?"}) as source,
    ):
        frames = frames_of(source)
        first = [next(frames) for _ in range(4)]
        assert json.loads(first[3].data).startswith("## 🔍 Understanding")
        gate.open()
        assert ended_well(first + list(frames))["outcome"] == "answered"


@pytest.mark.parametrize(
    "text", ["one\u2028two\u2029three\x85four", 'a"b\\c\r\nd', "data: x\n\nid: 9", "</script>🙂"]
)
def test_no_text_breaks_a_frame(serving, text):
    with serving(Scripted(answering(), text)) as client:
        frames = ask(client, "How many?")
        ended_well(frames)
        assert text in data(frames)
        lines = client.post("/workflow/query", json={"message": "How many?"}).text.splitlines()
        assert all(line == "" or line.startswith(("id: ", "data: ")) for line in lines)


def test_an_error_is_an_object_and_a_text_and_the_stream_still_ends(serving):
    with serving(Scripted(QueryError("Not like this.", "不能这样问。"))) as client:
        frames = ask(client, "统计员工总数")
        assert ended_well(frames)["outcome"] == "failed"
        error = objects(frames, "error")[0]
        assert (error["code"], error["message"]) == ("query", "不能这样问。")
        assert data(frames)[error["seq"]] == "Error: 不能这样问。"


def test_a_fault_of_ours_shows_a_reference_and_nothing_else(serving):
    with serving(Scripted(RuntimeError("SELECT secret FROM /etc/passwd"))) as client:
        frames = ask(client, "统计员工总数")
        assert objects(frames, "error")[0]["message"].startswith("系统错误,请稍后重试(编号 ")
        whole = client.post("/workflow/query-sync", json={"message": "How many?"})
        assert whole.status_code == 500
        assert whole.json()["detail"].startswith("Something went wrong on our side (reference ")
        for said in ("".join(frame.data for frame in frames), whole.text):
            assert "secret" not in said
            assert "Traceback" not in said


def test_declining_and_asking_back_are_answers_and_not_errors(serving):
    plan = Plan(Outcome.DECLINED, message="No such data.", suggestions=("total employees",))
    with serving(Scripted(plan)) as client:
        ended = ended_well(ask(client, "How is the weather?"))
        assert (ended["outcome"], ended["suggestions"]) == ("declined", ["total employees"])
        whole = client.post("/workflow/query-sync", json={"message": "How is the weather?"})
        assert (whole.status_code, whole.json()["success"], whole.json()["outcome"]) == (
            200,
            True,
            "declined",
        )


def test_two_questions_at_once_do_not_mix(client):
    answers: dict[str, list] = {}

    def run(message: str) -> None:
        answers[message] = data(ask(client, message))

    messages = ["统计员工总数", "total employees", "average salary by department", "各部门的员工总数"]
    threads = [threading.Thread(target=run, args=(message,)) for message in messages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for message in messages:
        assert answers[message][0]["question"] == message
        assert len({d["run_id"] for d in answers[message] if isinstance(d, dict)}) == 1
        assert answers[message][-2]["outcome"] == "answered"


# Runs


def test_a_stream_can_be_taken_up_after_any_frame(client):
    frames = ask(client, "统计员工总数")
    run = f"/workflow/runs/{data(frames)[0]['run_id']}/events"
    for after in range(len(frames)):
        with connect_sse(client, "GET", run, params={"after": after}) as source:
            assert list(frames_of(source)) == frames[after:]
    with connect_sse(client, "GET", run, params={"after": 1}, headers={"Last-Event-ID": "4"}) as source:
        assert list(frames_of(source)) == frames[4:]
    assert client.get(run, headers={"Last-Event-ID": frames[-1].id}).status_code == 204


def test_a_run_goes_on_when_its_client_leaves(serving):
    gate = Gate()
    with serving(Scripted(answering(), before=gate)) as client:
        with connect_sse(client, "POST", "/workflow/query", json={"message": "How many?"}) as source:
            run_id = json.loads(next(frames_of(source)).data)["run_id"]
        running = client.get(f"/workflow/runs/{run_id}").json()
        assert (running["status"], running["outcome"]) == ("running", None)
        gate.open()
        with connect_sse(client, "GET", f"/workflow/runs/{run_id}/events") as source:
            assert ended_well(list(frames_of(source)))["outcome"] == "answered"
        ended = client.get(f"/workflow/runs/{run_id}").json()
        assert (ended["status"], ended["outcome"], ended["row_count"]) == ("ended", "answered", 1)


def test_cancelling_ends_the_stream(serving):
    with (
        serving(Scripted(answering(), before=Gate())) as client,
        connect_sse(client, "POST", "/workflow/query", json={"message": "How many?"}) as source,
    ):
        frames = frames_of(source)
        first = next(frames)
        run_id = json.loads(first.data)["run_id"]
        assert client.post(f"/workflow/runs/{run_id}/cancel").status_code == 200
        assert ended_well([first, *frames])["outcome"] == "cancelled"
        assert client.post(f"/workflow/runs/{run_id}/cancel").json() == {"run_id": run_id, "ended": True}


def test_pausing_and_resuming_over_http(serving):
    gate = Gate()
    with (
        serving(Scripted(answering(), *"abc", before=gate)) as client,
        connect_sse(client, "POST", "/workflow/query", json={"message": "How many?"}) as source,
    ):
        frames = frames_of(source)
        first = next(frames)
        run = f"/workflow/runs/{json.loads(first.data)['run_id']}"
        assert client.post(f"{run}/pause").json()["ended"] is False
        gate.open()
        heard = [first]
        while not objects(heard, "run_paused"):
            heard.append(next(frames))
        paused = client.get(run).json()
        assert (paused["status"], paused["outcome"]) == ("paused", None)
        assert client.post(f"{run}/resume").status_code == 200
        heard += frames
        assert ended_well(heard)["outcome"] == "answered"
        assert len(objects(heard, "run_resumed")) == 1
        for path in ("pause", "resume"):
            assert client.post(f"{run}/{path}").json()["ended"] is True


def test_a_stream_that_nobody_follows_ends_after_a_grace_and_a_synchronous_one_goes_on(serving):
    gate = Gate()
    with serving(Scripted(answering(), before=gate), follow_grace_seconds=0.3) as client:
        with connect_sse(client, "POST", "/workflow/query", json={"message": "How many?"}) as source:
            left = json.loads(next(frames_of(source)).data)["run_id"]
        with pytest.raises(httpx.ReadTimeout):
            client.post("/workflow/query-sync", json={"message": "x"}, timeout=0.2)
        with connect_sse(client, "GET", f"/workflow/runs/{left}/events") as source:
            frames = frames_of(source)
            next(frames)
            time.sleep(1)  # followed all the time
        deadline = time.monotonic() + 10
        while (whole := client.get(f"/workflow/runs/{left}").json())["status"] != "ended":
            assert time.monotonic() < deadline
        assert whole["outcome"] == "cancelled"
        gate.open()


def test_who_asks_too_often_hears_when_to_come_back_and_nobody_else_is_held_up(serving):
    proxied = {"runs_per_minute": 2, "trusted_proxies": "127.0.0.1"}
    with serving(**proxied) as client:
        for _ in range(2):
            assert ask_from(client, "10.0.0.1").status_code == 200
        refused = ask_from(client, "10.0.0.1")
        assert (refused.status_code, refused.json()["detail"][:9]) == (429, "You are a")
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert ask_from(client, "10.0.0.2").status_code == 200


def test_without_a_trusted_proxy_its_header_names_nobody(serving):
    with serving(runs_per_minute=1) as client:
        assert ask_from(client, "10.0.0.1").status_code == 200
        assert ask_from(client, "10.0.0.2").status_code == 429


def ask_from(client: httpx.Client, address: str) -> httpx.Response:
    body = {"message": "total employees"}
    return client.post("/workflow/query-sync", json=body, headers={"X-Forwarded-For": address})


def test_a_follow_up_starts_from_the_run_it_names(client):
    first = client.post("/workflow/query-sync", json={"message": "average salary by department"}).json()
    body = {"message": "only 2024", "previous_run_id": first["run_id"]}
    second = client.post("/workflow/query-sync", json=body).json()
    assert second["query"]["measures"] == first["query"]["measures"]
    assert "2024" in json.dumps(second["query"])


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", ""), ("GET", "/events"), ("POST", "/cancel"), ("POST", "/pause"), ("POST", "/resume")],
)
def test_an_unknown_run_says_what_to_do(client, method, path):
    said = client.request(method, f"/workflow/runs/nope{path}", headers={"Accept-Language": "zh-CN,zh"})
    assert said.status_code == 404
    assert "请重新提问" in said.json()["detail"]


def test_a_run_that_was_cleared_away_is_gone_and_says_what_to_do(serving):
    with serving(runs_kept=1) as client:
        old = client.post("/workflow/query-sync", json={"message": "total employees"}).json()["run_id"]
        client.post("/workflow/query-sync", json={"message": "total employees"})
        deadline = time.monotonic() + 10
        while (said := client.get(f"/workflow/runs/{old}/events", params={"after": 3})).status_code == 200:
            assert time.monotonic() < deadline
        assert said.status_code == 410
        assert "ask again" in said.json()["detail"]


def test_a_run_that_is_cleared_away_while_its_stream_opens_ends_the_stream(serving, monkeypatch):
    with serving() as client:
        run_id = client.post("/workflow/query-sync", json={"message": "total employees"}).json()["run_id"]

        async def cleared(self, after=0, pause=0.0):
            raise RunGone("gone", "gone")
            yield

        monkeypatch.setattr(Run, "abatches", cleared)
        said = client.get(f"/workflow/runs/{run_id}/events")
        assert (said.status_code, "[DONE]" in said.text) == (200, False)


def test_when_the_server_is_full_it_says_when_to_come_back(serving):
    gate = Gate()
    with serving(Scripted(answering(), before=gate), runs_at_once=1, runs_waiting=0) as client:
        with connect_sse(client, "POST", "/workflow/query", json={"message": "How many?"}) as source:
            next(frames_of(source))
            refused = client.post("/workflow/query", json={"message": "How many?"})
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
        gate.open()


# The whole answer at once


def test_the_synchronous_answer_has_the_fields_of_the_seed_and_of_the_answer(client):
    answer = client.post(
        "/workflow/query-sync", json={"message": "top 3 departments by average salary"}
    ).json()
    assert answer["success"] is True
    assert answer["workflow_id"]
    assert answer["content"].startswith("## 🔍")
    assert client.get(f"/workflow/runs/{answer['run_id']}").json() == answer
    assert answer["outcome"] == "answered"
    assert len(answer["rows"]) == answer["row_count"] == 3
    assert all(len(row) == len(answer["columns"]) for row in answer["rows"])
    assert {"query", "sql", "chart", "analysis", "assumptions"} <= answer.keys()


def test_the_synchronous_answer_holds_every_row_and_the_stream_a_page_of_them(serving):
    with serving(page_rows=2) as client:
        message = "average salary by department"
        answer = client.post("/workflow/query-sync", json={"message": message}).json()
        assert len(answer["rows"]) == answer["row_count"] > 2
        table = objects(ask(client, message), "table")[0]
        assert (len(table["rows"]), table["row_count"]) == (2, answer["row_count"])


# Bad input


@pytest.mark.parametrize("path", ["/workflow/query", "/workflow/query-sync"])
@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ('{"message": ""}', 400, "Please type a question."),
        ('{"message": " \\n "}', 400, "Please type a question."),
        (json.dumps({"message": "x" * 10_000}), 400, "10,000 characters"),
        ('{"message": 3}', 422, "'message' must be text"),
        ('{"message": null}', 422, "'message' must be text"),
        ('{"message": ["x"]}', 422, "'message' must be text"),
        ("{}", 422, "'message' is missing"),
        ('{"message": "x", "mesage": "y"}', 422, "no field 'mesage'"),
        ('{"message": "x", "previous_run_id": 7}', 422, "'previous_run_id' must be text"),
        ('{"message": "x", "previous_run_id": "nope"}', 404, "no such run"),
        ('{"message": "x", "cubejs_url": "http://169.254.169.254/"}', 403, "not on the operator's list"),
        ('{"message": "x", "cubejs_url": "http://localhost:4000"}', 403, "not on the operator's list"),
        ("[]", 422, "JSON object"),
        ('"x"', 422, "JSON object"),
        ("", 400, "not valid JSON"),
        ('{"message": "x"', 400, "not valid JSON"),
        (b'{"message": "\xff"}', 400, "not valid JSON"),
        ("[" * 100_000, 400, "not valid JSON"),
        (json.dumps({"message": "x" * 1_100_000}), 413, "too large"),
    ],
)
def test_a_bad_request_gets_one_clear_sentence(client, path, body, status, sentence):
    said = client.post(path, content=body, headers={"Content-Type": "application/json"})
    assert said.status_code == status
    assert list(said.json()) == ["detail"]
    assert sentence in said.json()["detail"]
    assert "\n" not in said.json()["detail"]


def test_the_sentence_is_in_the_language_of_the_question_or_of_the_reader(client):
    chinese = {"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"}
    assert (
        client.post("/workflow/query", json={"message": "多少" * 2_000}).json()["detail"].startswith("问题有")
    )
    assert (
        client.post("/workflow/query", json={"message": ""}, headers=chinese).json()["detail"]
        == "请输入问题。"
    )
    assert client.post("/workflow/query", json={}, headers=chinese).json()["detail"] == "缺少字段 'message'。"
    run_id = client.post("/workflow/query-sync", json={"message": "total employees"}).json()["run_id"]
    refused = client.get(f"/workflow/runs/{run_id}/events?after=-1", headers=chinese)
    assert (refused.status_code, "参数" in refused.json()["detail"]) == (422, True)


def test_a_form_of_another_site_cannot_ask(client):
    body = '{"message": "统计员工总数"}'
    said = client.post("/workflow/query", content=body, headers={"Content-Type": "text/plain"})
    assert said.status_code == 415


@pytest.mark.parametrize(
    "message", ["🙂🙂🙂", "\ud800", "a\x00b", "SELECT * FROM employees; DROP TABLE x", "<img src=x>"]
)
def test_odd_questions_end_in_an_outcome(client, message):
    body = json.dumps({"message": message})
    said = client.post("/workflow/query-sync", content=body, headers={"Content-Type": "application/json"})
    assert said.status_code == 200
    assert said.json()["outcome"] in ("answered", "clarify", "declined")
    assert said.json()["content"]


# Health


def test_alive_and_ready(client):
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").json() == {"status": "ok"}


def test_not_ready_while_the_engine_does_not_answer(serving, monkeypatch):
    with serving() as client:

        def down(self: object) -> None:
            raise EngineUnavailable("The database is away.", "数据库不可用。")

        from pipeline.engines.embedded import EmbeddedEngine

        monkeypatch.setattr(EmbeddedEngine, "ping", down)
        said = client.get("/readyz")
        assert (said.status_code, said.json()) == (503, {"detail": "The database is away."})
        assert client.get("/healthz").status_code == 200


def test_stopping_the_server_ends_its_runs(demo, demo_settings):
    pipeline = Pipeline(demo_settings, engine=demo.engine, planner=Scripted(answering(), before=Gate()))
    with (
        serve(create_app(pipeline)) as address,
        connect_sse(
            httpx.Client(base_url=address), "POST", "/workflow/query", json={"message": "x"}
        ) as source,
    ):
        run = pipeline.runs.get(json.loads(next(frames_of(source)).data)["run_id"])
    assert run.ended
    assert run.answer.outcome == "cancelled"
