"""What the dictionary says of a word, from either side."""

from __future__ import annotations

from pipeline.planner.wordbook.dictionary import Dictionary, dictionary

ENTRIES = (
    "# a remark",
    "退貨 退货 [tui4 huo4] /to return merchandise/to withdraw a product/",
    "收益 收益 [shou1 yi4] /earnings; profit/",
    "軟件 软件 [ruan3 jian4] /(computer) software/CL:個|个[ge4]/",
    "慕尼黑 慕尼黑 [Mu4 ni2 hei1] /Munich, capital of Bavaria, Germany/",
    "王 王 [wang2] /king/",
    "張三 张三 [Zhang1 San1] /surname Zhang/variant of 章三/",
)


def english(word: str) -> list[str]:
    return [said.text for said in Dictionary(ENTRIES).english(word)]


def chinese(words: str) -> list[str]:
    return [said.text for said in Dictionary(ENTRIES).chinese(words)]


def test_glosses_are_translations_without_their_articles_and_remarks():
    assert english("软件") == ["software"]
    assert english("收益") == ["earnings", "profit"]


def test_a_verb_stands_without_its_object_too_but_further_away():
    assert english("退货") == ["return merchandise", "withdraw a product", "return", "withdraw"]


def test_what_is_said_of_a_place_is_no_translation_of_it():
    assert english("慕尼黑") == ["munich"]
    assert chinese("germany") == []


def test_names_and_variants_are_no_translations():
    assert english("张三") == []


def test_one_character_says_too_little():
    assert english("王") == []
    assert chinese("king") == []


def test_english_finds_the_chinese_word_by_any_of_its_glosses():
    assert chinese("profit") == ["收益"]
    assert chinese("return") == ["退货"]


def test_the_first_gloss_is_nearer_than_the_second():
    [earnings, *_] = Dictionary(("賺 赚钱 [zhuan4 qian2] /to earn/lucrative/",)).english("赚钱")

    assert earnings == ("earn", 0)


def test_what_has_no_entry_has_no_translation():
    assert english("没有这个词") == []


def test_the_dictionary_that_is_installed_knows_words_of_trades():
    assert ("pediatrics", 0) in dictionary().english("儿科")
    assert ("cold chain", 0) in dictionary().english("冷链")
    assert "德国" in [said.text for said in dictionary().chinese("germany")]
