"""A DuckDB result as a DataFrame whose types survive, without a Python loop over cells.

=====================  =====================================================================
DuckDB                 column
=====================  =====================================================================
integers               ``Int64`` (``UInt64`` for UBIGINT); HUGEINT too where it fits exactly
DOUBLE, FLOAT          ``float64``, NULL as NaN
DECIMAL                ``object`` of `decimal.Decimal`, NULL as None: money is exact to the last digit
BOOLEAN                ``boolean``
DATE, TIMESTAMP(TZ)    ``datetime64[us]``, in UTC and without a zone; an infinite one is missing
VARCHAR, ENUM, UUID …  ``str``, NULL as missing
lists                  ``object`` of numpy arrays, NULL as None
everything else        ``object``
=====================  =====================================================================
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import duckdb
import numpy as np
import pandas as pd

_EXACT = 2.0**53
_FURTHEST = np.iinfo(np.int64).max  # microseconds: how DuckDB stores an infinite timestamp


def fetched(
    cursor: duckdb.DuckDBPyConnection, sql: str, params: list[Any], columns: list[str]
) -> pd.DataFrame:
    """The rows of ``sql``, its columns named ``columns`` in their order. Raises `duckdb.Error`."""
    types = [str(row[1]) for row in cursor.execute(f"DESCRIBE {sql}", params).fetchall()]
    # By position: two members of a model may share a column name in another case.
    names = [f"c{i}" for i in range(len(types))]
    # DuckDB hands a DECIMAL over as a float, and stops at an infinite DATE.
    carriers = ["VARCHAR" if _is_decimal(t) else "TIMESTAMP" if t == "DATE" else None for t in types]
    if any(carriers):
        casts = [f"CAST({n} AS {c})" if c else n for n, c in zip(names, carriers, strict=True)]
        sql = f"SELECT {', '.join(casts)}\nFROM (\n{sql}\n) AS rows_({', '.join(names)})"
    arrays = list(cursor.execute(sql, params).fetchnumpy().values())
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
        unknown = np.abs(times.view("i8")) == _FURTHEST
        return pd.Series(np.where(unknown if nulls is None else nulls | unknown, np.datetime64("NaT"), times))
    objects = values.astype(object)
    if nulls is not None:
        objects[nulls] = None
    if _is_decimal(type_):
        known = slice(None) if nulls is None else ~nulls
        objects[known] = list(map(Decimal, objects[known]))
    is_text = type_ in {"VARCHAR", "UUID", "JSON"} or type_.startswith("ENUM")
    return pd.Series(objects, dtype="str" if is_text else "object")


def _is_decimal(type_: str) -> bool:
    return type_.startswith("DECIMAL(") and type_.endswith(")")


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
