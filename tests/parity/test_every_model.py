"""What holds on every model: random queries, the catalog, and the list of known differences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from parity.conftest import Pair
from parity.known_differences import ANSWERED, SHOWN, Difference, is_known
from parity.oracle import CubeError
from parity.random_queries import Queries
from sizes import tries

from pipeline.errors import TextToBIError

MODELS = ("shop", "clinic", "flights")
# With FULL set, 40 seeds of 50 queries on each of the models.
SEEDS = tries(4)

PairOf = Callable[[str], Pair]


@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("model", MODELS)
def test_random_queries(pair_of: PairOf, model: str, seed: int) -> None:
    pair = pair_of(model)
    agreed = 0
    for query in Queries(pair.ours.catalog, seed).some(50):
        ours, theirs = pair.rows(query)
        if isinstance(theirs, CubeError) and ANSWERED.search(str(theirs)):
            continue
        refused = isinstance(ours, TextToBIError), isinstance(theirs, CubeError)
        assert refused[0] == refused[1], f"{query}: {ours} / {theirs}"
        if refused[0] or is_known(query, pair.ours.catalog):
            continue
        assert ours == theirs, f"{query}: only ours {ours - theirs}, only Cube {theirs - ours}"
        agreed += bool(ours)
    assert agreed > 10  # the queries are not all nonsense


def test_random_queries_are_reproducible(pair_of: PairOf) -> None:
    catalog = pair_of("shop").ours.catalog
    assert list(Queries(catalog, 7).some(5)) == list(Queries(catalog, 7).some(5))


@pytest.mark.parametrize("difference", SHOWN, ids=lambda d: d.reason)
def test_a_known_difference_is_still_one(pair_of: PairOf, difference: Difference) -> None:
    ours, theirs = pair_of(difference.model).rows(difference.query)
    if difference.cube is not None:
        assert isinstance(theirs, CubeError)
        assert difference.cube in str(theirs)
        assert not isinstance(ours, TextToBIError)
    else:
        assert isinstance(ours, TextToBIError) or ours != theirs


@pytest.mark.parametrize("model", MODELS)
def test_meta_is_the_same(pair_of: PairOf, model: str) -> None:
    """What the catalog is made of; titles, types and visibility of every cube and member."""
    pair = pair_of(model)
    keys = ("name", "title", "shortTitle", "type", "aggType", "description", "public", "aliasMember",
            "connectedComponent", "drillMembers", "primaryKey", "cumulative", "format", "meta", "hierarchies",
            "folders", "nestedFolders")  # fmt: skip

    def told(body: dict[str, Any]) -> dict[str, Any]:
        return {
            cube["name"]: {
                **{k: cube[k] for k in keys if k in cube},
                **{
                    kind: {m["name"]: {k: m[k] for k in keys if k in m} for m in cube[kind]}
                    for kind in ("measures", "dimensions", "segments")
                },
            }
            for cube in body["cubes"]
        }

    ours, theirs = told(pair.ours.meta), told(pair.cube.meta(pair.model))
    for name in theirs:
        assert ours[name] == theirs[name]
    assert ours.keys() == theirs.keys()
