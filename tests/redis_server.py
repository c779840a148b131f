"""A Redis of the test's own."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from redis import Redis
from redis.exceptions import ConnectionError


class RedisServer:
    """Debian's ``redis-server`` on a free port. It keeps nothing when it is stopped."""

    def __init__(self, folder: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.client = Redis.from_url(self.url)
        self._folder = folder
        self._process: subprocess.Popen[bytes]
        self.start()

    def start(self) -> None:
        program = shutil.which("redis-server")
        assert program, "these tests need redis-server"
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", self._folder]
        self._process = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
        while True:
            assert self._process.poll() is None
            try:
                self.client.ping()
                return
            except ConnectionError:
                time.sleep(0.02)

    def hang(self) -> None:
        """Lets it take connections and answer nothing."""
        self._process.send_signal(signal.SIGSTOP)

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()


@contextmanager
def start_redis() -> Iterator[RedisServer]:
    with tempfile.TemporaryDirectory() as folder:
        server = RedisServer(folder)
        try:
            yield server
        finally:
            server.client.close()
            server.stop()
