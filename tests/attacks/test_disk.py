"""Somebody brings data, or asks, when the disk is full: at every place where that can be noticed."""

from __future__ import annotations

import re
from contextlib import ExitStack

import httpx
import pytest
from attacks.disk import room_for
from attacks.withstand import Attacked

SMALL_DISK = True
LIMITS = {"uploads_per_minute": 0, "reads_at_once": 1}
AWAKE = 4  # uploads in memory at a time
PAGE = 4_096
SMALL = b"city,amount\n" + b"".join(b"Lund,%d\n" % n for n in range(200))
LARGE = b"city,amount\n" + b"".join(b"Lund %d,%d\n" % (n % 97, n) for n in range(150_000))  # 2 MB
HAN = re.compile(r"[一-鿿]")


def bring(server: Attacked, content: bytes, language: str, name: str = "sales.csv") -> httpx.Response:
    with server.visitor("203.0.113.1") as visitor:
        heard = {"Accept-Language": language}
        said = visitor.post("/workflow/uploads", files=[("file", (name, content))], headers=heard)
        if said.status_code == 201:
            visitor.delete(f"/workflow/uploads/{said.json()['upload']}")
    return said


def is_told(said: httpx.Response, language: str) -> bool:
    """Whether it is an answer, or a sentence about the disk in that language."""
    if said.status_code == 201:
        return False
    detail = said.json()["detail"]
    assert said.status_code in (400, 503), detail
    assert ("磁盘" if language == "zh" else "disk") in detail
    assert bool(HAN.search(detail)) == (language == "zh"), detail
    assert "/" not in detail
    return True


@pytest.mark.parametrize(
    ("content", "rooms"),
    [
        pytest.param(
            SMALL, [{"size": pages * PAGE} for pages in (0, 1, 2, 3, 5, 20, 66, 67, 90, 134, 150)], id="small"
        ),
        pytest.param(LARGE, [{"size": pages * PAGE} for pages in range(0, 2_200, 200)], id="large"),
        pytest.param(SMALL, [{"files": files} for files in range(14)], id="many"),
    ],
)
def test_data_that_is_brought_while_there_is_hardly_any_room(
    server: Attacked, content: bytes, rooms: list[dict[str, int]]
) -> None:
    told: list[bool] = []

    def attack() -> None:
        for number, room in enumerate(rooms):
            language = ("en", "zh")[number % 2]
            with room_for(server.folder, **room):
                told.append(is_told(bring(server, content, language), language))

    server.withstands(attack)
    assert told[0]
    assert told == sorted(told, reverse=True)
    assert len(told) == len(rooms)
    assert not told[-1], "none of them had room enough"


@pytest.mark.parametrize("room", [{"size": 0}, {"size": PAGE}, {"files": 0}, {"files": 1}])
def test_a_file_for_the_page_while_there_is_no_room(server: Attacked, room: dict[str, int]) -> None:
    with room_for(server.folder, **room), server.visitor("203.0.113.1") as visitor:
        heard = {"Accept-Language": "zh"}
        said = visitor.post("/gradio_api/upload", files=[("files", ("sales.csv", SMALL * 10))], headers=heard)
    assert (said.status_code, said.text) == (503, "服务器磁盘空间不足，请稍后再试。")


def test_data_that_was_let_go_from_memory_is_asked_about_while_there_is_no_room(server: Attacked) -> None:
    said: list[httpx.Response] = []

    def attack() -> None:
        with server.visitor("203.0.113.2") as visitor, ExitStack() as brought:
            keys = []
            for number in range(AWAKE + 1):
                files, other = [("file", ("sales.csv", SMALL))], {"X-Forwarded-For": f"203.0.113.{number}"}
                keys.append(visitor.post("/workflow/uploads", files=files, headers=other).json()["upload"])
                brought.callback(visitor.delete, f"/workflow/uploads/{keys[-1]}")
            for room in ({"files": 0}, {"size": 0}, {}):
                with room_for(server.folder, **room):
                    asked = {"message": "total amount", "upload": keys[0]}
                    said.append(visitor.post("/workflow/query-sync", json=asked))

    server.withstands(attack)
    assert [answer.status_code for answer in said] == [503, 200, 200]
    assert "disk" in said[0].json()["detail"]
    assert {answer.json()["outcome"] for answer in said[1:]} == {"answered"}
