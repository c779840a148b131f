"""A server of a language model that never ends, drowns, drips or holds still: the rules answer in time."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from agno.models.message import Message

from pipeline import Pipeline, Settings, llm
from pipeline.answer import Outcome
from pipeline.cancellation import Cancellation
from pipeline.errors import LanguageModelError
from pipeline.planner import agent

TALK = [Message(role="user", content="Hello")]
Say = Callable[[bytes], object]


def event(**delta: object) -> bytes:
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m",
             "choices": [{"index": 0, "delta": delta}]}  # fmt: skip
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


@contextmanager
def model_server(speak: Callable[[Say, threading.Event], object]) -> Iterator[str]:
    """The address of a server whose every reply is a stream that ``speak`` says, until it is left."""
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            with suppress(OSError):
                speak(self.wfile.write, over)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v1"
        finally:
            over.set()
            server.shutdown()


def repeating(what: bytes, every: float = 0.0) -> Callable[[Say, threading.Event], None]:
    def speak(say: Say, over: threading.Event) -> None:
        while not over.is_set():
            say(what)
            if every:
                over.wait(every)

    return speak


HOSTILE = {
    "nothing": lambda say, over: over.wait(60),
    "drips words": repeating(event(content="a "), every=0.05),
    "drips blanks": repeating(b": still here\n\n", every=0.05),
    "drips empty words": repeating(event(content=""), every=0.05),
    "words without end": repeating(event(content="word " * 200)),
    "marks without end": repeating(event(content="!" * 1_000)),
    "a line without end": repeating(b"x" * 100_000),
    "thoughts without end": repeating(event(reasoning_content="hm " * 1_000)),
    "tools without end": repeating(
        event(tool_calls=[{"index": 0, "function": {"name": "f", "arguments": "x" * 10_000}}])
    ),
    "one word of 100 MB": lambda say, over: say(event(content="a" * 100_000_000)),
    "no events": lambda say, over: say(b"<html><script>alert()</script>"),
    "objects that are none": repeating(b"data: [[[[]]]]\n\n", every=0.01),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_whatever_a_server_says_the_model_is_given_up(kind: str) -> None:
    with model_server(HOSTILE[kind]) as url, suppress(LanguageModelError):
        model = llm.model_of(Settings(llm="openai:m", llm_base_url=url))
        said = "".join(llm.ask(model, "", TALK, seconds=1, cancellation=Cancellation()))
        assert len(said) <= 40_000


@pytest.mark.parametrize("kind", ["a line without end", "one word of 100 MB"])
def test_what_is_no_word_of_a_reply_is_bounded_too(kind: str) -> None:
    sent = 0

    def counted(say: Say, over: threading.Event) -> None:
        def count(what: bytes) -> None:
            nonlocal sent
            for at in range(0, len(what), 100_000):
                say(what[at : at + 100_000])
                sent += len(what[at : at + 100_000])

        HOSTILE[kind](count, over)

    with model_server(counted) as url:
        model = llm.model_of(Settings(llm="openai:m", llm_base_url=url))
        with pytest.raises(LanguageModelError) as raised:
            "".join(llm.ask(model, "", TALK, seconds=60, cancellation=Cancellation()))
    assert not isinstance(raised.value, llm.TooSlow)
    assert sent < 60_000_000


@pytest.mark.parametrize("kind", ["nothing", "drips words", "marks without end", "a line without end"])
def test_the_rules_answer_in_its_place(demo_settings: Settings, kind: str) -> None:
    with model_server(HOSTILE[kind]) as url:
        more = {"llm": "openai:m", "llm_base_url": url, "llm_seconds": 1.0}
        with Pipeline(demo_settings.model_copy(update=more)) as pipeline:
            answer = pipeline.start("employees by department").result()
    assert answer.outcome is Outcome.ANSWERED
    assert answer.assumptions[-1] in {agent.FAILED.en, agent.TOO_SLOW.en, agent.UNUSABLE.en}


def test_markup_of_a_model_is_text(demo_settings: Settings) -> None:
    said = (
        "Employees by department <script>alert()</script> [x](javascript:alert()) are counted.\n"
        '{"query": {"measures": ["employees.total_employees"], "dimensions": ["departments.name"]}, '
        '"assumptions": ["<img src=x onerror=alert()> employees only"]}'
    )

    def speak(say: Say, _: threading.Event) -> None:
        say(event(content=said))
        say(b"data: [DONE]\n\n")

    with model_server(speak) as url:
        more = {"llm": "openai:m", "llm_base_url": url, "llm_seconds": 10.0}
        with Pipeline(demo_settings.model_copy(update=more)) as pipeline:
            run = pipeline.start("employees by department")
            answer = run.result()
            text = "".join(getattr(e, "text", "") or "" for e in run.follow())
    assert answer.outcome is Outcome.ANSWERED
    assert "\\<script\\>" in text
    assert "\\<img src" in text
    assert "<script>" not in text.replace("\\<script\\>", "")
    assert "[x](javascript" not in text
