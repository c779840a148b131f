"""Connections that are cut, against a server process over real sockets."""

from __future__ import annotations

import random
import shutil
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import httpx
import pytest
import wire
from playwright.sync_api import sync_playwright
from serving import start_scripted
from wire import Frame

QUESTION = "say 30 every 4"


@pytest.fixture(scope="module")
def address(demo_settings) -> Iterator[str]:
    given = demo_settings.model_dump(exclude_unset=True)
    with start_scripted(**given, runs_at_once=16, runs_per_client=0, runs_kept=2_000) as server:
        server.wait_until_ready()
        yield server.address


@pytest.fixture(scope="module")
def client(address) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=30) as client:
        yield client


def whole(frames: list[Frame]) -> list[Frame]:
    """The stream, once it is seen to be a whole one: each piece once and in order."""
    assert [int(frame.id) for frame in frames] == list(range(1, len(frames) + 1))
    assert frames[-1].value == "[DONE]"
    assert frames[-2].value["outcome"] == "answered"
    return frames


@pytest.fixture(scope="module")
def length(client) -> int:
    """How many frames an undisturbed run has."""
    return len(whole(wire.ask(client, QUESTION)))


def test_a_connection_cut_after_any_event_is_taken_up_there(address, client, length):
    def cut_after(seq: int) -> None:
        with wire.begin(address, QUESTION) as chunks:
            heard = b""
            while len(wire.complete(heard)) < seq:
                heard += next(chunks)
        before = wire.complete(heard)[:seq]
        run_id = before[0].value["run_id"]
        by_header = wire.follow(client, run_id, last_event_id=before[-1].id)
        by_query = wire.follow(client, run_id, after=seq)
        undisturbed = whole(wire.follow(client, run_id))
        assert before + by_header == before + by_query == undisturbed
        assert len(undisturbed) == length

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(cut_after, range(1, length)))


def test_a_connection_cut_within_a_frame_loses_and_repeats_nothing(address, client):
    size = 2_000 + random.Random(4).randrange(1_000)

    def cut_at(length: int) -> None:
        with wire.begin(address, QUESTION) as chunks:
            before = wire.complete(wire.until(chunks, length))
        run_id = before[0].value["run_id"]
        after = wire.follow(client, run_id, last_event_id=before[-1].id)
        assert before + after == whole(wire.follow(client, run_id))

    lengths = [random.Random(seed).randrange(300, size) for seed in range(48)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(cut_at, lengths))


def test_followers_of_one_run_hear_the_same(client):
    heard: dict[int, list[Frame]] = {}
    with client.stream("POST", "/workflow/query", json={"message": QUESTION}) as response:
        lines = response.iter_lines()
        first = next(line for line in lines if line.startswith("data:"))
        run_id = Frame("", first.removeprefix("data:")).value["run_id"]
        threads = [
            threading.Thread(target=lambda n=n: heard.update({n: wire.follow(client, run_id, after=n)}))
            for n in range(12)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(list(lines)) > 30
    undisturbed = whole(wire.follow(client, run_id))
    assert heard == {n: undisturbed[n:] for n in range(12)}


# Notes each message of a browser's EventSource, which reconnects by itself.
LISTEN = """([run, done]) => new Promise(resolve => {
  const heard = [], opened = {times: 0};
  const source = new EventSource(`/workflow/runs/${run}/events`);
  source.onopen = () => { opened.times += 1 };
  source.onmessage = message => {
    heard.push([message.lastEventId, message.data]);
    if (JSON.parse(message.data) === done) { source.close(); resolve([heard, opened.times]); }
  };
})"""


class Cutting:
    """A way to the server on which each stream breaks: the first after 700 bytes, the others later."""

    def __init__(self, target: str) -> None:
        self._target = ("127.0.0.1", int(target.rsplit(":", 1)[1]))
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.cuts = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                browser, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._pass, args=(browser,), daemon=True).start()

    def _pass(self, browser: socket.socket) -> None:
        request = b""
        while b"\r\n\r\n" not in request:
            request += browser.recv(65_536)
        streaming = b"/events" in request.split(b"\r\n", 1)[0]
        head = request.replace(b"keep-alive", b"close")
        with browser, socket.create_connection(self._target) as server:
            server.sendall(head)
            left = 700 + 900 * self.cuts if streaming else 1 << 30
            while left > 0 and (chunk := server.recv(min(left, 65_536))):
                browser.sendall(chunk)
                left -= len(chunk)
            self.cuts += left <= 0


def test_a_browser_reconnects_by_itself_and_shows_each_piece_once(address, client):
    question = "say 60 every 10"
    cutting = Cutting(address)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--headless=new"]
        )
        page = browser.new_page()
        page.goto(f"{cutting.address}/healthz")
        with client.stream("POST", "/workflow/query", json={"message": question}) as response:
            first = next(line for line in response.iter_lines() if line.startswith("data:"))
            run_id = Frame("", first.removeprefix("data:")).value["run_id"]
        heard, opened = page.evaluate(LISTEN, [run_id, "[DONE]"])
        browser.close()
    cutting.close()
    assert opened > 3
    assert cutting.cuts >= opened - 1
    assert [Frame(*frame) for frame in heard] == whole(wire.follow(client, run_id))


def test_a_run_is_replayed_after_its_end_as_it_was(client):
    frames = wire.ask(client, QUESTION)
    run_id = frames[0].value["run_id"]
    assert wire.follow(client, run_id) == wire.follow(client, run_id, after=0) == frames
    path = f"/workflow/runs/{run_id}/events"
    assert client.get(path, headers={"Last-Event-ID": frames[-1].id}).status_code == 204


def test_events_stand_in_the_order_of_their_time(client):
    times = [f.value["at"] for f in wire.ask(client, QUESTION) if isinstance(f.value, dict)]
    assert all(earlier <= later for earlier, later in pairwise(times))
