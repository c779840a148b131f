"""What may stand beside the digits of an amount: a currency, a unit, a scale."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_CODES = (
    "USD EUR GBP CNY RMB JPY HKD TWD AUD CAD CHF SEK NOK DKK INR KRW SGD NZD BRL MXN ZAR RUB PLN TRY AED THB"
)
CURRENCIES: Final[dict[str, str]] = {
    **{code.lower(): code for code in _CODES.split()},
    "¥": "¥", "￥": "¥", "rmb": "¥", "cny": "¥", "人民币": "元", "元": "元", "块": "元", "圆": "元",
    "$": "$", "usd": "$", "us$": "US$", "€": "€", "eur": "€", "euro": "€", "euros": "€", "£": "£",
    "gbp": "£", "₩": "₩", "₹": "₹", "rs": "₹", "rs.": "₹", "inr": "₹", "hk$": "HK$", "nt$": "NT$",
    "a$": "A$", "c$": "C$", "s$": "S$", "r$": "R$", "₽": "₽", "₺": "₺", "₫": "₫", "฿": "฿", "kr": "kr",
    "美元": "美元", "欧元": "欧元", "英镑": "英镑", "日元": "日元", "港元": "港元", "港币": "港元",
    "dollars": "$",
}  # fmt: skip
SCALES: Final[dict[str, float]] = {
    "k": 1e3, "thousand": 1e3, "mn": 1e6, "mio": 1e6, "mio.": 1e6, "m": 1e6, "million": 1e6, "millions": 1e6,
    "b": 1e9, "bn": 1e9, "billion": 1e9, "billions": 1e9, "t": 1e12, "tn": 1e12, "trillion": 1e12, "千": 1e3,
    "万": 1e4, "w": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "万亿": 1e12,
}  # fmt: skip
_LETTERS = frozenset(("m", "b", "t", "w"))  # that are marks of other things as well
_CHINESE_SCALE = re.compile(r"(万亿|千万|百万|万|亿|千)(.*)")
_ENGLISH_SCALE = re.compile(r"(?i)(k|mn|mio\.?|m|bn|b|tn|t|thousand|millions?|billions?|trillion)\b\s*(.*)")
# Units of one quantity, and how many of its smallest each is.
_QUANTITIES: tuple[dict[str, float], ...] = (
    {"mg": 1, "g": 1e3, "kg": 1e6, "kgs": 1e6, "t": 1e9},
    {"克": 1, "斤": 500, "公斤": 1e3, "千克": 1e3, "吨": 1e6},
    {"mm": 1, "cm": 10, "m": 1e3, "km": 1e6},
    {"毫米": 1, "厘米": 10, "米": 1e3, "公里": 1e6, "千米": 1e6},
    {"ms": 1, "s": 1e3, "sec": 1e3, "secs": 1e3, "second": 1e3, "seconds": 1e3, "min": 6e4, "mins": 6e4,
     "minute": 6e4, "minutes": 6e4, "h": 3.6e6, "hr": 3.6e6, "hrs": 3.6e6, "hour": 3.6e6, "hours": 3.6e6,
     "day": 8.64e7, "days": 8.64e7, "week": 6.048e8, "weeks": 6.048e8},
    {"month": 1, "months": 1, "mo": 1, "year": 12, "years": 12, "yr": 12, "yrs": 12},
    {"秒": 1, "分": 60, "分钟": 60, "小时": 3600, "时": 3600, "天": 86400, "日": 86400, "周": 604800},
    {"个月": 1, "年": 12},
    {"ml": 1, "cl": 10, "l": 1e3, "毫升": 1, "升": 1e3},
    {"bytes": 1, "kb": 1024, "mb": 1024**2, "gb": 1024**3, "tb": 1024**4},
    {"w": 1, "kw": 1e3, "mw": 1e6, "gw": 1e9},
    {"wh": 1, "kwh": 1e3, "mwh": 1e6, "gwh": 1e9},
    {"hz": 1, "khz": 1e3, "mhz": 1e6, "ghz": 1e9},
)  # fmt: skip
_KNOWN = frozenset(unit for quantity in _QUANTITIES for unit in quantity) | frozenset((
    "lb", "lbs", "oz", "mi", "mile", "miles", "ft", "feet", "in", "inch", "inches", "yd", "m²", "㎡",
    "m2", "sqm", "sqft", "ft²", "km²", "km2", "ha", "acre", "acres", "m³", "m3", "gal", "°c", "℃", "°f",
    "℉", "°", "v", "a", "mah", "cal", "kcal", "j", "kj", "pa", "hpa", "kpa", "mpa", "bar", "psi", "mph",
    "km/h", "kmh", "km/hr", "m/s", "kn", "bpm", "rpm", "px", "dpi", "db", "ppm", "ppb", "pcs", "pc", "cc",
    "hp", "bhp", "nm", "kmpl", "km/kg", "l/100km", "mg/dl", "g/l", "µg/m³", "μg/m³", "ug/m3", "µg",
    "mmhg", "bps", "kbps", "mbps", "gbps", "fps", "mp", "y", "yo", "‰", "x", "pts", "d", "hours/week",
    "/10", "/5", "/100",
))  # fmt: skip
# 3号 and 5楼 are names of things, no amounts of them.
_LABELS: Final = (
    "号", "楼", "层", "班", "栋", "幢", "级", "期", "届", "路", "线", "组", "区", "村", "街", "单元",
    "中", "月", "季度", "星期", "章", "节", "课", "队", "排", "座", "型", "版", "系", "院", "厂", "店",
    "市", "省", "县", "镇", "乡", "弄", "室", "科", "部", "类", "款", "色", "码", "位", "名", "道",
    "环", "厅",
)  # fmt: skip
_WORD = re.compile(r"[A-Za-z][a-z]{1,14}(?: [a-z]{2,10})?|[A-Za-z]{1,6}/[A-Za-z²³]{1,8}")
_HAN = re.compile(r"[\u4e00-\u9fff]{1,4}(?:/[\u4e00-\u9fffA-Za-z²³㎡]{1,6})?")


class Beside(NamedTuple):
    """What stands beside digits.

    Attributes:
        unit: what is counted; empty for a bare number.
        scale: what its digits are multiplied by.
        money: whether the unit is a currency.
        sure: whether it can be no letter of a code: 12B.
    """

    unit: str = ""
    scale: float = 1
    money: bool = False
    sure: bool = True


def beside(before: str, after: str, apart: bool) -> Beside | None:
    """What ``before`` and ``after`` the digits say; ``apart``: a blank is between them and what is after.

    None where it is neither a currency nor a unit nor a scale.
    """
    lead = CURRENCIES.get(before.lower()) if before else ""
    if lead is None:
        return None
    if not after:
        return Beside(lead, money=bool(lead))
    low = after.lower()
    if low in CURRENCIES:
        return Beside(lead or CURRENCIES[low], money=True)
    per = re.fullmatch(r"(.+?)( ?(?:/|每|per ).+)", after)
    if per and (unit := lead if not per[1] else CURRENCIES.get(per[1].lower())):
        return Beside(unit + per[2], money=True)
    if low in _KNOWN and not (lead or (low in SCALES and after.isupper())):
        return Beside(after, sure=len(after) > 1 or apart or not after.isascii())
    scaled = _CHINESE_SCALE.fullmatch(after) or _ENGLISH_SCALE.fullmatch(after)
    if scaled or (after == "w" and not apart):
        word, rest = (scaled[1], scaled[2].strip()) if scaled else (after, "")
        per_what = rest.startswith("/") and rest[1:2].isalpha()
        inner = Beside(rest) if per_what else beside("", rest, True) if rest else Beside()
        if inner is None or inner.scale != 1:
            return None
        sure = word.lower() not in _LETTERS or bool(lead or rest)
        return Beside(lead or inner.unit, SCALES[word.lower()], bool(lead) or inner.money, sure)
    if lead:
        return (
            Beside(lead + after, money=True)
            if re.fullmatch(r" ?/ ?[A-Za-z\u4e00-\u9fff²㎡]{1,10}", after)
            else None
        )
    if _HAN.fullmatch(after):
        return None if after.endswith(_LABELS) or after.startswith(_LABELS) else Beside(after)
    return Beside(after, sure=False) if apart and _WORD.fullmatch(after) else None


def times(unit: str, main: str) -> float | None:
    """How many ``main`` one ``unit`` is; None where they measure different things."""
    if unit == main:
        return 1
    for quantity in _QUANTITIES:
        if unit.lower() in quantity and main.lower() in quantity:
            return quantity[unit.lower()] / quantity[main.lower()]
    return None
