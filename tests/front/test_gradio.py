"""What of Gradio's routes is left, and that nobody gets at another's visit or the server's files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from front.sockets import answer, request
from serving import Application

Handlers = dict[str, int]
COOKIE = "text_to_bi_visitor"


@pytest.fixture(scope="module")
def handlers(page: Application) -> Handlers:
    """The number by which Gradio knows each handler of the page."""
    config = httpx.get(f"{page.address}/config").json()
    return {dependency["api_name"]: dependency["id"] for dependency in config["dependencies"]}


def visitor(page: Application) -> httpx.Client:
    """A browser that has loaded the page."""
    browser = httpx.Client(base_url=page.address, timeout=20)
    assert browser.get("/").status_code == 200
    return browser


def asked(browser: httpx.Client, handlers: Handlers, visit: str) -> int:
    data = ["total employees", "en", None, None]
    body = {"data": data, "fn_index": handlers["ask"], "session_hash": visit}
    return browser.post("/gradio_api/queue/join", json=body).status_code


def heard(browser: httpx.Client, visit: str) -> list[dict[str, Any]]:
    """All messages of a visit until what it asked for is done."""
    with browser.stream("GET", "/gradio_api/queue/data", params={"session_hash": visit}) as response:
        return [json.loads(line[6:]) for line in response.iter_lines() if line.startswith("data: ")]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/gradio_api/file=/etc/hostname"),
        ("GET", "/gradio_api/file=http://127.0.0.1/"),
        ("GET", "/gradio_api/file/etc/hostname"),
        ("GET", "/gradio_api/proxy=https://name.hf.space/"),
        ("POST", "/gradio_api/component_server"),
        ("GET", "/gradio_api/dev/reload"),
        ("GET", "/gradio_api/startup-events"),
        ("GET", "/gradio_api/deep_link?session_hash=x"),
        ("GET", "/gradio_api/upload_progress?upload_id=x"),
        ("POST", "/gradio_api/stream/x"),
        ("POST", "/gradio_api/process_recording"),
        ("POST", "/gradio_api/vibe-code"),
        ("GET", "/gradio_api/vibe-code"),
        ("GET", "/gradio_api/custom_component/x/client/component/y.js"),
        ("GET", "/gradio_api/queue/status"),
        ("POST", "/gradio_api/run/query"),
        ("POST", "/gradio_api/api/query"),
        ("GET", "/gradio_api/token"),
        ("GET", "/gradio_api/runs"),
        ("POST", "/login"),
        ("GET", "/logout"),
        ("GET", "/monitoring"),
        ("GET", "/monitoring/x"),
        ("GET", "/pwa_icon/100000"),
        ("PUT", "/"),
        ("GET", "/gradio_api/../gradio_api/queue/status"),
        ("GET", "/gradio_api/queue%2Fstatus"),
        ("GET", "//gradio_api/queue/status"),
    ],
)
def test_what_the_page_does_not_need_is_not_there(page: Application, method: str, path: str) -> None:
    status, said = answer(page.address, request(f"{method} {path}", "Host: localhost", "Content-Length: 0"))
    assert (status, b'{"detail":"There is nothing here."}' in said) == (404, True)


def test_a_visit_answers_the_browser_that_began_it_and_no_other(
    page: Application, handlers: Handlers
) -> None:
    owner, other, nobody = visitor(page), visitor(page), httpx.Client(base_url=page.address)
    assert COOKIE in owner.cookies
    assert asked(owner, handlers, "mine") == 200
    body = {"data": ["total employees", None], "session_hash": "mine"}
    for stranger in (other, nobody):
        assert asked(stranger, handlers, "mine") == 404
        assert stranger.post("/gradio_api/call/query", json=body).status_code == 404
        for path in (
            "queue/data?session_hash=mine",
            "heartbeat/mine",
            "call/query/mine",
            "call/v2/query/mine",
        ):
            assert stranger.get(f"/gradio_api/{path}").status_code == 404, path
        cancelled = {"session_hash": "mine", "fn_index": 0, "event_id": "x"}
        assert stranger.post("/gradio_api/cancel", json=cancelled).status_code == 404
    assert any(message.get("success") for message in heard(owner, "mine"))


def test_a_visit_of_a_program_without_cookies(page: Application, handlers: Handlers) -> None:
    program = httpx.Client(base_url=page.address, timeout=20)
    assert asked(program, handlers, "programs") == 200
    assert heard(program, "programs")[-1]["msg"] == "close_stream"
    assert asked(visitor(page), handlers, "programs") == 404


def test_the_cookie_is_kept_in_the_frame_of_a_space_and_for_this_browser_only(page: Application) -> None:
    _, plain = answer(page.address, request("GET /", "Host: localhost"))
    _, framed = answer(page.address, request("GET /", "Host: localhost", "X-Forwarded-Proto: https"))
    assert b"HttpOnly; SameSite=Lax\r\n" in plain
    assert b"HttpOnly; SameSite=None; Secure; Partitioned\r\n" in framed
    browser = visitor(page)
    assert "set-cookie" not in browser.get("/").headers


FILE = {"meta": {"_type": "gradio.FileData"}}


@pytest.mark.parametrize("meta", [FILE, {}], ids=["as the page says it", "as it need not"])
@pytest.mark.parametrize("path", ["/etc/hostname", "http://127.0.0.1:1/x.csv", "OPERATOR", "BROUGHT"])
@pytest.mark.parametrize("door", ["queue/join", "run/predict"])
def test_no_handler_reads_a_file_that_was_not_brought(
    page: Application, handlers: Handlers, brought: Path, tmp_path: Path, meta: Any, path: str, door: str
) -> None:
    operators = tmp_path / "operator.csv"
    operators.write_text("name,salary\nann,1\n")
    path = path.replace("OPERATOR", str(operators)).replace("BROUGHT", f"{brought}/x/../../../{operators}")
    file = {"path": path, **meta}
    for data in ([[file], "en", None], [{"deep": [{"er": file}]}, "en", None]):
        body = {"data": data, "fn_index": handlers["bring"], "session_hash": "reader"}
        said = httpx.post(f"{page.address}/gradio_api/{door}", json=body)
        assert (said.status_code, "no such file" in said.json()["detail"]) == (404, True)
    assert operators.exists()


def test_a_name_of_a_visit_is_short(page: Application) -> None:
    assert httpx.get(f"{page.address}/gradio_api/heartbeat/{'x' * 101}").status_code == 404
