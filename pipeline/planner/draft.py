"""What was read from a question, before it becomes a query."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pipeline.language import Text
from pipeline.planner.dates.periods import Period
from pipeline.planner.readings import Reading


@dataclass
class Choice:
    """One mention with everything it can mean, the most direct reading first.

    Attributes:
        text: the words of the question.
        negated: the mention is to be left out.
        lacks: the aggregate that was asked for and that none of the readings has.
        counted: the dimension whose different values the readings count.
        clause: more is said of it, which only tells which ones are meant: "heads whose …".
        whole: the measures that add up, where an average is asked for that may be one per thing.
    """

    text: str
    readings: list[Reading]
    negated: bool = False
    clause: bool = False
    lacks: str | None = None
    counted: list[Reading] = field(default_factory=list)
    whole: list[Reading] = field(default_factory=list)


@dataclass
class Bound:
    """A number condition on a measure or a numeric dimension.

    Attributes:
        unit: with a unit of time, how long ago a date is.
    """

    subject: Choice
    operator: str
    value: str
    unit: str | None = None

    @property
    def is_on_measure(self) -> bool:
        """Whether its subject means a measure in the first place."""
        return any(r.role == "measure" for r in self.subject.readings[:1])


@dataclass
class TextBound:
    """A condition on the letters of a text dimension."""

    subject: Choice
    operator: str
    text: str


@dataclass
class Draft:
    """The parts of a question in the roles they play.

    Attributes:
        measures: what is measured.
        groups: what it is grouped by, or what is listed.
        qualifiers: cubes named only to say what the measure is about.
        values: values of dimensions that restrict the rows.
        bounds: number conditions.
        texts: conditions on letters.
        missing: dimensions that are to be empty.
        segments: named restrictions.
        periods: when; ``not_periods`` when not.
        time: time dimensions that the question names.
        grain: bucket size of the time axis.
        rank: the order a superlative asks for, with ``rank_by`` what it ranks by when it is named.
        limit: how many rows are wanted.
        plural: several things are asked for, without saying how many.
        sort: an order asked for in so many words, with ``sort_by`` its key or ``sort_axis`` the axis
            of a chart that it is along.
        listing: rows are asked for, not a number.
        counting: a number of things is asked for.
        unbound: aggregates ("avg") that belong to no noun: an average of a count.
        trend: a course of time is asked for; ``dated``: how many dates there are, along which no
            size of bucket is said.
        future: it is about what will be.
        by_time: the superlative ranks by time: the latest.
        person: somebody is asked for, without a word for who.
        ranked: those of ``groups`` that a superlative or a question word asks for.
        share: parts of a whole are asked for.
        spread: how many there are is asked along the values of a number.
        ratio: one measure is to be divided by another.
        per: the things of each of which something may be told: the customers of "orders per customer";
            ``divided``: with a word that says so, and not only "each".
        against: what the measures are set against: the ``year`` before, the ``period`` before, or
            either (``growth``).
        records: the things whose rows the question says it is about.
        unit: the size of the period before, where it is said: month over month.
        same_time: of another year only the part that has passed of this one.
        running: sums up to each period are asked for.
        versus: values are to be compared.
        either: values are joined by "or": their total is meant, not each.
        grouped: a word of grouping stood before one of ``groups``.
        adds: what is asked for comes beside what the question before asked for.
        follow_up: the question sounds like a change to the one before.
        chart: a chart type it names.
        unknown: words that were not understood; ``unknown_key`` those that may not be ignored.
        verbs: words that were not understood and only say how two things belong together.
        unsupported: keys of `words.UNSUPPORTED`.
        notes: what was assumed while reading.
        said: the stems of all its words.
    """

    measures: list[Choice] = field(default_factory=list)
    groups: list[Choice] = field(default_factory=list)
    qualifiers: list[Choice] = field(default_factory=list)
    values: list[Choice] = field(default_factory=list)
    bounds: list[Bound] = field(default_factory=list)
    texts: list[TextBound] = field(default_factory=list)
    missing: list[Choice] = field(default_factory=list)
    segments: list[Choice] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    not_periods: list[Period] = field(default_factory=list)
    time: list[Choice] = field(default_factory=list)
    grain: str | None = None
    rank: Literal["asc", "desc"] | None = None
    rank_by: Choice | None = None
    limit: int | None = None
    plural: bool = False
    sort: Literal["asc", "desc"] | None = None
    sort_by: Choice | None = None
    sort_axis: Literal["x", "y"] | None = None
    listing: bool = False
    counting: bool = False
    unbound: list[str] = field(default_factory=list)
    trend: bool = False
    dated: bool = False
    future: bool = False
    by_time: bool = False
    person: bool = False
    ranked: list[Choice] = field(default_factory=list)
    share: bool = False
    spread: bool = False
    ratio: bool = False
    per: Choice | None = None
    divided: bool = False
    against: Literal["year", "period", "growth"] | None = None
    records: Choice | None = None
    unit: str | None = None
    same_time: bool = False
    running: bool = False
    versus: bool = False
    either: bool = False
    grouped: bool = False
    adds: bool = False
    follow_up: bool = False
    chart: str | None = None
    unknown: list[str] = field(default_factory=list)
    unknown_key: list[str] = field(default_factory=list)
    verbs: list[str] = field(default_factory=list)
    unsupported: list[str] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    said: frozenset[str] = frozenset()
