"""The drawing of a result as a plotly figure.

Categories stand at whole positions with their labels as tick texts: plotly would merge equal
labels and read "2024" or "1e5" as numbers. Every text from the data passes `theme.safe`, hover
texts are whole texts (no templates), and values are plain lists, which any plotly.js reads.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from pipeline.catalog import Catalog
from pipeline.charts import bars, lines, wholes
from pipeline.charts.canvas import Canvas
from pipeline.charts.choose import ChartType
from pipeline.charts.shape import shape_of
from pipeline.language import Language
from pipeline.query import Query

_DRAW: dict[ChartType, Callable[[Canvas], None]] = {
    "number": wholes.number,
    "line": lines.line,
    "multi_line": lines.line,
    "area": lines.area,
    "bar": bars.bar,
    "grouped_bar": bars.grouped,
    "stacked_bar": bars.stacked,
    "pie": wholes.pie,
    "scatter": lines.scatter,
    "heatmap": wholes.heatmap,
}


def draw(
    chart_type: ChartType,
    query: Query,
    table: pd.DataFrame,
    catalog: Catalog,
    language: Language,
    today: date | None = None,
) -> go.Figure | None:
    """The figure of a type that `choose` gave for the same result; None for "none".

    With ``today``, the period that is still running looks different and is named.
    """
    if chart_type == "none":
        return None
    canvas = Canvas(shape_of(query, table, catalog), catalog, language, today)
    _DRAW[chart_type](canvas)
    return canvas.figure()
