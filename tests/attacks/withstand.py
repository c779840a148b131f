"""A server process under attack, and another visitor who asks meanwhile."""

from __future__ import annotations

import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
import psutil
from attacks import disk
from serving import Application, start_application

QUESTION = "average salary by department"
_QUIET = 15  # questions
_TIMES = 3  # the quiet time, which another visitor's question may take
_BACK_WITHIN = 60.0  # seconds
_LEAST = 0.25  # seconds: what is quicker than this is quick, whatever it was before


class Held(NamedTuple):
    """What a server holds: bytes of memory, open files, threads, processes, and files of its own on disk."""

    memory: int
    files: int
    threads: int
    processes: int
    on_disk: int


class Attacked:
    """Attributes:
    address: where the server answers.
    process: the number of its process.
    folder: where its temporary files are, seen from here.
    """

    def __init__(self, application: Application, folder: Path) -> None:
        self.address, self.process, self.folder = application.address, application.process.pid, folder
        self._application = application
        self._process = psutil.Process(application.process.pid)

    def visitor(self, address: str, **more: object) -> httpx.Client:
        """Somebody at an address of their own."""
        headers = {"X-Forwarded-For": address}
        return httpx.Client(base_url=self.address, headers=headers, timeout=120, **more)  # type: ignore[arg-type]

    def held(self) -> Held:
        readers = self._process.children(recursive=True)
        return Held(
            self._process.memory_info().rss,
            self._process.num_fds(),
            self._process.num_threads(),
            len(readers),
            sum(1 for path in self.folder.rglob("*") if path.is_file()),
        )

    def withstands(self, attack: Callable[[], object], memory: int = 150_000_000) -> None:
        """Asks as another visitor until ``attack`` returns: each question is answered, the median of them
        within three times the quiet time, and afterwards the server holds no more than before, but for
        the margin of ``memory``, in bytes."""
        with self.visitor("198.51.100.7") as other:
            quiet = statistics.median(_asked(other) for _ in range(_QUIET))
            before = self.held()
            attacking = threading.Thread(target=attack)
            attacking.start()
            times = [_asked(other)]
            while attacking.is_alive():
                times.append(_asked(other))
                time.sleep(0.02)
            attacking.join()
            during = statistics.median(times)
            assert during <= max(_TIMES * quiet, _LEAST), (
                f"{during / quiet:.1f} times the quiet {quiet:.3f} s"
            )
            self._come_back_to(before, memory, other)
            assert _asked(other)
        assert self._application.process.poll() is None
        assert "Traceback" not in self._application.said

    def _come_back_to(self, before: Held, memory: int, other: httpx.Client) -> None:
        margin = Held(memory, files=10, threads=10, processes=0, on_disk=0)
        until = time.monotonic() + _BACK_WITHIN
        while True:
            more = [now - then - more for now, then, more in zip(self.held(), before, margin, strict=True)]
            if max(more) <= 0:
                return
            assert time.monotonic() < until, f"still more than before, and than the margin: {more}"
            _asked(other)  # threads that idle are let go when another one is wanted (anyio, after 10 s)
            time.sleep(0.1)


def _asked(visitor: httpx.Client) -> float:
    """How many seconds an answer takes."""
    began = time.perf_counter()
    answer = visitor.post("/workflow/query-sync", json={"message": QUESTION})
    assert answer.json()["outcome"] == "answered", answer.text
    return time.perf_counter() - began


@contextmanager
def attacked(demo: dict[str, object], small_disk: bool = False, **limits: object) -> Iterator[Attacked]:
    """The application as a process of its own, behind a proxy that says who asks; its temporary files are
    on a disk of its own if that is ``small_disk``."""
    limits = {"trusted_proxies": "127.0.0.1", "runs_per_minute": 0, "connections_per_client": 0, **limits}
    with tempfile.TemporaryDirectory() as folder:
        before = os.environ.get("TMPDIR")
        os.environ["TMPDIR"] = folder
        try:
            within = disk.mounted(folder) if small_disk else ()
            with start_application(*within, **demo, **limits) as application:
                application.wait_until_ready()
                seen = disk.seen(folder, application.process.pid) if small_disk else Path(folder)
                yield Attacked(application, seen)
        finally:
            os.environ.pop("TMPDIR") if before is None else os.environ.update(TMPDIR=before)
