"""Results and what is said about them, in both languages."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from analysis.frames import CATALOG, TODAY

from pipeline.analysis import facts_of, write
from pipeline.analysis.facts import Total
from pipeline.language import Language
from pipeline.query import Query


def said(query: dict[str, Any], rows: dict[str, list[Any]], language: Language = "en") -> str:
    return "".join(write(Query.parse(query), pd.DataFrame(rows), CATALOG, language, TODAY))


ORDERS = {"measures": ["shop.count"], "dimensions": ["shop.department"]}
TENURE = {"measures": ["shop.tenure"], "dimensions": ["shop.department"]}
MONTHLY = {
    "measures": ["shop.revenue"],
    "timeDimensions": [{"dimension": "shop.created", "granularity": "month"}],
}


def departments(measure: str, *values: Any) -> dict[str, list[Any]]:
    names = ["Sales", "Service", "Design", "Legal", "Data", "Legacy"]
    return {"shop.department": names[: len(values)], measure: list(values)}


def months(*values: Any, last: str = "2025-06") -> dict[str, list[Any]]:
    starts = pd.period_range(end=last, periods=len(values), freq="M").to_timestamp()
    return {"shop.created.month": list(starts), "shop.revenue": list(values)}


def test_groups() -> None:
    rows = departments("shop.count", 200, 100, 60, 40)
    assert said(ORDERS, rows) == (
        "The **4** departments add up to **400** in orders; **Sales** leads with **200** (**50.0%** of the "
        "sum), **2.0** times second-placed **Service** (**100**). "
        "**Legal** is lowest with **40**; the highest value is **5.0** times that."
    )
    assert said(ORDERS, rows, "zh") == (
        "**4** 个部门的订单数合计 **400**，其中 **Sales** 最高，为 **200**，占合计的 **50.0%**，"
        "是第二名 **Service**（**100**）的 **2.0** 倍。"
        "**Legal** 最低，为 **40**，最高值是它的 **5.0** 倍。"
    )


def test_an_average_has_no_total_and_no_share() -> None:
    assert said(TENURE, departments("shop.tenure", 8.0, 6.5, 6.4)) == (
        "**Sales** has the highest average tenure, **8.00 years**, ahead of **Service** (**6.50 years**). "
        "**Design** is lowest with **6.40 years**, **1.60 years** below the highest value."
    )


def test_rates_differ_by_percentage_points() -> None:
    query = {**TENURE, "measures": ["shop.rate"]}
    text = said(query, departments("shop.rate", 12.5, 9.0, 5.0))
    assert text.endswith(
        "**Design** is lowest with **5.00%**, **7.50 percentage points** below the highest value."
    )
    text = said(query, departments("shop.rate", 12.5, 9.0, 5.0), "zh")
    assert text.endswith("**Design** 最低，为 **5.00%**，与最高值相差 **7.50 个百分点**。")


def test_ties_are_ties_and_equals_have_no_leader() -> None:
    assert "**Sales** and **Service** tie for the highest value, **50**" in said(
        ORDERS, departments("shop.count", 50, 50, 20)
    )
    assert "All 3 departments have the same orders, **50**." in said(
        ORDERS, departments("shop.count", 50, 50, 50)
    )


def test_rows_without_a_name_take_no_rank_but_are_in_the_sum() -> None:
    rows = departments("shop.count", 200, 100, 60)
    rows["shop.department"].append(None)
    rows["shop.count"].append(640)
    text = said(ORDERS, rows)
    assert "The **3** departments, with the rows that have none, add up to **1,000** in orders" in text
    assert "**Sales** leads with **200** (**20.0%** of the sum)" in text
    assert text.endswith("Without department: **640** (**64.0%** of the sum).")


def test_rows_cut_by_a_limit_have_no_total() -> None:
    query = {**ORDERS, "order": [["shop.count", "desc"]], "limit": 3}
    text = said(query, departments("shop.count", 200, 100, 60))
    assert text.startswith("**Sales** has the highest orders, **200**, **2.0** times")
    assert "**Design** is lowest of the rows shown" in text
    assert text.endswith("Only the first **3** rows were asked for; there may be more.")
    found = facts_of(Query.parse(query), pd.DataFrame(departments("shop.count", 3, 2, 1)), CATALOG, TODAY)
    assert not [fact for fact in found if isinstance(fact, Total)]


def test_the_first_and_the_last_alone() -> None:
    """One row because one was asked for is no result with one group."""
    rows = departments("shop.count", 7)
    assert said({**ORDERS, "order": [["shop.count", "desc"]], "limit": 1}, rows) == (
        "**Sales** has the highest orders, **7**. Only the first row was asked for; there may be more."
    )
    assert said({**ORDERS, "order": [["shop.count", "asc"]], "limit": 1}, rows, "zh") == (
        "订单数最低的是 **Sales**，为 **7**。本次只查询了前 **1** 行，之后可能还有。"
    )
    assert said(ORDERS, rows) == "There is only one group, **Sales**, with orders at **7**."


def test_the_running_month_is_left_out_and_said() -> None:
    text = said(MONTHLY, months(100.0, 120.0, 110.0, 150.0, 20.0))
    assert text == (
        "Revenue rose by **¥50.00** (**50.0%**) from Feb 2025 to May 2025, from **¥100.00** to **¥150.00**. "
        "The last complete month, May 2025, stands at **¥150.00**, **¥40.00** (**36.4%**) above the month "
        "before. The peak was **¥150.00** in May 2025, the low **¥100.00** in Feb 2025; the average month is "
        "at **¥120.00**. All **5** months shown add up to **¥500.00**. "
        "Jun 2025 (**¥20.00** so far) is not over yet and is left out of the comparisons."
    )
    assert said(MONTHLY, months(100.0, 120.0, 110.0, 150.0, 20.0), "zh") == (
        "从2025年2月到2025年5月，销售额由 **¥100.00** 变为 **¥150.00**，增长 **¥50.00**（**50.0%**）。"
        "最近一个完整周期2025年5月为 **¥150.00**，比上月高 **¥40.00**（**36.4%**）。"
        "最高值 **¥150.00** 出现在2025年5月，最低值 **¥100.00** 出现在2025年2月，月均 **¥120.00**。"
        "所列 **5** 个月合计 **¥500.00**。"
        "2025年6月（目前为 **¥20.00**）尚未结束，未计入以上比较。"
    )


def test_the_top_months_are_ranked_like_groups() -> None:
    query = {**MONTHLY, "order": [["shop.revenue", "desc"]], "limit": 2}
    rows = {
        "shop.created.month": pd.to_datetime(["2024-11-01", "2025-03-01"]),
        "shop.revenue": [300.0, 100.0],
    }
    assert said(query, rows) == (
        "**Nov 2024** has the highest revenue, **¥300.00**, **3.0** times second-placed **Mar 2025** "
        "(**¥100.00**). Only the first **2** rows were asked for; there may be more."
    )


def test_a_month_partly_outside_the_range_is_left_out() -> None:
    query = {
        "measures": ["shop.revenue"],
        "timeDimensions": [
            {"dimension": "shop.created", "granularity": "month", "dateRange": ["2025-01-20", "2025-05-31"]}
        ],
    }
    text = said(query, months(10.0, 100.0, 120.0, 110.0, 150.0, last="2025-05"))
    assert text.startswith("For 2025-01-20 to 2025-05-31 (order date): Revenue rose by **¥50.00**")
    assert "Jan 2025 (**¥10.00**) is only partly inside the time range and is left out" in text


def test_a_year_before_and_missing_months() -> None:
    rows = months(*[100.0] * 6, *[150.0] * 8, last="2025-05")
    rows = {name: [v for i, v in enumerate(values) if i != 8] for name, values in rows.items()}
    text = said(MONTHLY, rows)
    assert "**¥50.00** (**50.0%**) above May 2024 a year earlier" in text
    assert "One month has no data: Dec 2024." in text


@pytest.mark.parametrize("first", [0.0, -5.0])
def test_no_percent_from_a_base_that_is_not_positive(first: float) -> None:
    text = said(MONTHLY, months(first, 10.0, 20.0, last="2025-05"))
    assert f"Revenue rose by **¥{20 - first:.2f}** from Mar 2025" in text


def test_one_number_says_what_it_covers() -> None:
    query: dict[str, Any] = {
        "measures": ["shop.count"],
        "timeDimensions": [{"dimension": "shop.created", "dateRange": "this quarter"}],
        "filters": [{"member": "shop.city", "operator": "equals", "values": ["BJ", "SH"]}],
    }
    assert said(query, {"shop.count": [42]}) == (
        "Orders: **42**. It covers this quarter (order date, Q2 2025), where city is “Beijing” or "
        "“Shanghai”; that time is not over yet, so the result may still change."
    )
    assert said(query, {"shop.count": [42]}, "zh") == (
        "订单数为 **42**。统计范围：下单日期在本季度（2025年第2季度），且城市为“北京”或“上海”；"
        "该时间段尚未结束，结果还可能变化。"
    )


def test_an_empty_result_names_what_led_there() -> None:
    query = {**ORDERS, "filters": [{"member": "shop.stars", "operator": "gt", "values": ["5"]}]}
    rows: dict[str, list[Any]] = {"shop.department": [], "shop.count": []}
    assert said(query, rows) == "There is no data where stars is above 5; the result has no rows."
    assert said(query, rows, "zh") == "在星级大于5的条件下，没有符合的数据，结果为空。"


def test_two_dimensions() -> None:
    query = {"measures": ["shop.count"], "dimensions": ["shop.city", "shop.department"]}
    cells = [("BJ", "Sales", 50), ("BJ", "Data", 20), ("SH", "Sales", 30), ("SH", "Data", 25)]
    rows = dict(
        zip(["shop.city", "shop.department", "shop.count"], map(list, zip(*cells, strict=True)), strict=True)
    )
    assert said(query, rows) == (
        "The **4** combinations add up to **125** in orders; the largest is **Beijing** / **Sales** with "
        "**50** (**40.0%** of the sum). "
        "By city, **Beijing** is largest with **70** in sum (**56.0%**), **Shanghai** smallest with **55**. "
        "By department, **Sales** is largest with **80** in sum (**64.0%**), **Data** smallest with **45**."
    )


def test_a_small_group_behind_a_high_average_is_pointed_out() -> None:
    query = {**TENURE, "measures": ["shop.tenure", "shop.count"]}
    rows = {**departments("shop.tenure", 20.0, 5.0, 4.0), "shop.count": [2, 80, 90]}
    assert said(query, rows).endswith("Read **Sales** with care: its orders is only **2**.")


def test_two_measures_that_go_together() -> None:
    query = {**ORDERS, "measures": ["shop.count", "shop.revenue"]}
    rows = {
        "shop.department": [f"Team {letter}" for letter in "ABCDEFGHIJKL"],
        "shop.count": list(range(10, 130, 10)),
        "shop.revenue": [float(n * n) for n in range(12)],
    }
    assert "tend to rise together (correlation 0.96 over **12** groups), which does not say" in said(
        query, rows
    )


def test_labels_are_data_and_stay_text() -> None:
    rows = {"shop.department": ["**bold** [x](http://e.vil)", "<b>"], "shop.count": [20, 10]}
    text = said(ORDERS, rows)
    assert r"\*\*bold\*\* \[x\]" in text
    assert r"\<b\>" in text


def test_facts_carry_their_derivation_for_a_model() -> None:
    rows = pd.DataFrame(departments("shop.count", 200, 100, 60))
    first = facts_of(Query.parse(ORDERS), rows, CATALOG, TODAY)[0].to_json()
    assert first == {
        "fact": "Total",
        "derivation": "sum over all rows",
        "measure": "shop.count",
        "value": 360.0,
        "groups": 3,
        "unnamed": False,
    }
