"""Runs over HTTP: taken up again, paused, cancelled, limited, cleared away."""

from __future__ import annotations

import json
import time
from urllib.parse import quote

import httpx
import pytest
from frames import ask, data, ended_well, frames_of, objects
from front.sockets import ASKED, connect, request
from httpx_sse import connect_sse
from runlogs import eventually
from scripted import Gate, Scripted, answering

from pipeline.cancellation import Cancellation
from pipeline.errors import RunGone
from pipeline.runs import Run


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


def test_a_stream_that_nobody_follows_ends_after_a_grace(serving):
    gate = Gate()
    with serving(Scripted(answering(), before=gate), follow_grace_seconds=0.3) as client:
        with connect_sse(client, "POST", "/workflow/query", json={"message": "How many?"}) as source:
            left = json.loads(next(frames_of(source)).data)["run_id"]
        with connect_sse(client, "GET", f"/workflow/runs/{left}/events") as source:
            frames = frames_of(source)
            next(frames)
            time.sleep(1)  # followed all the time
        deadline = time.monotonic() + 10
        while (whole := client.get(f"/workflow/runs/{left}").json())["status"] != "ended":
            assert time.monotonic() < deadline
        assert whole["outcome"] == "cancelled"
        gate.open()


def test_a_synchronous_question_whose_client_leaves_is_cancelled_and_gives_back_its_share(serving):
    asked: list[Cancellation] = []

    def first_waits(cancellation: Cancellation) -> None:
        asked.append(cancellation)
        if len(asked) == 1:
            Gate()(cancellation)

    headers = ("Host: localhost", "Content-Type: application/json", f"Content-Length: {len(ASKED)}")
    with serving(Scripted(answering(), before=first_waits), runs_per_client=1) as client:
        with connect(str(client.base_url)) as connection:
            connection.sendall(request("POST /workflow/query-sync", *headers, body=ASKED))
            eventually(lambda: asked)
            assert ask_from(client, "").status_code == 429
            assert not asked[0].asked
        eventually(lambda: asked[0].asked)
        eventually(lambda: ask_from(client, "").status_code == 200)


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


NINES = "9" * 5_000


@pytest.mark.parametrize("redis_url", [None, "redis"])
def test_numbers_of_events_that_cannot_be_are_no_fault(serving, request, redis_url):
    redis_url = redis_url and request.getfixturevalue("redis").url
    with serving(redis_url=redis_url) as client:
        frames = ask(client, "total employees")
        events = f"/workflow/runs/{data(frames)[0]['run_id']}/events"
        for odd in (NINES, "-1", "1.5", "0x2", "\u0661".encode(), b"\xb2", "", "1 2", "+3", "1e3", "nan"):
            with connect_sse(client, "GET", events, headers={"Last-Event-ID": odd}) as source:
                assert list(frames_of(source)) == frames, odd
        assert client.get(events, headers={"Last-Event-ID": "9" * 15}).status_code == 204
        assert client.get(events, params={"after": 2**53 - 1}).status_code == 204
        for odd in (
            NINES,
            f"-{NINES}",
            "-1",
            str(2**53),
            "1.5",
            "",
            "x",
            "\ud800".encode("utf-8", "replace"),
        ):
            said = client.get(events, params={"after": odd})
            assert (said.status_code, said.json()["detail"][:22]) == (422, "The parameter 'after' ")


ODD = ["\ud800", "a\udfffb", "\x00", "../../etc/passwd", "*", "x" * 5_000, " ", "\u2028"]


@pytest.mark.parametrize("redis_url", [None, "redis"])
def test_an_odd_name_is_the_name_of_nothing(serving, request, redis_url):
    redis_url = redis_url and request.getfixturevalue("redis").url
    with serving(redis_url=redis_url) as client:
        for odd in ODD:
            for field, status in (("previous_run_id", 404), ("upload", 404), ("cubejs_url", 403)):
                body = json.dumps({"message": "total employees", field: odd})
                for path in ("query", "query-sync"):
                    headers = {"Content-Type": "application/json"}
                    said = client.post(f"/workflow/{path}", content=body, headers=headers)
                    assert said.status_code == status, said.text
            run = f"/workflow/runs/{quote(odd.encode('utf-8', 'surrogatepass'), safe='')}"
            for method, path in (("GET", ""), ("GET", "/events"), ("GET", "/table.csv"), ("POST", "/pause")):
                assert client.request(method, run + path).status_code == 404
            gone = client.delete(run.replace("runs", "uploads"))
            assert gone.status_code in (204, 404)  # a path that leads elsewhere is not found


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
