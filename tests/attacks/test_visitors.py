"""Somebody asks too much, too long, too slowly, or all of it, over plain sockets."""

from __future__ import annotations

import time
from contextlib import suppress

import httpx
from attacks.withstand import Attacked
from front.sockets import many

LIMITS = {"question_length": 2_000, "connections": 200}
GREEDY = "203.0.113.9"
LONG = ["个" * 2_000, "İ" * 2_000, "revnue " * 280, "of " * 660, "than " * 400, "各部门的" * 500, "1" * 2_000]


def test_texts_as_long_as_they_may_be(server: Attacked) -> None:
    heard: list[httpx.Response] = []

    def ask() -> None:
        with server.visitor(GREEDY) as visitor:
            for text in LONG:
                heard.append(visitor.post("/workflow/query-sync", json={"message": text}))

    server.withstands(ask)
    assert {said.json()["outcome"] for said in heard} <= {"declined", "clarify", "answered"}


def test_forty_runs_that_nobody_reads_each_paused(server: Attacked) -> None:
    statuses: list[int] = []

    def ask() -> None:
        with server.visitor(GREEDY) as visitor:
            begun = []
            for _ in range(40):
                time.sleep(0.05)  # it is about what the runs hold, not about a flood of requests
                body = {"message": "revenue by month and product category"}
                with visitor.stream("POST", "/workflow/query", json=body) as answer:
                    statuses.append(answer.status_code)
                    if answer.status_code == 200:
                        line = next(line for line in answer.iter_lines() if line.startswith("data: {"))
                        begun.append(line.split('"run_id":"')[1].split('"')[0])
                        statuses.append(visitor.post(f"/workflow/runs/{begun[-1]}/pause").status_code)
            for run in begun:
                visitor.post(f"/workflow/runs/{run}/cancel")

    server.withstands(ask)
    assert set(statuses) <= {200, 429}


def test_half_requests_and_slow_ones(server: Attacked) -> None:
    def attack() -> None:
        slow = b"POST /workflow/query HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        with (
            many(server.address, 250),
            many(server.address, 50, slow + b"Content-Length: 900\r\n\r\n{") as sent,
        ):
            until = time.monotonic() + 3
            while time.monotonic() < until:
                for one in sent:
                    with suppress(OSError):  # what the server has closed meanwhile
                        one.sendall(b" ")
                time.sleep(0.1)

    server.withstands(attack)
