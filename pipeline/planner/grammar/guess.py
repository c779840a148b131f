"""What words that nothing explains are likely to mean: a misspelling, a part of a name."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.planner.grammar.names import add_name, look_up
from pipeline.planner.grammar.sheet import Sheet
from pipeline.planner.grammar.small import words_at
from pipeline.planner.readings import Reading, Role
from pipeline.planner.tokens import phrase, stem

_TYPO = 0.35
_PART_OF_VALUE = 0.45
_PART_OF_TITLE = 0.5
_WORD_OF_PERSONS = 0.3
_IN_SHORT = 0.35
_MOST_UNKNOWN = 8  # words that are guessed at


def guess(s: Sheet) -> None:
    """Gives words that nothing explains what they are likely to mean: a misspelling, a part of a name."""
    covered = s.covered()
    unknown = [i for i, known in enumerate(covered) if not known and s.tokens[i].kind == "word"]
    for i in unknown[:_MOST_UNKNOWN]:
        _respell_closed(s, i) or _respell(s, i) or _part(s, i)
    _parts_in_han(s, covered)


def _respell_closed(s: Sheet, i: int) -> bool:
    """Reads a misspelt word of a closed class as that."""
    written = s.tokens[i]
    near = s.closed.near(written.text)
    if near is None:
        return False
    s.tokens[i] = written._replace(text=near, stem=stem(near))
    for first in range(max(0, i - 2), i + 1):
        words_at(s, first)
    s.respelt.append((written.text, near))
    return True


def _respell(s: Sheet, i: int) -> bool:
    near = s.lexicon.spelling.nearest_word(s.tokens[i].text)
    if near is None:
        return False
    written = s.tokens[i]
    s.tokens[i] = written._replace(stem=stem(near))
    before = len(s.mentions)
    for first in range(max(0, i - 3), i + 1):
        stems = tuple(t.stem for t in s.tokens[first : i + 1])
        for last in range(i + 1, min(len(s.tokens), i + 4) + 1):
            stems = tuple(t.stem for t in s.tokens[first:last])
            look_up(s, first, last, stems, _TYPO, "typo")
    if len(s.mentions) == before:
        s.tokens[i] = written
        return False
    s.respelt.append((written.text, near))
    return True


def _part(s: Sheet, i: int) -> bool:
    """The one value, or the one title, that has the word in it."""
    token = s.tokens[i]
    _, persons = s.lexicon.persons_called(token.text)
    if persons:
        add_name(s, i, i + 1, tuple(persons), _WORD_OF_PERSONS, "part")
        return True
    named = i > 0 and s.tokens[i - 1].text in s.small.before_names
    value = s.lexicon.value_with(token.text, sure=named)
    if value:
        add_name(s, i, i + 1, (value,), _PART_OF_VALUE, "part")
    _, readings = s.lexicon.title_with(token.stem)
    if readings:
        add_name(s, i, i + 1, tuple(readings), _PART_OF_TITLE, "part")
    return bool(value or readings)


def _parts_in_han(s: Sheet, covered: Sequence[bool]) -> None:
    """The same for stretches of Han characters that nothing explains."""
    i = 0
    while i < len(s.tokens):
        if covered[i] or s.tokens[i].kind != "han":
            i += 1
            continue
        last = i
        while last < len(s.tokens) and not covered[last] and s.tokens[last].kind == "han":
            last += 1
        _near_in_han(s, i, last)
        _last_of_a_name(s, i, last)
        i = last


def _last_of_a_name(s: Sheet, first: int, last: int) -> None:
    """One Han character that things are called by for short: the 店 of 酒店."""
    for i in range(first, last):
        cubes = s.lexicon.called_in_short.get(s.tokens[i].text, ())
        if len(cubes) == 1:
            add_name(s, i, i + 1, (Reading(Role.ENTITY, cubes[0], strength=1.0),), _IN_SHORT, "part")


def _near_in_han(s: Sheet, first: int, last: int) -> None:
    for begin in range(max(0, first - 2), first + 1):
        for end in range(min(len(s.tokens), last + 2), last - 1, -1):
            if not 2 <= end - begin <= 8:
                continue
            text = s.text_of(begin, end)
            near = s.lexicon.spelling.near_phrase(text)
            if near and _is_one_off(near, text) and look_up(s, begin, end, phrase(near), _TYPO, "typo"):
                s.respelt.append((text, near))
                return


def _is_one_off(near: str, text: str) -> bool:
    """Whether one character differs."""
    return len(near) == len(text) and sum(a != b for a, b in zip(near, text, strict=True)) == 1
