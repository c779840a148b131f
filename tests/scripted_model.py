"""A language model that says what a test tells it to; agno's agent around it is real."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import AsyncIterator
from typing import Any

from agno.models.base import Model
from agno.models.message import Message
from agno.models.response import ModelResponse

HANG = object()  # in a script: nothing more comes


class ScriptedModel(Model):
    """Gives one of ``scripts`` for each question, the last one again and again.

    A script is a text, said word by word, an exception, raised, or a list of both and of `HANG`.

    Attributes:
        heard: the messages of each question, as text by role.
        closed: set when a stream was left before its end.
    """

    def __init__(self, *scripts: Any) -> None:
        super().__init__(id="scripted")
        self._scripts = scripts
        self.heard: list[list[tuple[str, str]]] = []
        self.closed = threading.Event()

    async def ainvoke_stream(self, messages: list[Message], **_: Any) -> AsyncIterator[ModelResponse]:
        script = self._scripts[min(len(self.heard), len(self._scripts) - 1)]
        self.heard.append([(m.role, str(m.content)) for m in messages])
        try:
            for part in script if isinstance(script, list) else [script]:
                if part is HANG:
                    await asyncio.sleep(60)
                elif isinstance(part, BaseException):
                    raise part
                else:
                    for word in re.findall(r"\s*\S+|\s+$", part):
                        yield ModelResponse(content=word)
                        await asyncio.sleep(0)
        except (asyncio.CancelledError, GeneratorExit):
            self.closed.set()
            raise

    def _parse_provider_response_delta(self, response: Any) -> ModelResponse:
        return response

    def _parse_provider_response(self, response: Any, **_: Any) -> ModelResponse:
        raise NotImplementedError

    def invoke(self, *_: Any, **__: Any) -> ModelResponse:
        raise NotImplementedError

    async def ainvoke(self, *_: Any, **__: Any) -> ModelResponse:
        raise NotImplementedError

    def invoke_stream(self, *_: Any, **__: Any) -> Any:
        raise NotImplementedError
