"""All runs of this process: started in threads of ours, found again, and in the end forgotten."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, replace
from itertools import accumulate

from pipeline.analysis.base import Analyst, RulesAnalyst
from pipeline.catalog import Catalog
from pipeline.engines.base import Engine
from pipeline.errors import LogUnavailable, QuestionError, TooManyRuns
from pipeline.events import RunStarted
from pipeline.planner.base import Planner, Question
from pipeline.rate import Rate
from pipeline.runs.distant import DistantRun
from pipeline.runs.estimates import Estimates
from pipeline.runs.log import EventLog, MemoryLog, Signal, is_run_id, new_run_id, not_found
from pipeline.runs.places import Places
from pipeline.runs.run import Run
from pipeline.runs.shares import Shares
from pipeline.runs.worker import Worker
from pipeline.settings import Settings

logger = logging.getLogger(__name__)

_WATCH_SECONDS = 0.25
_SHARE = 4  # the part of the places that one client may have


@dataclass
class _Kept:
    run: Run
    catalog: Catalog
    worker: Worker | None  # until the run has ended: it holds the data that is asked
    watched: bool
    seen_at: float  # when somebody last followed it
    thread: threading.Thread
    ended_at: float | None = None
    size: int = 0


class Runs:
    """Starts runs and keeps them for those who come later. Safe to use from many threads."""

    def __init__(
        self,
        engine: Engine,
        planner: Planner,
        settings: Settings,
        log: EventLog | None = None,
        analyst: Analyst | None = None,
    ) -> None:
        self._engine, self._planner, self._settings = engine, planner, settings
        self._analyst = analyst or RulesAnalyst()
        self._log: EventLog = log or _log(settings)
        self._log.attend(self._obey)
        self._estimates = Estimates()
        self._lock = threading.Lock()
        self._kept: dict[str, _Kept] = {}
        of_one = max(1, settings.runs_at_once // _SHARE) if settings.runs_per_client else None
        self._places = Places(settings.runs_at_once, of_one)
        self._rate = Rate(settings.runs_per_minute, settings.redis_url)
        self._shares = Shares(settings)
        self._draining = threading.Event()
        self._closed = threading.Event()
        threading.Thread(target=self._watch, name="runs-watch", daemon=True).start()

    def catalog_of(self, run_id: str) -> Catalog | None:
        """What could be asked when a run of this process began; None for one of another."""
        with self._lock:
            kept = self._kept.get(run_id)
        return kept.catalog if kept else None

    def start(
        self,
        question: Question,
        planner: Planner | None = None,
        *,
        engine: Engine | None = None,
        watched: bool = False,
        client: str | None = None,
    ) -> Run:
        """Begins to answer ``question`` and returns at once; ``planner`` and ``engine`` stand in for
        the usual ones.

        A ``watched`` run is cancelled when nobody follows it for `Settings.follow_grace_seconds`.
        ``client`` says who asks, so that nobody asks too often or too much at once.

        Raises `QuestionError` for one that is empty or too long, `TooManyRuns` when full, `TooOften`,
        `TooManyAtOnce`.
        """
        # A lone surrogate can come out of JSON, but goes into no UTF-8.
        text = question.text.encode("utf-8", "replace").decode().strip()
        self._check(text)
        question = replace(question, text=text)
        run = Run(new_run_id(), text, question.language, self._log, client=client, shares=self._shares)
        worker = Worker(
            run,
            question,
            planner or self._planner,
            self._analyst,
            engine or self._engine,
            self._log,
            self._estimates,
            self._places,
            self._settings,
        )
        thread = threading.Thread(target=self._work, args=[worker, run.id], name=f"run-{run.id[:8]}")
        try:
            self._shares.begin(client, run.id)
            if client is not None:
                self._rate.check(client)
            self._begin(_Kept(run, worker.catalog, worker, watched, time.monotonic(), thread))
        except BaseException:
            run.leave()
            raise
        return run

    def _begin(self, kept: _Kept) -> None:
        run = kept.run
        with self._lock:
            busy = sum(kept.run.busy for kept in self._kept.values())
            most = self._settings.runs_at_once + self._settings.runs_waiting
            if self.draining or busy >= most:
                raise self._full()
            self._kept[run.id] = kept
        try:
            self._log.append(run.id, RunStarted(question=run.question, language=run.language))
        except LogUnavailable:
            with self._lock:
                del self._kept[run.id]
            raise
        with self._lock:
            if self._closed.is_set():
                raise self._full()
            kept.thread.start()

    def get(self, run_id: str) -> Run:
        """The run, whichever process works it. Raises `RunNotFound` for one that never was, `RunGone`
        for one that is forgotten, `LogUnavailable`."""
        if not is_run_id(run_id):
            raise not_found(run_id)
        with self._lock:
            kept = self._kept.get(run_id)
        return DistantRun(run_id, self._log) if kept is None else kept.run

    def ping(self) -> None:
        """Returns when runs can begin. Raises `TooManyRuns` while none is taken, `LogUnavailable`."""
        if self.draining:
            raise self._full()
        self._log.ping()

    @property
    def draining(self) -> bool:
        """Whether nothing starts any more."""
        return self._draining.is_set()

    def drain(self, seconds: float) -> None:
        """Lets nothing start any more, waits up to ``seconds`` for the runs to end, and cancels those
        that have not."""
        self._draining.set()
        until = time.monotonic() + seconds
        for kept in self._unfinished():
            if kept.thread.ident:
                kept.thread.join(max(0.0, until - time.monotonic()))
        for kept in self._unfinished():
            kept.run.cancel()
        for kept in self._unfinished():
            if kept.thread.ident:
                kept.thread.join()

    def close(self) -> None:
        """Cancels what still runs and waits for it to end; nothing starts afterwards."""
        with self._lock:
            self._closed.set()
        self.drain(0)
        self._log.close()
        self._shares.close()

    def _work(self, worker: Worker, run_id: str) -> None:
        worker.work()
        with self._lock:
            kept = self._kept[run_id]
            kept.size, kept.ended_at, kept.worker = worker.size, time.monotonic(), None

    def _full(self) -> TooManyRuns:
        if self.draining:
            return TooManyRuns(
                "The server is about to restart. Please try again in a moment.",
                "服务器即将重启,请稍后再试。",
            )
        return TooManyRuns(
            "The server is busy answering other questions. Please try again in a moment.",
            "服务器正忙于回答其他问题，请稍后再试。",
        )

    def _obey(self, run_id: str, signal: Signal) -> None:
        """What another process asks of a run of this one. Raises `TooManyAtOnce`, `TooManyPaused`."""
        with self._lock:
            kept = self._kept.get(run_id)
        if kept is None:
            return
        match signal:
            case "cancel":
                kept.run.cancel()
            case "pause":
                kept.run.pause()
            case "resume":
                kept.run.resume()
            case "follow":
                kept.seen_at = time.monotonic()
            case "lost":
                kept.run.abort(
                    LogUnavailable(
                        "The store of the runs cannot be reached, so this run was stopped. Please ask again.",
                        "无法访问运行记录的存储，运行已停止。请重新提问。",
                    )
                )

    def _check(self, text: str) -> None:
        longest = self._settings.question_length
        if not text:
            raise QuestionError("Please type a question.", "请输入问题。")
        if len(text) > longest:
            raise QuestionError(
                f"The question has {len(text):,} characters, {longest:,} are allowed. Please shorten it.",
                f"问题有 {len(text):,} 个字符，最多 {longest:,} 个，请缩短。",
            )

    def _watch(self) -> None:
        while not self._closed.wait(_WATCH_SECONDS):
            try:
                self._look_at_the_unfinished()
                self._forget_the_old()
                self._shares.renew()
            except Exception:
                logger.exception("Watching the runs failed")

    def _look_at_the_unfinished(self) -> None:
        # A function of its own: what it names is let go of when it ends, a run's data among it.
        for kept in self._unfinished():
            if worker := kept.worker:
                worker.keep_to_time()
            self._leave_if_left(kept)

    def _unfinished(self) -> list[_Kept]:
        with self._lock:
            return [kept for kept in self._kept.values() if kept.ended_at is None]

    def _leave_if_left(self, kept: _Kept) -> None:
        now, grace = time.monotonic(), self._settings.follow_grace_seconds
        if kept.run.pausing or self._log.followed(kept.run.id):
            kept.seen_at = now
        elif kept.watched and grace and now - kept.seen_at > grace:
            kept.run.cancel()

    def _forget_the_old(self) -> None:
        now, settings = time.monotonic(), self._settings
        with self._lock:
            ended = [(k.ended_at, k.run.id, k.size) for k in self._kept.values() if k.ended_at]
            ended.sort(reverse=True)
            sizes = accumulate(size for _, _, size in ended)
            old = [
                run_id
                for number, ((ended_at, run_id, _), bytes_so_far) in enumerate(zip(ended, sizes, strict=True))
                if number >= settings.runs_kept
                or bytes_so_far > settings.runs_kept_bytes
                or now - ended_at > settings.run_kept_seconds
            ]
            for run_id in old:
                del self._kept[run_id]
        for run_id in old:
            self._log.drop(run_id)


def _log(settings: Settings) -> EventLog:
    if settings.redis_url is None:
        return MemoryLog()
    from pipeline.runs.redis_log import RedisLog

    return RedisLog(settings.redis_url, settings.run_kept_seconds)
