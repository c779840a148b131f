"""A browser that looks at the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page


class Visitor:
    """Somebody at the page; what went wrong in their browser is in ``complaints``."""

    def __init__(self, browser: Browser, address: str, **context: Any) -> None:
        self._begin(browser.new_context(**{"locale": "en-US", **context}), address)

    def another(self, address: str) -> Visitor:
        """The same person at ``address`` in another tab, who leaves with this one."""
        tab = Visitor.__new__(Visitor)
        tab._begin(self._context, address)
        tab.complaints = self.complaints
        return tab

    def _begin(self, context: BrowserContext, address: str) -> None:
        self.complaints: list[str] = []
        self._address = address
        self._context = context
        self.page: Page = context.new_page()
        self.page.on("console", self._listen)
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

    def _listen(self, said: ConsoleMessage) -> None:
        # A page that is left while it streams ends its streams, and Gradio wonders why.
        if said.type == "error" and not said.text.startswith(("AbortError", "Unexpected error Connection")):
            self.complaints.append(said.text)

    def _own(self, url: str) -> None:
        if not url.startswith((urljoin(self._address, "/"), "data:", "blob:")):
            self.complaints.append(f"a request to {url}")


Visit = Callable[..., Visitor]
