"""A log that says what happens, and not how often an attacker makes it happen."""

from __future__ import annotations

import logging

import pytest

from pipeline.front.quiet import Quiet


def said(quiet: Quiet, *messages: str, value: int = 0) -> list[str]:
    records = [logging.LogRecord("x", logging.WARNING, "", 0, text, (value,), None) for text in messages]
    return [record.getMessage() for record in records if quiet.filter(record)]


def test_of_each_kind_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    quiet = Quiet(2, window=60)
    assert said(quiet, *["late: %d"] * 500, value=7) == ["late: 7", "late: 7"]
    assert said(quiet, "other: %d", value=8) == ["other: 8"]
    now[0] += 59
    assert said(quiet, "late: %d") == []
    now[0] += 1
    assert said(quiet, "late: %d", "late: %d", value=9) == ["late: 9 [499 more like this before]", "late: 9"]
    now[0] += 60
    assert said(quiet, "late: %d", value=9) == ["late: 9"]
