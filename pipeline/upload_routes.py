"""The HTTP door for data that somebody brings along."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from pipeline.errors import SourceError
from pipeline.pipeline import Pipeline
from pipeline.uploads import FILES_AT_MOST

_ENVELOPE = 100_000  # bytes that the form may take beside its files
router = APIRouter()
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "array", "items": {"type": "string", "format": "binary"}}
                    },
                }
            }
        },
    }
}


@router.post("/workflow/uploads", status_code=201, openapi_extra=_BODY)
async def bring_data(request: Request) -> dict[str, Any]:
    """Takes files along; ``upload`` is the key that a question about them names, and nobody else knows."""
    pipeline: Pipeline = request.app.state.pipeline
    length = request.headers.get("Content-Length", "")
    if not length.isdecimal():
        raise SourceError(
            "The request does not say its Content-Length.", "上传文件的请求缺少 Content-Length。"
        )
    pipeline.uploads.check_size(int(length) - _ENVELOPE)
    client = request.client.host if request.client else None
    async with request.form(max_files=FILES_AT_MOST, max_fields=FILES_AT_MOST) as form:
        sent = [part for part in form.getlist("file") if isinstance(part, UploadFile)]
        with TemporaryDirectory(prefix="text-to-bi-") as folder:
            files = await run_in_threadpool(_written, sent, Path(folder))
            upload = await run_in_threadpool(pipeline.uploads.add, files, client)
    cubes = [
        {"name": c.name, "titles": c.titles._asdict(), "members": [m.name for m in c.members]}
        for c in upload.catalog.cubes.values()
    ]
    return {"upload": upload.key, "kept_seconds": pipeline.settings.upload_seconds, "cubes": cubes}


@router.delete("/workflow/uploads/{key}", status_code=204)
async def remove_data(key: str, request: Request) -> None:
    """Forgets data that was brought; harmless when it is gone."""
    pipeline: Pipeline = request.app.state.pipeline
    await run_in_threadpool(pipeline.uploads.remove, key)


def _written(sent: list[UploadFile], folder: Path) -> dict[str, Path]:
    files: dict[str, Path] = {}
    for number, part in enumerate(sent):
        path = files[part.filename or "data"] = folder / str(number)
        path.write_bytes(part.file.read())
    return files
