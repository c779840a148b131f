"""What one client may have at the same time, so that there is enough for the others."""

from __future__ import annotations

import threading

from pipeline.errors import TooManyAtOnce, TooManyPaused
from pipeline.settings import Settings
from pipeline.tally import Tally, counting


class Shares:
    """The unfinished runs of each client and, of these, the paused ones; processes that share a Redis
    count a client's together, and each the paused ones of all its clients. Without a client nothing
    is limited. Safe to use from many threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._redis = counting(settings.redis_url)
        self._unfinished = Tally("unfinished", settings.runs_per_client, self._redis)
        self._paused = Tally("paused", settings.paused_per_client, self._redis)
        self._lock = threading.Lock()
        self._paused_here: set[str] = set()

    def begin(self, client: str | None, run_id: str) -> None:
        """Counts one more run of ``client``. Raises `TooManyAtOnce`."""
        if client is not None and not self._unfinished.take(client, run_id):
            most = self._settings.runs_per_client
            raise TooManyAtOnce(
                f"You have {most} unfinished runs, which is as many as this server allows one visitor. "
                "Please wait for one to end, or stop one.",
                f"您有 {most} 个运行尚未结束，已达每位访客的上限。请等待其中一个结束，或停止一个。",
            )

    def pause(self, client: str | None, run_id: str) -> None:
        """Counts one more that is paused; again is harmless. Raises `TooManyAtOnce`, `TooManyPaused`."""
        if client is None:
            return
        if not self._paused.take(client, run_id):
            most = self._settings.paused_per_client
            raise TooManyAtOnce(
                f"You have {most} paused runs, which is as many as this server allows one visitor. "
                "Please let one go on, or stop one.",
                f"您有 {most} 个运行处于暂停状态，已达每位访客的上限。请继续或停止其中一个。",
            )
        with self._lock:
            there_is_room = len(self._paused_here - {run_id}) < self._settings.runs_paused
            if there_is_room:
                self._paused_here.add(run_id)
        if not there_is_room:
            self._paused.give_back(client, run_id)
            raise TooManyPaused(
                "So many runs are paused that this server allows no more. Please try again in a moment.",
                "已暂停的运行过多，服务器暂不允许再暂停。请稍后再试。",
            )

    def resume(self, client: str | None, run_id: str) -> None:
        """It goes on; harmless when it did."""
        if client is None:
            return
        with self._lock:
            self._paused_here.discard(run_id)
        self._paused.give_back(client, run_id)

    def end(self, client: str | None, run_id: str) -> None:
        self.resume(client, run_id)
        if client is not None:
            self._unfinished.give_back(client, run_id)

    def renew(self) -> None:
        """To be called now and then."""
        self._unfinished.renew()
        self._paused.renew()

    def close(self) -> None:
        if self._redis is not None:
            self._redis.close()
