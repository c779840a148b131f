from __future__ import annotations

import pytest

from pipeline.runs.estimates import Estimates


def test_nothing_is_said_before_every_step_was_seen():
    estimates = Estimates()
    assert estimates.left("embedded", ["generate", "sql"]) is None
    estimates.observe("embedded", "generate", 2.0)
    assert estimates.left("embedded", ["generate", "sql"]) is None
    estimates.observe("embedded", "sql", 1.0)
    assert estimates.left("embedded", ["generate", "sql"]) == pytest.approx(3.0)


def test_engines_are_estimated_apart():
    estimates = Estimates()
    estimates.observe("embedded", "execute", 0.1)
    assert estimates.left("cube", ["execute"]) is None


def test_the_estimate_follows_a_step_that_became_slower():
    estimates = Estimates()
    for seconds in [1.0] * 5 + [5.0] * 20:
        estimates.observe("embedded", "execute", seconds)
    assert estimates.left("embedded", ["execute"]) == pytest.approx(5.0, abs=0.1)
