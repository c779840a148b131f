"""A question cut into spans: dates and numbers first, then the words of the catalog around them; last
what misspelt, half and modifying words are likely to mean."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from pipeline.cancellation import Cancellation
from pipeline.planner.cues import Cue
from pipeline.planner.cutter import Cutter
from pipeline.planner.dates.find import find
from pipeline.planner.lexicon import Lexicon
from pipeline.planner.numbers import quantities
from pipeline.planner.readings import Reading, Role
from pipeline.planner.spans import Span
from pipeline.planner.tokens import Token, phrase, stem, tokenize

_REREADINGS = 3  # each may find others that are left out
_GUESSED = 20  # different unknown words
_ORDERS = (Cue.COUNT, Cue.SORT, Cue.ASCENDING, Cue.DESCENDING)


@dataclass
class Cut:
    """A question as spans.

    Attributes:
        respelt: words that were read as a likely other spelling.
        completed: words that were read as the one title that holds them.
        persons: words for persons that were read as the only ones that the data has.
    """

    spans: list[Span]
    respelt: list[tuple[str, str]] = field(default_factory=list)
    completed: list[tuple[str, str]] = field(default_factory=list)
    persons: list[tuple[str, str]] = field(default_factory=list)


def cut(text: str, lexicon: Lexicon, today: date, cancellation: Cancellation | None = None) -> Cut:
    """The spans of a normalised text.

    Where a list is asked for, and behind a negation, words that name a count mean the things
    counted: "except cancelled orders" leaves out orders, not a measure. Raises
    `DateRangeError` for a date that does not exist, `Cancelled`.
    """
    tokens = tokenize(text)
    fixed = _fixed(text, tokens, today, lexicon.fiscal_start)
    cutter = Cutter(text, tokens, fixed, lexicon, cancellation or Cancellation())
    spans = cutter.best()
    if any(s.is_cue(Cue.LIST) for s in spans) and not any(s.is_cue(*_ORDERS) for s in spans):
        cutter.leave_uncounted(set(range(len(tokens))))
        spans = cutter.best()
    for _ in range(_REREADINGS):
        if not (left_out := _left_out(spans) - cutter.uncounted):
            break
        cutter.leave_uncounted(left_out)
        spans = cutter.best()
    spans = _without_owned_counts(cutter, spans)
    written = list(tokens)
    respelt = _respell([s.first for s in spans if s.is_unknown], tokens, lexicon)
    if respelt:
        cutter.reread(tokens)
        spans = cutter.best()
        unread = {written[s.first].text for s in spans if s.is_unknown}
        respelt = [(typed, near) for typed, near in respelt if typed not in unread]
    spans = list(_without_modifiers(spans, text, tokens))
    _complete_elsewhere(spans, tokens, lexicon)
    persons = list(_persons(spans, lexicon))
    return Cut(spans, respelt, list(_completed(spans, tokens, lexicon)), persons)


def _respell(unknown: Sequence[int], tokens: list[Token], lexicon: Lexicon) -> list[tuple[str, str]]:
    """Gives the ``unknown`` ones of ``tokens`` the stems of what they are likely misspellings of, in each of
    their forms; those words, each with what it was read as."""
    words = [i for i in unknown if tokens[i].kind == "word"]
    guessed = _first_of(tokens[i].text for i in words)
    near: dict[str, str] = {}
    for i in words:
        token = tokens[i]
        found = lexicon.spelling.nearest_word(token.text) if token.text in guessed else None
        if found and len(found) == len(token.text) == 3 and lexicon.is_function_word((found,)):
            continue  # "teh" is an article, whatever title holds one
        if found:
            near[token.stem] = found
    respelt = []
    for i in words:
        if meant := near.get(tokens[i].stem):
            respelt.append((tokens[i].text, meant))
            tokens[i] = tokens[i]._replace(stem=stem(meant))
    return respelt


def _first_of(unknown: Iterable[str]) -> Set[str]:
    """The unknown words of which it is worth guessing what they mean: of a question that has more of them,
    no more is understood for it."""
    return set(islice(dict.fromkeys(unknown), _GUESSED))


def _without_modifiers(spans: Sequence[Span], text: str, tokens: Sequence[Token]) -> Iterator[Span]:
    """The spans with "product category" as one, where the product has a name and a category of its own
    table and no table of its own."""
    ahead: Span | None = None
    for span in spans:
        if ahead is not None and _modifies(ahead, span):
            both = text[tokens[ahead.first].start : tokens[span.last - 1].end]
            span = replace(span, text=both, first=ahead.first, weight=ahead.weight + span.weight)
        elif ahead is not None:
            yield ahead
        ahead = span
    if ahead is not None:
        yield ahead


def _modifies(ahead: Span, span: Span) -> bool:
    named, kinds = ahead.of(Role.DIMENSION), span.of(Role.DIMENSION)
    if not (named and kinds) or ahead.last != span.first:
        return False
    alone = len(named) + len(ahead.of(Role.ENTITY)) == len(ahead.readings) and all(r.shortened for r in named)
    whole = len(kinds) == len(span.readings) and not any(r.shortened for r in kinds)
    cubes = ({r.target.split(".")[0] for r in readings} for readings in (ahead.readings, kinds))
    return alone and whole and next(cubes) == next(cubes) and not ahead.text.endswith("s")


def _completed(spans: Sequence[Span], tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Gives each unknown word the meaning of the one title that it is a word of."""
    last: tuple[Span, str] | None = None  # the span and the title that were completed before
    guessed = _first_of(s.text for s in spans if s.is_unknown)
    for i, span in enumerate(spans):
        if span.text in guessed and span.is_unknown and not span.quoted and tokens[span.first].kind == "word":
            behind = spans[i + 1] if i + 1 < len(spans) else None
            meant = lexicon.abbreviated(span.text, behind.readings) if behind else []
            if behind and meant:
                span.readings, behind.readings = [Reading(Role.FILLER, "")], meant
                yield f"{span.text} {behind.text}", lexicon.catalog.members[meant[0].target].titles.en
                continue
            if behind and behind.of(Role.ENTITY) and span.text.endswith("ed"):
                continue  # "delayed shipments" are not all of them
            title, readings = lexicon.title_with(tokens[span.first].stem)
            if readings and last and last[1] == title and last[0].last == span.first:
                span.readings = [Reading(Role.FILLER, "")]  # "rotten tomatoes" are one title, told by both
                last = (span, title)
            elif readings:
                span.readings, last = readings, (span, title)
                yield span.text, title


