"""The server as a process or several: its socket, its workers, and how it stops."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import uvicorn
from uvicorn.supervisors import Multiprocess

from pipeline.errors import SettingsError
from pipeline.front.connections import Connection
from pipeline.runs import Runs
from pipeline.sessions import shared_by
from pipeline.settings import Settings

_STARTS_SECONDS = 60  # which a worker may take to import and open everything before it is taken for dead
_LAST_FRAMES_SECONDS = 5  # for what followers have not read when all runs have ended


_SOCKET_BYTES = 262_144  # that the kernel keeps of a connection, each way, however slow its client
# What every server of the application has of uvicorn's options.
BOUNDS: dict[str, Any] = {
    "http": Connection,
    "loop": "pipeline.front.loop:Loop",
    "ws": "none",
    "proxy_headers": False,  # the application trusts those that its settings name
}


def run(factory: str, settings: Settings) -> None:
    """Serves the application that ``factory`` ("module:function") makes, in as many processes as the
    settings say, until it is told to stop.

    Raises `SettingsError` for several processes that would not know of each other's runs.
    """
    if settings.workers > 1 and settings.redis_url is None:
        raise SettingsError(
            f"{settings.workers} workers share their runs in Redis: set redis_url too.",
            f"{settings.workers} 个进程需要通过 Redis 共享运行:请同时设置 redis_url。",
        )
    config = uvicorn.Config(
        factory,
        factory=True,
        workers=settings.workers,
        timeout_graceful_shutdown=_LAST_FRAMES_SECONDS,
        timeout_worker_healthcheck=_STARTS_SECONDS,
        **BOUNDS,
    )
    with listen(settings.host, settings.port) as listening:
        if settings.workers > 1:
            with shared_by(settings.workers):
                Multiprocess(config, [listening]).run()
        else:
            uvicorn.Server(config).run([listening])


def listen(host: str, port: int) -> socket.socket:
    """A socket whose connections send small frames at once: asyncio sees to that only on sockets it
    opens itself, and a frame would else wait for the acknowledgement of the one before.

    Raises `SettingsError` for an address that cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for kept in (socket.SO_SNDBUF, socket.SO_RCVBUF):
        listening.setsockopt(socket.SOL_SOCKET, kept, _SOCKET_BYTES)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise SettingsError(
            f"The server cannot listen on {host}, port {port} ({error.strerror}). The settings host and port "
            "(TEXT_TO_BI_PORT) name another place.",
            f"无法监听 {host} 的端口 {port}({error.strerror})。可用设置 host 与 port(TEXT_TO_BI_PORT)更改。",
        ) from error
    return listening


@contextmanager
def draining(runs: Runs, seconds: float) -> Iterator[None]:
    """While the block runs, a signal to stop first lets the runs end, for up to ``seconds``, and only
    then reaches the server, which so long goes on answering. A second signal reaches it at once."""
    if threading.current_thread() is not threading.main_thread():  # only that one hears signals
        yield
        return
    loop = asyncio.get_running_loop()
    before: dict[int, Any] = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def stop(number: int, frame: FrameType | None) -> None:
        if runs.draining:
            before[number](number, frame)
        else:
            threading.Thread(target=drain, args=[number], name="runs-drain").start()

    def drain(number: int) -> None:
        runs.drain(seconds)
        loop.call_soon_threadsafe(before[number], number, None)

    for number in before:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
