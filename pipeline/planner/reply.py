"""A model's reply as it streams: prose first, then one JSON object."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

_FENCE = "```"
KEYS = frozenset({"query", "decline", "measures", "dimensions", "timeDimensions"})
_MOST_PROSE = 3_000  # characters; a model that has not come to the JSON by then never will
_OBJECTS = 20  # places at which an object is looked for


class Reply:
    """What one model said so far.

    Attributes:
        text: all of it.
    """

    def __init__(self) -> None:
        self.text = ""

    def prose(self, pieces: Iterable[str]) -> Iterator[str]:
        """Reads ``pieces`` and yields those before the JSON; ends as soon as the JSON is whole."""
        waiting, in_json = "", False
        for piece in pieces:
            self.text += piece
            if not in_json:
                waiting += piece
                before, in_json, waiting = _before_json(waiting)
                if before:
                    yield before
            if not in_json and len(self.text) > _MOST_PROSE:
                return
            if in_json and "}" in piece and _decoded(self.text, self.text.find("{")) is not None:
                return
        if not in_json and waiting:
            yield waiting

    def object(self) -> dict[str, Any] | None:
        """The first JSON object of the text that has a key of ours, or None."""
        start = -1
        for _ in range(_OBJECTS):
            start = self.text.find("{", start + 1)
            if start < 0:
                return None
            found = _decoded(self.text, start)
            if found is not None and not KEYS.isdisjoint(found):
                return found
        return None


def _decoded(text: str, start: int) -> dict[str, Any] | None:
    try:
        found = json.JSONDecoder().raw_decode(text, start)[0] if start >= 0 else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _before_json(text: str) -> tuple[str, bool, str]:
    """The prose in front, whether JSON has begun behind it, and what is not known to be either."""
    begins = min((at for at in (text.find("{"), text.find(_FENCE)) if at >= 0), default=-1)
    if begins >= 0:
        return text[:begins], True, ""
    prose = text.rstrip(_FENCE[0])
    return prose, False, text[len(prose) :]
