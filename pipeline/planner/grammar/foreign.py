"""Words that neither the catalog nor the data has: names in the other language, near synonyms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.planner.grammar.names import add_found
from pipeline.planner.grammar.sheet import Sheet
from pipeline.planner.readings import Reading, Role
from pipeline.planner.tokens import phrase
from pipeline.planner.wordbook.dictionary import Said
from pipeline.planner.wordbook.translate import synonyms, translations

_TRANSLATED, _SYNONYM = 0.25, 0.4
_MOST_UNKNOWN = 16  # tokens that are looked up
_FEW_VALUES = 300
_LENGTHS = {"han": (2, 8), "word": (1, 3)}  # tokens, the fewest and the most


def translated(s: Sheet) -> None:
    """Looks up the stretches of Han characters that no name of the catalog covers in the dictionary."""
    for first, last in _stretches(s, "han"):
        _named(s, first, last, translations(s.text_of(first, last)), _TRANSLATED, "dictionary")


def related(s: Sheet) -> None:
    """The same for words of Latin letters, which are more often misspelt or a part of a name: those that are
    likely to be neither. At last near synonyms in either language."""
    for first, last in _stretches(s, "word"):
        _named(s, first, last, translations(s.text_of(first, last)), _TRANSLATED, "dictionary")
    for kind in ("word", "han"):
        for first, last in _stretches(s, kind):
            _named(s, first, last, synonyms(s.text_of(first, last)), _SYNONYM, "synonym")


def _stretches(s: Sheet, kind: str) -> Iterator[tuple[int, int]]:
    """The stretches of one script in which something is not explained and that are in no longer name."""
    covered = s.covered()
    unknown = [i for i, known in enumerate(covered) if not known and s.tokens[i].kind == kind]
    names = [(m.first, m.last) for m in s.mentions if m.senses]
    shortest, longest = _LENGTHS[kind]
    found: dict[tuple[int, int], None] = {}
    for i in unknown[:_MOST_UNKNOWN]:
        for first in range(max(0, i - longest + 1), i + 1):
            for last in range(max(i + 1, first + shortest), min(len(s.tokens), first + longest) + 1):
                if all(t.kind == kind for t in s.tokens[first:last]):
                    found[first, last] = None
    for first, last in found:
        if not any(begin <= first and last <= end for begin, end in names):
            yield first, last


def _named(s: Sheet, first: int, last: int, said: Iterable[Said], cost: float, how: str) -> bool:
    """Whether the catalog has anything that is called so; adds it."""
    found = False
    for text, away in said:
        stems = phrase(text)
        readings = [r for r in s.lexicon.readings(stems) if _may_be_meant(s, r)] if stems else []
        if readings and add_found(s, first, last, stems, readings, cost + away, how):
            s.mentions[-1] = replace(s.mentions[-1], taken_for=text)
            found = True
    return found


def _may_be_meant(s: Sheet, reading: Reading) -> bool:
    """Among many values any word is one, so that only those of kinds, countries and the like count."""
    if reading.role is Role.VALUE:
        return s.lexicon.cardinality.get(reading.target, 0) <= _FEW_VALUES
    return True
