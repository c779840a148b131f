"""Some cells of a column, with how often each was seen, and how their text is trimmed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.sources.values.missing import stands_for_nothing

BLANKS = " \t\r\n\u00a0\u202f\u3000"
LONGEST = 80  # characters; longer cells are neither dates nor numbers
TRIMMED = f"trim({{}}, '{BLANKS}')"  # SQL with {} for a column

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\x00-\x7f]+")


@dataclass
class Cells:
    """What was seen of one column.

    Attributes:
        name: of the column.
        seen: how often each trimmed text was seen; blank ones are left out.
        padded: whether blanks stand around some of them.
    """

    name: str
    seen: Counter[str] = field(default_factory=Counter)
    padded: bool = False

    def add(self, texts: Iterable[tuple[str | None, int]]) -> None:
        for text, times in texts:
            trimmed = (text or "").strip(BLANKS)
            if trimmed:
                self.seen[trimmed] += times
                self.padded |= trimmed != text
        self.__dict__.pop("filled", None)

    @cached_property
    def filled(self) -> dict[str, int]:
        """Those that do not stand for a missing value."""
        return {text: n for text, n in self.seen.items() if not stands_for_nothing(text)}

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(sorted(text for text in self.seen if stands_for_nothing(text)))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Of the name, in small letters: ``createdAt`` is created, at."""
        return tuple(word.lower() for word in _WORD.findall(self.name))
