"""What a catalog knows about sums, joins and the columns of a result."""

from __future__ import annotations

from typing import Any

from pipeline import format
from pipeline.meta import catalog_of
from pipeline.query import COMPARED


def measure(name: str, agg: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": "number", "aggType": agg, **more}


def cube(name: str, joins: dict[str, str] | None = None, measures: Any = (), **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "joins": [{"name": target, "relationship": how} for target, how in (joins or {}).items()],
        "measures": list(measures),
        "dimensions": [{"name": f"{name}.label", "type": "string"}],
        **more,
    }


CATALOG = catalog_of(
    {
        "cubes": [
            cube("regions"),
            cube(
                "orders",
                {"customers": "many_to_one", "notes": "one_to_many"},
                [measure("orders.total", "sum"), measure("orders.running", "sum", cumulative=True)],
            ),
            cube("customers", {"regions": "many_to_one"}, [measure("customers.count", "count")]),
            cube("items", {"orders": "many_to_one", "products": "many_to_one"}, public=False),
            cube("products"),
            cube("notes"),
            cube("island"),
            {
                "name": "sales",
                "type": "view",
                "measures": [
                    measure("sales.total", "sum", aliasMember="orders.total"),
                    measure("sales.running", "sum", aliasMember="orders.running"),
                ],
                "dimensions": [
                    {"name": "sales.product", "type": "string", "aliasMember": "products.label"},
                    {"name": "sales.region", "type": "string", "aliasMember": "regions.label"},
                ],
            },
        ]
    }
)


def test_members_of_one_title_carry_their_cubes_where_both_are_shown() -> None:
    told = CATALOG.telling_apart(["customers.label", "regions.label", "orders.total"])
    assert told.member("customers.label").titles == ("Customers · label", "Customers · label")
    assert told.member("products.label").titles == CATALOG.member("products.label").titles
    assert CATALOG.telling_apart(["customers.label", "orders.total"]) is CATALOG


def test_sums_and_counts_are_additive_unless_they_run() -> None:
    additive = {name: CATALOG.member(name).additive for name in ("orders.total", "orders.running")}
    assert additive == {"orders.total": True, "orders.running": False}
    assert CATALOG.member("sales.total").additive
    assert not CATALOG.member("sales.running").additive


def test_groups_overlap_where_a_join_leads_to_many_rows() -> None:
    overlapping = {
        dimension
        for dimension in ("orders", "customers", "regions", "products", "notes", "island")
        if CATALOG.overlaps("orders.total", f"{dimension}.label")
    }
    assert overlapping == {"products", "notes"}
    assert CATALOG.overlaps("customers.count", "orders.label")


def test_a_view_overlaps_as_the_cubes_behind_it_do_hidden_ones_included() -> None:
    assert "items" not in CATALOG.cubes
    assert CATALOG.overlaps("sales.total", "sales.product")
    assert not CATALOG.overlaps("sales.total", "sales.region")


def test_the_column_of_compared_ranges_can_be_shown() -> None:
    member, granularity = CATALOG.column(COMPARED)
    assert granularity is None
    assert format.headers([COMPARED, "orders.label"], CATALOG, "zh") == ["时间段", "label"]
    label = "2024-02-01T00:00:00.000 - 2024-02-29T23:59:59.999"
    assert format.cell(label, member, None, "en") == "2024-02-01 – 2024-02-29"
    one_day = "2024-02-01T00:00:00.000 - 2024-02-01T23:59:59.999"
    assert format.cell(one_day, member, None, "zh") == "2024年2月1日"
    one_hour = "2024-02-01T10:00:00.000 - 2024-02-01T10:59:59.999"
    assert format.cell(one_hour, member, None, "en") == one_hour
