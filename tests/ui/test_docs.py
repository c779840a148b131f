"""The documentation of the HTTP routes in a browser."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Browser, expect


def test_every_route_is_shown_tried_and_nothing_comes_from_elsewhere(browser: Browser, address: str) -> None:
    page = browser.new_page()
    hosts, complaints = set(), []
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{address}docs")
    described = httpx.get(f"{address}openapi.json").json()["paths"]
    expect(page.locator(".opblock")).to_have_count(sum(map(len, described.values())))
    page.locator("#operations-health-alive_healthz_get").click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table .response-col_status").last).to_contain_text("200")
    assert hosts - {""} == {urlsplit(address).netloc}  # "": what the page holds itself
    assert complaints == []
    page.close()
