"""One run, as its followers see it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress

from pipeline.answer import Answer
from pipeline.cancellation import Cancellation
from pipeline.errors import TextToBIError
from pipeline.events import Event, RunEnded
from pipeline.language import Language
from pipeline.runs.log import BATCH, EventLog
from pipeline.runs.shares import Shares


class Run:
    """A question being answered, or answered. It goes on whether or not somebody follows it.

    Args:
        client: who asked; None for somebody without limits.
        shares: what of it may be paused; None for no limit.

    Attributes:
        stands_still: whether it does now, and holds no place among those that work or wait to.
        on_pause: called, from any thread, when it is asked to stand still.
        answer: complete once the run has ended; what there is of it before.
        error: what made it fail, as it was raised; None unless the outcome is ``failed``.
        aborted: the limit that stopped it, if one did.
    """

    def __init__(
        self,
        run_id: str,
        question: str,
        language: Language,
        log: EventLog,
        *,
        client: str | None = None,
        shares: Shares | None = None,
    ) -> None:
        self.id = run_id
        self.client = client
        self.question = question
        self.language: Language = language
        self._answer = Answer(question=question, language=language, run_id=run_id)
        self.error: BaseException | None = None
        self.aborted: TextToBIError | None = None
        self.cancellation = Cancellation()
        self._goes_on = threading.Event()
        self._goes_on.set()
        self._steering = threading.Lock()
        self._over = False
        self._shares = shares
        self.stands_still = False
        self.on_pause: Callable[[], object] = lambda: None
        self._log = log

    @property
    def answer(self) -> Answer:
        return self._answer_now()

    @answer.setter
    def answer(self, answer: Answer) -> None:
        self._answer = answer

    def _answer_now(self) -> Answer:
        return self._answer

    @property
    def last(self) -> Event:
        """Its newest event; a `RunEnded` once it has ended. Raises `RunNotFound`."""
        return self._log.last(self.id)

    @property
    def ended(self) -> bool:
        return isinstance(self.last, RunEnded)

    def cancel(self) -> None:
        """Asks the work to stop; the run ends as ``cancelled`` with what it had."""
        self.cancellation.cancel()

    def pause(self) -> None:
        """Asks the work to stand still at the next safe point: between two steps or two pieces of
        text, or while it waits for its turn. Harmless when it does, or has ended.

        Raises `TooManyAtOnce`, `TooManyPaused`.
        """
        with self._steering:
            if self._over:
                return
            if self._shares:
                self._shares.pause(self.client, self.id)
            self._goes_on.clear()
        self.on_pause()

    def resume(self) -> None:
        """Lets the work go on."""
        with self._steering:
            self._goes_on.set()
            if self._shares:
                self._shares.resume(self.client, self.id)

    @property
    def busy(self) -> bool:
        """Whether it works or waits for its turn."""
        return not (self._over or self.stands_still)

    def leave(self) -> None:
        """Nothing can be asked of the run any more, and its client may have another one."""
        with self._steering:
            self._over = True
            self._goes_on.set()
            if self._shares:
                self._shares.end(self.client, self.id)

    @property
    def pausing(self) -> bool:
        """Whether the work has been asked to stand still and not yet to go on."""
        return not self._goes_on.is_set()

    def until_resumed(self, seconds: float) -> None:
        """Returns when the work may go on. Cancels it when nobody lets it within ``seconds``.

        Raises `Cancelled` when it is cancelled.
        """
        with self.cancellation.interrupting(self._goes_on.set):
            if not self._goes_on.wait(seconds):
                self.cancel()
        self.cancellation.check()

    def abort(self, reason: TextToBIError) -> None:
        """Stops the work because of a limit; the run ends as ``failed`` with ``reason``."""
        self.aborted = self.aborted or reason
        self.cancellation.cancel()

    def follow(self, after: int = 0) -> Iterator[Event]:
        """The events after the one whose ``seq`` is ``after``, each as it happens, to the last.

        Raises `RunNotFound` when the log is gone.
        """
        changed = threading.Event()
        with self._log.listening(self.id, changed.set):
            while True:
                changed.clear()
                batch = self._log.read(self.id, after)
                yield from batch.events
                if batch.ended:
                    return
                if batch.events:
                    after = batch.events[-1].seq
                else:
                    changed.wait()

    async def afollow(self, after: int = 0) -> AsyncIterator[Event]:
        """`follow` for an event loop; a follower that waits holds no thread."""
        async for batch in self.abatches(after):
            for event in batch:
                yield event

    async def abatches(self, after: int = 0, pause: float = 0.0) -> AsyncIterator[list[Event]]:
        """`afollow` for whoever shows everything anew at each change: the events that came in the
        ``pause`` seconds after the batch before, together."""
        loop = asyncio.get_running_loop()
        changed = asyncio.Event()

        def wake() -> None:
            if not changed.is_set():
                with suppress(RuntimeError):  # the loop is closed: the follower is gone
                    loop.call_soon_threadsafe(changed.set)

        with self._log.listening(self.id, wake):
            while True:
                changed.clear()
                batch = self._log.read(self.id, after)
                if batch.events:
                    after = batch.events[-1].seq
                    yield batch.events
                if batch.ended:
                    return
                if not batch.events:
                    await changed.wait()
                elif pause and len(batch.events) < BATCH:  # else there is more to catch up with
                    await asyncio.sleep(pause)

    def result(self) -> Answer:
        """Waits for the end and gives the answer."""
        for _ in self.follow():
            pass
        return self.answer

    async def aresult(self) -> Answer:
        """`result` for an event loop."""
        async for _ in self.afollow():
            pass
        return self.answer
