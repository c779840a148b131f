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
from pipeline.planner.tokens import Token, tokenize
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


def cut(text: str, lexicon: Lexicon, today: date) -> Cut:
    """The spans of a normalised text. Raises `DateRangeError` for a date that does not exist."""
    tokens = tokenize(text)
    fixed = _fixed(text, tokens, today)
    spans = _best_cut(text, tokens, fixed, lexicon)
    respelt: list[tuple[str, str]] = []
    for span in spans:
        if span.is_unknown and span.last - span.first == 1 and not span.quoted:
            token = tokens[span.first]
            near = lexicon.nearest_word(token.stem) if token.kind == "word" else None
            if near:
                respelt.append((token.text, near))
                tokens[span.first] = token._replace(stem=near)
    if respelt:
        spans = _best_cut(text, tokens, fixed, lexicon)
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


def _best_cut(text: str, tokens: Sequence[Token], fixed: Sequence[Span], lexicon: Lexicon) -> list[Span]:
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
        if periods[first] or (tokens[first].kind == "mark" and not lexicon[(tokens[first].stem,)]):
            continue
        stems: list[str] = []
        weight = 0.0
        for last in range(first, min(n, first + lexicon.longest + 2)):
            if periods[last]:
                break
            token = tokens[last]
            if token.kind == "mark" and last > first:
                if token.text in ",;?!。、:" or last + 1 >= n:
                    break
                continue
            stems.append(token.stem)
            weight += max(token.weight, 0.5)
            readings = lexicon[tuple(stems)]
            if readings:
                quoted = _quoted(text, tokens[first].start, token.end)
                readings = _plausible(readings, tuple(stems), lexicon, quoted)
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
    return spans


def _quoted(text: str, start: int, end: int) -> bool:
    return text[max(0, start - 1) : start] in ('"', "'", "《") and text[end : end + 1] in ('"', "'", "》")


def _plausible(
    readings: list[Reading], words: tuple[str, ...], lexicon: Lexicon, quoted: bool
) -> list[Reading]:
    """A stored value that is also a function word ("new", "other") or a bare number is not meant,
    unless it stands in quotes."""
    if quoted:
        values = [r for r in readings if r.role is Role.VALUE]
        return values or readings
    if lexicon.is_function_word(words) or all(w.isdigit() for w in words) or len("".join(words)) < 2:
        return [r for r in readings if r.role is not Role.VALUE]
    return readings


def _worth(span: Span) -> float:
    return max(_WORTH.get(r.role, 0.9 + 0.1 * r.strength) for r in span.readings)


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
