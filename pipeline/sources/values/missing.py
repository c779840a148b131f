"""What stands for a value that is not known: words, and numbers that no measurement gives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

# Beside numbers, dates and flags these hold nothing.
WORDS: Final = frozenset((
    "-", "--", "---", "—", "——", "–", "_", "/", "\\", "?", "??", "？", ".", "..", "…", "*", "**", "***",
    ":", "†", "‡", "(na)", "(n/a)", "(d)", "(s)", "(x)", "(z)", "[c]", "[d]", "[s]", "[x]", "[z]",
    "n/a", "n.a.", "n.a", "na", "#n/a", "#na", "n/d", "n.d.", "nd", "k.a.", "s/o", "null", "(null)",
    "\\n", "none",
    "nan", "nat", "nil", "<na>", "(none)", "missing", "(missing)", "unknown", "not available",
    "not applicable", "undefined", "blank", "(blank)", "empty", "(empty)", "tbd", "tba", "#value!",
    "#ref!", "#div/0!", "#name?", "#null!", "#num!", "0000-00-00", "0000-00-00 00:00:00", "空", "无",
    "暂无", "暂无数据", "无数据", "缺失", "未知", "不详", "不明", "未填", "未填写", "待定", "不适用",
    "没有",
))  # fmt: skip
# Beside texts, too: nothing else is meant by them. "None" may be an answer.
MARKS: Final = frozenset((
    "-", "--", "---", "—", "——", "–", "?", "??", "？", "n/a", "#n/a", "null", "(null)", "<na>", "nan",
    "#value!", "#ref!", "#div/0!", "#name?", "#null!", "#num!", "暂无", "暂无数据", "无数据", "缺失",
    "未填写",
))  # fmt: skip

# No measurement gives these, but files say them where nothing was measured.
CODES: Final = (
    -9.0, -99.0, -99.9, -200.0, -999.0, -999.9, -9999.0, -99999.0, -999999.0, 999.0, 999.9, 9999.0, 9999.9,
    99999.0, 999999.0, 9999999.0, 99999999.0,
)  # fmt: skip
_SHORT = frozenset((-9.0, -99.0, -200.0))  # that a plain amount may be
_TIMES_BEYOND = 5  # the largest of the other values
_RARE = 0.5  # of the cells; more often, it is what the column holds
_CHANGES = re.compile(
    r"(?i)amount|profit|balance|change|diff|delta|return|refund|net|gain|loss|credit|debit|cash|adjust|offset"
    r"|金额|利润|余额|变动|变化|差|退款|盈亏|损益|调整|收支|增减"
)


def stands_for_nothing(text: str) -> bool:
    return text.lower() in WORDS


def listed(words: frozenset[str]) -> str:
    """``words`` for SQL's IN."""
    return ", ".join("'" + word.replace("'", "''") + "'" for word in sorted(words))


def codes_for_nothing(
    name: str, seen: Mapping[float, int], filled: int, low: float | None, high: float | None
) -> tuple[float, ...]:
    """Which of `CODES` hold no value in the column ``name``.

    ``seen``: how often each stands there, among ``filled`` cells; ``low`` and ``high``: the bounds of all
    others. Where the others reach as far, or it stands there once, a code is a value.
    """
    if low is None or high is None or not low < high:
        return ()
    repeated = {code: times for code, times in seen.items() if times >= 2}
    if sum(seen.values()) > _RARE * filled:
        return ()
    return tuple(sorted(code for code in repeated if _is_apart(name, code, seen[code], filled, low, high)))


def _is_apart(name: str, code: float, times: int, filled: int, low: float, high: float) -> bool:
    span = high - low
    if code > 0:
        often = times >= 3 or times * 20 >= filled
        return often and low >= 0 and code > _TIMES_BEYOND * high and code - high > _TIMES_BEYOND * span
    if code in _SHORT and _CHANGES.search(name):
        return False
    if low >= 0:
        return code != -9.0 or high <= 9
    return low - code > 2 * span
