"""What a question mentions: words, names and values, however they are written."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline import Pipeline, Settings
from pipeline.cancellation import Cancellation
from pipeline.planner.clausal import ClausalPlanner
from pipeline.planner.clauses import Flagged, Valued
from pipeline.planner.grammar.find import find
from pipeline.planner.grammar.mention import Mention
from pipeline.planner.grammar.sheet import Found
from pipeline.planner.tokens import normalise
from pipeline.planner.understood import CLOSED

TODAY = date(2026, 6, 30)


@pytest.fixture(scope="module")
def planner(demo: Pipeline, demo_settings: Settings) -> ClausalPlanner:
    return ClausalPlanner(demo.engine, lambda: TODAY)


def found(planner: ClausalPlanner, text: str) -> Found:
    return find(normalise(text), planner.lexicon, CLOSED, TODAY, Cancellation())


def mentions(planner: ClausalPlanner, text: str, kind: str) -> list[Mention]:
    return [m for here in found(planner, text).lattice.at for m in here if kind in m.kinds]


def test_the_same_words_may_be_a_measure_and_a_thing(planner: ClausalPlanner) -> None:
    [employees] = [m for m in mentions(planner, "employees by city", "THING") if m.text == "employees"]

    assert any(s.target == "employees" for s in employees.senses)


def test_a_value_in_front_of_a_thing_restricts_it(planner: ClausalPlanner) -> None:
    whole = [m for m in mentions(planner, "female employees", "THING") if m.attached]

    assert whole
    assert isinstance(whole[0].attached[0], Valued | Flagged)
    assert whole[0].text == "female employees"


def test_percent_belongs_to_the_number(planner: ClausalPlanner) -> None:
    numbers = [m.number for m in mentions(planner, "above 12.5 percent", "NUMBER") if m.number]

    assert {(str(n.value), n.percent) for n in numbers} >= {("12.5", True)}


def test_a_unit_of_time_belongs_to_the_number(planner: ClausalPlanner) -> None:
    numbers = [m.number for m in mentions(planner, "longer than 3 hours", "NUMBER") if m.number]

    assert {n.unit for n in numbers} == {None, "hour"}


def test_a_misspelt_function_word_is_read(planner: ClausalPlanner) -> None:
    assert ("avrage", "average") in found(planner, "avrage salary").respelt


def test_the_doer_behind_by_is_no_group(planner: ClausalPlanner) -> None:
    assert mentions(planner, "orders placed by customers", "<en:by>") == []
    assert mentions(planner, "orders grouped by customers", "<en:by>") != []
    assert mentions(planner, "revenue by region", "<en:by>") != []


def test_the_ends_of_a_range_are_kept(planner: ClausalPlanner) -> None:
    [period] = [m for m in mentions(planner, "from Q1 2024 to Q1 2025", "PERIOD") if m.parts]

    assert [part.start for part in period.parts] == [date(2024, 1, 1), date(2025, 1, 1)]
