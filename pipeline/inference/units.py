"""The unit that ends a column's name: ``WeightKg`` is a weight in kilograms, 重量（千克） as well.

Marks that may mean something else in a name count only behind what is measured in them: the minutes of a
duration, not the open hours.
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
# Units that may be things of their own, except behind what is measured in them: the minutes of a duration.
UNITS_OF_QUANTITIES: Final[dict[str, tuple[str, str]]] = {
    mark: (en, zh)
    for marks, en, zh in (
        (("miles per hour",), "mph", "英里/小时"),
        (("square feet",), "ft²", "平方英尺"),
        (("inches", "inch"), "in", "英寸"),
        (("feet", "ft"), "ft", "英尺"),
        (("miles", "mi"), "mi", "英里"),
        (("meters", "metres", "meter", "m", "米"), "m", "米"),
        (("grams", "g", "克"), "g", "克"),
        (("tons", "tonnes"), "t", "吨"),
        (("pounds",), "lb", "磅"),
        (("fahrenheit", "f"), "°F", "华氏度"),
        (("celsius", "c", "摄氏度", "度"), "°C", "摄氏度"),
        (("seconds", "secs", "sec", "秒"), "seconds", "秒"),
        (("minutes", "mins", "minute", "分钟"), "minutes", "分钟"),
        (("hours", "hour", "小时"), "hours", "小时"),
        (("days", "天"), "days", "天"),
        (("months", "个月"), "months", "个月"),
        (("years",), "years", "年"),
    )
    for mark in marks
}
_QUANTITIES: Final = frozenset((
    "length", "height", "width", "depth", "thickness", "diameter", "radius", "distance", "altitude",
    "elevation", "range", "size", "area", "weight", "mass", "load", "pressure", "visibility", "speed",
    "velocity", "temperature", "temp", "dew point", "rainfall", "precipitation", "snowfall", "duration",
    "runtime", "running time", "time", "delay", "latency", "tenure", "experience", "wait", "age",
    "长度", "高度", "宽度", "深度", "距离", "海拔", "面积", "体重", "重量", "身高", "温度", "气温", "速度",
    "时长", "耗时", "用时", "时间", "降雨量", "降水量",
))  # fmt: skip
_LONGEST, _JOINT = 3, "in"  # words of a unit; weight in kg


def without_unit(words: Sequence[str]) -> tuple[list[str], tuple[str, str] | None]:
    """A name's words without its unit, and the unit in English and Chinese.

    The words are left as they are where they end with no unit, or are nothing else.
    """
    for length in range(min(_LONGEST, len(words) - 1), 0, -1):
        mark, rest = " ".join(words[-length:]).lower(), list(words[:-length])
        if len(rest) > 1 and rest[-1] == _JOINT:
            rest.pop()
        measured = any(" ".join(rest[-n:]).lower() in _QUANTITIES for n in (1, 2))
        measured |= not rest[-1].isascii() and any(rest[-1].endswith(q) for q in _QUANTITIES)
        unit = UNITS.get(mark) or (UNITS_OF_QUANTITIES.get(mark) if measured else None)
        if unit:
            return rest, unit
    return list(words), None
