"""What the runs are called in Redis: ``run:ID`` the stream of events, ``owner:ID`` its process,
``answer:ID`` the whole answer, ``alive:PROCESS``; each after ``text-to-bi:``."""

from __future__ import annotations

from typing import NamedTuple

_PREFIX = "text-to-bi:"


class Keys(NamedTuple):
    """Those of one run."""

    stream: str
    owner: str
    answer: str


def keys(run_id: str) -> Keys:
    return Keys(f"{_PREFIX}run:{run_id}", f"{_PREFIX}owner:{run_id}", f"{_PREFIX}answer:{run_id}")


def run_of(stream: bytes) -> str:
    """The run whose stream has that key."""
    return stream.decode().removeprefix(f"{_PREFIX}run:")


def alive(process: str) -> str:
    """The key that is there while the process lives."""
    return f"{_PREFIX}alive:{process}"
