from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from agno.models.message import Message
from agno.models.openai import OpenAILike
from scripted_model import HANG, ScriptedModel

from pipeline import Pipeline, Settings, llm
from pipeline.answer import Outcome
from pipeline.cancellation import Cancellation
from pipeline.errors import Cancelled, LanguageModelError, SettingsError
from pipeline.planner import agent

KEY = "sk-test-0123456789abcdefghij"
TALK = [Message(role="user", content="Hello")]


def said(model, seconds=30.0) -> str:
    return "".join(llm.ask(model, "Be kind.", TALK, seconds=seconds, cancellation=Cancellation()))


def test_without_a_name_there_is_no_model():
    assert llm.model_of(Settings()) is None


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"llm": "opnai:gpt"}, "no provider of language models called 'opnai'. Did you mean 'openai'?"),
        ({"llm": "openai:gpt"}, "cannot be used: OPENAI_API_KEY is not set."),
        ({"llm": "deepseek:chat"}, "cannot be used: DEEPSEEK_API_KEY is not set."),
        ({"llm": "huggingface:some/model"}, "cannot be used: HF_TOKEN is not set."),
        ({"llm": "anthropic:claude"}, "pip install anthropic"),
        ({"llm": "ollama:qwen3"}, "pip install ollama"),
        ({"llm_base_url": "http://127.0.0.1:1/v1"}, "llm names no model"),
    ],
)
def test_what_cannot_be_used_stops_the_start_with_one_sentence(monkeypatch, settings, sentence):
    for name in ("OPENAI_API_KEY", "DEEPSEEK_API_KEY", "HF_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(SettingsError) as error:
        llm.model_of(Settings(**settings))
    assert sentence in error.value.en
    assert "\n" not in error.value.en + error.value.zh


@pytest.mark.parametrize(
    ("name", "variable"),
    [("openai:m", "OPENAI_API_KEY"), ("openai-chat:m", "OPENAI_API_KEY"), ("deepseek:m", "DEEPSEEK_API_KEY"),
     ("huggingface:m", "HF_TOKEN")],
)  # fmt: skip
def test_a_server_of_ones_own_gets_the_providers_key_or_none(monkeypatch, name, variable):
    settings = Settings(llm=name, llm_base_url="http://127.0.0.1:1/v1")
    monkeypatch.delenv(variable, raising=False)
    model = llm.model_of(settings)
    assert isinstance(model, OpenAILike)
    assert (model.id, str(model.base_url), model.api_key) == ("m", "http://127.0.0.1:1/v1", "not-provided")
    monkeypatch.setenv(variable, KEY)
    assert llm.model_of(settings).api_key == KEY


@pytest.mark.parametrize(
    ("pieces", "shown"),
    [
        (["<think>hm</think>Hello"], "Hello"),
        (["<th", "ink>h", "m</thi", "nk>Hel", "lo"], "Hello"),
        (["a <b", "> c"], "a <b> c"),
        (["<think>never ends"], ""),
        (["one <think>x</think>two <think>y</think>three"], "one two three"),
    ],
)
def test_printed_thoughts_are_not_part_of_the_reply(pieces, shown):
    assert said(ScriptedModel(pieces)) == shown


def test_a_model_that_says_nothing_is_given_up():
    model = ScriptedModel([HANG])
    with pytest.raises(llm.TooSlow):
        said(model, seconds=0.2)
    assert model.closed.wait(10)


def test_a_model_that_blocks_its_thread_is_given_up_too():
    class Blocking(ScriptedModel):
        def ainvoke_stream(self, messages, **_):
            threading.Event().wait(1)
            return super().ainvoke_stream(messages)

    with pytest.raises(llm.TooSlow):
        said(Blocking("late"), seconds=0.1)


def test_nothing_is_asked_after_cancelling():
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(Cancelled):
        next(llm.ask(ScriptedModel("x"), "", TALK, seconds=30, cancellation=cancellation))


class _Indiscreet(BaseHTTPRequestHandler):
    """Refuses everybody and quotes their key."""

    def do_POST(self):
        body = f'{{"error": {{"message": "Bad key {self.headers["Authorization"]}"}}}}'.encode()
        self.send_response(401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def indiscreet() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Indiscreet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()


def test_no_key_gets_into_an_error_a_log_or_an_event(demo_settings, indiscreet, monkeypatch, caplog, capfd):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    settings = demo_settings.model_copy(update={"llm": "openai:m", "llm_base_url": indiscreet})
    caplog.set_level(logging.DEBUG)
    with pytest.raises(LanguageModelError) as error:
        said(llm.model_of(settings))
    with Pipeline(settings) as pipeline:
        run = pipeline.start("employees by department")
        answer = run.result()
        events = "".join(event.model_dump_json() for event in run.follow())
    assert answer.outcome is Outcome.ANSWERED
    assert agent.FAILED.en in answer.assumptions
    assert "Bad key" in caplog.text
    written = capfd.readouterr()
    for text in (str(error.value), caplog.text, events, written.out, written.err, repr(settings)):
        assert KEY not in text
        assert KEY[:12] not in text
