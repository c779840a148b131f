from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from planner.other_data import TODAY

from pipeline import Pipeline, Settings
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


def test_a_table_of_few_things_is_asked_about_by_those_things(tmp_path: Path) -> None:
    file = tmp_path / "报告.csv"
    file.write_text("地区,产量,销售\n华东,120,300\n华南,80,210\n华北,95,180\n西南,60,240\n", "utf-8")
    with Pipeline(Settings(data=file, cache_dir=tmp_path / "cache")) as pipeline:
        asked = pipeline.suggestions("zh", count=5)
    assert asked[:2] == ("按地区统计总销售", "总销售最高的地区")
    assert "按地区统计总产量" in asked
    assert not any("不同" in question for question in asked)
