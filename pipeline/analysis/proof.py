"""The proof of a text: each number in it with the derivation by which it follows from the result."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import pandas as pd

from pipeline import format as fmt
from pipeline.analysis import derivations, periods
from pipeline.analysis.reading import Clean, DateParts, Kind, Printed, clean, occurrences, read, same
from pipeline.analysis.result import Axis, Ints, Result
from pipeline.analysis.speech import label_text
from pipeline.catalog import Catalog
from pipeline.language import Language
from pipeline.query import Query

_SPOKEN = 200  # rows of a text whose cells are looked up
_LANGUAGES: tuple[Language, ...] = ("en", "zh")
# A full stop ends a sentence only before a space; lines end one too.
_SENTENCE_END = re.compile(r"(?<=[。！？!?；;\n])|(?<=\.)(?=\s)")
_DIGIT = re.compile(r"[0-9零一二两三四五六七八九十百千]|two|three|four|five|six|seven|eight|nine|ten|twelve")
_CORRELATION = re.compile(r"correl|相关", re.IGNORECASE)


@dataclass(frozen=True)
class Checked:
    """A number of a text. ``derivation`` is None when nothing in the result supports it."""

    text: str
    start: int
    end: int
    value: float
    kind: Kind
    derivation: str | None


@dataclass(frozen=True)
class Proof:
    """The numbers of a text in order."""

    numbers: tuple[Checked, ...]

    @property
    def unproven(self) -> tuple[Checked, ...]:
        return tuple(number for number in self.numbers if number.derivation is None)

    @property
    def holds(self) -> bool:
        return not self.unproven


def prove(text: str, query: Query, table: pd.DataFrame, catalog: Catalog, today: date) -> Proof:
    """Holds every number of ``text`` against ``table``, the rows of ``query``.

    A number is compared at the precision it is printed with. Which numbers are read says
    `pipeline.analysis.reading`; which follow, `pipeline.analysis.derivations`. What words say
    about a number ("rose", "the largest") is not judged.
    """
    result = Result(query, table, catalog, today)
    seen = clean(text)
    labels = _Labels(result, seen)
    numbers = read(seen, labels.with_digits)
    moments = _Moments(derivations.moments(result)) if any(p.parts for p in numbers) else None
    checker = _Checker(result, seen, labels, numbers, moments)
    return Proof(
        tuple(Checked(p.text, p.start, p.end, p.value, p.kind, checker.derivation(p)) for p in numbers)
    )


class _Labels:
    """Where a text names the groups of a result.

    ``with_digits`` are names whose digits are not numbers of the text: labels, titles, filter
    values, units. ``numbers`` are labels that are nothing but a number.
    """

    def __init__(self, result: Result, text: Clean) -> None:
        self.text = text.text.lower()
        # By axis: the rows of each label that the text names, and where it names it.
        self.spoken: list[dict[str, tuple[Ints, list[int]]]] = []
        self.numbers: set[float] = set()
        names = _titles(result)
        for axis in result.axes:
            spoken = {}
            if axis is not result.time:
                for name, rows in self._rows_by_name(axis).items():
                    if name.lower() in self.text and (at := list(occurrences(self.text, name.lower()))):
                        spoken[name] = (np.array(rows, np.int64), at)
                        if _is_number(name):
                            self.numbers.add(float(name.replace(",", "").rstrip("%")))
                        else:
                            names.add(name)
            self.spoken.append(spoken)
        self.with_digits = [name for name in names if name and _DIGIT.search(name.lower())]

    def _rows_by_name(self, axis: Axis) -> dict[str, list[int]]:
        rows_of: dict[object, list[int]] = {}
        for row, value in enumerate(axis.values):
            rows_of.setdefault(value, []).append(row)
        found: dict[str, list[int]] = {}
        for value, rows in rows_of.items():
            for name in _names(value, axis):
                found.setdefault(same(name), []).extend(rows)
        return found


class _Moments:
    """Known moments, compared part by part."""

    def __init__(self, known: Sequence[datetime]) -> None:
        self._parts = {
            "year": np.array([at.year for at in known]),
            "quarter": np.array([(at.month + 2) // 3 for at in known]),
            "month": np.array([at.month for at in known]),
            "day": np.array([at.day for at in known]),
            "hour": np.array([at.hour for at in known]),
            "minute": np.array([at.minute for at in known]),
            "second": np.array([at.second for at in known]),
            "week": np.array([at.isocalendar().week for at in known]),
        }

    def fit(self, parts: DateParts) -> Ints:
        """The places of the moments that a date of a text may mean."""
        fits = np.ones(len(self._parts["year"]), np.bool_)
        for name, value in parts._asdict().items():
            if value is not None:
                fits &= self._parts[name] == value
        return np.flatnonzero(fits)


class _Checker:
    def __init__(
        self,
        result: Result,
        text: Clean,
        labels: _Labels,
        numbers: Sequence[Printed],
        moments: _Moments | None,
    ) -> None:
        self._result = result
        self._labels = labels
        self._moments = moments
        self._numbers = numbers
        self._text = text
        self._ends = [m.start() for m in _SENTENCE_END.finditer(text.text)]
        self._place = {place: index for index, place in reversed(list(enumerate(text.places)))}
        self._whole = derivations.of_result(result)
        self._dated = self._rows_by_date()
        self._cells = derivations.of_rows(result, self._rows(None)[:_SPOKEN])
        self._pairs: dict[int, derivations.Numbers] = {}
        self._correlation: derivations.Numbers | None = None

    def derivation(self, printed: Printed) -> str | None:
        """By what the number follows, or None."""
        if printed.parts and self._moments is not None and len(self._moments.fit(printed.parts)):
            return "date of the result or the query"
        if printed.kind == "date":
            return None
        if printed.value in self._labels.numbers:
            return "label of a group"
        sentence = self._sentence(self._place[printed.start])
        kinds: tuple[Kind, ...] = (printed.kind,)
        if printed.kind == "rank":
            kinds = ("rank", "plain")
        for kind in kinds:
            for numbers in (self._whole, self._cells, self._pairs_of(sentence)):
                if name := numbers.derivation(printed, kind):
                    return name
        if printed.kind == "plain" and self._speaks_of_correlation(sentence):
            if self._correlation is None:
                self._correlation = derivations.of_correlation(self._result)
            return self._correlation.derivation(printed, "plain")
        return None

    def _sentence(self, place: int) -> int:
        return int(np.searchsorted(self._ends, place, side="right"))

    def _pairs_of(self, sentence: int) -> derivations.Numbers:
        if sentence not in self._pairs:
            rows = self._rows(sentence)
            self._pairs[sentence] = derivations.of_pairs(self._result, rows)
        return self._pairs[sentence]

    def _speaks_of_correlation(self, sentence: int) -> bool:
        ends = [0, *self._ends, len(self._text.text)]
        return bool(_CORRELATION.search(self._text.text, ends[sentence], ends[sentence + 1]))

    def _rows(self, sentence: int | None) -> Ints:
        """The rows that the text names by all their labels; with a sentence, those it names
        together with the sentence before."""
        named = np.ones(len(self._result), np.bool_)
        if not self._result.axes:
            return np.arange(len(self._result))
        for axis, spoken in zip(self._result.axes, self._labels.spoken, strict=True):
            here = np.zeros(len(self._result), np.bool_)
            mentions = self._dated if axis is self._result.time else list(spoken.values())
            for rows, places in mentions:
                if sentence is None or any(self._sentence(p) in (sentence, sentence - 1) for p in places):
                    here[rows] = True
            named &= here
        return np.flatnonzero(named)

    def _rows_by_date(self) -> list[tuple[Ints, list[int]]]:
        """The rows whose period the text names, and where."""
        time = self._result.time
        dates = [p for p in self._numbers if p.parts]
        if time is None or not dates:
            return []
        dated = [(row, at) for row, at in enumerate(self._result.starts) if at is not None]
        rows = np.array([row for row, _ in dated], np.int64)
        starts = _Moments([at for _, at in dated])
        found = []
        for printed in dates:
            assert printed.parts is not None
            # A year names the rows of years; of months it names none in particular.
            if time.granularity == "year" or printed.parts._replace(year=None) != DateParts():
                found.append((rows[starts.fit(printed.parts)], [self._place[printed.start]]))
        return found


def _titles(result: Result) -> set[str]:
    """The words of the model and the query that may hold digits."""
    found: set[str] = set()
    for name in {*result.query.members(), *result.query.columns}:
        member, granularity = result.catalog.column(name)
        found.update(member.titles)
        found.update(title.lower() for title in member.titles)
        found.update(member.unit or ())
        if granularity:
            found.add(granularity)
    for condition in result.query.conditions():
        member, granularity = result.catalog.column(condition.member)
        for value in condition.values:
            if value and member.type == "string" and not _is_number(value):
                found.update({value, *(label_text(value, member, granularity, lang) for lang in _LANGUAGES)})
    for date_range in derivations.ranges(result):
        if periods.days_of(date_range, result.today) is None:
            found.update([date_range] if isinstance(date_range, str) else date_range)
    return {same(" ".join(name.split())) for name in found}


def _names(value: object, axis: Axis) -> set[str]:
    """How a text may name a label, in either language."""
    if fmt.is_null(value):
        return set(fmt.NONE)
    if isinstance(value, str) and not axis.member.values and axis.member.type == "string":
        # The common case, without the cost of formatting.
        plain = " ".join(value.split())
        return {plain} if 0 < len(plain) <= 60 else {plain, label_text(value, axis.member, None, "en")}
    return {label_text(value, axis.member, axis.granularity, language) for language in _LANGUAGES}


def _is_number(name: str) -> bool:
    return bool(re.fullmatch(r"[-+]?[\d,]*\.?\d+%?", name))
