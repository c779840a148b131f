"""The candidates for the spans of a question, and the set of them that explains most.

Every phrase of the lexicon that occurs is a candidate; those chosen do not overlap and together explain
most of the question, long phrases before short ones (a shortest-path problem over token positions).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

from pipeline.cancellation import Cancellation
from pipeline.planner.cues import Cue
from pipeline.planner.lexicon import Lexicon
from pipeline.planner.readings import CATALOG_ROLES, Reading, Role
from pipeline.planner.spans import ByRole, Span, by_role
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


class _Place(NamedTuple):
    """What stands around a phrase, as far as it decides what that means.

    Attributes:
        named: whether it can be a name of the catalog.
        classifies: its first token stands between a number and what that counts.
    """

    named: bool
    quoted: bool
    cuts_down: bool
    classifies: bool
    before_one: bool
    uncounted: bool


class Cutter:
    """Cuts one tokenised text.

    Attributes:
        uncounted: the tokens at which no measure that counts may begin.
    """

    def __init__(
        self,
        text: str,
        tokens: Sequence[Token],
        fixed: Sequence[Span],
        lexicon: Lexicon,
        cancellation: Cancellation,
    ) -> None:
        self._text = text
        self._tokens = tokens
        self._lexicon = lexicon
        self._cancellation = cancellation
        self._fixed: dict[int, list[Span]] = {}
        self._dated: set[int] = set()
        self._known: dict[int, list[tuple[float, Span]]] = {}  # first token -> the candidates there
        self._looked_up: dict[tuple[Phrase, Phrase], list[Reading]] = {}
        self._meanings: dict[tuple[Phrase, Phrase, _Place], tuple[float, list[Reading], ByRole]] = {}
        self._last_by = max((i for i, t in enumerate(tokens) if t.text == "by"), default=-1)
        self.uncounted: set[int] = set()
        for span in fixed:
            self._fixed.setdefault(span.first, []).append(span)
            if span.period:
                self._dated |= set(range(span.first, span.last))

    def leave_uncounted(self, tokens: Set[int]) -> None:
        """Lets no measure that counts begin at ``tokens``."""
        self.uncounted |= tokens
        for i in tokens:
            self._known.pop(i, None)

    def reread(self, tokens: Sequence[Token]) -> None:
        """Takes other stems for the same words."""
        self._tokens = tokens
        self._known.clear()

    def best(self) -> list[Span]:
        """The spans that together explain most. Raises `Cancelled`."""
        n = len(self._tokens)
        best: list[tuple[float, Span | None]] = [(0.0, None)] * (n + 1)
        for i in range(n - 1, -1, -1):
            best[i] = (best[i + 1][0], None)
            if i not in self._known:
                self._cancellation.check()
                self._known[i] = list(self._candidates(i))
            for worth, span in self._known[i]:
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
        around = (
            self._is_cut_down(first),
            self._is_classifier(first),
            first > 0 and self._tokens[first - 1].text in _BEFORE_ONE,
            first in self.uncounted,
        )
        for last, stems, words, named, weight in self._phrases(first):
            quoted = self._quoted(first, last)
            worth, readings, roles = self._meant(stems, words, _Place(named, quoted, *around))
            if readings:
                text = self._text[self._tokens[first].start : self._tokens[last - 1].end]
                span = Span(text, first, last, readings, quoted=quoted, sorted_readings=(readings, roles))
                yield weight * worth, span
        yield from self._turned_round(first)
        yield from self._split(first)

    def _phrases(self, first: int) -> Iterator[tuple[int, Phrase, Phrase, bool, float]]:
        """The phrases that begin at a token and may be known: where each ends, its stems and its words,
        whether it can be a name, and how much of the question it is."""
        stems: list[str] = []
        words: list[str] = []
        weight = 0.0
        begin = self._tokens[first]
        reach, spoken_reach = self._lexicon.reach(begin.stem, begin.text)
        for last in range(first, min(len(self._tokens), first + self._lexicon.longest + _MARKS_IN_A_NAME)):
            token = self._tokens[last]
            if last in self._dated or (token.text in _STOPS and last > first):
                return
            words.append(token.text)
            if len(stems) > reach and len(words) > spoken_reach:
                return
            passed_over = last > first and self._is_passed_over(last)
            if token.kind != "mark" and not passed_over:
                stems.append(token.stem)
            weight += max(token.weight, 0.5)
            # a mark inside a name is passed over, one at its ends is not part of it
            named = "mark" not in (begin.kind, token.kind) and not passed_over and len(stems) <= reach
            if named or len(words) <= spoken_reach:
                yield last + 1, tuple(stems), tuple(words), named, weight

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
        if self._readings(tuple(t.stem for t in pair)):
            return
        readings = self._readings((stem("".join(t.text for t in pair)),))
        readings = [r for r in readings if r.role in CATALOG_ROLES]
        if readings:
            span = Span(self._text[pair[0].start : pair[1].end], first, first + 2, readings)
            yield sum(t.weight for t in pair) * _worth(readings), span

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
        longer = self._readings((self._tokens[first - 1].stem, *front)) if first else []
        aggregated = self._lexicon.is_function_word((self._tokens[first - 1].text,)) if first else False
        if not aggregated and any(r.role in CATALOG_ROLES for r in longer):
            return  # the details of "purchase details of the transactions" are the purchase's
        spoken = self._readings((), tuple(t.text for t in self._tokens[first:middle]))
        # "the amount of each payment by method" is grouped by the method alone
        by = bool(spoken) and self._last_by >= begin
        determiners = _DETERMINERS | _EACH_ONE if front in NUMBERING or by else _DETERMINERS
        while begin < len(self._tokens) and self._tokens[begin].text in determiners:
            begin += 1
        if any(r.role is not Role.FILLER for r in spoken):
            return  # "number of orders" is no order number
        for last in range(begin, min(len(self._tokens), begin + _TURNED)):
            if self._tokens[last].kind != "word" or last in self._dated:
                return
            back = tuple(t.stem for t in self._tokens[begin : last + 1])
            turned = self._readings(back + front) or self._readings(front + back)
            readings = [r for r in turned if r.role in CATALOG_ROLES]
            if not readings and front in NAMING:
                readings = self._names_itself(back)
            if readings:
                weight = sum(t.weight for t in self._tokens[first : last + 1])
                start, end = self._tokens[first].start, self._tokens[last].end
                span = Span(self._text[start:end], first, last + 1, readings)
                yield weight * _worth(readings), span

    def _names_itself(self, words: Phrase) -> list[Reading]:
        """The dimension of names that ``words`` mean: "the name of the city" is the city."""
        readings = [r for r in self._readings(words) if r.role in CATALOG_ROLES]
        members = self._lexicon.catalog.members
        named = [r for r in readings if r.role is Role.DIMENSION and members[r.target].type == "string"]
        return named if len(named) == len(readings) else []

    def _readings(self, stems: Phrase, words: Phrase = ()) -> list[Reading]:
        """See `Lexicon.readings`; a phrase is looked up once, however often it is said."""
        key = stems, words
        if key not in self._looked_up:
            self._looked_up[key] = self._lexicon.readings(stems, words)
        return self._looked_up[key]

    def _meant(self, stems: Phrase, words: Phrase, place: _Place) -> tuple[float, list[Reading], ByRole]:
        """What a phrase can mean where it stands, and what a token of it is worth then."""
        key = stems, words, place
        if key not in self._meanings:
            readings = self._meaning(stems, words, place)
            worth = _worth(readings) if readings else 0.0
            self._meanings[key] = worth, readings, by_role(readings)
        return self._meanings[key]

    def _meaning(self, stems: Phrase, words: Phrase, place: _Place) -> list[Reading]:
        readings = self._readings(stems if place.named else (), words)
        if not readings and len(words) == 1 and place.classifies:
            readings = [Reading(Role.FILLER, "")]
        functional = self._lexicon.is_function_word(words)
        if functional and any(r.role is Role.VALUE for r in readings):
            # what the data tells is supported
            known = [r for r in readings if r.role is not Role.UNSUPPORTED]
            functional = any(r.role not in CATALOG_ROLES for r in known)
            readings = readings if functional else known
        readings = _plausible(readings, stems, functional, place.quoted, place.cuts_down and not functional)
        if place.classifies:
            # 10个人 is ten people, whatever 个人 may mean
            readings = [r for r in readings if r.role not in CATALOG_ROLES]
        if place.before_one:
            # "sales per order by region" asks for no order
            readings = [r for r in readings if not (r.role is Role.CUE and r.target == Cue.SORT)]
        if place.uncounted:
            readings = [r for r in readings if r.aggregate != "count"]
        return readings

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


def _worth(readings: Sequence[Reading]) -> float:
    return max(_WORTH.get(r.role, _LEAST_WORTH + _WORTH_OF_STRENGTH * r.strength) for r in readings)
