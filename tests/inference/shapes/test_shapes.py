"""Things, files and parts of dates that stand as columns or tables, rows of totals, lists in cells."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from inference.tables import asked, inferred, queried

from pipeline import Pipeline, Settings
from pipeline.inference.infer import infer
from pipeline.sources.hints import note


def test_countries_as_columns_become_rows(tmp_path: Path) -> None:
    table = "date,France,Japan,Brazil\n2024-01-01,1,2,3\n2024-01-02,4,5,6\n"
    with asked(tmp_path, visitors=table) as pipeline:
        rows = queried(pipeline, "visitors.sum_visitors", by=("visitors.country",))
    assert rows == {("France", 5), ("Japan", 7), ("Brazil", 9)}


def test_chinese_provinces_as_columns_become_rows(tmp_path: Path) -> None:
    table = "年份,广东,江苏,浙江\n2022,1,2,3\n2023,4,5,6\n"
    with asked(tmp_path, 产量=table) as pipeline:
        answer = pipeline.ask("各省份的产量")
    assert answer.table is not None
    assert {tuple(r) for r in answer.table.values.tolist()} == {("广东", 5), ("江苏", 7), ("浙江", 9)}


@pytest.mark.parametrize(
    "table",
    [
        "date,open,high,low\n2024-01-01,1,2,3\n2024-01-02,4,5,6\n",
        "date,France,Japan,temperature\n2024-01-01,1,2,3\n2024-01-02,4,5,6\n",
        "shop,France,Japan,Brazil\nA,1,2,3\nB,4,5,6\n",  # nothing says when
    ],
)
def test_columns_that_are_no_things_of_one_kind_stay(tmp_path: Path, table: str) -> None:
    assert all("sql_table" in cube for cube in inferred(tmp_path, figures=table).cubes)


def test_files_of_one_structure_are_one_table_with_the_month_of_each(tmp_path: Path) -> None:
    files = {"sales_2024_01": "shop,amount\nA,1\nB,2\n", "sales_2024_02": "shop,amount\nA,10\nB,20\n"}
    with asked(tmp_path, **files) as pipeline:
        by_month = {"timeDimensions": [{"dimension": "sales.date", "granularity": "month"}]}
        assert queried(pipeline, "sales.sum_amount", **by_month) == {("2024-01-01", 3), ("2024-02-01", 30)}


def test_sheets_of_regions_are_one_table_with_the_region(tmp_path: Path) -> None:
    files = {"North": "product,qty\nTea,3\nJam,4\n", "South": "product,qty\nTea,5\nJam,1\n"}
    with asked(tmp_path, **files) as pipeline:
        rows = queried(pipeline, "records.sum_qty", by=("records.region",))
    assert rows == {("North", 7), ("South", 6)}


@pytest.mark.parametrize(
    "files",
    [
        {"brands": "id,name\n1,A\n2,B\n", "makers": "id,name\n1,C\n2,D\n"},  # different things
        {"sales": "shop,amount\nA,1\nB,2\nC,3\n", "sales_backup": "shop,amount\nA,1\nB,2\nC,3\n"},  # a copy
    ],
)
def test_tables_that_only_look_alike_stay_apart(tmp_path: Path, files: dict[str, str]) -> None:
    assert len(inferred(tmp_path, **files).cubes) == 2


@pytest.mark.parametrize("months", [("1", "2"), ("Jan", "Feb"), ("一月", "二月")])
def test_year_and_month_columns_make_a_date(tmp_path: Path, months: tuple[str, str]) -> None:
    first, second = months
    table = f"year,month,births\n2023,{first},1\n2023,{second},2\n2024,{first},4\n2024,{second},8\n"
    with asked(tmp_path, births=table) as pipeline:
        by_month = {"timeDimensions": [{"dimension": "births.date", "granularity": "month"}]}
        rows = queried(pipeline, "births.sum_births", **by_month)
    assert rows == {("2023-01-01", 1), ("2023-02-01", 2), ("2024-01-01", 4), ("2024-02-01", 8)}


@pytest.mark.parametrize(
    ("table", "total"),
    [
        ("city,sales\nAlden,10\nBrook,20\nTotal,30\n", 30),
        ("大区,城市,sales\n华东,上海,10\n华东,杭州,5\n华东小计,,15\n华南,广州,8\n总计,,23\n", 23),
        ("city,sales\nAlden,10\nBrook,20\nAll,30\n", 30),  # it is their sum
        ("city,sales\nAlden,10\nBrook,20\nAll,7\n", 37),  # it is not
        ("country,sales\nFrance,1\nJapan,2\nBrazil,3\nChina,4\nIndia,5\nWorld,15\nHigh income,3\n", 15),
    ],
)
def test_rows_of_totals_are_left_out_and_each_answer_says_so(tmp_path: Path, table: str, total: int) -> None:
    with asked(tmp_path, report=table) as pipeline:
        answer = pipeline.ask("total sales")
    assert answer.table is not None
    assert answer.table.iloc[0, 0] == total
    assert any("left out" in said for said in answer.assumptions) == (total != 37)


def test_each_value_of_a_list_in_a_cell_counts(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "films.duckdb")) as connection:
        connection.execute("CREATE TABLE films (title VARCHAR, genres VARCHAR, budget INTEGER)")
        connection.execute(
            "INSERT INTO films VALUES ('One','Drama|Comedy',1), ('Two','Drama',2), ('Six','',4)"
        )
        note(connection, "films", "genres", {"parts": "|"})
    cubes = {cube["name"]: cube for cube in infer(tmp_path / "films.duckdb").cubes}
    assert "string_split" in cubes["film_genres"]["sql"]
    assert "genres" not in [d["name"] for d in cubes["films"]["dimensions"]]
    with Pipeline(Settings(data=tmp_path / "films.duckdb", cache_dir=tmp_path / "cache")) as pipeline:
        rows = queried(pipeline, "films.count", "films.sum_budget", by=("film_genres.genre",))
    assert {("Drama", 2, 3), ("Comedy", 1, 1)} <= rows


def test_chinese_lists_in_cells_are_counted_by_their_parts(tmp_path: Path) -> None:
    table = "职位,技能\n" + "".join(
        f"职位{i},{'SQL、统计' if i % 2 else 'SQL、建模、统计'}\n" for i in range(30)
    )
    with asked(tmp_path, 招聘=table) as pipeline:
        [cube] = [c for c in pipeline.catalog.cubes.values() if c.titles.zh.endswith("技能")]
        [skill] = [d for d in cube.dimensions if d.type == "string"]
        rows = queried(pipeline, f"{cube.name}.count", by=(skill.name,))
        titles = [title for m in pipeline.catalog.measures for title in m.titles]
    assert rows == {("SQL", 30), ("统计", 30), ("建模", 15)}
    assert not any("of row" in title for title in titles)


def test_figures_called_values_are_named_after_their_table(tmp_path: Path) -> None:
    table = "Country,Year,Value\nFrance,2020,67\nJapan,2020,126\nFrance,2021,68\nJapan,2021,125\n"
    with asked(tmp_path, population=table) as pipeline:
        answer = pipeline.ask("population of Japan in 2020")
        assert queried(pipeline, "population.sum_population") == {(193,)}  # of the last year
    assert answer.table is not None
    assert answer.table.values.tolist() == [[126]]


@pytest.mark.parametrize(
    "table",
    [
        "Name,Year,Value\nAnn,2020,5\nBob,2021,6\n",  # the value of each of the players
        "Name,Value\nAnn,5\nBob,6\n",
        "Name,Year,Goals,Value\nAnn,2020,1,5\nBob,2021,2,6\n",
    ],
)
def test_the_values_of_things_keep_their_name(tmp_path: Path, table: str) -> None:
    assert all("sql_table" in cube for cube in inferred(tmp_path, players=table).cubes)


def test_a_line_above_the_table_says_what_its_figures_are(tmp_path: Path) -> None:
    table = "指标：年末常住人口(万人)\n地区,2023年,2022年,2021年\n甲省,5,4,3\n乙省,9,8,7\n"
    with asked(tmp_path, 分省年度数据=table) as pipeline:
        answer = pipeline.ask("2022年乙省年末常住人口")
        [measure] = [m for m in pipeline.catalog.measures if m.titles.zh == "总年末常住人口"]
    assert answer.table is not None
    assert answer.table.values.tolist() == [[8]]
    assert measure.unit is not None
    assert measure.unit.zh == "万人"


def test_a_date_and_a_time_of_day_are_one_time(tmp_path: Path) -> None:
    table = (
        "日期,时间,门店,金额\n2024-03-01,08:15,甲,1\n2024-03-01,10:30,乙,2\n"
        "2024-03-02,10:45,甲,4\n2024-03-02,20:05,甲,8\n"
    )
    with asked(tmp_path, 流水=table) as pipeline:
        [cube] = pipeline.catalog.cubes.values()
        [hour] = [d.name for d in cube.dimensions if d.titles.zh == "日期小时"]
        [amount] = [m.name for m in cube.measures if m.titles.zh == "总金额"]
        assert queried(pipeline, amount, by=(hour,)) == {(8, 1), (10, 6), (20, 8)}
        assert not any(d.titles.zh == "时间" for d in cube.dimensions)


@pytest.mark.parametrize("times", [("18:15", "later"), ("18:15", ""), ("00:25", "00:27")])
def test_what_is_no_time_of_day_throughout_stays(tmp_path: Path, times: tuple[str, str]) -> None:
    table = f"date,time,amount\n2024-03-01,{times[0]},1\n2024-03-02,{times[1]},2\n"
    [cube] = inferred(tmp_path, till=table).cubes
    assert "sql_table" in cube


def test_lists_as_programs_write_them_lose_their_brackets(tmp_path: Path) -> None:
    known = ["SQL", "Excel", "Python", "R", "Tableau"]
    cells = [f'"{[known[(i + at) % 5] for at in range(1 + i % 3)]}"' for i in range(30)]
    table = "job,skills\n" + "".join(f"job {i},{cell}\n" for i, cell in enumerate(cells))
    with asked(tmp_path, jobs=table) as pipeline:
        [skill] = [d for d in pipeline.catalog.dimensions if "kill" in d.titles.en]
        rows = queried(pipeline, f"{skill.cube}.count", by=(skill.name,))
    assert {name for name, _ in rows} == set(known)
    assert sum(count for _, count in rows) == 60
