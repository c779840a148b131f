"""Bars: they start at zero, always."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from pipeline.charts import axes
from pipeline.charts.canvas import PANEL, Canvas
from pipeline.charts.lines import MAX_PANELS
from pipeline.charts.series import Key, Series, by_category, by_measure, in_order, labels_of
from pipeline.charts.shape import MAX_BARS, Column, one_axis
from pipeline.charts.theme import COLORS, safe, shorten_all, width

MAX_UPRIGHT = 8  # bars side by side that leave a phone room for their labels
LONG = 10  # columns of a label that needs a line of its own
BAR = 26  # height of a lying bar, in pixels


def bar(canvas: Canvas) -> None:
    """One bar for each row; several measures of different units get a panel each."""
    shape = canvas.shape
    canvas.shown = list(shape.measures[:1] if len(shape.dimensions) > 1 else shape.measures[:MAX_PANELS])
    series = by_measure(shape.dimensions, canvas.shown, canvas.language)
    _draw(canvas, shape.dimensions, series, [[one] for one in series])


def grouped(canvas: Canvas) -> None:
    """Bars side by side: the second dimension, or measures that share an axis."""
    outer, series = _grouped(canvas)
    drawn = Counter(key for one in series for key, value in one.values.items() if value is not None)
    if len(series) > 1 and max(drawn.values(), default=0) == 1:
        canvas.layout["barmode"] = "stack"  # alone at their places, they leave no room for others
    together = one_axis([one.measure for one in series])
    _draw(canvas, outer, series, [series] if together else [[one] for one in series])


def stacked(canvas: Canvas) -> None:
    """Bars on top of each other: parts of a whole."""
    outer, series = _grouped(canvas)
    canvas.layout["barmode"] = "stack"
    _draw(canvas, outer, series, [series])


def _grouped(canvas: Canvas) -> tuple[Sequence[Column], list[Series]]:
    shape, measures = canvas.shape, canvas.shape.measures
    if len(shape.dimensions) < 2:
        canvas.shown = list(measures[:MAX_PANELS])
        return shape.dimensions, by_measure(shape.dimensions, canvas.shown, canvas.language)
    # Time, then what has an order, then the larger dimension goes along the axis.
    outer = max(shape.dimensions, key=lambda c: (c is shape.time, c.is_ordinal, c.distinct))
    canvas.shown = [measures[0]]
    inner = [c for c in shape.dimensions if c is not outer]
    series, total = by_category([outer], inner, measures[0], canvas.language)
    if total > len(series):
        canvas.say(f"The largest {len(series)} of {total:,}", f"最大的 {len(series)} 个，共 {total:,} 个")
    return [outer], series


def _draw(canvas: Canvas, outer: Sequence[Column], series: list[Series], panels: list[list[Series]]) -> None:
    labels = labels_of(outer, canvas.language)
    ordinal = len(outer) == 1 and outer[0].is_ordinal
    keys, running = _places(canvas, outer, series, labels)
    texts = [labels[key] for key in keys]
    lying = (
        len(panels) == 1
        and not ordinal
        and (len(keys) > MAX_UPRIGHT or max(width(text) for text in texts) > LONG)
    )
    canvas.legend = [one.name for group in panels for one in group if len(group) > 1]
    for row, group in enumerate(panels):
        for index, one in enumerate(group):
            color = index if len(panels) == 1 else row
            canvas.traces.append(
                _bars(canvas, one, keys, texts, running, lying, color, row, named=len(group) > 1)
            )
        _value_axis(canvas, group, keys, lying, row, len(panels))
    _label_axis(canvas, texts, lying, ordinal, len(panels))
    deep = len(panels[0]) if canvas.layout.get("barmode") != "stack" else 1
    if lying:
        canvas.height = 60 + max(len(keys) * max(BAR, 12 * deep + 8), 120)
    elif len(panels) > 1:
        canvas.height = PANEL * len(panels) + 80


def _places(
    canvas: Canvas, outer: Sequence[Column], series: list[Series], labels: dict[Key, str]
) -> tuple[list[Key], int | None]:
    """The keys along the axis, and the place of the period that still runs."""
    shape = canvas.shape
    first = series[0].values
    if shape.time in outer and len(outer) == 1 and not shape.top:
        periods = axes.periods_of(outer[0], canvas.today)
        keys: list[Key] = [(at,) for at in periods.starts]
        labels.update(zip(keys, periods.labels(canvas.language), strict=True))
        if periods.running is not None:
            name = labels[keys[periods.running]]
            canvas.say(f"{name} is not over yet", f"{name}尚未结束")
        return keys + [key for key in labels if key == (None,)], periods.running
    if shape.sorted:
        keys = list(labels)
    elif len(outer) == 1 and outer[0].is_ordinal:
        keys = in_order(outer, list(labels))
    else:
        totals = {key: [one.values.get(key) for one in series] for key in labels}
        if len(shape.dimensions) == len(outer):
            totals = {key: [first.get(key)] for key in labels}
        sums = {key: sum(n for n in some if n is not None) for key, some in totals.items()}
        empty = {key: all(n is None for n in some) for key, some in totals.items()}
        keys = sorted(labels, key=lambda key: (empty[key], -sums[key]))
    canvas.first_of(min(len(keys), MAX_BARS), len(keys))
    return keys[:MAX_BARS], None


def _bars(
    canvas: Canvas,
    one: Series,
    keys: list[Key],
    texts: list[str],
    running: int | None,
    lying: bool,
    color: int,
    row: int,
    *,
    named: bool,
) -> go.Bar:
    places = list(range(len(keys)))
    values = [one.values.get(key) for key in keys]
    by_dimension = named and len(canvas.shape.dimensions) > 1
    across, up = (values, places) if lying else (places, values)
    return go.Bar(
        x=across,
        y=up,
        orientation="h" if lying else "v",
        name=safe(one.name),
        marker={
            "color": COLORS[color],
            "opacity": [0.45 if i == running else 1 for i in places] if running is not None else 1,
        },
        hovertext=[
            canvas.hover(
                f"{text} · {one.name}" if by_dimension else text,
                [(one.measure.member, value)],
                so_far=i == running,
            )
            for i, (text, value) in enumerate(zip(texts, values, strict=True))
        ],
        hoverinfo="text",
        showlegend=named,
        yaxis="y" if row == 0 else f"y{row + 1}",
    )


def _value_axis(
    canvas: Canvas, group: list[Series], keys: list[Key], lying: bool, row: int, rows: int
) -> None:
    numbers = [one.values.get(key) for one in group for key in keys]
    if canvas.layout.get("barmode") == "stack":
        numbers = [sum(one.values.get(key) or 0 for one in group) for key in keys]
    measure = group[0].measure
    axis: dict[str, Any] = {
        **axes.value_axis(numbers, measure.member, canvas.language, from_zero=True),
        "showgrid": True,
        "zeroline": any(n is not None and n < 0 for n in numbers),
    }
    if lying:
        title = canvas.label(measure) if len(canvas.shown) == 1 else ""
        canvas.layout["xaxis"] = {**axis, "title": {"text": title}}
        return
    canvas.put_value_axis(axis, measure, row, rows)


def _label_axis(canvas: Canvas, texts: list[str], lying: bool, ordinal: bool, rows: int) -> None:
    every = -(-len(texts) // 14) if ordinal else 1
    shown = range(0, len(texts), every)
    axis: dict[str, Any] = {
        "tickvals": list(shown),
        "ticktext": [safe(text) for text in shorten_all([texts[i] for i in shown], 18)],
        "range": [-0.6, len(texts) - 0.4],
        "showgrid": False,
    }
    if lying:
        canvas.layout["yaxis"] = {**axis, "range": axis["range"][::-1]}
    else:
        canvas.layout["xaxis"] = {**axis, "anchor": "y" if rows == 1 else f"y{rows}"}
