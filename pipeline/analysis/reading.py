"""Reads the numbers and dates back out of a text in either language.

What is read: figures with separators, decimals, powers, signs, currency symbols and scales
(``1,234.5``, ``-¥1.2M``, ``123.4万``, ``3.4K``), percent, percentage points, multiples (``1.4
times``, ``2 倍``), ranks (``top 3``, ``第 3``, ``2nd``), English number words from two to twelve,
Chinese numerals before a measure word (``三个``, ``两成``, ``百分之二十``), and dates of all usual forms.

What is not: "one" and 一, fractions in words ("half", 三分之一), and digits that are part of a
word (``B2B``) or of a name that the caller hides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from pipeline.markdown import escape

Kind = Literal["plain", "percent", "points", "times", "rank", "date"]


class DateParts(NamedTuple):
    """What a date says; None for what it leaves open."""

    year: int | None = None
    quarter: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    week: int | None = None


@dataclass(frozen=True)
class Printed:
    """A number as a text prints it.

    ``start`` and ``end`` are its place in the text. ``half_step`` is half a unit of its last
    printed digit. A year alone has both a value and ``parts``.
    """

    text: str
    start: int
    end: int
    value: float
    half_step: float
    kind: Kind
    parts: DateParts | None = None


@dataclass(frozen=True)
class Clean:
    """A text without Markdown's marks; ``places[i]`` is where its i-th character stands."""

    text: str
    places: list[int]


_MARKS = re.compile(r"\\([!-/:-@\[-`{-~])|&#(\d{1,6});|\*\*|`|(?<=\d)\u2009(?=\d)")
_SAME = str.maketrans("０１２３４５６７８９％．－−", "0123456789%.--")


def clean(text: str) -> Clean:
    """``text`` as its reader sees it."""
    pieces: list[str] = []
    places: list[int] = []
    done = 0
    for mark in _MARKS.finditer(text):
        pieces.append(text[done : mark.start()])
        places.extend(range(done, mark.start()))
        shown = mark[1] or (chr(int(mark[2])) if mark[2] and int(mark[2]) < 0x110000 else "")
        pieces.append(shown)
        places.extend([mark.start()] * len(shown))
        done = mark.end()
    pieces.append(text[done:])
    places.extend(range(done, len(text)))
    return Clean("".join(pieces).translate(_SAME), [*places, len(text)])


def same(name: str) -> str:
    """A name as `clean` spells it in a text: full-width digits, long minus signs and what
    Markdown cannot show made plain."""
    return name.translate(_SAME) if name.isprintable() else clean(escape(name)).text


def read(text: Clean, names: Sequence[str] = ()) -> list[Printed]:
    """The numbers of a text in order. ``names`` are hidden first: digits in them are no numbers."""
    hidden = _hide(text.text, names)
    found: list[Printed] = []
    for reader in (_dates, _chinese, _words, _figures):
        spans = []
        for printed in reader(hidden):
            found.append(printed)
            spans.append((printed.start, printed.end))
        for start, end in spans:
            hidden = hidden[:start] + "\0" * (end - start) + hidden[end:]
    places = text.places
    return sorted(
        (
            Printed(p.text, places[p.start], places[p.end - 1] + 1, p.value, p.half_step, p.kind, p.parts)
            for p in found
        ),
        key=lambda p: p.start,
    )


def _hide(text: str, names: Sequence[str]) -> str:
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters change length; then case must match
        lowered = text
    for name in sorted(names, key=len, reverse=True):
        for start in occurrences(lowered, name.lower()):
            text = text[:start] + "\0" * len(name) + text[start + len(name) :]
            lowered = text.lower() if len(text.lower()) == len(text) else text
    return text


def occurrences(text: str, name: str) -> Iterator[int]:
    """Where ``name`` stands in ``text`` as a word of its own."""
    if not name:
        return
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        inside = (_sticks(name[0]) and start > 0 and _sticks(text[start - 1])) or (
            _sticks(name[-1]) and end < len(text) and _sticks(text[end])
        )
        goes_on = name[-1] in "年月" and text[end : end + 1].isdigit()  # 2025年6月 of 2025年6月30日
        if not (inside or goes_on):
            yield start
        start = text.find(name, start + 1)


def _sticks(character: str) -> bool:
    return character.isascii() and character.isalnum()


