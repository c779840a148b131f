"""Any text of the length that is allowed is planned in a time that grows with its length and not with the
square of it, and a run that is cancelled ends while it is planned."""

from __future__ import annotations

import random
import sys
import threading
from contextlib import suppress
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from planner.other_data import TODAY
from planner.repeated import LONGEST, calls, closed_words, letters, names, repeated, texts, understand
from sizes import tries

from pipeline import Pipeline, Settings
from pipeline.answer import Outcome
from pipeline.cancellation import Cancellation
from pipeline.errors import Cancelled, DateRangeError
from pipeline.language import detect
from pipeline.planner.base import Question
from pipeline.planner.rules import RulesPlanner
from pipeline.planner.tokens import normalise

MOST_GROWTH = 2.6  # per doubling; twice would be a time that grows as the text does
FEW_CALLS = 4_000  # what a short text costs anyway
HARD = (  # what took the square of the length, each for a reason of its own
    "个", "of ", "than ", "İ", "ﷺ", "一", "amber", "the ", "销售额", "客户",
    "revnue ", "flarged ", "average revenue ", "by region ", "not cancelled ", "人数",
    "count ", "2024 ", "more than 5 orders ", "最高的", "姓王，", "客单价", "多少",
    "contains x ", "不含", "their region ", "orders and ", "region of orders ",
    "what sales ", "on time ", "highest revenue ", "the number of orders ",
    "orders by month ", "每个", "count orders and 人数 ", "revenue by region from low to high ",
)  # fmt: skip


@pytest.fixture(scope="session")
def units(rules: RulesPlanner) -> list[str]:
    values = [value for stored in rules.lexicon.values.values() for value in stored[:2]]
    return [*closed_words(), *names(rules.catalog, 60, tuple(values[:20])), *letters()]


def growth(planner: RulesPlanner, units: tuple[str, ...], between: str, length: int) -> float:
    """How many times the work grows when a text gets twice as long."""
    made = []
    for size in (length, 2 * length):
        try:
            text = repeated(units, between, size)
            made.append(calls(lambda text=text: understand(planner, text, TODAY)))  # type: ignore[misc]
        except DateRangeError:
            return 0.0
    return made[1] / max(made[0], FEW_CALLS)


@pytest.mark.parametrize("unit", HARD)
def test_the_work_grows_with_the_length_of_a_text(rules: RulesPlanner, unit: str):
    understand(rules, repeated((unit,), "", LONGEST // 8), TODAY)  # what is looked up once is known now
    assert growth(rules, (unit,), "", LONGEST // 2) < MOST_GROWTH


@given(data=st.data())
@settings(deadline=None, max_examples=tries(25), derandomize=True)
def test_whatever_is_said_again_and_again(rules: RulesPlanner, units: list[str], data: st.DataObject):
    """Alternations of up to four words, names, dates, marks or characters."""
    said = tuple(data.draw(st.lists(st.sampled_from(units), min_size=1, max_size=4)))
    between = data.draw(st.sampled_from((" ", "", ", ", " and ", "、")))
    assert growth(rules, said, between, LONGEST // 2) < MOST_GROWTH


def test_a_question_is_read_again_only_a_few_times(rules: RulesPlanner, units: list[str]):
    """Planning reads what could be asked in its place, too: the question itself with other words in it, and
    suggestions, which are short."""
    pick = random.Random(5)
    of_suggestions = calls(lambda: rules.plan_now(Question("xyzzy", "en")))
    for text in pick.sample([*texts(pick, units, LONGEST // 4)], tries(25)):
        once = calls(lambda text=text: _understood(rules, text))  # type: ignore[misc]
        asked = Question(text, detect(text))
        whole = calls(lambda asked=asked: rules.plan_now(asked))  # type: ignore[misc]
        assert whole < 5 * once + 10 * of_suggestions, text[:80]


def _understood(planner: RulesPlanner, text: str) -> None:
    with suppress(DateRangeError):
        understand(planner, text, TODAY)


def test_one_character_never_becomes_a_sentence():
    longest = max(len(normalise(character + "x")) for character in map(chr, range(32, 0xD800)))
    assert longest <= 4
    assert normalise("面积㎢") == "面积km2"
    assert "صلى" not in normalise("ﷺ")


def test_a_plan_that_is_cancelled_ends_soon_wherever_it_is(rules: RulesPlanner):
    question = Question(repeated(("销售额最高的客户", "by region", "xyzzy"), ", ", LONGEST), "zh")
    whole = calls(lambda: rules.plan_now(question))
    for part in (0.02, 0.2, 0.4, 0.6, 0.8):
        assert _calls_until_cancelled(rules, question, int(part * whole)) < (part + 0.2) * whole


def _calls_until_cancelled(planner: RulesPlanner, question: Question, after: int) -> int:
    """How many functions are called before a plan ends that is cancelled ``after`` so many."""
    cancellation, made = Cancellation(), 0

    def count(_frame: FrameType, event: str, _what: Any) -> None:
        nonlocal made
        made += event in ("call", "c_call")
        if made >= after and not cancellation.asked:
            cancellation.cancel()

    sys.setprofile(count)
    try:
        with pytest.raises(Cancelled):
            planner.plan_now(question, cancellation)
    finally:
        sys.setprofile(None)
    return made


def test_a_run_past_the_time_of_a_step_ends_while_it_plans(demo: Pipeline, demo_settings: Settings):
    limits = Settings(**{**demo_settings.model_dump(exclude_unset=True), "step_seconds": 0.3})
    begun = threading.Event()

    def stand_still(frame: FrameType, event: str, _what: Any) -> None:
        """A machine that gets no further for a while, in the middle of a plan."""
        if event == "call" and frame.f_code.co_name == "read_cues" and not begun.is_set():
            begun.set()
            deadline.wait(10)

    deadline = threading.Event()
    with Pipeline(limits, engine=demo.engine) as pipeline:
        threading.setprofile(stand_still)
        try:
            run = pipeline.start(repeated(("客户", "by region"), ", ", LONGEST))
        finally:
            threading.setprofile(None)  # type: ignore[arg-type]
        while run.aborted is None and not deadline.wait(0.05):
            pass
        deadline.set()
        answer = run.result()
    assert begun.is_set()
    assert answer.outcome is Outcome.FAILED
    assert answer.error
    assert answer.error["code"] == run.aborted.code
    assert answer.query is None
