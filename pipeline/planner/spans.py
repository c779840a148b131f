"""Tokens of a question that belong together, with what they can mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.planner.cues import Cue
from pipeline.planner.dates.periods import Period
from pipeline.planner.readings import CATALOG_ROLES, Reading, Role

ByRole = dict[Role, list[Reading]]


def by_role(readings: Iterable[Reading]) -> ByRole:
    """The readings of each role, in their order."""
    found: ByRole = {}
    for reading in readings:
        found.setdefault(reading.role, []).append(reading)
    return found


@dataclass(eq=False)
class Span:
    """Tokens ``first`` to ``last`` (exclusive) of a question and what they can mean.

    A span without readings, period or quantity is a word that nothing explains. Its readings are replaced,
    never changed in place: in a large catalog they are many, and are sorted by their roles once.
    """

    text: str
    first: int
    last: int
    readings: list[Reading] = field(default_factory=list)
    period: Period | None = None
    quantity: Decimal | None = None
    weight: float = 0.0
    quoted: bool = False
    sorted_readings: tuple[list[Reading], ByRole] | None = field(default=None, repr=False)

    @property
    def by_role(self) -> ByRole:
        """The readings of each role that there are some of."""
        if self.sorted_readings is None or self.sorted_readings[0] is not self.readings:
            self.sorted_readings = self.readings, by_role(self.readings)
        return self.sorted_readings[1]

    def of(self, role: Role) -> list[Reading]:
        return [*self.by_role.get(role, ())]

    def cubes_measured(self) -> frozenset[str]:
        """The cubes of the measures it can mean."""
        return frozenset(r.target.split(".", 1)[0] for r in self.by_role.get(Role.MEASURE, ()))

    def is_cue(self, *cues: Cue) -> bool:
        return any(r.target in cues for r in self.by_role.get(Role.CUE, ()))

    @property
    def is_noun(self) -> bool:
        """Whether the catalog has a meaning for it."""
        return not CATALOG_ROLES.isdisjoint(self.by_role)

    @property
    def is_unknown(self) -> bool:
        return not (self.readings or self.period or self.quantity is not None)

    @property
    def is_filler(self) -> bool:
        return bool(self.readings) and self.by_role.keys() == {Role.FILLER}
