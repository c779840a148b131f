"""Rows as people write them: what is the table, what names its columns, and what is no part of it."""

from __future__ import annotations

import csv

import pytest

from pipeline.sources.layout import NOTES, TITLES, UNITS, Region, names_only, regions


def grid(text: str) -> list[list[str]]:
    return list(csv.reader(text.strip("\n").splitlines()))


def table(text: str) -> tuple[list[str], list[list[str]]]:
    """The names and rows of the first table in ``text``."""
    rows = grid(text)
    first = regions(rows)[0]
    return list(first.names.values()), cells(rows, first)


def cells(rows: list[list[str]], region: Region) -> list[list[str]]:
    return [[rows[i][c] if c < len(rows[i]) else "" for c in region.names] for i in region.body]


@pytest.mark.parametrize(
    "above",
    [
        "Quarterly parcels report\n",
        "Quarterly parcels report\n\n",
        "某公司季度报告\n制表日期：2024-03-01\n",
        "Report,parcels\nPrinted on,2024-01-05\n\n",
        "Created as new data,Sample 022 of February 11 2017\n",
        "\n\n\n",
    ],
)
def test_what_stands_above_the_header_is_no_part_of_the_table(above: str) -> None:
    assert table(f"{above}depot,parcels\nNorth,120\nSouth,80\nEast,50\n") == (
        ["depot", "parcels"],
        [["North", "120"], ["South", "80"], ["East", "50"]],
    )


@pytest.mark.parametrize(
    "below",
    [
        "注：按新口径统计\n数据来源：统计办\n",
        "\nSource: the statistical office, table 7\n",
        "* preliminary\n",
        "\n\n(1) without the islands\n",
    ],
)
def test_remarks_below_a_table_are_left_out(below: str) -> None:
    rows = grid(f"region,output\nA,10\nB,20\nC,30\n{below}")
    [found] = regions(rows)
    assert cells(rows, found) == [["A", "10"], ["B", "20"], ["C", "30"]]
    assert set(found.left_out.values()) == {NOTES}
    assert len(found.left_out) == sum(bool(line.strip()) for line in below.splitlines())


def test_a_thing_at_the_end_whose_figures_are_missing_stays() -> None:
    assert table("account,amount,year\nRent,5,2023\nFees,7,2024\nOther\n")[1][-1] == ["Other", "", ""]


def test_a_total_that_stands_alone_stays() -> None:
    assert table("day,who,amount\n1/2/2024,A,5.00\n2/2/2024,B,7.00\n,,12.00\n")[1][-1] == ["", "", "12.00"]


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("region,2023,,2024,\n,Q1,Q2,Q1,Q2", ["region", "2023 Q1", "2023 Q2", "2024 Q1", "2024 Q2"]),
        (",Sold,,Cost,\nstore,no,sum,no,sum", ["store", "Sold no", "Sold sum", "Cost no", "Cost sum"]),
        ("地区,收入,,支出,\n,甲,乙,甲,乙", ["地区", "收入 甲", "收入 乙", "支出 甲", "支出 乙"]),
        (",,,2023,2024\nname,kind,first,Total,Total", ["name", "kind", "first", "2023 Total", "2024 Total"]),
        ("DATES,PLACE,BY,,Total\n,,,,\n,,Air,Rail,", ["DATES", "PLACE", "BY Air", "BY Rail", "Total"]),
        ("name,kind,a,b,sum\n,,,,Restated", ["name", "kind", "a", "b", "sum Restated"]),
        ("UK,,,£ weekly,\n,sort,Boys,Girls,Both", ["UK", "sort", "Boys", "£ weekly Girls", "£ weekly Both"]),
        ("Beds open,227,,,\n,,Free,,Used\nname,kind,a,b,a", ["name", "kind", "Free a", "Free b", "Used a"]),
    ],
)  # fmt: skip
def test_a_header_of_several_rows_is_one(header: str, names: list[str]) -> None:
    body = [["East", "x", "2", "3", "4"], ["West", "y", "6", "7", "8"]]
    if names[1].startswith(("2023", "Sold", "收入")):
        body = [["East", "1", "2", "3", "4"], ["West", "5", "6", "7", "8"]]
    assert table(header + "\n" + "\n".join(",".join(row) for row in body)) == (names, body)


