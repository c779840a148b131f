"""Asks every question of a set and compares the answers with the gold rows."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import duckdb

from pipeline.answer import Answer, Outcome
from pipeline.errors import TextToBIError
from pipeline.evaluation.lines import Line, data_of
from pipeline.evaluation.score import covers
from pipeline.language import detect
from pipeline.pipeline import Pipeline
from pipeline.planner.confidence import SURE
from pipeline.reading.readers import Readers
from pipeline.settings import Settings

Verdict = Literal["right", "wrong", "declined", "asked back", "failed"]
_SQL_SECONDS = 60.0


@dataclass(frozen=True)
class Result:
    """One question with what became of it.

    Attributes:
        confident: answered, and sure of it (`pipeline.planner.confidence.SURE`).
        seconds: the whole answer.
        why: a sentence where the verdict is not "right".
    """

    line: Line
    language: str
    verdict: Verdict
    confident: bool = False
    seconds: float = 0.0
    chart: str = "none"
    query: dict[str, Any] | None = None
    why: str = ""


def evaluate(
    lines: Sequence[Line],
    folder: Path,
    settings: Settings,
    told: Callable[[Result], None] = lambda _: None,
    opened: Callable[[Settings], Pipeline] = Pipeline,
) -> list[Result]:
    """A result for each line, in their order; ``told`` hears of each as it comes. ``opened`` opens the data
    that some lines are about.

    Data that cannot be opened fails its questions and no others. ``settings`` are those of lines
    that name no data. Raises `SourceError` for data that is not there.
    """
    results: dict[str, Result] = {}
    by_data = sorted(enumerate(lines), key=lambda pair: (_data_key(pair[1]), pair[0]))
    for _, group in itertools.groupby(by_data, key=lambda pair: _data_key(pair[1])):
        asked = [line for _, line in group]
        for result in _of_one_data(asked, folder, settings, opened):
            results[result.line.id] = result
            told(result)
    return [results[line.id] for line in lines]


def _data_key(line: Line) -> tuple[str, str, str]:
    return (line.db or "", line.model or "", str(line.today or ""))


def _of_one_data(
    lines: Sequence[Line], folder: Path, settings: Settings, opened: Callable[[Settings], Pipeline]
) -> Iterator[Result]:
    first = lines[0]
    given: dict[str, Any] = {}
    if (data := data_of(first, folder)) is not None:
        given |= {"data": str(data), "model_dir": folder / first.model if first.model else None}
    if first.today:
        given["today"] = first.today
    try:
        of_these = settings.model_copy(update=given)
        gold = _gold_rows(lines, of_these)
        with opened(of_these) as pipeline:
            for line in lines:
                yield _asked(pipeline, line, gold.get(line.id))
    except TextToBIError as error:
        for line in lines:
            yield Result(line, line.lang or detect(line.question), "failed", why=str(error))


def _gold_rows(lines: Iterable[Line], settings: Settings) -> dict[str, list[list[tuple[Any, ...]]] | str]:
    """The rows that are right for each line, or why its SQL does not run.

    The file is closed again before it is asked: DuckDB wants one configuration in a process.
    """
    found: dict[str, list[list[tuple[Any, ...]]] | str] = {}
    for line in lines:
        if line.gold_rows is not None and not line.sqls:
            found[line.id] = [[tuple(row) for row in line.gold_rows]]
    wanted = [line for line in lines if line.sqls]
    if not wanted or settings.data is None:
        return found
    with duckdb.connect(":memory:") as connection:
        data = Readers(settings).read(settings.data, settings.cache_dir).data
        path = str(data.resolve()).replace("'", "''")
        connection.execute(f"ATTACH '{path}' AS gold_data (READ_ONLY)")
        connection.execute("USE gold_data")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET disabled_optimizers = 'common_subplan'")  # see EmbeddedEngine
        connection.execute("SET lock_configuration = true")
        for line in wanted:
            try:
                found[line.id] = [connection.execute(sql).fetchall() for sql in line.sqls]
            except duckdb.Error as error:
                found[line.id] = f"its gold SQL does not run: {str(error).splitlines()[0]}"
    return found


def _asked(pipeline: Pipeline, line: Line, gold: list[list[tuple[Any, ...]]] | str | None) -> Result:
    previous: Answer | None = None
    for question in line.before:
        previous = pipeline.ask(question, previous=previous)
    started = time.perf_counter()
    answer = pipeline.ask(line.question, previous=previous)
    seconds = time.perf_counter() - started
    verdict, why = _verdict(answer, line, gold)
    return Result(
        line,
        line.lang or answer.language,
        verdict,
        confident=answer.outcome is Outcome.ANSWERED and answer.confidence >= SURE,
        seconds=seconds,
        chart=answer.chart_type,
        query=answer.query.to_json() if answer.query else None,
        why=why,
    )


def _verdict(
    answer: Answer, line: Line, gold: list[list[tuple[Any, ...]]] | str | None
) -> tuple[Verdict, str]:
    if answer.outcome is Outcome.FAILED:
        return "failed", (answer.error or {}).get("message", "")
    if answer.outcome in (Outcome.DECLINED, Outcome.CLARIFY):
        if line.outcome == "declined":
            return "right", ""
        return "declined" if answer.outcome is Outcome.DECLINED else "asked back", answer.message
    if line.outcome == "declined":
        return "wrong", "it was answered, and there is no answer"
    if isinstance(gold, str) or gold is None or answer.table is None:
        return "failed", gold if isinstance(gold, str) else "there are no gold rows"
    rows = list(answer.table.itertuples(index=False, name=None))
    for wanted in gold:
        with suppress(ValueError):  # rows of different widths in one set of gold rows
            if covers(rows, wanted, ordered=line.ordered):
                return "right", ""
    return "wrong", f"{len(rows)} rows, beginning with {rows[:2]}; wanted {gold[0][:2]}"
