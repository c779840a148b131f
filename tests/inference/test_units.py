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
        ("delay_days", "delay", "days"),
        ("open_hours", "open hours", None),
        ("max_temperature_f", "maximum temperature", "°F"),
        ("grade_c", "grade c", None),
        ("flight_miles", "flight miles", None),
        ("mean_wind_speed_mph", "mean wind speed", "mph"),
        ("运输时间（天）", "运输时间", "days"),
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


@pytest.mark.parametrize(
    ("question", "measure"),
    [
        ("average max temperature by city", "avg_max_temperature_f"),
        ("average maximum temperature by city", "avg_max_temperature_f"),
        ("average mean temperature by city", "avg_mean_temperature_f"),
        ("average delay days by city", "avg_delay_days"),
        ("各城市的平均延误天数", "avg_delay_days"),
    ],
)
def test_names_are_said_short_or_whole(question: str, measure: str, tmp_path: Path) -> None:
    rows = (f"{'ABC'[i % 3]},{70.5 + i % 7},{60.5 + i % 5},{i % 9}.5" for i in range(40))
    header = "city,max_temperature_f,mean_temperature_f,delay_days"
    (tmp_path / "weather.csv").write_text("\n".join((header, *rows)))
    with Pipeline(Settings(data=tmp_path / "weather.csv")) as pipeline:
        answer = pipeline.ask(question)
    assert answer.query is not None, answer.message
    assert answer.query.measures == [f"weather.{measure}"]
