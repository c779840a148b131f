"""What understanding costs: ``python -m tests.bench.planning [SHARE]`` prints one table.

Planning a question on models of three sizes with 100,000 different values, the memory of what a planner
knows of them, and inferring a model from a table of a million rows. ``SHARE`` makes everything smaller.
"""

from __future__ import annotations

import gc
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb
import psutil

sys.path[:0] = [str(Path(__file__).parents[1])]

from bench.__main__ import Figure, seconds  # noqa: E402
from planner.repeated import closed_words, letters, names  # noqa: E402
from planner.repeated import texts as repeats  # noqa: E402

from pipeline.engines.embedded import EmbeddedEngine  # noqa: E402
from pipeline.inference.infer import infer  # noqa: E402
from pipeline.language import detect  # noqa: E402
from pipeline.planner.base import Question  # noqa: E402
from pipeline.planner.cues import CUES  # noqa: E402
from pipeline.planner.rules import RulesPlanner  # noqa: E402
from pipeline.planner.wordbook.dictionary import dictionary  # noqa: E402

VALUES = 100_000
ROWS = 1_000_000
ODD_TEXTS = 600
_AGAIN = 10
_OF_A_CUBE = 10  # members
_NOUNS = ("ledger", "parcel", "vessel", "garden", "ticket", "batch", "sensor", "permit", "voucher", "route")
_SHADES = ("amber", "cobalt", "crimson", "ivory", "jade", "maroon", "ochre", "scarlet", "teal", "violet")
_QUESTIONS = (
    "total {noun} amount by {noun} shade",
    "average {noun} amount in 2024 by month",
    "top 5 {noun} shades by total {noun} amount",
    "number of {noun}s with amount above 300",
    "how many {noun}s for Partner {value}",
    "按月统计 total {noun} amount",
    "number of {noun}s in the last 6 months, excluding amber",
)


def odd_texts(pick: random.Random, count: int) -> list[str]:
    """Texts that nobody would ask: words of questions in any order, with and without spaces, and characters
    from all over Unicode."""
    said = [text for group in CUES.values() for text in group] + [*_NOUNS, *_SHADES, "amount", "2024", "17"]
    texts = []
    for n in range(count):
        if n % 3 < 2:
            texts.append((" ", "")[n % 3].join(pick.choice(said) for _ in range(pick.randrange(1, 15))))
        else:
            texts.append("".join(chr(pick.randrange(32, 0xD800)) for _ in range(pick.randrange(1, 120))))
    return texts


def long_texts(pick: random.Random, planner: RulesPlanner, share: float) -> list[str]:
    """The longest texts that are allowed: whatever questions and this model are made of, and the letters of
    every script, said again and again."""
    values = tuple(value for stored in planner.lexicon.values.values() for value in stored[:1])
    units = [*closed_words(), *names(planner.catalog, 100, values[:20]), *letters()]
    return list(repeats(pick, pick.sample(units, int(len(units) * share))))


def slowest(planner: RulesPlanner, texts: Sequence[str]) -> tuple[float, float]:
    """The milliseconds of processor that the planning of a text takes, the median and the most; of the
    slowest the faster of two: what else the process does only ever adds."""

    def taken(text: str) -> float:
        started = time.process_time()
        planner.plan_now(Question(text, detect(text)))
        return (time.process_time() - started) * 1e3

    times = sorted((taken(text), text) for text in texts)
    again = [min(first, taken(text)) for first, text in times[-_AGAIN:]]
    return statistics.median(first for first, _ in times), max(*again, times[-_AGAIN - 1][0])


def model(cubes: int) -> str:
    """Cubes of ten members, each joined to the one before it."""
    names = _names(cubes)
    return "cubes:\n" + "".join(_cube(name, names[n - 1] if n else None) for n, name in enumerate(names))


def _cube(name: str, before: str | None) -> str:
    title = name.replace("_", " ")
    join = f'{{name: {before}, relationship: many_to_one, sql: "{{CUBE}}.before = {{{before}.id}}"}}'
    return f"""
  - name: {name}
    sql_table: {name}
    title: {title}s
    joins: [{join if before else ""}]
    dimensions:
      - {{name: id, sql: id, type: number, primary_key: true}}
      - {{name: shade, title: {title} shade, sql: shade, type: string}}
      - {{name: partner, title: {title} partner, sql: partner, type: string}}
      - {{name: amount, title: {title} amount, sql: amount, type: number}}
      - {{name: made_on, title: {title} made on, sql: made_on, type: time}}
    measures:
      - {{name: count, title: Number of {title}s, type: count}}
      - {{name: total, title: Total {title} amount, type: sum, sql: amount}}
      - {{name: mean, title: Average {title} amount, type: avg, sql: amount}}
      - {{name: most, title: Maximum {title} amount, type: max, sql: amount}}
      - {{name: least, title: Minimum {title} amount, type: min, sql: amount}}
"""


def _names(cubes: int) -> list[str]:
    return [
        _NOUNS[n % len(_NOUNS)] if n < len(_NOUNS) else f"{_SHADES[n // 10 % 10]}_{_NOUNS[n % 10]}_{n}"
        for n in range(cubes)
    ]


