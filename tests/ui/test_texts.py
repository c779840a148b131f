"""Every text of the page is complete in both languages."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from pipeline.language import Text
from pipeline.ui import texts

HAN = re.compile(r"[一-鿿]")
ALL = {
    f"{name}.{key}" if key else name: said
    for name, value in vars(texts).items()
    for key, said in (value.items() if isinstance(value, dict) else [("", value)])
    if isinstance(said, Text)
}


@pytest.mark.parametrize("said", ALL.values(), ids=ALL)
def test_a_text_stands_in_both_languages_and_mixes_none(said: Text) -> None:
    assert said.en
    assert not HAN.search(said.en)
    assert HAN.search(said.zh)


@pytest.mark.parametrize("said", ALL.values(), ids=ALL)
def test_both_languages_have_the_same_places_to_fill(said: Text) -> None:
    def places(text: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(text)}

    assert places(said.en) == places(said.zh)


@pytest.mark.parametrize("said", ALL.values(), ids=ALL)
def test_chinese_is_punctuated_as_chinese(said: Text) -> None:
    assert not re.search(r"[一-鿿][,:;?!]", said.zh)


def test_every_step_and_every_state_of_one_has_a_name() -> None:
    assert list(texts.STEPS) == ["generate", "sql", "execute", "present", "analyze"]
    assert set(texts.STATES) == {"waiting", "running", "paused", "done", "failed", "stopped"}
