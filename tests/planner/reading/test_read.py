"""What each part of a question is read as, over the demo company's words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from pipeline.engines.base import Engine
from pipeline.planner.cut import cut
from pipeline.planner.draft import Choice, Draft
from pipeline.planner.reading.read import read
from pipeline.planner.rules import RulesPlanner
from pipeline.planner.tokens import normalise

Read = Callable[[str], Draft]


@pytest.fixture
def draft(rules: RulesPlanner, today: date) -> Read:
    return lambda text: read(cut(normalise(text), rules.lexicon, today).spans, rules.lexicon)


def texts(choices: list[Choice]) -> list[str]:
    return [choice.text for choice in choices]


@pytest.mark.parametrize(
    ("text", "measures", "groups"),
    [
        ("average salary by department and gender", ["average salary"], ["department", "gender"]),
        ("各部门和性别的平均工资", ["平均工资"], ["部门", "性别"]),
        ("how many orders in each region", ["how many orders"], ["region"]),
        ("每个地区有多少订单", ["订单"], ["地区"]),
        ("revenue and profit per brand", ["revenue", "profit"], ["brand"]),
    ],
)
def test_what_is_measured_and_what_it_is_grouped_by(
    draft: Read, text: str, measures: list[str], groups: list[str]
) -> None:
    found = draft(text)
    assert texts(found.measures) == measures
    assert texts(found.groups) == groups
    assert found.grouped


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("departments with more than 20 employees", [("gt", "20")]),
        ("人数超过20的部门", [("gt", "20")]),
        ("products with a list price between 100 and 200", [("gte", "100"), ("lte", "200")]),
        ("单价在100到200之间的产品", [("gte", "100"), ("lte", "200")]),
        ("customers with at least 5 orders", [("gte", "5")]),
        ("订单数不少于5的客户", [("gte", "5")]),
        ("employees older than 50", [("gt", "50")]),
        ("工资3万以上的员工", [("gte", "30000")]),
    ],
)
def test_number_conditions(draft: Read, text: str, bounds: list[tuple[str, str]]) -> None:
    found = draft(text)
    assert [(b.operator, b.value) for b in found.bounds] == bounds
    assert found.unknown_key == []


@pytest.mark.parametrize(
    ("text", "rank", "limit", "plural"),
    [
        ("top 5 products by revenue", "desc", 5, True),
        ("销售额前5的产品", "desc", 5, False),
        ("bottom three brands by profit", "asc", 3, True),
        ("which city has the fewest customers", "asc", None, False),
        ("which products have the highest price", "desc", None, True),
        ("客户最少的城市是哪个", "asc", None, False),
    ],
)
def test_superlatives(draft: Read, text: str, rank: str, limit: int | None, plural: bool) -> None:
    found = draft(text)
    assert (found.rank, found.limit, found.plural) == (rank, limit, plural)


@pytest.mark.parametrize(
    ("text", "kept", "left_out"),
    [
        ("orders from Shanghai", ["shanghai"], []),
        ("customers except Beijing and Shanghai", [], ["beijing", "shanghai"]),
        ("除了上海和北京以外各城市的客户数", [], ["上海", "北京"]),
        ("不包括实习生的员工数", [], ["实习生"]),
        ("employees in the sales department", ["sales department"], []),
    ],
)
def test_values_and_what_is_left_out(draft: Read, text: str, kept: list[str], left_out: list[str]) -> None:
    values = draft(text).values
    assert [v.text for v in values if not v.negated] == kept
    assert [v.text for v in values if v.negated] == left_out


@pytest.mark.parametrize(
    ("text", "operator", "letters"),
    [
        ('customers whose name contains "Foods"', "contains", "foods"),
        ("名称包含“茶”的产品有哪些", "contains", "茶"),
        ("customers whose name contains an", "contains", "an"),
        ("product name contains coffee", "contains", "coffee"),
        ("名称包含茶的产品", "contains", "茶"),
        ("哪些产品名称里有咖啡", "contains", "咖啡"),
        ("名字里不含茶的产品", "notContains", "茶"),
        ("products whose name doesn't start with A", "notStartsWith", "a"),
        ("产品名称不以A开头", "notStartsWith", "a"),
        ("sales of products with names starting with A", "startsWith", "a"),
        ("list the products with a name that starts with compact", "startsWith", "compact"),
        ("以“上”开头的城市的客户数", "startsWith", "上"),
        ('how many customers have a name not ending with "Ltd"', "notEndsWith", "ltd"),
    ],
)
def test_conditions_on_letters(draft: Read, text: str, operator: str, letters: str) -> None:
    [found] = draft(text).texts
    assert (found.operator, found.text) == (operator, letters)


@pytest.mark.parametrize(
    "text",
    [
        "highest latitude by city",
        "total weight of orders",
        "revenue by product family",
        "products that contain sugar",
        "churn of customers by region",
        "各地区客户的满意度",
        "cancelled order rate by channel",
        "新客户的销售额",
        "products not sold in 2024",
    ],
)
def test_what_is_measured_or_grouped_by_must_be_known(draft: Read, text: str) -> None:
    assert draft(text).unknown_key


@pytest.mark.parametrize(
    ("text", "sort", "axis"),
    [
        ("revenue by brand in descending order", "desc", None),
        ("各品牌销售额从低到高", "asc", None),
        ("revenue by brand, order by the y-axis from high to low", "desc", "y"),
        ("revenue by brand, sort the x axis ascending", "asc", "x"),
    ],
)
def test_an_order_asked_for_in_so_many_words(draft: Read, text: str, sort: str, axis: str | None) -> None:
    found = draft(text)
    assert (found.sort, found.sort_axis, found.rank) == (sort, axis, None)


@pytest.mark.parametrize(
    ("text", "chart"), [("revenue by brand as a pie chart", "pie"), ("按月销售额折线图", "line")]
)
def test_a_chart_asked_for_by_name(draft: Read, text: str, chart: str) -> None:
    assert draft(text).chart == chart


@pytest.mark.parametrize(
    "text", ["revenue by planet", "orders in Atlantis", "按星球统计销售额", "revenue above 5 5"]
)
def test_words_and_numbers_that_may_not_be_ignored(draft: Read, text: str) -> None:
    assert draft(text).unknown_key


def test_half_a_name_behind_an_unknown_word_is_no_other_name(
    organisations: dict[str, Engine], today: date
) -> None:
    lexicon = RulesPlanner(organisations["hospital"], lambda: today).lexicon

    known = read(cut("admissions by type", lexicon, today).spans, lexicon)
    unknown = read(cut("admissions with holiday type", lexicon, today).spans, lexicon)

    assert texts(known.groups) == ["type"]
    assert unknown.unknown_key == ["holiday"]


@pytest.mark.parametrize("text", ["average revenue per order line item count", "平均每个部门多少员工"])
def test_an_average_that_belongs_to_no_noun_is_kept_in_mind(draft: Read, text: str) -> None:
    found = draft(text)
    assert found.unbound == ["avg"] or found.measures
