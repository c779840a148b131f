"""The mentions of a question while they are collected, and what is known of it afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.catalog import Member
from pipeline.planner.grammar.closed import ClosedWords
from pipeline.planner.grammar.match import Lattice
from pipeline.planner.grammar.mention import Mention
from pipeline.planner.lexicon import Lexicon
from pipeline.planner.tokens import Token, tokenize

_OPENING, _CLOSING = ('"', "'", "《"), ('"', "'", "》")


@dataclass
class Found:
    """What stands in a question.

    Attributes:
        tokens: its tokens; ``text`` is what they are offsets into.
        known: for each token whether any mention or word without meaning covers it.
        respelt: words that were read as a likely other spelling.
        relates: for each token whether it is an unknown verb that only says how two names belong together.
    """

    text: str
    tokens: Sequence[Token]
    lattice: Lattice
    noise: Sequence[Sequence[int]]
    known: Sequence[bool]
    respelt: list[tuple[str, str]] = field(default_factory=list)
    relates: Sequence[bool] = ()


class Sheet:
    """A question's tokens, and the mentions that were found so far.

    Attributes:
        noise: for each token where the phrases without meaning that begin there end.
        dated: the tokens of periods.
        respelt: words that were read as a likely other spelling.
        types: dimension -> its type; "identifier" for a number that only tells things apart.
    """

    def __init__(self, text: str, lexicon: Lexicon, closed: ClosedWords) -> None:
        self.text = text
        self.tokens = tokenize(text)
        self.lexicon = lexicon
        self.closed = closed
        self.small = closed.small
        self.mentions: list[Mention] = []
        self.noise: list[list[int]] = [[] for _ in self.tokens]
        self.dated: set[int] = set()
        self.respelt: list[tuple[str, str]] = []
        self.types = {d.name: _type_of(d) for d in lexicon.catalog.dimensions}

    def add(self, first: int, last: int, kinds: frozenset[str], **values: object) -> None:
        """Adds a mention; ``values`` are those of its fields that have a default."""
        self.mentions.append(Mention(first, last, self.text_of(first, last), kinds, **values))  # type: ignore[arg-type]

    def at(self, first: int) -> list[Mention]:
        """The mentions that begin at a token."""
        return [m for m in self.mentions if m.first == first]

    def text_of(self, first: int, last: int) -> str:
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]

    def opens_quote(self, first: int) -> bool:
        """Whether a quote stands before a token."""
        start = self.tokens[first].start
        return self.text[max(0, start - 1) : start] in _OPENING and start > 0

    def is_quoted(self, first: int, last: int) -> bool:
        end = self.tokens[last - 1].end
        return self.opens_quote(first) and self.text[end : end + 1] in _CLOSING

    def covered(self, but: str = "") -> list[bool]:
        """For each token whether a phrase without meaning covers it, or a mention that is not of the kind
        ``but``."""
        found = [False] * len(self.tokens)
        for mention in self.mentions:
            if but not in mention.kinds:
                found[mention.first : mention.last] = [True] * (mention.last - mention.first)
        for first, ends in enumerate(self.noise):
            for last in ends:
                found[first:last] = [True] * (last - first)
        return found


def _type_of(dimension: Member) -> str:
    """The type of a dimension; a number that only tells things apart is a text."""
    numbers = dimension.primary_key or dimension.refers_to
    return "identifier" if numbers and dimension.type == "number" else dimension.type
