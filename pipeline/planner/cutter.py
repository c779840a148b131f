"""The candidates for the spans of a question, and the set of them that explains most.

Every phrase of the lexicon that occurs is a candidate; those chosen do not overlap and together explain
most of the question, long phrases before short ones (a shortest-path problem over token positions).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.planner.cues import Cue
from pipeline.planner.lexicon import Lexicon
from pipeline.planner.readings import CATALOG_ROLES, Reading, Role
from pipeline.planner.spans import Span
from pipeline.planner.titles import NAMING, NUMBERING, Phrase
from pipeline.planner.tokens import Token, stem
from pipeline.planner.words import CLASSIFIERS

# What a token is worth when a span of this role explains it; the catalog's words by their strength.
_WORTH = {
    Role.CUE: 0.95,
    Role.GRAIN: 0.95,
    Role.CHART: 1.0,
    Role.UNSUPPORTED: 1.0,
    Role.FILLER: 0.6,
}
_LEAST_WORTH, _WORTH_OF_STRENGTH = 0.9, 0.1
_COST_OF_A_SPAN = 0.4  # long phrases before short ones
_WORTH_OF_A_PERIOD = 1000.0  # nothing else may cut through a date
_MARKS_IN_A_NAME = 2  # a phrase may stretch over so many marks
_TURNED = 4  # words of either half of a title said the other way round
_DETERMINERS = frozenset(("the", "a", "an", "all", "their", "its", "his", "her", "these", "those"))
_EACH_ONE = frozenset(("each", "every"))  # "the code of each location" is its location code
_BEFORE_ONE = frozenset(("per", "each", "every", "an"))
_POINTING = frozenset(("that", "this", "these", "those", "which"))  # "destroyed by that employee"
_ARTICLES = frozenset(("the", "a", "an"))  # passed over inside a name: "date of the order"
_SEXES = frozenset("男女")  # the only values of one Han character that people say by themselves
_STOPS = frozenset(",;?!。、:")
_DISTRIBUTIVE = frozenset("各每")
_PARTICLES = frozenset("的了是有在和与及或按各每前后从到由被把对为中里内外其之也都就不没请问那这吗呢吧")
_OPENING, _CLOSING = ('"', "'", "《"), ('"', "'", "》")


class Cutter:
    """Cuts one tokenised text.

    Attributes:
        uncounted: the tokens at which no measure that counts may begin.
    """

    def __init__(self, text: str, tokens: Sequence[Token], fixed: Sequence[Span], lexicon: Lexicon) -> None:
        self._text = text
        self._tokens = tokens
        self._lexicon = lexicon
        self._fixed: dict[int, list[Span]] = {}
        self._dated: set[int] = set()
        self.uncounted: set[int] = set()
        for span in fixed:
            self._fixed.setdefault(span.first, []).append(span)
            if span.period:
                self._dated |= set(range(span.first, span.last))

    def best(self) -> list[Span]:
        """The spans that together explain most."""
        n = len(self._tokens)
        best: list[tuple[float, Span | None]] = [(0.0, None)] * (n + 1)
        for i in range(n - 1, -1, -1):
            best[i] = (best[i + 1][0], None)
            for worth, span in self._candidates(i):
                total = worth - _COST_OF_A_SPAN + best[span.last][0]
                if total > best[i][0]:
                    best[i] = (total, span)
        spans: list[Span] = []
        i = 0
        while i < n:
            span = best[i][1] or Span(self._tokens[i].text, i, i + 1, quoted=self._quoted(i, i + 1))
            span.weight = sum(t.weight for t in self._tokens[span.first : span.last])
            if not (span.is_unknown and self._tokens[i].kind == "mark"):
                spans.append(span)
            i = span.last
        return self._join_unknown(spans)

    def _candidates(self, first: int) -> Iterator[tuple[float, Span]]:
        """The spans that can begin at a token, each with what it explains."""
        for span in self._fixed.get(first, ()):
            worth = sum(t.weight for t in self._tokens[span.first : span.last])
            yield (worth + _WORTH_OF_A_PERIOD if span.period else worth), span
        stems: list[str] = []
        words: list[str] = []
        weight = 0.0
        for last in range(first, min(len(self._tokens), first + self._lexicon.longest + _MARKS_IN_A_NAME)):
            token = self._tokens[last]
            if last in self._dated or (token.text in _STOPS and last > first):
                break
            words.append(token.text)
            passed_over = last > first and self._is_passed_over(last)
            if token.kind != "mark" and not passed_over:
                stems.append(token.stem)
            weight += max(token.weight, 0.5)
            # a mark inside a name is passed over, one at its ends is not part of it
            ends = (self._tokens[first], token) if last > first else (token,)
            named = all(t.kind != "mark" for t in ends) and not passed_over
            readings = self._lexicon.readings(tuple(stems) if named else (), tuple(words))
            if not readings and last == first and self._is_classifier(first):
                readings = [Reading(Role.FILLER, "")]
            if readings:
                span = self._span(first, last + 1, readings, tuple(stems), tuple(words))
                if span.readings:
                    yield weight * _worth(span), span
        yield from self._turned_round(first)
        yield from self._split(first)

    def _is_passed_over(self, i: int) -> bool:
        """Whether a token inside a name adds nothing to it: the date of "the date of each order"."""
        text, ahead = self._tokens[i].text, self._tokens[i - 1].text if i else ""
        each = text in _EACH_ONE and ahead in ("of", "by")
        return each or text in _ARTICLES or (text in _POINTING and ahead == "by")

    def _split(self, first: int) -> Iterator[tuple[float, Span]]:
        """The span of a title that is written in two words here: "horse power"."""
        pair = self._tokens[first : first + 2]
        if len(pair) < 2 or any(t.kind != "word" or not t.text.isascii() for t in pair):
            return
        if any(self._lexicon.is_function_word((t.text,)) for t in pair):
            return  # "and I" is not Andy
        if self._lexicon.readings(tuple(t.stem for t in pair)):
            return
        readings = self._lexicon.readings((stem("".join(t.text for t in pair)),))
        readings = [r for r in readings if r.role in CATALOG_ROLES]
        if readings:
            span = Span(self._text[pair[0].start : pair[1].end], first, first + 2, readings)
            yield sum(t.weight for t in pair) * _worth(span), span

    def _turned_round(self, first: int) -> Iterator[tuple[float, Span]]:
        """The spans that say a title the other way round: "names of the courses" is the course name; or
        with an "of" that it lacks: "amount of the payment" where "Amount payment" is its name."""
        texts = [t.text for t in self._tokens[first : first + _TURNED]]
        joint = "for" if texts[1:2] == ["for"] and (self._tokens[first].stem,) in NAMING else "of"
        if joint not in texts[1:] or texts[0] in ("of", joint):
            return
        middle = first + texts.index(joint, 1)
        begin = middle + 1
        front = tuple(t.stem for t in self._tokens[first:middle])
        longer = self._lexicon.readings((self._tokens[first - 1].stem, *front)) if first else []
        aggregated = self._lexicon.is_function_word((self._tokens[first - 1].text,)) if first else False
        if not aggregated and any(r.role in CATALOG_ROLES for r in longer):
            return  # the details of "purchase details of the transactions" are the purchase's
        spoken = self._lexicon.readings((), tuple(t.text for t in self._tokens[first:middle]))
        # "the amount of each payment by method" is grouped by the method alone
        by = bool(spoken) and any(t.text == "by" for t in self._tokens[begin:])
        determiners = _DETERMINERS | _EACH_ONE if front in NUMBERING or by else _DETERMINERS
        while begin < len(self._tokens) and self._tokens[begin].text in determiners:
            begin += 1
        if any(r.role is not Role.FILLER for r in spoken):
            return  # "number of orders" is no order number
        for last in range(begin, min(len(self._tokens), begin + _TURNED)):
            if self._tokens[last].kind != "word" or last in self._dated:
                return
            back = tuple(t.stem for t in self._tokens[begin : last + 1])
            turned = self._lexicon.readings(back + front) or self._lexicon.readings(front + back)
            readings = [r for r in turned if r.role in CATALOG_ROLES]
            if not readings and front in NAMING:
                readings = self._names_itself(back)
            if readings:
                weight = sum(t.weight for t in self._tokens[first : last + 1])
                start, end = self._tokens[first].start, self._tokens[last].end
                span = Span(self._text[start:end], first, last + 1, readings)
                yield weight * _worth(span), span

    def _names_itself(self, words: Phrase) -> list[Reading]:
        """The dimension of names that ``words`` mean: "the name of the city" is the city."""
        readings = [r for r in self._lexicon.readings(words) if r.role in CATALOG_ROLES]
        members = self._lexicon.catalog.members
        named = [r for r in readings if r.role is Role.DIMENSION and members[r.target].type == "string"]
        return named if len(named) == len(readings) else []

    def _span(self, first: int, last: int, readings: list[Reading], stems: Phrase, words: Phrase) -> Span:
        start, end = self._tokens[first].start, self._tokens[last - 1].end
        quoted = self._quoted(first, last)
        functional = self._lexicon.is_function_word(words)
        if functional and any(r.role is Role.VALUE for r in readings):
            # what the data tells is supported
            known = [r for r in readings if r.role is not Role.UNSUPPORTED]
            functional = any(r.role not in CATALOG_ROLES for r in known)
            readings = readings if functional else known
        readings = _plausible(
            readings, stems, functional, quoted, self._is_cut_down(first) and not functional
        )
        if self._is_classifier(first):
            # 10个人 is ten people, whatever 个人 may mean
            readings = [r for r in readings if r.role not in CATALOG_ROLES]
        if first and self._tokens[first - 1].text in _BEFORE_ONE:
            # "sales per order by region" asks for no order
            readings = [r for r in readings if not (r.role is Role.CUE and r.target == Cue.SORT)]
        if first in self.uncounted:
            readings = [r for r in readings if r.aggregate != "count"]
        return Span(self._text[start:end], first, last, readings, quoted=quoted)

    def _quoted(self, first: int, last: int) -> bool:
        start, end = self._tokens[first].start, self._tokens[last - 1].end
        return self._text[max(0, start - 1) : start] in _OPENING and self._text[end : end + 1] in _CLOSING

    def _is_classifier(self, i: int) -> bool:
        """Whether a token only stands between a number and what it counts: the 部 of 10部电影."""
        return i > 0 and self._tokens[i].text in CLASSIFIERS and self._tokens[i - 1].kind == "number"

    def _is_cut_down(self, first: int) -> bool:
        """Whether a name may be cut down to one character here: 各班, 5本书."""
        before = [t.text for t in self._tokens[max(0, first - 2) : first]]
        if before and before[-1] in _DISTRIBUTIVE:
            return True
        return len(before) == 2 and before[1] in CLASSIFIERS and self._tokens[first - 2].kind == "number"

    def _join_unknown(self, spans: Sequence[Span]) -> list[Span]:
        """Joins the Han characters of an unknown word, with a single known one that touches it: 天气
        is not a day and 气."""
        joined: list[Span] = []
        for span in spans:
            last = joined[-1] if joined else None
            if last and self._are_one_word(last, span):
                start, end = self._tokens[last.first].start, self._tokens[span.last - 1].end
                weight = last.weight + span.weight
                quoted = self._quoted(last.first, span.last)
                joined[-1] = Span(self._text[start:end], last.first, span.last, weight=weight, quoted=quoted)
            else:
                joined.append(span)
        return joined

    def _are_one_word(self, a: Span, b: Span) -> bool:
        touching = a.last == b.first
        if not touching or {self._tokens[a.last - 1].kind, self._tokens[b.first].kind} != {"han"}:
            return False
        if a.is_unknown:
            return b.is_unknown or self._is_character(b)
        return b.is_unknown and self._is_character(a)

    def _is_character(self, span: Span) -> bool:
        """Whether a span is one Han character that may be part of a longer word."""
        single = span.last - span.first == 1 and span.quantity is None and not span.is_noun
        return single and self._tokens[span.first].text not in _PARTICLES


def _plausible(
    readings: list[Reading], stems: Phrase, functional: bool, quoted: bool, cut_down: bool
) -> list[Reading]:
    """A stored value that is also a function word ("new", "other") or a bare number is not meant,
    unless it stands in quotes; nor is a name shortened to one Han character, unless it stands where
    names are ``cut_down``."""
    if quoted:
        return [r for r in readings if r.role is Role.VALUE] or readings
    short = len("".join(stems)) < 2 and not _SEXES.issuperset(stems)
    if functional or all(s.isdigit() for s in stems) or short:
        readings = [r for r in readings if r.role is not Role.VALUE]
    if (
        len(stems) == 1
        and len(stems[0]) == 1
        and not stems[0].isascii()
        and stems[0] not in _SEXES
        and not cut_down
    ):
        readings = [
            r for r in readings if r.role not in CATALOG_ROLES or (not r.shortened and r.strength == 1)
        ]
    return readings


def _worth(span: Span) -> float:
    return max(_WORTH.get(r.role, _LEAST_WORTH + _WORTH_OF_STRENGTH * r.strength) for r in span.readings)
