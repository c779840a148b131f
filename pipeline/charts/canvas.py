"""What every chart needs: its data, its language, and a figure that comes together piece by piece."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import plotly.graph_objects as go

from pipeline import format as fmt
from pipeline.catalog import Catalog, Member
from pipeline.charts.shape import Column, Shape
from pipeline.charts.theme import TEMPLATE, safe, width, wrap
from pipeline.charts.title import constants_of, title_of
from pipeline.language import Language, Text

TITLE_COLUMNS = 44  # what a phone shows of a title's line
LEGEND_COLUMNS = 46
PANEL = 190  # height of one of several panels, in pixels


@dataclass
class Canvas:
    """A figure in the making.

    Attributes:
        shown: the measures the chart shows, for its title.
        notes: what a reader must know to read it right, for its subtitle.
        legend: the names in it; empty when there is none.
        height: of the whole figure, in pixels.
    """

    shape: Shape
    catalog: Catalog
    language: Language
    today: date | None
    shown: list[Column] = field(default_factory=list)
    traces: list[Any] = field(default_factory=list)
    layout: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    legend: list[str] = field(default_factory=list)
    height: int = 400

    def say(self, en: str, zh: str) -> None:
        self.notes.append(Text(en, zh).said(self.language))

    def first_of(self, shown: int, total: int) -> None:
        """Says how many of the groups are drawn, when not all are."""
        if shown < total:
            self.say(f"First {shown:,} of {total:,}", f"前 {shown:,} 项，共 {total:,} 项")

    def label(self, column: Column) -> str:
        """The title of a column as an axis or a legend shows it."""
        unit = column.member.unit.said(self.language) if column.member.unit else ""
        title = fmt.header(column.name, self.catalog, self.language)
        if fmt.is_money(column.member) and unit and unit not in title:
            title += f"({unit})" if self.language == "zh" else f" ({unit})"
        return safe(title)

    def hover(self, label: str, named: list[tuple[Member, float | None]], so_far: bool = False) -> str:
        """The text over a mark: what it stands for, then its measures in full."""
        lines = [f"<b>{safe(label)}</b>"]
        for member, value in named:
            text = safe(fmt.number(value, member, self.language))
            lines.append(f"{safe(member.title(self.language))}: {text}")
        if so_far:
            lines[0] += f" ({Text('so far', '截至目前').said(self.language)})"
        return "<br>".join(lines)

    def put_value_axis(self, axis: dict[str, Any], measure: Column, row: int, rows: int) -> None:
        """Sets the vertical axis of panel ``row`` of ``rows``; one of several has its name above it."""
        gap = 0.14 if rows > 1 else 0
        size = (1 - gap * (rows - 1)) / rows
        top = 1 - row * (size + gap)
        title = self.label(measure) if rows == 1 and len(self.shown) == 1 else ""
        self.layout["yaxis" if row == 0 else f"yaxis{row + 1}"] = {
            **axis,
            "domain": [max(top - size, 0), top],
            "title": {"text": title},
        }
        if rows > 1:
            name = {"text": f"<b>{self.label(measure)}</b>", "showarrow": False}
            place = {
                "x": 0,
                "xref": "paper",
                "xanchor": "left",
                "y": top,
                "yref": "paper",
                "yanchor": "bottom",
            }
            self.layout.setdefault("annotations", []).append(name | place)

    def figure(self) -> go.Figure:
        """The finished figure, with room for its title and its legend on a phone."""
        title = wrap(title_of(self.shape, self.shown, self.catalog, self.language), TITLE_COLUMNS)
        notes = [n for n in (constants_of(self.shape, self.language), *self.notes) if n]
        subtitle = wrap(" · ".join(notes), TITLE_COLUMNS + 8, 3) if notes else []
        heading = 24 * len(title) + 17 * len(subtitle) + 8
        legend = 22 * _legend_lines(self.legend)
        text = "<br>".join(safe(line) for line in title)
        if subtitle:
            small = "<br>".join(safe(line) for line in subtitle)
            text += f'<br><span style="font-size:12px">{small}</span>'
        layout = {
            "template": TEMPLATE,
            "title": {
                "text": text,
                "font": {"size": 16},
                "x": 0,
                "xref": "container",
                "xanchor": "left",
                "y": 1,
                "yref": "container",
                "yanchor": "top",
                # Plotly hangs a single line by its top and stands the first of several on its base.
                "pad": {"t": 22 if "<br>" in text else 6, "l": 8},
            },
            "margin": {"l": 8, "r": 16, "t": heading + legend + 12, "b": 8},
            "height": self.height + heading + legend,
            "autosize": True,
            "showlegend": legend > 0,
            "legend": {
                "orientation": "h",
                "traceorder": "normal",
                "x": 0,
                "xanchor": "left",
                "y": 1 - heading / (self.height + heading + legend),
                "yref": "container",
                "yanchor": "top",
                "itemclick": False,
                "itemdoubleclick": False,
            },
        }
        return go.Figure(self.traces, layout | self.layout)


def _legend_lines(names: list[str]) -> int:
    """How many lines the legend takes on a phone; 0 when there is none to show."""
    lines, used = 0, LEGEND_COLUMNS
    for name in names:
        size = width(name) + 6
        if used + size > LEGEND_COLUMNS:
            lines, used = lines + 1, 0
        used += size
    return lines
