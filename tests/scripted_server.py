"""The server as a process of its own, with a planner that does what the question says.

``say 40 every 5`` says 40 pieces, one each 5 milliseconds, and then counts the employees; ``time 40
every 5`` says the time in each piece and then declines. Any other question counts them at once.
"""

from __future__ import annotations

import re
import sys
import threading
import time
from collections.abc import Generator
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from fastapi import FastAPI  # noqa: E402
from scripted import answering  # noqa: E402

from pipeline import Outcome, Pipeline, Settings, serving  # noqa: E402
from pipeline.cancellation import Cancellation  # noqa: E402
from pipeline.planner.base import Plan, Question  # noqa: E402
from pipeline.server import create_app  # noqa: E402

WORDS = ["sales ", "rose ", "by ", "a ", "third ", "in ", "March, ", "销售", "额", "增长\n"]


def told(question: str) -> tuple[int, float]:
    """How many pieces ``question`` wants, and the seconds between them."""
    found = re.fullmatch(r"(?:say|time) (\d+) every ([\d.]+)", question)
    return (int(found[1]), float(found[2]) / 1000) if found else (0, 0.0)


def stamp() -> str:
    """The milliseconds on the clock that all processes of a machine have, in the length of a token."""
    return f"{int(time.monotonic() * 1000) & 0xFFFF:04x} "


class Told:
    """Says what the question tells it to."""

    def plan(self, question: Question, cancellation: Cancellation) -> Generator[str, None, Plan]:
        count, pace = told(question.text)
        timed, stopped, due = question.text.startswith("time"), threading.Event(), time.monotonic()
        with cancellation.interrupting(stopped.set):
            for number in range(count):
                due += pace
                stopped.wait(due - time.monotonic())
                cancellation.check()
                yield stamp() if timed else WORDS[number % len(WORDS)]
        return Plan(Outcome.DECLINED, message="No.") if timed else answering()


def create() -> FastAPI:
    return create_app(Pipeline(Settings(), planner=Told()))


if __name__ == "__main__":
    serving.run("scripted_server:create", Settings())
