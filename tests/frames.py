"""The frames of a stream over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

import httpx
from httpx_sse import EventSource, connect_sse


class Frame(NamedTuple):
    id: str
    data: str


def frames_of(source: EventSource) -> Iterator[Frame]:
    return (Frame(event.id, event.data) for event in source.iter_sse())


def ask(client: httpx.Client, message: str, **more: object) -> list[Frame]:
    with connect_sse(client, "POST", "/workflow/query", json={"message": message, **more}) as source:
        return list(frames_of(source))


def data(frames: list[Frame]) -> list:
    return [json.loads(frame.data) for frame in frames]


def objects(frames: list[Frame], kind: str) -> list[dict]:
    return [d for d in data(frames) if isinstance(d, dict) and d["type"] == kind]


def ended_well(frames: list[Frame]) -> dict:
    """The ``run_ended`` object of a stream that is as every whole stream must be."""
    assert [int(frame.id) for frame in frames] == list(range(1, len(frames) + 1))
    assert data(frames)[-1] == "[DONE]"
    assert data(frames).count("[DONE]") == 1
    assert data(frames)[0]["type"] == "run_started"
    ended = data(frames)[-2]
    assert ended["type"] == "run_ended"
    return ended


# The stream
