"""A DuckDB result as a DataFrame whose types survive, without a Python loop over cells.

=====================  =====================================================================
DuckDB                 column
=====================  =====================================================================
integers               ``Int64`` (``UInt64`` for UBIGINT); HUGEINT too where it fits exactly
DOUBLE, FLOAT          ``float64``, NULL as NaN
DECIMAL                ``float64``; exact to 15 digits, which a chart and a sentence need less of
BOOLEAN                ``boolean``
DATE, TIMESTAMP(TZ)    ``datetime64[us]``, in UTC and without a zone
VARCHAR, ENUM, UUID …  ``str``, NULL as missing
everything else        ``object``
=====================  =====================================================================
"""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pandas as pd

_EXACT = 2.0**53


def frame(result: duckdb.DuckDBPyConnection, columns: list[str]) -> pd.DataFrame:
    """What ``result`` holds, its columns named ``columns`` in their order."""
    types = [str(column[1]) for column in result.description or ()]
    # By position: two members of a model may share a column name in another case.
    arrays = list(result.fetchnumpy().values())
    data = {name: _series(a, t) for name, a, t in zip(columns, arrays, types, strict=True)}
    return pd.DataFrame(data, columns=columns)


def _series(array: Any, type_: str) -> pd.Series[Any]:
    nulls = np.ma.getmaskarray(array) if isinstance(array, np.ma.MaskedArray) else None
    values = np.ma.getdata(array)
    if values.dtype.kind in "iu":
        return pd.Series(_nullable(values.astype("u8" if type_ == "UBIGINT" else "i8"), nulls))
    if type_ in {"HUGEINT", "UHUGEINT"}:
        return _whole(values, nulls)
    if values.dtype.kind == "b":
        return pd.Series(_nullable(values, nulls))
    if values.dtype.kind == "f":
        floats = values.astype("f8")
        return pd.Series(np.where(nulls, np.nan, floats) if nulls is not None else floats)
    if values.dtype.kind == "M":
        times = values.astype("datetime64[us]")
        return pd.Series(np.where(nulls, np.datetime64("NaT"), times) if nulls is not None else times)
    objects = values.astype(object)
    if nulls is not None:
        objects[nulls] = None
    is_text = type_ in {"VARCHAR", "UUID", "JSON"} or type_.startswith("ENUM")
    return pd.Series(objects, dtype="str" if is_text else "object")


def _whole(values: Any, nulls: Any) -> pd.Series[Any]:
    """Sums of integers are HUGEINT, which DuckDB hands over as floats; whole ones come back."""
    known = values if nulls is None else values[~nulls]
    if known.size and not (np.abs(known) < _EXACT).all():
        return pd.Series(values if nulls is None else np.where(nulls, np.nan, values))
    filled = values if nulls is None else np.where(nulls, 0.0, values)
    return pd.Series(_nullable(filled.astype("i8"), nulls))


def _nullable(values: Any, nulls: Any) -> Any:
    mask = np.zeros(len(values), dtype=bool) if nulls is None else nulls
    kind = pd.arrays.BooleanArray if values.dtype.kind == "b" else pd.arrays.IntegerArray
    return kind(values, mask.copy())
