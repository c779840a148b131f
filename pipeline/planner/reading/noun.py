"""A noun of the catalog in a question, and the parts that it can play there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from pipeline.planner.cues import Cue
from pipeline.planner.reading.utterance import ASKING, GROUPING, Utterance
from pipeline.planner.readings import Reading, Role
from pipeline.planner.spans import Span
from pipeline.planner.titles import NUMBERING
from pipeline.planner.tokens import phrase


class Part(Enum):
    """What a noun is in a question."""

    MEASURE = auto()
    RANK_KEY = auto()  # the measure that a superlative ranks by
    SORT_KEY = auto()
    EACH = auto()  # grouped by, behind a word of grouping
    GROUP = auto()  # grouped by, without one
    TARGET = auto()  # what is listed or ranked
    ASKED = auto()  # the same, and its plural asks for several
    QUALIFIER = auto()  # only says what the measure is about
    MISSING = auto()
    SEGMENT = auto()
    TIME = auto()
    NO_GROUP = auto()  # stands where a group must, and cannot be one


@dataclass(frozen=True)
class Noun:
    """A noun and its place.

    Attributes:
        before: the nearest span in front that is more than a joint; ``after`` the one behind.
        lead: as ``before``, numbers and values that are read passed over: "the top 5 online stores".
        things: what it can be grouped or listed by.
    """

    at_span: int
    span: Span
    before: int | None
    after: int | None
    lead: int | None
    things: list[Reading]
    measures: list[Reading]

    @classmethod
    def at(cls, u: Utterance, i: int) -> Noun:
        span = u.spans[i]
        before = lead = u.before(i)
        while lead is not None and (
            u.spans[lead].quantity is not None or (lead in u.used and u.spans[lead].of(Role.VALUE))
        ):
            lead = u.before(lead)
        return cls(i, span, before, u.after(i), lead, things_at(u, i), span.of(Role.MEASURE))

    @property
    def is_english(self) -> bool:
        return self.span.text.isascii()


def things_at(u: Utterance, i: int) -> list[Reading]:
    """What a noun can be grouped or listed by where it stands."""
    span = u.spans[i]
    things = u.things(span)
    if (
        is_amount(u, span)
        and not is_each(u, i)
        and not u.is_cue(u.before(i), *GROUPING, *ASKING, Cue.VERSUS, Cue.WITHOUT)
    ):
        things = []
    if any(
        r.aggregate != "count" for r in span.of(Role.MEASURE)
    ):  # what has no name is measured: "employees with their salary"
        things = [r for r in things if r.role is not Role.ENTITY or r.target in u.lexicon.labels]
    return things


def is_each(u: Utterance, i: int) -> bool:
    """Whether "all", "different" or "various" stands right in front: its values are meant."""
    if i == 0:
        return False
    ahead = u.spans[i - 1].text
    return ahead in ("all", "different", "various", "distinct", "all the") or ahead.endswith(" all")


def is_amount(u: Utterance, span: Span) -> bool:
    """Whether a noun is a number that adds up: what is measured, unless it is grouped by."""
    return u.once(span, "amount", lambda: _is_amount(u, span))


def _is_amount(u: Utterance, span: Span) -> bool:
    summed = any(r.aggregate == "sum" for r in span.of(Role.MEASURE))
    return summed and len(u.numbers(span)) == len(u.things(span)) > 0


def is_number_of(u: Utterance, reading: Reading) -> bool:
    """Whether a dimension holds the numbers that tell things apart: order IDs."""
    return phrase(u.catalog.members[reading.target].titles.en)[-1:] in NUMBERING
