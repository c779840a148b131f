"""Questions about things with, or without, something that refers to them, against hand-written SQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import Answer, Outcome, Pipeline, Settings
from pipeline.planner.clausal import ClausalPlanner

TABLES = """
CREATE TABLE members (member_id INTEGER PRIMARY KEY, name TEXT, town TEXT, active BOOLEAN);
CREATE TABLE loans (
    loan_id INTEGER PRIMARY KEY, member_id INTEGER REFERENCES members(member_id), fee REAL, lent_on DATE
);
INSERT INTO members VALUES
    (1, 'Ada', 'York', true), (2, 'Bea', 'York', false), (3, 'Cy', 'Leeds', true), (4, 'Dee', 'Leeds', true);
INSERT INTO loans VALUES
    (1, 1, 2.0, '2024-03-01'), (2, 1, 3.0, '2025-03-01'), (3, 1, 4.0, '2025-04-01'),
    (4, 2, 5.0, '2025-05-01'), (5, 3, 6.0, '2024-06-01');
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    folder: Path = tmp_path_factory.mktemp("library")
    with sqlite3.connect(folder / "library.sqlite") as connection:
        connection.executescript(TABLES)
    connection.close()
    settings = Settings(data=str(folder / "library.sqlite"), cache_dir=folder)
    with Pipeline(settings) as owner:
        planner = ClausalPlanner(owner.engine, lambda: __import__("datetime").date(2025, 12, 31))
        yield Pipeline(settings, engine=owner.engine, planner=planner)


def rows(answer: Answer) -> list[tuple[object, ...]]:
    assert answer.outcome is Outcome.ANSWERED, answer.content
    assert answer.table is not None
    return [tuple(row) for row in answer.table.astype(object).itertuples(index=False, name=None)]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("members without loans", {"Dee"}),
        ("members without loans in 2025", {"Cy", "Dee"}),
        ("没有loans的members", {"Dee"}),
    ],
)
def test_those_without_are_listed(question: str, names: set[str], library: Pipeline) -> None:
    assert {name for row in rows(library.ask(question)) for name in row if isinstance(name, str)} == names


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("how many members have no loans", 1),
        ("how many members have more than 1 loan", 1),
        ("how many members have at least 1 loan", 3),
        ("how many members from York have more than 1 loan", 1),
    ],
)
def test_those_with_so_many_are_counted(question: str, count: int, library: Pipeline) -> None:
    assert rows(library.ask(question)) == [(count,)]


def test_both_statements_are_shown(library: Pipeline) -> None:
    answer = library.ask("members without loans in 2025")

    assert answer.sql
    members, loans = answer.sql.split(";\n")
    assert "loans" not in members.lower()
    assert "loans" in loans.lower()
    assert [str(value)[:10] for value in answer.params or ()][-2:] == ["2025-01-01", "2025-12-31"]


@pytest.mark.parametrize(
    ("question", "share"),
    [
        ("what share of members is active", 75.0),
        ("what percentage of loans in 2025 came from York", 100.0),
        ("share of York among active members", 100 / 3),
    ],
)
def test_the_share_of_a_part_is_one_row(question: str, share: float, library: Pipeline) -> None:
    [row] = rows(library.ask(question))

    assert row[-1] == pytest.approx(share)


def test_a_follow_up_keeps_what_is_lacked(library: Pipeline) -> None:
    first = library.ask("how many members have more than 1 loan")
    second = library.ask("only in Leeds", previous=first)

    assert rows(second) == [(0,)]


def test_things_without_a_key_of_their_own_are_told_apart_by_name(
    demo: Pipeline, planner: ClausalPlanner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planner.lexicon, "unique_names", set())
    pipeline = Pipeline(demo.settings, engine=demo.engine, planner=planner)

    answer = pipeline.ask("how many customers have no orders")

    assert any("told apart by their names" in said for said in answer.assumptions)


def test_a_follow_up_about_things_that_lack_something_restricts_them(library: Pipeline) -> None:
    first = library.ask("members without loans")
    second = library.ask("only in York", previous=first)

    assert rows(first)
    assert rows(second) == []
