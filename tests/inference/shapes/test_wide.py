"""Periods that stand as columns become rows with a date."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from inference.tables import asked, inferred, queried

from pipeline import Pipeline, Settings


def by(cube: str, granularity: str) -> dict[str, object]:
    return {"timeDimensions": [{"dimension": f"{cube}.date", "granularity": granularity}]}


def test_years_become_dates_and_the_file_names_the_figure(tmp_path: Path) -> None:
    table = "region,2020,2021,2022\nEast,1,2,3\nWest,10,,30\n"
    with asked(tmp_path, rainfall=table) as pipeline:
        assert queried(pipeline, "rainfall.sum_rainfall", **by("rainfall", "year")) == {
            ("2020-01-01", 11),
            ("2021-01-01", 2),
            ("2022-01-01", 33),
        }
        answer = pipeline.ask("rainfall in West in 2022")
        assert answer.table is not None
        assert answer.table.iloc[0, 0] == 30


def test_the_one_indicator_names_the_figure(tmp_path: Path) -> None:
    table = (
        "Country Name,Country Code,Indicator Name,Indicator Code,2019,2020\n"
        'France,FRA,"Population, total",SP.POP,60,61\nJapan,JPN,"Population, total",SP.POP,120,119\n'
    )
    with asked(tmp_path, API_SP_POP=table) as pipeline:
        assert queried(pipeline, "api_sp_pop.sum_population", by=("api_sp_pop.country_name",)) == {
            ("France", 61),
            ("Japan", 119),
        }
        answer = pipeline.ask("总人口")
        assert answer.table is not None
        assert answer.table.iloc[0, 0] == 180  # of the last year
        assert any("最后" in said for said in answer.assumptions)


def test_several_indicators_become_figures_of_their_own(tmp_path: Path) -> None:
    table = "country,series,2019,2020\nA,exports,1,2\nA,imports,3,4\nB,exports,5,6\nB,imports,7,8\n"
    with asked(tmp_path, trade=table) as pipeline:
        rows = queried(pipeline, "trade.sum_exports", "trade.sum_imports", by=("trade.country",))
        assert rows == {("A", 3, 7), ("B", 11, 15)}


def test_several_figures_with_their_years_in_their_names(tmp_path: Path) -> None:
    table = "firm,sales_2021,sales_2022,cost_2021,cost_2022\nA,10,20,1,2\nB,30,40,3,4\n"
    with asked(tmp_path, firms=table) as pipeline:
        rows = queried(pipeline, "firms.sum_sales", "firms.sum_cost", **by("firms", "year"))
        assert rows == {("2021-01-01", 40, 4), ("2022-01-01", 60, 6)}


def test_quarters_of_a_column_of_years_become_dates(tmp_path: Path) -> None:
    table = "year,team,Q1,Q2,Q3,Q4\n2023,HR,1,2,3,4\n2024,HR,5,6,7,8\n"
    with asked(tmp_path, budget=table) as pipeline:
        rows = queried(pipeline, "budget.sum_budget", **by("budget", "quarter"))
    assert ("2024-07-01", 7) in rows
    assert len(rows) == 8


def test_months_of_no_year_keep_their_number_and_their_total_is_left_out(tmp_path: Path) -> None:
    table = "项目,1月,2月,3月,合计\n房租,10,10,10,30\n水电,1,2,3,6\n"
    with asked(tmp_path, 费用=table) as pipeline:
        rows = queried(pipeline, "fei_yong.sum_fei_yong", by=("fei_yong.yue_fen",))
    assert rows == {("1", 11), ("2", 12), ("3", 13)} or rows == {(1, 11), (2, 12), (3, 13)}


def test_days_as_a_series_of_columns(tmp_path: Path) -> None:
    data = tmp_path / "cases.duckdb"
    with duckdb.connect(str(data)) as connection:
        connection.execute(
            "CREATE TABLE new_cases_daily AS FROM (VALUES ('Italy', 41.8, 0, 1, 3), ('Spain', 40.4, 0, 0, 2))"
            ' t(country, lat, "1/22/20", "1/23/20", "2/13/20")'
        )
    with Pipeline(Settings(data=data, cache_dir=tmp_path / "cache")) as pipeline:
        rows = queried(pipeline, "new_cases_daily.sum_cases", **by("new_cases_daily", "month"))
    assert rows == {("2020-01-01", 1), ("2020-02-01", 5)}


def test_what_was_changed_is_said_and_stands_in_the_model(tmp_path: Path) -> None:
    model = inferred(tmp_path, sales="region,2023,2024\nEast,1,2\n")
    assert any("became rows" in note.en for note in model.notes)
    [cube] = model.cubes
    assert "sql_table" not in cube
    assert "unnest" in cube["sql"]


@pytest.mark.parametrize(
    "table",
    [
        "respondent,Q1,Q2,Q3,Q4,Q5\n1,5,4,3,2,1\n2,4,4,4,4,4\n",  # questions of a form
        "name,2023,2024\nAnn,good,bad\nBob,bad,good\n",  # no figures
        "title,year,rating\nOne,2020,8\nTwo,2021,7\n",
        "name,may,score\nAnn,1,2\nBob,3,4\n",
    ],
)
def test_other_tables_stay_as_they_are(tmp_path: Path, table: str) -> None:
    assert all("sql_table" in cube for cube in inferred(tmp_path, answers=table).cubes)


def test_the_one_figure_is_meant_where_none_is_named(tmp_path: Path) -> None:
    with asked(tmp_path, rainfall="region,2020,2021\nEast,1,2\nWest,10,20\n") as pipeline:
        answer = pipeline.ask("East in 2021")
    assert answer.table is not None
    assert answer.table.iloc[0, 0] == 2
    assert answer.confidence == 1


def test_a_gross_sum_beside_months_is_left_out_and_other_numbers_are_not_added_up(tmp_path: Path) -> None:
    table = "城市,面积,1月,2月,3月,总额\n甲,100,1,2,3,6\n乙,50,4,5,6,15\n"
    cube = inferred(tmp_path, 订单金额=table).cubes[0]
    names = {m["name"] for m in cube["measures"]}
    assert not {name for name in names if "zong_e" in name}
    assert {name for name in names if "mian_ji" in name} >= {"avg_mian_ji"}
    assert "sum_mian_ji" not in names
