"""Finds the mentions of a question: words of the closed classes, numbers, periods, names of the catalog."""

from __future__ import annotations

from datetime import date

from pipeline.cancellation import Cancellation
from pipeline.planner.grammar.closed import ClosedWords
from pipeline.planner.grammar.foreign import related, translated
from pipeline.planner.grammar.guess import guess
from pipeline.planner.grammar.match import Lattice
from pipeline.planner.grammar.mention import Mention
from pipeline.planner.grammar.modified import modified
from pipeline.planner.grammar.names import named_at
from pipeline.planner.grammar.relating import relating
from pipeline.planner.grammar.sheet import Found, Sheet
from pipeline.planner.grammar.small import figures, words_at
from pipeline.planner.lexicon import Lexicon

_QUOTES = frozenset("\"'()《》")
# Words of these classes are not passed over inside a pattern, though they can carry no meaning.
_MEANT = frozenset(
    {
        *("not", "except", "without", "never", "o", "behind", "s", "s_own", "top", "often", "agg", "count"),
        *("how_many", "share", "growth", "on_year", "on_period", "running", "chart", "refuse", "each", "by"),
        *("versus", "count_rows", "count_distinct", "only", "which_strict", "and", "or", "instead", "about"),
        *("also", "remove", "all", "judge"),
    }
)


def find(text: str, lexicon: Lexicon, closed: ClosedWords, today: date, cancellation: Cancellation) -> Found:
    """Every mention of a normalised text. Raises `DateRangeError`, `Cancelled`."""
    sheet = Sheet(text, lexicon, closed)
    figures(sheet, today)
    for first in range(len(sheet.tokens)):
        cancellation.check()
        words_at(sheet, first)
        named_at(sheet, first)
    _keep_whole(sheet)
    translated(sheet)
    guess(sheet)
    related(sheet)
    modified(sheet)
    known = sheet.covered(but="LITERAL")
    joined = frozenset(f"<{code}:and>" for code in closed.codes) | {"<:,>"}
    lattice = Lattice(len(sheet.tokens), sheet.mentions, _passed(sheet), joined)
    return Found(text, sheet.tokens, lattice, sheet.noise, known, sheet.respelt, relating(sheet, known))


def _keep_whole(s: Sheet) -> None:
    """Takes words that are only a part of one that asks for what no query says for nothing of their own: the
    什么 of 为什么 asks for no things."""
    for whole in [m for m in s.mentions if m.word and m.word.kind == "refuse" and m.last - m.first > 1]:
        inside = range(whole.first, whole.last)
        s.mentions = [m for m in s.mentions if m is whole or not (m.word and m.first in inside)]
        for at in inside:
            s.noise[at] = [last for last in s.noise[at] if last > whole.last]


def _is_meant(mention: Mention) -> bool:
    """Whether words are not passed over inside a pattern, though they can carry no meaning."""
    if mention.word:
        return mention.word.kind in _MEANT
    return mention.how == "inferred" or (bool(mention.kinds & {"FIGURE", "NUMERIC"}) and not mention.attached)


def _passed(s: Sheet) -> list[int]:
    """For each token the next one behind words without meaning: itself where there is none."""
    passed = list(range(len(s.tokens) + 1))
    meant = {m.first for m in s.mentions if _is_meant(m)}
    for i in range(len(s.tokens) - 1, -1, -1):
        token = s.tokens[i]
        free = token.kind != "mark" and token.text not in s.small.prepositions
        if token.text in _QUOTES or (s.noise[i] and i not in meant and free):
            passed[i] = passed[max(s.noise[i])]
    return passed