def _persons(spans: Sequence[Span], lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Gives unknown words for persons the only ones that the data has and does not name."""
    for span in spans:
        if span.is_unknown and not span.quoted:
            title, readings = lexicon.persons_called(span.text)
            if readings:
                span.readings = readings
                yield span.text, title


def _complete_elsewhere(spans: Sequence[Span], tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """Gives a noun the one title that it is half of and that unknown words complete: the billing state of
    "invoices billed from each state"."""
    unknown = {tokens[s.first].stem: s for s in spans if s.is_unknown and not s.quoted}
    halves: dict[tuple[str, ...], list[tuple[Reading, set[str]]]] = {}
    for span in spans:
        if not (unknown and span.of(Role.DIMENSION)):
            continue
        own = tuple(t.stem for t in tokens[span.first : span.last])
        if own not in halves:
            halves[own] = list(_other_halves(own, lexicon))
        meant = [(reading, rest) for reading, rest in halves[own] if rest <= unknown.keys()]
        if len(meant) != 1:
            continue
        [(reading, rest)] = meant
        span.readings = [replace(reading, partial=False)]
        for word in rest:
            unknown.pop(word).readings = [Reading(Role.FILLER, "")]


def _other_halves(own: tuple[str, ...], lexicon: Lexicon) -> Iterator[tuple[Reading, set[str]]]:
    """The dimensions that a phrase is half of the name of, with the stems of the other half."""
    for reading in lexicon.half_names(own):
        if rest := {*phrase(lexicon.catalog.members[reading.target].titles.en)} - {*own}:
            yield reading, rest


def _left_out(spans: Sequence[Span]) -> set[int]:
    """The first tokens of measures that a negation, or a list behind it, would leave out."""
    found: set[int] = set()
    negated = False
    for span in spans:
        if span.is_noun:
            if negated and span.of(Role.MEASURE) and not span.of(Role.ENTITY):
                found.add(span.first)
        elif not (span.is_cue(Cue.AND, Cue.OR, Cue.OF) or span.is_filler):
            negated = span.is_cue(Cue.NOT)
    return found


def _without_owned_counts(cutter: Cutter, spans: list[Span]) -> list[Span]:
    """The spans with what owns a figure as the things that it counts and no count:
    the returned orders of "revenue of returned orders" and 退货订单的销售额 restrict it."""
    owners = _owning_counts(spans)
    if not owners:
        return spans
    cutter.leave_uncounted(owners)
    return cutter.best()


def _owning_counts(spans: Sequence[Span]) -> set[int]:
    """The first tokens of counts that figures are said to be of."""
    found: set[int] = set()
    for ahead, joint, behind in zip(spans, spans[1:], spans[2:], strict=False):
        if not joint.is_cue(Cue.OF) or not (ahead.of(Role.MEASURE) and behind.of(Role.MEASURE)):
            continue
        owner, figure = (behind, ahead) if joint.text.isascii() else (ahead, behind)
        counts = all(r.role is Role.MEASURE and r.aggregate == "count" for r in owner.readings)
        figures = any(r.aggregate != "count" for r in figure.of(Role.MEASURE))
        text = owner.text
        said_so = text.startswith(("number", "count", "total")) or text.endswith(("数", "量"))
        if counts and figures and not said_so and owner.last - owner.first > 1:
            found.add(owner.first)
    return found


def _fixed(text: str, tokens: Sequence[Token], today: date, fiscal_start: int) -> list[Span]:
    """What is read before the catalog's words are: periods, then quantities."""
    taken = [False] * len(tokens)
    spans = []
    starts, ends = [t.start for t in tokens], [t.end for t in tokens]
    for mention in find(text, today, fiscal_start):
        first, last = bisect_left(starts, mention.first), bisect_right(ends, mention.last)
        if first < last:
            spans.append(Span(mention.text, first, last, period=mention.period))
            taken[first:last] = [True] * (last - first)
    for value, first, last in quantities(tokens, taken):
        spans.append(Span(text[tokens[first].start : tokens[last - 1].end], first, last, quantity=value))
    return spans
