"""Persons with one name, what has none of something, amounts of things, and changes of the aggregate."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from planner.other_data import pipeline_of, rows

from pipeline import Outcome, Pipeline
from pipeline.derived import Change

TABLES = {
    "members": (
        "member_id,name,gender,town,degree,salary\n"
        "1,Ann,F,Lund,Bachelor,10\n2,Ann,F,Turku,Master,40\n3,Ben,M,Lund,Master,30\n4,Cleo,F,Turku,Bachelor,20\n"
    ),
    "payments": (
        "payment_id,member_id,paid_on,amount,profit\n"
        "1,1,2024-05-01,100,5\n2,1,2024-05-20,900,-3\n3,2,2024-06-02,300,8\n4,3,2024-06-20,50,-1\n"
    ),
}


@pytest.fixture(scope="module")
def club(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    with pipeline_of(tmp_path_factory.mktemp("club"), TABLES, today=date(2024, 6, 30)) as pipeline:
        yield pipeline


@pytest.mark.parametrize(
    "text", ["top 2 members by salary", "the 2 people with the highest salary", "salary最高的2个人"]
)
def test_two_persons_of_one_name_are_two(club: Pipeline, text: str) -> None:
    assert rows(club, text) == [("Ann", 2, 40.0), ("Ben", 3, 30.0)]


@pytest.mark.parametrize(
    "text",
    [
        "how many people have a salary above 15",
        "有多少人salary超过15",
        "number of members who earn more than 15",
    ],
)
def test_people_are_the_persons_there_are(club: Pipeline, text: str) -> None:
    assert rows(club, text) == [(3,)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("how many payments cost more than 200", 2),
        ("number of payments over 200", 2),
        ("unprofitable payments", 2),
        ("payments with negative profit in May", 1),
        ("亏损的payments有多少", 2),
        ("payment volume", 4),
    ],
)
def test_what_is_counted(club: Pipeline, text: str, number: int) -> None:
    found = rows(club, text)
    assert (found[0][0] if len(found) == 1 and len(found[0]) == 1 else len(found)) == number


@pytest.mark.parametrize(
    "text",
    [
        "members with no payments in May",
        "Bachelor及以上的members数量",
        "top 10% members by salary",
        "payments from Rotterdam",
        "average amount of delayed payments",
    ],
)
def test_what_no_query_says_is_declined(club: Pipeline, text: str) -> None:
    assert club.ask(text).outcome is Outcome.DECLINED


@pytest.mark.parametrize("text", ["how many members have never made payments?", "没有payments的members数量"])
def test_what_has_none_is_found_only_along_the_joins(club: Pipeline, text: str) -> None:
    answer = club.ask(text)  # payments are joined to members, and the members to nothing
    assert answer.outcome is Outcome.DECLINED
    assert "payments" in answer.message.lower() or "付款" in answer.message


@pytest.mark.parametrize(
    "text",
    [
        "amount in the last 10 days vs the previous 10 days",
        "最近10天的amount和前10天对比",
    ],
)
def test_the_days_before_lie_before(club: Pipeline, text: str) -> None:
    answer = club.ask(text)
    assert answer.query is not None, answer.message
    assert [t.date_range for t in answer.query.time_dimensions] == [["2024-06-20", "2024-06-29"]]
    assert [(one.unit, one.n) for one in answer.derived if isinstance(one, Change)] == [("day", 10)]


def test_last_month_against_the_month_before_is_not_this_one(club: Pipeline) -> None:
    answer = club.ask("amount last month compared to the month before")
    assert answer.query is not None, answer.message
    assert answer.query.time_dimensions[0].date_range == ["2024-05-01", "2024-05-31"]


@pytest.mark.parametrize(
    ("change", "measure"),
    [
        ("what about the maximum?", "members.max_salary"),
        ("那最低呢", "members.min_salary"),
        ("and the median?", "members.median_salary"),
        ("what about the total?", "members.sum_salary"),
    ],
)
def test_another_aggregate_of_the_same(club: Pipeline, change: str, measure: str) -> None:
    before = club.ask("average salary by town")
    answer = club.ask(change, previous=before)
    assert answer.query is not None, answer.message
    assert answer.query.measures == [measure]
    assert answer.query.dimensions == ["members.town"]


def test_the_highest_of_numbers_that_add_up_is_one_of_them(club: Pipeline) -> None:
    answer = club.ask("那最高呢", previous=club.ask("number of members by town"))
    assert answer.query is not None, answer.message
    assert answer.query.measures == ["members.count"]
    assert answer.query.limit == 1


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("who earns the most?", ["Ann"]),
        ("who earns the least?", ["Ann"]),
        ("the 2 highest paid members", ["Ann", "Ben"]),
        ("salary最高的2名members", ["Ann", "Ben"]),
    ],
)
def test_pay_is_compared_as_people_say_it(club: Pipeline, text: str, names: list[str]) -> None:
    assert [row[0] for row in rows(club, text)] == names


def test_what_is_called_a_region_is_one_before_any_other_place(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    tables = {
        "regions": "region_id,region_name\n1,North\n2,South\n",
        "shops": (
            "shop_id,shop_name,country,region_id,imdb_rating\n1,A,Sweden,1,3\n2,B,Spain,2,5\n3,C,Sweden,1,4\n"
        ),
    }
    with pipeline_of(tmp_path_factory.mktemp("regions"), tables) as pipeline:
        assert sorted(rows(pipeline, "number of shops by region")) == [("North", 2), ("South", 1)]
        assert rows(pipeline, "评分最高的shop")[0][0] == "B"  # a rating, although IMDb is no word of Chinese


def test_the_total_of_what_is_sold_is_the_sales(tmp_path_factory: pytest.TempPathFactory) -> None:
    tables = {
        "customers": "customer_id,customer_name\n1,Ann\n2,Ben\n",
        "invoices": (
            "invoice_id,customer_id,country,total\n1,1,Spain,5\n2,1,Spain,9\n3,2,Sweden,30\n4,2,Sweden,10\n"
        ),
    }
    with pipeline_of(tmp_path_factory.mktemp("invoices"), tables) as pipeline:
        assert sorted(rows(pipeline, "total sales by country")) == [("Spain", 14), ("Sweden", 40)]
        assert sorted(rows(pipeline, "average invoice by country")) == [("Spain", 7.0), ("Sweden", 20.0)]
        assert rows(pipeline, "which customer spent the most?") == [("Ben", 40)]
        assert pipeline.ask("average customer").outcome is not Outcome.ANSWERED
