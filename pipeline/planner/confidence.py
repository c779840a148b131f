"""How sure a reading is: what had to be assumed, left over or chosen on the way, as one number.

Each doubt leaves a part of the confidence. The parts are about the share of right answers among those
with that doubt, in questions that people asked about data that nobody prepared; the thresholds are set so
that of the answers given with confidence few are wrong (`python -m pipeline eval` prints how many).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from enum import Enum, auto

from pipeline.catalog import Catalog
from pipeline.planner.draft import Draft
from pipeline.query import Query

SURE = 0.75  # from here on an answer is given with confidence
ASKS_BACK = 0.5  # below, a question back is better than an answer

_MANY_GROUPS, _MANY_CUBES = 3, 3


class Doubt(Enum):
    """What leaves a reading less than certain."""

    RIVAL = auto()  # another member would have fitted as well
    NO_MEASURE = auto()  # none was named
    COUNTED_ROWS = auto()  # where different values were asked for
    GRAIN = auto()  # along dates for which no size of bucket is said
    TOTAL = auto()  # of things that nothing says the day of: as well may be their average
    POINTS = auto()  # what each point of a chart is, was not said
    AGGREGATE = auto()  # which one was meant is a guess
    ONES = auto()  # the count of each can only be one
    LEFT_OUT = auto()  # rows that belong to nothing they are grouped by
    IGNORED = auto()  # a word that means nothing here
    COMPLETED = auto()  # a title by one of its words
    PERSONS = auto()  # persons by another word than the data has for them
    RESPELT = auto()  # a misspelt word
    SHAPE = auto()  # not what the chart that is asked for can show
    GROUPS = auto()  # more of them than people ask for at once
    CUBES = auto()  # things that lie far apart


# What is left of the confidence.
_LEFT = {
    Doubt.RIVAL: 0.65,
    Doubt.NO_MEASURE: 0.65,
    Doubt.COUNTED_ROWS: 0.65,
    Doubt.GRAIN: 0.66,
    Doubt.TOTAL: 0.72,
    Doubt.POINTS: 0.7,
    Doubt.AGGREGATE: 0.8,
    Doubt.ONES: 0.7,
    Doubt.LEFT_OUT: 0.72,
    Doubt.IGNORED: 0.71,
    Doubt.COMPLETED: 0.7,
    Doubt.PERSONS: 0.78,
    Doubt.RESPELT: 0.9,
    Doubt.SHAPE: 0.45,
    Doubt.GROUPS: 0.4,
    Doubt.CUBES: 0.5,
}


def left_by(doubts: Iterable[Doubt]) -> float:
    """The confidence that ``doubts`` leave, from 0 to 1."""
    return math.prod(_LEFT[doubt] for doubt in doubts)


def of_query(query: Query, draft: Draft, catalog: Catalog) -> list[Doubt]:
    """What the query itself leaves to doubt."""
    found: list[Doubt] = []
    groups = len(_groups(query, catalog)) + sum(t.granularity is not None for t in query.time_dimensions)
    cubes = {name.split(".", 1)[0] for name in query.columns}
    if groups >= _MANY_GROUPS and query.measures:  # a list may have many columns
        found.append(Doubt.GROUPS)
    if len(cubes) >= _MANY_CUBES:
        found.append(Doubt.CUBES)
    if draft.chart not in (None, "none", "number") and not _can_show(draft.chart or "", groups, query):
        found.append(Doubt.SHAPE)
    return found


def _groups(query: Query, catalog: Catalog) -> list[str]:
    """The dimensions of a query without the keys that stand beside the names of the same things."""
    cubes = [name.split(".", 1)[0] for name in query.dimensions]
    return [
        name
        for name, cube in zip(query.dimensions, cubes, strict=True)
        if cubes.count(cube) == 1 or not catalog.members[name].primary_key
    ]


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