_MONTH = (
    r"(?P<name>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = r"(?:[T ]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?)?"
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
_YEAR = r"(?P<year>\d{4})"
_DATES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\d,.]){_YEAR}(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})(?!\d|,\d){_TIME}",
        rf"(?<![\d.,]){_YEAR} ?年(?:的)? ?第?(?P<quarter>[1-4一二三四]) ?季度?",
        rf"(?<![\d.,]){_YEAR} ?年 ?(?P<month>\d{{1,2}}) ?月(?: ?(?P<day>\d{{1,2}}) ?[日号])?{_TIME}",
        rf"(?<![\d.,]){_YEAR} ?年 ?第 ?(?P<week>\d{{1,2}}) ?周",
        rf"(?<![\d.,]){_YEAR} ?年(?!前|后)",
        rf"(?<![\d.,]){_YEAR}-W(?P<week>\d{{1,2}})(?!\d)",
        rf"(?<![A-Za-z0-9])Q(?P<quarter>[1-4])(?: |-|/| of )?{_YEAR}(?!\d)",
        rf"(?<![\d.,]){_YEAR}(?: |-|/)?Q(?P<quarter>[1-4])(?!\d)",
        rf"(?<![A-Za-z]){_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}(?!\d)",
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)? {_MONTH},? {_YEAR}(?!\d)",
        rf"(?<![A-Za-z]){_MONTH},? {_YEAR}(?!\d)",
        rf"(?<![\d,.]){_YEAR}[-/](?P<month>0[1-9]|1[0-2])(?![\d,./-])",
        r"(?<![A-Za-z0-9])week (?P<week>\d{1,2})(?! ?%)(?: of (?P<year>\d{4}))?(?![\d,.])",
        r"(?<![A-Za-z0-9])Q(?P<quarter>[1-4])(?![A-Za-z0-9])",
        r"(?<!年)第(?P<quarter>[1-4一二三四]) ?季度",
        r"(?<![\d.,/-])(?P<month>1[0-2]|[1-9]) ?月(?!度)(?: ?(?P<day>\d{1,2}) ?[日号])?",
        rf"(?<![A-Za-z]){_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d,%]|\.\d)",
        r"(?<![\d:])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?![\d:])",
    )
]


def _dates(text: str) -> Iterator[Printed]:
    for pattern in _DATES:
        taken = []
        for match in pattern.finditer(text):
            parts = {k: _part(k, v) for k, v in match.groupdict().items() if v and k != "sep"}
            if "name" in parts:
                parts["month"] = parts.pop("name")
            taken.append(match.span())
            yield Printed(match[0], *match.span(), 0.0, 0.0, "date", DateParts(**parts))
        for start, end in taken:
            text = text[:start] + "\0" * (end - start) + text[end:]


def _part(key: str, text: str) -> int:
    if key == "name":
        return _MONTHS.index(text[:3].lower()) + 1
    return _QUARTERS[text] if text in _QUARTERS else int(text)


_DIGITS_ZH = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_POWERS_ZH = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_CHINESE = re.compile(
    r"(?P<before>百分之|第|前|后|末)?(?P<number>[零一二两三四五六七八九十百千万]+)"
    r"(?P<after> ?个百分点| ?倍| ?成(?![为了本交立长功员果熟绩])"
    r"|(?= ?(?:个|名|家|位|次|项|种|笔|单|件|天|周|年|季度|人|款|类|组|行|条|台|大)))?"
)


def _chinese(text: str) -> Iterator[Printed]:
    for match in _CHINESE.finditer(text):
        before, digits, after = match["before"], match["number"], match["after"]
        value = _numeral(digits)
        if value is None or (before is None and (after is None or value < 2)):
            continue
        kind: Kind = "plain"
        half = 0.5
        if before == "百分之":
            kind = "percent"
        elif before:
            kind = "rank"
        elif after.endswith("百分点"):
            kind = "points"
        elif after.endswith("倍"):
            kind = "times"
        elif after.endswith("成"):
            kind, value, half = "percent", value * 10, 5.0
        yield Printed(match[0], *match.span(), float(value), half, kind)


