"""A browser that looks at the page."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Browser, Page


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
