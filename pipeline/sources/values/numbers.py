"""Numbers as people write them: thousands, decimal commas, negatives of accountants, units, scales."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple

from pipeline.language import Text
from pipeline.sources.values.cells import LONGEST, Cells
from pipeline.sources.values.reading import Reading
from pipeline.sources.values.units import Beside, beside, times

_WHOLE: Final = r"(?:0|[1-9]\d*)"
_BLANKS: Final = " \u00a0\u2009\u202f"  # between thousands
_MINUSES: Final = "-\u2212\u2013"
_BLANK = f"[{_BLANKS}]"
_SIGN = f"[{_MINUSES}+]"
# Digits with a point for decimals and with a comma; the groups of thousands that go with them.
_POINT = rf"(?:{_WHOLE}|[1-9]\d{{0,2}}(?:(?:,\d{{2,3}})*,\d{{3}}|(?:['’]\d{{3}})+|(?:{_BLANK}\d{{3}})+))"
_COMMA = rf"(?:{_WHOLE}|[1-9]\d{{0,2}}(?:(?:\.\d{{3}})+|(?:['’]\d{{3}})+|(?:{_BLANK}\d{{3}})+))"
_DIGITS = {
    ("point", False): _POINT,
    ("point", True): rf"(?:{_POINT}(?:\.\d*)?|\.\d+)",
    ("comma", False): _COMMA,
    ("comma", True): rf"(?:{_COMMA}(?:,\d+)?|,\d+)",
}
_NUMBER = rf"[.,]?\d(?:[\d.,'’{_BLANKS}]*\d)?\.?"
_CELL = re.compile(
    rf"(?P<open>[(（]?)\s*(?P<sign>{_SIGN}?)\s*(?P<before>[^\d\s()+\-.,'’]{{1,4}}\.?)?\s*(?P<open2>[(（]?)\s*(?P<sign2>{_SIGN}?)\s*"
    rf"(?P<digits>{_NUMBER})(?P<gap>\s*)(?P<after>[^\d\s()+\-（）][^()+（）]{{0,19}}?)?\s*(?P<close>[)）]?)(?P<minus>[{_MINUSES}]?)"
)
_PLAIN = re.compile(rf"[-+]?(?:{_WHOLE}(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{{1,3}})?")
_PLAIN_WHOLE = re.compile(rf"[-+]?{_WHOLE}")
_PERCENT = ("%", "％", "﹪", "percent", "pct")
_LIKELY = 0.8  # of the cells at least are numbers, or nothing is tried
_SEEN_WITH_UNIT = 0.5  # of the cells
_MOST_AFFIXES = 40
_MONEY_DECIMALS = 4


class _Amount(NamedTuple):
    """One cell: its digits, what stands before and after them, and whether there is a gap."""

    digits: str
    before: str
    after: str
    apart: bool


def numbers(cells: Cells, preferred: str) -> Iterator[Reading]:
    """Ways to read numbers; where both fit, those with the ``preferred`` decimal mark: comma, point."""
    texts = cells.filled
    seen = sum(texts.values())
    plain = sum(n for t, n in texts.items() if _PLAIN.fullmatch(t))
    whole = all(_PLAIN_WHOLE.fullmatch(t) for t in texts)
    if plain and plain >= _LIKELY * seen and (whole or preferred != "comma"):
        yield _plain(texts)
    if plain == seen and (whole or preferred != "comma"):
        return
    amounts = {t: a for t in texts if (a := _amount(t)) is not None}
    if not amounts or sum(map(texts.__getitem__, amounts)) < _LIKELY * seen:
        return
    what = _beside(amounts, texts)
    if what is None:
        return
    for style in ("comma", "point") if preferred == "comma" else ("point", "comma"):
        yield _reading([a for a in amounts.values() if (a.before, a.after) in what.kept], what, style)


def _plain(texts: dict[str, int]) -> Reading:
    whole = all(_PLAIN_WHOLE.fullmatch(t) for t in texts if _PLAIN.fullmatch(t))
    if whole:
        return Reading(
            "number", _PLAIN_WHOLE.pattern, "try_cast({} AS BIGINT)", Text("whole numbers", "整数")
        )
    return Reading("number", _PLAIN.pattern, "try_cast({} AS DOUBLE)", Text("numbers", "数值"), style="point")


def _amount(text: str) -> _Amount | None:
    if len(text) > LONGEST or not (found := _CELL.fullmatch(text)):
        return None
    if bool(found["open"] + found["open2"]) != bool(found["close"]) or (found["sign"] and found["sign2"]):
        return None
    after = (found["after"] or "").strip()
    return _Amount(found["digits"], found["before"] or "", after, bool(found["gap"]))


class _What(NamedTuple):
    """What is counted in a column.

    Attributes:
        kept: what stands before and after the digits of cells that are read -> its meaning.
        unit: the one of the column; empty for none.
        factors: what the digits beside something are multiplied by.
    """

    kept: dict[tuple[str, str], Beside]
    unit: str = ""
    money: bool = False
    percent: bool = False
    factors: dict[tuple[str, str], float] = {}  # noqa: RUF012 - never changed


@lru_cache(4096)
def _meaning(before: str, after: str, apart: bool) -> Beside | None:
    if after.lower() in _PERCENT and not before:
        return Beside("%")
    return beside(before, after, apart)


def _beside(amounts: dict[str, _Amount], texts: dict[str, int]) -> _What | None:
    """What stands beside the digits, as one unit with its scales; None where it is no amount."""
    times_seen: Counter[str] = Counter()
    found: dict[tuple[str, str], Beside] = {}
    for text, amount in amounts.items():
        meaning = _meaning(amount.before, amount.after, amount.apart)
        if meaning is None:
            continue
        times_seen[meaning.unit] += texts[text]
        found[amount.before, amount.after] = meaning
        if len(found) > _MOST_AFFIXES:
            return None
    if not found:
        return None
    main = max((u for u in times_seen if u), key=lambda u: times_seen[u], default="")
    if times_seen[main] < _SEEN_WITH_UNIT * times_seen.total():
        shared = sum(n for u, n in times_seen.items() if main and u and times(u, main) is not None)
        if main and shared < _SEEN_WITH_UNIT * times_seen.total():
            return None
    if main == "%":
        return _What({k: m for k, m in found.items() if m.unit in ("%", "")}, "%", percent=True)
    kept, factors = {}, {}
    for key, meaning in found.items():
        of_unit = times(meaning.unit, main) if meaning.unit else 1
        if of_unit is not None:
            kept[key], factors[key] = meaning, of_unit * meaning.scale
    return _as_one(amounts, kept, factors, main)


def _as_one(
    amounts: dict[str, _Amount],
    kept: dict[tuple[str, str], Beside],
    factors: dict[tuple[str, str], float],
    main: str,
) -> _What | None:
    """The unit and the scale of a column; None where its letters may be those of codes."""
    scales = {meaning.scale for meaning in kept.values()}
    money = any(meaning.money for meaning in kept.values())
    decimals = any(re.search(r"[.,]", a.digits) for a in amounts.values())
    if not all(meaning.sure for meaning in kept.values()) and not (decimals or len(scales) > 1 or money):
        spaced = any(a.apart and a.after for a in amounts.values())
        if not spaced or scales != {1}:
            return None
    if main == "年" and all(re.fullmatch(r"(?:1\d|20)\d\d", a.digits) for a in amounts.values()):
        return _What(kept, factors=factors)  # 2024年 is a year, not a number of them
    scale = next(iter(scales))
    if len(scales) == 1 and scale >= 1e4 and len({after for _, after in kept}) == 1:
        after = next(after for _, after in kept)
        if not after.isascii():  # 万元 is a unit that people count in
            return _What(kept, after, money, factors=dict.fromkeys(kept, 1.0))
    return _What(kept, main, money, factors=factors)


def _reading(amounts: list[_Amount], what: _What, style: str) -> Reading:
    mark = "." if style == "point" else ","
    both = {s: re.compile(_DIGITS[s, True]) for s in ("point", "comma")}
    fitting = [a.digits for a in amounts if both[style].fullmatch(a.digits)]
    decimal = any(mark in d for d in fitting)
    pattern = _pattern(what, _DIGITS[style, decimal])
    scaled = set(what.factors.values()) - {1.0}
    value = _value(what, style)
    if scaled:
        value = f"try_cast({value} AS DOUBLE) * {_factor(what)}"
    elif (
        what.money
        and max((len(d.rpartition(mark)[2]) for d in fitting if mark in d), default=0) <= _MONEY_DECIMALS
    ):
        value = f"try_cast({value} AS DECIMAL(38, {_MONEY_DECIMALS}))"
    else:
        value = f"try_cast({value} AS {'DOUBLE' if decimal or what.percent else 'BIGINT'})"
    separated = [d for d in fitting if re.search(r"[.,]", d)]
    either = bool(separated) and all(
        both["point"].fullmatch(d) and both["comma"].fullmatch(d) for d in separated
    )
    return Reading(
        "number",
        pattern,
        value + _SIGNED,
        _form(what, style, decimal, bool(scaled)),
        _hints(what),
        "" if either or not separated else style,
        _doubt(separated[0]) if either and style == "comma" else None,
    )


def _pattern(what: _What, digits: str) -> str:
    befores = sorted({b for b, _ in what.kept if b})
    afters = sorted({a for _, a in what.kept if a}, key=lambda a: (-len(a), a))
    before = f"(?:{'|'.join(map(_literal, befores))})?" if befores else ""
    after = f" *(?:{'|'.join(map(_literal, afters))})" if afters else ""
    if any(not a for _, a in what.kept):
        after = f"(?:{after})?" if after else ""
    if what.percent:  # nothing is nothing, whatever it is a part of
        return rf"[(（]? *{_SIGN}? *{digits} *(?:{'|'.join(map(_literal, afters))})[)）]?|0+(?:[.,]0*)?"
    return rf"[(（]? *{_SIGN}? *{before} *[(（]? *{_SIGN}? *{digits}{after} *[)）]?[{_MINUSES}]?"


def _literal(text: str) -> str:
    """``text`` as a pattern of Python and RE2."""
    return "".join(f"\\{c}" if c in r".^$*+?()[]{}|\/-" else c for c in text)


def _value(what: _What, style: str) -> str:
    """SQL for the digits of a cell, as text that a cast reads."""
    bare = set(what.kept) == {("", "")}
    digits = "{}" if bare else "regexp_extract({}, '" + _NUMBER.replace("'", "''") + "')"
    dropped = f"(),.'’+（）{_BLANKS}{_MINUSES}".replace("." if style == "point" else ",", "").replace(
        "'", "''"
    )
    return (
        f"translate({digits}, '{dropped}', '')"
        if style == "point"
        else f"translate({digits}, ',{dropped}', '.')"
    )


_SIGNED = f" * CASE WHEN regexp_matches({{}}, '[{_MINUSES}(（]') THEN -1 ELSE 1 END"


def _factor(what: _What) -> str:
    branches = "".join(
        f" WHEN '{after.replace(chr(39), chr(39) * 2)}' THEN {what.factors[key]!r}"
        for key in sorted(what.factors)
        if (after := key[1])
    )
    after = r"regexp_extract({}, '\d *([^\d.,\s()（）+\-][^()（）]*?)\s*[)）]?\s*$', 1)"
    return f"CASE {after}{branches} ELSE 1 END"


def _hints(what: _What) -> dict[str, Any]:
    if what.percent:
        return {"format": "percent"}
    hints = {"unit": what.unit} if what.unit else {}
    return {**hints, "format": "currency"} if what.money and what.unit else hints


def _form(what: _What, style: str, decimal: bool, scaled: bool) -> Text:
    if what.percent:
        return Text("percentages", "百分数")
    en, zh = ("amounts of money", "金额") if what.money else ("numbers", "数值")
    if what.unit and not what.money:
        en, zh = f"numbers in {what.unit}", f"以{what.unit}计的数值"
    elif what.unit:
        en, zh = f"{en} in {what.unit}", f"以{what.unit}计的{zh}"
    if scaled:
        en, zh = f"{en}, brought to one scale", f"{zh}，已换算为同一单位"
    if style == "comma" and decimal:
        en, zh = f"{en} with decimal commas", f"{zh}（逗号为小数点）"
    return Text(en, zh)


def _doubt(example: str) -> Text:
    if "." in example:
        return Text(
            f"The point in {example} was read as one between thousands: other columns have decimal commas.",
            f"{example} 中的点按千位分隔符读取，因为其他列以逗号为小数点。",
        )
    return Text(
        f"{example} was read with a decimal comma, as other columns have it.",
        f"{example} 按逗号为小数点读取，与其他列一致。",
    )
