"""What the columns of one table are measured by: counts, sums, averages, and what is worked out of two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.inference.bilingual import chinese
from pipeline.inference.columns import Role
from pipeline.inference.flows import flow_measures
from pipeline.inference.members import Members, as_read, escaped
from pipeline.inference.names import plural, said, singular, table_words, words_of
from pipeline.inference.profile import Column
from pipeline.inference.relations import price_and_quantity
from pipeline.inference.things import bare_count, is_count
from pipeline.inference.wording import AGGREGATES, SALES, Wording, titles_of
from pipeline.inference.words import COUNTED_PERSONS, COUNTS_OF_ROWS

Plain = dict[str, Any]
# What a column is measured by, what goes without saying first. The others of its role answer only who
# asks for them by name: the sum of the cylinders, the average of the years.
_PLAINLY = {
    Role.AMOUNT: ("sum", "avg", "min", "max"),
    Role.RATE: ("avg", "sum", "min", "max"),
    Role.SHARE: ("avg", "min", "max"),
    Role.KIND: ("avg", "min", "max"),
}
# Identifiers, coordinates and phone numbers add up to nothing, and neither do percentages and years.
_BY_NAME = {
    Role.KEY: (),
    Role.LABEL: (),
    Role.PART: (),
    Role.SHARE: ("median",),
    Role.YEAR: ("avg", "min", "max", "median"),
    Role.RANK: ("avg", "min", "max", "median"),
}

_ASKING = frozenset(("is", "has", "had", "was", "are", "did", "if", "flag", "yn"))
_DISTINCT = (
    Role.TEXT,
    Role.KEY,
    Role.CODE,
    Role.LABEL,
    Role.YEAR,
    Role.PART,
)  # what has values worth counting


class MeasureBuilder:
    """The measures of one cube."""

    def __init__(
        self, columns: Members, wording: Wording, key: tuple[str, ...], counting: Column | None
    ) -> None:
        """``counting``: the column that says how many things there are, which a row does not."""
        self._columns, self._wording, self._key = columns, wording, key
        self._counting = counting

    def measures(self, count: Plain) -> list[Plain]:
        """All of them, ``count`` first."""
        measures = [count, *self._revenue(), *flow_measures(self._columns)]
        for column in self._columns.table.columns:
            role = self._columns.role(column)
            plainly: Sequence[str] = _PLAINLY.get(role, ())
            own = [self._aggregate(column, aggregate) for aggregate in plainly]
            if own and (general := column.hints.get("also")):
                own[0]["meta"]["synonyms"] = [*own[0]["meta"].get("synonyms", []), *general]
            measures += own
            if role in _DISTINCT and self._key != (column.name,):
                measures.append(self._distinct(column))
            if column.kind == "number" and role is not Role.NONE:
                by_name = [a for a in _BY_NAME.get(role, AGGREGATES) if a not in plainly]
                measures += [self._aggregate(column, aggregate, by_name=True) for aggregate in by_name]
            if role is Role.FLAG or column.hints.get("yes"):
                measures.append(self._rate_of_yes(column))
        return measures

    def _latest(self, column: Column, dates: Column) -> str:
        """The sum of a level over the rows of the last date that has it."""
        value, date = self._columns.sql(column), self._columns.sql(dates)
        pairs = f"list(\\{{'d': {date}, 'v': {value}\\}})"
        return f"list_sum([x.v for x in {pairs} if x.d = max(CASE WHEN {value} IS NOT NULL THEN {date} END)])"

    def _weighted(self, part: Column, whole: Column) -> str:
        """The share of several rows as that of their sums."""
        return f"sum({self._columns.sql(part)})::DOUBLE / nullif(sum({self._columns.sql(whole)}), 0)"

    def _worked_out(self, column: Column, aggregate: str) -> Plain:
        """What the measure is instead where an aggregate of the column alone would mislead."""
        table = self._columns.table
        if aggregate == "avg" and (share := column.hints.get("share_of")):
            part, whole = (table.column(name) for name in share)
            assert part
            assert whole
            told = f"{part.name} ÷ {whole.name}"
            return {"sql": self._weighted(part, whole), "format": "percent", "description": told}
        dates = table.column(column.hints.get("level", ""))
        if aggregate == "sum" and dates:
            return {"sql": self._latest(column, dates), "level": self._columns.name(dates)}
        return {}

    def _rate_of_yes(self, column: Column) -> Plain:
        """Which part of the rows says yes."""
        words = [w for w in words_of(column.name) if w not in _ASKING] or words_of(column.name)
        sql = self._columns.sql(column)
        yes = column.hints.get("yes")
        listed = ", ".join("'" + escaped(str(v)).replace("'", "''") + "'" for v in yes or ())
        says = f"{sql} IN ({listed})" if yes else sql
        title = " ".join(words)
        zh = chinese(words) or title
        named = zh.removeprefix("是否")
        value = {"sql": f"CASE WHEN {says} THEN 1.0 WHEN {sql} IS NOT NULL THEN 0.0 END", "type": "avg"}
        if self._counting is not None:  # each row stands for so many
            of = self._columns.sql(self._counting)
            part = f"sum(CASE WHEN {says} THEN {of} END)::DOUBLE"
            whole = f"sum(CASE WHEN {sql} IS NOT NULL THEN {of} END)"
            value = {"sql": f"coalesce({part}, 0) / nullif({whole}, 0)", "type": "number"}
        return {
            "name": self._columns.named(f"rate_{self._columns.name(column)}"),
            **value,
            "format": "percent",
            "title": f"{title.capitalize()} rate",
            "meta": {
                "titles": {"en": f"{title.capitalize()} rate", "zh": f"{named}率"},
                "aggregate": "avg",
                "synonyms": [f"{title} percentage", f"percentage of {title}", f"{title}率", f"{named}比例"],
            },
        }

    def _revenue(self) -> list[Plain]:
        """What was sold for how much, where only the price and the number of pieces are told."""
        found = price_and_quantity(self._columns.table)
        if found is None:
            return []
        price, quantity, discount = found
        sql = f"{self._columns.sql(price)} * {self._columns.sql(quantity)}"
        if discount:
            sql += f" * (1 - coalesce({self._columns.sql(discount)}, 0))"
        told = " × ".join((price.name, quantity.name, *((f"(1 - {discount.name})",) if discount else ())))
        measure: Plain = {
            "name": self._columns.named("sum_revenue"),
            "sql": sql,
            "type": "sum",
            "title": "Total revenue",
            "description": told,
            "meta": {"titles": {"en": "Total revenue", "zh": "总销售额"}, "synonyms": list(SALES)},
        }
        if price.hints.get("unit"):
            measure["meta"]["unit"] = price.hints["unit"]
        return [measure]

    def _aggregate(self, column: Column, aggregate: str, by_name: bool = False) -> Plain:
        """The measure of a column; ``by_name``: it is meant only where the aggregate is asked for."""
        words, unit = self._wording.words(column)
        plain = said(words)
        titles = titles_of(words, plain)
        known_zh = titles["zh"] if titles else plain
        known_en = titles["en"].lower() if titles and not plain.isascii() else plain
        en, zh, zh_of_latin = AGGREGATES[aggregate]
        if aggregate == "sum" and known_en.startswith("total"):
            en, zh = "Sum of {}", "{}合计"  # of totals
        sql = self._columns.sql(column)
        measure: Plain = {
            "name": self._columns.named(f"{aggregate}_{self._columns.name(column)}"),
            # Cube has no type for a median: https://cube.dev/docs/reference/data-model/types-and-formats
            "sql": f"median({sql})" if aggregate == "median" else sql,
            "type": "number" if aggregate == "median" else aggregate,
            "title": en.format(known_en),
            "meta": {
                "titles": {
                    "en": en.format(known_en),
                    "zh": (zh_of_latin if known_zh.isascii() else zh).format(known_zh),
                }
            },
        }
        if other := self._worked_out(column, aggregate):
            measure["type"] = "number"
            measure["meta"]["aggregate"] = aggregate
            if "level" in other:
                measure["meta"]["level"] = other.pop("level")
            measure |= other
        elif aggregate == "avg" and (dates := self._columns.table.column(column.hints.get("level", ""))):
            measure["meta"]["level"] = self._columns.name(dates)
        if by_name:
            measure["meta"]["aggregates"] = self._columns.name(column)
        elif also := [*self._wording.of_measure(column, aggregate), *self._as_count(column, aggregate)]:
            measure["meta"]["synonyms"] = also
        if column.hints.get("format") and "format" not in measure:
            measure["format"] = column.hints["format"]
        if column.hints.get("unit") and measure.get("format") != "percent":
            measure["meta"]["unit"] = column.hints["unit"]
        elif unit:
            measure["meta"]["unit"] = {"en": unit[0], "zh": unit[1]}
        measure["meta"] |= as_read(column)
        return measure

    def _as_count(self, column: Column, aggregate: str) -> list[str]:
        """What the sum of a column of counts is called too: the number of births, 出生人数."""
        words = words_of(column.name)
        if aggregate != "sum" or not column.whole or not (column is self._counting or is_count(words)):
            return []
        things = bare_count(words)
        if column is self._counting and len(things) == 1 and things[0] in COUNTS_OF_ROWS:
            things = table_words(self._columns.table.name)
        named = " ".join(plural(things))
        zh = chinese(things)
        also = [f"number of {named}", f"total {named}", f"{' '.join(singular(things))} count", named]
        endings = ["数", "数量", "总数", "", *(["人数"] if {*singular(things)} & COUNTED_PERSONS else [])]
        return [*also, *([zh + ending for ending in endings] if zh else [])]

    def _distinct(self, column: Column) -> Plain:
        words = words_of(column.name)
        things = " ".join(plural(words))
        return {
            "name": self._columns.named(f"distinct_{self._columns.name(column)}"),
            "sql": self._columns.sql(column),
            "type": "count_distinct",
            "title": f"Number of different {things}",
            "meta": {
                "titles": {
                    "en": f"Number of different {things}",
                    "zh": f"不同{chinese(words) or ' '.join(words)}数",
                }
            },
        }
