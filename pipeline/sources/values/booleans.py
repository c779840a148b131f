"""Columns of two words, yes and no."""

from __future__ import annotations

import re
from typing import Final

from pipeline.sources.values.cells import Cells
from pipeline.sources.values.missing import stands_for_nothing

_PAIRS: Final = (
    ("true", "false"), ("yes", "no"), ("y", "n"), ("t", "f"), ("是", "否"), ("有", "无"), ("有", "没有"),
    ("对", "错"), ("真", "假"), ("√", "×"), ("✓", "✗"),
)  # fmt: skip
_FLAG_WORDS = frozenset(("is", "has", "was", "flag", "had", "can"))
_MOST = 20  # different texts that are looked at


def words_of_flag(cells: Cells) -> dict[str, str] | None:
    """What a column of two words says for true and for false; None where it is something else.

    Such a column stays text, as people ask for its words. Zeros and ones are a flag where the name of the
    column says so.
    """
    if len(cells.seen) > _MOST:
        return None
    written = {text.lower(): text for text, _ in reversed(cells.seen.most_common())}
    named = not _FLAG_WORDS.isdisjoint(cells.words) or re.search("是否|标志|标记", cells.name)
    for pair in (*_PAIRS, *([("1", "0")] if named else ())):
        if {*pair} <= {*written} and all(w in pair or stands_for_nothing(w) for w in written):
            return {"true": written[pair[0]], "false": written[pair[1]]}
    return None
