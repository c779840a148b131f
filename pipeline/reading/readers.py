"""Reads data in other processes: a few at a time, each within its limits, and ended when nobody waits."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from tempfile import mkdtemp

from pipeline.cache import writing_to
from pipeline.cancellation import Cancellation
from pipeline.errors import EngineUnavailable, ReadersBusy, SourceError, TextToBIError
from pipeline.language import Text
from pipeline.reading.forking import WARM
from pipeline.reading.job import Doing, Done, Ended, Fault, Job, Read
from pipeline.reading.limits import Limits
from pipeline.runs.places import Places
from pipeline.settings import Settings, bytes_of
from pipeline.sources.decisions import Decision, write_decisions
from pipeline.sources.open import is_url, located
from pipeline.sources.report import keep, source_of

logger = logging.getLogger(__name__)

Say = Callable[[Doing], object]
_Writing = Callable[[Path], AbstractContextManager[object]]
_LOOKS_EVERY = 0.1  # seconds, at the clock and at who waits
_LARGEST = 1 << 40  # bytes of a file that reading the operator's own data makes
_WAITING = Text("Waiting: place {} in the queue", "排队等待中：第 {} 位")
_OF_DATABASES = ("PG", "MYSQL_")


class Readers:
    """Safe to call from many threads."""

    def __init__(self, settings: Settings) -> None:
        self._of_visitors = Limits(
            memory=bytes_of(settings.read_memory),
            seconds=settings.read_seconds,
            processor_seconds=int(settings.read_processor_seconds),
            unpacked=settings.read_bytes,
        )
        self._of_the_operator = Limits(
            memory=bytes_of(settings.read_memory),
            seconds=settings.open_seconds,
            processor_seconds=int(settings.open_seconds) * (os.cpu_count() or 1),
            unpacked=_LARGEST,
        )
        self._places = Places(settings.reads_at_once)
        self._most = settings.reads_at_once + settings.reads_waiting
        self._under_way = 0
        self._lock = threading.Lock()

    def read(
        self,
        source: str | Path,
        cache: Path,
        *,
        model: Path | None = None,
        decisions: Sequence[Decision] = (),
        private: bool = False,
        cancellation: Cancellation | None = None,
        say: Say = lambda doing: None,
    ) -> Read:
        """The DuckDB file of ``source``, below ``cache`` where it has to be made (`located`).

        ``model`` is the folder to which the data model that the data implies is written, with how its
        files were read; ``decisions`` say how to read them. What is
        ``private`` is a visitor's: it is held to their limits, and waits for its turn. ``say`` hears how
        far it has come.

        Raises `SourceError` (`ReadersBusy` when too many wait), `ModelError`, `EngineUnavailable`,
        `SettingsError` where ``cache`` cannot be written to (`OSError` for what is private), `Cancelled`.
        """
        found = located(source, cache, private=private, decisions=decisions)
        cancellation = cancellation or Cancellation()
        if not found.sources and model is None:
            return Read(found.data, source_of(found.data))
        turn = self._turn(cancellation, say) if private else nullcontext()
        writing: _Writing = nullcontext if private else writing_to
        with turn, _scratch(found.data, cache, writing) as scratch:
            made = scratch / "data.duckdb" if found.sources else found.data
            job = Job(
                sources=found.sources,
                data=str(made),
                scratch=str(scratch),
                model=str(model) if model else None,
                limits=self._of_visitors if private else self._of_the_operator,
                environment=_of_databases() if is_url(source) else {},
                decisions=tuple(decisions),
            )
            done = self._work(job, cancellation, say)
            if found.sources:
                with writing(found.data.parent):
                    keep(done.read, found.data)
                    os.replace(made, found.data)
        read = done.read if found.sources else source_of(found.data)
        if model:
            write_decisions(read, model)
        notes = (*read.notes, *done.model.notes)
        return Read(found.data, read.model_copy(update={"notes": notes, "joins": done.model.joins}))

    def warm_up(self) -> None:
        """Starts what readers are forked from, so that the first of them need not wait for it."""
        WARM.up()

    @contextmanager
    def _turn(self, cancellation: Cancellation, say: Say) -> Iterator[None]:
        with self._lock:
            if self._under_way >= self._most:
                raise ReadersBusy(
                    "The server is reading as many files as it can. Please try again in a moment.",
                    "服务器正在读取的文件已达上限，请稍后再试。",
                )
            self._under_way += 1
        try:
            self._places.take(cancellation, lambda place: say(Doing(_at(place), 0.0)))
            try:
                yield
            finally:
                self._places.give_back()
        finally:
            with self._lock:
                self._under_way -= 1

    @staticmethod
    def _work(job: Job, cancellation: Cancellation, say: Say) -> Done:
        """Has a job done, and says what came of it."""
        until = time.monotonic() + job.limits.seconds
        answer, ended = None, None
        with WARM.reader(job) as reader:
            for message in reader.messages(_LOOKS_EVERY):
                match message:
                    case Doing():
                        say(message)
                    case Ended():
                        ended = message
                    case None if cancellation.asked or time.monotonic() > until:
                        reader.kill()
                        cancellation.check()
                        raise job.limits.too_long()
                    case None:
                        pass
                    case _:
                        answer = message
        match answer:
            case Done():
                return answer
            case Fault():
                logger.warning("Reading %s failed: %s", ", ".join(job.sources) or job.data, answer.trace)
                raise _unreadable()
            case TextToBIError():
                raise answer
        raise _why(ended, job)


@contextmanager
def _scratch(data: Path, cache: Path, writing: _Writing) -> Iterator[Path]:
    """A folder beside the file that is to be made, gone at the end."""
    beside = data.parent if data.is_relative_to(cache) else cache
    with writing(beside):
        beside.mkdir(parents=True, exist_ok=True)
        folder = Path(mkdtemp(prefix="loading-", dir=beside))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _of_databases() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if k.startswith(_OF_DATABASES)}


def _at(place: int) -> Text:
    return Text(*(said.format(place) for said in _WAITING))


def _unreadable() -> SourceError:
    return SourceError("This data cannot be read; it may be damaged.", "无法读取这些数据，文件可能已损坏。")


def _why(ended: Ended | None, job: Job) -> TextToBIError:
    """What to say of a reader that ended without an answer."""
    if ended is None:
        return EngineUnavailable(
            "Reading the data was interrupted. Please try again.", "读取数据时被中断，请重试。"
        )
    logger.warning("The reader of %s ended with %d", ", ".join(job.sources) or job.data, ended.code)
    if ended.code in (-signal.SIGXCPU, -signal.SIGKILL):
        return job.limits.too_long()
    if ended.code == -signal.SIGABRT:  # what libraries do that cannot have the memory they ask for
        return job.limits.too_much_memory()
    return _unreadable()
