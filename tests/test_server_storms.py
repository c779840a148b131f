"""Much at once, and nothing of it asked for kindly: afterwards everything is as before."""

from __future__ import annotations

import json
import random
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from urllib.parse import urlsplit

import httpx
import psutil
import pytest
import wire
from runlogs import eventually
from serving import Application, start_scripted
from sizes import tries

STEERING = ("pause", "resume", "cancel")


@pytest.fixture(scope="module", params=["memory", "redis"])
def server(request, demo_settings) -> Iterator[Application]:
    given = demo_settings.model_dump(exclude_unset=True)
    if request.param == "redis":
        given |= {"redis_url": request.getfixturevalue("redis").url}
    with start_scripted(**given, trusted_proxies="127.0.0.1", runs_per_minute=0) as server:
        server.wait_until_ready()
        ask(server, "10.9.9.9")  # what is loaded at the first question
        yield server
        assert "Traceback" not in server.said, server.said[server.said.index("Traceback") - 300 :][:6_000]


def by(visitor: str) -> dict[str, str]:
    return {"X-Forwarded-For": visitor}


def ask(server: Application, visitor: str, message: str = "total employees") -> httpx.Response:
    address = f"{server.address}/workflow/query-sync"
    return httpx.post(address, json={"message": message}, headers=by(visitor), timeout=60)


def begun(client: httpx.Client, visitor: str, message: str) -> str:
    """The id of a run whose client leaves at once."""
    with client.stream("POST", "/workflow/query", json={"message": message}, headers=by(visitor)) as said:
        said.raise_for_status()
        return json.loads(next(line for line in said.iter_lines() if line.startswith("data"))[6:])["run_id"]


def at_once(count: int, act: Callable[[int], object]) -> None:
    with ThreadPoolExecutor(count) as pool:
        list(pool.map(act, range(count)))


def as_before(server: Application, before: int) -> None:
    """Waits until the process holds no more connections than ``before``, or hardly any."""
    eventually(lambda: held(server) <= before + 5)


def held(server: Application) -> int:
    return psutil.Process(server.process.pid).num_fds()


def test_a_storm_of_pausing_resuming_and_cancelling_leaves_every_run_whole(server: Application) -> None:
    with httpx.Client(base_url=server.address, timeout=60) as client:
        ask(server, "10.0.0.99")
        for round_ in range(tries(3)):
            visitors = [f"10.0.{round_}.{number}" for number in range(3)]
            runs = [begun(client, visitor, "say 60 every 3") for visitor in visitors for _ in range(3)]

            def storm(number: int, runs: list[str] = runs) -> None:
                chance = random.Random(number)
                with httpx.Client(base_url=server.address, timeout=60) as own:
                    for _ in range(15):
                        # A run that is cancelled early is in nobody's way: most are not.
                        verb = chance.choices(STEERING, (10, 10, 0.3))[0]
                        said = own.post(f"/workflow/runs/{chance.choice(runs)}/{verb}")
                        assert said.status_code in (200, 429, 503), said.text

            at_once(8, storm)
            for run in runs:
                client.post(f"/workflow/runs/{run}/resume").raise_for_status()
            for run in runs:
                frames = wire.follow(client, run)
                assert [int(frame.id) for frame in frames] == list(range(1, len(frames) + 1))
                assert [f.value for f in frames].count("[DONE]") == 1
                assert frames[-2].value["outcome"] in ("answered", "cancelled")
            for visitor in visitors:  # nothing of it counts any more
                again = [begun(client, visitor, "say 400 every 5") for _ in range(6)]
                paused = [client.post(f"/workflow/runs/{run}/pause").status_code for run in again]
                assert paused == [200, 200, 200, 429, 429, 429]
                for run in again:
                    client.post(f"/workflow/runs/{run}/cancel").raise_for_status()
                for run in again:
                    wire.follow(client, run)


def test_a_thousand_who_take_up_a_stream_and_drop_it_cost_nothing_but_their_connection(
    server: Application,
) -> None:
    url = urlsplit(server.address)
    with httpx.Client(base_url=server.address, timeout=60) as client:
        before = held(server)
        run_id = begun(client, "10.1.0.1", "say 300 every 10")

        def reconnect(number: int) -> None:
            chance = random.Random(number)
            for _ in range(tries(60)):
                with socket.create_connection((url.hostname, url.port), timeout=30) as connection:
                    after = chance.choice(["", "?after=5", "?after=9999", "?after=-1"])
                    path = f"/workflow/runs/{run_id}/events{after}"
                    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
                    if chance.random() < 0.7:
                        connection.recv(1 + chance.randrange(2_000))
                    if chance.random() < 0.5:  # as when a cable is cut
                        linger = struct.pack("ii", 1, 0)
                        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)

        meanwhile: list[httpx.Response] = []
        asking = threading.Thread(target=lambda: meanwhile.append(ask(server, "10.1.0.2")))
        asking.start()
        at_once(16, reconnect)
        asking.join(60)
        assert meanwhile[0].json()["outcome"] == "answered"
        frames = wire.follow(client, run_id)
        assert [int(frame.id) for frame in frames] == list(range(1, len(frames) + 1))
    as_before(server, before)


