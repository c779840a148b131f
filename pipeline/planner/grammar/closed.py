"""The closed classes of words of all languages, looked up by how they are written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from pipeline.planner.grammar.mention import Word
from pipeline.planner.languages.base import Language, SmallWords
from pipeline.planner.tokens import Token, normalise, tokenize
from pipeline.planner.words import Quotient

Written = tuple[str, ...]
_LONG = 5  # letters of a word that may be misspelt


class ClosedWords:
    """Every word of a closed class, and the words without meaning, by their first token.

    Attributes:
        properties: words that rank or compare by a property -> what they say, and the names of the property.
        quotients: names of figures that are one measure divided by another -> what they may be called.
        codes: those of the languages.
        small: see `SmallWords`; of all languages.
    """

    def __init__(self, languages: Sequence[Language]) -> None:
        self._words: dict[str, dict[Written, list[Word]]] = defaultdict(lambda: defaultdict(list))
        self._noise: dict[str, set[Written]] = defaultdict(set)
        self.properties: dict[Written, tuple[Word, tuple[str, ...]]] = {}
        self._properties_at: dict[str, list[Written]] = defaultdict(list)
        self.quotients: dict[Written, Quotient] = {}
        self.all: set[Written] = set()
        self.codes = tuple(language.code for language in languages)
        self.small = SmallWords()
        for language in languages:
            self._add(language)
            self.small |= language.small

    def _add(self, language: Language) -> None:
        for kind, meanings in language.words.items():
            for says, phrases in meanings.items():
                for text in phrases:
                    written = as_written(text)
                    self._words[written[0]][written].append(Word(kind, says, language.code))
                    self.all.add(written)
        for text in language.noise:
            written = as_written(text)
            self._noise[written[0]].add(written)
            self.all.add(written)
        self.quotients |= {as_written(text): parts for text, parts in language.quotients.items()}
        for text, (kind, says, names) in language.properties.items():
            written = as_written(text)
            self.properties[written] = (Word(kind, says, language.code), names)
            self._properties_at[written[0]].append(written)
            self.all.add(written)

    def near(self, word: str) -> str | None:
        """The word of a closed class that a longer ``word`` is a likely misspelling of."""
        if len(word) < _LONG or not word.isascii():
            return None
        allowed = 1 if len(word) < 2 * _LONG - 2 else 2
        found = process.extractOne(word, self._long, scorer=OSA.distance, score_cutoff=allowed)
        return found[0] if found and found[0][0] == word[0] else None

    @cached_property
    def _long(self) -> list[str]:
        meant = {w[0] for words in self._words.values() for w in words if len(w) == 1}
        return sorted(w for w in meant if len(w) >= _LONG and w.isascii() and w.isalpha())

    def at(self, tokens: Sequence[Token], first: int) -> Iterator[tuple[int, list[Word]]]:
        """The words that begin at a token, each with where it ends."""
        for written, words in self._words.get(tokens[first].text, {}).items():
            if _stands(written, tokens, first):
                yield first + len(written), words

    def noise_at(self, tokens: Sequence[Token], first: int) -> Iterator[int]:
        """Where the phrases without meaning that begin at a token end."""
        for written in self._noise.get(tokens[first].text, ()):
            if _stands(written, tokens, first):
                yield first + len(written)

    def properties_at(
        self, tokens: Sequence[Token], first: int
    ) -> Iterator[tuple[int, Word, tuple[str, ...]]]:
        """The words for a property that begin at a token: where each ends, what it says, and the names."""
        for written in self._properties_at.get(tokens[first].text, ()):
            if _stands(written, tokens, first):
                yield first + len(written), *self.properties[written]

    def quotients_at(self, tokens: Sequence[Token], first: int) -> Iterator[tuple[int, Quotient]]:
        """The names of quotients that begin at a token, each with where it ends."""
        for written, parts in self.quotients.items():
            if written[0] == tokens[first].text and _stands(written, tokens, first):
                yield first + len(written), parts


@cache
def as_written(text: str) -> Written:
    """The tokens of a phrase as they are written."""
    return tuple(t.text for t in tokenize(normalise(text)))


def _stands(written: Written, tokens: Sequence[Token], first: int) -> bool:
    return all(at < len(tokens) and tokens[at].text == word for at, word in enumerate(written, start=first))


def closed_words(languages: Iterable[Language]) -> ClosedWords:
    return ClosedWords(tuple(languages))
