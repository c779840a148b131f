"""Answers that Gradio keeps for visits which do not read them are let go."""

from __future__ import annotations

import asyncio
from typing import Any

_LOOKS_EVERY = 5.0  # seconds
_READ_WITHIN = 60.0  # seconds in which a visit reads all that waits for it, or begins to
_MOST_UNREAD = 200  # messages: some 20 seconds of a run that speaks all the time


class Unread:
    """Watches the visits of one page for as long as there are any.

    Args:
        page: the Gradio application, which keeps for each visit the messages that were not read.
    """

    def __init__(self, page: Any) -> None:
        self._queue = page._queue
        self._since: dict[str, float] = {}  # when messages of a visit were first seen to wait
        self._watch: asyncio.Task[None] | None = None

    def look_after(self) -> None:
        """Begins to watch, if need be."""
        if self._watch is None or self._watch.done():
            self._watch = asyncio.get_running_loop().create_task(self._look())

    async def _look(self) -> None:
        waiting = self._queue.pending_messages_per_session
        while True:
            await asyncio.sleep(_LOOKS_EVERY)
            now = asyncio.get_running_loop().time()
            for visit, messages in list(waiting.items()):
                since = self._since.setdefault(visit, now)
                working = bool(self._queue.pending_event_ids_session.get(visit))
                if working and not messages.qsize():
                    del self._since[visit]  # somebody reads
                elif messages.qsize() > _MOST_UNREAD or now - since > _READ_WITHIN:
                    await self._let_go(visit)
            self._since = {visit: at for visit, at in self._since.items() if visit in waiting}
            for visit in [v for v in self._queue.pending_event_ids_session if v not in waiting]:
                del self._queue.pending_event_ids_session[visit]
            if not waiting:
                return

    async def _let_go(self, visit: str) -> None:
        self._queue.pending_messages_per_session.pop(visit, None)
        self._queue.pending_event_ids_session.pop(visit, None)
        await self._queue.clean_events(session_hash=visit)
