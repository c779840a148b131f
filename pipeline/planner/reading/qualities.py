"""Numbers that are a quality of a thing: "4 cylinder cars", "cars with 8 cylinders", 8个气缸的汽车."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.planner.cues import Cue
from pipeline.planner.draft import Choice, Draft
from pipeline.planner.numbers import plain
from pipeline.planner.reading.utterance import Utterance
from pipeline.planner.reading.values import is_negated
from pipeline.planner.readings import Reading, Role
from pipeline.planner.tokens import is_plural

_COMPARING = (
    Cue.MORE, Cue.LESS, Cue.AT_LEAST, Cue.AT_MOST, Cue.EXACTLY, Cue.OR_MORE, Cue.OR_LESS,
    Cue.BETWEEN, Cue.TOP, Cue.BOTTOM, Cue.MOST, Cue.LEAST,
)  # fmt: skip
_HAVING = frozenset(("with", "having", "have", "has", "had", "without", "有", "带", "含", "没有"))


def read_qualities(u: Utterance, draft: Draft) -> None:
    """Reads every number that stands in front of a column of numbers and says which things are meant."""
    i = 0
    while i < len(u.spans):
        listed = _listed(u, i)
        i = listed[-1] + 1 if listed else i + 1
        noun = _column_behind(u, listed) if listed else None
        if noun is None or not _is_quality(u, listed, noun):
            continue
        columns, negated = u.numbers(u.spans[noun]), is_negated(u, listed[0])
        for j in listed:
            quantity = u.spans[j].quantity
            assert quantity is not None
            value = plain(quantity)
            stored = [Reading(Role.VALUE, r.target, value, r.strength) for r in columns]
            draft.values.append(Choice(f"{value} {u.spans[noun].text}", stored, negated=negated))
        u.used |= {*listed, noun}


def _listed(u: Utterance, i: int) -> list[int]:
    """The numbers of a list that begins at ``i``: "4, 6 or 8"; empty where no number stands."""
    if u.spans[i].quantity is None:
        return []
    found = [i]
    j = i + 1
    while j < len(u.spans):
        if u.spans[j].quantity is not None:
            found.append(j)
        elif not u.is_cue(j, Cue.AND, Cue.OR):
            break
        j += 1
    return found


def _column_behind(u: Utterance, listed: Sequence[int]) -> int | None:
    """The column of numbers that the last of ``listed`` stands in front of."""
    j = listed[-1] + 1
    while j < len(u.spans) and (u.is_plain(j) or u.spans[j].text == "-"):
        j += 1
    if j >= len(u.spans) or u.spans[j].of(Role.ENTITY):
        return None
    return j if u.numbers(u.spans[j]) else None


def _is_quality(u: Utterance, listed: Sequence[int], noun: int) -> bool:
    """Whether the numbers are compared with nothing, and the things that have them stand beside."""
    if u.is_cue(u.before(listed[0]), *_COMPARING) or u.is_cue(u.after(noun), *_COMPARING):
        return False
    first = listed[0]
    if first and u.spans[first - 1].text in _HAVING:
        return True
    thing = noun + 1
    while thing < len(u.spans) and u.spans[thing].is_cue(Cue.OF) and u.chinese:
        thing += 1
    text = u.spans[noun].text
    return thing < len(u.spans) and bool(u.spans[thing].of(Role.ENTITY)) and not is_plural(text)
