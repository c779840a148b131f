"""Which names this server answers to, and which web sites may use it from their visitors' browsers.

A site can let its name point at the address of a visitor's own machine and then reads what that machine
serves: a request by a name that is not ours is refused. Any address is ours, because that needs a name.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from pipeline.front.refusals import refuse
from pipeline.language import Text
from pipeline.settings import Settings, items

_HOST = re.compile(r"(?P<name>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:(?P<port>\d{1,5}))?")
_PORTS = {"http": 80, "https": 443}
_HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})
_STATEFUL = "/gradio_api/"  # there, to read a stream takes what it said away, and ends what nobody reads
_OTHERS = frozenset({"cross-site", "same-site"})
_LONGEST_SAID = 100
_NOT_OURS = Text(
    "This server does not answer to the name {!r}. Its operator can add it to the setting allowed_hosts "
    "(TEXT_TO_BI_ALLOWED_HOSTS).",
    "本服务不接受主机名 {!r}。运营者可将其加入设置 allowed_hosts(TEXT_TO_BI_ALLOWED_HOSTS)。",
)
_FOREIGN = Text(
    "Pages of other web sites cannot use this server. Its operator can add theirs to the setting "
    "allowed_origins (TEXT_TO_BI_ALLOWED_ORIGINS).",
    "其他网站的页面不能使用本服务。运营者可将其加入设置 allowed_origins(TEXT_TO_BI_ALLOWED_ORIGINS)。",
)


def public_names(settings: Settings) -> list[str]:
    """The names that the operator listed, and that of the Space."""
    names = items(settings.allowed_hosts)
    if os.environ.get("SPACE_ID") and (space := os.environ.get("SPACE_HOST")):
        names.append(space)
    return names


class Hosts:
    """ASGI middleware that refuses requests by other names and from other sites' pages.

    Behind it there is an ``Origin`` only where the operator listed it.

    Args:
        names: that lead here from everywhere; ``*.example.com`` for all below, ``*`` for any.
        local: names beside ``localhost`` that mean this machine to itself.
        origins: of other sites that may use it.
    """

    def __init__(
        self, app: ASGIApp, names: Collection[str], local: Collection[str], origins: Collection[str]
    ) -> None:
        self._app = app
        self._names = {name.lower() for name in names}
        self._local = {"localhost", *(name.lower() for name in local)}
        self._endings = tuple(name[1:] for name in self._names if name.startswith("*."))
        self._origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        own, forwarded = (_hosts_in(headers, name) for name in ("host", "x-forwarded-host"))
        hidden = set()
        if forwarded and not all(map(self._is_ours, forwarded)) and own and all(map(self._is_public, own)):
            forwarded, hidden = [], {b"x-forwarded-host"}  # odd, but a name of ours it is
        hosts = forwarded + own
        wrong = next((host for host in hosts if not self._is_ours(host)), None)
        if wrong is not None:
            text = Text(*(said.format(wrong[:_LONGEST_SAID]) for said in _NOT_OURS))
            await refuse(scope, receive, send, 421, text)
        elif _may_change(scope) and self._is_foreign(headers, hosts):
            await refuse(scope, receive, send, 403, _FOREIGN)
        else:
            if headers.get("origin") not in self._origins:
                hidden.add(b"origin")
            kept = [(name, value) for name, value in scope["headers"] if name not in hidden]
            await self._app({**scope, "headers": kept}, receive, send)

    def _is_ours(self, host: str) -> bool:
        name = _name_of(host)
        if self._is_public(host) or name in self._local:
            return True
        try:
            return bool(ip_address(name.strip("[]")))
        except ValueError:
            return False

    def _is_public(self, host: str) -> bool:
        name = _name_of(host)
        listed = name in self._names or name.endswith(self._endings) or "*" in self._names
        return bool(name) and listed

    def _is_foreign(self, headers: Headers, hosts: list[str]) -> bool:
        """Whether a page of another site sent the request; programs that are no browser say nothing."""
        origins = headers.getlist("origin")
        if not origins:
            return headers.get("sec-fetch-site") in _OTHERS
        own = len(origins) == 1 and bool(hosts) and _is_own(origins[0], hosts[0])
        return not own and not (len(origins) == 1 and origins[0] in self._origins)


def _hosts_in(headers: Headers, name: str) -> list[str]:
    """The hosts of such headers, that which the sender used first; only HTTP/1.0 has none at all."""
    return [host.strip() for value in headers.getlist(name) for host in value.split(",")]


def _name_of(host: str) -> str:
    """The name in a Host, without its port; empty where it is none."""
    found = _HOST.fullmatch(host)
    return found["name"].lower().rstrip(".") if found else ""


def _may_change(scope: Scope) -> bool:
    return scope["method"] not in _HARMLESS or (
        scope["method"] != "OPTIONS" and str(scope["path"]).startswith(_STATEFUL)
    )


def _is_own(origin: str, host: str) -> bool:
    """Whether a page of ``origin`` is one of this ``host``, where both leave out the port that goes
    without saying."""
    try:
        told = urlsplit(origin)
        port = told.port
    except ValueError:
        return False
    found = _HOST.fullmatch(host)
    if found is None or told.scheme not in _PORTS or told.hostname is None:
        return False
    usual = _PORTS[told.scheme]
    same_name = told.hostname.lower() == found["name"].lower().strip("[]")
    return same_name and (port or usual) == int(found["port"] or usual)
