"""Finds the mentions of a question: words of the closed classes, numbers, periods, names of the catalog."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pipeline.cancellation import Cancellation
from pipeline.catalog import Member
from pipeline.planner.clauses import Clause, Flagged, Number, Valued
from pipeline.planner.dates.find import find as find_periods
from pipeline.planner.grammar.closed import ClosedWords
from pipeline.planner.grammar.match import Lattice
from pipeline.planner.grammar.mention import Mention, kinds_of
from pipeline.planner.lexicon import Lexicon
from pipeline.planner.numbers import quantities
from pipeline.planner.readings import CATALOG_ROLES, Reading, Role
from pipeline.planner.titles import NAMING, NUMBERING
from pipeline.planner.tokens import Token, is_plural, phrase, stem, tokenize

_COST_OF_WEAKNESS = 0.6  # of a name that is only half of a title, or a synonym
_TYPO = 0.35
_PART_OF_VALUE = 0.45
_PART_OF_TITLE = 0.5
_WORD_OF_PERSONS = 0.3
_LONGEST = 12  # tokens
_MODIFIED = 0.15
_JOINTS = ("的", "-")
_BY_NAME = 0.9  # the strength of what only the name of a member says
_INSIDE = frozenset("-.'&/():+")
_FREE = frozenset(("the", "a", "an", "of", "的"))  # passed over inside a name
_OPENING, _CLOSING = ('"', "'", "《"), ('"', "'", "》")


@dataclass
class Found:
    """What stands in a question.

    Attributes:
        tokens: its tokens; ``text`` is what they are offsets into.
        known: for each token whether any mention or word without meaning covers it.
        respelt: words that were read as a likely other spelling.
    """

    text: str
    tokens: Sequence[Token]
    lattice: Lattice
    noise: Sequence[Sequence[int]]
    known: Sequence[bool]
    respelt: list[tuple[str, str]] = field(default_factory=list)
    relates: Sequence[bool] = ()


def find(text: str, lexicon: Lexicon, closed: ClosedWords, today: date, cancellation: Cancellation) -> Found:
    """Every mention of a normalised text. Raises `DateRangeError`, `Cancelled`."""
    finder = _Finder(text, lexicon, closed)
    finder.fixed(today)
    for first in range(len(finder.tokens)):
        cancellation.check()
        finder.closed_at(first)
        finder.named_at(first)
    finder.guess()
    finder.modified()
    return finder.found()


class _Finder:
    def __init__(self, text: str, lexicon: Lexicon, closed: ClosedWords) -> None:
        self.text = text
        self.tokens = tokenize(text)
        self.lexicon = lexicon
        self.closed = closed
        self.mentions: list[Mention] = []
        self.noise: list[list[int]] = [[] for _ in self.tokens]
        self.dated: set[int] = set()
        self.light: set[int] = set()
        self.respelt: list[tuple[str, str]] = []
        self._types = {d.name: _type_of(d) for d in lexicon.catalog.dimensions}

    def found(self) -> Found:
        n = len(self.tokens)
        known = [False] * n
        for mention in self.mentions:
            if "LITERAL" not in mention.kinds:
                known[mention.first : mention.last] = [True] * (mention.last - mention.first)
        for first, ends in enumerate(self.noise):
            for last in ends:
                known[first:last] = [True] * (last - first)
        passed = list(range(n + 1))
        meant = {m.first for m in self.mentions if m.word and m.word.kind in _MEANT} - self.light
        for i in range(n - 1, -1, -1):
            if self.tokens[i].text in _QUOTES or (self.noise[i] and i not in meant and self._is_passed(i)):
                passed[i] = passed[max(self.noise[i])]
        joined = frozenset(f"<{code}:and>" for code in ("en", "zh")) | {"<:,>"}
        lattice = Lattice(n, self.mentions, passed, joined)
        return Found(self.text, self.tokens, lattice, self.noise, known, self.respelt, self._relating(known))

    def _relating(self, known: Sequence[bool]) -> list[bool]:
        """For each token whether it is an unknown verb that only says how two names belong together."""
        named = [False] * len(self.tokens)
        for mention in self.mentions:
            if mention.senses or mention.period:
                named[mention.first : mention.last] = [True] * (mention.last - mention.first)
        found = []
        for i, token in enumerate(self.tokens):
            latin = token.kind == "word" and token.text.isascii()
            verb = not known[i] and latin and (_is_verb(self.tokens, i) or self._takes_object(i))
            verb = verb or (not known[i] and latin and self._is_light(i))
            stranded = [t.text for t in self.tokens[i + 1 : i + 3] if t.kind != "mark"]
            ends = not stranded and any(t.text in ("do", "does", "did") for t in self.tokens[:i])
            ends |= len(stranded) == 1 and stranded[0] in _BEHIND_VERBS and i + 2 >= len(self.tokens) - 1
            ranked = any(m.word and m.word.kind in _RANKS for k in (i + 1, i + 2) for m in self._at(k))
            ends |= ranked or self._is_light(i)
            found.append(verb and any(named[:i]) and (ends or any(named[i + 1 : i + _NEAR])))
        return found

    def _at(self, at: int) -> list[Mention]:
        return [m for m in self.mentions if m.first == at]

    def _is_passed(self, i: int) -> bool:
        return self.tokens[i].kind != "mark" and self.tokens[i].text not in _PREPOSITIONS

    def _is_light(self, i: int) -> bool:
        """Whether an unknown word only says how, or where all of it is: "widely used", "in this inn"."""
        before = self.tokens[i - 1].text if i else ""
        last = all(t.kind == "mark" for t in self.tokens[i + 1 :])
        return self.tokens[i].text.endswith("ly") or (last and before in ("this", "our"))

    def _takes_object(self, i: int) -> bool:
        """Whether an unknown word stands between several things and a number of others."""
        if not i or not is_plural(self.tokens[i - 1].text):
            return False
        behind = [m for m in self.mentions if m.first == i + 1]
        return any(m.number or (m.word and m.word.kind in ("o", "count", "each")) for m in behind)

    def _text(self, first: int, last: int) -> str:
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]

    # --- numbers and periods

    def fixed(self, today: date) -> None:
        starts, ends = [t.start for t in self.tokens], [t.end for t in self.tokens]
        taken = [False] * len(self.tokens)
        for said in find_periods(self.text, today, self.lexicon.fiscal_start):
            first, last = bisect_left(starts, said.first), bisect_right(ends, said.last)
            if first < last:
                self._add(first, last, frozenset(("PERIOD",)), period=said.period, parts=said.parts)
                self.dated.update(range(first, last))
                taken[first:last] = [True] * (last - first)
        numbers = quantities(self.tokens, taken)
        numbers += [q for q in quantities(self.tokens, [not t for t in taken]) if q.last - q.first == 1]
        for value, first, last in numbers:
            text = self._text(first, last)
            number = Number(value, percent=text.endswith("%"), text=text)
            cost = 0.6 if first in self.dated else 0.0
            self._add(first, last, frozenset(("NUMBER",)), number=number, cost=cost)
            for end, words in self.closed.at(self.tokens, last) if last < len(self.tokens) else ():
                for word in words:
                    if word.kind == "percent":
                        told = replace(number, percent=True)
                        self._add(first, end, frozenset(("NUMBER",)), number=told, cost=cost)
                    elif word.kind == "unit":
                        written = self._text(last, end)
                        told = replace(number, unit=word.says or None, told_in=written)
                        self._add(first, end, frozenset(("NUMBER",)), number=told, cost=cost)

    # --- closed classes

    def closed_at(self, first: int) -> None:
        for last, words in self.closed.at(self.tokens, first):
            for word in words:
                if word.kind == "by" and last == first + 1 and self._is_done_by(first):
                    continue
                self._add(first, last, frozenset((f"<{word.language}:{word.kind}>",)), word=word)
        for last, word, names in self.closed.properties_at(self.tokens, first):
            senses = tuple(dict.fromkeys(self._property(names)))
            kinds = frozenset((f"<{word.language}:{word.kind}>",))
            self._add(first, last, kinds, word=word, senses=senses, cost=0.05)
        if self.tokens[first].text in (",", "、", "&", "/", "+"):
            self._add(first, first + 1, frozenset(("<:,>",)))
        self.noise[first] += self.closed.noise_at(self.tokens, first)
        if self.tokens[first].kind == "mark":
            self.noise[first].append(first + 1)

    def _is_done_by(self, at: int) -> bool:
        """Whether a "by" says who did something: "courses enrolled in by students"."""
        before = [t.text for t in self.tokens[max(0, at - 2) : at]]
        if self.tokens[at].text != "by" or not before:
            return False
        verb = before[-1] if before[-1] not in _BEHIND_VERBS or len(before) < 2 else before[0]
        told = [
            w.kind for last, words in self.closed.at(self.tokens, at - 1) if last == at + 1 for w in words
        ]
        return verb.endswith(_PARTICIPLES) and not {"by", "sort"}.intersection(told)

    def _property(self, names: Sequence[str]) -> Iterator[Reading]:
        for name in names:
            for reading in self.lexicon.readings(phrase(name)):
                if reading.role in (Role.MEASURE, Role.DIMENSION):
                    yield reading

    # --- names of the catalog

    def named_at(self, first: int) -> None:
        """The names that begin at a token."""
        if self.tokens[first].kind == "mark":
            return
        for last, stems in self._stretches(first):
            if not self._look_up(first, last, stems):
                self._name_of(first, last, stems)
        self._turned_round(first)
        self._literal(first)

    def _stretches(self, first: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The stretches that may be names: where each ends, and its stems; articles and marks inside are
        passed over."""
        reach = max(self.lexicon.reach(self.tokens[first].stem, self.tokens[first].text)[0], 1)
        stems: list[str] = []
        for last in range(first, min(len(self.tokens), first + reach + 3)):
            token = self.tokens[last]
            if token.kind == "mark":
                if token.text not in _INSIDE or not stems:
                    return
                continue
            free = bool(stems) and token.text in _FREE
            if free:
                yield last + 1, (*stems, token.stem)
                continue
            stems.append(token.stem)
            if len(stems) > reach + 1:
                return
            yield last + 1, tuple(stems)

    def _name_of(self, first: int, last: int, stems: tuple[str, ...]) -> None:
        """What things are called, said of them: the name of an author is the author."""
        if len(stems) < 2 or stems[-1:] not in NAMING:
            return
        readings = [r for r in self.lexicon.readings(stems[:-1]) if r.role in (Role.ENTITY, Role.DIMENSION)]
        texts = [r for r in readings if r.role is Role.ENTITY or self._types.get(r.target) == "string"]
        if texts:
            self._named(first, last, tuple(texts), 0.1, "form")

    def _look_up(
        self,
        first: int,
        last: int,
        stems: tuple[str, ...],
        cost: float = 0.0,
        how: str = "exact",
        head: int | None = None,
    ) -> bool:
        readings = [r for r in self.lexicon.readings(stems) if r.role in CATALOG_ROLES]
        self._word_as_value(first, last, readings)
        readings = self._plausible(first, last, stems, readings)
        if not readings:
            return False
        strength = max(r.strength - 0.25 * r.partial for r in readings)
        weakness = max(0.0, 1 - strength) * _COST_OF_WEAKNESS
        self._named(first, last, tuple(readings), cost + weakness, how, head)
        return True

    def _word_as_value(self, first: int, last: int, readings: list[Reading]) -> None:
        """A value that is also a function word or a number, for where its dimension stands by it."""
        written = tuple(t.text for t in self.tokens[first:last])
        values = tuple(r for r in readings if r.role is Role.VALUE)
        if values and (written in self.closed.all or len("".join(written)) < 2 or "".join(written).isdigit()):
            self._add(first, last, frozenset(("VALUEWORD",)), senses=values, cost=0.1)

    def _named(
        self,
        first: int,
        last: int,
        senses: tuple[Reading, ...],
        cost: float,
        how: str,
        head: int | None = None,
    ) -> None:
        """Adds a name; ``head``: the token that says whether it is one or several, if not the last one."""
        own = [r for r in senses if r.role is Role.DIMENSION and not r.partial]
        flags = [r for r in own if self._types.get(r.target) == "boolean"]
        senses = tuple(dict.fromkeys([*senses, *(replace(r, role=Role.VALUE, value="true") for r in flags)]))
        plural = is_plural(self.tokens[last - 1 if head is None else head].text)
        self._add(
            first, last, kinds_of(senses, self._types), senses=senses, cost=cost, how=how, plural=plural
        )

    def _plausible(
        self, first: int, last: int, stems: tuple[str, ...], readings: list[Reading]
    ) -> list[Reading]:
        """What may be meant where it stands: a value that is also a function word or a number only in quotes,
        one Han character only where it is a whole name."""
        if self._quoted(first, last):
            return [r for r in readings if r.role is Role.VALUE] or readings
        written = tuple(t.text for t in self.tokens[first:last])
        number = all(s.replace(".", "").isdigit() for s in stems)
        if written in self.closed.all or number or len("".join(stems)) < 2:
            readings = [r for r in readings if r.role is not Role.VALUE or r.target in self._flags(r)]
            readings = [r for r in readings if r.role is not Role.MEASURE or r.strength > _BY_NAME]
        if number:
            return []
        if written[0] in ("the", "a", "an"):
            readings = [r for r in readings if r.role is not Role.VALUE]
        if len(stems) == 1 and len(stems[0]) == 1 and not stems[0].isascii():
            readings = [r for r in readings if not r.partial and (r.strength == 1 or stems[0] in "男女")]
        return readings

    def _flags(self, reading: Reading) -> frozenset[str]:
        return frozenset((reading.target,)) if self._types.get(reading.target) == "boolean" else frozenset()

    def _quoted(self, first: int, last: int) -> bool:
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        return self.text[max(0, start - 1) : start] in _OPENING and self.text[end : end + 1] in _CLOSING

    def _turned_round(self, first: int) -> None:
        """Titles the other way round: "names of the courses" is the course name."""
        texts = [t.text for t in self.tokens[first : first + 4]]
        if "of" not in texts[1:]:
            return
        middle = first + texts.index("of", 1)
        begin = middle + 1
        naming = tuple(t.stem for t in self.tokens[first:middle])[-1:] in NAMING | NUMBERING
        passed = ("the", "a", "all", "their", "each", "every") if naming else ("the", "a", "their")
        while begin < len(self.tokens) and self.tokens[begin].text in passed:
            begin += 1
        front = tuple(t.stem for t in self.tokens[first:middle])
        written = tuple(t.text for t in self.tokens[first:middle])
        if any(t.text in ("number", "count", "average", "total") for t in self.tokens[first:middle]):
            return  # "number of flights" is no flight number
        if written in self.closed.all and written[-1] not in ("name", "names", "date", "type"):
            return
        for last in range(begin, min(len(self.tokens), begin + 4)):
            if self.tokens[last].kind != "word" or last in self.dated:
                return
            back = tuple(t.stem for t in self.tokens[begin : last + 1])
            if not self._look_up(first, last + 1, back + front, 0.02, head=middle - 1):
                whole = [r for r in self.lexicon.readings(front + back) if r.strength == 1]
                if whole:
                    self._look_up(first, last + 1, front + back, 0.05, head=middle - 1)

    def _literal(self, first: int) -> None:
        """Words in quotes, which may be any text."""
        start = self.tokens[first].start
        if self.text[max(0, start - 1) : start] not in _OPENING or not start:
            return
        for last in range(first + 1, min(len(self.tokens), first + _LONGEST) + 1):
            if self._quoted(first, last):
                begin = first - 1 if first and self.tokens[first - 1].kind == "mark" else first
                end = last + 1 if last < len(self.tokens) and self.tokens[last].kind == "mark" else last
                text = self._text(first, last)
                self.mentions.append(Mention(begin, end, text, frozenset(("LITERAL",))))
                return

    # --- what may be meant by words that nothing has

    def guess(self) -> None:
        """Gives words that nothing explains what they are likely to mean: a misspelling, a part of a name."""
        covered = [False] * len(self.tokens)
        for mention in self.mentions:
            covered[mention.first : mention.last] = [True] * (mention.last - mention.first)
        for first, ends in enumerate(self.noise):
            for last in ends:
                covered[first:last] = [True] * (last - first)
        unknown = [i for i, known in enumerate(covered) if not known and self.tokens[i].kind == "word"]
        for i in unknown[:8]:
            self._respell_closed(i) or self._respell(i) or self._part(i)
        self._parts_in_han(covered)

    def _respell_closed(self, i: int) -> bool:
        """Reads a misspelt word of a closed class as that."""
        written = self.tokens[i]
        near = self.closed.near(written.text)
        if near is None:
            return False
        self.tokens[i] = written._replace(text=near, stem=stem(near))
        for first in range(max(0, i - 2), i + 1):
            self.closed_at(first)
        self.respelt.append((written.text, near))
        return True

    def _respell(self, i: int) -> bool:
        near = self.lexicon.spelling.nearest_word(self.tokens[i].text)
        if near is None:
            return False
        written = self.tokens[i]
        self.tokens[i] = written._replace(stem=stem(near))
        before = len(self.mentions)
        for first in range(max(0, i - 3), i + 1):
            stems = tuple(t.stem for t in self.tokens[first : i + 1])
            for last in range(i + 1, min(len(self.tokens), i + 4) + 1):
                stems = tuple(t.stem for t in self.tokens[first:last])
                self._look_up(first, last, stems, _TYPO, "typo")
        if len(self.mentions) == before:
            self.tokens[i] = written
            return False
        self.respelt.append((written.text, near))
        return True

    def _part(self, i: int) -> bool:
        """The one value, or the one title, that has the word in it."""
        token = self.tokens[i]
        _, persons = self.lexicon.persons_called(token.text)
        if persons:
            self._named(i, i + 1, tuple(persons), _WORD_OF_PERSONS, "part")
            return True
        named = i > 0 and self.tokens[i - 1].text in _BEFORE_NAMES
        value = self.lexicon.value_with(token.text, sure=named)
        if value:
            self._named(i, i + 1, (value,), _PART_OF_VALUE, "part")
        _, readings = self.lexicon.title_with(token.stem)
        if readings:
            self._named(i, i + 1, tuple(readings), _PART_OF_TITLE, "part")
        return bool(value or readings)

    def _parts_in_han(self, covered: Sequence[bool]) -> None:
        """The same for stretches of Han characters that nothing explains."""
        i = 0
        while i < len(self.tokens):
            if covered[i] or self.tokens[i].kind != "han":
                i += 1
                continue
            last = i
            while last < len(self.tokens) and not covered[last] and self.tokens[last].kind == "han":
                last += 1
            self._near_in_han(i, last)
            i = last

    def _near_in_han(self, first: int, last: int) -> None:
        for begin in range(max(0, first - 2), first + 1):
            for end in range(min(len(self.tokens), last + 2), last - 1, -1):
                if not 2 <= end - begin <= 8:
                    continue
                text = self._text(begin, end)
                near = self.lexicon.spelling.near_phrase(text)
                if (
                    near
                    and _is_one_off(near, text)
                    and self._look_up(begin, end, phrase(near), _TYPO, "typo")
                ):
                    self.respelt.append((text, near))
                    return

    # --- names with what restricts them in front

    def modified(self) -> None:
        """Things with a value or a flag in front of them: "male students", 已取消的订单."""
        things: dict[int, list[Mention]] = {}
        for mention in self.mentions:
            if "THING" in mention.kinds and not mention.attached:
                things.setdefault(mention.first, []).append(mention)
        found: list[Mention] = []
        for mention in self.mentions:
            if not mention.kinds & {"VALUE", "FLAG"} or mention.word:
                continue
            for thing in (*things.get(mention.last, ()), *things.get(self._behind_joint(mention.last), ())):
                found += self._modified(mention, thing)
        self.mentions += found

    def _behind_joint(self, at: int) -> int:
        """The token behind a word that joins what restricts a name to it."""
        return at + 1 if at < len(self.tokens) and self.tokens[at].text in _JOINTS else -1

    def _modified(self, mention: Mention, thing: Mention) -> Iterator[Mention]:
        noun = mention.noun()
        clause: Clause
        if "FLAG" in mention.kinds:
            clause = Flagged(noun)
        else:
            clause = Valued((noun.only(Role.VALUE),), of=thing.noun())
        text = self._text(mention.first, thing.last)
        kinds = thing.kinds - {"DATE", "ATTRIBUTE", "TEXT", "NUMERIC"}
        cost = mention.cost + thing.cost + _MODIFIED
        yield replace(thing, first=mention.first, text=text, kinds=kinds, cost=cost, attached=(clause,))

    def _add(self, first: int, last: int, kinds: frozenset[str], **values: object) -> None:
        self.mentions.append(Mention(first, last, self._text(first, last), kinds, **values))  # type: ignore[arg-type]


