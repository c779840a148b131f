"""What the figures of a table say of one another, what joins tables, and what rows are called."""

from __future__ import annotations

from pathlib import Path

import pytest
from inference.tables import asked, inferred, queried

CRASHES = (
    "day,version,users,crashes,Crash %\n"
    "1,5.1,1000,20,2.0\n1,5.2,500,25,5.0\n2,5.1,2000,10,0.5\n2,5.2,100,6,6.0\n"
)


def test_a_percentage_is_weighed_by_what_it_is_of(tmp_path: Path) -> None:
    with asked(tmp_path, app=CRASHES) as pipeline:
        [(share,)] = queried(pipeline, "app.avg_crash")
    assert share == pytest.approx(61 / 3600)


def test_a_percentage_of_nothing_that_is_told_is_averaged(tmp_path: Path) -> None:
    table = CRASHES.replace("users,", "visitors,").replace("2.0", "9.0")
    with asked(tmp_path, app=table) as pipeline:
        [(share,)] = queried(pipeline, "app.avg_crash")
    assert share == pytest.approx((9 + 5 + 0.5 + 6) / 4)
    measures = [m["name"] for m in inferred(tmp_path).cubes[0]["measures"]]
    assert "sum_crash" not in measures


@pytest.mark.parametrize(("name", "latest"), [("population", True), ("sales", False)])
def test_a_level_is_that_of_the_last_date(tmp_path: Path, name: str, latest: bool) -> None:
    table = f"country,year,{name}\nA,2020,10\nB,2020,20\nA,2021,11\nB,2021,22\n"
    with asked(tmp_path, figures=table) as pipeline:
        measure = f"figures.sum_{name}"
        assert queried(pipeline, measure) == ({(33,)} if latest else {(63,)})
        assert queried(pipeline, measure, by=("figures.year",)) == {(2020, 30), (2021, 33)}
        said = pipeline.ask(f"total {name} by country").assumptions
    assert any("last date" in text for text in said) == latest


def test_the_average_of_a_level_says_over_what_it_is_one(tmp_path: Path) -> None:
    with asked(
        tmp_path, shops="day,shop,stock\n2024-01-31,A,10\n2024-01-31,B,20\n2024-02-29,A,12\n2024-02-29,B,30\n"
    ) as pipeline:
        over_dates, en = pipeline.ask("average stock by shop"), pipeline.ask("average stock")
        at_dates, zh = pipeline.ask("average stock by month"), pipeline.ask("平均库存")
    assert "Average stock: of every row at every date, not of the dates' totals." in en.assumptions
    assert "平均库存按每个日期的每一行取平均，而非各日期合计的平均。" in zh.assumptions
    assert any("every date" in text for text in over_dates.assumptions)
    assert not any("every date" in text for text in at_dates.assumptions)


def test_levels_that_end_before_the_others_are_told(tmp_path: Path) -> None:
    table = (
        "day,shop,stock\n2024-01-31,A,10\n2024-01-31,B,20\n2024-02-29,A,12\n2024-02-29,B,\n2024-03-31,A,15\n"
    )
    with asked(tmp_path, shops=table) as pipeline:
        assert queried(pipeline, "shops.sum_stock", by=("shops.shop",)) == {("A", 15), ("B", 20)}
        [en] = [text for text in pipeline.ask("total stock").assumptions if "no stock" in text]
        [zh] = [text for text in pipeline.ask("总库存").assumptions if "没有stock" in text]
    assert en.startswith("1 of 2 have no stock at the last date, such as B, which ends on 2024-01-31:")
    assert "2 项中有 1 项" in zh


def test_nothing_is_said_of_levels_that_all_have_the_last_date(tmp_path: Path) -> None:
    table = "day,shop,stock\n2024-01-31,A,10\n2024-02-29,A,12\n2024-02-29,B,20\n"
    with asked(tmp_path, shops=table) as pipeline:
        assert not [text for text in pipeline.ask("total stock").assumptions if "no stock" in text]


def test_a_level_of_things_that_are_told_once_adds_up(tmp_path: Path) -> None:
    table = "city,founded,population\nA,1900-01-01,10\nB,1950-01-01,20\nC,1960-01-01,5\n"
    with asked(tmp_path, cities=table) as pipeline:
        assert queried(pipeline, "cities.sum_population") == {(35,)}


def test_yes_and_no_have_a_rate(tmp_path: Path) -> None:
    with asked(tmp_path, clients="id,churn\n1,Yes\n2,No\n3,No\n4,\n") as pipeline:
        [(rate,)] = queried(pipeline, "clients.rate_churn")
    assert rate == pytest.approx(1 / 3)


def test_price_and_quantity_make_revenue_less_the_discount(tmp_path: Path) -> None:
    table = "id,unit_price,quantity,discount\n1,10,2,0\n2,5,4,0.5\n"
    with asked(tmp_path, lines=table) as pipeline:
        assert queried(pipeline, "lines.sum_revenue") == {(30.0,)}


