"""One visitor who wants everything, over HTTP, and another who asks meanwhile."""

from __future__ import annotations

import json
import threading
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest
from frames import frames_of
from httpx_sse import connect_sse
from runlogs import eventually
from scripted import answering

from pipeline.cancellation import Cancellation
from pipeline.planner.base import Plan, Question

GREEDY, OTHER = {"X-Forwarded-For": "10.0.0.1"}, {"X-Forwarded-For": "10.0.0.2"}
CHINESE = {"Accept-Language": "zh-CN"}


class Heavy:
    """Thinks aloud about a heavy question until it is told that it is enough."""

    def __init__(self) -> None:
        self.enough = threading.Event()

    def plan(self, question: Question, cancellation: Cancellation) -> Generator[str, None, Plan]:
        while question.text == "heavy" and not self.enough.wait(0.01):
            cancellation.check()
            yield "thinking "
        return answering()


@pytest.fixture
def heavy(serving) -> Iterator[tuple[Heavy, httpx.Client]]:
    planner = Heavy()
    with serving(planner, trusted_proxies="127.0.0.1") as client:
        try:
            yield planner, client
        finally:
            planner.enough.set()


@contextmanager
def asked(client: httpx.Client, message: str, headers: dict[str, str]) -> Iterator[str]:
    """The id of a run whose stream stays open."""
    body = {"message": message}
    with connect_sse(client, "POST", "/workflow/query", json=body, headers=headers) as source:
        yield json.loads(next(frames_of(source)).data)["run_id"]


def test_one_visitor_with_forty_heavy_runs_each_paused_holds_nobody_else_up(heavy):
    planner, client = heavy
    with ExitStack() as stack:
        begun = [stack.enter_context(asked(client, "heavy", GREEDY)) for _ in range(6)]
        for headers, sentence in ((GREEDY, "You have 6 unfinished runs"), (GREEDY | CHINESE, "请等待其中")):
            for _ in range(17):
                refused = client.post("/workflow/query", json={"message": "?"}, headers=headers)
                assert (refused.status_code, refused.headers["retry-after"]) == (429, "5")
                assert sentence in refused.json()["detail"]
        for number, run_id in enumerate(begun):
            said = client.post(f"/workflow/runs/{run_id}/pause", headers=CHINESE)
            if number < 3:
                assert (said.status_code, said.json()) == (200, {"run_id": run_id, "ended": False})
            else:
                assert (said.status_code, said.headers["retry-after"]) == (429, "5")
                assert said.json()["detail"].startswith("您有 3 个运行处于暂停状态")
        for _ in range(3):
            answer = client.post("/workflow/query-sync", json={"message": "How many?"}, headers=OTHER)
            assert answer.json()["outcome"] == "answered"
        planner.enough.set()
        for run_id in begun:
            client.post(f"/workflow/runs/{run_id}/cancel")


def test_many_visitors_who_pause_keep_nobody_from_asking(serving):
    planner = Heavy()
    limits = {"runs_at_once": 2, "runs_waiting": 0, "runs_paused": 5}
    with serving(planner, trusted_proxies="127.0.0.1", **limits) as client, ExitStack() as stack:
        for number in range(5):
            visitor = {"X-Forwarded-For": f"10.0.1.{number}"}
            run = f"/workflow/runs/{stack.enter_context(asked(client, 'heavy', visitor))}"
            client.post(f"{run}/pause").raise_for_status()
            eventually(lambda run=run: client.get(run).json()["status"] == "paused")
        said = client.post("/workflow/query-sync", json={"message": "How many?"}, headers=OTHER)
        assert said.json()["outcome"] == "answered"
        planner.enough.set()