def test_figures_above_a_table_are_no_part_of_it() -> None:
    wide = [[str(n * c) for c in range(1, 31)] for n in range(2, 40)]
    head = ["ids,1,2,3,4", "length,4.5,5,6", ",".join(f"speed {c}" for c in range(30))]
    names, rows = table("\n".join([*head, *map(",".join, wide)]))
    assert (names[0], names[-1], rows) == ("speed 0", "speed 29", wide)


@pytest.mark.parametrize(
    "above",
    [
        "Max,10,20,30\nMin,1,2,3\n",
        "Average:,5,6,7\n",
        ",Mean,5.5,6.5\n,Max,10,20\n",
        "平均值,5,6,7\n合计,12,13,5\n",
    ],
)
def test_figures_of_the_columns_above_their_names_are_no_rows(above: str) -> None:
    rows = grid(f"{above}name,a,b,c\nx,1,2,3\ny,4,5,6\nz,7,8,9\nu,10,20,30\nv,2,2,2\n")
    [found] = regions(rows)
    assert list(found.names.values()) == ["name", "a", "b", "c"]
    assert [row[0] for row in cells(rows, found)] == ["x", "y", "z", "u", "v"]
    assert list(found.left_out) == list(range(len(above.splitlines())))


def test_rows_without_a_header_are_not_lost_above_one_of_words() -> None:
    names, rows = table("Oslo,3\nLund,4\nBergen,closed\nParis,5\nRome,6\nNice,8\nTrier,9\nBonn,4\n")
    assert (set(names), len(rows)) == ({""}, 8)


def test_years_and_numbers_can_be_headings() -> None:
    assert table("state,2020,2021,2022\nAlpha,100,110,120\nBeta,50,49,48\n")[0] == [
        "state",
        "2020",
        "2021",
        "2022",
    ]
    assert table("region,2020,2021,2022\nEast,1,2,3\nWest,10,,30\n")[0] == ["region", "2020", "2021", "2022"]
    twice = table("region,2020,2021,2020,2021\nEast,1,2,3,4\nWest,10,20,30,40\nMid,5,6,7,8\n")
    assert twice[0] == ["region", "2020", "2021", "2020", "2021"]
    marked = table("region,2020,2021 *,2022p,2023(a)\nEast,1,2,3,4\nWest,10,20,30,40\nMid,5,6,7,8\n")
    assert marked[0] == ["region", "2020", "2021 *", "2022p", "2023(a)"]
    marked = table("region,2019,2020,2021 *,2022p\nEast,1,2,3,4\nWest,10,20,30,40\nMid,5,6,7,8\n")
    assert marked[0] == ["region", "2019", "2020", "2021", "2022"]
    assert table("store,1,2,3,4\nOne,5,9,2,6\nTwo,7,1,1,3\n")[0] == ["store", "1", "2", "3", "4"]


@pytest.mark.parametrize(
    "text", ["1,foo,5\n2,bar,7\n3,baz,9\n", "2020,5\n2021,7\n2022,9\n", "Lund,a,3\nOslo,b,4\nLund,b,5\n"]
)
def test_rows_without_a_header_are_all_data(text: str) -> None:
    names, rows = table(text)
    assert set(names) == {""}
    assert rows == grid(text)


