"""Every member of the demo company's model answers on its data."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pipeline.demo
from pipeline.demo import data
from pipeline.engines.embedded import EmbeddedEngine
from pipeline.query import Query


def test_every_member_answers(tmp_path: Path) -> None:
    today = date(2025, 6, 15)
    file = tmp_path / "demo.duckdb"
    data.build(file, today, 0.02)
    engine = EmbeddedEngine(Path(pipeline.demo.__file__).parent / "model", file, today=today)
    for measure in engine.catalog.measures:
        assert len(engine.execute(Query(measures=[measure.name]))) == 1
    for dimension in engine.catalog.dimensions:
        assert len(engine.execute(Query(dimensions=[dimension.name]))) >= 1
    engine.close()
