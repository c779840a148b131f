"""The language model: from the settings to agno's `Model`, and its words as a stream that ends.

agno has no time limits, and a model may hang without a word. So every model is asked in the event
loop of one thread, where a question can be given up at any moment, which closes its connection;
whoever asks waits in a thread of their own, and never longer than they said.
"""

from __future__ import annotations

import asyncio
import logging
import os
import queue
import re
import threading
from collections.abc import AsyncGenerator, Generator, Iterable, Iterator, Sequence
from contextlib import aclosing, closing
from functools import cache
from typing import Any, cast
from uuid import uuid4

import httpx
from agno.agent import Agent
from agno.models.base import Model
from agno.models.message import Message
from agno.models.utils import MODEL_PROVIDER_CLASSES, get_model
from agno.run.agent import RunContentEvent, RunErrorEvent
from agno.utils.log import use_agent_logger

from pipeline.answers import bounds
from pipeline.cancellation import Cancellation
from pipeline.errors import Cancelled, LanguageModelError, SettingsError, did_you_mean
from pipeline.settings import Settings

logger = logging.getLogger(__name__)

_MOST = 40_000  # characters of one reply; a model that loops says more
_LARGEST = 20_000_000  # bytes of one reply: a stream takes some hundred bytes for each of its words
_CONNECT_SECONDS = 5.0
_THOUGHT_BEGINS, _THOUGHT_ENDS = "<think>", "</think>"
_THREAD = "language-model"
_AGNO_LOGGERS = ("agno", "agno-team", "agno-workflow")
# A package, as agno names it: "`anthropic` not installed. Please install using `pip install anthropic`"
_INSTALL = re.compile(r"pip install ([\w\[\]\"'.,>=<~ -]+)")
_KEY_NOT_SET = re.compile(r"\b([A-Z][A-Z0-9_]+)(?: or [A-Z0-9_]+)? not set")
# Keys, whole or shortened by the provider that quotes them ("sk-ab****yz").
_SECRET = re.compile(r"(?i)\bBearer\s+\S+|[\w*.-]*\*{3,}[\w*.-]*|(?=[\w-]*\d)[\w-]{20,}")


class TooSlow(LanguageModelError):
    """The model said nothing, or not all, in the time it had."""

    def __init__(self) -> None:
        super().__init__("The language model took too long.", "语言模型响应超时。")


def model_of(settings: Settings) -> Model | None:
    """The model that the settings name; None when they name none.

    Raises `SettingsError` for an unknown provider, a package that is not installed, a key that is
    not set.
    """
    if settings.llm is None:
        if settings.llm_base_url:
            raise SettingsError(
                "llm_base_url names a server but llm names no model; set both, such as llm=openai:my-model.",
                "设置了 llm_base_url,但没有用 llm 指定模型；请同时设置，例如 llm=openai:my-model。",
            )
        return None
    provider, _, name = settings.llm.partition(":")
    if provider not in MODEL_PROVIDER_CLASSES:
        en, zh = did_you_mean(provider, MODEL_PROVIDER_CLASSES)
        raise SettingsError(
            f"There is no provider of language models called {provider!r}.{en}",
            f"没有名为“{provider}”的语言模型提供方。{zh}",
        )
    try:
        if settings.llm_base_url:
            return _compatible(provider, name, settings.llm_base_url)
        model = get_model(settings.llm)
    except ImportError as error:
        found = _INSTALL.search(str(error))
        package = found[1].strip() if found else error.name or provider
        raise SettingsError(
            f"The model {settings.llm} needs a package that is not installed: pip install {package}",
            f"模型 {settings.llm} 需要安装依赖包：pip install {package}",
        ) from None
    assert model is not None
    _check_key(model, settings.llm)
    return model


def ask(
    model: Model, instructions: str, talk: Sequence[Message], *, seconds: float, cancellation: Cancellation
) -> Generator[str, None, None]:
    """The model's reply to ``talk``, piece by piece, without the thoughts that some models print.
    Close it to leave it early; that closes the connection.

    Raises `TooSlow` after ``seconds``, `LanguageModelError` when the model fails, `Cancelled`.
    """
    with closing(_stream(model, instructions, talk, seconds, cancellation)) as pieces:
        yield from _without_thoughts(pieces)


def _without_thoughts(pieces: Iterable[str]) -> Iterator[str]:
    waiting, in_thought = "", False
    for piece in pieces:
        waiting += piece
        mark = _THOUGHT_ENDS if in_thought else _THOUGHT_BEGINS
        while mark in waiting:
            before, _, waiting = waiting.partition(mark)
            if before and not in_thought:
                yield before
            in_thought = not in_thought
            mark = _THOUGHT_ENDS if in_thought else _THOUGHT_BEGINS
        # The end may be the beginning of a mark.
        kept = next(
            n
            for n in range(min(len(mark), len(waiting)), -1, -1)
            if mark.startswith(waiting[len(waiting) - n :])
        )
        if not in_thought and len(waiting) > kept:
            yield waiting[: len(waiting) - kept]
        waiting = waiting[len(waiting) - kept :]
    if waiting and not in_thought:
        yield waiting


