"""Longer sentences: clauses, repeated mentions, orders, words that only join; on tables nobody prepared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from planner.other_data import pipeline_of, rows

from pipeline import Pipeline
from pipeline.query import Filter

TABLES = {
    "branches": (
        "branch_id,branch_name,city,branch_manager\n1,North,Lund,Ann\n2,South,Lund,Ben\n3,Harbour,Turku,Cleo\n"
    ),
    "books": (
        "book_id,book_name,branch_id,genre,shelf_type_code,pages,opening_year\n"
        "1,Anna,1,Novel,A,100,1990\n2,Bells,1,Poetry,B,200,1990\n3,Cliffs,2,Novel,A,300,1995\n4,Dunes,3,Novel,C,50,1995\n"
    ),
    "readers": "reader_id,reader_name,job\n1,Dan,cook\n2,Eva,smith\n3,Finn,cook\n",
    "loans": (
        "loan_id,book_id,reader_id,loan_date,loan_amount,fee_kind\n"
        "1,1,1,2024-01-05,1.5,late\n2,1,2,2024-01-06,2.0,late\n3,3,1,2024-02-06,4.0,lost\n4,4,3,2024-02-07,1.0,lost\n"
    ),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    with pipeline_of(tmp_path_factory.mktemp("library"), TABLES, today=date(2024, 6, 30)) as pipeline:
        yield pipeline


BOOKS_OF_BRANCH = [("Harbour", 1), ("North", 2), ("South", 1)]
BOOKS_OF_GENRE = [("Novel", 3), ("Poetry", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "how many books are in each branch? Return both the branch and the count",
        "show the name for branches and the number of books for each branch",
        "number of books for each branch, and order by the number of branches in desc",
        "number of books for each branch, order total number from high to low",
        "how many books does each branch take care of?",
        "list the distinct branches with the number of books",
        "show the branch naems and the number of books for each branch",
    ],
)
def test_what_is_said_beside_a_count_by_a_thing_changes_nothing(library: Pipeline, text: str) -> None:
    assert sorted(rows(library, text)) == BOOKS_OF_BRANCH


@pytest.mark.parametrize(
    "text",
    [
        "return all the genres that have readers, and count books by genre",
        "how many genre of each genre",
        "the x-axis is the genre and the y-axis is the number of books",
        "proportion of the total number of different genres as a bar chart",
        "count books by genre",
    ],
)
def test_rows_are_counted_of_each_kind(library: Pipeline, text: str) -> None:
    assert [(name, int(n)) for name, n, *_ in sorted(rows(library, text))] == BOOKS_OF_GENRE


def test_what_a_clause_says_of_things_groups_nothing(library: Pipeline) -> None:
    answer = library.ask("total pages of books by genre for the branches that have readers")
    assert answer.query is not None, answer.message
    assert answer.query.dimensions == ["books.genre"]


def test_each_says_whose_amount_it_is_where_another_group_is_named(library: Pipeline) -> None:
    assert sorted(rows(library, "total amount of each loan by fee kind")) == [("late", 3.5), ("lost", 5.0)]


@pytest.mark.parametrize("question", ["number of loans with amount above 1.8", "loans with amount above 1.8"])
def test_a_word_of_one_title_has_a_number_compared(library: Pipeline, question: str) -> None:
    answer = library.ask(question)
    assert answer.query is not None, answer.message
    assert answer.query.filters == [Filter(member="loans.loan_amount", operator="gt", values=["1.8"])]


def test_a_number_belongs_to_what_stands_in_front_before_another_clause(library: Pipeline) -> None:
    answer = library.ask("books with pages more than 150. Bin the loan date by month and count books")
    assert answer.query is not None, answer.message
    assert answer.query.filters == [Filter(member="books.pages", operator="gt", values=["150"])]


def test_a_thing_in_front_of_half_a_name_says_whose_it_is(library: Pipeline) -> None:
    assert sorted(rows(library, "number of books by book type code")) == [("A", 2), ("B", 1), ("C", 1)]


def test_ages_and_years_are_a_course_themselves(library: Pipeline) -> None:
    answer = library.ask("trend of the number of books by opening year")
    assert answer.query is not None, answer.message
    assert answer.query.time_dimensions == []
    assert answer.query.dimensions == ["books.opening_year"]


def test_the_rows_that_a_question_is_about_are_counted(library: Pipeline) -> None:
    found = rows(library, "for those records from the loans and each loan's reader, the amount of job by job")
    assert sorted(found) == [("cook", 3), ("smith", 1)]


def test_a_title_said_the_other_way_round_ends_where_the_question_does(library: Pipeline) -> None:
    assert sorted(rows(library, "number of books by the name of the branch?")) == BOOKS_OF_BRANCH


def test_a_number_of_dates_counts_what_the_dates_are_of(library: Pipeline) -> None:
    answer = library.ask("number of the loan dates of all the readers with job cook for each month")
    assert answer.query is not None, answer.message
    assert answer.query.measures == ["loans.count"]


@pytest.mark.parametrize("text", ["number of readers for each job title", "number of readers by job type"])
def test_a_word_for_a_kind_adds_nothing_to_a_name(library: Pipeline, text: str) -> None:
    assert sorted(rows(library, text)) == [("cook", 2), ("smith", 1)]


def test_a_bucket_that_nobody_named_leaves_a_doubt(library: Pipeline) -> None:
    unnamed, named = library.ask("how many loan dates"), library.ask("number of loans by month")
    assert unnamed.confidence < named.confidence


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("average mgp by number of cylinders", ["cars.avg_mpg"]),
        ("average miles per gallaon by number of cylinders", ["cars.avg_mpg"]),
        ("stacked bar chart of the number of cylinders by origin", ["cars.count"]),
    ],
)
def test_numbers_of_few_kinds_are_grouped_by(tmp_path: Path, text: str, measures: list[str]) -> None:
    rows_of_cars = "\n".join(
        f"{i},{20 + i % 9}.5,{4 + 2 * (i % 3)},{'EU' if i % 2 else 'US'}" for i in range(60)
    )
    with pipeline_of(tmp_path, {"cars": f"car_id,mpg,cylinders,origin\n{rows_of_cars}\n"}) as pipeline:
        answer = pipeline.ask(text)
        assert answer.query is not None, answer.message
        assert answer.query.measures == measures
        assert "cars.cylinders" in answer.query.dimensions


def test_what_a_word_modifies_is_one_name_with_it(tmp_path: Path) -> None:
    goods = (
        "order_id,order_date,product_name,category,quantity",
        "1,2024-01-02,Pen,Office,3",
        "2,2024-02-02,Desk,Home,1",
    )
    with pipeline_of(tmp_path, {"sales": "\n".join(goods)}) as pipeline:
        answer = pipeline.ask("product category by ordered quantity")
        assert answer.query is not None, answer.message
        assert (answer.query.measures, answer.query.dimensions) == (
            ["sales.sum_quantity"],
            ["sales.category"],
        )
        assert answer.query.time_dimensions == []


def test_a_sum_of_groups_is_no_course_of_time(library: Pipeline) -> None:
    answer = library.ask("cumulative loan amount by fee kind")
    assert answer.query is not None, answer.message
    assert answer.query.time_dimensions == []


def test_the_head_of_a_compound_is_what_is_counted(tmp_path: Path) -> None:
    tables = {
        "movies": "movie_id,movie_name,director\n1,Hair,Ann\n2,Rope,Ben\n",
        "reviews": "review_id,movie_id,stars\n1,1,3\n2,1,4\n3,2,5\n",
    }
    with pipeline_of(tmp_path, tables) as pipeline:
        assert sorted(rows(pipeline, "how many movie reviews does each director get?")) == [
            ("Ann", 2),
            ("Ben", 1),
        ]


def test_a_word_said_twice_is_one_doubt(library: Pipeline) -> None:
    once, twice = (
        library.ask(f"{words} show the total pages of books by genre")
        for words in ("graciously", "graciously, graciously")
    )
    assert once.confidence == twice.confidence < 1


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    lines = (
        f"{i // 2},2024-0{1 + i % 6}-03,{'East' if i % 3 else 'West'},{i}.5,{20 + i % 7}" for i in range(90)
    )
    table = "\n".join(("order_id,order_date,region,sales,temperature", *lines))
    with pipeline_of(tmp_path_factory.mktemp("shop"), {"lines": table}, today=date(2024, 6, 30)) as pipeline:
        yield pipeline


def test_per_order_divides_by_the_numbers_of_the_orders(shop: Pipeline) -> None:
    answer = shop.ask("sales per order by region")
    assert answer.query is not None, answer.message
    assert answer.query.measures == ["lines.sum_sales", "lines.distinct_order_id"]
    assert answer.query.dimensions == ["lines.region"]
    assert answer.query.order == []


@pytest.mark.parametrize("text", ["sales margin by region", "sales target"])
def test_an_unknown_head_of_a_measure_is_not_ignored(shop: Pipeline, text: str) -> None:
    answer = shop.ask(text)
    assert answer.query is None
    assert text.split()[1] in (answer.message or "")


def test_a_verb_behind_a_measure_is_none_of_its_name(shop: Pipeline) -> None:
    answer = shop.ask("how do sales vary by region")
    assert answer.query is not None, answer.message


@pytest.mark.parametrize("text", ["每月平均温度", "按年统计销售额"])
def test_a_title_that_ends_like_a_word_for_years_holds_none(shop: Pipeline, text: str) -> None:
    answer = shop.ask(text)
    assert answer.query is not None, answer.message
    assert [t.dimension for t in answer.query.time_dimensions] == ["lines.order_date"]


def test_numbers_called_speed_in_chinese_are_no_years(tmp_path: Path) -> None:
    table = "run_id,speed,load\n1,3.5,10\n2,4.5,20\n3,9.5,30\n"
    with pipeline_of(tmp_path, {"runs": table}) as pipeline:
        assert pipeline.ask("average load by year").query is None


@pytest.mark.parametrize(
    "text",
    [
        "pages total by genre",
        "the pages sum of books by genre",
        "total pages by genre, list genres in ascending order",
        "total pages by genre, and show genre in asc order",
    ],
)
def test_an_aggregate_may_follow_its_noun_and_an_order_may_repeat_one(library: Pipeline, text: str) -> None:
    answer = library.ask(text)
    assert answer.query is not None, answer.message
    assert answer.query.measures == ["books.sum_pages"]
    assert answer.query.dimensions == ["books.genre"]


def test_a_date_that_is_counted_stays_a_course_of_time_when_its_order_is_told(library: Pipeline) -> None:
    asked = "what are the loan dates of loans with fee kind late, and count them by a line chart"
    answer = library.ask(f"{asked}, list loan date in asc order")
    assert answer.query is not None, answer.message
    assert [(t.dimension, bool(t.granularity)) for t in answer.query.time_dimensions] == [
        ("loans.loan_date", True)
    ]
    assert answer.query.order == [("loans.loan_date", "asc")]


def test_years_follow_one_another_as_dates_do(library: Pipeline) -> None:
    assert rows(library, "average pages by opening year") == [(1990, 150.0), (1995, 175.0)]
    assert rows(library, "number of books over time") == [(1990, 2), (1995, 2)]
