"""The rows of ``/load`` as a DataFrame of the types that `pipeline.engines.frames` gives.

Most drivers send numbers as strings, and the annotation says no more than ``number``: a column of
whole numbers is ``Int64``; any other is ``float64`` where that loses no digit, else `decimal.Decimal`.
So a column of decimals has fewer types here than the embedded engine gives it, and the same numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from pipeline.query import COMPARED

_FLOAT_DIGITS = 15
_TRUTH = {"true": True, "t": True, "1": True, "false": False, "f": False, "0": False}


def frame(results: list[Mapping[str, Any]], columns: list[str], most: int) -> pd.DataFrame:
    """The ``data`` of every result, one under the other, in ``columns``; no more than ``most`` rows.

    Raises `KeyError`, `TypeError`, `ValueError` or `AttributeError` for results that are not Cube's.
    """
    types = {COMPARED: "string"}
    for kind in ("measures", "dimensions", "timeDimensions"):
        types |= {name: item["type"] for name, item in results[0]["annotation"][kind].items()}
    rows = list(islice((row for result in results for row in result["data"]), most))
    for name in columns:
        if rows and name not in rows[0]:
            raise KeyError(name)
    cells = pd.DataFrame.from_records(rows, columns=columns) if rows else pd.DataFrame(columns=columns)
    return pd.DataFrame({n: _typed(cells[n].astype(object), types[n]) for n in columns}, columns=columns)


def _typed(column: pd.Series[Any], type_: str) -> pd.Series[Any]:
    """``column`` as what its member is; as text where its values are something else."""
    known = column.dropna()
    try:
        match type_:
            case "number":
                typed = _numbers(known)
            case "boolean":
                typed = known.map(lambda value: _TRUTH[str(value).lower()]).astype("boolean")
            case "time":
                times = pd.to_datetime(known.astype("str"), utc=True, format="ISO8601")
                typed = times.dt.tz_localize(None).astype("datetime64[us]")
            case _:
                typed = _texts(known)
    except (ValueError, KeyError, ArithmeticError):
        typed = _texts(known)
    return typed.reindex(column.index)


def _numbers(known: pd.Series[Any]) -> pd.Series[Any]:
    known = known[known != "NaN"]
    numbers = pd.to_numeric(known)
    if numbers.dtype.kind == "i":
        return numbers.astype("Int64")
    floats = numbers.astype("float64")
    # A float keeps every text of so many digits; of longer ones those that began as a float.
    texts = known.astype("str")
    kept = texts.str.len().max() <= _FLOAT_DIGITS or all(
        Decimal(text) == Decimal(repr(number)) for text, number in zip(texts, floats, strict=True)
    )
    return floats if kept or not np.isfinite(floats).all() else texts.map(Decimal).astype(object)


def _texts(known: pd.Series[Any]) -> pd.Series[Any]:
    if any(isinstance(value, list | dict) for value in known):
        return known
    return known.astype("str")
