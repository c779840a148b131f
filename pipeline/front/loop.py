"""The event loop of the server, whose accepting of connections leaves time to bound them."""

from __future__ import annotations

import asyncio
from typing import Any

_ACCEPTED_AT_ONCE = 4  # before any of them is counted; asyncio would take as many as the queue has
_QUEUE = 2_048  # connections that the kernel keeps until they are accepted


class Loop(asyncio.SelectorEventLoop):
    """asyncio's own, for servers on a socket that is handed in."""

    async def create_server(self, *args: Any, **kwargs: Any) -> asyncio.Server:
        given = kwargs.get("sock")
        if given is not None:
            kwargs["backlog"] = _ACCEPTED_AT_ONCE
        server = await super().create_server(*args, **kwargs)
        if given is not None:
            given.listen(_QUEUE)
        return server
