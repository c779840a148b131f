"""The door for files that the page sends, in place of Gradio's, which takes any number of any size.

A file waits here for the handler that its page then calls with its path, and not for long.
"""

from __future__ import annotations

import asyncio
import secrets
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request
from gradio.utils import get_upload_folder
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from pipeline.front import client_of
from pipeline.upload_routes import received
from pipeline.uploads import Uploads, check_count, plain_name

_WAITS_SECONDS = 120.0
_OF_ONE_CLIENT = 2  # uploads that wait
_WAITING = 4  # times the largest upload: bytes of all that wait


def is_brought(path: str | Path) -> bool:
    """Whether ``path`` is that of a file which was sent here and is still there."""
    file = Path(path)
    return file.parent.parent == _folder() and ".." not in file.parts and file.is_file()


def _folder() -> Path:
    # In Gradio's own, whose files it does not copy.
    return Path(get_upload_folder()).absolute() / "brought"


@dataclass(eq=False)
class _Upload:
    """Files that were sent together, each in a folder of its own."""

    client: str | None
    folders: list[Path] = field(default_factory=list)
    size: int = 0

    @property
    def is_taken(self) -> bool:
        return not any(any(folder.iterdir()) for folder in self.folders if folder.exists())


class Waiting:
    """Files on their way from a page to its handler. Nobody knows their paths but who sent them."""

    def __init__(self, uploads: Uploads, upload_bytes: int) -> None:
        self._uploads = uploads
        self._most = _WAITING * upload_bytes
        self._kept: list[_Upload] = []

    def router(self) -> APIRouter:
        router = APIRouter(lifespan=self._removed_at_the_end)
        router.add_api_route("/gradio_api/upload", self._take, methods=["POST"], include_in_schema=False)
        return router

    @asynccontextmanager
    async def _removed_at_the_end(self, app: FastAPI) -> AsyncIterator[None]:
        yield
        for upload in list(self._kept):
            self._remove(upload)

    async def _take(self, request: Request) -> list[str]:
        """What Gradio's client expects: the paths of the files."""
        request.state.plain = True  # it shows an error as it comes
        async with received(request, self._uploads, "files") as sent:
            check_count(len(sent))
            upload = _Upload(client_of(request))
            try:
                paths = await run_in_threadpool(self._write, upload, sent)
            except BaseException:
                self._remove(upload)
                raise
        self._make_room(upload)
        self._kept.append(upload)
        loop = asyncio.get_running_loop()
        loop.call_later(_WAITS_SECONDS, loop.run_in_executor, None, self._remove, upload)
        return paths

    def _write(self, upload: _Upload, sent: list[UploadFile]) -> list[str]:
        paths = []
        for part in sent:
            folder = _folder() / secrets.token_urlsafe(16)
            folder.mkdir(mode=0o700, parents=True)
            upload.folders.append(folder)
            path = folder / plain_name(part.filename or "data")
            with path.open("wb") as written:
                shutil.copyfileobj(part.file, written)
            upload.size += path.stat().st_size
            paths.append(str(path))
        return paths

    def _make_room(self, newcomer: _Upload) -> None:
        """Removes what was taken, and the oldest of what its page seems to have left."""
        for upload in [upload for upload in self._kept if upload.is_taken]:
            self._remove(upload)
        own = [upload for upload in self._kept if upload.client == newcomer.client]
        for upload in own[: len(own) - _OF_ONE_CLIENT + 1]:
            self._remove(upload)
        while self._kept and sum(u.size for u in self._kept) + newcomer.size > self._most:
            self._remove(self._kept[0])

    def _remove(self, upload: _Upload) -> None:
        if upload in self._kept:
            self._kept.remove(upload)
        for folder in upload.folders:
            shutil.rmtree(folder, ignore_errors=True)
