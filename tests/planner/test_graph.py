"""How joins lead from one cube to another."""

from __future__ import annotations

from pipeline.catalog import Catalog, Cube
from pipeline.language import Text
from pipeline.planner.graph import JoinGraph


def cube(name: str, *joined: str, every_row_has: tuple[str, ...] = ()) -> Cube:
    return Cube(
        name,
        "cube",
        Text(name, name),
        joins=dict.fromkeys(joined, "many_to_one"),
        every_row_has=frozenset(every_row_has),
    )


def test_every_row_has_what_complete_joins_lead_to():
    graph = JoinGraph(
        Catalog((
            cube("orders", "customers", "shops", every_row_has=("customers",)),
            cube("customers", "cities", every_row_has=("cities",)),
            cube("shops"),
            cube("cities"),
        ))
    )  # fmt: skip
    assert graph.every_row_has("orders", "cities")
    assert not graph.every_row_has("orders", "shops")
    assert not graph.every_row_has("customers", "orders")


def test_of_two_ways_as_long_both_are_complete():
    ways = (
        cube("customers", "cities", every_row_has=("cities",)),
        cube("shops", "cities"),
        cube("cities"),
    )
    orders = cube("orders", "customers", "shops", every_row_has=("customers", "shops"))
    assert not JoinGraph(Catalog((orders, *ways))).every_row_has("orders", "cities")
    nearer = cube("orders", "cities", "shops", every_row_has=("cities",))
    assert JoinGraph(Catalog((nearer, *ways))).every_row_has("orders", "cities")
