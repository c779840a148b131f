"""The seed's own clients, each as the seed has it, against the running application."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from components import chromium, node
from httpx_sse import connect_sse
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
FIVE = ["generate", "sql", "execute", "present", "analyze"]
QUESTIONS = ["统计员工总数", "top 5 departments by average salary", "近12个月每月销售额", "qwertz uiop"]


@pytest.fixture(scope="module")
def page(application: str) -> Iterator[Page]:
    """The application's page in a browser."""
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        page = browser.new_page()
        page.goto(application, wait_until="domcontentloaded")
        yield page
        browser.close()


def steps(values: list[Any]) -> list[str]:
    return [v["step"] for v in values if isinstance(v, dict) and v["type"] == "step_start"]


def test_the_curl_line(application):
    line = r"""curl -N -X POST "http://localhost:8000/workflow/query" \
-H "Content-Type: application/json" \
-d '{"message": "统计员工总数"}'"""
    line = line.replace("http://localhost:8000", application)
    said = subprocess.run(["bash", "-c", line], capture_output=True, check=True).stdout.decode()
    frames = said.split("\n\n")
    assert frames[0].startswith("id: 1\ndata: {")
    assert "\r" not in said
    assert said.endswith('data: "[DONE]"\n\n')
    assert "employees.total_employees" in said


SCRIPT = """
import requests
def test_stream():
    url = "http://localhost:8000/workflow/query"
    data = {"message": "统计员工总数"}
    with requests.post(url, json=data, stream=True) as response:
        for line in response.iter_lines():
            if line:
                decoded_line = line.decode('utf-8')
                if decoded_line.startswith('data: '):
                    content = decoded_line[6:]
                    print(content)
if __name__ == "__main__":
    test_stream()
"""


def test_the_python_script(application):
    script = SCRIPT.replace("http://localhost:8000", application)
    said = subprocess.run([sys.executable, "-X", "utf8", "-c", script], capture_output=True, check=True)
    values = [json.loads(line) for line in said.stdout.decode().splitlines()]
    assert steps(values) == FIVE
    assert "## 🔍 查询分析\n\n" in values
    assert values[-1] == "[DONE]"


LOOP = """async () => {
const response = await fetch('http://localhost:8000/workflow/query', {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ message: '统计员工总数' })
});
const reader = response.body.getReader();
const decoder = new TextDecoder();
while (true) {
  const { done, value } = await reader.read();
  if (done) break;
  const chunk = decoder.decode(value);
  console.log(chunk);
}
}"""


def test_the_browser_loop(application, page):
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.evaluate(LOOP.replace("http://localhost:8000", application))
    values = [json.loads(line[6:]) for line in "".join(said).splitlines() if line.startswith("data: ")]
    assert steps(values) == FIVE
    assert values[-1] == "[DONE]"


def in_node(application: str, page: Page, message: str) -> dict[str, Any]:
    said = subprocess.run([node(), HERE / "seed.mjs", application, message], capture_output=True, check=True)
    return json.loads(said.stdout)


def in_browser(application: str, page: Page, message: str) -> dict[str, Any]:
    source = (HERE / "seed.mjs").read_text(encoding="utf-8")
    return page.evaluate(
        """async ([source, message]) => {
            const file = new Blob([source], { type: 'text/javascript' });
            const seed = await import(URL.createObjectURL(file));
            return seed.executeWorkflow(seed.browserPost, message);
        }""",
        [source, message],
    )


@pytest.mark.parametrize("client", [in_node, in_browser])
@pytest.mark.parametrize("message", QUESTIONS)
def test_the_strict_client_shows_each_piece_once_and_in_order(
    application: str, page: Page, client: Callable[[str, Page, str], dict[str, Any]], message: str
) -> None:
    shown = client(application, page, message)

    run_id = json.loads(shown["raw"].partition("data: ")[2].partition("\n")[0])["run_id"]
    run = f"{application}/workflow/runs/{run_id}"
    with httpx.Client() as http, connect_sse(http, "GET", f"{run}/events") as log:
        values = [json.loads(event.data) for event in log.iter_sse()]
    assert values[-1] == "[DONE]"
    expected = [
        ["", True] if isinstance(value, dict) else [value, False]
        for value in values[:-1]
        if isinstance(value, str) or value["type"] == "step_start"
    ]
    assert shown["heard"] == expected
    content = httpx.get(run).json()["content"]
    assert "".join(piece for piece, _ in shown["heard"]) == content
    assert shown["allContent"].split() == content.split()
