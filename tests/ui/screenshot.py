"""Takes the picture in the README; from the top: ``PYTHONPATH=tests python -m ui.screenshot``."""

from __future__ import annotations

import io
from datetime import date

from components import chromium
from PIL import Image
from playwright.sync_api import sync_playwright
from serving import ROOT, start_application
from ui.browser import Visitor

PICTURE = ROOT / ".github" / "screenshot.png"
QUESTION = "Revenue by month in the last 12 months"


def main() -> None:
    with start_application(today=date(2025, 6, 30)) as started, sync_playwright() as playwright:
        started.wait_until_ready()
        browser = chromium(playwright)
        visitor = Visitor(browser, f"{started.address}/", viewport={"width": 1280, "height": 1000})
        for _ in range(2):  # the second time nothing is loaded for the first time
            visitor.ask(QUESTION)
        chart = visitor.page.locator("#chart .main-svg").first
        chart.wait_for()
        visitor.page.wait_for_timeout(500)  # the chart settles
        box = chart.bounding_box()
        assert box
        clip = {"x": 0, "y": 0, "width": 1280, "height": box["y"] + box["height"] + 24}
        shot = Image.open(io.BytesIO(visitor.page.screenshot(clip=clip, full_page=True)))
        browser.close()
    PICTURE.parent.mkdir(exist_ok=True)
    shot.convert("RGB").quantize(128).save(PICTURE, optimize=True)


if __name__ == "__main__":
    main()
