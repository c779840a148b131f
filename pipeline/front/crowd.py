"""All connections of one process: how many there are, whose, and which give way to a newcomer."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from itertools import chain
from typing import Protocol

from pipeline.front.clients import Proxies, client_name
from pipeline.front.files import room_for_connections
from pipeline.front.stages import Stage
from pipeline.settings import Settings

logger = logging.getLogger(__name__)

_LOOKS_EVERY = 1.0  # seconds
_SAYS_EVERY = 60.0  # seconds, however many connections were cut


class Member(Protocol):
    """What a crowd is made of."""

    @property
    def address(self) -> str | None: ...

    def is_overdue(self, now: float) -> bool: ...

    def cut(self) -> None: ...

    def make_way(self) -> None: ...


class Crowd:
    """The connections of one process. Belongs to the thread of its event loop.

    One whose request is not whole gives way to a newcomer, the oldest first: an honest request is whole in
    a moment, so that whoever opens connections without end pushes out his own.
    """

    def __init__(self, settings: Settings) -> None:
        self._most = room_for_connections(settings.connections)
        self._most_of_one = settings.connections_per_client
        self._proxies = Proxies(settings.trusted_proxies)
        self._names: dict[Member, str | None] = {}
        self._of: Counter[str | None] = Counter()
        # In the order in which they began to wait for the rest of a header or of a body.
        self._headers: dict[Member, None] = {}
        self._bodies: dict[Member, None] = {}
        self._cut: Counter[str] = Counter()
        self._said_at = -_SAYS_EVERY
        self._looking = False

    def enter(self, member: Member) -> bool:
        """Whether there is room for one more, if need be in the place of another."""
        name = self._name_of(member)
        crowded = bool(self._most_of_one) and name is not None and self._of[name] >= self._most_of_one
        full = len(self._names) >= self._most
        if (crowded or full) and not self._give_way(name if crowded else None):
            self._cut["refused"] += 1
            return False
        self._names[member] = name
        self._of[name] += 1
        self._headers[member] = None
        if not self._looking:
            self._looking = True
            asyncio.get_running_loop().call_later(_LOOKS_EVERY, self._look)
        return True

    def leave(self, member: Member) -> None:
        """Forgets a connection; harmless when it is not known."""
        if member not in self._names:
            return
        name = self._names.pop(member)
        self._of[name] -= 1
        if not self._of[name]:
            del self._of[name]
        self._headers.pop(member, None)
        self._bodies.pop(member, None)

    def turned(self, member: Member, stage: Stage) -> None:
        """Hears that a connection waits for something else from now on."""
        if member not in self._names:
            return
        self._headers.pop(member, None)
        self._bodies.pop(member, None)
        if stage is Stage.BODY:
            self._bodies[member] = None
        elif stage is not Stage.ANSWER:
            self._headers[member] = None

    def _name_of(self, member: Member) -> str | None:
        """Whose connection it is; a proxy's are many people's."""
        if member.address is None or member.address in self._proxies:
            return None
        return client_name(member.address)

    def _give_way(self, name: str | None) -> bool:
        """Whether a connection could be ended for another, of ``name`` where that is given."""
        waiting = chain(self._headers, self._bodies)
        oldest = next((m for m in waiting if name is None or self._names[m] == name), None)
        if oldest is None:
            return False
        self.leave(oldest)
        oldest.make_way()
        self._cut["gave way"] += 1
        return True

    def _look(self) -> None:
        now = time.monotonic()
        try:
            for member in [m for m in self._names if m.is_overdue(now)]:
                self.leave(member)
                member.cut()
                self._cut["too slow"] += 1
            self._say(now)
        finally:
            self._looking = bool(self._names or self._cut)
            if self._looking:
                asyncio.get_running_loop().call_later(_LOOKS_EVERY, self._look)

    def _say(self, now: float) -> None:
        if not self._cut or now - self._said_at < _SAYS_EVERY:
            return
        counts = ", ".join(f"{count} {why}" for why, count in sorted(self._cut.items()))
        logger.warning("Connections cut: %s; %d of %d open", counts, len(self._names), self._most)
        self._cut.clear()
        self._said_at = now
