from __future__ import annotations

from datetime import date

import pytest

from pipeline.planner.cut import Cut, cut
from pipeline.planner.readings import Role
from pipeline.planner.rules import RulesPlanner
from pipeline.planner.tokens import normalise


@pytest.fixture
def spans(rules: RulesPlanner, today: date):
    def cutting(text: str) -> Cut:
        return cut(normalise(text), rules.lexicon, today)

    return cutting


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("average order value by customer segment", ["average order value", "by", "customer segment"]),
        ("各部门的员工总数", ["各", "部门", "的", "员工总数"]),
        ("orders on March 5, 2024", ["orders", "on", "march 5, 2024"]),
        ("单价超过1,000元的产品", ["单价", "超过", "1,000", "元", "的", "产品"]),
    ],
)
def test_long_phrases_go_before_short_ones(spans, text: str, parts: list[str]) -> None:
    assert [s.text for s in spans(text).spans] == parts


def test_an_unknown_chinese_word_is_one_span_though_a_day_is_in_it(spans) -> None:
    assert [s.text for s in spans("天气").spans if s.is_unknown] == ["天气"]


def test_a_misspelt_word_is_read_as_the_nearest_of_the_catalog(spans) -> None:
    parts = spans("revenu by chanel")

    assert ("chanel", "channel") in parts.respelt
    assert all(s.is_noun for s in (parts.spans[0], parts.spans[-1]))


def test_quotes_make_a_value_of_a_word_that_is_also_something_else(spans) -> None:
    plain, quoted = spans("sales").spans[0], spans('"sales"').spans[0]

    assert plain.of(Role.MEASURE)
    assert {r.role for r in quoted.readings} == {Role.VALUE}


def test_inflected_verbs_of_showing_say_nothing(spans) -> None:
    assert not any(s.is_unknown for s in spans("showing, finding and giving revenue").spans)
