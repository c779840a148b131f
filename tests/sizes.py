"""How many inputs the tests try that make their inputs up."""

from __future__ import annotations

import os


def tries(usual: int) -> int:
    """``usual``, or ten times as many when ``FULL`` is set."""
    return usual * 10 if os.environ.get("FULL") else usual
