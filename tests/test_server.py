"""The routes of the server: streams, answers in one piece, and requests that are none."""

from __future__ import annotations

import json
import threading

import httpx
import pytest
from frames import ask, data, ended_well, frames_of, objects
from httpx_sse import connect_sse
from redis_server import start_redis
from scripted import Gate, Scripted, answering
from serving import serve

from pipeline import Pipeline
from pipeline.answer import Outcome
from pipeline.errors import EngineUnavailable, QueryError
from pipeline.planner.base import Plan
from pipeline.server import create_app

FIVE = ["generate", "sql", "execute", "present", "analyze"]


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


def test_not_ready_while_redis_is_down_and_ready_again_with_it(serving):
    with start_redis() as redis, serving(redis_url=redis.url) as client:
        assert client.get("/readyz").status_code == 200
        redis.stop()
        for language, sentence in (("en", "cannot reach the store"), ("zh", "无法访问运行记录")):
            said = client.get("/readyz", headers={"Accept-Language": language})
            assert (said.status_code, said.headers["retry-after"]) == (503, "5")
            assert sentence in said.json()["detail"]
        assert client.get("/healthz").status_code == 200
        redis.start()
        assert client.get("/readyz").json() == {"status": "ok"}
        assert ended_well(ask(client, "total employees"))["outcome"] == "answered"


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
