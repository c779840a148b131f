"""What names are called otherwise, in the other language and in their own."""

from __future__ import annotations

import pytest

from pipeline.planner.wordbook.translate import synonyms, translations


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("毛利", "gross profit"),
        ("退货", "return"),
        ("红色", "red"),
        ("体重", "weight"),  # body weight
        ("位置代码", "location code"),  # of its two halves
        ("germany", "德国"),
        ("refunds", "退款"),  # in the plural
        ("churn rate", "流失率"),
    ],
)
def test_names_have_translations(said: str, meant: str):
    assert meant in [text for text, _ in translations(said)]


def test_the_half_of_a_translation_is_further_away_than_the_whole():
    costs = dict(translations("体重"))

    assert costs["body weight"] < costs["weight"]


def test_what_is_put_together_is_further_away_than_what_is_one_word():
    assert dict(translations("位置代码"))["location code"] > dict(translations("位置"))["location"]


@pytest.mark.parametrize(
    ("said", "meant"), [("staff", "employee"), ("clients", "customer"), ("薪酬", "工资"), ("学院", "学堂")]
)
def test_synonyms_have_translations_in_common(said: str, meant: str):
    assert meant in [text for text, _ in synonyms(said)]


def test_one_translation_in_common_may_be_another_sense():
    assert "room" in dict(translations("空间"))
    assert "space" in dict(translations("空间"))

    assert "room" not in dict(synonyms("space"))


def test_a_word_in_another_form_is_no_synonym_of_itself():
    assert not {"client", "clients"} & {text for text, _ in synonyms("clients")}


def test_what_is_no_word_has_neither():
    assert translations("qwrtz") == []
    assert synonyms("qwrtz") == []
