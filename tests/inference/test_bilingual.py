"""Names of columns in the other language, and questions asked in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline import Outcome, Pipeline, Settings
from pipeline.inference.bilingual import also_chinese, called, chinese, english
from pipeline.inference.names import words_of


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("cust_nm", "客户名称"),
        ("OrderDate", "订单日期"),
        ("unit_price", "单价"),
        ("date_of_birth", "出生日期"),
        ("ProductCategories", "产品类别"),
        ("zblorg_price", None),
    ],
)
def test_english_names_in_chinese(name: str, said: str | None) -> None:
    assert chinese(words_of(name)) == said


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("客户名称", ["customer", "name"]),
        ("订单日期", ["order", "date"]),
        ("数量", ["quantity"]),
        ("魑魅", None),
    ],
)
def test_chinese_names_in_english(name: str, words: list[str] | None) -> None:
    assert english(name) == words


def test_what_else_a_name_is_called() -> None:
    assert called(["product", "category"]) == ["产品品类", "产品分类"]


@pytest.mark.parametrize(
    ("name", "also"),
    [("产品名称", "商品名称"), ("客户名称", "顾客名称"), ("门店名称", "店铺名称"), ("数量", "件数")],
)
def test_a_chinese_name_may_be_said_with_another_word(name: str, also: str) -> None:
    assert also in also_chinese(name)


def test_other_words_for_things_are_understood_in_an_export(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder: Path = tmp_path_factory.mktemp("export")
    (folder / "销售.csv").write_text(
        "订单编号,客户名称,产品名称,数量,单价\nA1,甲,绿茶,3,10\nA2,乙,红茶,5,8\nA3,甲,咖啡,4,20\n", "utf-8"
    )
    with Pipeline(Settings(data=folder / "销售.csv", cache_dir=folder / "c")) as sales:
        for text, wanted in {
            "销量最好的商品": [["红茶", 5]],
            "各顾客的订单数": [["甲", 2], ["乙", 1]],
            "商品名包含茶的件数": [[8]],
        }.items():
            answer = sales.ask(text)
            assert answer.table is not None, f"{text}: {answer.message}"
            assert answer.to_json()["rows"] == wanted, text


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Pipeline:
    folder: Path = tmp_path_factory.mktemp("bilingual")
    (folder / "orders.csv").write_text(
        "order_no,order_date,country,product_category,quantity,unit_price\n"
        + "".join(
            f"A{i:04},2025-0{1 + i % 6}-1{i % 9},{('France', 'Germany', 'United Kingdom')[i % 3]},"
            f"{('Chairs', 'Lamps')[i % 2]},{1 + i % 40},{10 + i * 37 % 500}.50\n"
            for i in range(200)
        )
    )
    return Pipeline(Settings(data=folder / "orders.csv", today=date(2025, 6, 30), cache_dir=folder / "c"))


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("各国家的总数量", "total quantity by country"),
        ("法国的订单数", "number of orders in France"),
        ("各产品类别的平均单价", "average unit price by product category"),
        ("每月订单数", "number of orders by month"),
        ("数量最高的国家", "country with the highest quantity"),
        ("2025年3月德国的总数量", "total quantity in Germany in March 2025"),
        ("各国家的销量", "units sold by country"),
    ],
)
def test_english_columns_are_asked_about_in_both_languages(zh: str, en: str, pipeline: Pipeline) -> None:
    first, second = pipeline.ask(zh), pipeline.ask(en)
    assert first.outcome is second.outcome is Outcome.ANSWERED, first.message + second.message
    assert first.query == second.query
    assert not any(c.isascii() and c.isalpha() for header in first.headers for c in header), first.headers


def test_a_chinese_word_that_says_which_things_is_not_ignored(pipeline: Pipeline) -> None:
    assert pipeline.ask("加急订单数").outcome is Outcome.DECLINED


def test_a_table_of_chinese_columns_is_asked_in_english(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder: Path = tmp_path_factory.mktemp("staff")
    (folder / "员工花名册.csv").write_text(
        "工号,姓名,职位,年龄,月薪,绩效评分\n00001,赵子明,会计,51,9000,4.5\n00002,钱一华,出纳,29,12000,3.5\n",
        "utf-8",
    )
    settings = Settings(data=folder / "员工花名册.csv", today=date(2025, 6, 30), cache_dir=folder / "c")
    with Pipeline(settings) as staff:
        for text, wanted in {
            "who is the oldest employee": [["赵子明", 51]],
            "top 1 employee by monthly salary": [["钱一华", 12000]],
            "how many different positions are there": [[2]],
            "average performance score": [[4.0]],
            "average monthly salary per employee": [[10500.0]],
            "姓赵的员工有多少": [[1]],
            "姓名以钱开头的员工": [["钱一华"]],
            "各职位的平均年龄及人数": [["会计", 1, 51.0], ["出纳", 1, 29.0]],
        }.items():
            answer = staff.ask(text)
            assert answer.table is not None, f"{text}: {answer.message}"
            assert answer.to_json()["rows"] == wanted, text
