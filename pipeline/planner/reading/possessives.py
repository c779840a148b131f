"""Whose a name is that several things have: "products whose description …", "each team and its id"."""

from __future__ import annotations

from pipeline.planner.draft import Draft
from pipeline.planner.reading.places import ahead_of, last
from pipeline.planner.reading.utterance import Utterance
from pipeline.planner.readings import Role

_POSSESSIVES = frozenset(("its", "their", "whose", "his", "her", "其"))


def read_possessives(u: Utterance, draft: Draft) -> None:
    """Leaves of the noun behind a possessive the readings that belong to the things named before it."""
    for i, span in enumerate(u.spans):
        noun = u.after(i) if span.text in _POSSESSIVES else None
        if noun is None or u.spans[noun].of(Role.ENTITY):
            continue
        owners = _owners(u, i)
        own = [r for r in u.spans[noun].readings if r.target.split(".")[0] in owners]
        if own and any(r.role is Role.DIMENSION for r in own):
            u.read_as(noun, own)


def _owners(u: Utterance, i: int) -> set[str]:
    """The things nearest in front of a possessive."""
    j = last(ahead_of(u.having(Role.ENTITY), i))
    return set() if j is None else {r.target for r in u.spans[j].of(Role.ENTITY)}
