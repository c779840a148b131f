"""Verbs that nothing explains and that only say how two names belong together."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.planner.grammar.sheet import Sheet
from pipeline.planner.tokens import is_plural

_NEAR = 8  # tokens
_RANKS = frozenset(("s", "most", "often", "judge", "each"))


def relating(s: Sheet, known: Sequence[bool]) -> list[bool]:
    """For each token whether it is an unknown verb that only says how two names belong together."""
    named = [False] * len(s.tokens)
    for mention in s.mentions:
        if mention.senses or mention.period:
            named[mention.first : mention.last] = [True] * (mention.last - mention.first)
    found = []
    for i, token in enumerate(s.tokens):
        latin = token.kind == "word" and token.text.isascii()
        verb = not known[i] and latin and (_is_verb(s, i) or _takes_object(s, i))
        verb = verb or (not known[i] and latin and _is_light(s, i))
        stranded = [t.text for t in s.tokens[i + 1 : i + 3] if t.kind != "mark"]
        ends = not stranded and any(t.text in s.small.supports for t in s.tokens[:i])
        ends |= len(stranded) == 1 and stranded[0] in s.small.behind_verbs and i + 2 >= len(s.tokens) - 1
        ranked = any(m.word and m.word.kind in _RANKS for k in (i + 1, i + 2) for m in s.at(k))
        ends |= ranked or _is_light(s, i)
        found.append(verb and any(named[:i]) and (ends or any(named[i + 1 : i + _NEAR])))
    return found


def _is_light(s: Sheet, i: int) -> bool:
    """Whether an unknown word only says how, or where all of it is: "widely used", "in this inn"."""
    before = s.tokens[i - 1].text if i else ""
    last = all(t.kind == "mark" for t in s.tokens[i + 1 :])
    return s.tokens[i].text.endswith(s.small.manner) or (last and before in s.small.here)


def _takes_object(s: Sheet, i: int) -> bool:
    """Whether an unknown word stands between several things and a number of others."""
    if not i or not is_plural(s.tokens[i - 1].text):
        return False
    behind = [m for m in s.mentions if m.first == i + 1]
    return any(m.number or (m.word and m.word.kind in ("o", "count", "each")) for m in behind)


def _is_verb(s: Sheet, i: int) -> bool:
    """Whether an unknown word stands and looks like a verb."""
    tokens, small = s.tokens, s.small
    before = tokens[i - 1].text if i else ""
    behind = tokens[i + 1].text if i + 1 < len(tokens) else ""
    if before in small.auxiliaries or any(t.text in small.supports for t in tokens[max(0, i - _NEAR) : i]):
        return True
    counted = tokens[min(i + 1, len(tokens) - 1)].kind == "number"
    if is_plural(before) and (behind in small.behind_verbs or counted):
        return True
    return tokens[i].text.endswith(small.participles) and behind in small.behind_verbs
