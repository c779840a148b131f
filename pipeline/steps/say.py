"""How a step says its Markdown: every sentence in both languages, and the pieces it is sent in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pipeline.charts import ChartType
from pipeline.events import TextAdded
from pipeline.language import Text

UNDERSTANDING = Text("## 🔍 Understanding the question", "## 🔍 查询分析")
UNDERSTOOD = Text("**Understood**", "**理解**")
ASSUMED = Text("**Assumed**", "**假设**")
QUERY = Text("**Query**", "**查询**")
YOU_COULD_ASK = Text("You could ask:", "您可以这样问：")
OR_DID_YOU_MEAN = Text("Or did you mean:", "或者您想问：")
CHOOSE = Text("Please choose:", "请选择：")
SQL = Text("## 🧾 SQL", "## 🧾 SQL 语句")
VALUES = Text("**Bound values**", "**绑定的值**")
EXECUTED = Text("## ⚡ Execution", "## ⚡ 执行查询")
ROWS_IN = Text("{rows} in {seconds} s.", "共 {rows}，用时 {seconds} 秒。")
ROW = Text("1 row", "1 行")
ROWS = Text("{count:,} rows", "{count:,} 行")
LINKS = Text(
    "“{measure}” counts each once; “{links}” counts how often.",
    "“{measure}”中每个只计一次；“{links}”是相应的记录数。",
)
CUT = Text(
    "Only the first {count:,} rows were read; there may be more.",
    "只读取了前 {count:,} 行，可能还有更多。",
)
RESULT = Text("## 📊 Result", "## 📊 查询结果")
CHART = Text("Chart: {chart}.", "图表：{chart}。")
CHARTS: dict[ChartType, Text] = {
    "number": Text("big figure", "指标卡"),
    "line": Text("line chart", "折线图"),
    "multi_line": Text("line chart", "折线图"),
    "area": Text("area chart", "面积图"),
    "bar": Text("bar chart", "柱状图"),
    "grouped_bar": Text("grouped bar chart", "分组柱状图"),
    "stacked_bar": Text("stacked bar chart", "堆叠柱状图"),
    "pie": Text("pie chart", "饼图"),
    "scatter": Text("scatter plot", "散点图"),
    "heatmap": Text("heat map", "热力图"),
}
NO_ROWS = Text("No rows match.", "没有符合条件的数据。")
ANALYSIS = Text("## 💡 Analysis", "## 💡 数据分析")


def pieces(text: str, size: int = 240) -> Iterator[TextAdded]:
    """``text`` in pieces of about ``size`` characters that end with a line where one ends there."""
    piece = ""
    for line in text.splitlines(keepends=True):
        piece += line
        while len(piece) >= size:
            end = len(piece) if len(piece) < 2 * size else size
            yield TextAdded(text=piece[:end])
            piece = piece[end:]
    if piece:
        yield TextAdded(text=piece)


def bullets(lines: tuple[str, ...] | list[str]) -> str:
    return "".join(f"- {line}\n" for line in lines)


def fenced(code: str, language: str) -> str:
    """A code block whose fence is longer than any run of backticks in ``code``."""
    fence = "```"
    while fence in code:
        fence += "`"
    return f"{fence}{language}\n{code}\n{fence}\n"


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)
