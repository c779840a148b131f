"""Units that end a column's name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipeline import Outcome, Pipeline, Settings
from pipeline.inference.infer import infer
from pipeline.inference.names import words_of
from pipeline.inference.units import without_unit


@pytest.mark.parametrize(
    ("name", "rest", "unit"),
    [
        ("WeightKg", "weight", "kg"),
        ("distance_in_km", "distance", "km"),
        ("Price (USD)", "price", "USD"),
        ("重量（千克）", "重量", "kg"),
        ("delay_days", "delay days", None),
        ("kg", "kg", None),
    ],
)
def test_a_unit_is_no_part_of_a_name(name: str, rest: str, unit: str | None) -> None:
    words, found = without_unit(words_of(name))
    assert (" ".join(words), found[0] if found else None) == (rest, unit)


def test_a_measure_is_called_without_its_unit_and_has_it(tmp_path: Path) -> None:
    path = tmp_path / "parcels.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "CREATE TABLE parcels AS SELECT i % 3 AS city, i * 1.5 AS load_lb, i / 7 AS load_kg, "
            "i * 0.5 AS height_cm FROM range(40) t(i)"
        )
    (cube,) = infer(path).cubes
    measures = {m["name"]: m for m in cube["measures"]}
    assert measures["avg_height_cm"]["title"] == "Average height"
    assert measures["avg_height_cm"]["meta"]["unit"] == {"en": "cm", "zh": "厘米"}
    # two columns of one name keep their units
    assert measures["sum_load_kg"]["title"] == "Total load kg"
    assert measures["sum_load_lb"]["title"] == "Total load lb"


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Pipeline:
    folder = tmp_path_factory.mktemp("units")
    rows = (f"{'ABC'[i % 3]},{10.5 + i % 7}" for i in range(40))
    (folder / "parcels.csv").write_text("\n".join(("city,height_cm", *rows)))
    return Pipeline(Settings(data=folder / "parcels.csv", today=date(2025, 6, 30), cache_dir=folder / "c"))


@pytest.mark.parametrize(
    "question", ["top 2 cities by height", "按高度前2的城市", "top 2 cities by height cm"]
)
def test_things_are_ranked_by_a_number(question: str, pipeline: Pipeline) -> None:
    answer = pipeline.ask(question)
    assert answer.outcome is Outcome.ANSWERED, answer.message
    assert answer.query is not None
    assert answer.query.measures == ["parcels.avg_height_cm"]
    assert tuple(answer.query.order[0]) == ("parcels.avg_height_cm", "desc")
    assert answer.query.limit == 2
