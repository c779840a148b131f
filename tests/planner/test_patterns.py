"""No pattern that meets a question can be made to try the same characters in ever more ways.

Two repetitions without a bound that can share out the same characters between them, one inside the other or
one behind the other, take the square of their number or worse; the interpreter counts no calls for that.
White space is let off: a question is `normalise`\\ d first and has single spaces.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator, Sequence
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import pipeline.planner
from pipeline import language, markdown, sentences
from pipeline.planner.dates.find import _patterns
from pipeline.planner.dates.fiscal import fiscal

SAMPLE = [c for c in map(chr, range(33, 0x3000)) if not c.isspace()] + list("一二年月日天的个李")


def patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern of the modules that a question passes."""
    modules = [language, markdown, sentences]
    walked = pkgutil.walk_packages(pipeline.planner.__path__, "pipeline.planner.")
    modules += [importlib.import_module(module.name) for module in walked]
    held = [*(value for module in modules for value in vars(module).values()), fiscal(4), *_patterns(4)]
    found = [pattern for value in held for pattern in _within(value)]
    return {pattern.pattern: pattern for pattern in found}


def _within(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _within(part)


def ambiguous(pattern: str, flags: int = 0) -> bool:
    """Whether repetitions without a bound compete for characters in a pattern."""
    return _competes([*parser.parse(pattern, flags)])


def _competes(sequence: Sequence[Any]) -> bool:
    open_ones: list[Any] = []  # repetitions that end where the next part begins
    for code, value in sequence:
        if any(_competes([*part]) for part in _parts(code, value)):
            return True
        if _is_endless(code, value) and _competes([*value[2], *value[2]]):
            return True
        begun = [*_endless([(code, value)], 1)]
        if any(_share(one, other) for one in open_ones for other in begun):
            return True
        left = open_ones if _may_be_empty(code, value) else []
        open_ones = [*left, *_endless([(code, value)], -1)]
    return False


def _endless(sequence: Sequence[Any], step: int) -> Iterator[Any]:
    """What is repeated without a bound at the beginning of a sequence, or for a step of -1 at its end."""
    for code, value in sequence[::step]:
        if _is_endless(code, value):
            yield value[2]
        for part in _parts(code, value):
            yield from _endless([*part], step)
        if not _may_be_empty(code, value):
            return


def _parts(code: Any, value: Any) -> Iterator[Any]:
    match code:
        case codes.SUBPATTERN:
            yield value[3]
        case codes.BRANCH:
            yield from value[1]
        case codes.MAX_REPEAT | codes.MIN_REPEAT:
            yield value[2]
        case codes.ASSERT | codes.ASSERT_NOT:
            yield value[1]


def _all(sequence: Any) -> Iterator[Any]:
    for code, value in sequence:
        yield code, value
        for part in _parts(code, value):
            yield from _all(part)


def _is_endless(code: Any, value: Any) -> bool:
    return code in (codes.MAX_REPEAT, codes.MIN_REPEAT) and value[1] == codes.MAXREPEAT


def _may_be_empty(code: Any, value: Any) -> bool:
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
        return value[0] == 0 or all(_may_be_empty(*part) for part in value[2])
    if code is codes.SUBPATTERN:
        return all(_may_be_empty(*part) for part in value[3])
    if code is codes.BRANCH:
        return any(all(_may_be_empty(*part) for part in branch) for branch in value[1])
    return code in (codes.AT, codes.ASSERT, codes.ASSERT_NOT)


def _share(one: Any, other: Any) -> bool:
    """Whether a character can go on with one repetition or begin the other."""
    return bool(_characters(_all(one)) & _characters(_beginnings(other)))


def _beginnings(sequence: Any) -> Iterator[Any]:
    for code, value in sequence:
        yield code, value
        for part in _parts(code, value):
            yield from _beginnings(part)
        if not _may_be_empty(code, value):
            return


def _characters(parts: Iterable[Any]) -> set[str]:
    found: set[str] = set()
    for code, value in parts:
        if code is codes.LITERAL:
            found.add(chr(value))
        elif code in (codes.IN, codes.NOT_LITERAL, codes.ANY):
            found |= {character for character in SAMPLE if _is_one_of(character, code, value)}
    return found


def _is_one_of(character: str, code: Any, value: Any) -> bool:
    if code is not codes.IN:
        return code is codes.ANY or ord(character) != value
    negated = value[0][0] is codes.NEGATE
    return any(_is_in(character, *part) for part in value[negated:]) != negated


def _is_in(character: str, code: Any, value: Any) -> bool:
    if code is codes.LITERAL:
        return ord(character) == value
    if code is codes.RANGE:
        return bool(value[0] <= ord(character) <= value[1])
    kind = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}
    name = str(value).removeprefix("CATEGORY_")
    matches = bool(re.match(kind[name.removeprefix("NOT_")], character))
    return matches != name.startswith("NOT_")


@pytest.mark.parametrize("pattern", patterns().values(), ids=range(len(patterns())))
def test_no_two_repetitions_share_out_the_same_characters(pattern: re.Pattern[str]):
    assert not ambiguous(pattern.pattern, pattern.flags & ~re.UNICODE.value)


def test_all_of_them_are_found():
    assert len(patterns()) > 60


@pytest.mark.parametrize(
    ("pattern", "is_ambiguous"),
    [
        (r"(?:a+)+b", True),
        (r"(?:a|b+c?)*d", True),
        (r"\w+\d*x", True),
        (r"\d+(?:,\d+)?\d*", True),
        (r"\d+,\d+", False),
        (r"\d+(?:[.,]\d+)*", False),
        (r"\d+(?:,\d{3})*(?:\.\d+)?", False),
        (r"[a-z]+[0-9]+", False),
        (r"\s*(?:a|b)?\s*", False),
    ],
)
def test_what_is_ambiguous(pattern: str, is_ambiguous: bool):
    assert ambiguous(pattern) == is_ambiguous
