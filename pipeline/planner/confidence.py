"""How sure a reading is: what had to be assumed, left over or chosen on the way, as one number.

Each doubt leaves a part of the confidence. The parts are about the share of right answers among those
with that doubt, in questions that people asked about data that nobody prepared; the thresholds are set so
that of the answers given with confidence few are wrong (`python -m pipeline eval` prints how many).
"""

from __future__ import annotations

from enum import Enum

from pipeline.planner.draft import Draft
from pipeline.query import Query

SURE = 0.75  # from here on an answer is given with confidence
ASKS_BACK = 0.5  # below, a question back is better than an answer

_MANY_GROUPS, _MANY_CUBES = 3, 3


class Doubt(Enum):
    """What leaves a reading less than certain; its value is what is left of the confidence."""

    RIVAL = 0.65  # another member would have fitted as well
    NO_MEASURE = 0.65  # none was named
    COUNTED_ROWS = 0.65  # where different values were asked for
    GRAIN = 0.66  # along dates for which no size of bucket is said
    AGGREGATE = 0.8  # which one was meant is a guess
    LEFT_OUT = 0.72  # rows that belong to nothing they are grouped by
    IGNORED = 0.71  # a word that means nothing here
    COMPLETED = 0.7  # a title by one of its words
    RESPELT = 0.9  # a misspelt word
    SHAPE = 0.45  # not what the chart that is asked for can show
    GROUPS = 0.4  # more of them than people ask for at once
    CUBES = 0.5  # things that lie far apart


def of_query(query: Query, draft: Draft) -> float:
    """What the query itself leaves of the confidence."""
    left = 1.0
    groups = len(query.dimensions) + sum(t.granularity is not None for t in query.time_dimensions)
    cubes = {name.split(".", 1)[0] for name in query.columns}
    if groups >= _MANY_GROUPS:
        left *= Doubt.GROUPS.value
    if len(cubes) >= _MANY_CUBES:
        left *= Doubt.CUBES.value
    if draft.chart not in (None, "number") and not _can_show(draft.chart or "", groups, query):
        left *= Doubt.SHAPE.value
    return left


def _can_show(chart: str, groups: int, query: Query) -> bool:
    """Whether a chart of that type can show so many groups and measures."""
    match chart:
        case "pie":
            return groups == 1 and len(query.measures) <= 1
        case "stacked_bar" | "grouped_bar" | "heatmap":
            return groups == 2 or (groups == 1 and len(query.measures) > 1)
        case "scatter":
            return groups >= 1 or len(query.measures) > 1
        case _:
            return groups >= 1
