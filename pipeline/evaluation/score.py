"""Whether the rows of an answer are the rows of hand-written SQL.

The answer's columns may stand in any order, and it may have further columns; its rows must be the gold
rows, each as often, in the gold order where the question asks for one.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from numbers import Real
from typing import Any, TypeAlias

import pandas as pd

Row: TypeAlias = Sequence[Any]
Column: TypeAlias = list[Hashable]


def covers(answer: Sequence[Row], gold: Sequence[Row], *, ordered: bool = False) -> bool:
    """Whether every column of ``gold`` is a column of ``answer``, and the rows agree on them."""
    if len(answer) != len(gold):
        return False
    found = _columns(answer)
    plain = _columns(gold)
    # SQL's strftime gives the parts of a date as text: such gold cells are read for what they say.
    read = [[_written(cell) if isinstance(cell, str) else cell for cell in column] for column in plain]
    return any(next(_assignments(wanted, found, [], ordered), None) is not None for wanted in (plain, read))


def _columns(rows: Sequence[Row]) -> list[Column]:
    return [[_cell(value) for value in column] for column in zip(*rows, strict=True)]


def _cell(value: Any) -> Hashable:
    """``value`` such that equal cells are equal: numbers to seven digits, days as midnights, one null."""
    if hasattr(value, "item"):  # numpy scalars
        value = value.item()
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return None
    if isinstance(value, bool):
        return str(value)  # otherwise True would equal 1
    if isinstance(value, Real | Decimal):
        number = float(value)
        # Twelve digits first: noise in the last bits must not decide where a half is rounded to.
        return number if math.isinf(number) else float(f"{float(f'{number:.12g}'):.7g}")
    if isinstance(value, date):
        return _moment(value)
    return value if isinstance(value, Hashable) else str(value)


_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
_DAY = re.compile(r"\d{4}-\d\d(-\d\d)?([ T]00:00(:00(\.0+)?)?)?")


def _written(text: str) -> Hashable:
    """A number or a day that is written as text, as SQL's ``strftime`` gives them, is one."""
    if _NUMBER.fullmatch(text):
        return _cell(float(text))
    if _DAY.fullmatch(text):
        try:
            return _moment(datetime.fromisoformat(text[:10] if len(text) > 7 else f"{text}-01"))
        except ValueError:
            return text
    return text


def _moment(at: date) -> Hashable:
    """A moment; the first one of a year is the year's number, however it is written."""
    moment = at if isinstance(at, datetime) else datetime(at.year, at.month, at.day)
    first = moment.replace(tzinfo=None) == datetime(moment.year, 1, 1)
    return float(moment.year) if first else moment.replace(tzinfo=None)


def _assignments(
    wanted: list[Column], found: list[Column], chosen: list[int], ordered: bool
) -> Iterator[list[int]]:
    """Each way to give the ``wanted`` columns different ``found`` ones so that whole rows agree.

    Rows are compared with every column that is added, so that wrong columns are left early.
    """
    if len(chosen) == len(wanted):
        yield chosen
        return
    expected = list(zip(*wanted[: len(chosen) + 1], strict=True))
    for index in range(len(found)):
        if index in chosen:
            continue
        picked = [*chosen, index]
        rows = list(zip(*(found[i] for i in picked), strict=True))
        if rows == expected if ordered else Counter(rows) == Counter(expected):
            yield from _assignments(wanted, found, picked, ordered)
