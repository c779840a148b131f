"""What processes that share a Redis ask of each other's runs."""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any, cast

from redis import Redis
from redis.exceptions import RedisError

from pipeline.errors import LogUnavailable, TooManyAtOnce, TooManyPaused
from pipeline.runs.log import Signal

logger = logging.getLogger(__name__)

_PREFIX = "text-to-bi:"
_ANSWERS = 3.0  # seconds that a process has to answer; less than the patience of a connection
_REFUSALS = {kind.code: kind for kind in (TooManyAtOnce, TooManyPaused)}


class Signals:
    """Each process has a stream in Redis that the others write to: ``signals:PROCESS``. Where it may
    refuse, it says so in a list, ``reply:CHANCE``. The methods raise `RedisError`.

    Args:
        me: this process.
        kept_seconds: how long a process that is no more is written to.
    """

    def __init__(self, redis: Redis, me: str, kept_seconds: int) -> None:
        self._redis, self._me, self._kept = redis, me, kept_seconds
        self.key = _key(me)
        self.seen = "0-0"
        self.act: Callable[[str, Signal], None] = lambda run_id, signal: None

    def tell(self, process: str, run_id: str, signal: Signal, reply: str = "") -> None:
        """Asks ``process`` something and goes on."""
        with self._redis.pipeline(transaction=False) as pipe:
            pipe.xadd(_key(process), {"run": run_id, "signal": signal, "reply": reply}, maxlen=1_000)
            pipe.expire(_key(process), self._kept)
            pipe.execute()

    def ask(self, process: str, run_id: str, signal: Signal) -> None:
        """Asks ``process`` something that it may refuse. Raises `TooManyAtOnce` or `TooManyPaused` if
        it does, `LogUnavailable` if it does not answer."""
        reply = f"{_PREFIX}reply:{uuid.uuid4().hex}"
        self.tell(process, run_id, signal, reply)
        heard = cast("tuple[bytes, bytes] | None", self._redis.blpop([reply], _ANSWERS))
        if heard is None:
            raise LogUnavailable(
                "The process that works this run does not answer. Please try again in a moment.",
                "处理该运行的进程没有响应，请稍后再试。",
            )
        if refusal := json.loads(heard[1]):
            raise _REFUSALS[refusal["code"]](refusal["en"], refusal["zh"])

    def wake(self) -> None:
        """Lets whoever waits for what is asked of this process look at something else."""
        self._redis.xadd(self.key, {"run": "", "signal": "", "reply": ""}, maxlen=1_000)

    def obey(self, entries: list[Any]) -> None:
        """Does what the others asked."""
        for entry_id, fields in entries:
            self.seen = entry_id.decode()
            if not fields[b"run"]:
                continue
            refusal = None
            try:
                self.act(fields[b"run"].decode(), fields[b"signal"].decode())
            except (TooManyAtOnce, TooManyPaused) as error:
                refusal = {"code": error.code, "en": error.en, "zh": error.zh}
            except Exception:
                logger.exception("A signal was not obeyed")
            if reply := fields[b"reply"]:
                self._answer(reply, refusal)

    def _answer(self, reply: bytes, refusal: dict[str, str] | None) -> None:
        with suppress(RedisError), self._redis.pipeline(transaction=False) as pipe:
            pipe.rpush(reply, json.dumps(refusal))
            pipe.expire(reply, int(2 * _ANSWERS))
            pipe.execute()

    def forget(self) -> None:
        """Removes the stream of this process."""
        self._redis.delete(self.key)


def _key(process: str) -> str:
    return f"{_PREFIX}signals:{process}"
