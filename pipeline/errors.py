"""Every error this package raises, in one tree; imports nothing from the package.

    TextToBIError
    ├── SettingsError           a setting is misspelt or has a value it cannot have
    ├── ModelError              a data model that cannot be loaded
    ├── SourceError             data that cannot be read: a file, a folder, a database
    │   ├── UploadNotFound      data that a visitor brought and that is not kept any more
    │   ├── TooManyUploads      the server keeps as much of visitors' data as it may
    │   └── ReadersBusy         it reads as many files as it may; try again later
    ├── QuestionError           a question that is empty or too long
    ├── QueryError              a Cube query that cannot be answered as it stands
    │   ├── UnknownMember       it names something the catalog does not have
    │   ├── JoinPathError       its members are not connected by joins
    │   └── DateRangeError      a date or a range that does not exist
    ├── EngineError             the database or the Cube server failed
    │   ├── EngineUnavailable   it cannot be reached or opened
    │   └── QueryTimeout        the query ran longer than the operator allows
    ├── CubeNotAllowed          a request names a Cube server that the operator did not list
    ├── LanguageModelError      the language model failed or was too slow
    ├── RunError                a run that cannot be had
    │   ├── RunNotFound         there never was such a run
    │   │   └── RunGone         it is over for so long that its log was cleared away
    │   ├── RunInterrupted      the process that worked it is no more
    │   ├── LogUnavailable      the store of the runs cannot be reached
    │   ├── RunTimeout          it took longer than the operator allows
    │   ├── RunTooLarge         it said more than the operator allows
    │   ├── TooManyRuns         the server is full or stopping; try again later
    │   ├── TooOften            this client starts more runs than one may; try again later
    │   │   └── UploadsTooOften the same for data that it brings
    │   ├── TooManyAtOnce       this client has as many runs, or paused ones, as one may
    │   └── TooManyPaused       the server holds as many paused runs as it may
    ├── InternalError           a fault of ours, which the log knows by its reference
    └── Cancelled               somebody stopped the run; not a fault

Each one carries its sentence in English and in Chinese, because whoever raises it knows both and
whoever shows it knows the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rapidfuzz import process


class TextToBIError(Exception):
    """Base of the tree. ``code`` is stable and machine-readable; ``str(error)`` is English."""

    code: ClassVar[str] = "error"

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.en = en
        self.zh = zh

    def message(self, language: str) -> str:
        """The sentence for a reader of ``language`` ("zh" or anything else for English)."""
        return self.zh if language == "zh" else self.en


class SettingsError(TextToBIError):
    code = "settings"


class ModelError(TextToBIError):
    code = "model"


class SourceError(TextToBIError):
    code = "source"


class UploadNotFound(SourceError):
    code = "upload_not_found"


class TooManyUploads(SourceError):
    code = "too_many_uploads"


class ReadersBusy(SourceError):
    code = "readers_busy"


class QuestionError(TextToBIError):
    code = "question"


class QueryError(TextToBIError):
    code = "query"


class UnknownMember(QueryError):
    code = "unknown_member"


class JoinPathError(QueryError):
    code = "join_path"


class DateRangeError(QueryError):
    code = "date_range"


class EngineError(TextToBIError):
    code = "engine"


class EngineUnavailable(EngineError):
    code = "engine_unavailable"


class QueryTimeout(EngineError):
    code = "query_timeout"


class CubeNotAllowed(TextToBIError):
    code = "cube_not_allowed"


class LanguageModelError(TextToBIError):
    code = "language_model"


class RunError(TextToBIError):
    code = "run"


class RunNotFound(RunError):
    code = "run_not_found"


class RunGone(RunNotFound):
    code = "run_gone"


class RunInterrupted(RunError):
    code = "interrupted"

    def __init__(self) -> None:
        super().__init__(
            "The server was interrupted while it answered. Please ask again.",
            "服务器在回答时中断，请重新提问。",
        )


class LogUnavailable(RunError):
    code = "log_unavailable"


class RunTimeout(RunError):
    code = "run_timeout"


class RunTooLarge(RunError):
    code = "run_too_large"


class TooManyRuns(RunError):
    code = "too_many_runs"


class TooOften(RunError):
    """Attributes:
    seconds: after which the next run may be started.
    """

    code = "too_often"

    def __init__(self, seconds: int) -> None:
        super().__init__(*self.sentences(seconds))
        self.seconds = seconds

    @staticmethod
    def sentences(seconds: int) -> tuple[str, str]:
        return (
            f"You are asking faster than this server allows. Please try again in {seconds} s.",
            f"提问过于频繁，请在 {seconds} 秒后重试。",
        )


class UploadsTooOften(TooOften):
    code = "uploads_too_often"

    @staticmethod
    def sentences(seconds: int) -> tuple[str, str]:
        return (
            f"You are sending files faster than this server allows. Please try again in {seconds} s.",
            f"上传过于频繁，请在 {seconds} 秒后重试。",
        )


class TooManyAtOnce(RunError):
    code = "too_many_at_once"


class TooManyPaused(RunError):
    code = "too_many_paused"


class InternalError(TextToBIError):
    """Stands before the reader for an exception that is nobody's business but ours."""

    code = "internal"

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"Something went wrong on our side (reference {reference}). Please try again later.",
            f"系统错误,请稍后重试(编号 {reference})。",
        )


class Cancelled(TextToBIError):
    code = "cancelled"

    def __init__(self) -> None:
        super().__init__("The run was stopped.", "运行已停止。")


def close_match(name: str, known: Iterable[str], cutoff: float = 70.0) -> str | None:
    """The known name nearest to ``name``, or None when nothing is near."""
    found = process.extractOne(name, list(known), score_cutoff=cutoff)
    return found[0] if found else None


def did_you_mean(name: str, known: Iterable[str]) -> tuple[str, str]:
    """The hint that ends a sentence about an unknown name: (English, Chinese), or two blanks."""
    near = close_match(name, known)
    return (f" Did you mean {near!r}?", f"您是不是要找“{near}”？") if near else ("", "")
