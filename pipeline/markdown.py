"""Data inside Markdown: text that stays text, and a result as a table.

Every question, value, title or error text that goes into Markdown passes `escape` first. The
page sanitises HTML too, but a client of the API may not, and neither stops an image or a link
that the Markdown itself spells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from pipeline import format as fmt
from pipeline.catalog import Catalog
from pipeline.language import Language

MAX_CELL = 80  # characters of one cell; the whole value is in the result itself

_SPACES = re.compile(r"\s+")
# Control characters, those that turn the reading direction, halves of a character.
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_MARKUP = re.compile(r"[\\`*_{}\[\]<>&|~$^]")
# Markup only in front: headings, lists, rules; and numbered lists.
_AT_START = re.compile(r"[#+=-]")
_NUMBERED = re.compile(r"\d+(?=[.)])")
# Bare addresses become links without any bracket, and Gradio puts formulas in place of "%%%…%%%":
# an entity is shown the same, but does not match.
_MATCHED = re.compile(r"(?<=[A-Za-z])://|(?<=www)\.|@|%(?=%)", re.IGNORECASE)


def plain(text: str) -> str:
    """``text`` on one line with single spaces, without control characters and the ones that turn
    the reading direction."""
    return _SPACES.sub(" ", _HIDDEN.sub("", _SPACES.sub(" ", text))).strip()


def escape(text: str) -> str:
    """Markdown that renders as just the `plain` ``text``."""
    escaped = _MARKUP.sub(r"\\\g<0>", plain(text))
    escaped = _MATCHED.sub(lambda found: _entity(found[0][0]) + found[0][1:], escaped)
    if _AT_START.match(escaped):
        return "\\" + escaped
    numbered = _NUMBERED.match(escaped)
    return f"{numbered[0]}\\{escaped[numbered.end() :]}" if numbered else escaped


def table(rows: pd.DataFrame, catalog: Catalog, language: Language, max_rows: int = 10) -> str:
    """The first ``max_rows`` rows as a Markdown table; below it, how many of how many, if not all."""
    columns = [str(name) for name in rows.columns]
    members = [catalog.column(name) for name in columns]
    lines = [
        _line(escape(title) for title in fmt.headers(columns, catalog, language)),
        _line("---:" if member.kind == "measure" else "---" for member, _ in members),
    ]
    shown = rows.head(max_rows)
    for values in zip(*(shown.iloc[:, i].tolist() for i in range(len(columns))), strict=True):
        cells = zip(values, members, strict=True)
        lines.append(_line(escape(shorten(fmt.cell(v, m, g, language), MAX_CELL)) for v, (m, g) in cells))
    if len(rows) > max_rows:
        first, total = f"{len(shown):,}", f"{len(rows):,}"
        lines += [
            "",
            f"前 {first} 行，共 {total} 行" if language == "zh" else f"First {first} of {total} rows",
        ]
    return "\n".join(lines)


def shorten(text: str, most: int) -> str:
    """``text`` in at most ``most`` characters, the last one "…" when it was longer."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _entity(character: str) -> str:
    return f"&#{ord(character)};"
