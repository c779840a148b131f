"""A question cut into spans: which tokens belong together and what they can mean.

Every phrase of the lexicon that occurs is a candidate; the cut is the set of candidates that do not
overlap and together explain most of the question, long phrases before short ones (a shortest-path
problem over token positions).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pipeline.planner.dates import Period, find
from pipeline.planner.lexicon import CATALOG_ROLES, Lexicon, Reading, Role
from pipeline.planner.numbers import quantities
from pipeline.planner.tokens import Token, stem, tokenize
from pipeline.planner.words import Cue


@dataclass(eq=False)
class Span:
    """Tokens ``first`` to ``last`` (exclusive) of a question and what they can mean.

    A span without readings, period or quantity is a word that nothing explains.
    """

    text: str
    first: int
    last: int
    readings: list[Reading] = field(default_factory=list)
    period: Period | None = None
    quantity: Decimal | None = None
    weight: float = 0.0
    quoted: bool = False

    def of(self, role: Role) -> list[Reading]:
        return [r for r in self.readings if r.role is role]

    def is_cue(self, *cues: Cue) -> bool:
        return any(r.role is Role.CUE and r.target in cues for r in self.readings)

    @property
    def is_noun(self) -> bool:
        """Whether the catalog has a meaning for it."""
        return any(r.role in CATALOG_ROLES for r in self.readings)

    @property
    def is_unknown(self) -> bool:
        return not (self.readings or self.period or self.quantity is not None)

    @property
    def is_filler(self) -> bool:
        return bool(self.readings) and all(r.role is Role.FILLER for r in self.readings)


@dataclass
class Cut:
    """A question as spans, and the words that were read as a likely other spelling."""

    spans: list[Span]
    respelt: list[tuple[str, str]] = field(default_factory=list)


_WORTH = {
    Role.CUE: 0.95,
    Role.GRAIN: 0.95,
    Role.CHART: 1.0,
    Role.UNSUPPORTED: 1.0,
    Role.FILLER: 0.6,
}
_COST_OF_A_SPAN = 0.4
_STOPS = frozenset(",;?!。、:")
_CLASSIFIERS = frozenset("个名位家种条笔件款台只张支本套箱")
_PARTICLES = frozenset("的了是有在和与及或按各每前后从到由被把对为中里内外其之也都就不没请问那这吗呢吧")


def cut(text: str, lexicon: Lexicon, today: date) -> Cut:
    """The spans of a normalised text.

    Where a list is asked for, words that name a count mean the things counted. Raises `DateRangeError` for a date that does not exist."""
    tokens = tokenize(text)
    fixed = _fixed(text, tokens, today)
    spans = _best_cut(text, tokens, fixed, lexicon)
    ordered = (Cue.COUNT, Cue.SORT, Cue.ASCENDING, Cue.DESCENDING)
    listing = any(s.is_cue(Cue.LIST) for s in spans) and not any(s.is_cue(*ordered) for s in spans)
    if listing:
        spans = _best_cut(text, tokens, fixed, lexicon, counts=False)
    respelt: list[tuple[str, str]] = []
    for span in spans:
        if span.is_unknown and span.last - span.first == 1:
            token = tokens[span.first]
            near = lexicon.nearest_word(token.text) if token.kind == "word" else None
            if near:
                respelt.append((token.text, near))
                tokens[span.first] = token._replace(stem=stem(near))
    if respelt:
        spans = _best_cut(text, tokens, fixed, lexicon, counts=not listing)
    return Cut(spans, respelt)


def _fixed(text: str, tokens: Sequence[Token], today: date) -> list[Span]:
    """What is read before the catalog's words are: periods, then quantities."""
    taken = [False] * len(tokens)
    spans = []
    for mention in find(text, today):
        inside = [i for i, t in enumerate(tokens) if t.start >= mention.first and t.end <= mention.last]
        if inside:
            spans.append(Span(mention.text, inside[0], inside[-1] + 1, period=mention.period))
            for i in inside:
                taken[i] = True
    for value, first, last in quantities(tokens, taken):
        spans.append(Span(text[tokens[first].start : tokens[last - 1].end], first, last, quantity=value))
    return spans


