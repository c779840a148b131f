"""How many runs work at the same time, and whose turn it is when one of the others may begin."""

from __future__ import annotations

import threading
import time
from collections import Counter, deque
from collections.abc import Callable

from pipeline.cancellation import Cancellation

_SECONDS_BETWEEN = 1.0  # two sentences to one who waits: the queue may move faster than anybody reads


class Places:
    """So many places. Those who wait for one come by turns of their clients, and of one client in the
    order of arrival: whoever waits with many delays nobody else by more than one. Safe to use from
    many threads.

    Args:
        of_one: how many of the places one client may have, also while others are free: all who work share
            the processor. None for any number, as everybody has who is no client.
    """

    def __init__(self, count: int, of_one: int | None = None) -> None:
        self._free, self._of_one = count, of_one
        self._held: Counter[str | None] = Counter()
        self._waiting: dict[str | None, deque[object]] = {}  # by client, whose turn comes in this order
        self._moved = threading.Condition()

    def take(
        self,
        cancellation: Cancellation,
        say: Callable[[int], object],
        *,
        client: str | None = None,
        first: bool = False,
        leaves: Callable[[], bool] = lambda: False,
    ) -> bool:
        """Returns with a place, or without one as soon as ``leaves`` says so, which is asked again at
        each `wake`. ``first`` goes before all who wait of the same client. ``say`` hears the place in
        the queue, from 1, at once and when it changed. Raises `Cancelled`."""
        ticket = object()
        with self._moved:
            tickets = self._waiting.setdefault(client, deque())
            (tickets.appendleft if first else tickets.append)(ticket)
            self._moved.notify_all()  # whose turns come later now
        placed = False
        try:
            placed = self._wait(ticket, client, cancellation, say, leaves)
        finally:
            if not placed:
                with self._moved:
                    self._leave(ticket, client)
        return placed

    def give_back(self, client: str | None = None) -> None:
        with self._moved:
            self._free += 1
            self._held[client] -= 1
            if not self._held[client]:
                del self._held[client]
            self._moved.notify_all()

    def wake(self) -> None:
        """Lets those who wait see whether they still do."""
        with self._moved:
            self._moved.notify_all()

    def _wait(
        self,
        ticket: object,
        client: str | None,
        cancellation: Cancellation,
        say: Callable[[int], object],
        leaves: Callable[[], bool],
    ) -> bool:
        said, said_at = 0, 0.0
        with cancellation.interrupting(self.wake):
            while True:
                with self._moved:
                    cancellation.check()
                    if leaves():
                        return False
                    position = self._position(ticket, client)
                    if self._free and self._is_next(ticket):
                        self._take_turn(ticket, client)
                        return True
                    wait = _SECONDS_BETWEEN - (time.monotonic() - said_at)
                    if position == said or wait > 0:
                        self._moved.wait(None if position == said else wait)
                        continue
                say(position)
                said, said_at = position, time.monotonic()

    def _is_next(self, ticket: object) -> bool:
        for client, tickets in self._waiting.items():
            if client is None or self._of_one is None or self._held[client] < self._of_one:
                return tickets[0] is ticket
        return False

    def _position(self, ticket: object, client: str | None) -> int:
        """The number of its turn, from 1: in each round every client that waits has one."""
        rounds = self._waiting[client].index(ticket)
        position, before = 1, True
        for other, tickets in self._waiting.items():
            before = before and other != client
            position += min(len(tickets), rounds + before)
        return position

    def _take_turn(self, ticket: object, client: str | None) -> None:
        self._leave(ticket, client)
        self._free -= 1
        self._held[client] += 1
        if client in self._waiting:  # its next turn comes after everybody else's
            self._waiting[client] = self._waiting.pop(client)

    def _leave(self, ticket: object, client: str | None) -> None:
        tickets = self._waiting[client]
        tickets.remove(ticket)
        if not tickets:
            del self._waiting[client]
        self._moved.notify_all()
