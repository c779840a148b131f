"""A small catalog, and random results of every shape over it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from pipeline.meta import catalog_of
from pipeline.query import Query

TODAY = date(2025, 6, 17)


def _titled(name: str, en: str, zh: str, **more: Any) -> dict[str, Any]:
    meta = {"titles": {"en": en, "zh": zh}, **more.pop("meta", {})}
    return {"name": f"shop.{name}", "shortTitle": en, "meta": meta, **more}


CATALOG = catalog_of(
    {
        "cubes": [
            {
                "name": "shop",
                "measures": [
                    _titled("count", "Orders", "订单数", type="number", aggType="count"),
                    _titled("revenue", "Revenue", "销售额", type="number", aggType="sum",
                            format="currency", meta={"unit": "¥"}),
                    _titled("tenure", "Average tenure", "平均司龄", type="number", aggType="avg",
                            meta={"unit": {"en": "years", "zh": "年"}}),
                    _titled("rate", "Return rate", "退货率", type="number", aggType="number",
                            format="percent"),
                    _titled("buyers", "Buyers in 90 days", "90天内买家数", type="number",
                            aggType="countDistinct"),
                ],
                "dimensions": [
                    _titled("department", "Department", "部门", type="string"),
                    _titled("city", "City", "城市", type="string",
                            meta={"values": {"BJ": {"en": "Beijing", "zh": "北京"},
                                             "SH": {"en": "Shanghai", "zh": "上海"}}}),
                    _titled("stars", "Stars", "星级", type="number"),
                    _titled("active", "Active", "在职", type="boolean"),
                    _titled("created", "Order date", "下单日期", type="time"),
                ],
                "segments": [],
            }
        ]
    }
)  # fmt: skip

_MEASURES = ["shop.count", "shop.revenue", "shop.tenure", "shop.rate", "shop.buyers"]
_GRANULARITIES = ["hour", "day", "week", "month", "quarter", "year"]
_DAYS = {"hour": 1, "day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}

_NAMES = st.one_of(
    st.none(),
    st.sampled_from(["Sales", "工程部", "Area 51", "B2B", "2024", "7.5%", "", "-5", "a|b*c_d", "Q3", "$10"]),
    st.text(max_size=12),
)
_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "shop.count": st.integers(0, 10**6) | st.integers(0, 12) | st.sampled_from([0, 10**15]),
    "shop.revenue": st.decimals(-(10**7), 10**9, places=2) | st.sampled_from([Decimal(0), Decimal("99.99")]),
    "shop.tenure": st.floats(0, 40) | st.floats(allow_nan=True, allow_infinity=True) | st.just(1e-9),
    "shop.rate": st.floats(-50, 150) | st.sampled_from([0.0, 12.5, 100.0]),
    "shop.buyers": st.integers(0, 500),
}


@st.composite
def results(draw: st.DrawFn) -> tuple[Query, pd.DataFrame]:
    """A query with rows of its shape: any axes, NULLs, ties, signs and sizes, cut or not."""
    measures = draw(st.lists(st.sampled_from(_MEASURES), max_size=3, unique=True))
    dimensions = draw(
        st.lists(st.sampled_from(["shop.department", "shop.city", "shop.stars", "shop.active"]),
                 max_size=2, unique=True)
    )  # fmt: skip
    granularity = draw(st.none() | st.sampled_from(_GRANULARITIES))
    if not (measures or dimensions or granularity):
        measures = ["shop.count"]
    axes = len(dimensions) + (granularity is not None)
    rows = draw(st.integers(0, 25)) if axes else draw(st.integers(0, 1))
    columns: dict[str, list[Any]] = {}
    kinds = {
        "shop.department": _NAMES,
        "shop.city": st.sampled_from(["BJ", "SH", "GZ 1", None]),
        "shop.stars": st.none() | st.integers(1, 5),
        "shop.active": st.none() | st.booleans(),
    }
    for name in dimensions:
        columns[name] = draw(st.lists(kinds[name], min_size=rows, max_size=rows))
    query: dict[str, Any] = {"measures": measures, "dimensions": dimensions}
    if granularity:
        columns[f"shop.created.{granularity}"] = draw(_starts(granularity, rows))
        query["timeDimensions"] = [{"dimension": "shop.created", "granularity": granularity}]
        ranges = st.sampled_from([None, "this year", "last 12 months", ["2024-02-10", "2025-06-30"]])
        if asked := draw(ranges):
            query["timeDimensions"][0]["dateRange"] = asked
    for name in measures:
        values = st.none() | _VALUES[name] if draw(st.booleans()) else _VALUES[name]
        few = draw(st.booleans())
        pool = st.sampled_from(draw(st.lists(values, min_size=1, max_size=3))) if few else values
        columns[name] = draw(st.lists(pool, min_size=rows, max_size=rows))
    query["limit"] = draw(st.none() | st.sampled_from([rows, rows + 1]))
    if measures and draw(st.booleans()):
        query["order"] = [[measures[0], draw(st.sampled_from(["asc", "desc"]))]]
    filters = [
        {"member": "shop.department", "operator": "notEquals", "values": ["Area 52"]},
        {"member": "shop.stars", "operator": "gte", "values": ["3"]},
        {"member": "shop.count", "operator": "gt", "values": ["10"]},
        {"member": "shop.created", "operator": "afterDate", "values": ["2023-05-06"]},
    ]
    query["filters"] = draw(st.lists(st.sampled_from(filters), max_size=2))
    parsed = Query.parse(query)
    table = pd.DataFrame({name: columns[name] for name in parsed.columns}, columns=parsed.columns)
    key = [name for name in parsed.columns if name not in measures]
    return parsed, table.drop_duplicates(key, ignore_index=True) if key else table


@st.composite
def _starts(draw: st.DrawFn, granularity: str, rows: int) -> list[pd.Timestamp | None]:
    last = TODAY + timedelta(days=_DAYS[granularity] * draw(st.integers(-3, 3)))
    unit = {"hour": "h", "day": "D", "week": "W-MON", "month": "MS", "quarter": "QS", "year": "YS"}
    moments = list(pd.date_range(end=last, periods=max(rows, 1), freq=unit[granularity]))
    if draw(st.booleans()):
        moments = [at for at in moments if draw(st.booleans())]
    picked = [*moments, *[None] * rows][:rows]
    return picked if len(picked) == rows else picked + [None] * (rows - len(picked))
