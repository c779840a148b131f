"""The application in a process of its own, and a browser that looks at it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Playwright

ROOT = Path(__file__).parents[2]


@contextmanager
def application(**settings: object) -> Iterator[str]:
    """The address of ``app.py``, started with ``settings`` and ready, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    variables = {f"TEXT_TO_BI_{name.upper()}": str(value) for name, value in settings.items()}
    process = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=os.environ | variables | {"TEXT_TO_BI_PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}/"
    try:
        while not _ready(address):
            assert process.poll() is None, "app.py ended before it was ready"
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def chromium(playwright: Playwright) -> Browser:
    """The system's Chromium where there is one, else the one that Playwright brings."""
    found = shutil.which("chromium")
    return playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--headless=new"])


class Visitor:
    """Somebody at the page; what went wrong in their browser is in ``complaints``."""

    def __init__(self, browser: Browser, address: str, **context: Any) -> None:
        self.complaints: list[str] = []
        self._address = address
        self._context = browser.new_context(**{"locale": "en-US", **context})
        self.page: Page = self._context.new_page()
        self.page.on("console", lambda said: said.type == "error" and self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.complaints.append("a dialog"), dialog.dismiss()))
        self.page.on("request", lambda request: self._own(request.url))
        self.open()

    def open(self) -> None:
        """Loads the page and waits until it answers."""
        self.page.goto(self._address, wait_until="domcontentloaded")
        self.box.wait_for()
        self.page.wait_for_function("document.querySelector('#question textarea').placeholder")

    @property
    def box(self) -> Any:
        return self.page.locator("#question textarea")

    def ask(self, question: str) -> None:
        """Asks by Enter, and waits for the end."""
        self.box.fill(question)
        self.box.press("Enter")
        self.wait(question)

    def wait(self, question: str) -> None:
        """Waits for the end of the run of ``question``."""
        self.page.locator(".asked h1", has_text=re.compile(f"^{re.escape(question)}$")).wait_for()
        self.page.locator(".stepper:not([data-busy])").wait_for()

    def texts(self, selector: str) -> list[str]:
        """The visible texts of the elements, in order."""
        found = self.page.locator(selector)
        return [" ".join(text.split()) for text in found.all_inner_texts()]

    def leave(self) -> None:
        self._context.close()

    def _own(self, url: str) -> None:
        if not url.startswith((self._address, "data:", "blob:")):
            self.complaints.append(f"a request to {url}")


def _ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}readyz", timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False
