"""Figures that are one measure divided by another, by their names: profit margin, 客单价.

Where the model has a measure of that name, it is that measure.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.planner.cues import Cue
from pipeline.planner.draft import Choice, Draft
from pipeline.planner.reading.measures import counts_of, distinct_count
from pipeline.planner.reading.utterance import Utterance
from pipeline.planner.readings import Reading, Role
from pipeline.planner.tokens import phrase
from pipeline.planner.words import QUOTIENTS, Quotient


def read_quotients(u: Utterance, draft: Draft) -> None:
    """Reads the names of quotients; what the data does not hold the parts of is said to be missing."""
    known: dict[Quotient, tuple[list[Reading], list[Reading]]] = {}
    for i, span in enumerate(u.spans):
        parts = QUOTIENTS.get(span.text) if u.is_cue(i, Cue.QUOTIENT) else None
        if parts is None:
            continue
        u.used.add(i)
        if parts not in known:
            divisor = _counts(u, parts.under) if parts.counts else _totals(u, parts.under)
            known[parts] = _totals(u, parts.over), divisor
        measured, divisor = known[parts]
        if not (measured and divisor):
            draft.unknown_key.append(span.text)
            continue
        draft.measures += [Choice(span.text, measured), Choice(span.text, divisor)]
        draft.ratio = True


def _totals(u: Utterance, names: Iterable[str]) -> list[Reading]:
    """The totals of the first of ``names`` that something is measured by."""
    for name in names:
        found = u.lexicon.readings(phrase(name))
        totals = [r.target for r in found if r.role is Role.MEASURE and r.aggregate == "sum"]
        if totals:
            return [Reading(Role.MEASURE, target, aggregate="sum") for target in totals]
    return []


def _counts(u: Utterance, names: Iterable[str]) -> list[Reading]:
    """The counts of the first of ``names`` that is a thing."""
    for name in names:
        found = u.lexicon.readings(phrase(name))
        counts = [c for r in found if r.role is Role.DIMENSION for c in distinct_count(u, r.target)]
        counts = [c for r in found if r.role is Role.ENTITY for c in counts_of(u, r.target)] or counts
        if counts:
            return counts
    return []
