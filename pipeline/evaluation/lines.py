"""The lines of a question set: JSON lines, one question each."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipeline.errors import SourceError

_SUFFIXES = ("", ".duckdb", ".sqlite", ".db", ".csv", ".xlsx", ".parquet")


class Line(BaseModel):
    """One question and what is right.

    Attributes:
        db: the data, a path from the file's folder with or without its suffix, also below ``db/``;
            none for the data that the command names.
        model: a folder of Cube YAML, a path from the file's folder; none for an inferred one.
        gold_sql: DuckDB SQL over the tables of the data, or several of which any is right.
        gold_rows: the rows themselves; the first ``n_rows`` where the set holds only some of them.
        outcome: ``declined`` where no answer is right.
        previous: the questions before it, which it continues.
        ordered: whether the question asks for an order.
        gold_chart: the chart type; ``explicit_chart`` whether the question names it.
        pair: equal for the same question in several languages.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    question: str
    lang: Literal["zh", "en"] | None = None
    db: str | None = None
    model: str | None = None
    gold_sql: str | list[str] | None = None
    gold_rows: list[list[Any]] | None = None
    n_rows: int | None = None
    outcome: Literal["answered", "declined"] = "answered"
    previous: str | list[str] = Field(default_factory=list)
    today: date | None = None
    ordered: bool = False
    shape: str | None = None
    gold_chart: str | None = None
    explicit_chart: bool | None = None
    pair: str | None = None

    @model_validator(mode="after")
    def _says_what_is_right(self) -> Self:
        if self.outcome == "answered" and self.gold_sql is None and self.gold_rows is None:
            raise ValueError("it has neither gold_sql nor gold_rows")
        return self

    @property
    def before(self) -> list[str]:
        return [self.previous] if isinstance(self.previous, str) else self.previous

    @property
    def sqls(self) -> list[str]:
        """The SQL to run: none where the rows are all there."""
        whole = self.gold_rows is not None and len(self.gold_rows) == (self.n_rows or len(self.gold_rows))
        if self.gold_sql is None or whole:
            return []
        return [self.gold_sql] if isinstance(self.gold_sql, str) else self.gold_sql


def read_lines(path: Path) -> list[Line]:
    """The lines of a file. Raises `SourceError` naming the first line that is wrong."""
    try:
        texts = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"The file {path} cannot be read.", f"文件 {path} 无法读取。") from error
    lines = []
    for number, text in enumerate(texts, 1):
        if not text.strip():
            continue
        try:
            lines.append(Line.model_validate(json.loads(text)))
        except (ValueError, ValidationError) as error:
            what = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
            raise SourceError(
                f"{path.name}, line {number}: {what}.", f"{path.name} 第 {number} 行：{what}。"
            ) from error
    if not lines:
        raise SourceError(f"{path.name} holds no question.", f"{path.name} 中没有问题。")
    return lines


def data_of(line: Line, folder: Path) -> Path | None:
    """The data that a line names. Raises `SourceError` when there is none of that name."""
    if line.db is None:
        return None
    for place in (folder, folder / "db"):
        for suffix in _SUFFIXES:
            path = place / f"{line.db}{suffix}"
            if path.exists():
                return path
    raise SourceError(
        f"Question {line.id}: there is no data called {line.db}.",
        f"问题 {line.id}：找不到数据 {line.db}。",
    )
