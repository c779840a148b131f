"""A question as tokens that match whatever way a word is written.

One Han character is one token and one Latin word is one token, reduced to its stem, so a phrase of
either language is a sequence of tokens and is looked up in the same way.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal, NamedTuple

import snowballstemmer

TokenKind = Literal["han", "word", "number", "mark"]

_WEIGHTS: dict[TokenKind, float] = {"han": 1.0, "word": 2.0, "number": 1.0, "mark": 0.0}
_STEMMER = snowballstemmer.stemmer("english")
_QUOTES = str.maketrans({"“": '"', "”": '"', "「": '"', "」": '"', "『": '"', "』": '"', "‘": "'", "’": "'"})
_HAN = "㐀-䶿一-鿿豈-﫿〇"
_TOKEN = re.compile(
    rf"""
    (?P<han>[{_HAN}])
  | (?P<number>\d+(?:,\d{{3}})*(?:\.\d+)?(?![a-z_]*[a-z]\d))
  | (?P<word>[^\W_{_HAN}]+(?:'(?!s\b)[^\W\d_{_HAN}]+)?)
  | (?P<mark>>=|<=|!=|<>|[^\w\s])
    """,
    re.VERBOSE,
)
_POSSESSIVE = re.compile(r"(?<=[a-z])'s?(?![a-z])")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff]")
_WRITTEN_OUT = 3  # letters that one may stand for: ㎢ is "km2", but ﷺ no four words and ½ no two numbers
_SHORT = 60  # characters of what is likely to be looked up again; no longer word has an ending to lose


class Token(NamedTuple):
    """One token of a normalised text; ``stem`` is what matching compares."""

    text: str
    stem: str
    kind: TokenKind
    start: int
    end: int

    @property
    def weight(self) -> float:
        """How much of a question it is: a Latin word says about as much as two Han characters."""
        return _WEIGHTS[self.kind]


def normalise(text: str) -> str:
    """One spelling for full-width forms, quotes, case and white space."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", "".join(map(_no_sentence, text)))
        text = _INVISIBLE.sub("", text.translate(_QUOTES))
    return " ".join(text.lower().split())


def _no_sentence(character: str) -> str:
    written = unicodedata.normalize("NFKC", character)
    return character if len(written) <= 2 or (len(written) <= _WRITTEN_OUT and written.isalnum()) else " "


def stem(word: str) -> str:
    """The stem of a lower-case word of Latin letters; other words as they are."""
    return _stem(word) if len(word) <= _SHORT and word.isascii() and len(word) > 2 else word


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))


def tokenize(text: str) -> list[Token]:
    """The tokens of a text that `normalise` wrote; offsets are into it."""
    text = _POSSESSIVE.sub(lambda m: " " * len(m.group()), text.replace("_", " "))
    tokens = []
    for match in _TOKEN.finditer(text):
        kind: TokenKind = match.lastgroup  # type: ignore[assignment]
        word = match.group()
        reduced = stem(word) if kind == "word" else word.replace(",", "")
        tokens.append(Token(word, reduced, kind, match.start(), match.end()))
    return tokens


def phrase(text: str) -> tuple[str, ...]:
    """What a phrase is looked up by: the stems of its tokens, without punctuation."""
    return _phrase(text) if len(text) <= _SHORT else _stems(text)


def _stems(text: str) -> tuple[str, ...]:
    return tuple(t.stem for t in tokenize(normalise(text)) if t.kind != "mark")


_phrase = lru_cache(maxsize=20_000)(_stems)


def is_plural(text: str) -> bool:
    """Whether an English noun looks plural."""
    return text.isascii() and text.endswith("s") and not text.endswith("ss")
