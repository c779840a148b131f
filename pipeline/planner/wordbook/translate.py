"""What a word or a few words are called in the other language, and what else they are called in their own.

The words that columns are usually named by count as much as the dictionary's. A name that neither has is put
together of those that they have: 学生人数 of 学生 and 人数. Synonyms have translations in common: client and
customer are both 客户 and 顾客.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import product

from pipeline.inference.bilingual import TOGETHER, WORDS
from pipeline.inference.names import singular
from pipeline.planner.wordbook.dictionary import Said, cheapest, dictionary

_REMEMBERED = 4_000
_MOST = 24  # of what one word may be called
_TRIED, _PIECES = 4, 3  # translations of each piece of a longer name, pieces of one
_ANOTHER_FORM = 0.05  # "shipped" where the dictionary has "ship"
_HEADED, _HEAD_ALONE = 2, 0.2  # words of a name, its noun by itself
_TOGETHER = 0.1  # for each further piece
_PIVOTS, _FURTHEST = 8, 0.2
_ENDINGS = (("ied", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"))
_SHORTEST = 3  # letters that an ending leaves


@lru_cache(maxsize=_REMEMBERED)
def translations(text: str) -> list[Said]:
    """What a text in lower case is called in the other language, the nearest first."""
    direct = _direct(text)
    return cheapest([*direct, *_heads(direct)] if direct else _put_together(text))[:_MOST]


@lru_cache(maxsize=_REMEMBERED)
def synonyms(text: str) -> list[Said]:
    """What else of the same language has at least two of the same translations, the nearest first: one in
    common may be another sense (a space is a room, but not one of a hotel)."""
    found: dict[str, list[float]] = defaultdict(list)
    for there in _direct(text)[:_PIVOTS]:
        for back in _direct(there.text):
            found[back.text].append(there.cost + back.cost)
    own = {text, *(form.text for form in _forms(text))}
    shared = {other: sorted(costs)[:2] for other, costs in found.items() if other not in own}
    near = (Said(other, sum(costs)) for other, costs in shared.items() if len(costs) > 1)
    return cheapest(said for said in near if said.cost <= _FURTHEST)[:_MOST]


@lru_cache(maxsize=_REMEMBERED)
def _direct(text: str) -> list[Said]:
    """The translations of a text as a whole."""
    if not text.isascii():
        named = [Said(word, 0.0) for word in _english_of().get(text, ())]
        return cheapest([*named, *dictionary().english(text)])
    found: list[Said] = []
    for form, cost in _forms(text):
        words = tuple(form.split())
        titles = WORDS.get(form, ()) if len(words) == 1 else (TOGETHER.get(words, ""),)
        found += [Said(word, cost) for word in titles if word]
        found += [Said(said.text, said.cost + cost) for said in dictionary().chinese(form)]
    return cheapest(found)


def _forms(text: str) -> Iterator[Said]:
    """English words as they are written, in the singular and without the ending of a verb."""
    yield Said(text, 0.0)
    words = text.split(" ")
    one = " ".join(singular(words))
    if one != text:
        yield Said(one, 0.0)
    for ending, instead in _ENDINGS:
        if text.endswith(ending) and len(text) - len(ending) >= _SHORTEST:
            yield Said(text.removesuffix(ending) + instead, _ANOTHER_FORM)


def _heads(said: Iterable[Said]) -> Iterator[Said]:
    """The nouns that English translations end in: body weight is a weight."""
    for text, cost in said:
        words = text.split(" ")
        if text.isascii() and len(words) == _HEADED and len(words[-1]) > _SHORTEST:
            yield Said(words[-1], cost + _HEAD_ALONE)


@cache
def _english_of() -> dict[str, list[str]]:
    """The English words for those that columns are usually named by in Chinese."""
    found: dict[str, list[str]] = defaultdict(list)
    for words, chinese in TOGETHER.items():
        found[chinese].append(" ".join(words))
    for word, said in WORDS.items():
        for chinese in said:
            found[chinese].append(word)
    return found


def _put_together(text: str) -> Iterator[Said]:
    """The translations of a text by those of its pieces."""
    chinese = not text.isascii()
    for pieces in _cut(text if chinese else tuple(text.split(" ")), _PIECES):
        if len(pieces) == 1:
            continue
        each = [_direct(piece)[:_TRIED] for piece in pieces]
        cost = _TOGETHER * (len(pieces) - 1)
        for words in product(*each):
            joined = (" " if chinese else "").join(word.text for word in words)
            yield Said(joined, cost + sum(word.cost for word in words))


def _cut(whole: str | tuple[str, ...], most: int) -> Iterator[tuple[str, ...]]:
    """The ways to cut a text into at most so many pieces that have a translation."""
    for length in range(1, len(whole) + 1):
        front = whole[:length]
        piece = front if isinstance(front, str) else " ".join(front)
        if not _direct(piece):
            continue
        if length == len(whole):
            yield (piece,)
        elif most > 1:
            yield from ((piece, *rest) for rest in _cut(whole[length:], most - 1))
