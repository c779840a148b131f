"""Who a request comes from: one name for every door that counts what each client does."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from pipeline.settings import items

_NETWORK = 64  # bits; somebody with one IPv6 address has all of its network
_FROM_PROXIES = frozenset({b"x-forwarded-for", b"x-forwarded-host"})
_FROM_NOBODY = frozenset({b"x-gradio-server"})  # Gradio believes it, and only its own Node server sends it


def client_of(request: Any) -> str | None:
    """The name of the client of a request, be it Starlette's or Gradio's; None where there is none."""
    return client_name(request.client.host) if request.client else None


@lru_cache(maxsize=4096)
def client_name(host: str) -> str:
    """An address as the name of whoever has it: of IPv6 the network."""
    try:
        address = ip_address(plain(host))
    except ValueError:
        return host[:100]
    if isinstance(address, IPv6Address):
        return str(IPv6Network((int(address), _NETWORK), strict=False))
    return str(address)


def plain(host: str) -> str:
    """An IPv4 address that came in IPv6's clothes, as IPv4; anything else as it is."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return str(getattr(address, "ipv4_mapped", None) or host)


class Proxies:
    """The addresses of proxies whose word is taken, given as addresses and networks with commas between."""

    def __init__(self, listed: str | None) -> None:
        self._networks = [ip_network(item) for item in items(listed)]

    def __contains__(self, host: str) -> bool:
        try:
            address = ip_address(plain(host))
        except ValueError:
            return False
        return any(address in network for network in self._networks)


class Clients:
    """ASGI middleware that puts the client in the place of the proxies it came through.

    Args:
        proxies: addresses and networks, separated by commas, whose word is taken.
    """

    def __init__(self, app: ASGIApp, proxies: str | None) -> None:
        # Its client is the right-most address that is no such proxy: what stands left of it anyone may write.
        self._app = ProxyHeadersMiddleware(app, trusted_hosts=items(proxies))  # type: ignore[arg-type]
        self._proxies = Proxies(proxies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            peer = scope["client"]
            client = (plain(peer[0]), peer[1]) if peer else None
            trusted = client is not None and client[0] in self._proxies
            lost = _FROM_NOBODY if trusted else _FROM_NOBODY | _FROM_PROXIES
            scope["client"] = client  # where it stands also in the log of uvicorn
            scope["headers"] = [(name, value) for name, value in scope["headers"] if name not in lost]
        await self._app(scope, receive, send)  # type: ignore[arg-type]
