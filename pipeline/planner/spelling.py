"""Misspelt words and names: what of the catalog they are likely to mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from pipeline.planner.tokens import normalise, tokenize

_MANY_TEXTS = 20_000  # among more, only the cheaper comparison is made
_SHORTEST = 3
_LONGEST = 60  # letters; no longer text is a misspelt title
_REMEMBERED = 2_000  # words that were searched for
_ALIKE, _SAME_WORDS = 80, 90  # of a hundred


class Spelling:
    """The words and texts that a misspelling may be meant for, by their lengths: what is far longer or
    shorter is none."""

    def __init__(self) -> None:
        self._words: dict[str, None] = {}
        self._written: dict[str, str] = {}
        self._words_of: dict[int, list[str]] = defaultdict(list)
        self._texts_of: dict[int, list[str]] = defaultdict(list)
        self._nearest = lru_cache(maxsize=_REMEMBERED)(self._search)

    def note(self, text: str) -> None:
        """Makes a text known, and the words in it."""
        lower = text.lower()
        if lower not in self._written:
            self._written[lower] = text
            self._texts_of[len(lower)].append(lower)
        for token in tokenize(normalise(text)):
            word = token.text
            if token.kind == "word" and len(word) >= _SHORTEST and word.isascii() and word not in self._words:
                self._words[word] = None
                self._words_of[len(word)].append(word)
                self._nearest.cache_clear()

    def nearest_word(self, word: str) -> str | None:
        """The known word that ``word`` is a likely misspelling of."""
        if not _SHORTEST <= len(word) <= _LONGEST or not word.isascii() or word in self._words:
            return None
        if len(word) == _SHORTEST:  # only two letters in the other order: "mgp"
            turned = (word[0] + word[2] + word[1], word[1] + word[0] + word[2])
            return next((t for t in turned if t in self._words), None)
        return self._nearest(word)

    def _search(self, word: str) -> str | None:
        allowed = 1 if len(word) < 8 else 2
        lengths = range(max(_SHORTEST + 1, len(word) - allowed), len(word) + allowed + 1)
        near = _best(word, self._words_of, lengths, OSA.distance, allowed)
        nearest = _first_known([w for w, away in near if away == min(a for _, a in near)], self._words)
        return nearest if nearest and nearest[0] == word[0] else None

    def near_phrase(self, text: str) -> str | None:
        """A title or value that ``text`` resembles, as it is written."""
        if not (2 if not text.isascii() else 4) <= len(text) <= _LONGEST:
            return None
        lower = text.lower()
        shortest = _ALIKE / (200 - _ALIKE)  # of its length: all of the shorter text is in the longer one
        lengths = range(int(shortest * len(lower)), int(len(lower) / shortest) + 2)
        near = _best(lower, self._texts_of, lengths, fuzz.ratio, _ALIKE)
        if near:
            alike = _first_known([t for t, like in near if like == max(a for _, a in near)], self._written)
            return self._written[alike or ""]
        if len(self._written) > _MANY_TEXTS:
            return None
        same = process.extractOne(
            lower, self._written.keys(), scorer=fuzz.token_set_ratio, score_cutoff=_SAME_WORDS
        )
        return self._written[same[0]] if same else None


def _first_known(near: Sequence[str], known: Iterable[str]) -> str | None:
    """Of texts that are equally near the one that became known first."""
    return near[0] if len(near) == 1 else next((text for text in known if text in near), None)


def _best(
    text: str, known: dict[int, list[str]], lengths: Iterable[int], scorer: Callable[..., Any], cutoff: int
) -> list[tuple[str, float]]:
    """Of the known texts of each length the one most like ``text``, with how much it is."""
    near = (
        process.extractOne(text, known[length], scorer=scorer, score_cutoff=cutoff)
        for length in lengths
        if length in known
    )
    return [(found[0], found[1]) for found in near if found]
