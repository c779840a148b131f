"""What a process that reads does, from its first line to its last."""

from __future__ import annotations

import errno
import os
import socket
import traceback
from pathlib import Path

import duckdb

from pipeline.errors import EngineUnavailable, ModelError, SourceError
from pipeline.inference.infer import infer
from pipeline.language import Text
from pipeline.reading.job import Doing, Done, Fault, Job, said
from pipeline.sources.bounds import Bounds
from pipeline.sources.faults import in_use
from pipeline.sources.open import fill
from pipeline.sources.report import SourceRead

_READING = Text("Reading {}", "正在读取 {}")
_FINDING = Text("Finding the data model", "正在推断数据模型")
_READ = 0.7  # of the whole: what comes before a model is found


def work(parent: socket.socket) -> None:
    """Does the job whose line comes from ``parent`` and says there how it went."""
    with parent.makefile("rb") as lines:
        job = Job.of(lines.readline())
    os.environ.update(job.environment)
    job.limits.hold()
    try:
        answer = said(_done(job, parent))
    except EngineUnavailable as error:
        why = _why_not_written(error.__cause__, job) or in_use(Path(job.data), error.__cause__)
        answer = said(why or error)
    except (SourceError, ModelError) as error:
        answer = said(_why_not_written(error.__cause__, job) or error)
    except (MemoryError, duckdb.OutOfMemoryException):
        answer = said(job.limits.too_much_memory())
    except Exception as error:
        answer = said(_why_not_written(error, job) or Fault(traceback.format_exc()))
    parent.sendall(answer)


def _done(job: Job, parent: socket.socket) -> Done:
    bounds = Bounds(job.limits.database_memory, job.limits.unpacked)
    data = Path(job.data)

    def reading(name: str, fraction: float) -> None:
        what = Text(*(text.replace("{}", name) for text in _READING))
        parent.sendall(said(Doing(what, fraction * _READ)))

    read = fill(data, job.sources, Path(job.scratch), bounds, reading, job.decisions)
    found = SourceRead()
    if job.model:
        parent.sendall(said(Doing(_FINDING, _READ)))
        stored = {one.table for one in job.decisions if one.shape == "stored"}
        as_text = {(one.table, column) for one in job.decisions for column in one.as_text}
        model = infer(data, stored, as_text)
        model.write(Path(job.model))
        found = SourceRead(notes=model.notes, joins=model.joins)
    return Done(read, found)


def _why_not_written(error: BaseException | None, job: Job) -> SourceError | None:
    """What to say where a file could not grow, wherever that was noticed; None where that is not why."""
    while error is not None:
        told, code = str(error), getattr(error, "errno", None)
        if code == errno.EFBIG or os.strerror(errno.EFBIG) in told:
            return job.limits.too_large()
        if code == errno.ENOSPC or os.strerror(errno.ENOSPC) in told:
            return SourceError(
                "There is no room on the server's disk to read this data. Please try again later.",
                "服务器磁盘空间不足，无法读取这些数据，请稍后再试。",
            )
        error = error.__cause__ or error.__context__
    return None
