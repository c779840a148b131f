from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.steps.say import fenced, pieces


@given(st.text(max_size=3_000), st.integers(1, 500))
def test_the_pieces_are_the_text_and_none_is_much_larger_than_asked_for(text, size):
    said = [piece.text for piece in pieces(text, size)]
    assert "".join(said) == text
    assert all(0 < len(piece) < 2 * size for piece in said)


def test_pieces_end_where_lines_end():
    text = "".join(f"line {number}\n" for number in range(100))
    assert all(piece.text.endswith("\n") for piece in pieces(text, 40))


@pytest.mark.parametrize("code", ["SELECT 1", "`a`", "```\nout\n```", "a ```` b"])
def test_a_fence_is_never_closed_by_its_code(code):
    fence, *inside, last = fenced(code, "sql").rstrip("\n").split("\n")
    assert fence == f"{last}sql"
    assert "\n".join(inside) == code
    assert last not in code
