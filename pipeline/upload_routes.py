"""The HTTP door for data that somebody brings along."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from pipeline.bringing import bring
from pipeline.errors import (
    EngineError,
    ModelError,
    ReadersBusy,
    SourceError,
    TooManyUploads,
    UploadsTooOften,
)
from pipeline.front import client_of
from pipeline.pipeline import Pipeline
from pipeline.refusals import documented
from pipeline.schema import Brought, Cube, Note, Titles
from pipeline.sources.told import notes_of
from pipeline.uploads import FILES_AT_MOST, Upload, Uploads

_LEFT = 499  # nobody hears it
router = APIRouter(tags=["uploads"])
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "description": "Up to 20 files. 最多 20 个文件。",
                            "type": "array",
                            "minItems": 1,
                            "maxItems": FILES_AT_MOST,
                            "items": {"type": "string", "format": "binary"},
                        }
                    },
                }
            }
        },
    }
}


@router.post(
    "/workflow/uploads",
    status_code=201,
    openapi_extra=_BODY,
    response_model=Brought,
    responses=documented(SourceError, TooManyUploads, ReadersBusy, UploadsTooOften, EngineError, ModelError),
)
async def bring_data(request: Request) -> Brought | Response:
    """Takes files along; ``upload`` is the key that a question about them names, and nobody else knows.
    ``read`` is how they were read, ``notes`` what of that has to be known."""
    pipeline: Pipeline = request.app.state.pipeline
    async with received(request, pipeline.uploads, "file") as sent:
        with TemporaryDirectory(prefix="text-to-bi-") as folder:
            files = await run_in_threadpool(_written, sent, Path(folder))
            async with aclosing(bring(pipeline.uploads, files, client_of(request))) as steps:
                async for step in steps:
                    if isinstance(step, Upload):
                        upload = step
                    elif await request.is_disconnected():
                        return Response(status_code=_LEFT)
    cubes = [
        Cube(name=c.name, titles=Titles(**c.titles._asdict()), members=[m.name for m in c.members])
        for c in upload.catalog.cubes.values()
    ]
    return Brought(
        upload=upload.key,
        kept_seconds=pipeline.settings.upload_seconds,
        cubes=cubes,
        notes=[Note(**note._asdict()) for note in notes_of(upload.read)],
        read=upload.read,
    )


@router.delete("/workflow/uploads/{key}", status_code=204, responses=documented())
async def remove_data(key: str, request: Request) -> None:
    """Forgets data that was brought; harmless when it is gone."""
    pipeline: Pipeline = request.app.state.pipeline
    await run_in_threadpool(pipeline.uploads.remove, key)


@asynccontextmanager
async def received(request: Request, uploads: Uploads, field: str) -> AsyncIterator[list[UploadFile]]:
    """The files that a form has under ``field``, which are gone when the block ends.

    Raises what `Uploads.receiving` does, before anything of the body is read, and `SourceError`.
    """
    length = request.headers.get("Content-Length", "")
    if not length.isdecimal():
        raise SourceError(
            "The request does not say its Content-Length.", "上传文件的请求缺少 Content-Length。"
        )
    with uploads.receiving(int(length), client_of(request)):
        async with _form(request) as form:
            yield [part for part in form.getlist(field) if isinstance(part, UploadFile)]


@asynccontextmanager
async def _form(request: Request) -> AsyncIterator[FormData]:
    """The form of a request. Raises `SourceError`."""
    try:
        form = await request.form(max_files=FILES_AT_MOST, max_fields=FILES_AT_MOST)
    except HTTPException as error:  # its sentence is in English
        if error.status_code != 400:
            raise
        raise SourceError(
            f"The form cannot be read, or has more than {FILES_AT_MOST} files or fields.",
            f"无法读取表单，或文件、字段超过 {FILES_AT_MOST} 个。",
        ) from error
    try:
        yield form
    finally:
        await form.close()


def _written(sent: list[UploadFile], folder: Path) -> dict[str, Path]:
    files: dict[str, Path] = {}
    for number, part in enumerate(sent):
        name = part.filename or "data"
        if name in files:
            raise SourceError(f"Two of the files are called {name}.", f"有两个文件都名为 {name}。")
        path = files[name] = folder / str(number)
        with path.open("wb") as written:
            shutil.copyfileobj(part.file, written)
    return files
