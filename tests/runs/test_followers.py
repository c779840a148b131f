"""Two hundred followers of one run, half of them slow or gone: the others hear everything, in time."""

from __future__ import annotations

import socket
import threading
from urllib.parse import urlsplit

import httpx
import psutil
import wire
from serving import start_scripted

_FOLLOWERS = 200
_PIECES = 400
_MEGABYTES = 60  # that so many followers may take; each keeps at most what the kernel has room for


def test_the_slow_and_the_gone_cost_nothing_but_their_own_connection(demo_settings):
    given = demo_settings.model_dump(exclude_unset=True)
    with (
        start_scripted(**given, connections_per_client=0, runs_at_once=4) as server,
        httpx.Client(base_url=server.address, timeout=120) as client,
    ):
        server.wait_until_ready()
        wire.ask(client, "say 5 every 1")  # what is loaded at the first question
        before = psutil.Process(server.process.pid).memory_info().rss
        with wire.begin(server.address, f"say {_PIECES} every 10") as chunks:
            run_id = wire.complete(wire.until(chunks, 400))[0].value["run_id"]
        heard: list[list[wire.Frame]] = [[] for _ in range(_FOLLOWERS // 2)]

        def listen(number: int) -> None:
            with httpx.Client(base_url=server.address, timeout=120) as own:
                heard[number] = wire.follow(own, run_id)

        threads = [threading.Thread(target=listen, args=[n]) for n in range(len(heard))]
        stuck = [_asked(server.address, run_id) for _ in range(_FOLLOWERS // 4)]  # and read nothing
        for thread in threads:
            thread.start()
        for number in range(_FOLLOWERS // 4):
            with _asked(server.address, run_id) as gone:
                gone.recv(100 + number)
        for thread in threads:
            thread.join(120)

        whole = wire.follow(client, run_id)
        assert len(whole) > _PIECES
        assert [int(frame.id) for frame in whole] == list(range(1, len(whole) + 1))
        assert all(frames == whole for frames in heard)
        after = psutil.Process(server.process.pid).memory_info().rss
        assert (after - before) / 2**20 < _MEGABYTES
        for connection in stuck:
            connection.close()
        assert wire.ask(client, "say 5 every 1")[-2].value["outcome"] == "answered"
        assert "Traceback" not in server.said


def _asked(address: str, run_id: str) -> socket.socket:
    """A connection over which the events of a run were asked for."""
    url = urlsplit(address)
    connection = socket.create_connection((url.hostname, url.port), timeout=30)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.sendall(f"GET /workflow/runs/{run_id}/events HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    return connection
