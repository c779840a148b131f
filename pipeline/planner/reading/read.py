"""Spans in, draft out: which part of a question plays which role.

The passes give roles in order of certainty: function words, numbers with what they bound or limit,
aggregates with what they count, stored values, and last the nouns, by the words around them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from typing import Any

from pipeline.cancellation import Cancellation
from pipeline.language import Text
from pipeline.planner.dates.periods import Period
from pipeline.planner.draft import Bound, Choice, Draft, TextBound
from pipeline.planner.lexicon import Lexicon
from pipeline.planner.reading.aggregates import read_aggregates
from pipeline.planner.reading.bounds import read_bounds
from pipeline.planner.reading.cues import read_cues
from pipeline.planner.reading.leftover import read_leftover
from pipeline.planner.reading.nouns import read_nouns
from pipeline.planner.reading.possessives import read_possessives
from pipeline.planner.reading.qualities import read_qualities
from pipeline.planner.reading.quotients import read_quotients
from pipeline.planner.reading.ranks import read_adjectives, read_comparatives, read_ranks
from pipeline.planner.reading.texts import read_texts
from pipeline.planner.reading.utterance import Utterance
from pipeline.planner.reading.values import read_values
from pipeline.planner.spans import Span
from pipeline.planner.tokens import phrase

_TWICE = 2
Pass = Callable[[Utterance, Draft], None]
PASSES: tuple[Pass, ...] = (
    read_possessives,
    read_cues,
    read_quotients,
    read_qualities,
    read_bounds,
    read_ranks,
    read_texts,
    read_aggregates,
    read_values,
    read_comparatives,
    read_nouns,
    read_adjectives,
    read_leftover,
)


def read(spans: Sequence[Span], lexicon: Lexicon, cancellation: Cancellation | None = None) -> Draft:
    """The draft of a question that was cut into ``spans``. Raises `Cancelled`."""
    utterance = Utterance(spans, lexicon)
    draft = Draft(said=frozenset(stem for span in spans for stem in phrase(span.text)))
    for one in PASSES:
        if cancellation:
            cancellation.check()
        one(utterance, draft)
    _drop_repeats(draft)
    return draft


def _drop_repeats(draft: Draft) -> None:
    """Leaves nothing said more than twice: the third time it means no more than the second."""
    for part in fields(draft):
        said = getattr(draft, part.name)
        if isinstance(said, list) and len(said) > _TWICE:
            setattr(draft, part.name, list(_twice_at_most(said)))


def _twice_at_most(said: Sequence[Any]) -> Iterator[Any]:
    known: dict[str, list[Any]] = {}  # by the words, which tell most of them apart
    for one in said:
        alike = known.setdefault(_words(one), [])
        if sum(one == other for other in alike) < _TWICE:
            alike.append(one)
            yield one


def _words(said: Choice | Bound | TextBound | Period | Text | str) -> str:
    match said:
        case Choice(text=text):
            return text
        case Bound(subject=subject, value=value) | TextBound(subject=subject, text=value):
            return f"{subject.text} {value}"
        case Text(en=en):
            return en
        case _:
            return str(said)
