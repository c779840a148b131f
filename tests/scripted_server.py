"""The server as a process of its own, with a planner that does what the question says.

``say 40 every 5`` says 40 pieces, one each 5 milliseconds, and then counts the employees; any other
question counts them at once.
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

from pipeline import Pipeline, Settings, serving  # noqa: E402
from pipeline.cancellation import Cancellation  # noqa: E402
from pipeline.planner.base import Plan, Question  # noqa: E402
from pipeline.server import create_app  # noqa: E402

WORDS = ["sales ", "rose ", "by ", "a ", "third ", "in ", "March, ", "销售", "额", "增长\n"]


def words(count: int) -> list[str]:
    """What ``say COUNT every …`` says."""
    return [WORDS[n % len(WORDS)] for n in range(count)]


class Told:
    """Says what the question tells it to."""

    def plan(self, question: Question, cancellation: Cancellation) -> Generator[str, None, Plan]:
        told = re.fullmatch(r"say (\d+) every ([\d.]+)", question.text)
        if told:
            pace, stopped = float(told[2]) / 1000, threading.Event()
            due = time.monotonic()
            with cancellation.interrupting(stopped.set):
                for word in words(int(told[1])):
                    due += pace
                    stopped.wait(due - time.monotonic())
                    cancellation.check()
                    yield word
        return answering()


def create() -> FastAPI:
    return create_app(Pipeline(Settings(), planner=Told()))


if __name__ == "__main__":
    serving.run("scripted_server:create", Settings())
