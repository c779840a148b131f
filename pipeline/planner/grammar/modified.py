"""Names with what restricts them in front: "male students", 已取消的订单."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.planner.clauses import Clause, Flagged, Valued
from pipeline.planner.grammar.mention import Mention
from pipeline.planner.grammar.sheet import Sheet
from pipeline.planner.readings import Role

_MODIFIED = 0.15


def modified(s: Sheet) -> None:
    """Things with a value or a flag in front of them: "male students", 已取消的订单."""
    things: dict[int, list[Mention]] = {}
    for mention in s.mentions:
        if "THING" in mention.kinds and not mention.attached:
            things.setdefault(mention.first, []).append(mention)
    found: list[Mention] = []
    for mention in s.mentions:
        if not mention.kinds & {"VALUE", "FLAG"} or mention.word:
            continue
        for thing in (*things.get(mention.last, ()), *things.get(_behind_joint(s, mention.last), ())):
            found += _modified(s, mention, thing)
    s.mentions += found


def _behind_joint(s: Sheet, at: int) -> int:
    """The token behind a word that joins what restricts a name to it."""
    return at + 1 if at < len(s.tokens) and s.tokens[at].text in s.small.joints else -1


def _modified(s: Sheet, mention: Mention, thing: Mention) -> Iterator[Mention]:
    noun = mention.noun()
    valued = Valued((noun.only(Role.VALUE),), of=thing.noun())
    clause: Clause = Flagged(noun) if "FLAG" in mention.kinds else valued
    text = s.text_of(mention.first, thing.last)
    kinds = thing.kinds - {"DATE", "ATTRIBUTE", "TEXT", "NUMERIC"}
    cost = mention.cost + thing.cost + _MODIFIED
    yield replace(thing, first=mention.first, text=text, kinds=kinds, cost=cost, attached=(clause,))
