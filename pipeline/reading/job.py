"""What a process that reads is told, and what it says: one line of JSON each."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import EngineUnavailable, ModelError, SourceError, TextToBIError
from pipeline.language import Text
from pipeline.reading.limits import Limits
from pipeline.sources.decisions import Decision
from pipeline.sources.report import SourceRead
from pipeline.sources.told import notes_of

_RAISED = {error.code: error for error in (SourceError, ModelError, EngineUnavailable)}


@dataclass(frozen=True)
class Job:
    """Attributes:
    sources: the files to read into ``data``, or the URL of a database; none where ``data`` is there.
    data: the DuckDB file.
    scratch: a folder for what is made on the way.
    model: the folder that the inferred model is written to; None for no model.
    environment: variables that the libraries of a database behind a URL look at.
    decisions: how tables are read, where that is decided.
    """

    sources: tuple[str, ...]
    data: str
    scratch: str
    model: str | None
    limits: Limits
    environment: dict[str, str] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()

    def line(self) -> bytes:
        decisions = [decision.model_dump(mode="json") for decision in self.decisions]
        return json.dumps({**asdict(self), "decisions": decisions}).encode() + b"\n"

    @classmethod
    def of(cls, line: bytes) -> Job:
        told = json.loads(line)
        told |= {"sources": tuple(told["sources"]), "limits": Limits(**told["limits"])}
        return cls(**{**told, "decisions": tuple(map(Decision.model_validate, told["decisions"]))})


class Doing(NamedTuple):
    """How far reading has come.

    Attributes:
        what: what is being done.
        fraction: of the whole, between 0 and 1.
    """

    what: Text
    fraction: float


class Read(NamedTuple):
    """Data that was read.

    Attributes:
        data: the DuckDB file.
        source: what was read of it, and what of that its data model leaves out or joins.
    """

    data: Path
    source: SourceRead

    @property
    def said(self) -> tuple[Text, ...]:
        """What whoever asks about the data has to know of it."""
        return notes_of(self.source)


class Done(NamedTuple):
    """That reading has come to its end.

    Attributes:
        read: what was read.
        model: what the data model of it leaves out and joins.
    """

    read: SourceRead
    model: SourceRead


class Ended(NamedTuple):
    """How a process ended: 0, or the number of its signal as a negative number."""

    code: int


class Fault(NamedTuple):
    """That reading failed where nothing foresaw it."""

    trace: str


Message = Doing | Done | Ended | Fault | TextToBIError


def said(message: Message) -> bytes:
    """``message`` as a line."""
    match message:
        case Doing():
            told: dict[str, Any] = {"doing": message.what, "fraction": message.fraction}
        case Ended():
            told = {"ended": message.code}
        case Fault():
            told = {"fault": message.trace}
        case TextToBIError():
            told = {"error": message.code, "text": [message.en, message.zh]}
        case _:
            told = {name: part.model_dump(mode="json") for name, part in message._asdict().items()}
    return json.dumps(told).encode() + b"\n"


def heard(line: bytes) -> Message:
    """The message of a line."""
    told = json.loads(line)
    if "doing" in told:
        return Doing(Text(*told["doing"]), told["fraction"])
    if "ended" in told:
        return Ended(told["ended"])
    if "fault" in told:
        return Fault(told["fault"])
    if "error" in told:
        return _RAISED[told["error"]](*told["text"])
    return Done(*(SourceRead.model_validate(told[name]) for name in Done._fields))
