"""What is said of columns that became rows."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.inference.profile import Column, Table
from pipeline.language import Text

_SHOWN = 3


def became_rows(
    table: Table, columns: Sequence[Column], dimension: str, values: Sequence[str], left_out: Text
) -> Text:
    """That ``columns`` are rows of a dimension and its values now, and what was ``left_out``."""
    names = [column.name for column in columns]
    dots = " …" if len(names) > _SHOWN else ""
    shown, shown_zh = ", ".join(names[:_SHOWN]) + dots, "、".join(names[:_SHOWN]) + dots
    en = f"{table.name}: the {len(names)} columns {shown} became rows: {dimension} and {', '.join(values)}."
    zh = f"{table.name}：{len(names)} 列（{shown_zh}）转成了行：{dimension} 与 {'、'.join(values)}。"
    return Text(en + left_out.en, zh + left_out.zh)


def left_out(totals: Sequence[Column], why: Text) -> Text:
    """That the columns ``totals`` are not used, as ``why`` says it; nothing of none."""
    if not totals:
        return Text("", "")
    names = [column.name for column in totals]
    return Text(why.en.format(", ".join(names)), why.zh.format("、".join(names)))
