"""Which chart a result gets, and what its drawing says."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sizes import tries

from pipeline.answer import figure_json
from pipeline.catalog import Catalog, Cube, Member
from pipeline.charts import ChartType, Choice, choose, draw
from pipeline.charts.theme import safe, shorten, shorten_all, width, wrap
from pipeline.language import Text
from pipeline.query import Query

YUAN = Text("¥", "¥")


def measure(name: str, en: str, zh: str, agg: str, **more: Any) -> Member:
    return Member(f"t.{name}", "measure", "number", Text(en, zh), agg_type=agg, **more)


def dimension(name: str, en: str, zh: str, type_: str = "string") -> Member:
    return Member(f"t.{name}", "dimension", type_, Text(en, zh))


CATALOG = Catalog(
    [
        Cube(
            "t",
            "cube",
            Text("T", "表"),
            measures=(
                measure("revenue", "Revenue", "销售额", "sum", unit=YUAN, format="currency"),
                measure("orders", "Orders", "订单数", "count"),
                measure("salary", "Average salary", "平均薪资", "avg", unit=YUAN, format="currency"),
                measure("tenure", "Average tenure", "平均司龄", "avg", unit=Text("years", "年")),
            ),
            dimensions=(
                dimension("dept", "Department", "部门"),
                dimension("city", "City", "城市"),
                dimension("at", "Order date", "下单日期", "time"),
                dimension("hired", "Hire date", "入职日期", "time"),
                dimension("age", "Age", "年龄", "number"),
                dimension("vip", "VIP", "会员", "boolean"),
            ),
        )
    ]
)
MONTHS = ["2024-01-01T00:00:00.000", "2024-02-01T00:00:00.000", "2024-04-01T00:00:00.000"]


def asking(*columns: str, rows: list[list[Any]], **more: Any) -> tuple[Query, pd.DataFrame]:
    """A query whose result has ``columns``, spelt ``dept``, ``at.month``, ``orders``."""
    measures = [f"t.{c}" for c in columns if f"t.{c}" in {m.name for m in CATALOG.measures}]
    times = [
        {"dimension": f"t.{c.split('.')[0]}", "granularity": c.split(".")[1]} for c in columns if "." in c
    ]
    dims = [f"t.{c}" for c in columns if "." not in c and f"t.{c}" not in measures]
    query = Query.parse({"measures": measures, "dimensions": dims, "timeDimensions": times, **more})
    return query, pd.DataFrame(rows, columns=query.columns)


def chosen(question: tuple[Query, pd.DataFrame], asked: ChartType | None = None) -> Choice:
    return choose(*question, CATALOG, asked)


def drawn(
    question: tuple[Query, pd.DataFrame], asked: ChartType | None = None, language: Any = "en", **more: Any
) -> dict[str, Any]:
    figure = draw(chosen(question, asked).type, *question, CATALOG, language, **more)
    found = figure_json(figure)
    assert found is not None
    return found


ONE = asking("revenue", rows=[[1234.5]])
BY_MONTH = asking("at.month", "orders", rows=[[m, i + 1] for i, m in enumerate(MONTHS)])
BY_DEPT = asking("dept", "orders", rows=[["HR", 3], [None, 9], ["Sales", 7]])
PAY_BY_DEPT = asking("dept", "salary", rows=[["HR", 3], ["Sales", 7]])


@pytest.mark.parametrize(
    ("question", "type_"),
    [
        (ONE, "number"),
        (asking("dept", "revenue", rows=[["HR", 1]]), "number"),
        (BY_MONTH, "line"),
        (BY_DEPT, "bar"),
        (asking("vip", "orders", rows=[[True, 1], [False, 2]]), "bar"),
        (
            asking(
                "at.month", "dept", "orders", rows=[["HR", m, 1] for m in MONTHS] + [["PR", MONTHS[0], 2]]
            ),
            "multi_line",
        ),
        (asking("at.month", "revenue", "orders", rows=[[m, 1e6, 5] for m in MONTHS]), "multi_line"),
        (asking("at.month", "at.year", "orders", rows=[[m, MONTHS[0], 2] for m in MONTHS]), "line"),
        (asking("dept", "city", "orders", rows=[[d, c, 1] for d in "AB" for c in "XYZ"]), "stacked_bar"),
        (asking("dept", "city", "salary", rows=[[d, c, 1] for d in "AB" for c in "XYZ"]), "grouped_bar"),
        (
            asking("dept", "city", "salary", rows=[[d, f"c{c}", 1] for d in "ABCDEFGHIJ" for c in range(12)]),
            "heatmap",
        ),
        (asking("dept", "salary", "tenure", rows=[[f"d{i}", 9e3 + i, i] for i in range(30)]), "scatter"),
        (asking("dept", "salary", "tenure", rows=[["A", 9e3, 1], ["B", 8e3, 2]]), "bar"),
        (asking("age", "salary", rows=[[a, 100 - a] for a in range(20, 60)]), "line"),
        (
            asking("at.month", "orders", rows=[[m, 1] for m in MONTHS], order={"t.orders": "desc"}, limit=3),
            "bar",
        ),
        (asking("dept", "city", rows=[["A", "B"], ["C", "D"]]), "none"),
        (asking("dept", "orders", rows=[]), "none"),
        (asking("dept", "orders", rows=[["A", None], ["B", None]]), "none"),
        (
            asking(
                "dept",
                "orders",
                rows=[[f"d{i:05}", i * 7 % 101] for i in range(10_000)],
                order={"t.dept": "asc"},
            ),
            "none",
        ),
        (asking("dept", "orders", rows=[["A", 1], ["A", 2]], ungrouped=True), "none"),
    ],
)
def test_the_chart_follows_from_query_and_result(question: tuple[Query, pd.DataFrame], type_: str) -> None:
    assert chosen(question) == (type_, None)


@pytest.mark.parametrize(
    ("question", "asked", "type_"),
    [
        (BY_DEPT, "pie", "pie"),
        (BY_MONTH, "bar", "bar"),
        (BY_MONTH, "area", "area"),
        (
            asking("dept", "city", "orders", rows=[[d, c, 1] for d in "AB" for c in "XY"]),
            "stacked_bar",
            "stacked_bar",
        ),
        (
            asking("dept", "city", "orders", rows=[[d, c, 1] for d in "AB" for c in "XY"]),
            "bar",
            "stacked_bar",
        ),
        (
            asking("dept", "city", "salary", rows=[[d, c, 1] for d in "AB" for c in "XY"]),
            "bar",
            "grouped_bar",
        ),
        (BY_DEPT, "scatter", "scatter"),
        (asking("dept", "salary", "tenure", rows=[["A", 9e3, 1], ["B", 8e3, 2]]), "scatter", "scatter"),
    ],
)
def test_a_chart_that_was_asked_for_is_drawn(question: Any, asked: Any, type_: str) -> None:
    assert chosen(question, asked) == (type_, None)


@pytest.mark.parametrize(
    ("question", "asked", "type_", "why"),
    [
        (asking("dept", "orders", rows=[["A", -1], ["B", 2]]), "pie", "bar", "Negative"),
        (asking("dept", "orders", rows=[[f"d{i}", 1] for i in range(40)]), "pie", "bar", "here are 40"),
        (BY_DEPT, "line", "bar", "needs a time"),
        (
            asking("dept", "city", "orders", rows=[["A", "X", 1], ["B", "Y", 2]]),
            "scatter",
            "stacked_bar",
            "two measures",
        ),
        (BY_MONTH, "number", "line", "one row"),
        (ONE, "bar", "number", "One row"),
    ],
)
def test_where_the_data_forbid_what_was_asked_the_choice_says_why(
    question: Any, asked: Any, type_: str, why: str
) -> None:
    choice = chosen(question, asked)
    assert choice.type == type_
    assert choice.note is not None
    assert why in choice.note.en
    assert choice.note.zh != choice.note.en


@pytest.mark.parametrize(
    ("question", "asked", "why"),
    [
        (PAY_BY_DEPT, "pie", "do not add up"),
        (
            asking("dept", "city", "salary", rows=[["A", "X", 1], ["B", "Y", 2]]),
            "stacked_bar",
            "do not add up",
        ),
        (asking("dept", "orders", rows=[["A", 1], ["B", 2]], limit=2), "pie", "only a part"),
        (asking("dept", "orders", rows=[[f"d{i}", 1] for i in range(9)]), "pie", "2 to 6 parts; here are 9"),
    ],
)
def test_a_chart_that_shows_it_badly_is_drawn_where_it_was_asked_for_and_says_so(
    question: Any, asked: Any, why: str
) -> None:
    choice = chosen(question, asked)
    assert choice.type == asked
    assert choice.note is not None
    assert why in choice.note.en


def test_years_as_numbers_run_like_a_time_axis() -> None:
    rows = [[float(year), year - 1990] for year in range(2001, 2008)]
    assert chosen(asking("age", "orders", rows=rows)).type == "line"


def test_bars_start_at_zero_and_stand_largest_first() -> None:
    figure = drawn(asking("dept", "salary", rows=[["A", 1001], ["B", 1003], ["C", 1002]]))
    assert figure["layout"]["yaxis"]["range"][0] == 0
    assert figure["layout"]["xaxis"]["ticktext"] == ["B", "C", "A"]
    assert figure["data"][0]["y"] == [1003, 1002, 1001]


def test_numbers_of_a_dimension_keep_their_own_order() -> None:
    figure = drawn(asking("age", "orders", rows=[[30, 1], [9, 5], [100, 3]]))
    assert figure["layout"]["xaxis"]["ticktext"] == ["9", "30", "100"]


def test_more_bars_than_can_be_read_are_cut_and_counted() -> None:
    rows = [[f"d{i}", 1000 - i] for i in range(240)]
    figure = drawn(asking("dept", "orders", rows=rows, order={"t.orders": "desc"}))
    assert len(figure["data"][0]["x"]) == 25
    assert "First 25 of 240" in figure["layout"]["title"]["text"]


def test_equal_labels_stay_two_bars() -> None:
    assert drawn(asking("dept", "orders", rows=[[None, 1], ["(none)", 2]]))["data"][0]["y"] == [2, 1]


def test_a_month_without_rows_is_zero_for_a_count_and_a_gap_for_an_average() -> None:
    assert drawn(BY_MONTH)["data"][0]["y"] == [1, 2, 0, 3]
    average = asking("at.month", "salary", rows=[[m, 5] for m in MONTHS])
    assert drawn(average)["data"][0]["y"] == [5, 5, None, 5]
    cut = asking("at.month", "orders", rows=[[m, 5] for m in MONTHS], limit=3)
    assert drawn(cut)["data"][0]["y"] == [5, 5, None, 5]


def test_the_running_month_is_dotted_and_named() -> None:
    whole, running = drawn(BY_MONTH, today=date(2024, 4, 20))["data"]
    assert whole["y"] == [1, 2, 0]
    assert running["y"] == [0, 3]
    assert running["line"]["dash"] == "dot"
    title = drawn(BY_MONTH, language="zh", today=date(2024, 4, 20))["layout"]["title"]["text"]
    assert "2024年4月尚未结束" in title
    assert len(drawn(BY_MONTH, today=date(2024, 5, 1))["data"]) == 1


def test_measures_of_different_units_do_not_share_an_axis() -> None:
    question = asking("at.month", "revenue", "orders", rows=[[m, 1e6, 5] for m in MONTHS])
    assert [trace.get("yaxis") for trace in drawn(question)["data"]] == ["y", "y2"]


@pytest.mark.parametrize(
    ("question", "en", "zh"),
    [
        (PAY_BY_DEPT, "Average salary by department", "各部门平均薪资"),
        (BY_MONTH, "Orders by month", "每月订单数"),
        (asking("vip", "orders", rows=[[True, 1], [False, 2]]), "Orders by VIP", "各会员订单数"),
    ],
)
def test_titles_are_business_words(question: Any, en: str, zh: str) -> None:
    assert drawn(question)["layout"]["title"]["text"] == en
    assert drawn(question, language="zh")["layout"]["title"]["text"] == zh


def test_axes_and_hovers_say_the_unit() -> None:
    figure = drawn(PAY_BY_DEPT, language="zh")
    assert figure["layout"]["yaxis"]["title"]["text"] == "平均薪资(¥)"
    assert figure["data"][0]["hovertext"][0] == "<b>Sales</b><br>平均薪资: ¥7.00"


def test_a_big_figure_is_the_number_that_the_text_prints() -> None:
    (figure,) = drawn(asking("tenure", rows=[[12.345]]), language="zh")["data"]
    assert figure["value"] == 12.35
    assert figure["number"]["valueformat"] == ",.2f"
    assert "年" in figure["number"]["suffix"]


HOSTILE = "<a href='javascript:alert(1)'>x</a> $x^2$ %{y} & <b>\n"


@pytest.mark.parametrize("asked", ["bar", "pie"])
def test_data_never_becomes_markup(asked: Any) -> None:
    figure = drawn(asking("dept", "orders", rows=[[HOSTILE, 1], ["B", 2]]), asked)
    text = json.dumps(figure, ensure_ascii=False)
    assert "<a" not in text
    assert "$x" not in text
    assert "%{" not in text
    assert safe(HOSTILE).startswith("&lt;a href='javascript:alert(1)'&gt;x&lt;/a&gt; &#36;x^2&#36; &#37;{y}")


def test_labels_fit_and_stay_different() -> None:
    assert shorten("各部门平均薪资", 9) == "各部门平…"
    assert width("各a") == 3
    assert wrap("Average salary by department and city", 16) == ["Average salary", "by department a…"]
    first, second = shorten_all(["Ergonomic keyboard, model 1", "Ergonomic keyboard, model 2"], 16)
    assert first != second
    assert max(width(first), width(second)) <= 16


NUMBERS = st.none() | st.integers(-5, 5) | st.floats() | st.decimals() | st.just(10**40)
VALUES = {
    "dept": st.none() | st.sampled_from(["A", "B", "", "<b>", "1e5", "$x$", "x" * 200]),
    "city": st.none() | st.text(max_size=8),
    "age": st.none() | st.integers(0, 90) | st.floats() | st.text(max_size=2),
    "vip": st.none() | st.booleans(),
    "hired": st.none() | st.datetimes().map(pd.Timestamp) | st.just("no date"),
    "at.month": st.none() | st.sampled_from(MONTHS) | st.dates(),
    "hired.day": st.none() | st.dates(),
    "at.year": st.none()
    | st.sampled_from([pd.Timestamp("2023-01-01"), pd.Timestamp("2024-01-01", tz="UTC")]),
    **dict.fromkeys(("revenue", "orders", "salary", "tenure"), NUMBERS),
}


@st.composite
def results(draw_: st.DrawFn) -> tuple[Query, pd.DataFrame]:
    columns = draw_(st.lists(st.sampled_from(list(VALUES)), min_size=1, max_size=5, unique=True))
    more: dict[str, Any] = {"limit": draw_(st.none() | st.integers(1, 9))}
    query, _ = asking(*columns, rows=[], **more)
    if draw_(st.booleans()):
        query = query.model_copy(update={"order": [(draw_(st.sampled_from(query.columns)), "desc")]})
    cells = [VALUES[name.removeprefix("t.")] for name in query.columns]
    rows = draw_(st.lists(st.tuples(*cells), max_size=9)) * draw_(st.sampled_from([1, 1, 5]))
    return query, pd.DataFrame(rows, columns=query.columns, dtype=object)


@settings(max_examples=tries(250), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(results(), st.sampled_from([None, *get_args(ChartType)]), st.sampled_from(["en", "zh"]))
def test_any_result_draws_or_has_no_chart(
    result: tuple[Query, pd.DataFrame], asked: Any, language: Any
) -> None:
    choice = chosen(result, asked)
    figure = draw(choice.type, *result, CATALOG, language, date(2024, 4, 20))
    assert (figure is None) == (choice.type == "none")
    text = json.dumps(figure_json(figure), allow_nan=False)
    assert "bdata" not in text  # typed arrays are read by newer plotly.js only


def test_bars_that_stand_alone_at_their_places_leave_no_room_for_others() -> None:
    alone = [["A", "x", 1.5], ["B", "y", 2.5], ["C", "x", 3.5]]
    for rows, mode in ((alone, "stack"), ([*alone, ["A", "y", 2.0]], "group")):
        found = drawn(asking("dept", "city", "salary", rows=rows), "grouped_bar")
        assert found["layout"].get("barmode", "group") == mode


def test_parts_of_a_whole_may_have_the_same_name() -> None:
    found = drawn(asking("dept", "orders", rows=[["A", 1], [None, 2], [None, 3]]), "pie")
    assert found["data"][0]["values"] == [3, 2, 1]
    assert len(set(found["data"][0]["labels"])) == 3  # plotly adds up parts of one name


WITH_KEY = Catalog(
    [
        Cube(
            "staff",
            "cube",
            Text("Staff", "员工"),
            measures=(replace(measure("orders", "Orders", "订单数", "count"), name="staff.orders"),),
            dimensions=(
                replace(dimension("name", "Name", "姓名"), name="staff.name"),
                replace(dimension("no", "Staff no", "工号"), name="staff.no", primary_key=True),
            ),
        )
    ]
)


@pytest.mark.parametrize(
    ("names", "labels"),
    [
        (["Ann", "Ben", "Cleo"], ["Cleo", "Ben", "Ann"]),
        (["Ann", "Ann", "Ben"], ["Ben · C3", "Ann · B2", "Ann · A1"]),
    ],
)
def test_a_key_beside_a_name_is_one_with_it(names: list[str], labels: list[str]) -> None:
    query = Query(measures=["staff.orders"], dimensions=["staff.name", "staff.no"])
    rows = [[name, no, n] for name, no, n in zip(names, ["A1", "B2", "C3"], [1, 2, 3], strict=True)]
    table = pd.DataFrame(rows, columns=query.columns)
    assert choose(query, table, WITH_KEY, None).type == "bar"
    assert choose(query, table, WITH_KEY, "pie").type == "pie"
    figure = draw("pie", query, table, WITH_KEY, "en", date(2024, 4, 20))
    found = [label.strip("\u200b") for label in figure_json(figure)["data"][0]["labels"]]  # type: ignore[index]
    assert found == labels


def test_who_asks_for_a_table_gets_no_chart() -> None:
    assert chosen(asking("dept", "orders", rows=[["A", 1], ["B", 2]]), "none") == Choice("none")


@given(st.text("ab 字，", max_size=40), st.integers(2, 30))
def test_a_short_label_is_the_longest_beginning_that_fits(text: str, columns: int) -> None:
    whole = " ".join(text.split())
    shown = shorten(text, columns)
    assert width(shown) <= columns
    if width(whole) > columns:
        longest = max((whole[:n] for n in range(len(whole)) if width(whole[:n]) <= columns - 1), key=len)
        assert shown == longest.rstrip() + "…"
    else:
        assert shown == whole


def test_long_labels_are_shortened_in_the_time_of_reading_them() -> None:
    def work(length: int) -> int:
        looked_at = 0

        def count(frame: object, event: str, called: object) -> None:
            nonlocal looked_at
            looked_at += event == "c_call"

        sys.setprofile(count)
        try:
            shorten_all(["字" * length + end for end in "ab"], 20)
            wrap("a" * length, 20)
        finally:
            sys.setprofile(None)
        return looked_at

    assert work(4_000) < 2.6 * work(2_000)
