"""Browsers at the page: its own, in the frame of a Space, and in the hands of another web site."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from components import chromium
from playwright.sync_api import Browser, Page, expect, sync_playwright
from serving import serve
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from pipeline import Pipeline, Settings
from pipeline.server import create_app
from pipeline.ui import build_page, mount_page

SPACE = "name-of.space.example"  # Gradio wants https of names under hf.space
NAMES = f"--host-resolver-rules=MAP {SPACE} 127.0.0.1, MAP hub.example 127.0.0.1, MAP evil.example 127.0.0.1"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for which every name below is one of this machine."""
    with sync_playwright() as playwright:
        browser = chromium(playwright, NAMES)
        yield browser
        browser.close()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="en-US")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def space(demo: Pipeline, demo_settings: Settings) -> Iterator[int]:
    """The port of the page on a Space."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPACE_ID", "somebody/name-of")
        patch.setenv("SPACE_HOST", SPACE)
        pipeline = Pipeline(Settings(**demo_settings.model_dump(exclude_unset=True)), engine=demo.engine)
        app = mount_page(create_app(pipeline), build_page(pipeline))
    with serve(app) as address:
        yield urlsplit(address).port or 0


@contextmanager
def site(body: str) -> Iterator[int]:
    """The port of another web site, which has one page."""
    with serve(Starlette(routes=[Route("/", lambda _: HTMLResponse(body))])) as address:
        yield urlsplit(address).port or 0


def ask_and_bring(page: Page, frame: str | None, tmp_path: Path) -> None:
    sales = tmp_path / "sales.csv"
    sales.write_text("city,amount\nLund,10\nOslo,7\n")
    inside = page.frame_locator(frame) if frame else page
    inside.locator("#question textarea").wait_for()
    page.wait_for_timeout(1_000)
    inside.locator("#question textarea").fill("headcount by department")
    inside.locator("#question textarea").press("Enter")
    expect(inside.locator(".result")).to_be_visible()
    inside.locator("input[type=file]").set_input_files(str(sales))
    expect(inside.locator(".brought")).to_contain_text("sales.csv")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", SPACE])
def test_the_page_works_by_its_names(tab: Page, space: int, host: str, tmp_path: Path) -> None:
    tab.goto(f"http://{host}:{space}/", wait_until="domcontentloaded")
    ask_and_bring(tab, None, tmp_path)


def test_the_page_works_in_the_frame_of_a_space(tab: Page, space: int, tmp_path: Path) -> None:
    with site(f'<iframe src="http://{SPACE}:{space}/" width=1000 height=900></iframe>') as port:
        tab.goto(f"http://hub.example:{port}/", wait_until="domcontentloaded")
        ask_and_bring(tab, "iframe", tmp_path)


def test_a_name_that_another_site_points_here_shows_nothing(tab: Page, space: int) -> None:
    answer = tab.goto(f"http://evil.example:{space}/")
    assert answer
    assert answer.status == 421


STEAL = """async (address) => {
  const tried = {};
  for (const [name, path, options] of [
    ["form", "/workflow/query-sync", {method: "POST", body: "x", mode: "no-cors"}],
    ["json", "/workflow/query-sync", {method: "POST", body: '{"message": "x"}',
      headers: {"Content-Type": "application/json"}}],
    ["upload", "/workflow/uploads", {method: "POST", body: new FormData()}],
    ["read", "/workflow/runs/x", {credentials: "include"}],
    ["config", "/config", {}],
    ["heartbeat", "/gradio_api/heartbeat/x", {}],
  ]) {
    try { const got = await fetch(address + path, options); tried[name] = got.status; }
    catch (error) { tried[name] = "not readable"; }
  }
  return tried;
}"""


def test_the_page_of_another_site_reads_nothing_and_asks_nothing(tab: Page, space: int) -> None:
    with site("<p>Hello</p>") as port:
        tab.goto(f"http://evil.example:{port}/")
        tried = tab.evaluate(STEAL, f"http://127.0.0.1:{space}")
    assert tried.pop("form") == 0  # an answer that nobody may read
    assert set(tried.values()) == {"not readable"}
