"""Numbers, periods and the words of the closed classes in a question."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from pipeline.planner.clauses import Divided, Noun, Number
from pipeline.planner.dates.find import find as find_periods
from pipeline.planner.grammar.mention import kinds_of
from pipeline.planner.grammar.sheet import Sheet
from pipeline.planner.numbers import quantities
from pipeline.planner.readings import Reading, Role
from pipeline.planner.tokens import phrase
from pipeline.planner.words import Quotient

_PERSONS = 0.15  # what it costs to read a word for any persons as those that the data has
_PART_OF_A_DATE = 0.6  # what it costs to read a number of a date by itself
_INSIDE_A_PERIOD = 0.6  # what it costs to read a part of a period by itself: the year of "last year"
_OF_PERIODS = frozenset(("grain", "every_grain", "latest", "s", "top", "judge"))


def figures(s: Sheet, today: date) -> None:
    """Adds the periods and the numbers. Raises `DateRangeError`."""
    starts, ends = [t.start for t in s.tokens], [t.end for t in s.tokens]
    taken = [False] * len(s.tokens)
    for said in find_periods(s.text, today, s.lexicon.fiscal_start):
        first, last = bisect_left(starts, said.first), bisect_right(ends, said.last)
        if first < last:
            s.add(first, last, frozenset(("PERIOD",)), period=said.period, parts=said.parts)
            s.dated.update(range(first, last))
            taken[first:last] = [True] * (last - first)
    numbers = quantities(s.tokens, taken)
    numbers += [q for q in quantities(s.tokens, [not t for t in taken]) if q.last - q.first == 1]
    for value, first, last in numbers:
        text = s.text_of(first, last)
        number = Number(value, percent=text.endswith("%"), text=text)
        cost = _PART_OF_A_DATE if first in s.dated else 0.0
        s.add(first, last, frozenset(("NUMBER",)), number=number, cost=cost)
        for end, words in s.closed.at(s.tokens, last) if last < len(s.tokens) else ():
            for word in words:
                if word.kind == "percent":
                    told = replace(number, percent=True)
                    s.add(first, end, frozenset(("NUMBER",)), number=told, cost=cost)
                elif word.kind == "unit":
                    written = s.text_of(last, end)
                    told = replace(number, unit=word.says or None, told_in=written)
                    s.add(first, end, frozenset(("NUMBER",)), number=told, cost=cost)


def words_at(s: Sheet, first: int) -> None:
    """Adds the words of the closed classes that begin at a token."""
    for last, words in s.closed.at(s.tokens, first):
        for word in words:
            if word.kind == "by" and last == first + 1 and _is_done_by(s, first):
                continue
            kinds = frozenset((f"<{word.language}:{word.kind}>",))
            if word.kind == "headcount":
                s.add(first, last, kinds, word=word, senses=_persons(s))
                continue
            if word.kind == "persons":
                if senses := _persons(s):
                    s.add(
                        first, last, kinds_of(senses, s.types), senses=senses, cost=_PERSONS, how="inferred"
                    )
                continue
            inside = s.dated.issuperset(range(first, last)) and word.kind in _OF_PERIODS
            s.add(first, last, kinds, word=word, cost=_INSIDE_A_PERIOD if inside else 0.0)
    for last, word, names in s.closed.properties_at(s.tokens, first):
        senses = tuple(dict.fromkeys(_property(s, names)))
        kinds = frozenset((f"<{word.language}:{word.kind}>",))
        s.add(first, last, kinds, word=word, senses=senses, cost=0.05)
    for last, quotient in s.closed.quotients_at(s.tokens, first):
        _add_quotient(s, first, last, quotient)
    if s.tokens[first].text in (",", "、", "&", "/", "+"):
        s.add(first, first + 1, frozenset(("<:,>",)))
    s.noise[first] += s.closed.noise_at(s.tokens, first)
    if s.tokens[first].kind == "mark":
        s.noise[first].append(first + 1)


def _add_quotient(s: Sheet, first: int, last: int, quotient: Quotient) -> None:
    """A figure by its name, where the data holds the parts of it: profit margin, 客单价."""
    own = s.lexicon.readings(tuple(t.stem for t in s.tokens[first:last]))
    if any(r.role is Role.MEASURE and not r.partial for r in own):
        return  # the model has it
    over = _first_known(s, quotient.over, Role.MEASURE)
    roles = (Role.ENTITY, Role.DIMENSION) if quotient.counts else (Role.MEASURE,)
    under = _first_known(s, quotient.under, *roles)
    if over and under:
        text = s.text_of(first, last)
        divided = Divided(Noun(text, over), Noun(text, under), quotient.counts)
        s.add(first, last, frozenset(("QUOTIENT",)), attached=(divided,))


def _first_known(s: Sheet, names: Iterable[str], *roles: Role) -> tuple[Reading, ...]:
    """What the first of several names means that the catalog has as one of these roles."""
    for name in names:
        found = tuple(r for r in s.lexicon.readings(phrase(name)) if r.role in roles and not r.partial)
        if found:
            return found
    return ()


def _is_done_by(s: Sheet, at: int) -> bool:
    """Whether a "by" says who did something: "courses enrolled in by students"."""
    before = [t.text for t in s.tokens[max(0, at - 2) : at]]
    if s.tokens[at].text not in s.small.agents or not before:
        return False
    if any(m.last == at and r.role is Role.VALUE for m in s.mentions for r in m.senses):
        return False
    verb = before[-1] if before[-1] not in s.small.behind_verbs or len(before) < 2 else before[0]
    told = [w.kind for last, words in s.closed.at(s.tokens, at - 1) if last == at + 1 for w in words]
    return verb.endswith(s.small.participles) and not {"by", "sort"}.intersection(told)


def _persons(s: Sheet) -> tuple[Reading, ...]:
    """The persons that the data has, each kind of them."""
    return tuple(Reading(Role.ENTITY, cube, strength=1.0) for cube in s.lexicon.persons)


def _property(s: Sheet, names: Sequence[str]) -> Iterator[Reading]:
    for name in names:
        for reading in s.lexicon.readings(phrase(name)):
            if reading.role in (Role.MEASURE, Role.DIMENSION):
                yield reading
