"""Sets of places in a question: which of its spans are of a kind, and the nearest of them.

A set is an integer with one bit for each span. What is asked of every span about all the others is so asked
of all at once: a walk over them would take the square of the length of the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

Places = int


def at(i: int) -> Places:
    return 1 << i


def ahead_of(places: Places, i: int) -> Places:
    """Those in front of ``i``."""
    return places & ((1 << i) - 1) if i > 0 else 0


def behind(places: Places, i: int) -> Places:
    """Those behind ``i``."""
    return places >> (i + 1) << (i + 1) if i >= 0 else places


def first(places: Places) -> int | None:
    return (places & -places).bit_length() - 1 if places else None


def last(places: Places) -> int | None:
    return places.bit_length() - 1 if places else None


def each(places: Places) -> Iterator[int]:
    """All of them, in order."""
    while places:
        lowest = places & -places
        yield lowest.bit_length() - 1
        places ^= lowest


def each_back(places: Places) -> Iterator[int]:
    """All of them, from the last to the first."""
    while places:
        i = places.bit_length() - 1
        yield i
        places ^= 1 << i


class Used(set[int]):
    """Places that are only ever added to.

    Attributes:
        places: the same as `Places`.
    """

    def __init__(self) -> None:
        super().__init__()
        self.places: Places = 0

    def add(self, i: int, /) -> None:
        super().add(i)
        self.places |= 1 << i

    def __ior__(self, others: Set[int], /) -> Used:  # type: ignore[override, misc]
        for i in others:
            self.add(i)
        return self


def places_of(indices: Iterable[int]) -> Places:
    found = 0
    for i in indices:
        found |= 1 << i
    return found


def union(sets: Iterable[Places]) -> Places:
    found = 0
    for places in sets:
        found |= places
    return found
