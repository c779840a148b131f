"""The process that readers are forked from: it has loaded everything that reading needs, and only waits.

``python -m pipeline.reading.warm FD`` serves the socket ``FD``. Each message is one of `Order` with the
number of a job; with ``READ`` comes the job's own socket, on which the reader takes its job and answers,
and on which this process says last how the reader ended. It ends when the other side does.

Not multiprocessing's fork server: that runs the main module of the server again in every process.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import socket
import sys

from pipeline.reading import work
from pipeline.reading.job import Ended, said
from pipeline.reading.limits import die_with_the_parent, go_last
from pipeline.reading.orders import ORDER, Order


class Forker:
    """Forks a reader for each job, ends those that are to end, and says how each one ended."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._jobs: dict[int, tuple[int, socket.socket]] = {}  # by process
        self._woken, self._wake = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(self._woken, False)
        signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def serve(self) -> None:
        """Returns when the other side has gone; no reader outlives that."""
        waiting = select.poll()
        waiting.register(self._control, select.POLLIN)
        waiting.register(self._woken, select.POLLIN)
        while True:
            ready = {fd for fd, _ in waiting.poll()}
            if self._woken in ready:
                with contextlib.suppress(BlockingIOError):
                    os.read(self._woken, 512)
                self._bury()
            if self._control.fileno() in ready and not self._obey():
                break
        for process in self._jobs:
            os.kill(process, signal.SIGKILL)

    def _obey(self) -> bool:
        message, fds, _, _ = socket.recv_fds(self._control, ORDER.size, 1, socket.MSG_WAITALL)
        if len(message) < ORDER.size:
            return False
        letter, number = ORDER.unpack(message)
        if Order(letter) is Order.READ:
            self._fork(number, socket.socket(fileno=fds[0]))
        else:
            for process, (of, _) in self._jobs.items():
                if of == number:
                    os.kill(process, signal.SIGKILL)
        return True

    def _fork(self, number: int, job: socket.socket) -> None:
        process = os.fork()
        if process == 0:
            try:
                self._become_a_reader()
                work.work(job)
            finally:
                os._exit(0)
        self._jobs[process] = number, job

    def _become_a_reader(self) -> None:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        die_with_the_parent()
        go_last()
        self._control.close()
        for _, other in self._jobs.values():
            other.close()
        nothing = os.open(os.devnull, os.O_RDWR)  # libraries that die write pages about it
        for fd in (0, 1, 2):
            os.dup2(nothing, fd)

    def _bury(self) -> None:
        while self._jobs:
            process, status = os.waitpid(-1, os.WNOHANG)
            if process == 0:
                return
            _, job = self._jobs.pop(process)
            with job, contextlib.suppress(OSError):  # nobody may wait for it any more
                job.sendall(said(Ended(os.waitstatus_to_exitcode(status))))


if __name__ == "__main__":
    gc.freeze()  # what is never looked at again stays shared with every reader
    with socket.socket(fileno=int(sys.argv[1])) as control:
        Forker(control).serve()
