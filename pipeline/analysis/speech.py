"""Values, labels, periods and titles as a sentence spells them, in one language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np

from pipeline import format as fmt
from pipeline.analysis import periods
from pipeline.analysis.facts import Label
from pipeline.analysis.result import Measure, Result
from pipeline.catalog import Member
from pipeline.language import Language
from pipeline.markdown import escape, shorten

MAX_LABEL = 60
_LARGE = 10_000_000  # a measure whose values reach this is told in thousands, millions, 万, 亿
_ROUNDABLE = 100_000
_TELLING_PERCENT = 1000  # beyond it a percentage says less than the two values
# Bold is marked with two private characters until the sentence is whole, because Markdown needs a
# space beside "**" in Chinese text depending on both neighbours.
_OPEN, _CLOSE = "\ue000", "\ue001"
_BOLD = re.compile(f"(.?){_OPEN}(.*?){_CLOSE}(?=(.?))", re.DOTALL)


def label_text(value: Any, member: Member, granularity: str | None, language: Language) -> str:
    """One label as a sentence shows it, before escaping."""
    text = fmt.cell(value, member, granularity, language).replace(_OPEN, "").replace(_CLOSE, "")
    return shorten(" ".join(text.split()), MAX_LABEL)


class Speech:
    """How one result is spoken of in one language."""

    def __init__(self, result: Result, language: Language) -> None:
        self.result = result
        self.language = language
        self._measures = {measure.column: measure for measure in result.measures}
        self._large = {m.column: _is_large(m, summed=len(result.axes) > 1) for m in result.measures}

    def number(self, measure: str, value: float) -> str:
        """A value of a measure with its unit, in bold."""
        return bold(self._number(measure, value))

    def size(self, measure: str, value: float) -> str:
        """The size of a difference of a measure: its number, or percentage points of a rate."""
        if self._measures[measure].percent:
            points = fmt.number(abs(value), None, self.language)
            return bold(f"{points} 个百分点" if self.language == "zh" else f"{points} percentage points")
        return bold(self._number(measure, abs(value)))

    def share(self, fraction: float) -> str:
        return bold(fmt.share(fraction, self.language))

    def percent(self, measure: str, percent: float | None) -> str:
        """The size of a percent change; empty where it says nothing: of a rate, from a tiny base."""
        if percent is None or abs(percent) >= _TELLING_PERCENT or self._measures[measure].percent:
            return ""
        return bold(fmt.share(abs(percent) / 100, self.language))

    def times(self, ratio: float) -> str:
        return bold(f"{ratio:,.1f}" if ratio < 100 else f"{ratio:,.0f}")

    def count(self, count: int) -> str:
        return bold(f"{count:,}")

    def label(self, value: Any, column: str) -> str:
        member, granularity = self.result.catalog.column(column)
        text = label_text(value, member, granularity, self.language)
        return bold(escape(text) or fmt.EMPTY.said(self.language))

    def labels(self, label: Label, columns: Sequence[str] | None = None) -> str:
        """The name of a group by one value or several."""
        columns = columns or [axis.column for axis in self.result.categories]
        if len(label) > len(columns):
            columns = [axis.column for axis in self.result.axes]
        return " / ".join(self.label(value, column) for value, column in zip(label, columns, strict=True))

    def at(self, moment: datetime) -> str:
        """A period of the result's time axis."""
        time = self.result.time
        return fmt.period(moment, time.granularity if time else None, self.language)

    def title(self, column: str) -> str:
        """A title inside a sentence."""
        member = self.member(column)
        title = escape(member.title(self.language))
        return title if self.language == "zh" else inline(title)

    def member(self, column: str) -> Member:
        for axis in self.result.axes:
            if axis.column == column:
                return axis.member
        return self.result.catalog.column(column)[0]

    def is_percent(self, measure: str) -> bool:
        return self._measures[measure].percent

    def is_additive(self, measure: str) -> bool:
        return self._measures[measure].additive

    @property
    def granularity(self) -> str:
        """The time axis' granularity; "period" for one of the model's own."""
        time = self.result.time
        known = time is not None and time.granularity in periods.STANDARD
        return time.granularity or "period" if time and known else "period"

    def _number(self, measure: str, value: float) -> str:
        member = self._measures[measure].member
        rounded = abs(value) >= (_ROUNDABLE if self._large[measure] else _LARGE)
        printed = (fmt.compact if rounded else fmt.number)(value, member, self.language)
        # A unit is the model's word. A number inside a sentence starts no list and no heading.
        return escape("x" + printed)[1:]


def bold(text: str) -> str:
    return f"{_OPEN}{text}{_CLOSE}"


def finish(sentence: str) -> str:
    """The sentence as Markdown."""
    return _BOLD.sub(_stars, sentence)


def inline(title: str) -> str:
    """An English title in the middle of a sentence: "Total Employees" is "total employees"."""
    words = title.split(" ")
    if all(word.istitle() or word.islower() for word in words):
        return title.lower()
    if words[0].istitle():
        words[0] = words[0].lower()
    return " ".join(words)


def _stars(match: re.Match[str]) -> str:
    before, inner, after = match.groups()
    # CommonMark opens bold before punctuation or a symbol only after a space or punctuation, and
    # likewise for its end. A figure stands apart from Chinese characters anyway.
    opening = " " if _is_word(before) and not _is_han(inner[:1]) else ""
    closing = " " if _is_word(after) and not _is_han(inner[-1:]) else ""
    return f"{before}{opening}**{inner}**{closing}"


def _is_word(character: str) -> bool:
    return character.isalnum()


def _is_han(character: str) -> bool:
    return "㐀" <= character <= "鿿"


def _is_large(measure: Measure, summed: bool) -> bool:
    sizes = abs(measure.values[~np.isnan(measure.values)])
    return len(sizes) > 0 and (sizes.sum() if summed and measure.additive else sizes.max()) >= _LARGE
