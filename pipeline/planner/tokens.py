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
        return {"han": 1.0, "word": 2.0, "number": 1.0, "mark": 0.0}[self.kind]


def normalise(text: str) -> str:
    """One spelling for full-width forms, quotes, case and white space."""
    text = unicodedata.normalize("NFKC", text).translate(_QUOTES).lower()
    text = re.sub(r"[\u200b-\u200f\u2060\ufeff]", "", text)
    return re.sub(r"\s+", " ", text).strip()


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a lower-case word of Latin letters; other words as they are."""
    return str(_STEMMER.stemWord(word)) if word.isascii() and len(word) > 2 else word


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
    return tuple(t.stem for t in tokenize(normalise(text)) if t.kind != "mark")


def is_plural(text: str) -> bool:
    """Whether an English noun looks plural."""
    return text.isascii() and text.endswith("s") and not text.endswith("ss")
