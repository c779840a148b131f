"""The other end of `pipeline.reading.warm`: starts that process, once for all, and asks it for readers."""

from __future__ import annotations

import itertools
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from types import TracebackType
from typing import Self

from pipeline.reading.job import Ended, Job, Message, heard
from pipeline.reading.orders import ORDER, Order

_DIES_WITHIN = 10.0  # seconds
# Nothing else of the server's environment, such as keys, reaches a process that reads hostile files.
_PASSED_ON = {"HOME", "LANG", "LD_LIBRARY_PATH", "PATH", "TEMP", "TMP", "TMPDIR", "TZ", "XDG_CACHE_HOME"}
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


class Warm:
    """The process that readers are forked from. Safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def up(self) -> None:
        """Starts it where it does not run; it loads while others work."""
        with self._lock:
            self._started()

    def reader(self, job: Job) -> Reader:
        """A reader at work on ``job``. Raises `OSError` where no process can be had."""
        try:
            return self._asked(job)
        except OSError:  # it had died
            return self._asked(job)

    def kill(self, number: int) -> None:
        """Ends the reader of that number."""
        with self._lock, suppress(OSError):
            if self._control is not None:
                self._control.sendall(ORDER.pack(Order.KILL.value, number))

    def _asked(self, job: Job) -> Reader:
        number = next(self._numbers)
        ours, theirs = socket.socketpair()
        try:
            with theirs, self._lock:
                order = ORDER.pack(Order.READ.value, number)
                socket.send_fds(self._started(), [order], [theirs.fileno()])
            ours.sendall(job.line())
        except OSError:
            ours.close()
            self._drop()
            raise
        return Reader(self, number, ours)

    def _started(self) -> socket.socket:
        """The socket that orders go through. The caller holds the lock."""
        if self._process is not None and self._process.poll() is not None and self._control is not None:
            self._control.close()
            self._control = None
        if self._control is None:
            ours, theirs = socket.socketpair()
            with theirs:
                self._process = subprocess.Popen(  # noqa: S603 - this very program
                    [sys.executable, "-m", "pipeline.reading.warm", str(theirs.fileno())],
                    env=_environment(),
                    stdin=subprocess.DEVNULL,
                    pass_fds=[theirs.fileno()],
                    start_new_session=True,  # Ctrl-C is the server's to hear
                )
            self._control = ours
        return self._control

    def _drop(self) -> None:
        with self._lock:
            if self._control is not None:
                self._control.close()
            self._control = None


class Reader:
    """One process that reads; leaving its block lets go of it."""

    def __init__(self, warm: Warm, number: int, ours: socket.socket) -> None:
        self._warm, self._number, self._ours = warm, number, ours

    def messages(self, seconds: float) -> Iterator[Message | None]:
        """What it says, to its end; None each ``seconds`` while it says nothing."""
        self._ours.settimeout(seconds)
        left = b""
        while True:
            try:
                part = self._ours.recv(1 << 16)
            except TimeoutError:
                yield None
                continue
            except OSError:
                return
            if not part:
                return
            *lines, left = (left + part).split(b"\n")
            yield from map(heard, lines)

    def kill(self) -> None:
        """Ends it and returns when it is gone, so that its files can be removed."""
        self._warm.kill(self._number)
        until = time.monotonic() + _DIES_WITHIN
        for message in self.messages(0.1):
            if isinstance(message, Ended) or time.monotonic() > until:
                return

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ours.close()


WARM = Warm()  # one for the whole process: what it has loaded is the same for everybody


def _environment() -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k in _PASSED_ON or k.startswith(("LC_", "PYTHON"))}
    return {**kept, **_ONE_THREAD, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
