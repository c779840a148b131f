"""What a phrase of a question can mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pipeline.catalog import Member


class Role(StrEnum):
    """What a phrase can be in a question."""

    MEASURE = "measure"
    DIMENSION = "dimension"
    ENTITY = "entity"  # the things of a cube: employees, orders
    SEGMENT = "segment"
    VALUE = "value"
    CUE = "cue"
    GRAIN = "grain"
    CHART = "chart"
    UNSUPPORTED = "unsupported"
    FILLER = "filler"


CATALOG_ROLES = frozenset({Role.MEASURE, Role.DIMENSION, Role.ENTITY, Role.SEGMENT, Role.VALUE})


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing a phrase can mean.

    Attributes:
        target: a member's or cube's name, a cue, a grain, a chart type.
        value: the stored value, when it means one of a dimension.
        strength: how directly the model says it: 1 its title, less for synonyms and shortened titles.
        aggregate: for a measure, which aggregate it is ("avg"), where that is known.
        shortened: the phrase lacks the aggregate word of the title ("salary" of "Average salary").
        partial: the phrase is only the noun that the title ends in ("status" of "Order status").
    """

    role: Role
    target: str
    value: str | None = None
    strength: float = 1.0
    aggregate: str | None = None
    shortened: bool = False
    partial: bool = False


@dataclass(frozen=True, slots=True)
class DateSpan:
    """The days that a time dimension holds: the first and the last of them, and whether they are few."""

    first: date
    last: date
    few: bool = False


def aggregate_of(measure: Member) -> str | None:
    """The aggregate a measure is, in the planner's words; None for calculated ones that do not say it."""
    if measure.aggregate:
        return measure.aggregate
    kinds = {"countDistinct": "count", "countDistinctApprox": "count", "runningTotal": "sum"}
    kind = kinds.get(measure.agg_type or "", measure.agg_type)
    return kind if kind in {"count", "sum", "avg", "min", "max"} else None
