"""One wide table, as exports are: several things in each row that have no table of their own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from planner.other_data import pipeline_of, rows

from pipeline import Outcome, Pipeline
from pipeline.derived import Ratio

_LINES = [  # order, day, customer, product, region, ship mode, sales, profit, quantity, days to ship
    ("A1", "2024-01-05", "Ann", "Desk", "North", "Second Class", 100, 20, 1, 2),
    ("A1", "2024-01-05", "Ann", "Lamp", "North", "Second Class", 50, -10, 3, 2),
    ("A2", "2024-01-09", "Ben", "Lamp", "South", "Same Day", 60, 5, 2, 0),
    ("A3", "2024-02-01", "Cleo", "Chair", "South", "Second Class", 90, -15, 4, 5),
    ("A4", "2024-02-11", "Ann", "Chair", "North", "Same Day", 30, 10, 2, 1),
]
_HEAD = "order_id,order_date,customer_name,product_name,region,ship_mode,sales,profit,quantity,days_to_ship"
TABLES = {
    "shop": "\n".join([_HEAD, *(",".join(map(str, line)) for line in _LINES)]) + "\n",
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    with pipeline_of(tmp_path_factory.mktemp("shop"), TABLES, today=date(2024, 6, 30)) as pipeline:
        yield pipeline


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("orders by region", [("North", 2), ("South", 2)]),
        ("number of customers per region", [("North", 1), ("South", 2)]),
        ("number of clients per region", [("North", 1), ("South", 2)]),
        ("how many orders were shipped second class?", [(2,)]),
        ("how many different products were sold?", [(3,)]),
        ("which customer has the most orders?", [("Ann", 2)]),
        ("most profitable region", [("North", 20)]),
        ("the least profitable customers", [("Cleo", -15), ("Ben", 5), ("Ann", 20)]),
        ("best selling products", [("Desk", 100), ("Chair", 120), ("Lamp", 110)]),
        ("average days to ship by region", [("North", 5 / 3), ("South", 2.5)]),
        ("days to ship by region", [("North", 5 / 3), ("South", 2.5)]),
        ("total profit of all orders by region", [("North", 20), ("South", -10)]),
    ],
)
def test_things_without_a_table_are_counted_and_ranked_as_such(
    shop: Pipeline, text: str, wanted: list[tuple[object, ...]]
) -> None:
    found = rows(shop, text)
    assert sorted(found, key=str) == [pytest.approx(row) for row in sorted(wanted, key=str)]


def test_an_average_per_order_divides_by_the_orders_and_not_by_their_lines(shop: Pipeline) -> None:
    answer = shop.ask("average quantity per order")
    assert [type(one) for one in answer.derived] == [Ratio]
    assert rows(shop, "average quantity per order") == [(12, 4, 3.0)]
    assert rows(shop, "average quantity by region") == [("South", 3.0), ("North", 2.0)]


@pytest.mark.parametrize(
    ("text", "products"),
    [("products with negative profit", "Lamp Chair"), ("利润为负的product names", "Lamp Chair")],
)
def test_a_sign_is_a_condition(shop: Pipeline, text: str, products: str) -> None:
    assert sorted(row[0] for row in rows(shop, text)) == sorted(products.split())


@pytest.mark.parametrize(
    ("text", "word"),
    [("which region loses the most money?", "loses"), ("profit ratio by region", "profit ratio")],
)
def test_a_word_that_changes_the_question_is_not_passed_over(shop: Pipeline, text: str, word: str) -> None:
    answer = shop.ask(text)
    assert answer.outcome is Outcome.DECLINED
    assert word in answer.message


def test_an_average_of_nothing_that_is_named_is_asked_about(shop: Pipeline) -> None:
    answer = shop.ask("average region")
    assert answer.outcome is Outcome.CLARIFY
    assert "average" in answer.message


@pytest.mark.parametrize(
    ("text", "measures", "figures"),
    [
        ("average order value by region", ["shop.sum_sales", "shop.distinct_order_id"], [90, 75]),
        ("客单价", ["shop.sum_sales", "shop.distinct_customer_name"], [110]),
        ("profit margin by region", ["shop.sum_profit", "shop.sum_sales"], [20 / 180, -10 / 150]),
        ("利润率最高的region", ["shop.sum_profit", "shop.sum_sales"], [20 / 180]),
        ("平均每个客户的销售额", ["shop.sum_sales", "shop.distinct_customer_name"], [110]),
    ],
)
def test_known_quotients_are_divided(
    shop: Pipeline, text: str, measures: list[str], figures: list[float]
) -> None:
    answer = shop.ask(text)
    assert answer.query is not None, answer.message
    assert answer.query.measures == measures
    assert [row[-1] for row in rows(shop, text)] == pytest.approx(figures)


@pytest.mark.parametrize("text", ["回报率最高的region", "销售额前10%的客户"])
def test_half_a_name_is_none(shop: Pipeline, text: str) -> None:
    assert shop.ask(text).outcome is Outcome.DECLINED


@pytest.mark.parametrize("text", ["sales on the weekend", "周末的销售额"])
def test_a_weekend_is_two_days_taken_together(shop: Pipeline, text: str) -> None:
    assert rows(shop, text) == [(30,)]


def test_the_part_of_a_whole_that_a_number_bounds_is_not_claimed(shop: Pipeline) -> None:
    answer = shop.ask("share of orders with quantity above 2")
    assert answer.confidence < 0.75
    assert any("part of the whole" in said for said in answer.assumptions)


def test_several_aggregates_share_a_noun_with_those_that_only_their_name_means(shop: Pipeline) -> None:
    answer = shop.ask("mean and median sales by region")
    assert answer.query is not None
    assert answer.query.measures == ["shop.avg_sales", "shop.median_sales"]


@pytest.mark.parametrize("text", ["histogram of rating", "rating distribution", "distribution of rating"])
def test_a_spread_counts_along_a_number_of_which_the_total_says_little(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    films = "film_id,film_name,rating\n" + "".join(
        f"{i},Film {i},{r}\n" for i, r in enumerate((3, 1, 3, 2, 3, 1))
    )
    with pipeline_of(tmp_path_factory.mktemp("films"), {"films": films}) as pipeline:
        found = rows(pipeline, text)
    assert [(value, int(n)) for value, n, *_ in found] == [(1, 2), (2, 1), (3, 3)]


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    names = ["Anna", "Bells", "Cliffs", "Dunes"]
    numbers = ((7, 10, 90), (9, 30, 160), (4, 20, 120), (8, 40, 170))
    lines = [(name, ("Drama", "Comedy")[i % 2], *numbers[i]) for i, name in enumerate(names)]
    text = "film_id,film_name,genre,imdb_rating,gross,running_time\n"
    text += "".join(f"{i},{','.join(map(str, line))}\n" for i, line in enumerate(lines))
    with pipeline_of(tmp_path_factory.mktemp("films"), {"films": text}) as pipeline:
        yield pipeline


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("top 2 grossing films", ["Dunes", "Bells"]),
        ("the best rated films", ["Bells", "Dunes", "Anna", "Cliffs"]),
        ("films longer than 150 minutes", ["Bells", "Dunes"]),
        ("top 2 movies by imdb score", ["Bells", "Dunes"]),
    ],
)
def test_films_are_ranked_as_people_say_it(films: Pipeline, text: str, names: list[str]) -> None:
    assert [row[0] for row in rows(films, text)] == names


def test_two_numbers_of_things_set_against_each_other_are_points(films: Pipeline) -> None:
    answer = films.ask("running time vs gross")
    assert answer.query is not None
    assert answer.query.dimensions == ["films.film_name"]
    assert len(answer.query.measures) == 2


def test_a_heat_map_has_two_groups(films: Pipeline) -> None:
    answer = films.ask("heat map of genre by imdb rating")
    assert answer.query is not None, answer.message
    assert sorted(answer.query.dimensions) == ["films.genre", "films.imdb_rating"]


def test_the_money_made_is_the_gross(films: Pipeline) -> None:
    assert rows(films, "which genre makes the most money?") == [("Comedy", 70)]
