"""The server's processes: how they share an address, and how they stop."""

from __future__ import annotations

import signal
import socket
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
import wire
from redis_server import start_redis
from runlogs import eventually
from serving import Application, start_scripted

from pipeline import Settings
from pipeline.errors import SettingsError
from pipeline.serving import listen, run


def test_an_address_that_cannot_be_had_is_said_in_one_sentence():
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        taken.listen()
        for host in ("127.0.0.1", "203.0.113.5", "no-such-host.invalid"):
            with pytest.raises(SettingsError) as said:
                listen(host, port)
            for sentence in (said.value.en, said.value.zh):
                assert host in sentence
                assert str(port) in sentence
                assert "TEXT_TO_BI_PORT" in sentence


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_small_frames_are_sent_at_once(host):
    with listen(host, 0) as listening:
        listening.listen()
        with socket.create_connection(listening.getsockname()[:2]), listening.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_workers_that_would_not_know_of_each_others_runs_do_not_start():
    with pytest.raises(SettingsError, match="redis_url"):
        run("scripted_server:create", Settings(workers=2))


def under_way(server: Application, count: int, question: str) -> tuple[list[list[wire.Frame]], list]:
    """Streams that have begun, and the threads that hear them to their end."""
    heard: list[list[wire.Frame]] = [[] for _ in range(count)]
    begun = threading.Semaphore(0)

    def listen_to(number: int) -> None:
        with wire.begin(server.address, question) as chunks:
            said = next(chunks)
            begun.release()
            for chunk in chunks:
                said += chunk
        heard[number] = wire.complete(said)

    threads = [threading.Thread(target=listen_to, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()
    for _ in threads:
        assert begun.acquire(timeout=30)
    return heard, threads


def outcomes(heard: list[list[wire.Frame]]) -> Counter[str]:
    for frames in heard:
        assert [int(frame.id) for frame in frames] == list(range(1, len(frames) + 1))
        assert frames[-1].value == "[DONE]"
    return Counter(frames[-2].value["outcome"] for frames in heard)


def test_told_to_stop_it_lets_runs_end_refuses_new_ones_and_then_stops(demo_settings):
    given = demo_settings.model_dump(exclude_unset=True)
    with start_scripted(**given, runs_at_once=20, runs_per_client=0, shutdown_seconds=30) as server:
        server.wait_until_ready()
        heard, threads = under_way(server, 20, "say 100 every 20")
        server.process.send_signal(signal.SIGTERM)
        with httpx.Client(base_url=server.address) as client:
            while client.get("/readyz").status_code == 200:
                pass
            refused = client.post("/workflow/query", json={"message": "say 1 every 1"})
            assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
            assert client.get("/healthz").status_code == 200
        for thread in threads:
            thread.join(30)
        assert outcomes(heard) == {"answered": 20}
        server.process.wait(timeout=30)
        assert "Traceback" not in server.said


def test_runs_that_do_not_end_in_time_are_cancelled_and_their_followers_hear_it(demo_settings):
    given = demo_settings.model_dump(exclude_unset=True)
    with start_scripted(**given, runs_per_client=0, shutdown_seconds=0.5) as server:
        server.wait_until_ready()
        heard, threads = under_way(server, 8, "say 10000 every 20")
        server.process.send_signal(signal.SIGTERM)
        for thread in threads:
            thread.join(30)
        assert outcomes(heard) == {"cancelled": 8}
        server.process.wait(timeout=30)
        assert "Traceback" not in server.said


def test_several_workers_behind_one_address_serve_every_run(demo_settings):
    given = demo_settings.model_dump(exclude_unset=True)
    given |= {"workers": 2, "runs_per_client": 0}
    with start_redis() as redis, start_scripted(**given, redis_url=redis.url) as server:
        server.wait_until_ready()
        eventually(lambda: len(redis.client.keys("text-to-bi:alive:*")) == 2)

        def whole(number: int) -> str:
            with wire.begin(server.address, f"say {20 + number} every 5") as chunks:
                before = wire.complete(wire.until(chunks, 400))
            run_id = before[0].value["run_id"]
            for _ in range(3):  # each over a connection of its own, to whichever worker takes it
                with httpx.Client(base_url=server.address, timeout=30) as client:
                    after = wire.follow(client, run_id, last_event_id=before[-1].id)
                    assert before + after == wire.follow(client, run_id)
                    answer = client.get(f"/workflow/runs/{run_id}").json()
                    assert (answer["status"], answer["row_count"]) == ("ended", 1)
                    body = {"message": "x", "previous_run_id": run_id}
                    assert client.post("/workflow/query-sync", json=body).status_code == 200
            return run_id

        with ThreadPoolExecutor(8) as pool:
            runs = list(pool.map(whole, range(16)))
        owners = {redis.client.get(f"text-to-bi:owner:{run_id}") for run_id in runs}
        assert len(owners) == 2
        with wire.begin(server.address, "say 1000 every 20") as chunks:
            run_id = wire.complete(wire.until(chunks, 400))[0].value["run_id"]
        for _ in range(4):
            httpx.post(f"{server.address}/workflow/runs/{run_id}/cancel")
        with httpx.Client(base_url=server.address, timeout=30) as client:
            assert wire.follow(client, run_id)[-2].value["outcome"] == "cancelled"
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(timeout=30)
        assert redis.client.keys("text-to-bi:alive:*") == []


def test_told_to_stop_several_workers_let_their_runs_end(demo_settings):
    given = demo_settings.model_dump(exclude_unset=True)
    with (
        start_redis() as redis,
        start_scripted(
            **given, workers=2, redis_url=redis.url, runs_at_once=20, runs_per_client=0, shutdown_seconds=30
        ) as server,
    ):
        server.wait_until_ready()
        heard, threads = under_way(server, 20, "say 100 every 20")
        server.process.send_signal(signal.SIGTERM)
        for thread in threads:
            thread.join(60)
        assert outcomes(heard) == {"answered": 20}
        server.process.wait(timeout=60)
        assert "Traceback" not in server.said
