"""The servers that ours is measured beside: one generator for each request, as the seed writes it,
as an event stream and over a WebSocket. When the connection breaks, the run is lost."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

import uvicorn  # noqa: E402
from fastapi import FastAPI, WebSocket  # noqa: E402
from fastapi.responses import StreamingResponse  # noqa: E402
from pydantic import BaseModel  # noqa: E402
from scripted_server import stamp, told  # noqa: E402

from pipeline import Settings, serving  # noqa: E402


class Asked(BaseModel):
    message: str


async def said(message: str) -> AsyncIterator[str]:
    count, pace = told(message)
    due = time.monotonic()
    for _ in range(count):
        due += pace
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        yield json.dumps(stamp())
    yield json.dumps("[DONE]")


def create() -> FastAPI:
    app = FastAPI()

    @app.get("/readyz")
    async def ready() -> str:
        return "ok"

    @app.post("/workflow/query")
    async def query(asked: Asked) -> StreamingResponse:
        frames = (f"data: {data}\n\n" async for data in said(asked.message))
        return StreamingResponse(frames, media_type="text/event-stream")

    @app.websocket("/ws")
    async def socket(socket: WebSocket) -> None:
        await socket.accept()
        async for data in said(await socket.receive_text()):
            await socket.send_text(data)
        await socket.close()

    return app


if __name__ == "__main__":
    settings = Settings()
    with serving.listen(settings.host, settings.port) as listening:
        uvicorn.Server(uvicorn.Config(create())).run([listening])
