"""The planner on its own: the demo company and two organisations of other shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from planner.other_data import TODAY, engine

from pipeline import Pipeline
from pipeline.derived import Basis
from pipeline.engines.base import Engine
from pipeline.language import detect
from pipeline.planner.base import Plan, Question
from pipeline.planner.clausal import ClausalPlanner
from pipeline.planner.rules import RulesPlanner

Ask = Callable[..., Plan]


@pytest.fixture(scope="session")
def today() -> date:
    return TODAY


@pytest.fixture(scope="session")
def rules(demo: Pipeline) -> RulesPlanner:
    """The planner of the demo company."""
    return RulesPlanner(demo.engine, lambda: TODAY)


@pytest.fixture(scope="session")
def planner(demo: Pipeline) -> ClausalPlanner:
    """The planner of the demo company that reads by clauses."""
    return ClausalPlanner(demo.engine, lambda: TODAY)


@pytest.fixture(scope="session")
def ask(rules: RulesPlanner) -> Ask:
    """Plans a question about the demo company in its own language."""

    def plan(text: str, previous: Basis | None = None) -> Plan:
        return rules.plan_now(Question(text, detect(text), previous))

    return plan


@pytest.fixture(scope="session")
def organisations(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Engine]]:
    """The engines of the hospital and the school."""
    opened = {name: engine(name, tmp_path_factory.mktemp(name)) for name in ("hospital", "school")}
    yield opened
    for one in opened.values():
        one.close()
