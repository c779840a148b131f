"""Which chart says most about a result."""

from __future__ import annotations

from typing import Literal, NamedTuple

import pandas as pd

from pipeline.catalog import Catalog
from pipeline.charts.shape import MAX_BARS, MAX_HEAT, MAX_SERIES, Shape, one_axis, shape_of
from pipeline.language import Text
from pipeline.query import Query

ChartType = Literal[
    "number",
    "line",
    "multi_line",
    "area",
    "bar",
    "grouped_bar",
    "stacked_bar",
    "pie",
    "scatter",
    "heatmap",
    "none",
]

MAX_NUMBERS = 4
MAX_PARTS = 6  # of a pie
MIN_POINTS = 12  # from here on a cloud of points says more than pairs of bars


class Choice(NamedTuple):
    """A chart type, and why it is not the one that was asked for, or what it does not show well."""

    type: ChartType
    note: Text | None = None


def choose(query: Query, table: pd.DataFrame, catalog: Catalog, asked: ChartType | None = None) -> Choice:
    """The chart for ``table``, the result of ``query``: ``asked`` where the data allow it."""
    shape = shape_of(query, table, catalog)
    best = _best(shape)
    if asked is None or best == "none":
        return Choice(best)
    if asked == "none":
        return Choice("none")
    wanted = _of_several(asked, shape)
    why = None if wanted == best else _obstacle(wanted, shape)
    return Choice(wanted, _caution(wanted, shape)) if why is None else Choice(best, why)


def _best(shape: Shape) -> ChartType:
    if shape.ungrouped or not shape.measures:
        return "none"
    if shape.rows == 1:
        return "number" if len(shape.measures) <= MAX_NUMBERS else "none"
    if shape.time:
        return _over_time(shape)
    match len(shape.categories):
        case 0:
            return "none"
        case 1:
            return _by_one(shape)
        case 2:
            return _by_two(shape)
    return "bar" if shape.readable else "none"


def _over_time(shape: Shape) -> ChartType:
    if not shape.categories and shape.top:
        return "bar"  # the best months are a ranking: a line through them would invent the others
    return "multi_line" if shape.categories or len(shape.measures) > 1 else "line"


def _by_one(shape: Shape) -> ChartType:
    if shape.categories[0].is_year and not shape.top:
        return "line" if len(shape.measures) == 1 else "multi_line"
    if len(shape.measures) == 1:
        if shape.categories[0].is_dense and shape.rows > MAX_BARS and not shape.top:
            return "line"
        return "bar" if shape.readable else "none"
    if len(shape.measures) == 2 and not one_axis(shape.measures) and shape.rows >= MIN_POINTS:
        return "scatter"
    if not shape.readable:
        return "none"
    return "grouped_bar" if one_axis(shape.measures) else "bar"


def _by_two(shape: Shape) -> ChartType:
    years = [c for c in shape.categories if c.is_year]
    if len(years) == 1 and not shape.top:
        other = next(c for c in shape.categories if c is not years[0])
        if other.distinct <= MAX_SERIES or years[0].distinct > MAX_HEAT:
            return "multi_line"
    larger, smaller = sorted((c.distinct for c in shape.categories), reverse=True)
    if smaller > MAX_SERIES or larger > MAX_BARS:
        if larger <= MAX_HEAT and smaller <= MAX_HEAT:
            return "heatmap"
        return "bar" if shape.top and shape.rows <= MAX_BARS else "none"
    whole = not (_negative(shape) or _caution("stacked_bar", shape))
    return "stacked_bar" if whole else "grouped_bar"


def _of_several(asked: ChartType, shape: Shape) -> ChartType:
    """A "line" of several series is a "multi_line", a "bar" of several parts of a whole is a
    "stacked_bar" and of others a "grouped_bar"."""
    several = len(shape.dimensions) > 1 or (len(shape.measures) > 1 and one_axis(shape.measures))
    if asked in ("line", "multi_line"):
        return "multi_line" if several else "line"
    if asked in ("bar", "grouped_bar", "stacked_bar") and not several:
        return "bar"
    if asked == "bar":
        parts = len(shape.dimensions) == 2 and len(shape.measures) == 1
        whole = parts and not (_negative(shape) or _caution("stacked_bar", shape))
        return "stacked_bar" if whole else "grouped_bar"
    return asked


