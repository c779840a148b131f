"""Where the embedded engine knowingly differs from Cube 1.7.43's older planner, each with its reason.

``ANSWERED`` lists what ours answers and Cube's SQL or compiler fails on, by what Cube says; the random
queries leave these out. ``SHOWN`` holds a query for each difference that one query shows; a test sees to
it that they still differ, so that this list stays true. ``TOLD`` is what no single query shows.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from pipeline.catalog import Catalog
from pipeline.query import Query

ANSWERED = re.compile(
    # A geo dimension through a view, and a geo dimension's missing `sql`.
    r"properties of undefined \(reading 'sql'\)"
    # A filter on, or grouping by, a sub-query dimension beside a measure of a multiplied cube, or through
    # a view: the inner SELECT of Cube does not join the sub-query it reads, or reads it from two places.
    r"|Referenced column \"\w+\" not found|Ambiguous reference to column name"
    # A measure of a multiplied cube that reads another cube: Cube forgets to group by the key.
    r"|column \"\w+\" must appear in the GROUP BY clause"
)


def is_known(query: dict[str, Any], catalog: Catalog) -> bool:
    """Whether Cube may answer ``query`` with other rows.

    A rolling measure by a custom granularity: Cube cuts the rows to a plain unit first, so that a row of
    the week, month or quarter in which a bucket ends counts in that bucket, though it lies past its end.
    And a rolling measure beside a dimension that names a bucket of time: see `SHOWN`.
    """
    named = [t for t in query.get("timeDimensions", ()) if "granularity" in t]
    custom = any(t["granularity"] in catalog.member(t["dimension"]).granularities for t in named)
    buckets = any(name.rpartition(".")[2] == "month_label" for name in query.get("dimensions", ()))
    filtered = [c.member for c in Query.parse(query).conditions()]
    return (custom or buckets) and any(
        _rolls(name, catalog) for name in [*query.get("measures", ()), *filtered]
    )


def _rolls(name: str, catalog: Catalog) -> bool:
    member = catalog.member(name)
    # A measure computed from a rolling one does not say so in /meta.
    return member.cumulative or (
        member.kind == "measure" and name.rpartition(".")[2] in {"running_share", "share_so_far"}
    )


class Difference(NamedTuple):
    """A query on a model that the engines answer differently; ``cube`` is what Cube says of it, or
    None where it answers too, with other rows."""

    model: str
    query: dict[str, Any]
    reason: str
    cube: str | None = None


SHOWN = [
    Difference(
        "shop",
        {"dimensions": ["sales.customers_place"]},
        "Through a view, Cube cannot read a geo dimension. Ours answers.",
        "reading 'sql'",
    ),
    Difference(
        "clinic",
        {
            "measures": ["departments.budget", "patients.count"],
            "filters": [{"member": "departments.doctor_count", "operator": "gt", "values": ["1"]}],
        },
        "With a measure of a multiplied cube, Cube's SQL filters by a sub-query dimension it did not join.",
        "not found",
    ),
    Difference(
        "shop",
        {
            "dimensions": ["orders.id"],
            "timeDimensions": [{"dimension": "orders.created_at", "dateRange": "from 30 days ago to today"}],
        },
        "`from … to today` is today alone to Cube, which looks for that word first. Ours takes it whole.",
    ),
    Difference(
        "shop",
        {
            "measures": ["orders.running"],
            "dimensions": ["orders.month_label"],
            "timeDimensions": [
                {"dimension": "orders.created_at", "granularity": "quarter", "dateRange": "last year"}
            ],
        },
        "In Cube the bucket of a rolling measure leaks into {created_at.month} inside another dimension.",
    ),
    Difference(
        "shop",
        {
            "dimensions": ["orders.id"],
            "timeDimensions": [{"dimension": "orders.created_at", "dateRange": "friday"}],
        },
        "Cube's parser of dates guesses; ours understands what Cube documents and refuses the rest.",
    ),
    Difference(
        "shop",
        {
            "dimensions": ["customers.id"],
            "filters": [{"member": "customers.name", "operator": "equals", "values": [None, None]}],
        },
        "`equals [null, null]` and `in [null]` are an empty list in Cube's SQL. To ours they are IS NULL.",
        "syntax error",
    ),
    Difference(
        "shop",
        {
            "dimensions": ["orders.id"],
            "filters": [
                {
                    "member": "orders.created_at",
                    "operator": "beforeDate",
                    "values": ["last month", "last year"],
                }
            ],
        },
        "Of two values of a filter by one date, ours reads the first, and Cube too unless it is relative.",
        "Invalid date",
    ),
    Difference(
        "clinic",
        {
            "measures": ["admissions.cost_so_far"],
            "timeDimensions": [
                {
                    "dimension": "admissions.admitted_at",
                    "granularity": "pay_period",
                    "dateRange": ["2023-01-01", "2023-01-25"],
                }
            ],
        },
        "A rolling measure by a custom granularity: see `is_known`.",
    ),
]

TOLD = """
- A member that has the name of a cube or view (`{stays}` beside a view `stays`) is the view's name to Cube,
  which then finds no join path. To ours a member of the same cube comes before a view.
- A quote in the label of a `case` is not escaped by Cube and breaks its SQL, and so does a `;` that ends the
  `sql` of a cube. Ours answers.
- The key of several columns is a ROW in ours; Cube concatenates its columns as text, so that (1, 23) and
  (12, 3) are one key to it.
- An infinite date is NULL in ours; Cube's driver shows the end of its calendar.
- Cube shows a query on a member that its access policy hides as one without rows; ours refuses it by name.
  Masked members (`member_masking`) are refused when the model is loaded.
- `contains` and its kin escape `%` and `_`; Cube's older planner forgets ESCAPE on DuckDB, its newer one does
  not. The oracle is mended in that one place.
"""
