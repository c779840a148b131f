"""Columns that hold countries, whatever they are called."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import duckdb
from babel import Locale
from babel.core import get_global
from babel.languages import get_official_languages

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


def country_code(text: str) -> str | None:
    """The code of the country that is called ``text``; empty for a part of one, None for anything else."""
    code = _territories().get(text.strip().lower())
    return None if code is None or code.isdigit() or code in ("EU", "EZ", "UN", "QO") else code


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


@cache
def _adjectives() -> dict[str, list[str]]:
    """What is called after a country by its adjective: American of US, French of FR, Indian of IN.

    From the names of languages, which CLDR knows the main country of, from those of their kinds
    ("Brazilian Portuguese"), and from names of countries that end in "ia".
    """
    english = Locale("en")
    found: dict[str, list[str]] = {}
    for code, name in english.territories.items():
        if name.isalpha() and (name.endswith("ia") or (code.isdigit() and name[-1] in "ae")):
            found[code] = [f"{name}{'n' if name.endswith('a') else 'an'}"]  # African, European
    kinds: dict[str, str] = {}  # territories that have a kind of a language of their own
    for code, name in english.languages.items():
        language, _, territory = code.partition("_")
        kind = name.removesuffix(f" {english.languages[language]}")
        if len(territory) == len("US") and kind.isalpha() and kind != name:
            word = english.languages[language] if kind == "European" else kind
            kinds[territory] = language
            found.setdefault(territory, []).append(word)
    for code, name in english.languages.items():
        territory = get_global("likely_subtags").get(code, "").rpartition("_")[2]
        main = get_official_languages(territory, de_facto=True)[:2] if territory else ()
        if name.isalpha() and code in main and kinds.get(territory) != code:
            found.setdefault(territory, []).append(name)
    return {code: list(dict.fromkeys(names)) for code, names in found.items()}


def country_words(codes: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """What the stored names of countries are called in both languages."""
    chinese, english = (Locale(language).territories for language in ("zh", "en"))
    words: dict[str, dict[str, Any]] = {}
    for stored, code in codes.items():
        name = english.get(code, stored)
        words[stored] = {"en": name if not stored.isascii() else stored, "zh": chinese.get(code, stored)}
        also = [*([name] if name != words[stored]["en"] else []), *_adjectives().get(code, [])]
        if also:
            words[stored]["synonyms"] = also
    return words