def _obstacle(asked: ChartType, shape: Shape) -> Text | None:
    """Why the result cannot be drawn as ``asked``; None when it can."""
    match asked:
        case "number":
            return Text(
                "A single big figure needs a result of one row.",
                "大数字图需要结果只有一行。",
            )
        case "line" | "multi_line":
            if shape.time or any(c.is_year for c in shape.categories):
                return None
            if len(shape.categories) == 1 and shape.categories[0].is_ordinal:
                return None
            return Text(
                "A line needs a time or a number to run along; these are categories.",
                "折线图需要时间或数值作横轴，这里是类别。",
            )
        case "area":
            if not shape.time:
                return Text("An area chart needs a time axis.", "面积图需要时间轴。")
            return _negative(shape)
        case "stacked_bar":
            return _two_dimensions(shape) or _negative(shape)
        case "bar" | "grouped_bar":
            if len(shape.dimensions) > 1 and not shape.readable:
                return Text("There are too many groups for bars.", "分组太多，不适合柱状图。")
            return None if shape.rows > 1 else Text("One row makes no bars.", "只有一行，不适合柱状图。")
        case "pie":
            return _parts(shape)
        case "scatter":
            if shape.rows > 1 and (len(shape.measures) > 1 or len(shape.dimensions) == 1):
                return None
            return Text(
                "A scatter plot needs two measures, or one of one dimension.",
                "散点图需要两个指标，或一个维度的一个指标。",
            )
        case "heatmap":
            small = all(d.distinct <= MAX_HEAT for d in shape.dimensions)
            return _two_dimensions(shape) or (
                None
                if small
                else Text("There are too many groups for a heatmap.", "分组太多，不适合热力图。")
            )
    return None


def _two_dimensions(shape: Shape) -> Text | None:
    if len(shape.dimensions) == 2:
        return None
    return Text("This chart needs exactly two dimensions.", "这种图需要恰好两个维度。")


def _negative(shape: Shape) -> Text | None:
    if any(n is not None and n < 0 for n in shape.measures[0].numbers):
        return Text("Negative values cannot be parts of a whole.", "负值不能作为整体的一部分。")
    return None


def _parts(shape: Shape) -> Text | None:
    if len(shape.dimensions) != 1 or len(shape.measures) != 1:
        return Text("A pie needs one measure of one dimension.", "饼图需要一个维度和一个指标。")
    if not 2 <= shape.rows <= MAX_BARS:
        return Text(
            f"A pie can be read with 2 to {MAX_PARTS} parts; here are {shape.rows:,}.",
            f"饼图适合 2 到 {MAX_PARTS} 个部分，这里有 {shape.rows:,} 个。",
        )
    if not any(shape.measures[0].numbers):
        return Text("All parts are zero.", "各部分都为零。")
    return _negative(shape)


def _caution(drawn: ChartType, shape: Shape) -> Text | None:
    """What a chart of parts does not show well here, although it can be drawn."""
    if drawn not in ("pie", "stacked_bar", "area"):
        return None
    measure = shape.measures[0]
    if not measure.additive:
        return Text(
            f"Parts of “{measure.member.titles.en}” do not add up to a whole.",
            f"“{measure.member.titles.zh}”的各部分不能相加成总体。",
        )
    if drawn == "pie" and not shape.complete:
        return Text(
            "A pie shows a whole; this result is only a part of one.",
            "饼图展示整体，而这个结果只是其中一部分。",
        )
    if drawn == "pie" and shape.rows > MAX_PARTS:
        return Text(
            f"A pie can be read with 2 to {MAX_PARTS} parts; here are {shape.rows:,}.",
            f"饼图适合 2 到 {MAX_PARTS} 个部分，这里有 {shape.rows:,} 个。",
        )
    return None
