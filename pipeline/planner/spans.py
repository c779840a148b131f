"""Tokens of a question that belong together, with what they can mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.planner.cues import Cue
from pipeline.planner.dates.periods import Period
from pipeline.planner.readings import CATALOG_ROLES, Reading, Role


@dataclass(eq=False)
class Span:
    """Tokens ``first`` to ``last`` (exclusive) of a question and what they can mean.

    A span without readings, period or quantity is a word that nothing explains.
    """

    text: str
    first: int
    last: int
    readings: list[Reading] = field(default_factory=list)
    period: Period | None = None
    quantity: Decimal | None = None
    weight: float = 0.0
    quoted: bool = False

    def of(self, role: Role) -> list[Reading]:
        return [r for r in self.readings if r.role is role]

    def is_cue(self, *cues: Cue) -> bool:
        return any(r.role is Role.CUE and r.target in cues for r in self.readings)

    @property
    def is_noun(self) -> bool:
        """Whether the catalog has a meaning for it."""
        return any(r.role in CATALOG_ROLES for r in self.readings)

    @property
    def is_unknown(self) -> bool:
        return not (self.readings or self.period or self.quantity is not None)

    @property
    def is_filler(self) -> bool:
        return bool(self.readings) and all(r.role is Role.FILLER for r in self.readings)
