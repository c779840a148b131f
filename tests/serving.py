"""Real servers on free ports, for tests of what goes over the wire."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from pipeline.serving import BOUNDS

ROOT = Path(__file__).parent.parent


@contextmanager
def serve(app: ASGIApp) -> Iterator[str]:
    """The address of ``app``, which is served until the block ends."""
    # With its protocol named, as a server of its own would have it: only then asyncio sends small
    # frames at once.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.bind(("127.0.0.1", 0))
        bounds = BOUNDS if isinstance(app, FastAPI) else {}  # ours, and not a stand-in for another's server
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1, **bounds))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive()
                time.sleep(0.01)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@dataclass
class Application:
    """A server as a process of its own, and where it answers once it is ready."""

    address: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def wait_until_ready(self) -> None:
        while True:
            assert self.process.poll() is None, self.said
            with suppress(httpx.TransportError):
                if httpx.get(f"{self.address}/readyz").status_code == 200:
                    return
            time.sleep(0.05)


def start_application(*within: str, **settings: object) -> AbstractContextManager[Application]:
    """``app.py``, just started with ``settings``; it is stopped when the block ends."""
    return start_process("app.py", *within, **settings)


def start_scripted(**settings: object) -> AbstractContextManager[Application]:
    """The same without a page and with a planner that is told what to say; see `scripted_server`."""
    return start_process("tests/scripted_server.py", **settings)


@contextmanager
def start_process(script: str, *within: str, **settings: object) -> Iterator[Application]:
    """A server that is a process of its own, just started; it is stopped when the block ends. ``within``
    is a command that becomes the one that follows it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    variables = {f"TEXT_TO_BI_{name.upper()}": str(value) for name, value in settings.items()}
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "log")
        with log.open("wb") as said:
            process = subprocess.Popen(
                [*within, sys.executable, script],
                cwd=ROOT,
                env={**os.environ, **variables, "TEXT_TO_BI_PORT": str(port)},
                stdout=said,
                stderr=subprocess.STDOUT,
            )
        try:
            yield Application(f"http://127.0.0.1:{port}", process, log)
        finally:
            process.terminate()
            try:
                process.wait(timeout=30)
            finally:
                process.kill()
                process.wait()
