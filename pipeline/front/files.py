"""How many connections the process's limit of open files leaves room for."""

from __future__ import annotations

import os
import resource
from pathlib import Path

# Files kept free for the rest: databases, uploads, connections that are just being accepted or closed.
_FREE_AT_LEAST, _FREE_AT_MOST = 24, 256


def room_for_connections(most: int) -> int:
    """At most ``most``; raises the process's limit of open files as far as it may first."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if hard == resource.RLIM_INFINITY:
        return most
    return max(1, min(most, hard - _open_now() - min(_FREE_AT_MOST, max(_FREE_AT_LEAST, hard // 4))))


def _open_now() -> int:
    try:
        return len(os.listdir("/proc/self/fd"))
    except FileNotFoundError:  # not Linux
        return len(list(Path("/dev/fd").iterdir()))