@pytest.mark.parametrize("units", [",C,mm", ",(°C),(mm)", ",万元,吨", ",%,kg/m²", ",$,'000"])
def test_units_below_a_header_are_no_row(units: str) -> None:
    rows = grid(f"date,temp,rain\n{units}\n2024-01-01,3.5,0\n2024-01-02,4.5,2\n")
    [found] = regions(rows)
    assert list(found.names.values()) == ["date", "temp", "rain"]
    assert [found.units[1], found.units[2]] == [part.strip("()") for part in units.split(",")[1:]]
    assert found.left_out == {1: UNITS}
    assert len(found.body) == 2


@pytest.mark.parametrize(
    "withheld", [["**", "**"], ["(D)", "(D)"], ["NA", "NA"], ["pending", "pending"], ["..", "7"], [":", "7"]]
)
def test_rows_below_a_header_whose_figures_are_withheld_are_data(withheld: list[str]) -> None:
    first = [["OH", "Springfield", *withheld], ["WA", "Anacortes", *withheld]]
    body = [*first, *([f"S{i}", f"Town {i}", str(i), str(2 * i)] for i in range(5))]
    assert table("state,area,jobs,share\n" + "\n".join(map(",".join, body))) == (
        ["state", "area", "jobs", "share"],
        body,
    )


def test_words_below_a_header_of_words_are_data() -> None:
    assert table("team,city\nA,mm\nB,kg\n")[1] == [["A", "mm"], ["B", "kg"]]


@pytest.mark.parametrize("above", ["", "Report\n\n", "Beds open,227\n"])
@pytest.mark.parametrize("total", ["", "2024,,30,1.5\n"])
def test_an_empty_row_below_a_header_does_not_part_it_from_its_table(above: str, total: str) -> None:
    names, rows = table(f"{above}year,town,beds,share\n{total}\n2024,Lund,10,0.5\n2024,Oslo,20,1.0\n")
    assert names == ["year", "town", "beds", "share"]
    assert rows == grid(f"{total}2024,Lund,10,0.5\n2024,Oslo,20,1.0\n")


def test_parts_of_a_table_under_headings_are_all_of_it() -> None:
    parts = "North,,\nLund,1,2\nOslo,3,4\n\nSouth,,\nRome,5,6\nBari,7,8\n"
    [found] = regions(grid(f"town,yes,no\n{parts}\nSource: the office\n"))
    assert len(found.body) == 6
    assert list(found.left_out.values()) == [NOTES]


def test_marks_beside_figures_are_columns_without_a_name() -> None:
    text = "site,unit,A,,B\nlead,mg,3.2,,1.2\n\nzinc,mg,0.2,U,0.4\n\niron,mg,0.1,,0.7,J\n"
    names, rows = table(text)
    assert names == ["site", "unit", "A", "", "B", ""]
    assert [row[3] + row[5] for row in rows] == ["", "U", "J"]


def test_remarks_of_any_length_below_numbers_and_dates_are_left_out() -> None:
    rows = grid("year,debt\n1969,12\n1970,13\n1971,14\n\n1 Revised.\n2 Of those that were declared\n")
    [found] = regions(rows)
    assert len(found.body) == 3
    assert set(found.left_out.values()) == {NOTES}


def test_remarks_below_rows_that_mostly_hold_one_cell_are_left_out() -> None:
    rows = grid(
        "year,index\n1996,7.1\n,7.2\n,7.3\n1997,7.4\n,7.5\n,7.6\n1 Includes fuel.,\nSource: the office,\n"
    )
    [found] = regions(rows)
    assert len(found.body) == 6
    assert set(found.left_out.values()) == {NOTES}


def test_what_is_said_about_a_table_in_two_columns_is_none_beside_it() -> None:
    about = "Title:,Beds open\nPeriod:,June\nSource:,the office\nStatus:,public\n"
    [found] = regions(grid(f"{about}\ntown,beds,used\nLund,1,2\nOslo,3,4\nRome,5,6\n"))
    assert list(found.names.values()) == ["town", "beds", "used"]
    assert set(found.left_out.values()) == {TITLES}