def _numeral(digits: str) -> int | None:
    """The value of a Chinese numeral; None for what is none, such as 万 alone or 千万."""
    total, current = 0, None
    for character in digits:
        if character in _DIGITS_ZH:
            current = _DIGITS_ZH[character]
        elif character == "万":
            if not (total or current):
                return None
            total, current = (total + (current or 0)) * 10_000, None
        else:
            if current is None and character != "十":
                return None
            total, current = total + (1 if current is None else current) * _POWERS_ZH[character], None
    return total + (current or 0)


_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_MULTIPLES = {"twice": 2, "double": 2, "doubled": 2, "triple": 3, "tripled": 3}
_WORD = re.compile(
    rf"(?<![A-Za-z-])(?P<rank>top |bottom |first |last )?(?P<word>{'|'.join([*_WORDS, *_MULTIPLES])})"
    r"(?![A-Za-z])(?P<times> times)?",
    re.IGNORECASE,
)


def _words(text: str) -> Iterator[Printed]:
    for match in _WORD.finditer(text):
        word = match["word"].lower()
        if word in _MULTIPLES:
            yield Printed(match[0], *match.span(), float(_MULTIPLES[word]), 0.25, "times")
            continue
        kind: Kind = "rank" if match["rank"] else "times" if match["times"] else "plain"
        yield Printed(match[0], *match.span(), float(_WORDS.index(word) + 2), 0.5, kind)


_SCALES = {
    "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9, "billion": 1e9,
    "t": 1e12, "tn": 1e12, "trillion": 1e12,
    "千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "万亿": 1e12,
}  # fmt: skip
_FIGURE = re.compile(
    r"(?P<sign>(?<![A-Za-z0-9)%\]])-|(?<![^\s(（])[–+])?"
    r"(?P<symbol>\s?(?:US|HK|A|C|NT|R)?[¥￥$€£₩₹₽฿]\s?|(?:RMB|CNY|USD|EUR|GBP|HKD|JPY)\s?)?"
    r"(?<![A-Za-z0-9_.])(?P<digits>\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?P<decimals>\.\d+)?"
    r"(?P<power>e[+-]?\d+)?"
    r"(?:(?P<scale>(?:K|k|M|B|T|bn|mn|tn)(?![A-Za-z])| ?(?:thousand|million|billion|trillion)(?![A-Za-z])"
    r"| ?(?:万亿|百万|千万|亿|万|千(?!克|米|瓦|卡|字))))?"
    r"(?P<unit>\s?(?:percentage[ -]points?|pp(?![A-Za-z])|p\.p\.|个?百分点|%|percent(?![A-Za-z])|per cent"
    r"|times(?![A-Za-z])|x(?![A-Za-z])|×|倍|-?fold(?![A-Za-z]))"
    r"|(?:st|nd|rd|th)(?![A-Za-z]))?",
    re.IGNORECASE,
)
_RANKED = re.compile(r"(?:top|bottom|first|last|no\.|rank(?:ed|s)?|第|前|后|末|#)[\s-]*$", re.IGNORECASE)


def _figures(text: str) -> Iterator[Printed]:
    for match in _FIGURE.finditer(text):
        decimals = match["decimals"] or ""
        scale = _SCALES[match["scale"].strip().lower()] if match["scale"] else 1.0
        power = match["power"] or ""
        value = float(match["digits"].replace(",", "") + decimals + power) * scale
        half = 0.5 * 10.0 ** (int(power[1:] or 0) - max(len(decimals) - 1, 0)) * scale
        if match["sign"] == "-" or match["sign"] == "–":
            value = -value
        unit = (match["unit"] or "").strip().lower()
        kind = _kind(unit, _RANKED.search(text, max(0, match.start() - 12), match.start()) is not None)
        plain_year = kind == "plain" and not (decimals or power or match["scale"] or match["symbol"])
        is_year = plain_year and len(match["digits"]) == 4 and 1900 <= value <= 2100
        parts = DateParts(year=int(value)) if is_year else None
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        yield Printed(match[0].strip(), start, match.end(), value, half, kind, parts)


def _kind(unit: str, ranked: bool) -> Kind:
    if "point" in unit or "百分点" in unit or unit in ("pp", "p.p."):
        return "points"
    if unit in ("%", "percent", "per cent"):
        return "percent"
    if unit in ("times", "x", "×", "倍") or unit.endswith("fold"):
        return "times"
    return "rank" if ranked or unit in ("st", "nd", "rd", "th") else "plain"
