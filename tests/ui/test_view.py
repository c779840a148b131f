"""What the page shows as the events of a run come in."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from ui.reading import tags_of, texts_of

from pipeline.events import (
    AnalysisMade,
    ErrorRaised,
    Event,
    Progress,
    RunEnded,
    RunPaused,
    RunResumed,
    RunStarted,
    StepEnded,
    StepStarted,
    TableMade,
    TextAdded,
)
from pipeline.meta import catalog_of
from pipeline.ui.view import EMPTY, RunView, duration

CATALOG = catalog_of(
    {
        "cubes": [
            {
                "name": "sales",
                "measures": [
                    {"name": "sales.revenue", "title": "Revenue", "type": "number", "meta": {"unit": "¥"}}
                ],
                "dimensions": [
                    {"name": "sales.city", "title": "City", "type": "string"},
                    {"name": "sales.at", "title": "Day", "type": "time"},
                ],
            }
        ]
    }
)
ANSWER = {"message": "", "error": None, "suggestions": [], "assumptions": []}
EVIL = "<img src=x onerror=alert(1)>"


def view(*events: Event) -> RunView:
    seen = RunView(CATALOG)
    for event in events:
        seen.take(event)
    return seen


def started(question: str = "revenue by city", language: str = "en") -> RunStarted:
    return RunStarted(run_id="r1", question=question, language=language)  # type: ignore[arg-type]


def ended(outcome: str, **answer: object) -> RunEnded:
    return RunEnded(outcome=outcome, answer=ANSWER | answer)  # type: ignore[arg-type]


def table(*rows: list[object], count: int | None = None) -> TableMade:
    return TableMade(
        columns=["sales.at.month", "sales.city", "sales.revenue"],
        headers=["Day (month)", "City", "Revenue"],
        rows=list(rows),
        row_count=len(rows) if count is None else count,
    )


def test_before_the_first_event_nothing_is_shown() -> None:
    assert not any(EMPTY.values())


def test_a_run_that_waits_for_its_turn_says_so() -> None:
    steps = view(started()).parts()["steps"]
    assert texts_of(steps) == [
        "revenue by city", "Understand", "Write SQL", "Execute", "Present", "Analyse", "Waiting for its turn",
    ]  # fmt: skip


def test_steps_appear_with_their_state_and_time_one_after_the_other() -> None:
    seen = view(
        started("各城市的销售额", "zh"),
        StepStarted(step="generate", index=1, total=5),
        TextAdded(text="**理解**"),
        StepEnded(step="generate", index=1, seconds=0.0124),
        StepStarted(step="sql", index=2, total=5),
        Progress(fraction=0.2, message="生成 SQL", seconds_left=2.6),
        TextAdded(text="SELECT"),
        TextAdded(text=" 1"),
    )
    parts = seen.parts()
    assert texts_of(parts["steps"]) == [
        "各城市的销售额", "理解问题", "12 毫秒", "生成 SQL", "执行查询", "整理结果", "分析结果",
        "生成 SQL", "· 约剩", "3", "秒",
    ]  # fmt: skip
    assert (parts["said_generate"], parts["said_sql"], parts["said_execute"]) == ("**理解**", "SELECT 1", "")
    assert [step.state for step in seen.steps.values()] == ["done", "running", *["waiting"] * 3]


@pytest.mark.parametrize(("left", "said"), [(None, []), (0.2, ["· less than a second left"])])
def test_time_left_is_shown_only_when_it_is_known(left: float | None, said: list[str]) -> None:
    seen = view(started(), Progress(fraction=0.2, message="Writing the SQL", seconds_left=left))
    assert texts_of(seen.parts()["steps"])[6:] == ["Writing the SQL", *said]


def test_time_left_counts_from_when_it_was_said() -> None:
    def left(age: int) -> list[str]:
        said = Progress(fraction=0.2, message="Working", seconds_left=60, at=now - timedelta(seconds=age))
        return texts_of(view(started(), said).parts()["steps"])[6:]

    now = datetime.now(UTC)
    assert left(20) == ["Working", "· about", "40", "s left"]
    assert left(70) == ["Working"], "it took longer than thought: nothing is known"
    assert left(-3600) == ["Working", "· about", "60", "s left"], "the clock was put back"


def test_the_place_in_the_queue_is_shown_until_its_turn() -> None:
    waiting = Progress(fraction=0, message="Waiting: place 2 in the queue", queue_position=2)
    seen = view(started(), waiting)
    assert texts_of(seen.parts()["steps"])[6:] == ["Waiting: place 2 in the queue"]
    seen.take(Progress(fraction=0, message="Working"))
    assert texts_of(seen.parts()["steps"])[6:] == ["Working"]


def test_a_pause_shows_at_the_step_that_comes_next_and_ends_where_it_began() -> None:
    seen = view(
        started(),
        StepStarted(step="generate", index=1, total=5),
        StepEnded(step="generate", index=1, seconds=1),
        StepStarted(step="sql", index=2, total=5),
        Progress(fraction=0.2, message="Writing the SQL", seconds_left=9),
        RunPaused(),
    )
    steps = seen.parts()["steps"]
    assert "data-paused" in steps
    assert states(steps) == ["done", "paused", "waiting", "waiting", "waiting"]
    assert texts_of(steps)[7:] == ["Paused"]

    waiting = Progress(fraction=0.2, message="Waiting: place 1 in the queue", queue_position=1)
    for event in (waiting, RunResumed()):
        seen.take(event)
        steps = seen.parts()["steps"]
        assert "data-paused" not in steps
        assert states(steps)[1] == "running"
    assert texts_of(steps)[7:] == ["Writing the SQL"]


def test_a_run_stopped_while_it_was_paused_is_not_paused_any_more() -> None:
    end = ended("cancelled", error={"code": "cancelled", "message": "The run was stopped."})
    steps = view(started(), StepStarted(step="generate", index=1, total=5), RunPaused(), end).parts()["steps"]
    assert "data-paused" not in steps
    assert states(steps)[0] == "stopped"


def states(steps: str) -> list[str]:
    return re.findall(r'<li class="(\w+)">', steps)


def test_the_table_has_formatted_values_with_numbers_to_the_right() -> None:
    html = view(started(), table(["2024-03-01T00:00:00.000", "Xi'an", 1234.5], [None, None, None]))
    shown = html.parts()["table"]
    assert texts_of(shown) == [
        "2 rows", "Download CSV",
        "Day (month)", "City", "Revenue",
        "Mar 2024", "Xi'an", "¥1,234.50",
        "(none)", "(none)", "—",
    ]  # fmt: skip
    assert shown.count('<td class="number">') == 2
    assert 'href="workflow/runs/r1/table.csv"' in shown


def test_a_long_table_says_how_many_rows_of_how_many_it_shows() -> None:
    rows = [["2024-03-01", "Xi'an", n] for n in range(3)]
    assert texts_of(view(started(), table(*rows, count=12_345)).parts()["table"])[0] == "3 of 12,345 rows"


def test_the_answer_brings_analysis_and_assumptions() -> None:
    seen = view(
        started(),
        StepStarted(step="analyze", index=5, total=5),
        TextAdded(text="## 💡 Analysis\n\n"),
        TextAdded(text="Xi'an **leads**"),
    )
    assert seen.parts()["analysis"] == "Xi'an **leads**"
    seen.take(AnalysisMade(analysis="Xi'an **leads**."))
    seen.take(ended("answered", assumptions=["2024 is meant."]))
    parts = seen.parts()
    assert parts["analysis"] == "Xi'an **leads**."
    assert texts_of(parts["notes"]) == ["Assumed", "2024 is meant."]
    assert "data-busy" not in parts["steps"]


def test_no_rows_are_said_and_no_empty_table_is_shown() -> None:
    parts = view(started(), table(), ended("answered")).parts()
    assert (texts_of(parts["notice"]), parts["table"]) == (["No rows match."], "")


def test_a_declined_question_offers_others_that_ask_themselves() -> None:
    end = ended("declined", message="没有天气。", suggestions=["销售额按月趋势"])
    notice = view(started("天气", "zh"), end).parts()["notice"]
    assert texts_of(notice) == ["没有天气。", "您可以这样问", "销售额按月趋势"]
    assert 'data-ask="销售额按月趋势"' in notice


def test_a_choice_is_asked_back() -> None:
    seen = view(started(), ended("clarify", message="Which date?", suggestions=["order date", "ship date"]))
    assert texts_of(seen.parts()["notice"]) == ["Which date?", "Please choose", "order date", "ship date"]


def test_a_failed_step_and_its_reason() -> None:
    seen = view(
        started(),
        StepStarted(step="generate", index=1, total=5),
        ErrorRaised(code="internal", message="Something went wrong (reference 1a2b)."),
        StepEnded(step="generate", index=1, seconds=1.25),
        ended("failed", error={"code": "internal", "message": "Something went wrong (reference 1a2b)."}),
    )
    assert seen.steps["generate"].state == "failed"
    assert texts_of(seen.parts()["notice"]) == ["Something went wrong (reference 1a2b)."]
    assert seen.parts()["analysis"] == ""


def test_a_stopped_run_keeps_what_it_had() -> None:
    seen = view(
        started(),
        StepStarted(step="present", index=4, total=5),
        table(["2024-03-01", "Xi'an", 1]),
        StepEnded(step="present", index=4, seconds=2),
        ended("cancelled", error={"code": "cancelled", "message": "The run was stopped."}),
    )
    assert seen.steps["present"].state == "stopped"
    assert texts_of(seen.parts()["notice"]) == ["The run was stopped."]
    assert "Xi'an" in texts_of(seen.parts()["table"])


def test_questions_values_and_texts_never_become_markup() -> None:
    seen = view(
        started(EVIL),
        Progress(fraction=0.2, message=EVIL),
        TableMade(columns=["sales.city"], headers=[EVIL], rows=[[EVIL]], row_count=1),
        ended("declined", message=EVIL, suggestions=[f'"{EVIL}']),
    )
    parts = seen.parts()
    html = parts["steps"] + parts["table"] + parts["notice"]
    assert "img" not in tags_of(html)
    assert texts_of(html).count(EVIL) == 4
    assert f'"{EVIL}' in texts_of(html)


@pytest.mark.parametrize(
    ("seconds", "en", "zh"),
    [
        (0.0, "1 ms", "1 毫秒"),
        (0.0126, "13 ms", "13 毫秒"),
        (0.9996, "1.0 s", "1.0 秒"),
        (75, "75.0 s", "75.0 秒"),
    ],
)
def test_durations(seconds: float, en: str, zh: str) -> None:
    assert (duration(seconds, "en"), duration(seconds, "zh")) == (en, zh)
