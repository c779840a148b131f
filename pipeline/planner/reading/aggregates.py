"""Aggregate words and the nouns they belong to: "average salary", 员工数, "how many orders"."""

from __future__ import annotations

from pipeline.planner.draft import Draft
from pipeline.planner.lexicon import Role
from pipeline.planner.reading.measures import aggregate_cue
from pipeline.planner.reading.utterance import GROUPING, Utterance
from pipeline.planner.words import Cue

_FARTHEST = 6  # spans between an aggregate word and its noun


def read_aggregates(u: Utterance, draft: Draft) -> None:
    """Binds each aggregate word to its noun."""
    for i, span in enumerate(u.spans):
        aggregate = aggregate_cue(u, i)
        if aggregate is None:
            continue
        if aggregate == "count":
            draft.counting = True
        noun = _noun_of(u, i, aggregate)
        if noun is not None:
            u.counted[noun] = aggregate
            u.used.add(i)
        elif aggregate == "count" and span.text.isascii():
            u.used.add(i)


def _noun_of(u: Utterance, i: int, aggregate: str) -> int | None:
    """In English the next noun, in Chinese the one right in front (员工数) or else the next (多少员工)."""
    if not u.spans[i].text.isascii() and i and _can_be_measured(u, i - 1, aggregate):
        return i - 1
    for j in range(i + 1, min(len(u.spans), i + _FARTHEST + 1)):
        if u.is_cue(j, *GROUPING) and not u.spans[j].is_cue(Cue.DISTINCT):
            break
        if _can_be_measured(u, j, aggregate):
            return j
        # "how many female employees": values between the cue and what it counts are passed over
        passed_over = aggregate == "count" or u.is_plain(j) or u.spans[j].is_cue(Cue.IN, Cue.DISTINCT)
        if not passed_over:
            break
    if aggregate not in ("count", "avg"):
        return None
    in_front = [k for k in range(i - 1, -1, -1) if _can_be_measured(u, k, aggregate)]
    if aggregate == "avg":
        in_front = [k for k in in_front if any(r.aggregate == "avg" for r in u.spans[k].readings)]
    return next(iter(in_front), None)


def _can_be_measured(u: Utterance, i: int, aggregate: str) -> bool:
    span = u.spans[i]
    if i in u.used or i in u.counted or u.is_cue(u.before(i), *GROUPING):
        return False
    if aggregate == "count" and u.things(span):
        return not u.is_date(span)
    return bool(span.of(Role.MEASURE) or (aggregate != "count" and u.numbers(span)))
