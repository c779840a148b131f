"""Views: where a model's author has joined what no join leads to from either side.

Orders are counted by product category over the lines of the orders. No join leads from an order to a
product, but a view may hold the members of both (https://cube.dev/docs/product/data-modeling/concepts#views).
Questions are read with the words of the cubes; a query that only a view can hold is asked of the view.
"""

from __future__ import annotations

from pipeline.catalog import Catalog
from pipeline.query import Query


def in_view(query: Query, catalog: Catalog) -> Query | None:
    """The query with the members of the first view that holds all of them; None where there is none."""
    wanted = set(query.members())
    for cube in catalog.cubes.values():
        members = (*cube.measures, *cube.dimensions, *cube.segments)
        names = {m.alias_member: m.name for m in members if m.alias_member}
        if wanted <= names.keys():
            return query.renamed({member: names[member] for member in wanted})
    return None


def in_cubes(query: Query, catalog: Catalog) -> Query:
    """The query with the members of cubes in the place of a view's, as far as the catalog has them."""
    members = (catalog.members[name] for name in query.members() if name in catalog.members)
    return query.renamed({m.name: m.alias_member for m in members if m.alias_member in catalog.members})
