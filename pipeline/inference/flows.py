"""Money that comes and goes: amounts beside a column that says which of the two a row is."""

from __future__ import annotations

from typing import Any

import duckdb

from pipeline.inference.members import Members, escaped
from pipeline.inference.names import words_of
from pipeline.inference.profile import Column, Table, stored_texts
from pipeline.inference.units import without_unit
from pipeline.inference.wording import AGGREGATES
from pipeline.language import Text

_FEWEST, _MOST = 2, 6  # different values of the column
# What a row may say, and what such an amount is called.
_FLOWS: dict[str, tuple[Text, tuple[str, ...]]] = {
    "支出": (Text("expense", "支出"), ("expenses", "spending")),
    "已支出": (Text("expense", "支出"), ("expenses", "spending")),
    "收入": (Text("income", "收入"), ()),
    "已收入": (Text("income", "收入"), ()),
    "expense": (Text("expense", "支出"), ("expenses", "spending")),
    "income": (Text("income", "收入"), ()),
}
_AMOUNTS = ("amount", "金额", "交易金额", "transaction amount")


def note_flows(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Notes with the one column that says income and expense of an amount which of its values say so (hint
    ``flows``), where no columns are named so themselves."""
    names = {name for c in table.columns for name in (c.name.strip().lower(), *words_of(c.name))}
    if amount_of(table) is None or names & _FLOWS.keys():
        return
    for column in table.columns:
        if column.kind == "string" and _FEWEST <= column.distinct <= _MOST:
            stored = stored_texts(connection, table, column)
            found = {value: value.strip().lower() for value in stored if value.strip().lower() in _FLOWS}
            if len({_FLOWS[said][0] for said in found.values()}) == 2:
                column.hints["flows"] = found
                return


def amount_of(table: Table) -> Column | None:
    """The one column of amounts."""
    found = [c for c in table.columns if " ".join(without_unit(words_of(c.name))[0]) in _AMOUNTS]
    return found[0] if len(found) == 1 and found[0].kind == "number" else None


def flow_measures(columns: Members) -> list[dict[str, Any]]:
    """The sum, average, least and most of what came and of what went."""
    told = next((c for c in columns.table.columns if c.hints.get("flows")), None)
    amount = amount_of(columns.table)
    if told is None or amount is None:
        return []
    values: dict[Text, list[str]] = {}
    for stored, said in told.hints["flows"].items():
        values.setdefault(_FLOWS[said][0], []).append(stored)
    also = dict(_FLOWS.values())
    found = []
    for title, stored in values.items():
        listed = ", ".join("'" + escaped(value).replace("'", "''") + "'" for value in stored)
        sql = f"CASE WHEN {columns.sql(told)} IN ({listed}) THEN {columns.sql(amount)} END"
        for aggregate in ("sum", "avg", "min", "max"):
            en, zh, _ = AGGREGATES[aggregate]
            measure: dict[str, Any] = {
                "name": columns.named(f"{aggregate}_{title.en}"),
                "sql": sql,
                "type": aggregate,
                "title": en.format(title.en),
                "description": f"{amount.name}, {told.name} = {'/'.join(stored)}",
                "meta": {
                    "titles": {"en": en.format(title.en), "zh": zh.format(title.zh)},
                    "synonyms": [*(en.format(n) for n in also[title]), zh.format(f"{title.zh}金额")],
                },
            }
            if amount.hints.get("unit"):
                measure["meta"]["unit"] = amount.hints["unit"]
            if amount.hints.get("format"):
                measure["format"] = amount.hints["format"]
            found.append(measure)
    return found
