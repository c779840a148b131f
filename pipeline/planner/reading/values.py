"""Stored values named in a question, and whether they are meant to be left out."""

from __future__ import annotations

import re

from pipeline.planner.cues import Cue
from pipeline.planner.draft import Choice, Draft
from pipeline.planner.reading.places import ahead_of, at, behind, each, first, last
from pipeline.planner.reading.utterance import GROUPING, Utterance
from pipeline.planner.readings import Role
from pipeline.planner.spans import Span
from pipeline.planner.tokens import phrase

# Negations that stand behind what they leave out.
_OUTSIDE = re.compile(r"以?外的?|之外的?")
_BEFORE_A_VALUE = (Cue.IN, Cue.NOT, Cue.EXACTLY, Cue.ONLY)


def read_values(u: Utterance, draft: Draft) -> None:
    """Reads the values, with the dimension that stands beside one to say whose it is."""
    for i, span in enumerate(u.spans):
        values = span.of(Role.VALUE)
        if not values or i in u.used:
            continue
        other = any(span.of(role) for role in (Role.MEASURE, Role.DIMENSION, Role.ENTITY, Role.SEGMENT))
        if other and i in u.counted:
            continue
        owner = _owner(u, i, {r.target for r in values})
        if other and not (
            span.quoted or owner is not None or _in_value_place(u, i) or _is_state(u, i) or _says_so(u, i)
        ):
            continue
        if owner is None and (head := _head_behind(u, i)) is not None:
            u.used.add(head)
        if owner is not None:
            own = {d.target for d in u.spans[owner].of(Role.DIMENSION)}
            values = [r for r in values if r.target in own]
            u.used.add(owner)
        u.used.add(i)
        draft.values.append(Choice(span.text, values, negated=is_negated(u, i)))
        if u.is_cue(i + 1, Cue.OR_MORE, Cue.OR_LESS) and u.spans[i + 1].text != "plus":
            draft.unknown_key.append(f"{span.text}{u.spans[i + 1].text}")  # 本科及以上: texts have no order


def _owner(u: Utterance, i: int, dimensions: set[str]) -> int | None:
    """The span beside a value that names its dimension: "status cancelled", "Sales department"."""
    done_by = [i - 2] if i > 1 and u.spans[i - 1].text == "by" else []  # "managed by 'Kyle'"
    for j in (u.before(i, Cue.IN, Cue.EXACTLY, Cue.NOT), u.after(i), *done_by):
        if j is None or j in u.used:
            continue
        lead = u.before(j)
        grouped = u.is_cue(lead, *GROUPING) or (u.asks(lead) and not _is_relative(u, lead))
        if not grouped and any(r.target in dimensions for r in u.spans[j].of(Role.DIMENSION)):
            return j
    return None


def _is_relative(u: Utterance, i: int | None) -> bool:
    """Whether a question word begins a clause about what stands before it: guests whose gender is …"""
    return i is not None and u.spans[i].text in ("whose", "who") and bool(ahead_of(u.nouns, i))


def _head_behind(u: Utterance, i: int) -> int | None:
    """The noun behind a value that is a word of its dimension's title: the beds of "king beds", whose
    dimension is the bed type."""
    j = i + 1
    if j >= len(u.spans) or j in u.used or not u.spans[i].text.isascii():
        return None
    counted = bool(u.spans[j].of(Role.ENTITY)) or j in u.counted
    words = phrase(u.spans[j].text)
    if counted or len(words) != 1 or not u.spans[j].of(Role.DIMENSION):
        return None
    titles = (u.catalog.members[r.target].titles.en for r in u.spans[i].of(Role.VALUE))
    return j if any(words[0] in phrase(title) for title in titles) else None


def _in_value_place(u: Utterance, i: int) -> bool:
    """Whether a word that could also be a measure stands where only a value can: "in Sales"."""
    measured = u.having(Role.MEASURE) & ~u.used.places & ~at(i)
    return bool(measured) and u.is_cue(i - 1, *_BEFORE_A_VALUE)


def _is_state(u: Utterance, i: int) -> bool:
    """Whether a word that is also a measure says which of the counted things are meant: "how many
    orders were cancelled"."""
    cubes = {r.target.split(".")[0] for r in u.spans[i].of(Role.VALUE)}
    counted = each(u.counting(cubes) & ~at(i))
    return not u.is_cue(u.before(i), *GROUPING) and any(not u.chained(i, j) for j in counted)


_BEING = frozenset(("is", "are", "was", "were"))


def _says_so(u: Utterance, i: int) -> bool:
    """Whether the title of a column of yes and no stands where it says which things are meant: "students
    who are on scholarship", "students on scholarship"."""
    span = u.spans[i]
    flags = {r.target for r in span.of(Role.VALUE)} & {r.target for r in span.of(Role.DIMENSION)}
    if not flags or i == 0 or not span.text.isascii():
        return False
    ahead = u.spans[i - 1]
    counted = any(r.aggregate == "count" for r in ahead.of(Role.MEASURE))
    return ahead.text in _BEING or counted or bool(ahead.of(Role.ENTITY))


def is_negated(u: Utterance, i: int) -> bool:
    """Whether what is named is to be left out: a negation stands before it or before the values it
    is listed with, or 以外 behind it."""
    values = u.having(Role.VALUE)
    negations = u.cues(Cue.NOT, Cue.WITHOUT)
    listed = (
        u.said_cues(Cue.AND, Cue.OR, Cue.IN, Cue.EXACTLY)
        | u.plain
        | values
        | (u.having(Role.DIMENSION) & u.used.places)
    )
    ahead = last(ahead_of(negations | ~listed & u.everything, i))
    outside = u.where(_is_outside)
    after = first(behind(outside | ~(u.joints | values) & u.everything, i))
    for j, negates in ((ahead, negations), (after, outside)):
        if j is not None and negates >> j & 1:
            u.used.add(j)
            return True
    return False


def _is_outside(span: Span) -> bool:
    return span.is_cue(Cue.NOT) and bool(_OUTSIDE.fullmatch(span.text))
