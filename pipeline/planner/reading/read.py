"""Spans in, draft out: which part of a question plays which role.

The passes give roles in order of certainty: function words, numbers with what they bound or limit,
aggregates with what they count, stored values, and last the nouns, by the words around them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.planner.draft import Draft
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


def read(spans: Sequence[Span], lexicon: Lexicon) -> Draft:
    """The draft of a question that was cut into ``spans``."""
    utterance = Utterance(spans, lexicon)
    draft = Draft(said=frozenset(stem for span in spans for stem in phrase(span.text)))
    for one in PASSES:
        one(utterance, draft)
    return draft
