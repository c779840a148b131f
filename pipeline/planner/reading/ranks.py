"""How many rows are wanted and in which order: "top 5", 前三名, "the oldest"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.language import Text
from pipeline.planner.adjectives import PROPERTIES_OF, SUMMED
from pipeline.planner.cues import Cue
from pipeline.planner.draft import Choice, Draft
from pipeline.planner.reading.places import ahead_of, each
from pipeline.planner.reading.utterance import RANKING, Utterance
from pipeline.planner.readings import Reading, Role
from pipeline.planner.tokens import is_plural
from pipeline.planner.words import BY_TIME, HOW_MANY_MOST, OFTEN, VERBS

_MOST_ROWS = 10_000
# "first" and 前 rank only with a number behind them.
_WEAK_TOP = frozenset({"first", "前"})


def read_ranks(u: Utterance, draft: Draft) -> None:
    """Reads superlatives, and the number beside one, beside "list" or beside an order as a limit."""
    ranks = [*each(u.cues(*RANKING))]
    for i, span in enumerate(u.spans):
        if span.quantity is None or i in u.used or draft.limit is not None:
            continue
        whole = span.quantity == span.quantity.to_integral_value() and 1 <= span.quantity <= _MOST_ROWS
        before = u.before(i)
        beside = u.is_cue(before, Cue.TOP, Cue.BOTTOM) or u.is_cue(u.after(i), *RANKING)
        if beside and span.text.endswith(("%", "percent", "成")):
            draft.unsupported.append("percentile")
            u.used.add(i)
            continue
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
    if not draft.measures and u.saying(BY_TIME) & ~u.nouns:
        draft.by_time = True
    for i, span in enumerate(u.spans):
        if not draft.rank or draft.rank_by or draft.against or not span.is_cue(Cue.MOST, Cue.LEAST):
            continue
        names = PROPERTIES_OF.get(span.text, ()) or _of_verb(u, i)
        readings = u.called(names)
        if of_each := _of_those_who_have_it(u, draft, i, readings):
            draft.rank_by = of_each
            draft.measures.append(of_each)
        elif measures := _of_what_is_grouped(u, draft, readings, adds_up=not SUMMED.isdisjoint(names)):
            draft.rank_by = Choice(span.text, measures)
            draft.measures.append(draft.rank_by)
        elif members := [r for r in readings if r.role in (Role.DIMENSION, Role.MEASURE)]:
            types = {r: u.catalog.members[r.target].type for r in members}
            numbers = [r for r in members if types[r] == "number"]
            dates = [r for r in members if types[r] == "time"]
            if dates and not numbers:  # the oldest were born first
                draft.rank = "asc" if draft.rank == "desc" else "desc"
            draft.rank_by = Choice(span.text, numbers or dates or members)


def _of_verb(u: Utterance, i: int) -> tuple[str, ...]:
    """What the verb in front of "the most" compares by: "who earns the most"."""
    ahead = u.spans[i - 1] if i else None
    if ahead is None or ahead.is_noun or u.spans[i].text not in HOW_MANY_MOST:
        return ()
    names = next((names for verbs, names in VERBS.items() if ahead.text in verbs), ())
    if names:
        u.used.add(i - 1)
    return names


def _of_what_is_grouped(
    u: Utterance, draft: Draft, readings: Sequence[Reading], adds_up: bool
) -> list[Reading]:
    """The measures of a property where what is ranked is no thing with a property of its own but a group of
    them: the total profit of "the most profitable states", the average price of "the cheapest brand"."""
    if not readings:
        return []
    ranked = [r for choice in draft.ranked or draft.groups for r in choice.readings]
    things = {r.target for r in ranked if r.role is Role.ENTITY}
    if not ranked or not things.isdisjoint(r.target.split(".")[0] for r in readings):
        return []
    of_rows = [u.catalog.members[r.target] for r in ranked if r.target in u.catalog.members]
    names = frozenset[str]() if things else u.lexicon.label_names
    if any(d.primary_key or d.name in names for d in of_rows):
        return []
    measures = [r for r in readings if r.role is Role.MEASURE]
    averages = [replace(r, shortened=False) for r in measures if r.aggregate == "avg"]
    return measures if adds_up else averages or measures


def read_comparatives(u: Utterance, draft: Draft) -> None:
    """Reads what a comparative measures that no number follows: the weight of "have cars gotten lighter
    over time" and of "are cars from Japan lighter than those from Europe"."""
    compared = {r.target for choice in draft.values for r in choice.readings}
    if not (draft.trend or (len(draft.values) > 1 and len(compared) == 1)):
        return
    for i, span in enumerate(u.spans):
        names = PROPERTIES_OF.get(span.text, ())
        if not names or i in u.used or span.is_noun or span.is_cue(*RANKING):
            continue
        readings = [r for r in u.called(names) if r.aggregate == "avg"]
        if readings:
            draft.measures.append(Choice(span.text, [replace(r, shortened=False) for r in readings]))
            draft.versus |= not draft.trend
            u.used.add(i)


def _of_those_who_have_it(u: Utterance, draft: Draft, i: int, readings: Sequence[Reading]) -> Choice | None:
    """What ranks the things asked for by a property of others: the average weight in "which origin has the
    heaviest cars", which lists no cars; or the things of each group by their own: the highest weight in
    "the heaviest car of each origin"."""
    noun = u.after(i) if readings else None
    if noun is None or not u.spans[noun].of(Role.ENTITY) or draft.measures:
        return None
    things = u.spans[noun].text
    groups = [g for g in draft.groups if g.text != things]
    asked = bool(ahead_of(u.asking, i))
    extreme = {"desc": "max", "asc": "min"}[draft.rank or "desc"]
    aggregate = "avg" if asked and is_plural(things) else extreme
    measures = [replace(r, shortened=False) for r in readings if r.aggregate == aggregate]
    if not (groups and measures and (asked or draft.grouped)) or len(groups) == len(draft.groups):
        return None
    title = u.catalog.members[measures[0].target].titles
    said = f"{u.spans[i].text} {things}"
    if asked:
        draft.groups = groups
        draft.ranked = [g for g in draft.ranked if g.text != things]
        draft.plural = any(is_plural(g.text) for g in groups)
        draft.notes.append(Text(f'"{said}" was taken as {title.en}.', f"“{said}”按“{title.zh}”计算。"))
    return Choice(said, measures)
