"""Bad input, and what holds for any input."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.answer import Outcome
from pipeline.derived import Basis
from pipeline.errors import QueryError
from pipeline.language import detect
from pipeline.planner import words
from pipeline.planner.base import Plan, Question
from pipeline.planner.cues import CUES
from pipeline.planner.rules import RulesPlanner

Ask = Callable[..., Plan]

NONSENSE = [
    "?",
    "   ",
    "😀😀😀",
    "...---...",
    "你好",
    "hello",
    "qwertz uiop asdf",
    "这是一个没有意义的句子吗",
    "SELECT * FROM employees; DROP TABLE employees; --",
    "'; DELETE FROM orders WHERE 1=1 --",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)> <b>total</b>",
    "${7*7} {{7*7}} %s %n",
    "天气怎么样",
    "how is the weather in Lund?",
    "lorem ipsum dolor sit amet " * 80,
    "啊" * 2000,
    "1234567890 " * 200,
]


@pytest.mark.parametrize("text", NONSENSE, ids=lambda t: t[:24])
def test_nonsense_is_declined_with_questions_that_would_work(ask: Ask, text: str) -> None:
    plan = ask(text)

    assert plan.outcome in {Outcome.DECLINED, Outcome.CLARIFY}
    assert plan.query is None
    assert plan.message
    assert plan.suggestions


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("orders on 2024-02-30", "does not exist"),
        ("2024年2月30日的订单数", "不存在"),
        ("revenue in Q7 2024", "no quarter 7"),
        ("employees in Shangai department", "Did you mean"),
        ("revenue by planet", '"planet"'),
        ("按星球统计销售额", "“星球”"),
        ("forecast of revenue next year", "Forecasts"),
        ("预测明年销售额", "预测"),
        ("delete all orders", "never changed"),
        ("为什么销售额下降", "原因"),
        ("median salary", 'no median of "salary"'),
        ("各部门工资的中位数", "没有“工资”的中位数"),
        ("90th percentile of salary", "Percentiles"),
    ],
)
def test_a_clear_sentence_says_why_not(ask: Ask, text: str, says: str) -> None:
    plan = ask(text)
    if "Did you mean" in says and plan.query is not None:
        assert any("was read as" in note for note in plan.assumptions)
        return
    assert plan.query is None
    assert says in plan.message


MIXED = [
    "revenue by 地区 in 2024",
    "employees in 工程部 by city",
    "各 department 的 headcount",
    "统计 revenue by month",
    "top 5 产品 by 销售额",
    "orders in March by channel",
    "3月各渠道订单",
    "各城市 customrs 数",
    "revenue by planet",
    "按星球统计销售额",
    "工资最高的人",
    "salary",
]


@pytest.mark.parametrize("text", MIXED)
def test_what_is_said_is_in_one_language(ask: Ask, text: str) -> None:
    plan = ask(text)
    language = detect(text)
    for sentence in (plan.message, *plan.assumptions, *plan.understood, *plan.suggestions):
        own = re.sub(r"“[^”]*”|\"[^\"]*\"", "", sentence)  # what is quoted is the question's or the data's
        if language == "en":
            assert not re.search(r"[一-鿿]", own), sentence
        else:
            assert not sentence or re.search(r"[一-鿿]", own), sentence


_VOCABULARY = sorted(
    {w for table in (CUES, words.GRAINS, words.CHARTS) for phrases in table.values() for w in phrases}
    | {
        "revenue",
        "salary",
        "orders",
        "department",
        "city",
        "上海",
        "工资",
        "订单",
        "客户",
        "产品",
        "2024",
        "5",
        "100",
        "Q3",
    }
)
_QUESTIONS = st.one_of(
    st.text(max_size=120),
    st.lists(st.sampled_from(_VOCABULARY), max_size=14).map(" ".join),
    st.lists(st.sampled_from(_VOCABULARY), max_size=14).map("".join),
)


# What a text may follow up on; "" for nothing.
_BEFORE = (
    "",
    "revenue by region in 2024",
    "share of revenue by region",
    "cumulative revenue by month in 2024",
    "year over year revenue growth in 2024 by month",
    "average revenue per customer by region",
    "top 3 products by revenue in each category",
)


@given(text=_QUESTIONS, before=st.sampled_from(_BEFORE))
@settings(max_examples=400, deadline=None)
def test_any_text_gives_a_plan_whose_query_compiles(rules: RulesPlanner, text: str, before: str) -> None:
    earlier = rules.plan_now(Question(before, "en"))
    previous = Basis(earlier.query, earlier.derived) if earlier.query else None
    assert (previous is None) == (before == "")

    plan = rules.plan_now(Question(text, detect(text), previous))

    assert (plan.outcome is Outcome.ANSWERED) == (plan.query is not None)
    if plan.query is None:
        assert plan.message
        return
    rules.catalog.check(plan.query)
    try:
        rules._engine.compile(plan.query)
    except QueryError as error:
        pytest.fail(f"{text!r}: {plan.query.to_json()}: {error}")


@pytest.mark.parametrize("text", ["SELECT * FROM employees; --", "select name from employees"])
def test_a_statement_of_sql_is_not_taken_for_a_question(rules: RulesPlanner, text: str) -> None:
    plan = rules.plan_now(Question(text, "en"))
    assert plan.outcome is Outcome.DECLINED
    assert plan.message == "SQL is not executed here; please ask in words."


def test_a_question_may_begin_like_sql(rules: RulesPlanner) -> None:
    assert rules.plan_now(Question("select the top 5 products by revenue", "en")).query is not None


def test_a_negation_leaves_out_values_and_no_measures(rules: RulesPlanner) -> None:
    plan = rules.plan_now(Question("revenue excluding returned and cancelled orders", "en"))
    assert plan.query is not None
    assert plan.query.measures == ["order_items.revenue"]
    assert [f.values for f in plan.query.conditions()] == [["returned", "cancelled"]]


def test_a_number_is_about_the_dimension_told_in_its_unit(rules: RulesPlanner) -> None:
    plan = rules.plan_now(Question("30到40岁的员工有多少", "zh"))
    assert plan.query is not None
    assert {c.member for c in plan.query.conditions()} == {"employees.age"}
