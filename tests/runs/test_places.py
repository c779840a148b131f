"""Whose turn it is: places against a model that plays the rounds out, with a thread for each who waits."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

import hypothesis.strategies as st
import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from runlogs import eventually
from sizes import tries

from pipeline.cancellation import Cancellation
from pipeline.errors import Cancelled
from pipeline.runs import places
from pipeline.runs.places import Places


class Waiting:
    """A thread that takes a place, and what it heard."""

    def __init__(self, places: Places, client: str | None, first: bool = False) -> None:
        self.client = client
        self.cancellation = Cancellation()
        self.asked_to_leave = False
        self.said: list[int] = []
        self.came_to: str = ""
        self._places, self._first = places, first
        self.thread = threading.Thread(target=self._take)
        self.thread.start()

    def _take(self) -> None:
        try:
            placed = self._places.take(
                self.cancellation,
                self.said.append,
                client=self.client,
                first=self._first,
                leaves=lambda: self.asked_to_leave,
            )
            self.came_to = "placed" if placed else "left"
        except Cancelled:
            self.came_to = "cancelled"

    def leave(self) -> None:
        self.asked_to_leave = True
        self._places.wake()


@pytest.fixture(autouse=True, scope="module")
def _said_at_once() -> Iterator[None]:
    with said_at_once():
        yield


@contextmanager
def said_at_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "_SECONDS_BETWEEN", 0.0)
        yield


def in_turn(rounds: dict[str | None, deque[Waiting]]) -> list[Waiting]:
    """All who wait in the order of their turns, if nobody else came."""
    left = deque((client, deque(tickets)) for client, tickets in rounds.items())
    order = []
    while left:
        client, tickets = left.popleft()
        order.append(tickets.popleft())
        if tickets:
            left.append((client, tickets))
    return order


class Turns(RuleBasedStateMachine):
    @initialize(count=st.integers(1, 3))
    def begin(self, count: int) -> None:
        self.places, self.free = Places(count), count
        self.rounds: dict[str | None, deque[Waiting]] = {}
        self.all: list[Waiting] = []
        self.placed: list[Waiting] = []

    @rule(client=st.sampled_from([None, "ann", "ben", "cleo"]), first=st.booleans())
    def comes(self, client: str | None, first: bool) -> None:
        came = Waiting(self.places, client, first)
        self.all.append(came)
        tickets = self.rounds.setdefault(client, deque())
        (tickets.appendleft if first else tickets.append)(came)
        eventually(lambda: came.said or came.came_to)
        self.serve()

    @precondition(lambda self: self.placed)
    @rule()
    def ends(self) -> None:
        self.placed.pop()
        self.free += 1
        self.places.give_back()
        self.serve()

    @precondition(lambda self: self.rounds)
    @rule(data=st.data(), how=st.sampled_from(["left", "cancelled"]))
    def goes(self, data: st.DataObject, how: str) -> None:
        gone = data.draw(st.sampled_from(in_turn(self.rounds)))
        gone.leave() if how == "left" else gone.cancellation.cancel()
        eventually(lambda: gone.came_to == how)
        self.rounds[gone.client].remove(gone)
        if not self.rounds[gone.client]:
            del self.rounds[gone.client]

    def serve(self) -> None:
        while self.free and self.rounds:
            served = in_turn(self.rounds)[0]
            tickets = self.rounds.pop(served.client)
            tickets.popleft()
            if tickets:
                self.rounds[served.client] = tickets
            self.free -= 1
            self.placed.append(served)
            eventually(lambda served=served: served.came_to == "placed")

    @invariant()
    def everybody_knows_the_truth(self) -> None:
        for number, waiting in enumerate(in_turn(getattr(self, "rounds", {})), 1):
            eventually(lambda waiting=waiting, number=number: waiting.said[-1:] == [number])
            assert not waiting.came_to

    def teardown(self) -> None:
        for waiting in getattr(self, "all", ()):
            waiting.cancellation.cancel()
            waiting.thread.join(10)


def test_turns_are_taken_as_they_were_said():
    with said_at_once():
        Turns.TestCase.settings = settings(
            max_examples=tries(15), stateful_step_count=15, deadline=None, phases=[Phase.generate]
        )
        Turns.TestCase().runTest()


def test_who_waits_with_many_delays_another_by_one_turn():
    turns = Places(1)
    assert Waiting(turns, "ann").thread.join(10) is None
    many = [Waiting(turns, "ann") for _ in range(30)]
    eventually(lambda: sorted(w.said[-1] for w in many if w.said) == list(range(1, 31)))
    other = Waiting(turns, "ben")
    eventually(lambda: other.said == [2])
    served = 0
    while other.came_to != "placed":
        turns.give_back()
        served += 1
        eventually(lambda served=served: [w.came_to for w in (*many, other)].count("placed") == served)
    assert served == 2
    for waiting in many:
        waiting.cancellation.cancel()


def test_one_client_has_its_share_of_the_places_even_while_others_are_free() -> None:
    places, cancellation, placed = Places(4, of_one=2), Cancellation(), threading.Semaphore(0)

    def take(client: str) -> None:
        places.take(cancellation, lambda position: None, client=client)
        placed.release()

    waiting = [threading.Thread(target=take, args=["greedy"]) for _ in range(3)]
    for thread in waiting:
        thread.start()
    assert placed.acquire(timeout=10)
    assert placed.acquire(timeout=10)
    assert not placed.acquire(timeout=0.1)
    take("other")  # which does not wait behind the third of them
    assert placed.acquire(timeout=10)
    places.give_back("other")
    assert not placed.acquire(timeout=0.1)
    places.give_back("greedy")
    assert placed.acquire(timeout=10)
    for thread in waiting:
        thread.join()
