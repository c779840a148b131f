"""Amounts from one to another: $40k-60k, 1.5-2万/月. What is asked of them is asked of their middle."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.language import Text
from pipeline.sources.values.cells import Cells
from pipeline.sources.values.reading import Reading
from pipeline.sources.values.units import CURRENCIES, SCALES

_SIGNS = r"US\$|HK\$|[$€£¥￥₹]"
_WORDS = "元|美元|欧元|英镑|USD|EUR|GBP|CNY|RMB"
_SCALES = ("k", "千", "万", "w", "m", "百万", "亿")
_SCALE = "(?:百万|[kKwWmM千万亿])"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_PER = r"(?:/| ?per | an? |每)(?:month|mo|year|yr|annum|hour|hr|day|week|月|年|天|日|小时)"
# How many months of it are paid in a year; what is meant is the pay of one.
_MONTHS = r" *[·*xX] *\d{1,2}薪"
_TO = r"-|–|—|~|～|至|到|to"
_END = rf" *{_SCALE}? *(?:{_WORDS})?"
_AMOUNT = rf"(?:{_SIGNS})? *(?:{_DIGITS}){_END}"
_RANGE = rf"{_AMOUNT} *(?:{_TO}) *{_AMOUNT}(?:{_PER})?(?:{_MONTHS})?"
_ONE = rf"{_AMOUNT}(?:{_PER})?"
_IS_MONEY = re.compile(rf"(?:{_SIGNS})|\d *{_SCALE}|(?:{_WORDS})")
_UNIT = re.compile(rf"^(?P<sign>{_SIGNS})|(?P<word>{_WORDS})(?:{_PER})?$")
_PART = 0.5  # of the cells are ranges; of them are different: of few kinds they are bands to group by


def ranges(cells: Cells) -> Iterator[Reading]:
    """Ranges of money, which most rows have of their own."""
    texts = cells.filled
    found = [text for text in texts if re.fullmatch(_RANGE, text, re.ASCII) and _IS_MONEY.search(text)]
    count = sum(texts[text] for text in found)
    if not found or count < _PART * sum(texts.values()) or len(found) < _PART * count:
        return
    bounds = [tuple(re.split(rf" *(?:{_TO}) *", re.sub(_MONTHS, "", text))) for text in found]
    if _are_bands(bounds):
        return
    unit = _unit(found[0])
    hints = {"unit": unit, "format": "currency"} if unit else {}
    example = found[0]
    yield Reading(
        "number",
        f"(?:{_RANGE}|{_ONE})",
        f"({_low()} + {_high()}) / 2".replace("{}", f"regexp_replace({{}}, '{_MONTHS}$', '')"),
        Text("the middle of a range", "区间的中间值"),
        hints,
        doubt=Text(
            f"Ranges such as {example} were read as their middle.", f"{example} 这样的区间按其中间值读取。"
        ),
    )


def _are_bands(bounds: list[tuple[str, ...]]) -> bool:
    """Whether each range begins where another ends."""
    digits = [[re.sub(r"[^\d.]", "", end) for end in ends] for ends in bounds]
    lows, highs = {d[0] for d in digits}, {d[-1] for d in digits}
    return len(digits) > 2 and len(lows - highs) <= 1


def _unit(text: str) -> str:
    found = _UNIT.search(text)
    sign = next((part for part in found.groups() if part), "") if found else ""
    per = re.search(f"{_PER}$", text)
    return (CURRENCIES.get(sign.lower(), sign) if sign else "") + (per[0] if per and sign else "")


def _high() -> str:
    digits = rf"regexp_extract({{}}, '({_DIGITS})[^\d]*$', 1)"
    return f"{_number(digits)} * {_factor(_scale_of_high(), '1')}"


def _low() -> str:
    digits = rf"regexp_extract({{}}, '^[^\d]*({_DIGITS})', 1)"
    scale = rf"regexp_extract({{}}, '^[^\d]*(?:{_DIGITS}) *({_SCALE})', 1)"
    return f"{_number(digits)} * {_factor(scale, _factor(_scale_of_high(), '1'))}"


def _scale_of_high() -> str:
    return rf"regexp_extract({{}}, '(?:{_DIGITS}) *({_SCALE})[^\d]*$', 1)"


def _number(digits: str) -> str:
    return f"try_cast(translate({digits}, ',', '') AS DOUBLE)"


def _factor(scale: str, otherwise: str) -> str:
    """SQL for what digits beside ``scale`` are multiplied by."""
    branches = "".join(f" WHEN '{name}' THEN {SCALES[name]!r}" for name in _SCALES)
    return f"CASE lower({scale}){branches} ELSE {otherwise} END"