def built(folder: Path, cubes: int, values: int) -> EmbeddedEngine:
    """The engine on so many cubes, whose first holds ``values`` different partners."""
    (folder / "model").mkdir(parents=True)
    (folder / "model" / "model.yml").write_text(model(cubes))
    with duckdb.connect(str(folder / "data.duckdb")) as connection:
        for n, name in enumerate(_names(cubes)):
            # Cube's largest limit is 50,000: of one dimension no more values are read.
            rows = values // 4 if n < 4 else 20
            shades = list(_SHADES)
            connection.execute(
                f"CREATE TABLE {name} AS SELECT i AS id, i % 7 AS before, {shades}[1 + i % 10] AS shade, "
                f"'Partner ' || (i + {n} * {rows}) AS partner, i % 1000 * 1.5 AS amount, "
                f"DATE '2022-01-01' + (i % 1200)::INTEGER AS made_on FROM range({rows}) t(i)"
            )
    return EmbeddedEngine(folder / "model", folder / "data.duckdb")


def planning(folder: Path, cubes: int, values: int, aim: str) -> list[Figure]:
    """Planning on one model: the time of a question, and what the planner holds."""
    engine = built(folder, cubes, values)
    process = psutil.Process()
    before = process.memory_info().rss
    planner = RulesPlanner(engine, lambda: date(2025, 6, 30))
    planner.warm_up()
    gc.collect()
    gc.freeze()  # as the application does
    held = (process.memory_info().rss - before) / 2**20
    pick, times = random.Random(3), []
    for noun in _NOUNS[: min(cubes, len(_NOUNS))]:
        for form in _QUESTIONS:
            text = form.format(noun=noun, value=pick.randrange(values // 4))
            asked = Question(text, "en")
            planner.plan_now(asked)
            started = time.perf_counter()
            planner.plan_now(asked)
            times.append((time.perf_counter() - started) * 1e3)
    share = 1.0 if values == VALUES else 0.02
    texts = odd_texts(pick, int(ODD_TEXTS * max(share, 0.05))) + long_texts(pick, planner, share)
    usual, most = slowest(planner, texts)
    engine.close()
    any_text = f"{usual:.1f} ms, at most {most:.0f} ms of {len(texts):,} texts"
    spread = f"{statistics.median(times):.1f} ms, p95 {statistics.quantiles(times, n=20)[-1]:.1f} ms"
    what = f"{cubes * _OF_A_CUBE:,} members, {values:,} values"
    return [
        Figure(f"planning, {what}", spread, aim),
        Figure(f"planning any text at all, {what}", any_text, "under 200 ms"),
        Figure(f"memory of what the planner knows, {what}", f"{held:.0f} MB"),
    ]


def inferring(folder: Path, rows: int) -> Figure:
    """A model from one table of 20 columns."""
    numbers = ", ".join(f"(i * {n} % 9973) * 1.25 AS amount_{n}" for n in range(1, 9))
    texts = ", ".join(f"'Kind ' || (i * {n} % {20 * n}) AS kind_{n}" for n in range(1, 7))
    with duckdb.connect(str(folder / "wide.duckdb")) as connection:
        connection.execute(
            f"CREATE TABLE sales AS SELECT i AS sale_id, {numbers}, {texts}, i % 500 AS customer_id, "
            "TIMESTAMP '2020-01-01' + INTERVAL (i % 2000000) MINUTE AS sold_at, "
            "strftime(DATE '2020-01-01' + (i % 2000)::INTEGER, '%d/%m/%Y') AS written_on, "
            "i % 3 = 0 AS is_new, printf('%,d', i % 100000) AS thousands "
            f"FROM range({rows}) t(i)"
        )
    taken = seconds(lambda: infer(folder / "wide.duckdb"))
    return Figure(f"a model from {rows:,} rows in 20 columns", f"{taken:.1f} s", "under 5 s")


def looking_up() -> list[Figure]:
    """What the dictionary adds to a start and to the memory."""
    before = resident()
    started = time.perf_counter()
    dictionary()
    taken = time.perf_counter() - started
    return [
        Figure("loading the dictionary, once", f"{taken:.1f} s"),
        Figure("memory of the dictionary", f"{resident() - before:.0f} MB"),
    ]


def resident() -> float:
    """Megabytes of memory that this process holds."""
    gc.collect()
    return float(psutil.Process().memory_info().rss / 2**20)


def main(share: float = 1) -> None:
    values, rows = int(VALUES * share), int(ROWS * share)
    if len(sys.argv) > 2:  # one size, in a process of its own: memory is told apart
        cubes, aim = int(sys.argv[2]), sys.argv[3]
        with tempfile.TemporaryDirectory() as folder:
            for figure in planning(Path(folder), cubes, values, aim):
                print(f"| {' | '.join(figure)} |")
        return
    print("| What | Measured | Aim |\n| --- | --- | --- |", flush=True)
    for cubes, aim in ((4, "under 5 ms"), (40, "under 10 ms"), (400, "under 30 ms")):
        size = str(max(4, int(cubes * max(share, 0.25))))
        subprocess.run([sys.executable, "-m", "tests.bench.planning", str(share), size, aim], check=True)
    for figure in looking_up():
        print(f"| {' | '.join(figure)} |")
    with tempfile.TemporaryDirectory() as folder:
        print(f"| {' | '.join(inferring(Path(folder), rows))} |")


if __name__ == "__main__":
    main(*map(float, sys.argv[1:2]))
