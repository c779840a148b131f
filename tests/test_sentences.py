from __future__ import annotations

import time
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.planner.reply import Reply
from pipeline.sentences import has_odd_digits, is_in, sentences, shown


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (
            "Sales rose by 3.5% to approx. 5. Support fell.",
            ["Sales rose by 3.5% to approx. 5.", "Support fell."],
        ),
        ("销售额最高。其次是“研发部”。", ["销售额最高。", "其次是“研发部”。"]),
        ("他说“好。”然后呢？", ["他说“好。”", "然后呢？"]),
        ("# Result\n- **Sales** leads!\n2. Support is last.", ["Sales leads!", "Support is last."]),
        ("Sales leads. Support has", ["Sales leads."]),
        ("... 123.", []),
    ],
    ids=["decimals", "chinese", "quotes", "markdown", "broken off", "no words"],
)
def test_sentences_are_whole_and_plain(text, whole):
    assert list(sentences([text])) == whole


_TEXT = st.text(alphabet=st.sampled_from(list("aB1 .!?。；”\n*-{}`好")), max_size=40)


@given(_TEXT, st.lists(st.integers(0, 40), max_size=6))
def test_it_does_not_matter_how_a_stream_is_cut(text, cuts):
    places = sorted({0, len(text), *(c for c in cuts if c < len(text))})
    pieces = [text[a:b] for a, b in pairwise(places)]
    assert list(sentences(pieces)) == list(sentences([text]))
    assert "".join(Reply().prose(pieces)) == "".join(Reply().prose([text]))


@pytest.mark.parametrize("text", ["a", "!", ". ", ".", " ", "?!"])
def test_a_text_without_end_is_not_read_on(text):
    read = 0

    def looping():
        nonlocal read
        while True:
            read += 1
            yield text

    assert not list(islice(sentences(looping()), 20))
    assert read <= 10_000


def test_the_end_of_a_sentence_is_looked_for_in_a_time_that_grows_with_its_length():
    def seconds(length):
        began = time.perf_counter()
        assert not list(sentences(["!" * length]))
        return time.perf_counter() - began

    short = min(seconds(2_000) for _ in range(5))
    assert min(seconds(16_000) for _ in range(3)) < 30 * short  # 64 times would be its square


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Sales leads with 500.", "en"),
        ("销售部最高,为 500。", "zh"),
        ("Customer Success 部门最高。", "zh"),
        ("按 departments.name 列出 employees.total_employees。", "zh"),
        ("500。", "zh"),
        ("500.", "en"),
    ],
)
def test_the_language_of_a_sentence(sentence, language):
    other = "zh" if language == "en" else "en"
    assert is_in(sentence, language)
    assert is_in(sentence, other) == (sentence[0] == "5")


def test_names_are_of_no_language():
    assert not is_in("研发一部 leads.", "en")
    assert is_in("研发一部 leads.", "en", ["研发一部"])


def test_what_is_shown_is_one_line_without_markup():
    assert shown("<b>x</b>\n# y", "en", first=False) == " \\<b\\>x\\</b\\> # y"
    assert shown("好", "zh", first=False) == "好"
    assert len(shown("x" * 900, "en", first=True)) == 400


@pytest.mark.parametrize(("text", "odd"), [("12 ３ 〇 二", False), ("x²", True), ("①", True), ("٣", True)])
def test_digits_that_hide_a_number_are_found(text, odd):
    assert has_odd_digits(text) == odd
