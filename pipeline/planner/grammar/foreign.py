"""Words that neither the catalog nor the data has: names in the other language, words that mean the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.planner.grammar.names import add_found
from pipeline.planner.grammar.sheet import Sheet
from pipeline.planner.readings import Reading, Role
from pipeline.planner.tokens import phrase
from pipeline.planner.wordbook.dictionary import Said
from pipeline.planner.wordbook.translate import synonyms, translations

_TRANSLATED, _SYNONYM = 0.25, 0.4
_MOST_UNKNOWN = 40  # tokens that are looked up
_FEW_VALUES = 300
_LONGEST_HAN, _LONGEST_LATIN = 8, 3  # tokens


def foreign(s: Sheet) -> None:
    """Looks up the stretches that no name of the catalog covers in the dictionary."""
    names = [(m.first, m.last) for m in s.mentions if m.senses]
    for first, last in _stretches(s):
        if any(begin <= first and last <= end for begin, end in names):
            continue
        text = s.text_of(first, last)
        if not _named(s, first, last, translations(text), _TRANSLATED, "dictionary"):
            _named(s, first, last, synonyms(text), _SYNONYM, "synonym")


def _stretches(s: Sheet) -> Iterator[tuple[int, int]]:
    """The stretches of one script in which something is not explained."""
    covered = s.covered()
    unknown = [i for i, known in enumerate(covered) if not known and s.tokens[i].kind in ("han", "word")]
    found: dict[tuple[int, int], None] = {}
    for i in unknown[:_MOST_UNKNOWN]:
        kind = s.tokens[i].kind
        shortest, longest = (2, _LONGEST_HAN) if kind == "han" else (1, _LONGEST_LATIN)
        for first in range(max(0, i - longest + 1), i + 1):
            for last in range(max(i + 1, first + shortest), min(len(s.tokens), first + longest) + 1):
                if all(t.kind == kind for t in s.tokens[first:last]):
                    found[first, last] = None
    yield from found


def _named(s: Sheet, first: int, last: int, said: Iterable[Said], cost: float, how: str) -> bool:
    """Whether the catalog has anything that is called so; adds it."""
    found = False
    for text, away in said:
        stems = phrase(text)
        readings = [r for r in s.lexicon.readings(stems) if _may_be_meant(s, r)] if stems else []
        found |= bool(readings) and add_found(s, first, last, stems, readings, cost + away, how)
    return found


def _may_be_meant(s: Sheet, reading: Reading) -> bool:
    """Among many values any word is one, so that only those of kinds, countries and the like count."""
    if reading.role is Role.VALUE:
        return s.lexicon.cardinality.get(reading.target, 0) <= _FEW_VALUES
    return True
