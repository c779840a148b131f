"""What Gradio keeps for visits that do not listen is let go; who listens hears all."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from pipeline.front import unread
from pipeline.front.unread import Unread


class Page:
    """As much of a Gradio application as keeps messages."""

    def __init__(self) -> None:
        self._queue = self
        self.pending_messages_per_session: dict[str, asyncio.Queue[Any]] = {}
        self.pending_event_ids_session: dict[str, set[str]] = {}
        self.cleaned: list[str] = []

    async def clean_events(self, *, session_hash: str) -> None:
        self.cleaned.append(session_hash)

    def say(self, visit: str, messages: int = 1) -> None:
        waiting = self.pending_messages_per_session.setdefault(visit, asyncio.Queue())
        self.pending_event_ids_session.setdefault(visit, {"event"})
        for number in range(messages):
            waiting.put_nowait(number)


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unread, "_LOOKS_EVERY", 0.02)
    monkeypatch.setattr(unread, "_READ_WITHIN", 0.3)


def test_who_does_not_listen_is_forgotten_and_who_does_is_not() -> None:
    async def scene() -> Page:
        page = Page()
        page.say("deaf")
        watch = Unread(page)
        watch.look_after()
        for _ in range(60):
            page.say("listening")
            page.pending_messages_per_session["listening"].get_nowait()
            await asyncio.sleep(0.01)
        return page

    page = asyncio.run(scene())
    assert page.cleaned == ["deaf"]
    assert list(page.pending_messages_per_session) == list(page.pending_event_ids_session) == ["listening"]


def test_who_is_far_behind_is_not_waited_for() -> None:
    async def scene() -> tuple[bool, bool]:
        page = Page()
        page.say("behind", 201)
        page.say("nearly", 200)
        Unread(page).look_after()
        await asyncio.sleep(0.1)
        return "behind" in page.pending_messages_per_session, "nearly" in page.pending_messages_per_session

    assert asyncio.run(scene()) == (False, True)


def test_visits_that_are_over_leave_nothing_and_the_watch_ends() -> None:
    async def scene() -> Page:
        page = Page()
        page.say("over", 0)
        page.pending_event_ids_session["over"].clear()
        page.pending_event_ids_session["evicted"] = set()
        watch = Unread(page)
        watch.look_after()
        assert watch._watch
        await asyncio.wait_for(watch._watch, 5)
        return page

    page = asyncio.run(scene())
    assert (page.pending_messages_per_session, page.pending_event_ids_session) == ({}, {})
