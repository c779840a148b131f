"""Function words: what they say about the question as a whole."""

from __future__ import annotations

from typing import Literal

from pipeline.language import Text
from pipeline.planner.cues import CUES, Cue
from pipeline.planner.dates.fiscal import FISCAL
from pipeline.planner.dates.periods import Period
from pipeline.planner.draft import Draft
from pipeline.planner.reading.measures import counts_of
from pipeline.planner.reading.places import ahead_of, each
from pipeline.planner.reading.utterance import GROUPING, RANKING, Utterance
from pipeline.planner.readings import Reading, Role
from pipeline.planner.spans import Span
from pipeline.planner.words import BESIDES, PEOPLE

_AGAINST: dict[Cue, Literal["year", "period", "growth"]] = {
    Cue.ON_YEAR: "year",
    Cue.ON_PERIOD: "period",
    Cue.GROWTH: "growth",
}
# Of these the size of the period is said.
_UNITS = {
    "month": "month", "mom": "month", "m/m": "month", "月": "month", "quarter": "quarter", "qoq": "quarter",
    "q/q": "quarter", "季": "quarter", "week": "week", "wow": "week", "周": "week", "day": "day",
}  # fmt: skip


_IN_A_TITLE = tuple(f" {text}" for text in CUES[Cue.TREND] if " " in text)  # "salary over time"


def read_cues(u: Utterance, draft: Draft) -> None:
    """Reads charts, grains, periods and the words that need no neighbour to be understood."""
    _name_people(u)
    draft.follow_up = u.has(Cue.FOLLOW, Cue.ONLY) or (bool(u.spans) and u.spans[0].is_cue(Cue.AND))
    draft.adds = bool(u.saying(BESIDES))
    draft.follow_up |= draft.adds
    draft.future = u.has(Cue.WILL)
    draft.trend = u.has(Cue.TREND) or any(s.is_noun and s.text.endswith(_IN_A_TITLE) for s in u.spans)
    draft.share = u.has(Cue.SHARE)
    draft.ratio = u.has(Cue.RATIO)
    draft.person = u.has(Cue.WHO) or any(s.text in PEOPLE for s in u.spans)
    draft.versus = u.has(Cue.VERSUS)
    draft.against = next((name for cue, name in _AGAINST.items() if u.has(cue)), None)
    draft.same_time = u.has(Cue.SAME_TIME)
    draft.running = u.has(Cue.RUNNING)
    # 累计 alone is a sum; the others need a course of time
    grouped = any(u.is_cue(i, *GROUPING) and s.text != "over" for i, s in enumerate(u.spans))
    draft.trend |= not grouped and any(
        u.is_cue(i, Cue.RUNNING) and s.text != "累计" for i, s in enumerate(u.spans)
    )
    draft.either = u.has(Cue.OR)
    # "who are the managers" asks for names; "who sells most" for a ranking
    draft.listing = any(_lists(u, i) for i in range(len(u.spans))) or (
        u.is_cue(0, Cue.WHO) and not u.has(*RANKING)
    )
    if u.has(Cue.DESCENDING):
        draft.sort = "desc"
    elif u.has(Cue.ASCENDING):
        draft.sort = "asc"
    if u.has(Cue.SORT, Cue.DESCENDING, Cue.ASCENDING):
        axes = [i for i in range(len(u.spans)) if u.is_cue(i, Cue.X_AXIS, Cue.Y_AXIS)]
        if axes:
            draft.sort_axis = "x" if u.is_cue(axes[-1], Cue.X_AXIS) else "y"
    seen: set[Period] = set()
    for i, span in enumerate(u.spans):
        if not span.is_noun:
            _read_closed(u, draft, i)
        if span.period:
            _say_fiscal_year(draft, span)
            negated = u.is_cue(u.before(i, Cue.IN), Cue.NOT)
            if draft.versus and span.period in seen:
                draft.against = draft.against or "period"  # "the last 30 days vs the previous 30 days"
                continue
            (draft.not_periods if negated else draft.periods).append(span.period)
            seen |= set() if negated else {span.period}
        if span.text == "share" and span.is_cue(Cue.SHARE) and _has_no_parts(u, i + 1):
            draft.unknown_key.append(f"{span.text} {u.spans[i + 1].text}")
        if span.text == "ratio" and _is_a_ratio_of_its_own(u, i):
            draft.unknown_key.append(f"{u.spans[i - 1].text} {span.text}")
        if span.is_cue(Cue.ON_PERIOD) and not span.is_noun and draft.grain is None:
            draft.unit = next((unit for word, unit in _UNITS.items() if word in span.text), None)