_NEAR = 8
_BEFORE_NAMES = frozenset(
    ("from", "for", "of", "in", "at", "by", "named", "called", "to", "customer", "only")
)
_RANKS = frozenset(("s", "most", "often", "judge", "each"))
_QUOTES = frozenset("\"'()《》")
_PREPOSITIONS = frozenset(("in", "at", "among", "amongst", "from", "for", "with", "by", "的"))
_AUXILIARIES = frozenset(
    (
        "that",
        "who",
        "which",
        "do",
        "does",
        "did",
        "has",
        "have",
        "had",
        "is",
        "are",
        "was",
        "were",
        "been",
        "each",
    )
)
_PARTICIPLES = (
    "ed",
    "ing",
    "own",
    "ght",
    "ade",
    "old",
    "eld",
    "ept",
    "eft",
    "uilt",
    "ent",
    "aid",
    "ten",
    "ven",
    "ken",
    "ung",
    "orn",
    "ood",
)
_BEHIND_VERBS = frozenset(
    ("by", "with", "for", "to", "from", "in", "on", "at", "of", "into", "the", "a", "an", "any")
)


def _is_verb(tokens: Sequence[Token], i: int) -> bool:
    """Whether an unknown English word stands and looks like a verb."""
    before = tokens[i - 1].text if i else ""
    behind = tokens[i + 1].text if i + 1 < len(tokens) else ""
    if before in _AUXILIARIES or any(t.text in ("do", "does", "did") for t in tokens[max(0, i - _NEAR) : i]):
        return True
    if is_plural(before) and (
        behind in _BEHIND_VERBS or tokens[min(i + 1, len(tokens) - 1)].kind == "number"
    ):
        return True
    return tokens[i].text.endswith(_PARTICIPLES) and (behind in _BEHIND_VERBS or before in _AUXILIARIES)


def _type_of(dimension: Member) -> str:
    """The type of a dimension; a number that only tells things apart is a text."""
    numbers = dimension.primary_key or dimension.refers_to
    return "identifier" if numbers and dimension.type == "number" else dimension.type


def _is_one_off(near: str, text: str) -> bool:
    """Whether one character differs."""
    return len(near) == len(text) and sum(a != b for a, b in zip(near, text, strict=True)) == 1


# Words of these classes are not passed over inside a pattern, though they can carry no meaning.
_MEANT = frozenset(
    {
        *("not", "except", "without", "never", "o", "behind", "s", "s_own", "top", "often", "agg", "count"),
        *("how_many", "share", "growth", "on_year", "on_period", "running", "chart", "refuse", "each", "by"),
        *("versus", "count_rows", "count_distinct", "only", "which_strict", "and", "or", "instead", "about"),
        *("also", "remove", "all", "judge"),
    }
)
