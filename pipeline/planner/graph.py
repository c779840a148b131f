"""How far apart cubes are along their joins."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from functools import lru_cache

from pipeline.catalog import Catalog

UNREACHABLE = 1000
AGAINST_JOINS = 10  # a join followed against its direction multiplies rows
_TO_MANY = 3  # a join to many rows, in the place of so many others
_IN_A_VIEW = 30  # farther than along any joins: only a view holds both
_MOST_JOINS = 40  # of things farther apart no query is made: its joins alone would take seconds to write
_WAYS = 10_000  # remembered
_UNKNOWN = 5  # connected somehow: the server lists no joins


class JoinGraph:
    """The joins of a catalog, followed in their direction as Cube does."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._lists_joins = any(cube.joins for cube in catalog.cubes.values())
        held = (
            {m.alias_member.split(".", 1)[0] for m in (*cube.measures, *cube.dimensions) if m.alias_member}
            for cube in catalog.cubes.values()
        )
        self._views = [cubes for cubes in held if cubes]
        self.reach = lru_cache(maxsize=None)(self._reach)
        self.one_of_each = lru_cache(maxsize=None)(self._one_of_each)
        self.every_row_has = lru_cache(maxsize=_WAYS)(self._every_row_has)

    def _reach(self, root: str) -> dict[str, int]:
        """The cubes that joins lead to from ``root``, with how many joins it takes, up to `_MOST_JOINS`; one
        to many rows counts for several."""
        distance: dict[str, int] = {}
        frontier = [(0, root)]
        while frontier:
            far, here = heapq.heappop(frontier)
            if here in distance or far > _MOST_JOINS:
                continue
            distance[here] = far
            cube = self._catalog.cubes.get(here)
            for target, relationship in cube.joins.items() if cube else ():
                step = _TO_MANY if relationship == "one_to_many" else 1
                heapq.heappush(frontier, (far + step, target))
        return distance

    def distance(self, cube: str, other: str) -> int:
        """How far ``other``'s dimensions are from ``cube``'s measures; `UNREACHABLE` if no query
        can hold both."""
        if cube == other:
            return 0
        if other in self.reach(cube):
            return self.reach(cube)[other]
        if cube in self.reach(other):
            return AGAINST_JOINS + self.reach(other)[cube]
        if any(cube in cubes and other in cubes for cubes in self._views):
            return _IN_A_VIEW
        a, b = self._catalog.cubes.get(cube), self._catalog.cubes.get(other)
        connected = a and b and a.component is not None and a.component == b.component
        return _UNKNOWN if connected and not self._lists_joins else UNREACHABLE

    def _one_of_each(self, cube: str) -> dict[str, int]:
        """The cubes of which each row of ``cube`` has at most one, itself among them, with how many joins
        it takes."""
        found, frontier = {cube: 0}, [cube]
        for here in frontier:
            if found[here] == _MOST_JOINS:
                break
            known = self._catalog.cubes.get(here)
            for target, relationship in known.joins.items() if known else ():
                if relationship != "one_to_many" and target not in found:
                    found[target] = found[here] + 1
                    frontier.append(target)
        return found

    def _every_row_has(self, cube: str, other: str) -> bool:
        """Whether the model says that joins lead from every row of ``cube`` to one of ``other``, along each
        of the shortest ways: a query takes one of them."""
        frontier, seen = {cube: True}, {cube}
        for _ in range(_MOST_JOINS):
            if not frontier or other in frontier:
                break
            further: dict[str, bool] = {}
            for here, whole in frontier.items():
                known = self._catalog.cubes.get(here)
                for target in known.joins.keys() - seen if known else ():
                    complete = whole and known is not None and target in known.every_row_has
                    further[target] = further.get(target, True) and complete
            seen |= further.keys()
            frontier = further
        return frontier.get(other, False)

    def connects(self, cubes: Iterable[str]) -> bool:
        """Whether one query can hold members of all ``cubes``, as far as is known."""
        wanted = set(cubes)
        return len(wanted) < 2 or not self._lists_joins or self.root(wanted) is not None

    def root(self, cubes: Iterable[str]) -> str | None:
        """The one of ``cubes`` that joins lead from to all of them, as Cube chooses its root."""
        wanted = dict.fromkeys(cubes)
        for candidate in wanted:
            if wanted.keys() <= self.reach(candidate).keys():
                return candidate
        return None
