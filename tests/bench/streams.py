"""What runs that outlive their connection cost: ``python -m tests.bench.streams [--full]``.

A scripted model sends 50 tokens a second in many runs at once. Ours is measured beside a server that
has one generator for each request, as the seed writes it, and beside the same one over a WebSocket.

Why server-sent events and not a WebSocket: what a run says goes one way, and the other way there is
a POST in a while (cancel, pause, resume), which any proxy, curl line and log knows. A browser takes an
event stream up by itself where it broke (`Last-Event-ID`); over a WebSocket the same has to be written
in every client. A run has an id and a log, so that a control signal finds it whichever connection or
process it comes through. What a WebSocket saves is bytes: 2 to 4 of them frame a short message, where
``data: `` and two ends of line are 8 and our ``id: N`` is 6 to 10 more.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import websockets

sys.path[:0] = [str(Path(__file__).parents[1])]

from scripted import Scripted, answering  # noqa: E402
from serving import Application, start_process, start_scripted  # noqa: E402

from pipeline import Outcome, Pipeline, Settings  # noqa: E402

PACE = 20  # milliseconds between two tokens


@dataclass
class Heard:
    """What one client heard."""

    first: float = 0.0
    delays: list[int] = field(default_factory=list)  # milliseconds from saying to hearing
    size: int = 0  # bytes of the frames that carry text
    done: bool = False


Client = Callable[[str, str], Coroutine[Any, Any, Heard]]


async def over_sse(address: str, question: str) -> Heard:
    heard, started = Heard(), time.perf_counter()
    async for block in _blocks(address, question):
        heard.first = heard.first or time.perf_counter() - started
        data = block.rpartition(b"data: ")[2]
        if data.startswith(b'"'):
            _take(heard, json.loads(data), len(block) + 2)
    return heard


async def _blocks(address: str, question: str) -> AsyncIterator[bytes]:
    url = urlsplit(address)
    reader, writer = await asyncio.open_connection(url.hostname, url.port)
    body = json.dumps({"message": question}).encode()
    writer.write(
        b"POST /workflow/query HTTP/1.0\r\nContent-Type: application/json\r\n"
        b"Host: localhost\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
    )
    await reader.readuntil(b"\r\n\r\n")
    rest = b""
    while chunk := await reader.read(1 << 16):
        *blocks, rest = (rest + chunk).split(b"\n\n")
        for block in blocks:
            yield block
    writer.close()


async def over_websocket(address: str, question: str) -> Heard:
    heard, started = Heard(), time.perf_counter()
    url = address.replace("http://", "ws://") + "/ws"
    async with websockets.connect(url, compression=None) as connection:
        await connection.send(question)
        async for message in connection:
            heard.first = heard.first or time.perf_counter() - started
            _take(heard, json.loads(message), len(message) + 2)
    return heard


def _take(heard: Heard, text: str, size: int) -> None:
    if text == "[DONE]":
        heard.done = True
    elif len(text) == 5:
        with contextlib.suppress(ValueError):
            said_at = int(text, 16)
            heard.delays.append((int(time.monotonic() * 1000) - said_at) & 0xFFFF)
            heard.size += size


async def _all(client: Client, address: str, runs: int, question: str) -> list[Heard]:
    return await asyncio.gather(*(client(address, question) for _ in range(runs)))


def measured(name: str, server: Application, client: Client, runs: int, tokens: int) -> list[str]:
    """One line of the table."""
    asyncio.run(client(server.address, "time 10 every 1"))  # what is imported at the first question
    process = psutil.Process(server.process.pid)
    before = process.cpu_times()
    everyone = asyncio.run(_all(client, server.address, runs, f"time {tokens} every {PACE}"))
    after = process.cpu_times()
    delays = [delay for heard in everyone for delay in heard.delays]
    lost = runs * tokens - len(delays) + sum(not heard.done for heard in everyone)
    spread = statistics.quantiles(delays, n=100)
    cpu = after.user + after.system - before.user - before.system
    return [
        str(runs),
        name,
        str(lost),
        f"{statistics.median(heard.first for heard in everyone) * 1e3:.0f} ms",
        " / ".join(f"{spread[n - 1]:.0f}" for n in (50, 95, 99)) + " ms",
        f"{cpu / (runs * tokens) * 1e6:.0f} ms",
        f"{process.memory_info().rss / 2**20:.0f} MB",
        f"{sum(heard.size for heard in everyone) / len(delays) / 5:.2f}",
    ]


def long_analyses(settings: Settings) -> list[str]:
    """Seconds of processor time for runs that say 2,000 and 20,000 tokens."""
    seconds = []
    for tokens in (2_000, 20_000):
        planner = Scripted(answering(), *["token "] * tokens)
        with Pipeline(settings, planner=planner) as pipeline:
            pipeline.ask("once before")
            started = time.process_time()
            assert pipeline.ask("How many?").outcome is Outcome.ANSWERED
            seconds.append(time.process_time() - started)
    return [f"{seconds[0]:.2f} s", f"{seconds[1]:.2f} s", f"{seconds[1] / seconds[0]:.1f} times"]


def cancelling(settings: Settings) -> list[str]:
    """Milliseconds from cancelling a run to its end, at the median and at most, over many moments."""
    times = []
    with Pipeline(settings, planner=Scripted(answering(), *["token "] * 250)) as pipeline:
        pipeline.ask("once before")
        for moment in range(60):
            run = pipeline.start("How many?")
            for event in run.follow():
                if event.seq >= 5 * moment:
                    break
            asked = time.perf_counter()
            run.cancel()
            run.result()
            times.append((time.perf_counter() - asked) * 1e3)
    return [f"{statistics.median(times):.1f} ms", f"{max(times):.1f} ms"]


def table(head: str, *rows: list[str]) -> None:
    print(f"\n| {head} |\n|{' --- |' * (head.count('|') + 1)}")
    for row in rows:
        print(f"| {' | '.join(row)} |", flush=True)


def main(full: bool) -> None:
    sizes, tokens = ((1, 50, 200), 500) if full else ((1, 20), 100)
    with tempfile.TemporaryDirectory() as cache:
        settings = Settings(today=date(2025, 6, 30), demo_scale=0.1, cache_dir=Path(cache))
        given = settings.model_dump(exclude_unset=True)
        rows = []
        for runs in sizes:
            limits = {"runs_per_client": 0, "runs_per_minute": 0, "connections_per_client": 0}
            with start_scripted(**given, runs_at_once=max(sizes), **limits) as ours:
                ours.wait_until_ready()
                rows.append(measured("ours", ours, over_sse, runs, tokens))
            with start_process("tests/bench/plain_server.py") as plain:
                plain.wait_until_ready()
                rows.append(measured("one generator a request", plain, over_sse, runs, tokens))
            with start_process("tests/bench/plain_server.py") as plain:
                plain.wait_until_ready()
                rows.append(measured("the same over a WebSocket", plain, over_websocket, runs, tokens))
        print(f"{tokens} tokens of 5 bytes a run, one each {PACE} ms")
        head = "Runs | Server | Lost | First event | Delay p50 / p95 / p99"
        table(f"{head} | CPU / 1,000 events | RSS | Bytes / byte of text", *rows)
        table("2,000 tokens | 20,000 tokens | Ratio", long_analyses(settings))
        table("Cancel to end, median | At most", cancelling(settings))


if __name__ == "__main__":
    main("--full" in sys.argv)
