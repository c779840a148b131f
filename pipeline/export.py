"""A result as a file that a spreadsheet opens."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time
from typing import Any

import pandas as pd

from pipeline.answer import json_native

# What a spreadsheet would run as a formula (https://owasp.org/www-community/attacks/CSV_Injection).
_FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")  # the last four are their full-width twins


def to_csv(table: pd.DataFrame, headers: list[str]) -> bytes:
    """All rows as CSV in UTF-8 with a mark that Excel needs to read it: plain numbers, ISO dates,
    nothing for NULL. Text that would be a formula gets an apostrophe in front."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_cell(header) for header in headers])
    columns = [table.iloc[:, i].tolist() for i in range(table.shape[1])]
    writer.writerows([_cell(value) for value in row] for row in zip(*columns, strict=True))
    return text.getvalue().encode("utf-8-sig", "replace")


def _cell(value: Any) -> Any:
    if isinstance(value, datetime) and not pd.isna(value):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date) and not pd.isna(value):
        return value.isoformat()
    native = json_native(value)
    return f"'{native}" if isinstance(native, str) and native.startswith(_FORMULA) else native
