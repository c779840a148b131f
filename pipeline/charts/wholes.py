"""Charts without two axes of values: big figures, pies and heatmaps."""

from __future__ import annotations

import re
from collections import Counter

import plotly.graph_objects as go

from pipeline import format as fmt
from pipeline.charts.canvas import Canvas
from pipeline.charts.choose import MAX_NUMBERS
from pipeline.charts.series import in_order, keys_of, labels_of
from pipeline.charts.shape import MAX_HEAT, Column
from pipeline.charts.theme import COLORS, DIVERGING, SEQUENTIAL, safe, shorten, width, wrap

_PRINTED = re.compile(r"(-?)(\D*)([\d,]+(?:\.(\d+))?(?:e[+-]\d+)?)(.*)")


def number(canvas: Canvas) -> None:
    """One to four big figures, with the text that `format.number` prints."""
    canvas.shown = list(canvas.shape.measures[:MAX_NUMBERS])
    count = len(canvas.shown)
    across = 1 if count == 1 else 2
    down = -(-count // across)
    texts = [fmt.number(m.numbers[0], m.member, canvas.language) for m in canvas.shown]
    size = _size(max(width(text) for text in texts), across)
    for index, (measure, text) in enumerate(zip(canvas.shown, texts, strict=True)):
        printed = _PRINTED.fullmatch(text)
        if printed is None:
            continue
        sign, symbol, digits, decimals, unit = printed.groups()
        column, row = index % across, index // across
        exponent = "e" in digits
        canvas.traces.append(
            go.Indicator(
                mode="number",
                value=float(sign + digits.replace(",", "")),
                number={
                    "valueformat": ".2e" if exponent else f",.{len(decimals or '')}f",
                    "prefix": safe(symbol),
                    "suffix": _suffix(unit),
                    "font": {"size": size},
                },
                title={
                    "text": "" if count == 1 else "<br>".join(wrap(canvas.label(measure), 22)),
                    "font": {"size": 13},
                },
                domain={
                    "x": [column / across, (column + 1) / across],
                    "y": [1 - (row + 1) / down, 1 - row / down],
                },
            )
        )
    canvas.height = 150 * down


def pie(canvas: Canvas) -> None:
    """The parts of a whole, largest first, each with its share."""
    (measure,) = canvas.shown = list(canvas.shape.measures)
    labels = labels_of(canvas.shape.dimensions, canvas.language)
    parts = [
        (labels[key], value)
        for key, value in zip(keys_of(canvas.shape.dimensions), measure.numbers, strict=True)
        if value is not None
    ]
    parts.sort(key=lambda part: -part[1])
    whole = sum(value for _, value in parts)
    canvas.traces.append(
        go.Pie(
            labels=_unique([safe(shorten(label, 24)) for label, _ in parts]),
            values=[value for _, value in parts],
            text=[fmt.share(value / whole, canvas.language) for _, value in parts],
            textinfo="text",
            textposition="inside",
            insidetextorientation="horizontal",
            textfont={"color": "#ffffff", "size": 13},
            hovertext=[
                canvas.hover(label, [(measure.member, value)])
                + f"<br>{fmt.share(value / whole, canvas.language)}"
                for label, value in parts
            ],
            hoverinfo="text",
            marker={"colors": COLORS[: len(parts)]},
            hole=0.45,
            sort=False,
            direction="clockwise",
            showlegend=True,
        )
    )
    canvas.legend = [shorten(label, 24) for label, _ in parts]
    canvas.height = 320


def heatmap(canvas: Canvas) -> None:
    """Two dimensions as rows and columns, the measure as colour."""
    measure = canvas.shape.measures[0]
    canvas.shown = [measure]
    up, along = sorted(canvas.shape.dimensions, key=lambda c: (c is canvas.shape.time, c.distinct))
    values = dict(zip(keys_of([up, along]), measure.numbers, strict=True))
    rows, columns = _labelled(up, canvas), _labelled(along, canvas)
    grid = [[values.get((*r, *c)) for c in columns] for r in rows]
    known = [n for n in values.values() if n is not None]
    diverging = min(known) < 0 < max(known)
    reach = max(abs(n) for n in known)
    canvas.traces.append(
        go.Heatmap(
            z=grid,
            x=list(range(len(columns))),
            y=list(range(len(rows))),
            hovertext=[
                [
                    canvas.hover(f"{r} · {c}", [(measure.member, n)])
                    for c, n in zip(columns.values(), line, strict=True)
                ]
                for r, line in zip(rows.values(), grid, strict=True)
            ],
            hoverinfo="text",
            colorscale=DIVERGING if diverging else SEQUENTIAL,
            zmin=-reach if diverging else min(0, *known),
            zmax=reach if diverging else max(0, *known),
            xgap=1,
            ygap=1,
            colorbar={
                "orientation": "h",
                "y": 0,
                "yref": "container",
                "yanchor": "bottom",
                "thickness": 10,
                "outlinewidth": 0,
                "tickvals": [min(known), max(known)],
                "ticktext": [
                    safe(fmt.compact(n, measure.member, canvas.language)) for n in (min(known), max(known))
                ],
            },
        )
    )
    for axis, labels, long in (("xaxis", columns, 14), ("yaxis", rows, 16)):
        canvas.layout[axis] = {
            "tickvals": list(range(len(labels))),
            "ticktext": [safe(shorten(label, long)) for label in labels.values()],
            "showgrid": False,
        }
    canvas.layout["yaxis"]["autorange"] = "reversed"
    canvas.height = 140 + max(24 * len(rows), 160)


def _labelled(column: Column, canvas: Canvas) -> dict[tuple[object, ...], str]:
    """The keys of a side of the heatmap with their labels: in their own order if they have one,
    else as the result has them."""
    labels = labels_of([column], canvas.language)
    keys = in_order([column], list(labels)) if column.is_ordinal else list(labels)
    canvas.first_of(min(len(keys), MAX_HEAT), len(keys))
    return {key: labels[key] for key in keys[:MAX_HEAT]}


def _suffix(unit: str) -> str:
    """A percent sign as it is, a word small."""
    word = safe(unit)
    return f'<span style="font-size:0.5em"> {word}</span>' if unit.startswith(" ") else word


def _size(characters: int, across: int) -> int:
    """A font size that lets the longest figure fit a phone."""
    return max(14, min(64, 540 // (characters * across)))


def _unique(labels: list[str]) -> list[str]:
    """Equal labels made different by what nobody sees: plotly adds up parts of one name."""
    seen: Counter[str] = Counter()
    unique = []
    for label in labels:
        unique.append(label + "\u200b" * seen[label])
        seen[label] += 1
    return unique
