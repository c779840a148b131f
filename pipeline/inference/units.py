"""The unit that ends a column's name: ``WeightKg`` is a weight in kilograms, 重量（千克） as well.

Only marks that mean nothing else in a name are here: ``delay_days`` and ``open_hours`` may be things of
their own, and single letters say too little.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

# What a name ends with -> the unit in English and in Chinese.
UNITS: Final[dict[str, tuple[str, str]]] = {
    mark: (en, zh)
    for marks, en, zh in (
        ("kg kgs kilograms 千克 公斤", "kg", "千克"),
        ("mg", "mg", "毫克"),
        ("lb lbs", "lb", "磅"),
        ("oz", "oz", "盎司"),
        ("km kilometres kilometers 公里 千米", "km", "公里"),
        ("cm 厘米", "cm", "厘米"),
        ("mm 毫米", "mm", "毫米"),
        ("ml 毫升", "ml", "毫升"),
        ("sqm 平方米 平米", "m²", "平方米"),
        ("sqft", "ft²", "平方英尺"),
        ("kwh 千瓦时", "kWh", "千瓦时"),
        ("mph", "mph", "英里/小时"),
        ("kmh", "km/h", "公里/小时"),
        ("吨", "t", "吨"),
        ("usd 美元", "USD", "美元"),
        ("eur 欧元", "EUR", "欧元"),
        ("gbp 英镑", "GBP", "英镑"),
        ("jpy 日元", "JPY", "日元"),
        ("cny rmb 人民币 元", "CNY", "元"),
        ("万元", "10,000 CNY", "万元"),
        ("亿元", "100 million CNY", "亿元"),
    )
    for mark in marks.split()
}
_JOINT = "in"  # weight in kg


def without_unit(words: Sequence[str]) -> tuple[list[str], tuple[str, str] | None]:
    """A name's words without its unit, and the unit in English and Chinese.

    The words are left as they are where they end with no unit, or are nothing else.
    """
    unit = UNITS.get(words[-1].lower()) if len(words) > 1 else None
    rest = list(words[:-1]) if unit else list(words)
    if unit and len(rest) > 1 and rest[-1] == _JOINT:
        rest.pop()
    return rest, unit
