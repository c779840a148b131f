"""What the tests need beside Python: where it is, and what happens when it is not there."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, Error, Playwright


def chromium(playwright: Playwright, *more: str) -> Browser:
    """The system's Chromium where there is one, else the one that Playwright brings; ``more`` are options
    of its command line."""
    found = shutil.which("chromium")
    try:
        return playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--headless=new", *more]
        )
    except Error as error:
        missing(f"Chromium does not start: {error}")


def node() -> str:
    """The path of Node 20 or newer."""
    found = shutil.which("node")
    if found is None:
        missing("Node is not installed")
    version = subprocess.run([found, "--version"], capture_output=True, check=True, text=True).stdout
    if int(version.lstrip("v").split(".")[0]) < 20:
        missing(f"Node is {version.strip()}, 20 is needed")
    return found


def missing(what: str) -> NoReturn:
    """Skips the test, or fails it in CI, where everything has to be there."""
    if os.environ.get("CI") == "true":
        pytest.fail(what, pytrace=False)
    pytest.skip(what)
