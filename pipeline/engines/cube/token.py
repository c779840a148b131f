"""What stands in the ``Authorization`` header of a request to Cube."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import jwt

_VALID = 600.0  # seconds
_RENEWED = 120.0  # seconds before the end: more than the clocks of two machines differ


def authorization(
    secret: str | None, token: str | None, security_context: Mapping[str, Any] | None
) -> Callable[[], str | None]:
    """Gives the header's value at the time of each request; None for a server without authorization.

    Args:
        secret: what the server knows as ``CUBEJS_API_SECRET``; short-lived tokens are signed with it.
        token: a token made elsewhere, with or without ``Bearer``; wins over ``secret``.
        security_context: the claims of a signed token, which Cube's access rules read.
    """
    if token:
        return lambda: token
    if not secret:
        return lambda: None
    lock = threading.Lock()
    signed, renew_at = "", 0.0

    def current() -> str:
        nonlocal signed, renew_at
        with lock:
            now = time.time()
            if now >= renew_at:
                claims = {**(security_context or {}), "exp": int(now + _VALID)}
                signed, renew_at = f"Bearer {jwt.encode(claims, secret, 'HS256')}", now + _VALID - _RENEWED
            return signed

    return current