JSON = b"Host: x\r\nContent-Type: application/json\r\nX-Forwarded-For: 10.2.0.1\r\n"
QUESTION = b'Content-Length: 29\r\n\r\n{"message": "say 30 every 3"}'
FORM = b"Host: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 4000\r\n\r\n"
FILE = b"--b\r\nContent-Disposition: form-data; name=file; filename=a.csv\r\n\r\na,b\r\n"
PHASES = [
    b"",
    b"POST /workflow/query HTTP/1.1\r\n",
    b"POST /workflow/query HTTP/1.1\r\n%sContent-Length: 40\r\n\r\n" % JSON,
    b"POST /workflow/query HTTP/1.1\r\n%sContent-Length: 40\r\n\r\n{" % JSON,
    b"POST /workflow/query HTTP/1.1\r\n%s%s" % (JSON, QUESTION),
    b"POST /workflow/query-sync HTTP/1.1\r\n%s%s" % (JSON, QUESTION),
    b"POST /workflow/uploads HTTP/1.1\r\n%s" % FORM,
    b"POST /workflow/uploads HTTP/1.1\r\n%s%s" % (FORM, FILE),
]


@pytest.mark.parametrize("heard", [0, 1, 200, 1_000])
def test_who_leaves_in_any_phase_leaves_nothing_behind(server: Application, heard: int) -> None:
    url = urlsplit(server.address)
    before = held(server)
    for request in PHASES:
        for _ in range(tries(3)):
            with socket.create_connection((url.hostname, url.port), timeout=30) as connection:
                connection.sendall(request)
                if heard and b"message" in request:
                    connection.recv(heard, socket.MSG_WAITALL if b"sync" not in request else 0)
                linger = struct.pack("ii", 1, 0)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    eventually(lambda: ask(server, "10.2.0.1").status_code == 200)  # its runs have ended, or there is room
    as_before(server, before)


def test_two_hundred_streams_while_runs_come_and_go(server: Application) -> None:
    before = held(server)
    with httpx.Client(base_url=server.address, timeout=60) as client:
        runs = [begun(client, f"10.3.0.{number}", "say 150 every 10") for number in range(8)]

        def follow(number: int) -> None:
            visitor = by(f"10.3.2.{number}")
            with httpx.Client(base_url=server.address, timeout=120, headers=visitor) as own:
                frames = wire.follow(own, runs[number % len(runs)])
            assert [int(frame.id) for frame in frames] == list(range(1, len(frames) + 1))
            assert frames[-2].value["outcome"] == "answered"

        def come_and_go(number: int) -> None:
            for _ in range(3):
                said = ask(server, f"10.3.1.{number}", "say 3 every 1")
                assert said.status_code == 200, said.text

        with ThreadPoolExecutor(200) as pool:
            following = [pool.submit(follow, number) for number in range(196)]
            coming = [pool.submit(come_and_go, number) for number in range(4)]
            for done in (*following, *coming):
                done.result()
    as_before(server, before)


def test_streams_are_whole_while_what_others_brought_is_read(server: Application) -> None:
    before = held(server)
    sales = b"city,amount\n" + b"".join(b"Lund %d,%d\n" % (n % 90, n) for n in range(20_000))
    following, over = tries(20), threading.Event()

    def follow(number: int) -> None:
        visitor = by(f"10.5.2.{number}")
        with httpx.Client(base_url=server.address, timeout=120, headers=visitor) as own:
            frames = wire.follow(own, runs[number % len(runs)])
        assert [int(frame.id) for frame in frames] == list(range(1, len(frames) + 1))
        assert [frame.value for frame in frames].count("[DONE]") == 1
        assert frames[-2].value["outcome"] == "answered"

    def bring(number: int) -> None:
        visitor = by(f"10.5.1.{number}")
        with httpx.Client(base_url=server.address, timeout=120, headers=visitor) as own:
            brought = own.post("/workflow/uploads", files=[("file", ("sales.csv", sales))])
            assert brought.status_code == 201, brought.text
            asked = {"message": "total amount", "upload": brought.json()["upload"]}
            said = own.post("/workflow/query-sync", json=asked)
            assert said.json()["rows"] == [[sum(range(20_000))]], said.text
            own.delete(f"/workflow/uploads/{brought.json()['upload']}").raise_for_status()

    def ask_on() -> int:
        count = 0
        while not over.wait(0.2):
            assert ask(server, "10.5.3.1", "say 3 every 1").json()["outcome"] == "answered"
            count += 1
        return count

    with httpx.Client(base_url=server.address, timeout=60) as client:
        runs = [begun(client, f"10.5.0.{number}", "say 400 every 10") for number in range(5)]
        with ThreadPoolExecutor(following + 5) as pool:
            asking = pool.submit(ask_on)
            followed = [pool.submit(follow, number) for number in range(following)]
            brought = [pool.submit(bring, number) for number in range(4)]
            wait([*followed, *brought])
            over.set()
            for done in (*followed, *brought):
                done.result()
            assert asking.result(), "nobody asked meanwhile"
    as_before(server, before)


def test_a_follow_up_on_a_run_in_any_state_is_an_answer(server: Application) -> None:
    with httpx.Client(base_url=server.address, timeout=60) as client:
        running = begun(client, "10.4.0.1", "say 1000 every 5")
        paused = begun(client, "10.4.0.1", "say 1000 every 5")
        cancelled = begun(client, "10.4.0.1", "say 1000 every 5")
        client.post(f"/workflow/runs/{paused}/pause").raise_for_status()
        client.post(f"/workflow/runs/{cancelled}/cancel").raise_for_status()
        declined = ask(server, "10.4.0.1", "time 3 every 1").json()["run_id"]
        for before in (running, paused, cancelled, declined):
            body = {"message": "only 2024", "previous_run_id": before}
            said = client.post("/workflow/query-sync", json=body, headers=by("10.4.0.2"))
            assert (said.status_code, said.json()["outcome"]) == (200, "answered")
            assert before not in said.text
        for run in (running, paused):
            client.post(f"/workflow/runs/{run}/cancel").raise_for_status()
