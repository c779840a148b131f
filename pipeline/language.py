"""The two languages this application speaks, and how it tells which one a text is in."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Language = Literal["zh", "en"]

_HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿]")
_LATIN_WORD = re.compile(r"[A-Za-z]+")
_READ = 10_000  # characters: what is longer is no question, and is refused in the language of its beginning


class Text(NamedTuple):
    """One text in both languages."""

    en: str
    zh: str

    def said(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


def detect(text: str, default: Language = "en") -> Language:
    """The language of ``text``: Chinese when it holds Han characters that are not outweighed by
    a sentence of Latin words around them ("employees in 工程部 by city"), ``default`` when it
    holds neither."""
    han = len(_HAN.findall(text[:_READ]))
    latin = len(_LATIN_WORD.findall(text[:_READ]))
    if han == latin == 0:
        return default
    return "zh" if han and han >= latin else "en"


def reader_of(accept_language: str) -> Language:
    """The language of whoever sends this header ``Accept-Language``, as far as it says."""
    return "zh" if accept_language.strip().lower().startswith("zh") else "en"