def _best_cut(
    text: str, tokens: Sequence[Token], fixed: Sequence[Span], lexicon: Lexicon, counts: bool = True
) -> list[Span]:
    n = len(tokens)
    periods = [False] * n
    candidates: dict[int, list[tuple[float, Span]]] = {i: [] for i in range(n)}
    for span in fixed:
        worth = sum(t.weight for t in tokens[span.first : span.last])
        if span.period:
            for i in range(span.first, span.last):
                periods[i] = True
            worth += 1000
        candidates[span.first].append((worth - _COST_OF_A_SPAN, span))
    for first in range(n):
        if periods[first]:
            continue
        stems: list[str] = []
        words: list[str] = []
        weight = 0.0
        for last in range(first, min(n, first + lexicon.longest + 2)):
            if periods[last]:
                break
            token = tokens[last]
            words.append(token.text)
            if token.kind != "mark":
                stems.append(token.stem)
            elif token.text in _STOPS and last > first:
                break
            weight += max(token.weight, 0.5)
            # a mark inside a name is passed over, one at its ends is not part of it
            named = token.kind != "mark" and tokens[first].kind != "mark"
            readings = lexicon.readings(tuple(stems) if named else (), tuple(words))
            if readings:
                quoted = _quoted(text, tokens[first].start, token.end)
                readings = _plausible(readings, tuple(stems), tuple(words), lexicon, quoted)
            if first and tokens[first].text in _CLASSIFIERS and tokens[first - 1].kind == "number":
                # 10个人 is ten people, whatever 个人 may mean
                readings = [r for r in readings if r.role not in CATALOG_ROLES]
            if not counts:
                readings = [r for r in readings if r.aggregate != "count"]
            if readings:
                span = Span(
                    text[tokens[first].start : token.end],
                    first,
                    last + 1,
                    readings,
                    weight=weight,
                    quoted=quoted,
                )
                candidates[first].append((weight * _worth(span) - _COST_OF_A_SPAN, span))
    best: list[tuple[float, Span | None]] = [(0.0, None)] * (n + 1)
    for i in range(n - 1, -1, -1):
        best[i] = (best[i + 1][0], None)
        for worth, span in candidates[i]:
            total = worth + best[span.last][0]
            if total > best[i][0]:
                best[i] = (total, span)
    spans: list[Span] = []
    i = 0
    while i < n:
        span_here = best[i][1]
        if span_here is None:
            _add_unknown(spans, text, tokens, i)
            i += 1
        else:
            span_here.weight = sum(t.weight for t in tokens[span_here.first : span_here.last])
            spans.append(span_here)
            i = span_here.last
    return _absorb(spans, tokens, text)


def _quoted(text: str, start: int, end: int) -> bool:
    return text[max(0, start - 1) : start] in ('"', "'", "《") and text[end : end + 1] in ('"', "'", "》")


def _plausible(
    readings: list[Reading], stems: tuple[str, ...], words: tuple[str, ...], lexicon: Lexicon, quoted: bool
) -> list[Reading]:
    """A stored value that is also a function word ("new", "other") or a bare number is not meant,
    unless it stands in quotes; nor is a name shortened to one Han character."""
    if quoted:
        return [r for r in readings if r.role is Role.VALUE] or readings
    if lexicon.is_function_word(words) or all(w.isdigit() for w in stems) or len("".join(stems)) < 2:
        readings = [r for r in readings if r.role is not Role.VALUE]
    if len(stems) == 1 and len(stems[0]) == 1 and not stems[0].isascii():
        readings = [
            r for r in readings if r.role not in CATALOG_ROLES or (not r.shortened and r.strength == 1)
        ]
    return readings


def _worth(span: Span) -> float:
    return max(_WORTH.get(r.role, 0.9 + 0.1 * r.strength) for r in span.readings)


def _absorb(spans: Sequence[Span], tokens: Sequence[Token], text: str) -> list[Span]:
    """Joins a single Han character to the unknown word it stands in: 天气 is not a day and 气."""

    def is_part(span: Span) -> bool:
        single = span.last - span.first == 1 and tokens[span.first].kind == "han"
        return (
            single
            and span.quantity is None
            and not span.is_noun
            and tokens[span.first].text not in _PARTICLES
        )

    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        touching = last is not None and last.last == span.first and tokens[span.first].kind == "han"
        if (
            last
            and touching
            and tokens[last.last - 1].kind == "han"
            and (
                (last.is_unknown and (span.is_unknown or is_part(span)))
                or (span.is_unknown and is_part(last))
            )
        ):
            joined[-1] = Span(
                text[tokens[last.first].start : tokens[span.last - 1].end],
                last.first,
                span.last,
                weight=last.weight + span.weight,
            )
        else:
            joined.append(span)
    return joined


def _add_unknown(spans: list[Span], text: str, tokens: Sequence[Token], i: int) -> None:
    token = tokens[i]
    if token.kind == "mark":
        return
    previous = spans[-1] if spans else None
    if (
        previous
        and previous.is_unknown
        and previous.last == i
        and token.kind == "han"
        and tokens[i - 1].kind == "han"
    ):
        previous.text = text[tokens[previous.first].start : token.end]
        previous.last, previous.weight = i + 1, previous.weight + token.weight
        return
    spans.append(Span(token.text, i, i + 1, weight=token.weight))
