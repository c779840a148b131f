"""How many rows are wanted and in which order: "top 5", 前三名, "the oldest"."""

from __future__ import annotations

from pipeline.planner.draft import Choice, Draft
from pipeline.planner.reading.utterance import RANKING, Utterance
from pipeline.planner.readings import Role
from pipeline.planner.tokens import phrase
from pipeline.planner.words import ADJECTIVES, BY_TIME, OFTEN, Cue

_MOST_ROWS = 10_000
# "first" and 前 rank only with a number behind them.
_WEAK_TOP = frozenset({"first", "前"})


def read_ranks(u: Utterance, draft: Draft) -> None:
    """Reads superlatives, and the number beside one, beside "list" or beside an order as a limit."""
    ranks = [i for i in range(len(u.spans)) if u.is_cue(i, *RANKING)]
    for i, span in enumerate(u.spans):
        if span.quantity is None or i in u.used or draft.limit is not None:
            continue
        whole = span.quantity == span.quantity.to_integral_value() and 1 <= span.quantity <= _MOST_ROWS
        before = u.before(i)
        beside = u.is_cue(before, Cue.TOP, Cue.BOTTOM) or u.is_cue(u.after(i), *RANKING)
        if whole and (beside or ranks or draft.listing or draft.sort):
            draft.limit = int(span.quantity)
            u.used.add(i)
            if before is not None and u.is_cue(before, Cue.TOP, Cue.BOTTOM):
                draft.rank = "desc" if u.spans[before].is_cue(Cue.TOP) else "asc"
                u.used.add(before)
    for i in ranks:
        span = u.spans[i]
        draft.counting |= span.text in OFTEN
        if span.is_cue(Cue.LEAST):
            draft.rank = "asc"
        elif span.is_cue(Cue.MOST) or (span.is_cue(Cue.TOP) and span.text not in _WEAK_TOP):
            draft.rank = draft.rank or "desc"
        elif span.is_cue(Cue.BOTTOM) and span.text == "bottom":
            draft.rank = draft.rank or "asc"


def read_adjectives(u: Utterance, draft: Draft) -> None:
    """Reads what a superlative ranks by when it does not name it: the oldest, the latest."""
    if not draft.measures and any(s.text in BY_TIME and not s.is_noun for s in u.spans):
        draft.by_time = True
    for span in u.spans:
        if draft.rank and not (draft.rank_by or draft.against) and span.is_cue(Cue.MOST, Cue.LEAST):
            for words, properties in ADJECTIVES.items():
                if span.text in words:
                    readings = [r for name in properties for r in u.lexicon.readings(phrase(name))]
                    members = [r for r in readings if r.role in (Role.DIMENSION, Role.MEASURE)]
                    if members:
                        draft.rank_by = Choice(span.text, members)
