"""Columns that hold countries, whatever they are called."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import duckdb
from babel import Locale

from pipeline.inference.profile import Table, stored_texts

_MOST_COUNTRIES = 300
_PART = 0.8  # of the values
# Beside the names and the two letters of the standard (Unicode CLDR's territories).
_ALSO = {
    "usa": "US", "u.s.": "US", "u.s.a.": "US", "uk": "GB", "england": "", "scotland": "", "wales": "",
    "uae": "AE", "korea": "KR", "holland": "NL", "czech republic": "CZ", "russia": "RU",
}  # fmt: skip


@cache
def _territories() -> dict[str, str]:
    """What countries are called, in lower case, with their code; empty for parts of one."""
    codes: dict[str, str] = {}
    for language in ("en", "zh"):
        for code, name in Locale(language).territories.items():
            codes.setdefault(name.lower(), code)
            codes.setdefault(code.lower(), code)
    return codes | _ALSO


def note_countries(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Notes the text columns whose values are mostly countries, with the code of each value."""
    for column in table.columns:
        if column.kind != "string" or not 1 < column.distinct <= _MOST_COUNTRIES:
            continue
        stored = {text: text.strip().lower() for text in stored_texts(connection, table, column)}
        values = set(stored.values())
        if any(len(v) > 3 or v in _ALSO for v in values) or "us" in values:
            found = {text: _territories()[v] for text, v in stored.items() if v in _territories()}
            if values and len(found) >= _PART * len(stored):
                column.hints["holds"] = "country"
                column.hints["countries"] = {text: code for text, code in sorted(found.items()) if code}


def country_words(codes: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """What the stored names of countries are called in both languages."""
    chinese, english = (Locale(language).territories for language in ("zh", "en"))
    words: dict[str, dict[str, Any]] = {}
    for stored, code in codes.items():
        name = english.get(code, stored)
        words[stored] = {"en": name if not stored.isascii() else stored, "zh": chinese.get(code, stored)}
        if name != words[stored]["en"]:
            words[stored]["synonyms"] = [name]
    return words
