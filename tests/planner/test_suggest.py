from __future__ import annotations

from collections.abc import Callable

import pytest
from planner.other_data import TODAY

from pipeline.answer import Outcome
from pipeline.engines.base import Engine
from pipeline.language import Language, detect
from pipeline.planner.base import Plan, Question
from pipeline.planner.rules import RulesPlanner

Ask = Callable[..., Plan]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("near", ["", "salary", "退货", "the weather in Lund"])
def test_every_suggestion_is_answered_and_speaks_the_language(
    rules: RulesPlanner, ask: Ask, language: Language, near: str
) -> None:
    suggested = rules.suggester.suggest(language, near=near, count=6)

    assert len(suggested) == 6
    for text in suggested:
        assert detect(text) == language
        assert ask(text).outcome is Outcome.ANSWERED, text


def test_they_are_about_what_was_asked(rules: RulesPlanner) -> None:
    assert "salary" in rules.suggester.suggest("en", near="salary", count=1)[0].lower()


@pytest.mark.parametrize("name", ["hospital", "school"])
def test_other_models_have_suggestions_too(name: str, organisations: dict[str, Engine]) -> None:
    planner = RulesPlanner(organisations[name], lambda: TODAY)
    language: Language = "zh" if name == "school" else "en"
    suggested = planner.suggester.suggest(language, count=5)

    assert len(set(suggested)) == 5
    for text in suggested:
        assert planner.plan_now(Question(text, language)).outcome is Outcome.ANSWERED, text


def test_a_measure_called_count_is_named_with_what_it_counts(organisations: dict[str, Engine]) -> None:
    suggested = RulesPlanner(organisations["hospital"], lambda: TODAY).suggester.suggest("en", count=3)
    assert any(text.startswith("admissions count") for text in suggested)
