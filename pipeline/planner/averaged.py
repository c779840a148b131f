"""Numbers that add up to nothing: of prices, ages and durations the average is meant, not the sum."""

from __future__ import annotations

from pipeline.planner.tokens import phrase
from pipeline.planner.words import AVERAGED

_LAST_WORDS = frozenset(phrase(text)[-1] for text in AVERAGED if text.isascii())
_ENDINGS = tuple(text for text in AVERAGED if not text.isascii())
_TIMES = frozenset(phrase(word)[0] for word in ("days", "hours", "minutes", "seconds", "weeks", "months"))
_UP_TO = frozenset(("to", "until", "since", "between"))
_LOADS = ("weight", "重量")


def is_load(title: str) -> bool:
    """Whether it depends on what it is of whether it adds up: weights of parcels do, of persons not."""
    return title.lower().endswith(_LOADS)


def is_averaged(title: str) -> bool:
    """Whether what is called ``title`` adds up to nothing: "Unit price", 年龄, "Days to ship"."""
    words = phrase(title)
    if len(words) > 2 and words[0] in _TIMES and words[1] in _UP_TO:
        return True
    return bool(words) and (words[-1] in _LAST_WORDS or title.endswith(_ENDINGS))
