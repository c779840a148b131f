"""A result as a file that a spreadsheet opens."""

from __future__ import annotations

import csv
import io
import unicodedata
from datetime import date, datetime, time
from typing import Any

import pandas as pd

from pipeline.answer import json_native

# What a spreadsheet would run as a formula (https://owasp.org/www-community/attacks/CSV_Injection),
# which may stand behind what it strips and nobody sees.
_FORMULA = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")  # the last four are their full-width twins
_STRIPPED = frozenset("\t\r\n")
_UNSEEN_KINDS = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Me", "Zs", "Zl", "Zp"})
_UNSEEN_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # fillers, which are drawn as nothing


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
    return f"'{native}" if isinstance(native, str) and _is_formula(native) else native


def _is_formula(text: str) -> bool:
    seen = next((sign for sign in text if not _is_unseen(sign)), "")
    return seen in _FORMULA or text[:1] in _STRIPPED


def _is_unseen(sign: str) -> bool:
    return unicodedata.category(sign) in _UNSEEN_KINDS or sign in _UNSEEN_LETTERS
