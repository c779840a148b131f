"""What an answer costs beside its database: ``python -m tests.bench [QUESTIONS]`` prints one table.

Everything is measured in one run on the same machine, and judged as a ratio or beside its aim: the
times themselves are this machine's.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

import httpx
import psutil

sys.path[:0] = [str(Path(__file__).parents[1])]

from gold.questions import TODAY, gold  # noqa: E402
from serving import Application, start_application  # noqa: E402

from pipeline import Pipeline, Settings  # noqa: E402

REPEATS = 3


class Figure(NamedTuple):
    """One line of the table."""

    what: str
    measured: str
    aim: str = ""


def seconds(call: Callable[[], object]) -> float:
    """The fastest of a few calls: what else the machine does only ever adds."""
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        call()
        times.append(time.perf_counter() - started)
    return min(times)


def spread(times: Sequence[float]) -> str:
    """The median and the 95th percentile of ``times``, in milliseconds."""
    return (
        f"{statistics.median(times) * 1e3:.0f} ms, p95 {statistics.quantiles(times, n=20)[-1] * 1e3:.0f} ms"
    )


def against_the_database(settings: Settings, questions: list[str]) -> list[Figure]:
    """Each gold question, and the SQL of its answer on a connection with the same settings."""
    whole, alone = [], []
    with Pipeline(settings) as pipeline:
        cursor = pipeline.engine._connection.cursor()  # type: ignore[attr-defined]
        cursor.execute(pipeline.engine._use)  # type: ignore[attr-defined]
        for question in questions:
            answer = pipeline.ask(question)
            assert answer.sql, question
            whole.append(seconds(partial(pipeline.ask, question)))
            alone.append(seconds(lambda a=answer: cursor.execute(a.sql, a.params).fetch_df()))
    rest = [w - a for w, a in zip(whole, alone, strict=True)]
    ratios = [w / a for w, a in zip(whole, alone, strict=True)]
    return [
        Figure("whole answer", spread(whole)),
        Figure("its SQL alone in DuckDB", spread(alone)),
        Figure("everything but the database", spread(rest), "median under 60 ms"),
        Figure("whole answer / its SQL alone", f"{statistics.median(ratios):.1f} times at the median"),
    ]


def over_http(app: Application, questions: list[str]) -> list[Figure]:
    """From the request to the first and to the last event of the stream."""
    first, last = [], []
    with httpx.Client(base_url=app.address, timeout=60) as client:
        for question in questions:
            started = time.perf_counter()
            with client.stream("POST", "/workflow/query", json={"message": question}) as response:
                lines = response.iter_lines()
                next(line for line in lines if line.startswith("data:"))
                first.append(time.perf_counter() - started)
                ended = [line for line in lines if line.startswith("data:")][-2:]
            last.append(time.perf_counter() - started)
            assert json.loads(ended[0][5:])["outcome"] == "answered", question
    return [
        Figure("request to first event", spread(first), "median under 30 ms"),
        Figure("request to last event", spread(last)),
    ]


def resident(app: Application) -> float:
    """Megabytes of memory that the process holds."""
    return float(psutil.Process(app.process.pid).memory_info().rss / 2**20)


def as_a_process(settings: Settings, questions: list[str]) -> list[Figure]:
    """Start, memory and streams of ``app.py``."""
    figures = []
    given = settings.model_dump(exclude_unset=True)
    for when in ("first start, which makes the demo company", "start"):
        started = time.perf_counter()
        with start_application(**given) as app:
            app.wait_until_ready()
            figures.append(
                Figure(f"{when}, to /readyz", f"{time.perf_counter() - started:.1f} s", "under 12 s")
            )
            if when != "start":
                continue
            figures.append(Figure("memory after the start", f"{resident(app):.0f} MB"))
            for question in islice(cycle(questions), 50):
                httpx.post(f"{app.address}/workflow/query-sync", json={"message": question})
            figures.append(Figure("memory after 50 questions", f"{resident(app):.0f} MB", "under 400 MB"))
            figures += over_http(app, questions)
    return figures


def main(most: int | None = None) -> None:
    questions = [question.question for question in gold()][:most]
    with tempfile.TemporaryDirectory() as cache:
        # as fast as they are answered, which is more often than one client may ask
        settings = Settings(today=TODAY, demo_scale=1, cache_dir=Path(cache), runs_per_minute=0)
        figures = [*as_a_process(settings, questions), *against_the_database(settings, questions)]
    print(f"{len(questions)} gold questions, demo company at scale 1, no model\n")
    print("| What | Measured | Aim |\n| --- | --- | --- |")
    for figure in figures:
        print(f"| {' | '.join(figure)} |")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
