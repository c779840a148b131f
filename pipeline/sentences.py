"""What a model says, as sentences that can be shown: whole, plain, in one language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from pipeline.language import Language, detect
from pipeline.markdown import escape, shorten

_DIGITS = "〇０１２３４５６７８９"
_LONGEST = 400  # characters of one sentence
_UNENDED = 4_000  # characters without an end; a text that has none by then holds no sentences
# A full stop ends a sentence only before a space and a new beginning: not in 3.5, not in "approx. 5".
_END = re.compile(r"[。！？；]+[”’」』）)]*|[!?](?=\s)|\.(?=\s+[\"“(*_\[<]*[^\W\d_a-z])|\n")
_ENDED = re.compile(r"[.。！？；!?][\"'”’」』）)]*$")
_MEMBER = re.compile(r"\b[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+", re.ASCII)
_MARKS = re.compile(r"\*\*|__|`|^\s*(?:[#>*•-]+|\d{1,2}[.)])\s+")


def sentences(pieces: Iterable[str]) -> Iterator[str]:
    """The sentences of a text that comes in pieces, each as soon as it is whole.

    Lines that do not end as a sentence does are left out: headings, and what was broken off. It ends
    where a text goes on without an end.
    """
    text = ""
    for piece in pieces:
        text += piece
        begins = 0
        while end := _END.search(text, begins):
            # Closing quotes may still come.
            if end.end() == len(text) and end[0] != "\n":
                break
            yield from _plain(text[begins : end.end()])
            begins = end.end()
        text = text[begins:]
        if len(text) > _UNENDED:
            return
    yield from _plain(text)


def is_in(sentence: str, language: Language, names: Iterable[str] = ()) -> bool:
    """Whether a sentence is in ``language``; ``names`` and names of members are of no language."""
    sentence = _MEMBER.sub(" ", sentence)
    for name in sorted(names, key=len, reverse=True):
        sentence = sentence.replace(name, " ")
    return detect(sentence, language) == language


def shown(sentence: str, language: Language, *, first: bool) -> str:
    """A sentence as Markdown that holds no markup, with the space that parts it from the one before."""
    between = "" if first or language == "zh" else " "
    return between + escape(shorten(sentence, _LONGEST))


def has_odd_digits(text: str) -> bool:
    """Whether a text holds digits that are neither plain nor full-width: "²", "①", "٣"."""
    foreign = (c for c in text if not c.isascii() and c not in _DIGITS)
    return any(unicodedata.category(c) in ("Nd", "Nl", "No") for c in foreign)


def _plain(text: str) -> Iterator[str]:
    text = " ".join(_MARKS.sub("", text).split())
    if _ENDED.search(text) and any(c.isalpha() for c in text):
        yield text
