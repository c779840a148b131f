"""Columns that follow from the rows of a query."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from pipeline import Outcome, Pipeline
from pipeline.derived import Change, First, Links, Ratio, Running, Share, completed, fetched, shown_as
from pipeline.query import Query

ASKED = {"measures": ["order_items.revenue"]}


def ranged(first: str, last: str, **more: Any) -> Query:
    time = {"dimension": "orders.created_at", "dateRange": [first, last], **more}
    return Query.parse({**ASKED, "timeDimensions": [time]})


@pytest.mark.parametrize(
    ("days", "change", "before"),
    [
        (("2024-01-01", "2024-12-31"), Change("m", "year"), ["2023-01-01", "2023-12-31"]),
        (("2025-02-01", "2025-02-28"), Change("m", "year"), ["2024-02-01", "2024-02-29"]),
        (("2024-02-01", "2024-02-29"), Change("m", "year"), ["2023-02-01", "2023-02-28"]),
        (("2025-03-01", "2025-03-31"), Change("m", "month"), ["2025-02-01", "2025-02-28"]),
        (("2025-02-01", "2025-02-28"), Change("m", "month"), ["2025-01-01", "2025-01-31"]),
        (("2025-04-01", "2025-06-30"), Change("m", "quarter"), ["2025-01-01", "2025-03-31"]),
        (("2025-06-01", "2025-06-15"), Change("m", "month"), ["2025-05-01", "2025-05-15"]),
        (("2025-06-01", "2025-06-30"), Change("m", "day", 30), ["2025-05-02", "2025-05-31"]),
        (("2025-06-02", "2025-06-08"), Change("m", "week"), ["2025-05-26", "2025-06-01"]),
    ],
)
def test_what_a_range_is_set_against(days: tuple[str, str], change: Change, before: list[str]) -> None:
    time = fetched(ranged(*days), [change]).time_dimensions[0]
    assert time.date_range is None
    assert time.compare_date_range == [list(days), before]


def test_a_query_without_a_change_is_fetched_as_it_is() -> None:
    query = ranged("2024-01-01", "2024-12-31")
    assert fetched(query, [Share("order_items.revenue")]) == query


def test_weeks_are_set_against_the_weeks_a_year_before(demo: Pipeline) -> None:
    query = ranged("2025-05-05", "2025-06-01", granularity="week")
    change = Change("order_items.revenue", "year")
    table = completed(demo.engine.execute(fetched(query, [change])), query, [change], demo.catalog)
    before = demo.engine.execute(ranged("2024-05-06", "2024-06-02", granularity="week"))

    assert list(table.columns) == [*query.columns, *change.columns]
    assert [float(v) for v in table[change.columns[0]]] == [float(v) for v in before["order_items.revenue"]]


def test_each_group_has_its_own_before_the_one_without_a_name_too(demo: Pipeline) -> None:
    query = ranged("2025-01-01", "2025-06-30").model_copy(
        update={"dimensions": ["customers.region"], "limit": 3, "order": [("order_items.revenue", "asc")]}
    )
    change = Change("order_items.revenue", "year", rank=None)
    everything = query.model_copy(update={"limit": None})
    table = completed(demo.engine.execute(fetched(query, [change])), query, [change], demo.catalog)
    earlier = demo.engine.execute(
        everything.model_copy(update={"time_dimensions": ranged("2024-01-01", "2024-06-30").time_dimensions})
    )
    before = {
        None if pd.isna(region) else region: float(value)
        for region, value in earlier.itertuples(index=False, name=None)
    }

    assert len(table) == 3
    assert table["customers.region"].isna().any()
    for region, value, was, percent in table.itertuples(index=False, name=None):
        assert was == before[None if pd.isna(region) else region]
        assert percent == pytest.approx((float(value) - was) / was * 100)


def test_a_group_that_was_not_there_before_has_no_change() -> None:
    query = Query.parse(
        {
            "measures": ["a.n"],
            "dimensions": ["a.kind"],
            "timeDimensions": [{"dimension": "a.at", "dateRange": ["2024-01-01", "2024-12-31"]}],
        }
    )
    table = pd.DataFrame(
        {
            "compareDateRange": ["2024-01-01T00:00:00.000 - x", "2024-01-01T00:00:00.000 - x", "2023-01-01T"],
            "a.kind": ["new", "old", "old"],
            "a.n": [4, 3, 0],
        }
    )
    change = Change("a.n", "year", rank="desc")
    made = completed(table, query, [change], None)  # type: ignore[arg-type]
    assert math.isnan(made["a.n.year_before"][0])
    assert made["a.n.year_before"][1] == 0
    assert made["a.n.change_on_year"].isna().all()  # nothing, and from nothing


Days = tuple[str, str]
Y2024, Y2023 = ("2024-01-01", "2024-12-31"), ("2023-01-01", "2023-12-31")
H2025, H2024 = ("2025-01-01", "2025-06-30"), ("2024-01-01", "2024-06-30")  # today is the last of June
MARCH, FEBRUARY = ("2025-03-01", "2025-03-31"), ("2025-02-01", "2025-02-28")
Q2025, Q2024 = ("2025-01-01", "2025-03-31"), ("2024-01-01", "2024-03-31")
QUESTIONS: list[tuple[str, str, Days, Days]] = [
    ("2024年销售额同比", "year", Y2024, Y2023),
    ("year over year revenue growth in 2024", "year", Y2024, Y2023),
    ("revenue growth in 2024", "year", Y2024, Y2023),
    ("2025年3月销售额环比增长率", "period", MARCH, FEBRUARY),
    ("month over month revenue growth in March 2025", "period", MARCH, FEBRUARY),
    ("今年销售额同比增长多少", "year", H2025, H2024),
    ("sales compared with last year", "year", H2025, H2024),
    ("与去年相比销售额增长了多少", "year", H2025, H2024),
    ("上季度销售额同比", "year", Q2025, Q2024),
    ("revenue last quarter vs the same period last year", "year", Q2025, Q2024),
]


@pytest.mark.parametrize(("question", "kind", "days", "before"), QUESTIONS, ids=[q[0] for q in QUESTIONS])
def test_a_question_about_growth_shows_both_times_and_the_change(
    question: str, kind: str, days: tuple[str, str], before: tuple[str, str], demo: Pipeline
) -> None:
    answer = demo.ask(question)
    now, was = (float(demo.engine.execute(ranged(*r)).iat[0, 0]) for r in (days, before))

    assert answer.outcome is Outcome.ANSWERED, answer.content
    assert answer.table is not None
    assert [float(v) for v in answer.table.iloc[0]] == pytest.approx([now, was, (now - was) / was * 100])
    assert list(answer.table.columns)[1:] == [
        f"order_items.revenue.{kind}_before",
        f"order_items.revenue.change_on_{kind}",
    ]
    assert before[0] in str(answer.sql) + str(answer.params)


@pytest.mark.parametrize("question", ["monthly revenue growth in 2024", "2024年各月销售额环比"])
def test_the_first_month_of_a_course_is_set_against_the_one_before_it(question: str, demo: Pipeline) -> None:
    table = demo.ask(question).table
    before = demo.engine.execute(ranged("2023-12-01", "2024-11-30", granularity="month"))

    assert table is not None
    assert len(table) == 12
    earlier = [float(v) for v in table["order_items.revenue.period_before"]]
    assert earlier == [float(v) for v in before["order_items.revenue"]]


@pytest.mark.parametrize(
    "question", ["which product category grew the most in 2024 by revenue?", "2024年销售额增长最快的品类"]
)
def test_the_fastest_growing_is_ranked_by_its_change(question: str, demo: Pipeline) -> None:
    top, every = demo.ask(question).table, demo.ask("revenue growth in 2024 by product category").table
    assert top is not None
    assert every is not None
    named = every[every["products.category"].notna()]
    assert len(top) == 1
    assert top.iat[0, -1] == named["order_items.revenue.change_on_year"].max()


@pytest.mark.parametrize("question", ["revenue share by product category", "各品类销售额占比"])
def test_a_share_is_a_column(question: str, demo: Pipeline) -> None:
    table = demo.ask(question).table
    assert table is not None
    shares = table["order_items.revenue.share"]
    assert shares.sum() == pytest.approx(100)
    assert shares[0] == pytest.approx(
        float(table["order_items.revenue"][0]) / float(table["order_items.revenue"].sum()) * 100
    )


def test_along_a_time_axis_a_share_is_of_its_period(demo: Pipeline) -> None:
    table = demo.ask("revenue share by product category by month in 2024").table
    assert table is not None
    months = table.groupby("orders.created_at.month")["order_items.revenue.share"].sum()
    assert len(months) == 12
    assert months.tolist() == pytest.approx([100] * 12)


@pytest.mark.parametrize("question", ["cumulative revenue by month in 2024", "2024年按月累计销售额"])
def test_a_running_sum_ends_with_the_whole(question: str, demo: Pipeline) -> None:
    answer = demo.ask(question)
    assert answer.table is not None
    assert answer.chart_type == "line"
    running = answer.table["order_items.revenue.running"]
    whole = float(demo.engine.execute(ranged("2024-01-01", "2024-12-31")).iat[0, 0])
    assert running.is_monotonic_increasing
    assert running.iloc[-1] == pytest.approx(whole)
    assert answer.figure is not None
    assert float(answer.figure.data[0].y[-1]) == pytest.approx(whole)


def test_a_running_sum_runs_within_each_group() -> None:
    query = Query.parse(
        {
            "measures": ["m.n"],
            "dimensions": ["m.kind"],
            "timeDimensions": [{"dimension": "m.at", "granularity": "month"}],
        }
    )

    class Catalog:
        def member(self, name: str) -> Any:
            return type("Member", (), {"additive": True})

    months = pd.to_datetime(["2024-02-01", "2024-01-01", "2024-01-01", "2024-02-01"])
    table = pd.DataFrame({"m.kind": ["a", "a", None, None], "m.at.month": months, "m.n": [2, 1, 10, None]})
    made = completed(table, query, [Running("m.n")], Catalog())  # type: ignore[arg-type]
    assert made["m.n.running"].tolist() == [3, 1, 10, 10]


def test_the_analysis_says_what_changed_and_proves_it(demo: Pipeline) -> None:
    answer = demo.ask("revenue growth in 2024 by product category")
    assert "more than a year before" in answer.analysis
    assert "rose most against a year before" in answer.analysis
    assert "比上年同期" in demo.ask("2024年各品类销售额同比").analysis


def test_links_are_fetched_and_stand_beside_the_things_unless_they_say_the_same(demo: Pipeline) -> None:
    query = Query.parse({"measures": ["orders.total_orders"], "dimensions": ["products.category"]})
    links = [Links("order_items.order_lines")]
    assert fetched(query, links).measures == ["orders.total_orders", "order_items.order_lines"]
    rows = demo.engine.execute(fetched(query, links))
    beside = completed(rows, query, links, demo.catalog)
    assert (beside["order_items.order_lines"] >= beside["orders.total_orders"]).all()
    assert (beside["order_items.order_lines"] > beside["orders.total_orders"]).any()
    same = rows.assign(**{"order_items.order_lines": rows["orders.total_orders"]})
    assert list(completed(same, query, links, demo.catalog).columns) == query.columns


def test_the_first_rows_of_each_group_are_left_and_read_as_a_part(demo: Pipeline) -> None:
    answer = demo.ask("top 2 products by revenue in each category")
    assert answer.table is not None
    assert set(answer.table.groupby("products.category").size()) == {2}
    everything = demo.ask("revenue by product and category").table
    assert everything is not None
    for category, rows in answer.table.groupby("products.category"):
        all_of_it = everything[everything["products.category"] == category]["order_items.revenue"]
        assert sorted(rows["order_items.revenue"]) == sorted(all_of_it)[-2:]
    query = Query.parse({"measures": ["orders.total_orders"], "dimensions": ["orders.status"]})
    assert shown_as(query, [First(2, ("orders.status",))], 4).limit == 4
    assert shown_as(query, [], 4) == query


@pytest.mark.parametrize(
    ("text", "said", "never"),
    [
        ("top 3 products by revenue in each category", "Only the first of each group", "rows were asked for"),
        ("每个品类销售额前3的产品", "每组只查询了", "本次只查询了前"),
    ],
)
def test_the_analysis_says_that_each_group_is_cut_off(
    demo: Pipeline, text: str, said: str, never: str
) -> None:
    answer = demo.ask(text)
    assert said in answer.analysis
    assert never not in answer.analysis


def test_a_ratio_of_nothing_is_nothing(demo: Pipeline) -> None:
    table = pd.DataFrame({"a.x": [6, 4, None], "a.y": [3, 0, 2]})
    ratio = Ratio("a.x", "a.y")
    assert completed(table, Query.parse({"measures": ["orders.total_orders"]}), [ratio], demo.catalog)[
        ratio.column
    ].tolist() == [2.0, pytest.approx(math.nan, nan_ok=True), pytest.approx(math.nan, nan_ok=True)]


def test_of_a_measure_that_is_an_extreme_the_highest_is_not_said_twice(demo: Pipeline) -> None:
    analysis = demo.ask("most expensive product in each category").analysis
    assert "leads in highest list price" in analysis
    assert "highest highest" not in analysis
