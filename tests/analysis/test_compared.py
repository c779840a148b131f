"""Two date ranges beside each other are told as a change, not added up."""

from __future__ import annotations

from datetime import date

import pandas as pd

from pipeline import charts
from pipeline.analysis.write import write
from pipeline.meta import catalog_of
from pipeline.query import Query

CATALOG = catalog_of(
    {
        "cubes": [
            {
                "name": "orders",
                "measures": [
                    {"name": "orders.count", "type": "number", "aggType": "count", "title": "Orders"}
                ],
                "dimensions": [{"name": "orders.at", "type": "time"}],
            }
        ]
    }
)
RANGES = [["2024-02-01", "2024-02-29"], ["2024-01-01", "2024-01-31"]]
QUERY = Query.parse(
    {
        "measures": ["orders.count"],
        "timeDimensions": [{"dimension": "orders.at", "compareDateRange": RANGES}],
    }
)
TABLE = pd.DataFrame(
    {
        "compareDateRange": [f"{first}T00:00:00.000 - {last}T23:59:59.999" for first, last in RANGES],
        "orders.count": [150, 100],
    }
)


def test_the_change_from_the_earlier_to_the_later_range_is_told() -> None:
    text = " ".join(write(QUERY, TABLE, CATALOG, "en", date(2024, 3, 15)))
    assert "**150**" in text
    assert "**50.0%**" in text
    assert "250" not in text


def test_two_ranges_are_bars_and_a_pie_of_them_says_that_it_is_no_whole() -> None:
    assert charts.choose(QUERY, TABLE, CATALOG).type == "bar"
    asked = charts.choose(QUERY, TABLE, CATALOG, "pie")
    assert asked.note is not None
    assert "only a part" in asked.note.en
