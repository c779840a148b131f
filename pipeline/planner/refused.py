"""What no query can say, or may not, and how that is told."""

from __future__ import annotations

import re

import sqlglot
from sqlglot import exp

from pipeline.language import Text

CANNOT = {
    "forecast": Text(
        "Forecasts are not made here; only what the data holds can be asked.",
        "这里不做预测，只能查询已有数据。",
    ),
    "percentile": Text("Percentiles and quartiles are not computed here.", "这里不计算百分位数或四分位数。"),
    "deviation": Text("Deviations and variances are not in this catalog.", "目录中没有标准差或方差指标。"),
    "cause": Text("The data can show what happened, not why.", "数据只能说明发生了什么，不能说明原因。"),
    "regression": Text("Regressions are not computed here.", "这里不做回归分析。"),
    "weekday": Text(
        "Days of the week and hours of the day cannot be grouped by.", "不支持按星期几或一天中的时段分组。"
    ),
    "change_data": Text("Data can only be read here, never changed.", "这里只能查询数据，不能修改数据。"),
}
NOTHING_NAMED = Text(
    "The question names nothing that the data holds.", "没有在问题中找到数据里有的指标或维度。"
)
SQL = Text("SQL is not executed here; please ask in words.", "这里不执行 SQL，请用文字提问。")
_STATEMENT = re.compile(
    r"\s*(?:(?:select|with|insert|update|delete)|(?:drop|create(?:\s+or\s+replace)?|alter|truncate)"
    r"(?:\s+temp(?:orary)?)?\s+(?:table|view|index|schema|database|function))\s",
    re.IGNORECASE,
)


def is_sql(text: str) -> bool:
    """Whether a question is a statement of SQL rather than a sentence that begins like one."""
    if not _STATEMENT.match(text):
        return False
    try:
        statements = sqlglot.parse(text)
    except (sqlglot.errors.SqlglotError, RecursionError):  # of a thousand brackets
        return False
    return any(isinstance(s, exp.Query | exp.DDL | exp.DML | exp.Drop | exp.Alter) for s in statements)