def _name_people(u: Utterance) -> None:
    """Gives "people" and 人 the one kind of persons that the question can be about."""
    if not any(s.text in PEOPLE for s in u.spans):
        return
    persons = u.lexicon.persons
    measured = {r.target.split(".")[0] for s in u.spans for r in (*s.of(Role.MEASURE), *s.of(Role.DIMENSION))}
    cubes = [cube for cube in persons if cube in measured] or (persons if not measured else [])
    if len(cubes) != 1 or any(s.of(Role.ENTITY) for s in u.spans):
        return
    for i in each(u.saying(PEOPLE)):
        u.read_as(i, [Reading(Role.ENTITY, cubes[0]), *counts_of(u, cubes[0])])


def _say_fiscal_year(draft: Draft, span: Span) -> None:
    """Says which days a fiscal year was taken as."""
    period = span.period
    if period and period.start and period.end and FISCAL.search(span.text):
        draft.notes.append(
            Text(
                f'"{span.text}" was taken as {period.start} to {period.end}.',
                f"“{span.text}”按 {period.start} 至 {period.end} 计算。",
            )
        )


def _lists(u: Utterance, i: int) -> bool:
    """Whether a word asks for a list of things; "list the number of orders" asks for a number, and
    "…, list dates in ascending order" only for an order."""
    if not u.is_cue(i, Cue.LIST):
        return False
    noun = u.after(i)
    if noun is None or not u.spans[i].text.startswith("list"):
        return True
    ordered = u.is_cue(i - 1, Cue.AND) and _is_order(u, u.after(noun))
    return not (ordered or u.is_cue(noun, Cue.COUNT))


def _read_closed(u: Utterance, draft: Draft, i: int) -> None:
    for reading in u.spans[i].readings:
        if reading.role is Role.CHART:
            draft.chart = reading.target if reading.target != "none" else draft.chart or "none"
        elif reading.role is Role.UNSUPPORTED:
            draft.unsupported.append(reading.target)
        elif reading.role is Role.GRAIN and _is_sorted_by(u, i):
            draft.sort_axis = "x"
        elif reading.role is Role.GRAIN and not _is_length(u, i):
            behind = u.spans[i + 1].text if i + 1 < len(u.spans) else ""
            if behind.startswith("interval"):
                draft.grain = reading.target  # "bin the opening day by year interval"
            draft.grain = draft.grain or reading.target


def _is_length(u: Utterance, i: int) -> bool:
    """Whether a number in front makes a unit of time a length: "more than 2 days" is no course of days,
    "the top 3 months" are months."""
    if not u.spans[i].text.isascii() or i == 0 or u.spans[i - 1].quantity is None:
        return False
    return not u.is_cue(u.before(i - 1), *RANKING)


def _is_sorted_by(u: Utterance, i: int) -> bool:
    """Whether a unit of time is only what the answer is sorted by: "in ascending order of date"."""
    return u.spans[i].text.isascii() and u.is_cue(i - 1, Cue.OF) and _is_order(u, i - 2)


def _is_order(u: Utterance, i: int | None) -> bool:
    return u.is_cue(i, Cue.SORT, Cue.ASCENDING, Cue.DESCENDING)


def _is_a_ratio_of_its_own(u: Utterance, i: int) -> bool:
    """Whether "ratio" ends a name that nothing has: of "profit ratio" it is not said to what."""
    if i == 0 or not u.spans[i - 1].of(Role.MEASURE):
        return False
    behind = u.spans[i + 1].text if i + 1 < len(u.spans) else ""
    return behind not in ("to", "of", "between") and not ahead_of(u.cues(Cue.TO, Cue.AND), i)


def _has_no_parts(u: Utterance, i: int) -> bool:
    """Whether a span measures what cannot be shared out: a share price is not a share."""
    measures = u.spans[i].of(Role.MEASURE) if i < len(u.spans) else []
    return bool(measures) and not any(r.aggregate in ("sum", "count") for r in measures)
