"""The address of a Cube deployment, in one spelling."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

_PORTS = {"http": 80, "https": 443}


def api_url(url: str) -> str:
    """The address of the REST API for that of a server: ``http://cube:4000`` and
    ``http://cube:4000/cubejs-api/v1/`` mean the same. One with a base path of its own ends with ``/v1``.

    Raises `ValueError` for what is not the address of a server.
    """
    parts = urlsplit(url.strip())
    if parts.scheme not in _PORTS or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("it should look like http://cube.example.com:4000")
    if "@" in parts.netloc:
        raise ValueError("a user and a password do not belong into it")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    netloc = host if parts.port in {None, _PORTS[parts.scheme]} else f"{host}:{parts.port}"
    path = parts.path.rstrip("/")
    if path.endswith("/cubejs-api"):
        path += "/v1"
    elif not path.endswith("/v1"):
        path += "/cubejs-api/v1"
    return urlunsplit((parts.scheme, netloc, path, "", ""))