def _stream(
    model: Model, instructions: str, talk: Sequence[Message], seconds: float, cancellation: Cancellation
) -> Generator[str, None, None]:
    pieces: queue.SimpleQueue[str | Exception | None] = queue.SimpleQueue()
    until = cancellation.now() + seconds
    reply = asyncio.run_coroutine_threadsafe(_reply(model, instructions, talk, pieces), _loop())

    def interrupt() -> None:
        reply.cancel()
        pieces.put(Cancelled())

    try:
        with cancellation.interrupting(interrupt):
            while True:
                try:
                    piece = pieces.get(timeout=max(0.0, until - cancellation.now()))
                except queue.Empty:
                    raise TooSlow from None
                cancellation.check()
                if piece is None:
                    return
                if isinstance(piece, Exception):
                    raise piece
                if cancellation.now() > until:  # it goes on and on
                    raise TooSlow
                yield piece
    finally:
        reply.cancel()


async def _reply(
    model: Model,
    instructions: str,
    talk: Sequence[Message],
    pieces: queue.SimpleQueue[str | Exception | None],
) -> None:
    agent = Agent(model=model, system_message=instructions, telemetry=False)
    # A session of its own: agno would go on with the one before.
    stream = agent.arun(input=list(talk), stream=True, session_id=str(uuid4()))
    length = 0
    try:
        async with aclosing(cast("AsyncGenerator[Any, None]", stream)) as events:
            async for event in events:
                if isinstance(event, RunContentEvent) and isinstance(event.content, str):
                    length += len(event.content)
                    if length > _MOST:
                        raise ValueError("the reply is too long")
                    pieces.put(event.content)
                elif isinstance(event, RunErrorEvent):
                    pieces.put(_failed(str(event.content)))
                    return
        pieces.put(None)
    except Exception as error:
        pieces.put(_failed(f"{type(error).__name__}: {error}"))


def _failed(reason: str) -> LanguageModelError:
    logger.warning("The language model failed: %s", _SECRET.sub("***", _without_keys(reason))[:300])
    return LanguageModelError("The language model failed.", "语言模型出错。")


def _without_keys(text: str) -> str:
    for name, value in os.environ.items():
        if len(value) >= 6 and name.upper().endswith(("KEY", "TOKEN", "SECRET", "PASSWORD")):
            text = text.replace(value, "***")
    return text


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """The one event loop that models are asked in: their clients keep connections that belong to it."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name=_THREAD, daemon=True).start()
    return loop


def _compatible(provider: str, name: str, base_url: str) -> Model:
    from agno.models.openai import OpenAILike

    variable = "HF_TOKEN" if provider == "huggingface" else f"{provider.split('-')[0].upper()}_API_KEY"
    key = os.environ.get(variable) or "not-provided"
    # The total is limited in `ask`; a model may think for long before it speaks.
    http = httpx.AsyncClient(
        event_hooks=bounds(_LARGEST), timeout=httpx.Timeout(None, connect=_CONNECT_SECONDS)
    )
    return OpenAILike(id=name, base_url=base_url, api_key=key, http_client=http)


def _check_key(model: Model, llm: str) -> None:
    """Builds the client that the first question would build: some providers raise without a key,
    others only log it."""
    heard: list[str] = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = lambda record: heard.append(record.getMessage())  # type: ignore[method-assign]
    loggers = [logging.getLogger(name) for name in _AGNO_LOGGERS]
    for each in loggers:
        each.addHandler(handler)
    use_agent_logger()  # type: ignore[no-untyped-call]  # a workflow that ran before left its own
    try:
        model.get_client()  # type: ignore[attr-defined]
    except AttributeError:
        return  # a provider without a client of its own
    except Exception as error:
        heard.append(str(error))
        heard.append(f"{type(error).__name__} while its client was made")
    finally:
        for each in loggers:
            each.removeHandler(handler)
    if not heard:
        return
    missing = next((found[1] for text in heard if (found := _KEY_NOT_SET.search(text))), None)
    reason = f"{missing} is not set" if missing else _SECRET.sub("***", _without_keys(heard[-1]))
    raise SettingsError(
        f"The model {llm} cannot be used: {reason}.",
        f"无法使用模型 {llm}:" + (f"没有设置 {missing}。" if missing else f"{reason}。"),
    )


def _of_a_model(record: logging.LogRecord) -> bool:
    # What agno logs of a model that fails may quote its key; we log the failure ourselves.
    return record.threadName != _THREAD


for _name in _AGNO_LOGGERS:
    logging.getLogger(_name).addFilter(_of_a_model)
