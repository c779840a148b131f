"""Somebody brings files that take all memory, all time or all room."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

import hostile
import httpx
import pytest
from attacks.withstand import Attacked

LIMITS = {
    "read_memory": "800MB",
    "read_seconds": 8,
    "read_bytes": 200_000_000,
    "reads_at_once": 2,
    "reads_waiting": 3,
    "uploads_per_minute": 0,
    "uploads_kept": 30,
    "upload_seconds": 20,
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    for name, write in hostile.ALL.items():
        write(folder / name)
    return folder


def bring(server: Attacked, file: Path, address: str = "203.0.113.1") -> httpx.Response:
    with server.visitor(address) as visitor:
        said = visitor.post("/workflow/uploads", files=[("file", (file.name, file.read_bytes()))])
        if said.status_code == 201:
            visitor.delete(f"/workflow/uploads/{said.json()['upload']}")
    return said


@pytest.mark.parametrize("name", hostile.ALL)
def test_a_hostile_file(name: str, server: Attacked, files: Path) -> None:
    heard: list[httpx.Response] = []
    server.withstands(lambda: heard.append(bring(server, files / name)))
    [said] = heard
    assert said.status_code in (201, 400)
    assert said.status_code == 201 or said.json()["detail"]


def test_many_at_once_of_whom_most_leave(server: Attacked, files: Path) -> None:
    statuses: list[int] = []

    def one(number: int) -> None:
        with server.visitor(f"203.0.113.{number}") as visitor:
            content = (files / "endless.duckdb").read_bytes()
            with suppress(httpx.ReadTimeout):
                said = visitor.post(
                    "/workflow/uploads",
                    files=[("file", ("endless.duckdb", content))],
                    timeout=1.0 if number % 2 else 60.0,
                )
                statuses.append(said.status_code)
                if said.status_code == 201:
                    visitor.delete(f"/workflow/uploads/{said.json()['upload']}")

    def all_of_them() -> None:
        bringing = [threading.Thread(target=one, args=[number]) for number in range(20)]
        for thread in bringing:
            thread.start()
        for thread in bringing:
            thread.join()

    server.withstands(all_of_them)
    assert set(statuses) <= {201, 400, 503}
    assert statuses.count(503) >= 5  # two are read and three wait
