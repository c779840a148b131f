"""What the columns of one table are called in both languages: their words, units and other names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

from pipeline.inference.bilingual import (
    also_chinese,
    also_english,
    called,
    chinese,
    english,
    heads_in_chinese,
    other_english,
)
from pipeline.inference.keys import KEY_WORDS
from pipeline.inference.names import said, singular, table_words, title_of, words_of, written_words
from pipeline.inference.profile import Column, Table
from pipeline.inference.units import without_unit
from pipeline.inference.words import COUNTRY, PLACES, REGION

_BRACKETS = re.compile(r"\s*[(（\[][^()（）\[\]]*[)）\]]\s*$")
_OF_TOTALS = ("total amount", "grand total", "总额", "总金额", "总计")
# How the measures of a column are called: in English, in Chinese, and in Chinese behind a Latin name.
AGGREGATES = {
    "sum": ("Total {}", "总{}", "{}合计"),
    "avg": ("Average {}", "平均{}", "{}平均值"),
    "min": ("Minimum {}", "最低{}", "{}最小值"),
    "max": ("Maximum {}", "最高{}", "{}最大值"),
    "median": ("Median {}", "{}中位数", "{}中位数"),
}
# An amount that is named by nothing else is what was sold for.
_MAIN_AMOUNTS = frozenset(
    ("amount", "total amount", "order amount", "sales amount", "金额", "总金额", "订单金额")
)
# What each row of such a table is sold for is its total.
_SELLING = frozenset(("invoice", "order", "sale", "bill", "receipt", "purchase", "transaction", "checkout"))
_TOTALS = frozenset(
    ("total", "total price", "grand total", "net total", "invoice total", "order total", "total cost")
)
# What the cost of a thing is called in Chinese.
_COSTS = frozenset(("cost", "costs", "fee", "fees", "charge", "charges"))
_COSTS_OF = {
    "shipment": "运费",
    "shipping": "运费",
    "delivery": "运费",
    "freight": "运费",
    "course": "学费",
    "treatment": "治疗费",
    "repair": "维修费",
    "membership": "会员费",
    "parking": "停车费",
}
SALES = (
    "销售额", "销售金额", "消费金额", "消费额", "成交额", "成交金额", "营业额", "交易额",
    "sales", "revenue", "turnover",
)  # fmt: skip
# How much was sold, where something is.
_QUANTITIES = frozenset(
    (
        "quantity",
        "order quantity",
        "quantity sold",
        "units",
        "数量",
        "件数",
        "销售数量",
        "购买数量",
        "订购数量",
    )
)
_VOLUMES = ("销量", "销售量", "销售数量", "units sold", "items sold", "quantity sold", "sales volume")
_PRICES = frozenset(("price", "unit price", "list price", "sale price", "单价", "售价", "价格"))


class Wording:
    """The names of the columns of one table."""

    def __init__(self, table: Table, columns: Iterable[str]) -> None:
        """``columns`` are the names of all columns that there are."""
        self._table = table
        self._tells_regions = any(words_of(name)[-1].endswith(REGION) for name in columns)
        self._of = table_words(table.name)
        self._without_units = Counter(tuple(without_unit(words_of(c.name))[0]) for c in table.columns)

    @cached_property
    def _largest_places(self) -> Column | None:
        """The column of the largest places, where none is called a region."""
        if self._tells_regions:
            return None
        last = {c.name: words_of(c.name)[-1] for c in self._table.columns}
        texts = [c for c in self._table.columns if c.kind == "string"]
        countries = next((c for c in texts if c.hints.get("holds") == "country"), None)
        return countries or next((c for kind in PLACES for c in texts if last[c.name] in kind), None)

    def words(self, column: Column) -> tuple[list[str], tuple[str, str] | None]:
        """What a column is called, without the unit that its name ends with, and that unit in both
        languages. The name keeps it where another column has the same name in another unit."""
        words = words_of(column.name)
        rest, unit = without_unit(words)
        if unit is None or column.kind != "number" or self._without_units[tuple(rest)] > 1:
            return words, None
        return rest, unit

    def _with_unit(self, column: Column) -> list[str]:
        """The whole name in both languages: delay days, 延误天数."""
        words = words_of(column.name)
        return [" ".join(words), *([zh] if (zh := chinese(words)) else [])]

    def _as_written(self, column: Column) -> str | None:
        """The name with its abbreviations, where it has some that are words: "max temperature"."""
        words, _ = self.words(column)
        written = written_words(column.name)
        if len(written) != len(words_of(column.name)):
            return None
        written = written[: len(words)]
        spoken = all(len(word) > 2 for word in written)
        return " ".join(written) if written != words and spoken else None

    def short(self, column: Column) -> str | None:
        """A name without what the table's own name says: "date of birth" of the employee's."""
        words, thing = words_of(column.name), singular(self._of)
        # the outcomes of research have an outcome description
        own = next((thing[i:] for i in range(len(thing)) if words[: len(thing) - i] == thing[i:]), [])
        rest = words[len(own) :] if own else []
        return " ".join(rest) if rest and rest[0] not in KEY_WORDS else None

    def _bare(self, column: Column) -> list[str]:
        """A name without what stands in brackets behind it: NO2 of "NO2(GT)", price of "Price ($)"; none
        where another column would be called so too."""
        bare = _BRACKETS.sub("", column.name).strip()
        others = (_BRACKETS.sub("", c.name).strip() for c in self._table.columns if c is not column)
        return [said(words_of(bare))] if bare and bare != column.name.strip() and bare not in others else []

    def _general(self, column: Column) -> list[str]:
        """What every table of one figure calls it: value, amount, total."""
        return list(column.hints.get("also", ()))

    def synonyms(self, column: Column, is_year: bool) -> list[str]:
        """What else a column is called."""
        short = self.short(column)
        also = [*([short] if short else []), *self._bare(column), *self._general(column)]
        if written := self._as_written(column):
            also.append(written)
        words, unit = self.words(column)
        if unit:
            also += self._with_unit(column)
        if is_year and not ({*words} & {"year", "years"} or "年" in column.name):
            named = " ".join(words)  # "the average founded year"
            also += [f"{named} year", f"year {named}", f"{chinese(words) or named}年份"]
        if column.hints.get("holds") == "country":
            also += COUNTRY
        if column is self._largest_places:
            also += REGION
        also += [" ".join(other) for other in (*also_english("".join(words)), *other_english(words))]
        also += also_chinese("".join(words))
        if column.kind == "number":
            also += heads_in_chinese(words)
        return list(dict.fromkeys((*also, *called(words), *self._as_cost(words))))

    def of_measure(self, column: Column, aggregate: str) -> list[str]:
        """What else the measure of a column is called."""
        words, unit = self.words(column)
        en, zh, _ = AGGREGATES[aggregate]
        short = self.short(column)
        also = [en.format(name) for name in (*([short] if short else []), *self._bare(column))]
        if aggregate == "sum":
            also += _OF_TOTALS if " ".join(words) == "total" else ()
        if written := self._as_written(column):
            also.append(en.format(written))
        if unit:
            with_unit = self._with_unit(column)
            also += [(en if name.isascii() else zh).format(name) for name in with_unit]
        if share := as_share(words):
            also += [*([share] if aggregate == "avg" else []), en.format(share)]
        others_zh = (*called(words), *also_chinese("".join(words)), *self._as_cost(words))
        others_zh += tuple(heads_in_chinese(words))
        also += [zh.format(other) for other in others_zh]
        others = (*also_english("".join(words)), *other_english(words))
        also += [en.format(" ".join(other)) for other in others]
        if aggregate == "sum" and self._is_main_amount(words) and not self._has_sales():
            also += SALES
        if aggregate == "sum" and " ".join(words) in _QUANTITIES and self._sells():
            also += _VOLUMES
        return also

    def _sells(self) -> bool:
        """Whether the rows of the table are sales: of some amount or price each."""
        names = {" ".join(words_of(c.name)) for c in self._table.columns}
        return bool(names & (_MAIN_AMOUNTS | _PRICES)) or not _SELLING.isdisjoint(singular(self._of))

    def _as_cost(self, words: Sequence[str]) -> list[str]:
        """What the cost of the table's things is called in Chinese: 运费 of shipments."""
        named = _COSTS_OF.get(singular(self._of)[-1])
        return [named] if named and len(words) == 1 and words[0].lower() in _COSTS else []

    def _is_main_amount(self, words: Sequence[str]) -> bool:
        """Whether a column is what something was sold for: an amount, or the total of an invoice."""
        name = " ".join(words)
        sold = not _SELLING.isdisjoint(singular(self._of))
        return name in _MAIN_AMOUNTS or (sold and name in _TOTALS)

    def _has_sales(self) -> bool:
        """Whether a column of its own says what was sold for how much."""
        names = {" ".join(words_of(c.name)) for c in self._table.columns}
        return bool(names & set(SALES))


def as_share(words: Sequence[str]) -> str:
    """What a percentage is called too: the crash rate, the percentage of the unemployed; empty for others."""
    other = {"percentage": "rate", "percent": "rate", "rate": "percentage"}.get(words[-1].lower())
    return " ".join((*words[:-1], other)) if other and len(words) > 1 else ""


def titles_of(words: Sequence[str], title: str) -> dict[str, str] | None:
    """A title in both languages, where the other one is known."""
    if title.isascii():
        zh = chinese(words)
        return {"en": title, "zh": zh} if zh else None
    text = "".join(words)
    known = english(text) if not any(w.isascii() for w in words) else None
    return {"en": title_of(known), "zh": text} if known else None
