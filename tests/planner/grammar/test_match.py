"""Patterns take sequences of mentions: words of a class, names of a kind, lists, what may be passed over."""

from __future__ import annotations

import pytest

from pipeline.planner.grammar.match import Lattice, elements
from pipeline.planner.grammar.mention import Mention, Word


def word(kind: str, first: int, last: int | None = None) -> Mention:
    kinds = frozenset((f"<en:{kind}>",))
    return Mention(first, last or first + 1, kind, kinds, word=Word(kind, "", "en"))


def name(kind: str, first: int, text: str = "", cost: float = 0.0) -> Mention:
    return Mention(first, first + 1, text or f"{kind}{first}", frozenset((kind,)), cost=cost)


def lattice(*mentions: Mention, noise: tuple[int, ...] = ()) -> Lattice:
    length = max(m.last for m in mentions)
    passed = list(range(length + 1))
    for i in range(length - 1, -1, -1):
        if i in noise:
            passed[i] = passed[i + 1]
    return Lattice(length, mentions, passed, frozenset(("<en:and>",)))


def spans(pattern: str, of: Lattice) -> set[tuple[int, tuple[str, ...]]]:
    """Where each match ends, and what it calls ``g``."""
    found = of.matches(elements(pattern, "en"), 0)
    return {(m.last, tuple(mention.text for mention in m.all("g"))) for m in found}


def test_a_word_and_a_name() -> None:
    assert spans("<by> g:GROUP", lattice(word("by", 0), name("GROUP", 1, "city"))) == {(2, ("city",))}


def test_a_name_of_another_kind_is_not_taken() -> None:
    assert spans("<by> g:GROUP", lattice(word("by", 0), name("VALUE", 1))) == set()


def test_words_of_another_language_are_not_taken() -> None:
    of = lattice(word("by", 0), name("GROUP", 1))

    assert list(of.matches(elements("<by> g:GROUP", "zh"), 0)) == []


def test_what_may_be_left_out_may_stand_there() -> None:
    pattern = "<by>? g:GROUP"

    assert spans(pattern, lattice(name("GROUP", 0, "city"))) == {(1, ("city",))}
    assert spans(pattern, lattice(word("by", 0), name("GROUP", 1, "city"))) == {(2, ("city",))}


def test_a_list_is_taken_at_every_length() -> None:
    of = lattice(
        name("GROUP", 0, "a"), word("and", 1), name("GROUP", 2, "b"), word("and", 3), name("GROUP", 4, "c")
    )

    assert spans("g:GROUP+", of) == {(1, ("a",)), (3, ("a", "b")), (5, ("a", "b", "c"))}


def test_without_a_joint_there_is_no_list() -> None:
    assert spans("g:GROUP+", lattice(name("GROUP", 0, "a"), name("GROUP", 1, "b"))) == {(1, ("a",))}


def test_words_without_meaning_are_passed_over_inside_but_not_at_the_ends() -> None:
    of = lattice(word("by", 0), name("NOISE", 1), name("GROUP", 2, "city"), name("NOISE", 3), noise=(1, 3))

    assert spans("<by> g:GROUP", of) == {(3, ("city",))}
    assert list(of.matches(elements("g:GROUP", "en"), 1)) == []


def test_the_costs_of_its_mentions_are_the_match_s() -> None:
    of = lattice(name("GROUP", 0, cost=0.2), word("and", 1), name("GROUP", 2, cost=0.3))

    costs = {m.last: m.cost for m in of.matches(elements("g:GROUP+", "en"), 0)}

    assert costs == {1: pytest.approx(0.2), 3: pytest.approx(0.5)}
