"""How charts look: one figure for light and dark pages, phones and desks, and all eyes."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import plotly.graph_objects as go

# Told apart with any colour vision; at least 3:1 against white and against the dark page.
COLORS = ("#3b82f6", "#d97706", "#0d9488", "#c0559e", "#7c8a99", "#8b6fe0", "#b4531f", "#5b8c1f")
SEQUENTIAL = ((0.0, "rgba(59,130,246,0.08)"), (1.0, "rgba(59,130,246,1)"))
DIVERGING = ((0.0, "#d97706"), (0.5, "rgba(128,128,128,0.12)"), (1.0, "#3b82f6"))
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x", "star", "cross", "hexagon")
INK = "#7b8494"  # readable on white and on near-black
GRID = "rgba(128,134,148,0.22)"
FONT = "Inter, 'Source Sans Pro', system-ui, 'Noto Sans CJK SC', sans-serif"

# Plotly's own settings, for whoever puts the figure on a page.
CONFIG = {"displaylogo": False, "displayModeBar": False, "responsive": True, "scrollZoom": False}

_AXIS = {
    "automargin": True,
    "fixedrange": True,  # a phone scrolls the page, not the axis
    "gridcolor": GRID,
    "linecolor": GRID,
    "zeroline": False,
    "title": {"font": {"size": 12}, "standoff": 8},
}

TEMPLATE = go.layout.Template(
    layout={
        "colorway": COLORS,
        "font": {"family": FONT, "size": 12, "color": INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "xaxis": {**_AXIS, "showgrid": False},
        "yaxis": _AXIS,
        "hoverlabel": {"align": "left", "bgcolor": "#1f2937", "font": {"color": "#f9fafb"}},
        "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": INK},
        "bargap": 0.3,
    }
)


def safe(text: str) -> str:
    """``text`` as plotly shows it: no tags, no links, no MathJax, no templates, one line."""
    for character, entity in (
        ("&", "&amp;"),
        ("<", "&lt;"),
        (">", "&gt;"),
        ("$", "&#36;"),
        ("%{", "&#37;{"),
    ):
        text = text.replace(character, entity)
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def width(text: str) -> int:
    """How many columns ``text`` takes, Chinese characters two each."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def shorten(text: str, columns: int) -> str:
    """``text`` in at most ``columns`` columns, with "…" for what was left out."""
    text = " ".join(text.split())
    if width(text) <= columns:
        return text
    return text[: _fitting(text, columns - 1)].rstrip() + "…"


def _fitting(text: str, columns: int) -> int:
    """How many of the first characters take at most so many columns; no more of them are looked at."""
    taken = 0
    for number, character in enumerate(text):
        taken += width(character)
        if taken > columns:
            return number
    return len(text)


def shorten_all(texts: Sequence[str], columns: int) -> list[str]:
    """``texts`` shortened so that different ones stay different: at the end, else in the middle,
    else not so short."""
    different = len(set(texts))
    for most in (columns, columns + columns // 2):
        for cut in (shorten, _shorten_middle):
            shortened = [cut(text, most) for text in texts]
            if len(set(shortened)) == different:
                return shortened
    return [shorten(text, columns) for text in texts]


def _shorten_middle(text: str, columns: int) -> str:
    if width(text) <= columns:
        return text
    tail = text[len(text) - _fitting(text[::-1], columns // 2) :]
    return shorten(text, columns - width(tail)) + tail


def wrap(text: str, columns: int, lines: int = 2) -> list[str]:
    """``text`` in at most ``lines`` lines of ``columns`` columns, broken at spaces where it has any."""
    wrapped: list[str] = []
    rest = " ".join(text.split())
    while rest and len(wrapped) < lines - 1 and width(rest) > columns:
        fits = max(1, _fitting(rest, columns))
        space = rest.rfind(" ", 1, fits + 1)
        cut = space if space > fits // 2 else fits
        wrapped.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*wrapped, shorten(rest, columns)]
