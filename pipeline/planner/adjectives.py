"""Adjectives that compare things by a property: "heavier than", "the cheapest", 最重, 重于.

Their forms are made here, so that each pair is told once: for what has much of the property, and little.
"""

from __future__ import annotations

import re
from typing import Final

_PRICES = ("price", "list price", "unit price", "cost", "价格", "单价", "售价", "标价")
_LENGTHS = ("duration", "length", "tenure", "running time", "runtime", "时长", "长度", "司龄", "工龄")
# The adjectives of much, those of little, and what the property may be called.
_PAIRS: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("old", "young", ("age", "birth date", "date of birth", "birthday", "年龄", "出生日期", "生日")),
    ("expensive costly", "cheap", _PRICES),
    ("long", "short", _LENGTHS),
    ("heavy", "light", ("weight", "重量", "体重")),
    ("tall", "", ("height", "身高", "高度")),
    ("fast", "slow", ("speed", "delivery time", "速度", "时长")),
    ("rich wealthy", "poor", ("income", "wealth", "收入")),
    ("hot warm", "cold", ("temperature", "温度", "气温")),
    ("deep", "shallow", ("depth", "深度")),
    ("wide", "narrow", ("width", "宽度")),
    ("powerful", "", ("horsepower", "power", "马力", "功率")),
    ("profitable", "", ("profit", "利润")),
    ("populous populated", "", ("population", "人口")),
)
_PAIRS_ZH: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("老 年长", "年轻", ("age", "birth date", "年龄", "出生日期", "生日")),
    ("贵", "便宜", _PRICES),
    ("长", "短", _LENGTHS),
    ("重", "轻", ("weight", "重量", "体重")),
    ("快", "慢", ("speed", "速度", "时长")),
    ("富", "穷", ("income", "wealth", "收入")),
    ("热", "冷", ("temperature", "温度", "气温")),
    ("深", "浅", ("depth", "深度")),
    ("宽", "窄", ("width", "宽度")),
    ("赚钱 挣钱", "", ("profit", "利润")),
)
# What somebody is paid, or how long they have been there, said with a participle.
_PAID = ("salary", "pay", "wage", "income", "工资", "薪资", "月薪")
_SERVED = ("tenure", "司龄", "工龄", "hire date", "hired", "hired on", "start date", "joined on", "入职日期")
_PARTICIPLES: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    **dict.fromkeys(("highest paid", "best paid", "highest earning", "top earning"), ("most", _PAID)),
    **dict.fromkeys(("lowest paid", "worst paid", "lowest earning"), ("least", _PAID)),
    **dict.fromkeys(("longest serving", "longest tenured", "资历最深", "最资深"), ("most", _SERVED)),
}
# Of groups these are added up; of other properties the average is compared.
SUMMED: Final = frozenset(("profit", "利润", "population", "人口"))


def _forms(word: str) -> tuple[str, str]:
    """The comparative and the superlative of an English adjective."""
    syllables = len(re.findall(r"[aeiouy]+", word.removesuffix("e") if len(word) > 4 else word))
    if syllables > 2 or word.endswith(("ful", "ous", "ed")):
        return f"more {word}", f"most {word}"
    if word.endswith("y"):
        stem = word[:-1] + "i"
    elif re.search(r"[^aeiou][aeiou][bdgmnpt]$", word):
        stem = word + word[-1]  # hot, hotter
    else:
        stem = word.removesuffix("e")
    return f"{stem}er", f"{stem}est"


def _made() -> tuple[dict[str, tuple[str, ...]], dict[str, list[str]]]:
    """Every form with its property, and the forms of each kind."""
    properties: dict[str, tuple[str, ...]] = {}
    kinds: dict[str, list[str]] = {"more": [], "less": [], "most": [], "least": []}

    def add(kind: str, form: str, names: tuple[str, ...]) -> None:
        properties[form] = names
        kinds[kind].append(form)

    for much, little, names in _PAIRS:
        for words, (more, most), (less, least) in (
            (much, ("more", "most"), ("less", "least")),
            (little, ("less", "least"), ("more", "most")),
        ):
            for word in words.split():
                comparative, superlative = _forms(word)
                add(more, f"{comparative} than", names)
                add(most, superlative, names)
                add(less, f"less {word} than", names)
                add(least, f"least {word}", names)
                properties[comparative] = names
                if not comparative.startswith("more"):
                    add(more, f"more {word} than", names)
    for form, (kind, names) in _PARTICIPLES.items():
        add(kind, form, names)
    for much, little, names in _PAIRS_ZH:
        for words, more, most in ((much, "more", "most"), (little, "less", "least")):
            for word in words.split():
                add(more, f"{word}于", names)
                add(most, f"最{word}", names)
                add(most, f"最{word}的", names)
    return properties, kinds


PROPERTIES_OF, _KINDS = _made()
MORE_THAN: Final = tuple(_KINDS["more"])
LESS_THAN: Final = tuple(_KINDS["less"])
MOST: Final = tuple(_KINDS["most"])
LEAST: Final = tuple(_KINDS["least"])
