"""Lengths of time that are written in parts: 1h 20m, 3小时5分, 2 years 3 months."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.language import Text
from pipeline.sources.values.cells import Cells
from pipeline.sources.values.reading import Reading


class _Part(NamedTuple):
    """One unit of a length: how it is written in English and Chinese, and how many of the smallest it is."""

    en: str
    zh: str
    names: str
    size: int


_CLOCK = (
    _Part("days", "天", r"days?|d|天|日", 86_400),
    _Part("h", "小时", r"hours?|hrs?\.?|h|个?小时|时", 3_600),
    _Part("min", "分钟", r"minutes?|mins?\.?|m|分钟|分", 60),
    _Part("s", "秒", r"seconds?|secs?\.?|s|秒钟?", 1),
)
_CALENDAR = (
    _Part("years", "年", r"years?|yrs?\.?|y|年", 12),
    _Part("months", "个月", r"months?|mos?\.?|个月|月", 1),
)
_NUMBER = r"\d{1,5}(?:\.\d+)?"
_GAP = r" *(?:,|and|零|又)? *"


def durations(cells: Cells) -> Iterator[Reading]:
    """Lengths of time in one unit: the one below the largest that the column has."""
    for parts in (_CLOCK, _CALENDAR):
        pattern = re.compile(f"(?i){_pattern(parts)}", re.ASCII)
        texts = [text for text in cells.filled if pattern.fullmatch(text)]
        several = [text for text in texts if len(re.findall(r"\d+(?:\.\d+)?", text)) > 1]
        if not several:
            continue
        largest = min(i for i, part in enumerate(parts) for text in texts if _is_in(part, text))
        unit = parts[min(largest + 1, len(parts) - 1)]
        han = any(not text.isascii() for text in texts)
        form = Text(f"lengths of time in {unit.en}", f"以{unit.zh}计的时长")
        yield Reading(
            "number", pattern.pattern, _value(parts, unit), form, {"unit": unit.zh if han else unit.en}
        )


def _pattern(parts: tuple[_Part, ...]) -> str:
    """One part at least, each of them at most once and the larger ones first."""
    told = [f"{_NUMBER} *(?:{part.names})" for part in parts]
    first = [
        one + "".join(f"(?:{_GAP}{smaller})?" for smaller in told[at + 1 :]) for at, one in enumerate(told)
    ]
    return f"(?:{'|'.join(first)})"


def _is_in(part: _Part, text: str) -> bool:
    return re.search(rf"(?i)\d *(?:{part.names})(?![a-z])", text) is not None


def _value(parts: tuple[_Part, ...], unit: _Part) -> str:
    """SQL for the length in ``unit``."""
    found = (
        rf"coalesce(try_cast(nullif(regexp_extract({{}}, '(?i)({_NUMBER}) *(?:{part.names})"
        rf"(?:[^a-z]|$)', 1), '') AS DOUBLE), 0) * {part.size}"
        for part in parts
    )
    return f"({' + '.join(found)}) / {unit.size}"
