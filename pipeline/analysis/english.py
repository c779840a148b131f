"""The sentences in English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from pipeline.analysis import facts as f
from pipeline.analysis import periods, scope
from pipeline.analysis.plan import Voice

_NAMED = 3  # tied groups that are named; more are counted
_CLOSE, _CLEAR = 1.05, 1.25  # below the first a ratio is "just ahead", below the second "ahead"
_MOST_TIMES = 1000  # beyond it a ratio says only that one side is tiny
_PREPOSITION = re.compile(r" (?=(?:of|for|in|by|per|at|to|from|with) )")


# How the titles of measures begin that are the largest or smallest value of something.
_EXTREMES = frozenset(
    ("highest", "lowest", "maximum", "minimum", "max", "min", "largest", "smallest", "oldest", "youngest")
)


class English(Voice):
    """English sentences. Titles of measures stand where their number, singular or plural, does
    not matter."""

    def scope(self) -> str:
        ranges = scope.ranges(self.say.result, "en")
        clauses = scope.conditions(self.say.result, "en")
        parts = [f"for {' and '.join(ranges)}"] if ranges else []
        parts += [f"where {' and '.join(clauses)}"] if clauses else []
        opening = ", ".join(parts)
        return f"{opening[:1].upper()}{opening[1:]}: " if opening else ""

    def covers(self) -> str:
        ranges = scope.ranges(self.say.result, "en")
        clauses = scope.conditions(self.say.result, "en")
        if not ranges and not clauses:
            return "It covers everything in the data: no filter and no time range applies."
        text = "It covers " + (" and ".join(ranges) if ranges else "all dates")
        text += f", where {' and '.join(clauses)}" if clauses else ", without further filters"
        if scope.ends_open(self.say.result):
            text += "; that time is not over yet, so the result may still change"
        return text + "."

    def empty(self, fact: f.Empty) -> str:
        ranges = scope.ranges(self.say.result, "en")
        clauses = scope.conditions(self.say.result, "en")
        where = f" for {' and '.join(ranges)}" if ranges else ""
        where += f" where {' and '.join(clauses)}" if clauses else ""
        if fact.rows:
            return f"The {self.say.count(fact.rows)} rows found hold no value{where}."
        if not where:
            return "There is no data: the result has no rows although nothing was filtered out."
        return f"There is no data{where}; the result has no rows."

    def rows(self, fact: f.Rows) -> str:
        text = f"The list has {self._counted(fact.rows, 'row')}"
        different = [
            f"{self.say.count(count)} different values of {self.say.title(column)}"
            for column, count in fact.distinct
            if 1 < count < fact.rows
        ]
        return text + (f", with {_and(different)}." if different else ".")

    def compared(self, fact: f.Compared) -> str:
        today = self.say.result.today
        earlier = periods.range_words(fact.earlier_range, today, "en")
        later = periods.range_words(fact.later_range, today, "en")
        low, high = (self.say.number(fact.measure, v) for v in (fact.earlier, fact.later))
        if not fact.difference:
            return f"{self._title(fact.measure)}: {high} in {later}, the same as in {earlier}."
        change = self._size(fact.measure, fact.difference, fact.percent)
        more = "up" if fact.difference > 0 else "down"
        return f"{self._title(fact.measure)}: {high} in {later} against {low} in {earlier}, {more} {change}."

    def values(self, facts: list[f.Value]) -> str:
        known = [
            f"{self.say.title(v.measure)} {self.say.number(v.measure, v.value)}"
            for v in facts
            if v.value is not None
        ]
        unknown = [self.say.title(v.measure) for v in facts if v.value is None]
        if len(facts) == 1 and facts[0].value is not None:
            value = self.say.number(facts[0].measure, facts[0].value)
            return f"{self._title(facts[0].measure)}: {value}."
        sentence = f"The result: {_and(known)}." if known else ""
        if unknown:
            sentence += " " * bool(known) + f"There is no value for {_and(unknown)}."
        return sentence

    def since(self, fact: f.Since) -> str:
        before, value = (self.say.number(fact.measure, v) for v in (fact.before, fact.value))
        earlier = "a year before" if fact.yearly else "the period before"
        size = self._size(fact.measure, fact.difference, fact.percent)
        if fact.labels:
            moved = "rose" if fact.difference > 0 else "fell"
            return f"{self.say.labels(fact.labels)} {moved} most against {earlier}, by {size} to {value}."
        if not fact.difference:
            return f"That is the same as {earlier}."
        more = "more" if fact.difference > 0 else "less"
        what = "Altogether that" if self.say.result.axes else "That"
        return f"{what} is {size} {more} than {earlier}, when it was {before}."

    def all_equal(self, fact: f.AllEqual) -> str:
        value = self.say.number(fact.measure, fact.value)
        what = self._groups(fact.groups, False)
        return f"All {what} have the same {self.say.title(fact.measure)}, {value}."

    def leader(self, fact: f.Leader, total: f.Total | None) -> str:
        title = self.say.title(fact.measure)
        value = self.say.number(fact.measure, fact.value)
        if fact.groups == 1 and not self.say.result.cut:
            return f"There is only one group, {self.say.labels(fact.labels[0])}, with {title} at {value}."
        head = ""
        if total and total.groups > 1:
            whole = self.say.number(fact.measure, total.value)
            unnamed = ", with the rows that have none," if total.unnamed else ""
            head = f"The {self._groups(total.groups)}{unnamed} add up to {whole} in {title}; "
        if len(fact.labels) > 1:
            names = self._names(fact.labels)
            text = f"{names} tie for the highest {'value' if head else title}, {value}"
            return f"{_upper(head or text)}{text if head else ''}" + self._among(fact) + "."
        name = self.say.labels(fact.labels[0])
        text = f"{name} leads with {value}" if head else f"{name} {_has_the_highest(title)}, {value}"
        if fact.share is not None:
            text += f" ({self.say.share(fact.share)} of the sum)"
        return head + text + self._ahead(fact) + self._among(fact) + "."

    def last(self, fact: f.Last) -> str:
        value = self.say.number(fact.measure, fact.value)
        if not self.first(f.Leader, fact.measure):
            verb = "has" if len(fact.labels) == 1 else "tie for"
            return f"{self._names(fact.labels)} {verb} the lowest {self.say.title(fact.measure)}, {value}."
        shown = " of the rows shown" if fact.shown_only else ""
        if len(fact.labels) > _NAMED:
            return f"{self._counted(len(fact.labels), 'group')} share the lowest value{shown}, {value}."
        verb = "is" if len(fact.labels) == 1 else "are"
        text = f"{self._names(fact.labels)} {verb} lowest{shown} with {value}"
        if times := self._times(fact.measure, fact.ratio):
            return f"{text}; the highest value is {times} times that."
        if fact.ratio is not None and fact.ratio >= _MOST_TIMES:
            return f"{text}."
        return f"{text}, {self.say.size(fact.measure, fact.gap)} below the highest value."

    def outlier(self, fact: f.Outlier, leader: f.Leader | None) -> str:
        name, median = self.say.labels(fact.label), self.say.number(fact.measure, fact.median)
        leads = leader is not None and fact.label in leader.labels
        value = "" if leads else f" with {self.say.number(fact.measure, fact.value)}"
        if times := self._times(fact.measure, fact.ratio):
            return f"{name} is far from the rest{value}, at {times} times the median of {median}."
        return f"{name} is far from the rest{value}; the median of the groups is {median}."

    def concentrated(self, fact: f.Concentration) -> str:
        most, share = self.say.count(fact.most), self.say.share(fact.most_share)
        verb = "makes" if fact.most == 1 else "make"
        whole = f"of the {self._groups(fact.groups)}"
        return f"It is concentrated: {most} {whole} {verb} up {share} of the sum."

    def spread(self, fact: f.Concentration) -> str:
        share = self.say.share(fact.top_share)
        return f"The top {fact.top} together hold {share} of the sum."

    def total(self, fact: f.Total) -> str:
        value = self.say.number(fact.measure, fact.value)
        unnamed = ", with the rows that have none," if fact.unnamed else ""
        return f"All {self._groups(fact.groups)} shown{unnamed} add up to {value}."

    def change(self, fact: f.Change) -> str:
        first, last = (self.say.number(fact.measure, v) for v in (fact.first, fact.last))
        opens, closes = self.say.at(fact.first_period), self.say.at(fact.last_period)
        title = self._title(fact.measure)
        if not fact.difference:
            return f"{title} ended where it began, at {last} in both {opens} and {closes}."
        verb = "rose" if fact.difference > 0 else "fell"
        change = self._size(fact.measure, fact.difference, fact.percent)
        return f"{title} {verb} by {change} from {opens} to {closes}, from {first} to {last}."

    def latest(self, fact: f.Latest) -> str:
        value, at = self.say.number(fact.measure, fact.value), self.say.at(fact.period)
        period = self.say.granularity
        if fact.difference is None:
            return f"The only complete {period} is {at}, with {self.say.title(fact.measure)} at {value}."
        text = f"The last complete {period}, {at}, stands at {value}, "
        text += self._against(fact.measure, fact.difference, fact.percent, f"the {period} before")
        if fact.year_difference is not None and fact.year_period is not None:
            year = self.say.at(fact.year_period)
            text += " and " + self._against(
                fact.measure, fact.year_difference, fact.year_percent, f"{year} a year earlier"
            )
        return text + "."

    def extremes(self, fact: f.Extremes) -> str:
        high, low = (self.say.number(fact.measure, v) for v in (fact.peak, fact.trough))
        text = f"The peak was {high} {self._when(fact.peaks)}, the low {low} {self._when(fact.troughs)}"
        if self.say.is_additive(fact.measure):
            mean = self.say.number(fact.measure, fact.mean)
            text += f"; the average {self.say.granularity} is at {mean}"
        return text + "."

    def odd_period(self, fact: f.OddPeriod) -> str:
        at, value = self.say.at(fact.period), self.say.number(fact.measure, fact.value)
        median = self.say.number(fact.measure, fact.median)
        return f"{_upper(at)} is out of the ordinary: {value} against a median of {median}."

    def trend(self, fact: f.Trend) -> str:
        rises, falls = self.say.count(fact.rises), self.say.count(fact.falls)
        steps = f"{rises} rises and {falls} falls from one {self.say.granularity} to the next"
        match fact.direction:
            case "up":
                return f"The direction is upward, with {steps}."
            case "down":
                return f"The direction is downward, with {steps}."
            case "flat":
                return f"Overall it is nearly flat, with {steps}."
        return f"There is no steady direction: {steps}."

    def streak(self, fact: f.Streak) -> str:
        verb = "risen" if fact.direction == "up" else "fallen"
        steps, period = self.say.count(fact.steps), self.say.granularity
        return f"It has {verb} for {steps} {period}s in a row, since {self.say.at(fact.since)}."

    def largest(self, fact: f.LargestCombination, total: f.Total | None) -> str:
        title, value = self.say.title(fact.measure), self.say.number(fact.measure, fact.value)
        share = f" ({self.say.share(fact.share)} of the sum)" if fact.share is not None else ""
        name = self.say.labels(fact.label)
        if total:
            whole = self.say.number(fact.measure, total.value)
            head = f"The {self._counted(total.groups, 'combination')} add up to {whole} in {title}; "
            return f"{head}the largest is {name} with {value}{share}."
        among = " among the rows shown" if fact.shown_only else ""
        return f"{name} {_has_the_highest(title)}{among}, {value}{share}."

    def margin(self, fact: f.Margin) -> str:
        name, value = self.say.label(fact.label, fact.dimension), self.say.number(fact.measure, fact.value)
        share = f" ({self.say.share(fact.share)})" if fact.share is not None else ""
        last = self.say.label(fact.last_label, fact.dimension)
        low = self.say.number(fact.measure, fact.last)
        by = self.say.title(fact.dimension)
        return f"By {by}, {name} is largest with {value} in sum{share}, {last} smallest with {low}."

    def growth(self, fact: f.SeriesGrowth) -> str:
        name = self.say.labels(fact.label)
        first, last = (self.say.number(fact.measure, v) for v in (fact.first, fact.last))
        change = self._size(fact.measure, fact.difference, fact.percent)
        opens, closes = self.say.at(fact.first_period), self.say.at(fact.last_period)
        text = f"From {opens} to {closes}, {name} gained most: {change}, from {first} to {last}"
        if fact.low_label is not None and fact.low_difference is not None:
            loss = self._size(fact.measure, fact.low_difference, fact.low_percent)
            text += f"; {self.say.labels(fact.low_label)} lost most, {loss}"
        return text + "."

    def leads_most(self, fact: f.LeadsMost) -> str:
        wins, groups = self.say.count(fact.wins), self.say.count(fact.groups)
        name, within = self.say.label(fact.label, fact.dimension), self._group_name(fact.within, fact.groups)
        return f"{name} is the highest in {wins} of {groups} {within}."

    def correlation(self, fact: f.Correlation) -> str:
        first, second = self._title(fact.first_measure), self.say.title(fact.second_measure)
        how = "tend to rise together" if fact.r > 0 else "tend to move in opposite directions"
        if not fact.clear:
            how = "hardly go together" if fact.faint else "go together only loosely"
        r, points = f"{fact.r:.2f}", self.say.count(fact.points)
        said = f"{first} and {second} {how} (correlation {r} over {points} groups)"
        return f"{said}." if fact.faint else f"{said}, which does not say that one causes the other."

    def opposite(self, fact: f.Opposite) -> str:
        first, second = self.say.title(fact.first_measure), self.say.title(fact.second_measure)
        high = self.say.number(fact.first_measure, fact.first)
        low = self.say.number(fact.second_measure, fact.second)
        name = self.say.labels(fact.label)
        return f"{name} has the highest {first} ({high}) but the lowest {second} ({low})."

    def no_name(self, fact: f.NoName) -> str:
        value, title = self.say.number(fact.measure, fact.value), self.say.title(fact.dimension)
        share = f" ({self.say.share(fact.share)} of the sum)" if fact.share is not None else ""
        return f"Without {title}: {value}{share}."

    def missing(self, fact: f.Missing) -> str:
        title = self.say.title(fact.measure)
        return f"{self._counted(fact.count, 'row')} {'has' if fact.count == 1 else 'have'} no {title}."

    def small_group(self, fact: f.SmallGroup) -> str:
        count, title = self.say.number(fact.count_measure, fact.count), self.say.title(fact.count_measure)
        return f"Read {self.say.labels(fact.label)} with care: its {title} is only {count}."

    def unfinished(self, fact: f.Unfinished) -> str:
        at, period = self.say.at(fact.period), self.say.granularity
        so_far = f" ({self.say.number(fact.measure, fact.value)} so far)" if fact.value is not None else ""
        match fact.why:
            case "running":
                return f"{_upper(at)}{so_far} is not over yet and is left out of the comparisons."
            case "future":
                what = self._counted(fact.count, period)
                return f"{what} from {at} on lie in the future and are left out of the comparisons."
        value = f" ({self.say.number(fact.measure, fact.value)})" if fact.value is not None else ""
        if fact.count > 1:
            what = self._counted(fact.count, period)
            return f"{what} are only partly inside the time range and are left out of the comparisons."
        return f"{_upper(at)}{value} is only partly inside the time range and is left out of the comparisons."

    def gaps(self, fact: f.Gaps) -> str:
        what = self._counted(fact.count, self.say.granularity)
        first, last = self.say.at(fact.first), self.say.at(fact.last)
        if fact.count == 1:
            return f"One {self.say.granularity} has no data: {first}."
        return f"{what} between {first} and {last} have no data."

    def cut(self, fact: f.Cut) -> str:
        if fact.offset:
            return f"These are rows {fact.offset + 1:,} to {fact.offset + fact.rows:,}; others are not shown."
        if self.say.result.each:
            return "Only the first of each group were asked for; there may be more."
        if self.say.result.query.limit is None:
            return f"The result stops after {self.say.count(fact.rows)} rows; there may be more."
        if fact.rows == 1:
            return "Only the first row was asked for; there may be more."
        return f"Only the first {self.say.count(fact.rows)} rows were asked for; there may be more."

    def _size(self, measure: str, difference: float, percent: float | None) -> str:
        size, part = self.say.size(measure, difference), self.say.percent(measure, percent)
        return f"{size} ({part})" if part else size

    def _against(self, measure: str, difference: float, percent: float | None, what: str) -> str:
        if not difference:
            return f"the same as {what}"
        side = "above" if difference > 0 else "below"
        return f"{self._size(measure, difference, percent)} {side} {what}"

    def _ahead(self, fact: f.Leader) -> str:
        if fact.second_label is None or fact.second is None:
            return ""
        second = f"{self.say.labels(fact.second_label)} ({self.say.number(fact.measure, fact.second)})"
        if fact.ratio is None:
            return f", followed by {second}"
        if fact.ratio < _CLOSE:
            return f", just ahead of {second}"
        if fact.ratio < _CLEAR or fact.ratio >= _MOST_TIMES or self.say.is_percent(fact.measure):
            return f", ahead of {second}"
        return f", {self.say.times(fact.ratio)} times second-placed {second}"

    def _among(self, fact: f.Leader) -> str:
        return " among the rows shown" if fact.shown_only else ""

    def _when(self, moments: Sequence[datetime]) -> str:
        if len(moments) > 2:
            return f"in {self.say.count(len(moments))} {self.say.granularity}s"
        on = {"day": "on ", "hour": "at ", "minute": "at ", "second": "at ", "week": "in the "}
        names = _and([self.say.at(at) for at in moments])
        return on.get(self.say.granularity, "in ") + names

    def _times(self, measure: str, ratio: float | None) -> str:
        """A ratio worth saying, else nothing."""
        if ratio is None or not 2 <= ratio < _MOST_TIMES or self.say.is_percent(measure):
            return ""
        return self.say.times(ratio)

    def _names(self, labels: Sequence[f.Label]) -> str:
        if len(labels) > _NAMED:
            return self._counted(len(labels), "group")
        return _and([self.say.labels(label) for label in labels])

    def _groups(self, count: int, strong: bool = True) -> str:
        """How many of what: "**12** departments"."""
        result = self.say.result
        number = self.say.count(count) if strong else f"{count:,}"
        if result.time is not None:
            return f"{number} {self.say.granularity}{'s' * (count != 1)}"
        if len(result.categories) != 1:
            return f"{number} group{'s' * (count != 1)}"
        return f"{number} {self._group_name(result.categories[0].column, count)}"

    def _group_name(self, column: str, count: int) -> str:
        if self.say.result.time and self.say.result.time.column == column:
            return self.say.granularity + "s" * (count != 1)
        title = self.say.title(column)
        return plural(title) if count != 1 else title

    def _counted(self, count: int, noun: str) -> str:
        return f"{self.say.count(count)} {noun}{'s' * (count != 1)}"

    def _title(self, measure: str) -> str:
        return _upper(self.say.title(measure))


def plural(title: str) -> str:
    """The plural of a title: of the word before "of", "for" and the like, else of its last.

    "values of …" where English has no rule for it.
    """
    head, *rest = _PREPOSITION.split(title, maxsplit=1)
    if rest:
        return f"{plural(head)} {rest[0]}"
    word = title.rpartition(" ")[2]
    if not (word.isascii() and word.isalpha()):
        return f"values of {title}"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return title[:-1] + "ies"
    if word.endswith(("s", "x", "ch", "sh")):
        return title + "es" if word.endswith(("ss", "us", "x", "ch", "sh")) else title
    return title + "s"


def _has_the_highest(title: str) -> str:
    """That a group stands first, of measures that are extremes themselves without saying so twice."""
    extreme = title.split(" ")[0].lower() in _EXTREMES
    return f"leads in {title}" if extreme else f"has the highest {title}"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _and(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))
