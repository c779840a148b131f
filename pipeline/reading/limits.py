"""What a process that reads data may take, held by the operating system."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import SourceError

_OF_THE_DATABASE = 0.6  # of the memory: the rest is for what Python and the readers of workbooks take
_FILES = 256
_NICE = 10  # questions go before reading
_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


@dataclass(frozen=True)
class Limits:
    """Attributes:
    memory: bytes beyond those of a process that has read nothing.
    seconds: of the clock; whoever waits for the process holds it to them.
    processor_seconds: of all its threads together.
    unpacked: bytes that what is read may unpack to, and that any file written may have.
    """

    memory: int
    seconds: float
    processor_seconds: int
    unpacked: int

    @property
    def database_memory(self) -> str:
        """DuckDB's share, as it spells it: what needs more than that goes to disk first."""
        return f"{int(self.memory * _OF_THE_DATABASE / 1e6)}MB"

    def too_much_memory(self) -> SourceError:
        size = f"{self.memory / 1e9:g} GB"
        return SourceError(
            f"To read this data takes more than the {size} of memory that reading may take. Please bring"
            " less of it, or as CSV.",
            f"读取这些数据所需内存超过允许的 {size}。请减少数据量，或改用 CSV 格式。",
        )

    def too_large(self) -> SourceError:
        size = f"{self.unpacked / 1e9:g} GB"
        return SourceError(
            f"This data unpacks to more than the {size} that can be read.",
            f"数据解压后超过可读取的 {size}。",
        )

    def too_long(self) -> SourceError:
        return SourceError(
            f"To read this data takes longer than the {self.seconds:g} seconds that reading may take."
            " Please bring less of it.",
            f"读取这些数据超过了允许的 {self.seconds:g} 秒，请减少数据量。",
        )

    def hold(self) -> None:
        """Bounds the process that calls it, from here on.

        macOS does not hold processes to the memory; there the database's own limit is what there is.
        """
        _lowered(resource.RLIMIT_CORE, 0)
        _lowered(resource.RLIMIT_NOFILE, _FILES)
        _lowered(resource.RLIMIT_FSIZE, self.unpacked)
        # At the limit it is told, a second later it is killed.
        _lowered(resource.RLIMIT_CPU, self.processor_seconds, self.processor_seconds + 1)
        _lowered(resource.RLIMIT_DATA, _own_memory() + self.memory)


def die_with_the_parent() -> None:
    """Kills the calling process when the one that forked it dies, where the system can do that."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def go_last() -> None:
    """Lets every other process work first."""
    os.nice(_NICE)


def _lowered(what: int, soft: int, hard: int | None = None) -> None:
    most = resource.getrlimit(what)[1]
    wanted = [soft, soft if hard is None else hard]
    resource.setrlimit(what, tuple(w if most == resource.RLIM_INFINITY else min(w, most) for w in wanted))  # type: ignore[arg-type]


def _own_memory() -> int:
    """The bytes that count as data already (proc(5), VmData); 0 where the system does not say."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmData:")), 0)
