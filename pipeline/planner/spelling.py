"""Misspelt words and names: what of the catalog they are likely to mean."""

from __future__ import annotations

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from pipeline.planner.tokens import normalise, tokenize

_MANY_TEXTS = 20_000  # among more, only the cheaper comparison is made
_SHORTEST = 3


class Spelling:
    """The words and texts that a misspelling may be meant for."""

    def __init__(self) -> None:
        self._words: dict[str, None] = {}
        self._written: dict[str, str] = {}

    def note(self, text: str) -> None:
        """Makes a text known, and the words in it."""
        self._written.setdefault(text.lower(), text)
        for token in tokenize(normalise(text)):
            if token.kind == "word" and len(token.text) >= _SHORTEST and token.text.isascii():
                self._words[token.text] = None

    def nearest_word(self, word: str) -> str | None:
        """The known word that ``word`` is a likely misspelling of."""
        allowed = 1 if len(word) < 8 else 2
        if len(word) < _SHORTEST or not word.isascii() or word in self._words:
            return None
        if len(word) == _SHORTEST:  # only two letters in the other order: "mgp"
            turned = (word[0] + word[2] + word[1], word[1] + word[0] + word[2])
            return next((t for t in turned if t in self._words), None)
        longer = (w for w in self._words if len(w) > _SHORTEST)
        found = process.extractOne(word, longer, scorer=OSA.distance, score_cutoff=allowed)
        return found[0] if found and found[0][0] == word[0] else None

    def near_phrase(self, text: str) -> str | None:
        """A title or value that ``text`` resembles, as it is written."""
        if len(text) < (2 if not text.isascii() else 4):
            return None
        words = self._written.keys()
        scorers = ((fuzz.ratio, 80), (fuzz.token_set_ratio, 90))
        for scorer, cutoff in scorers if len(words) <= _MANY_TEXTS else scorers[:1]:
            found = process.extractOne(text.lower(), words, scorer=scorer, score_cutoff=cutoff)
            if found:
                return self._written[found[0]]
        return None
