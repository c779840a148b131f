"""Values on their way into placeholders."""

from __future__ import annotations

import re
from typing import Any

from pipeline.engines.base import Compiled

# U+0000 stands in no YAML file and so in no SQL of a model.
_TOKEN = re.compile("\x00(\\d+)\x00")


class Params:
    """Hands out a token for each value; where SQL is put together does not matter to the order."""

    def __init__(self) -> None:
        self._values: list[Any] = []

    def add(self, value: Any) -> str:
        """A token to write into SQL, as often as needed, where ``value`` is meant."""
        self._values.append(value)
        return f"\x00{len(self._values) - 1}\x00"

    def compiled(self, sql: str) -> Compiled:
        """``sql`` with ``?`` for its tokens, and their values in the order of the text."""
        values = [self._values[int(number)] for number in _TOKEN.findall(sql)]
        return Compiled(_TOKEN.sub("?", sql), values)
