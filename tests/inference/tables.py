"""Small files as people keep them, and what a query over their inferred model gives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline import Pipeline, Settings
from pipeline.inference.infer import InferredModel, infer
from pipeline.query import Query
from pipeline.sources.open import opened


@contextmanager
def asked(folder: Path, **tables: str) -> Iterator[Pipeline]:
    """A pipeline over the CSV of each table by its name; its model is inferred."""
    data = folder / "data"
    data.mkdir(exist_ok=True)
    for name, rows in tables.items():
        (data / f"{name}.csv").write_text(rows, encoding="utf-8")
    with Pipeline(Settings(data=data, cache_dir=folder / "cache")) as pipeline:
        yield pipeline


def queried(
    pipeline: Pipeline, *measures: str, by: tuple[str, ...] = (), **more: Any
) -> set[tuple[Any, ...]]:
    """The rows of a query, dates as they begin."""
    query = Query.parse({"measures": list(measures), "dimensions": list(by), **more})
    rows = pipeline.query(query).table.itertuples(index=False, name=None)
    return {tuple(str(v)[:10] if hasattr(v, "isoformat") else v for v in row) for row in rows}


def inferred(folder: Path, **tables: str) -> InferredModel:
    """The model of the CSV of each table by its name."""
    data = folder / "data"
    data.mkdir(exist_ok=True)
    for name, rows in tables.items():
        (data / f"{name}.csv").write_text(rows, encoding="utf-8")
    return infer(opened(data, folder / "cache"))