def test_an_empty_row_within_a_table_does_not_end_it() -> None:
    rows = grid("city,amount\nLund,1\nOslo,2\n\nBergen,3\n\nTotal,6\n")
    [found] = regions(rows)
    assert [row[0] for row in cells(rows, found)] == ["Lund", "Oslo", "Bergen", "Total"]


def test_a_heading_among_the_rows_below_a_total_does_not_end_it() -> None:
    rows = grid("unit,staff,pay\nA,5,7\nB,6,8\nTotal,11,15\n,,\nOf which:,,\nCore,9,10\nOther,2,5\n")
    [found] = regions(rows)
    assert [row[0] for row in cells(rows, found)] == ["A", "B", "Total", "Of which:", "Core", "Other"]


def test_a_header_that_stands_on_each_page_stands_once() -> None:
    rows = grid("city,amount\nLund,1\ncity,amount\nOslo,2\n\nPage 2\ncity,amount\nBergen,3\n")
    [found] = regions(rows)
    assert [row[0] for row in cells(rows, found)] == ["Lund", "Oslo", "Bergen"]
    assert len(found.left_out) == 3


def test_several_tables_are_several_the_largest_first() -> None:
    rows = grid(
        "Staff\nname,age\nAnn,30\nBob,40\n\nSales by day\nday,store,amount\n2024-01-01,One,5\n"
        "2024-01-02,Two,7\n2024-01-03,One,9\n\nend of report\n"
    )
    sales, staff = regions(rows)
    assert (sales.title, list(sales.names.values()), len(sales.body)) == (
        "Sales by day",
        ["day", "store", "amount"],
        3,
    )
    assert (staff.title, list(staff.names.values()), len(staff.body)) == ("Staff", ["name", "age"], 2)
    assert NOTES in sales.left_out.values()
    assert TITLES in staff.left_out.values()


def test_a_block_too_small_for_a_table_is_said() -> None:
    rows = grid(
        "kind,value\nversion,3\n\nday,store,amount\n2024-01-01,One,5\n2024-01-02,Two,7\n2024-01-03,One,9\n"
    )
    [found] = regions(rows)
    assert list(found.names.values()) == ["day", "store", "amount"]
    assert found.left_out == {0: TITLES, 1: TITLES}


def test_columns_that_hold_nothing_are_dropped_only_without_a_name() -> None:
    names, rows = table("a,b,,c,\n1,,,2,\n3,,,4,\n")
    assert names == ["a", "b", "c"]
    assert rows == [["1", "", "2"], ["3", "", "4"]]


def test_a_cell_too_many_is_a_column_without_a_name() -> None:
    assert table("a,b\n1,2\n3,4,5\n6\n") == (["a", "b", ""], [["1", "2", ""], ["3", "4", "5"], ["6", "", ""]])


def test_nothing_is_no_table() -> None:
    assert regions([]) == regions([["", " "], []]) == []


def test_lines_that_say_what_all_of_it_comes_to_are_left_out() -> None:
    rows = "".join(f"{i},2024-01-{i:02},店{i},商品,支出,{i}.5,成功,余额\n" for i in range(1, 26))
    below = "--------------------\n共25笔记录\n已支出:25笔,337.50元\n导出时间:[2024-07-01 10:00:00]\n"
    _, body = table("号,时间,对方,名称,收支,金额,状态,方式\n" + rows + below)
    assert [row[0] for row in body] == [str(i) for i in range(1, 26)]


def test_names_without_rows_are_a_table_without_rows() -> None:
    found = names_only(grid("\nid,name,price\n\n"))
    assert found is not None
    assert (list(found.names.values()), list(found.body)) == (["id", "name", "price"], [])


@pytest.mark.parametrize(
    "text", ["prices\n", "id,name,7\n", "name,name\n", "id,name\n1,a\n", f"id,{'long ' * 9}\n", ""]
)
def test_other_single_lines_are_no_names(text: str) -> None:
    assert names_only(grid(text)) is None
