"""Lines, areas and clouds of points."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from pipeline.catalog import Member
from pipeline.charts import axes
from pipeline.charts.canvas import PANEL, Canvas
from pipeline.charts.series import Series, by_category, by_measure, in_order, keys_of, labels_of
from pipeline.charts.shape import Column, Shape, one_axis
from pipeline.charts.theme import COLORS, SYMBOLS, safe
from pipeline.language import Text

MAX_PANELS = 4
MAX_MARKED = 40  # points of a line that are marked one by one
MAX_POINTS = 2_000


def line(canvas: Canvas) -> None:
    """A line for each series; measures of different units get a panel each, one below the other."""
    shape = canvas.shape
    series = _series(canvas)
    panels = [series] if len(shape.dimensions) > 1 else _panels(series)
    along = _along(canvas)
    canvas.legend = [one.name for group in panels for one in group if len(group) > 1]
    for row, group in enumerate(panels):
        for index, one in enumerate(group):
            _line(canvas, along, one, index if len(panels) == 1 else row, row, named=len(group) > 1)
        _value_axis(canvas, group, row, len(panels))
    canvas.layout["xaxis"] = {**along.axis, "anchor": "y" if len(panels) == 1 else f"y{len(panels)}"}
    if len(panels) > 1:
        canvas.height = PANEL * len(panels) + 40


def area(canvas: Canvas) -> None:
    """Stacked areas; a period without rows adds nothing to the whole."""
    series = _series(canvas)[: None if canvas.shape.categories else 1]
    along = _along(canvas)
    for index, one in enumerate(series):
        ys = [one.values.get(key) or 0 for key in along.keys]
        canvas.traces.append(
            go.Scatter(
                x=along.places,
                y=ys,
                name=safe(one.name),
                mode="lines",
                stackgroup="all",
                line={"color": COLORS[index], "width": 1.5},
                hovertext=_hovers(canvas, along, one, ys, named=len(series) > 1),
                hoverinfo="text",
                showlegend=len(series) > 1,
            )
        )
    canvas.legend = [one.name for one in series if len(series) > 1]
    totals = [sum(one.values.get(key) or 0 for one in series) for key in along.keys]
    canvas.layout["xaxis"] = along.axis
    canvas.layout["yaxis"] = {
        **axes.value_axis(totals, series[0].measure.member, canvas.language, from_zero=True),
        "title": {"text": canvas.label(series[0].measure)},
    }


def scatter(canvas: Canvas) -> None:
    """The first measure against the second, a point for each row; one measure alone along its
    dimension."""
    if len(canvas.shape.measures) < 2:
        line(canvas)
        for trace in canvas.traces:
            trace.update(mode="markers", marker={"size": 9, "color": COLORS[0], "opacity": 0.75})
        return
    across, up = canvas.shown = list(canvas.shape.measures[:2])
    names = _names(canvas)
    points = [
        (x, y, name)
        for x, y, name in zip(across.numbers, up.numbers, names, strict=True)
        if x is not None and y is not None
    ]
    canvas.first_of(min(len(points), MAX_POINTS), len(names))
    points = points[:MAX_POINTS]
    canvas.traces.append(
        go.Scatter(
            x=[x for x, _, _ in points],
            y=[y for _, y, _ in points],
            mode="markers",
            marker={"size": 9, "color": COLORS[0], "opacity": 0.75},
            hovertext=[canvas.hover(n, [(across.member, x), (up.member, y)]) for x, y, n in points],
            hoverinfo="text",
            showlegend=False,
        )
    )
    for axis, column, values in (
        ("xaxis", across, [x for x, _, _ in points]),
        ("yaxis", up, [y for _, y, _ in points]),
    ):
        zero = axes.starts_at_zero(values)
        canvas.layout[axis] = {
            **axes.value_axis(values, column.member, canvas.language, from_zero=zero),
            "title": {"text": canvas.label(column)},
            "showgrid": True,
        }


class _Along:
    """The places along the horizontal axis, in order."""

    def __init__(self, canvas: Canvas, column: Column) -> None:
        self.running: int | None = None
        if column.is_time:
            periods = axes.periods_of(column, canvas.today)
            self.keys: list[tuple[Any, ...]] = [(at,) for at in periods.starts]
            self.places: list[Any] = periods.isoformat
            self.labels = periods.labels(canvas.language)
            self.axis: dict[str, Any] = periods.axis(canvas.language)
            self.running = periods.running
        elif not any(isinstance(key, float) for key in column.keys):
            names = labels_of([column], canvas.language)
            self.keys = in_order([column], list(names))
            self.places = list(range(len(self.keys)))
            self.labels = [names[key] for key in self.keys]
            shown = [safe(label) for label in self.labels]
            self.axis = {"type": "linear", "tickvals": self.places, "ticktext": shown}
        else:
            names = labels_of([column], canvas.language)
            self.keys = in_order([column], [key for key in names if isinstance(key[0], float)])
            self.places = [key[0] for key in self.keys]
            self.labels = [names[key] for key in self.keys]
            numbers = axes.value_axis(self.places, column.member, canvas.language, from_zero=False)
            self.axis = {"type": "linear", "nticks": 12, "tickformat": "d", "range": numbers.get("range")}
            self.axis["title"] = {"text": canvas.label(column)}
        if None in column.keys:
            what = Text("a date", "日期") if column.is_time else Text("a value", "值")
            canvas.say(f"Rows without {what.en} are not shown", f"未显示没有{what.zh}的数据")
        if self.running is not None:
            last = self.labels[self.running]
            canvas.say(f"{last} is not over yet", f"{last}尚未结束")


def _along(canvas: Canvas) -> _Along:
    return _Along(canvas, canvas.shape.along)


def _series(canvas: Canvas) -> list[Series]:
    shape = canvas.shape
    along = shape.along
    inner = tuple(c for c in shape.categories if c is not along)
    if not inner:
        canvas.shown = list(shape.measures[:MAX_PANELS])
        return by_measure([along], canvas.shown, canvas.language)
    canvas.shown = list(shape.measures[:1])
    series, total = by_category([along], inner, shape.measures[0], canvas.language)
    if total > len(series):
        canvas.say(f"The largest {len(series)} of {total:,}", f"最大的 {len(series)} 个，共 {total:,} 个")
    return series


def _panels(series: list[Series]) -> list[list[Series]]:
    return [series] if one_axis([s.measure for s in series]) else [[s] for s in series]


def _line(canvas: Canvas, along: _Along, one: Series, color: int, row: int, *, named: bool) -> None:
    missing = _missing(canvas.shape, one.measure.member)
    ys = [one.values.get(key, missing) for key in along.keys]
    marked = len(ys) <= MAX_MARKED or None in ys
    style: dict[str, Any] = {
        "name": safe(one.name),
        "mode": "lines+markers" if marked else "lines",
        "line": {"color": COLORS[color], "width": 2.5 if len(ys) <= MAX_MARKED else 1.5},
        "marker": {"symbol": SYMBOLS[color], "size": 7 if len(ys) <= MAX_MARKED else 4},
        "hoverinfo": "text",
        "yaxis": "y" if row == 0 else f"y{row + 1}",
    }
    texts = _hovers(canvas, along, one, ys, named=named)
    end = len(ys) if along.running is None else along.running
    canvas.traces.append(
        go.Scatter(x=along.places[:end], y=ys[:end], hovertext=texts[:end], showlegend=named, **style)
    )
    if along.running is not None:
        first = max(end - 1, 0)
        style["line"] = {**style["line"], "dash": "dot"}
        style["marker"] = {**style["marker"], "symbol": f"{SYMBOLS[color]}-open"}
        style["mode"] = "lines+markers"
        # The dotted piece starts at the last whole period, whose own mark stays visible.
        canvas.traces.append(
            go.Scatter(
                x=along.places[first:],
                y=ys[first:],
                hovertext=texts[first:],
                showlegend=False,
                **{**style, "marker": {**style["marker"], "size": [0, 8] if end else 8}},
            )
        )


def _missing(shape: Shape, member: Member) -> float | None:
    """The value of a period that has no rows: nothing was counted or summed up there, so 0; an
    average has no value, and of a result that was cut off nobody knows. Those are gaps."""
    return 0 if shape.complete and member.additive else None


def _hovers(canvas: Canvas, along: _Along, one: Series, ys: list[Any], *, named: bool) -> list[str]:
    return [
        canvas.hover(
            f"{label} · {one.name}" if named and canvas.shape.categories else label,
            [(one.measure.member, y)],
            so_far=index == along.running,
        )
        for index, (label, y) in enumerate(zip(along.labels, ys, strict=True))
    ]


def _value_axis(canvas: Canvas, group: list[Series], row: int, rows: int) -> None:
    numbers = [n for one in group for n in one.values.values()]
    measure = group[0].measure
    if _missing(canvas.shape, measure.member) == 0:
        numbers.append(0)
    zero = axes.starts_at_zero(numbers)
    axis = axes.value_axis(numbers, measure.member, canvas.language, from_zero=zero)
    canvas.put_value_axis(axis, measure, row, rows)


def _names(canvas: Canvas) -> list[str]:
    if not canvas.shape.dimensions:
        return [""] * canvas.shape.rows
    labels = labels_of(canvas.shape.dimensions, canvas.language)
    return [labels[key] for key in keys_of(canvas.shape.dimensions)]
