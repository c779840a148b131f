"""Bringing data along, as the doors see it: how far it has come, and at last the upload."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from anyio import CapacityLimiter, to_thread

from pipeline.cancellation import Cancellation
from pipeline.errors import TextToBIError
from pipeline.language import Text
from pipeline.reading.job import Doing
from pipeline.uploads import Upload, Uploads

_BEAT = 0.5  # seconds between two words about what is being done
_BEGUN = Doing(Text("Reading your data", "正在读取您的数据"), 0.0)


async def bring(
    uploads: Uploads, files: Mapping[str, Path], client: str | None = None, session: str | None = None
) -> AsyncGenerator[Doing | Upload]:
    """What is being done, now and then, and last the upload; closing it ends the reading.

    Raises as `Uploads.add`.
    """
    cancellation, doing = Cancellation(), [_BEGUN]
    add = partial(uploads.add, files, client, session, cancellation=cancellation, say=doing.append)
    # A thread beside those of requests: who waits for a reader keeps nobody else waiting.
    work = asyncio.ensure_future(to_thread.run_sync(add, limiter=CapacityLimiter(1)))
    try:
        while not work.done():
            await asyncio.wait([work], timeout=_BEAT)
            if not work.done():
                yield doing[-1]
        yield work.result()
    finally:
        if not work.done():
            cancellation.cancel()
            with suppress(TextToBIError):
                await asyncio.shield(work)
