"""Every way in which a stretch of a question can mean something."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.planner.clauses import Clause, Noun, Number
from pipeline.planner.dates.periods import Period
from pipeline.planner.readings import Reading, Role
from pipeline.planner.words import YES

_KINDS = {
    Role.MEASURE: ("MEASURE", "COLUMN", "NOUN"),
    Role.DIMENSION: ("DIMENSION", "GROUP", "NOUN"),
    Role.ENTITY: ("THING", "GROUP", "NOUN"),
    Role.SEGMENT: ("FLAG",),
    Role.VALUE: ("VALUE",),
}


@dataclass(frozen=True)
class Word:
    """A word of a closed class, and what it says there."""

    kind: str
    says: str
    language: str


@dataclass(frozen=True, eq=False)
class Mention:
    """Tokens ``first`` to ``last`` (exclusive) of a question with one way to understand them.

    Attributes:
        senses: what of the catalog they may mean.
        kinds: what patterns know it by.
        cost: how far the words are from what they are taken for; 0 is exact.
        parts: of a range of time the periods that it goes from and to.
        attached: what the words in front of a name say of it: "cancelled orders".
        how: ``exact``, ``form``, ``synonym``, ``part``, ``typo``, ``dictionary``, ``inferred``.
        taken_for: the word that a dictionary gave for it.
    """

    first: int
    last: int
    text: str
    kinds: frozenset[str]
    senses: tuple[Reading, ...] = ()
    word: Word | None = None
    period: Period | None = None
    parts: tuple[Period, ...] = ()
    number: Number | None = None
    cost: float = 0.0
    how: str = "exact"
    plural: bool = False
    attached: tuple[Clause, ...] = ()
    taken_for: str = ""

    def noun(self) -> Noun:
        return Noun(self.text, self.senses, self.plural)


def kinds_of(senses: tuple[Reading, ...], types: dict[str, str]) -> frozenset[str]:
    """What patterns know a mention with these senses by; ``types``: dimension -> its type."""
    kinds: set[str] = set()
    things = any(s.role in (Role.ENTITY, Role.MEASURE) for s in senses)
    for sense in senses:
        kinds.update(_KINDS[sense.role])
        if sense.role is Role.DIMENSION:
            kind = types.get(sense.target)
            if kind == "time":
                if not (sense.partial or (sense.shortened and things)):
                    kinds.add("DATE")
            elif kind == "number":
                kinds.update(("NUMERIC", "COLUMN"))
            elif kind == "boolean":
                kinds.add("BOOLEAN")
            else:
                kinds.add("TEXT")
                if not (sense.partial or things):
                    kinds.add("ATTRIBUTE")
            if kind == "number" or kind == "identifier":
                kinds.add("IDENTIFIER")
        if sense.role is Role.VALUE and types.get(sense.target) == "boolean":
            kinds.discard("VALUE")
            kinds.add("FLAG")
        if sense.role is Role.VALUE and str(sense.value).lower() in YES and not sense.partial:
            kinds.add("FLAG")
    if "MEASURE" in kinds and "THING" not in kinds:
        kinds.add("FIGURE")
    if any(s.role is Role.VALUE and types.get(s.target) != "boolean" for s in senses):
        kinds.add("VALUE")
    return frozenset(kinds)
