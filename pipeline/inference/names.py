"""Names of tables and columns as words, titles and member names."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from functools import lru_cache

import inflect
import wordninja
from anyascii import anyascii

from pipeline.inference.words import ABBREVIATED_BEHIND, ABBREVIATIONS, ACRONYMS, FORMULAS, TABLE_MARKS

_PIECES = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+|[^\W\d_A-Za-z]+")
# Capitals and digits as chemists write them, or a formula with a digit in small letters.
_FORMULA = re.compile(
    rf"(?<![A-Za-z])(?:{'|'.join(map(re.escape, FORMULAS))}|co2|no2|so2|nox|pm2[._]?5|pm10)(?![A-Za-z0-9])"
)
_NAME = re.compile(r"[a-z]{1,2}name")  # the name of a thing that one or two letters stand for
_LETTERS_OF_ONE_WORD = 6  # longer ones may be several words written together
_inflect = inflect.engine()


def words_of(name: str) -> list[str]:
    """The words of a name, lower case, abbreviations written out: ``cust_nm`` is customer, name."""
    found: list[str] = []
    start = 0
    for formula in _FORMULA.finditer(name):
        if formula[0] != "NO" or formula.end() < len(name):
            found += [*_plain_words(name[start : formula.start()]), _as_formula(formula[0])]
            start = formula.end()
    return found + _plain_words(name[start:]) or [name]


def _as_formula(text: str) -> str:
    known = text.upper().replace("_", ".")
    return {"NOX": "NOx", "PM25": "PM2.5"}.get(known, known)


def _plain_words(name: str) -> list[str]:
    found: list[str] = []
    for low in _rejoined([piece.lower() for piece in _PIECES.findall(_spelt(name))]):
        if behind := ABBREVIATED_BEHIND.get((found[-1] if found else "", low)):
            found.append(behind)
        elif low in ABBREVIATIONS:
            found += ABBREVIATIONS[low].lower().split()
        elif _NAME.fullmatch(low):
            found += [low.removesuffix("name"), "name"]
        elif low.isascii() and low.isalpha() and len(low) > _LETTERS_OF_ONE_WORD:
            found += _separated(low)
        else:
            found.append(low)
    return found


def _spelt(name: str) -> str:
    """A name with its percent sign as a word, where it has none."""
    said = re.search(r"%|％", name) and not re.search(r"pct|percent|rate|率|比", name, re.IGNORECASE)
    return re.sub(r"%|％", " percentage " if name.isascii() else "百分比", name) if said else name


def written_words(name: str) -> list[str]:
    """The words of a name as they are written, lower case: "max temp" is what people may say too."""
    return _rejoined([piece.lower() for piece in _PIECES.findall(name)])


def _rejoined(pieces: list[str]) -> list[str]:
    """The pieces of a name with those of ``LName`` as one, where that is known."""
    found: list[str] = []
    for piece in pieces:
        if found and len(found[-1]) == 1 and found[-1] + piece in ABBREVIATIONS:
            found[-1] += piece
        else:
            found.append(piece)
    return found


def _separated(word: str) -> list[str]:
    """The words written together in ``word``; the word itself where cutting it leaves scraps."""
    parts = wordninja.split(word)
    return parts if len(parts) <= 3 and all(len(p) > 2 or p in ("id", "no") for p in parts) else [word]


def title_of(words: Iterable[str]) -> str:
    """A title in sentence case: ``["customer", "id"]`` is "Customer ID"."""
    text = said(words)
    return text[:1].upper() + text[1:]


def said(words: Iterable[str]) -> str:
    """Words in a sentence, acronyms in capitals."""
    return " ".join(w.upper() if w in ACRONYMS else w for w in words)


def table_words(name: str) -> list[str]:
    """The words of a table's name without the marks some put in front: ``tblCustomers``."""
    words = words_of(name)
    return words[1:] if len(words) > 1 and words[0] in TABLE_MARKS else words


def singular(words: Iterable[str]) -> list[str]:
    """Words with the last one in the singular."""
    words = list(words)
    if words and words[-1].isascii() and words[-1].isalpha():
        words[-1] = _singular_of(words[-1])
    return words


@lru_cache(maxsize=10_000)  # wide tables name the same things again and again
def _singular_of(word: str) -> str:
    return _inflect.singular_noun(word) or word


def plural(words: Iterable[str]) -> list[str]:
    """Words with the last one in the plural."""
    words = singular(words)
    if words and words[-1].isascii() and words[-1].isalpha():
        words[-1] = _inflect.plural_noun(words[-1]) or words[-1]
    return words


def member_name(name: str, taken: Container[str]) -> str:
    """An identifier as Cube's names are, unlike those ``taken``: ASCII letters, digits, underscores."""
    pieces = re.findall(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+", anyascii(name))
    base = "_".join(p.lower() for p in pieces)[:60].rstrip("_") or "column"
    if not base[0].isalpha():
        base = f"n_{base}"
    found, number = base, 2
    while found in taken:
        found, number = f"{base}_{number}", number + 1
    return found
