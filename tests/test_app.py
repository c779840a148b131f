"""The application as a process of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parent.parent


@contextmanager
def started(**settings: str) -> Iterator[subprocess.Popen[str]]:
    env = {**os.environ, **{f"TEXT_TO_BI_{name}": value for name, value in settings.items()}}
    process = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=env,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def settings(demo_settings) -> dict[str, str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return {
        "PORT": str(port),
        "TODAY": str(demo_settings.today),
        "DEMO_SCALE": str(demo_settings.demo_scale),
        "CACHE_DIR": str(demo_settings.cache_dir),
    }


def test_it_becomes_ready_serves_page_and_routes_and_stops_on_sigterm(settings):
    with (
        started(**settings) as process,
        httpx.Client(base_url=f"http://127.0.0.1:{settings['PORT']}") as client,
    ):
        while True:
            assert process.poll() is None, process.stdout.read()
            try:
                if client.get("/readyz").status_code == 200:
                    break
            except httpx.TransportError:
                time.sleep(0.1)
        assert "gradio" in client.get("/").text
        answer = client.post("/workflow/query-sync", json={"message": "统计员工总数"}).json()
        assert answer["outcome"] == "answered"
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=30)
        assert "Application shutdown complete" in said
        assert "Traceback" not in said


def test_a_misspelt_setting_stops_the_start_with_one_sentence(settings):
    with started(**settings, MAX_ROW="3") as process:
        said, _ = process.communicate(timeout=60)
    assert process.returncode != 0
    assert said == "There is no setting TEXT_TO_BI_MAX_ROW. Did you mean 'TEXT_TO_BI_MAX_ROWS'?\n"
