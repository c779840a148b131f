"""Each step by itself, on the demo company."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd
import pytest
from scripted import Scripted, answering

from pipeline.answer import Answer, Outcome
from pipeline.cancellation import Cancellation
from pipeline.events import TextAdded
from pipeline.planner.base import Plan, Question
from pipeline.query import Query
from pipeline.steps.analyze import analyze
from pipeline.steps.execute import execute
from pipeline.steps.generate import generate
from pipeline.steps.present import present
from pipeline.steps.sql import sql
from pipeline.steps.work import Work

HOSTILE = "<img src=x onerror=alert(1)> [a](javascript:b) **c**"


@pytest.fixture
def work_of(demo):
    def make(plan: Plan, language="en", **more) -> Work:
        return Work(
            **{
                "question": Question("?", language),
                "planner": Scripted(plan),
                "engine": demo.engine,
                "catalog": demo.catalog,
                "today": date(2025, 6, 30),
                "cancellation": Cancellation(),
                "page_rows": 200,
                "max_rows": 10_000,
                "answer": Answer("?", language),
                **more,
            }
        )

    return make


def said(step, work: Work) -> str:
    return "".join(e.text for e in step(work) if isinstance(e, TextAdded))


def by_department(**more) -> Query:
    return Query(measures=["employees.total_employees"], dimensions=["departments.name"], **more)


def test_generate_says_what_was_understood_and_assumed_and_shows_the_query(work_of):
    work = work_of(answering(understood=("headcount",), assumptions=("All dates.",)))
    text = said(generate, work)
    assert text.startswith("## 🔍 Understanding the question\n\n")
    assert "- headcount\n" in text
    assert "- All dates.\n" in text
    assert '```json\n{\n  "measures": [' in text
    assert work.answer.assumptions == ["All dates."]


def test_the_words_around_an_answer_are_all_of_its_language(work_of):
    work = work_of(answering(understood=("员工",), assumptions=("全部日期。",)), "zh")
    text = "".join(said(step, work) for step in (generate, sql, execute, present))
    prose = text.replace(text[text.index("```json") : text.rindex("```")], "").replace("SQL", "")
    assert not any(c.isascii() and c.isalpha() for c in prose.replace("json", "").replace("sql", ""))


def test_nothing_a_planner_read_from_a_question_becomes_markup(work_of):
    plan = Plan(
        Outcome.DECLINED,
        message=HOSTILE,
        understood=(HOSTILE,),
        assumptions=(HOSTILE,),
        suggestions=(HOSTILE,),
    )
    text = said(generate, work_of(plan))
    for markup in (r"(?<!\\)<img", r"(?<!\\)\]\(", r"(?<!\\)\*(?<!\\)\*c"):
        assert not re.search(markup, text)


def test_sql_shows_the_statement_and_its_bound_values(work_of):
    value = "x' --`"
    query = by_department(filters=[{"member": "departments.name", "operator": "equals", "values": [value]}])
    work = work_of(answering(query))
    said(generate, work)
    text = said(sql, work)
    assert "```sql\nSELECT\n" in text
    assert '1. "x\' --\\`"' in text
    assert value in work.answer.params


def test_execute_counts_the_rows_and_sends_a_page_of_them(work_of):
    work = work_of(answering(by_department()), page_rows=2)
    said(generate, work)
    events = list(execute(work))
    table = events[-1]
    assert f"{table.row_count} rows in " in "".join(e.text for e in events[:-1])
    assert len(table.rows) == 2 < table.row_count == len(work.answer.table)
    assert table.headers == work.answer.headers


def test_execute_says_when_the_operators_limit_cut_the_result(work_of):
    for query, cut in [
        (by_department(), True),
        (by_department(limit=3), False),
        (by_department(limit=9), True),
    ]:
        work = work_of(answering(query), max_rows=3)
        work.answer.query = query
        work.engine = Limited(work.engine)
        assert ("Only the first 3 rows" in said(execute, work)) is cut
        assert bool(work.answer.assumptions) is cut


class Limited:
    """An engine that gives three rows at most."""

    def __init__(self, engine):
        self._engine = engine

    def execute(self, query, cancellation) -> pd.DataFrame:
        return self._engine.execute(query, cancellation).head(3)


def test_present_without_rows_says_so(work_of):
    query = by_department(
        filters=[{"member": "departments.name", "operator": "equals", "values": ["nobody"]}]
    )
    work = work_of(answering(query))
    text = "".join(said(step, work) for step in (generate, sql, execute, present, analyze))
    assert "No rows match." in text


def test_present_draws_the_chart_that_was_asked_for_or_says_why_not(work_of):
    work = work_of(answering(by_department(), chart="pie"))
    text = "".join(said(step, work) for step in (generate, sql, execute, present))
    assert work.answer.chart_type == "pie" or any("pie" in a for a in work.answer.assumptions)
    assert "Chart: " in text

    unknown = work_of(answering(by_department(), chart="hologram"))
    "".join(said(step, unknown) for step in (generate, sql, execute, present))
    assert unknown.answer.figure is not None


def test_the_analysis_is_what_was_said(work_of):
    work = work_of(answering(by_department()))
    for step in (generate, sql, execute, present):
        list(step(work))
    events = list(analyze(work))
    pieces = "".join(e.text for e in events if isinstance(e, TextAdded))
    assert events[-1].analysis == work.answer.analysis
    assert pieces == f"## 💡 Analysis\n\n{work.answer.analysis}\n"
    assert work.answer.analysis