def test_where_an_amount_is_told_none_is_worked_out(tmp_path: Path) -> None:
    [cube] = inferred(tmp_path, lines="id,price,quantity,amount\n1,10,2,20\n").cubes
    assert "sum_revenue" not in [m["name"] for m in cube["measures"]]


def test_identifiers_and_coordinates_are_not_added_up(tmp_path: Path) -> None:
    table = "shop_id,phone,latitude,rank,sales\n1,13812345678,41.5,2,10\n2,13912345678,40.5,1,20\n"
    names = {m["name"] for m in inferred(tmp_path, shops=table).cubes[0]["measures"]}
    assert "sum_sales" in names
    for column in ("shop_id", "phone", "latitude", "rank"):
        assert f"sum_{column}" not in names


def test_tables_join_by_a_column_that_is_named_otherwise(tmp_path: Path) -> None:
    orders = "order_id,ship_via,freight\n1,1,10\n2,2,20\n3,1,5\n"
    with asked(tmp_path, orders=orders, shippers="shipper_id,company\n1,Swift\n2,Union\n") as pipeline:
        rows = queried(pipeline, "orders.sum_freight", by=("shippers.company",))
    assert rows == {("Swift", 15), ("Union", 20)}


def test_tables_join_by_a_text_that_both_have_and_it_is_said(tmp_path: Path) -> None:
    sales = "sale_id,region,amount\n1,East,10\n2,West,20\n3,East,5\n"
    model = inferred(tmp_path, sales=sales, people="person,region\nAnn,East\nBob,West\n")
    assert any("sales.region" in note.en for note in model.notes)
    with asked(tmp_path) as pipeline:
        rows = queried(pipeline, "sales.sum_amount", by=("people.person",))
    assert rows == {("Ann", 15), ("Bob", 20)}


def test_where_neither_side_is_unique_nothing_is_joined(tmp_path: Path) -> None:
    people = "person,region\nAnn,East\nBob,West\nCat,East\n"
    model = inferred(tmp_path, sales="amount,region\n1,East\n1,West\n2,East\n", people=people)
    assert not any("joins" in cube for cube in model.cubes)


def test_a_column_of_counts_counts(tmp_path: Path) -> None:
    table = "year,region,births\n2023,N,100\n2023,S,200\n2024,N,150\n"
    with asked(tmp_path, births=table) as pipeline:
        for question in ("number of births in 2023", "2023年出生人数"):
            answer = pipeline.ask(question)
            assert answer.table is not None
            assert answer.table.iloc[0, 0] == 300


@pytest.mark.parametrize(
    ("name", "table", "title"),
    [
        ("export_0423", "title,director,rating\nOne,X,8\nTwo,Y,7\n", "Movies"),
        ("export_0423", "invoice_id,amount\n1,8\n2,7\n", "Invoices"),
        ("data", "a,b\n1,8\n2,7\n", "Records"),
        ("bookings", "title,director,rating\nOne,X,8\nTwo,Y,7\n", "Bookings"),
    ],
)
def test_what_a_row_is_called(tmp_path: Path, name: str, table: str, title: str) -> None:
    assert inferred(tmp_path, **{name: table}).cubes[0]["title"] == title


@pytest.mark.parametrize(
    ("column", "title"),
    [
        ("lifeExp", "Life expectancy"),
        ("gdpPercap", "GDP per capita"),
        ("NO2(GT)", "NO2 gt"),
        ("co_name", "Company name"),
        ("Crash %", "Crash percentage"),
    ],
)
def test_titles_are_those_that_a_person_would_write(tmp_path: Path, column: str, title: str) -> None:
    [cube] = inferred(tmp_path, shops=f"shop,{column}\nA,1.5\nB,2.5\n").cubes
    assert title in [d["title"] for d in cube["dimensions"] if "title" in d]


@pytest.mark.parametrize(("falls", "level"), [(1, True), (30, False)])
def test_a_count_that_was_corrected_once_is_a_level_all_the_same(
    tmp_path: Path, falls: int, level: bool
) -> None:
    counts = [10 * day - (100 if day % (300 // falls) == 299 // falls else 0) for day in range(300)]
    days = (f"{2020 + day // 336}-{day % 336 // 28 + 1:02}-{day % 28 + 1:02}" for day in range(300))
    rows = "\n".join(f"X,{day},{count}" for day, count in zip(days, counts, strict=True))
    with asked(tmp_path, figures=f"country,date,cases\n{rows}\n") as pipeline:
        assert queried(pipeline, "figures.sum_cases") == {(counts[-1] if level else sum(counts),)}


def test_the_codes_of_sexes_are_not_added_up(tmp_path: Path) -> None:
    cube = inferred(tmp_path, staff="name,sex,age\nA,0,30\nB,1,40\nC,1,50\nD,0,20\n").cubes[0]
    assert not any("sum_sex" in m["name"] for m in cube["measures"] if "aggregates" not in m.get("meta", {}))
