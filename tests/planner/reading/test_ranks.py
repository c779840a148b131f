"""Superlatives that name no measure: the heaviest, the lightest, of each, and of those who have them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from planner.other_data import pipeline_of

from pipeline import Pipeline

TABLES = {
    "parcels": (
        "parcel_id,parcel_name,depot,weight,depth\n1,Ash,Lund,4,9\n2,Birch,Lund,6,8\n3,Cedar,Turku,9,2\n"
        "4,Dogwood,Turku,1,3\n5,Elm,Bergen,5,5\n"
    )
}


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    with pipeline_of(tmp_path_factory.mktemp("post"), TABLES, today=date(2024, 6, 30)) as pipeline:
        yield pipeline


HEAVIEST = [("Bergen", "Elm", 5), ("Lund", "Birch", 6), ("Turku", "Cedar", 9)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("heaviest parcel", [("Cedar", 9)]),
        ("the 2 lightest parcels", [("Dogwood", 1), ("Ash", 4)]),
        ("最重的2个包裹", [("Cedar", 9), ("Birch", 6)]),
        ("which depot has the heaviest parcels?", [("Bergen", 5)]),  # on average; Turku has the one
        ("which depot has the heaviest parcel?", [("Turku", 9)]),
        ("which depots have the deepest parcels?", [("Lund", 8.5), ("Bergen", 5), ("Turku", 2.5)]),
        (
            "the heaviest parcel of each depot",
            [("Bergen", "Elm", 5), ("Lund", "Birch", 6), ("Turku", "Cedar", 9)],
        ),
        ("每个仓库最轻的包裹", [("Bergen", "Elm", 5), ("Lund", "Ash", 4), ("Turku", "Dogwood", 1)]),
    ],
)
def test_a_superlative_ranks_by_the_property_it_is_of(
    post: Pipeline, text: str, wanted: list[tuple[object, ...]]
) -> None:
    answer = post.ask(text)
    assert answer.query is not None, answer.message
    order = [*sorted(answer.query.dimensions), *answer.query.measures]
    assert answer.table is not None
    assert list(answer.table[order].itertuples(index=False, name=None)) == wanted
