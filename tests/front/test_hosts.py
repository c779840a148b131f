"""By which names a server is reached, and from which web sites' pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import httpx
import pytest
from front.sockets import ASKED, answer, request
from serving import Application

Serving = Callable[..., AbstractContextManager[httpx.Client]]
ASK = ("Content-Type: application/json", f"Content-Length: {len(ASKED)}")


@pytest.fixture(scope="module")
def address(serving: Serving) -> Iterator[str]:
    limits = {
        "allowed_hosts": "bi.example.com, *.example.org",
        "allowed_origins": "https://friend.example",
        "trusted_proxies": "127.0.0.9",
    }
    with serving(**limits) as client:
        yield str(client.base_url)


def told(address: str, *headers: str, line: str = "GET /healthz", source: str = "127.0.0.1") -> int:
    body = ASKED if line.startswith("POST") else b""
    more = ASK if body else ()
    return answer(address, request(line, *headers, *more, body=body), source)[0]


def asked(address: str, *headers: str, source: str = "127.0.0.1") -> int:
    return told(address, *headers, line="POST /workflow/query-sync", source=source)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LocalHost:7860",
        "localhost.",
        "127.0.0.1:1",
        "[::1]:7860",
        "192.168.1.20",
        "[fe80::1]",
        "bi.example.com",
        "BI.example.com:443",
        "a.example.org",
        "a.b.example.org",
    ],
)
def test_a_name_of_ours_and_any_address(address: str, host: str) -> None:
    assert told(address, f"Host: {host}") == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "evil-localhost",
        "127.0.0.1.evil.example",
        "example.org",
        "notexample.org",
        "bi.example.com.evil.example",
        "evil.example#localhost",
        "localhost@evil.example",
        "localhost, evil.example",
        "[::1",
        "1.2.3",
        "",
    ],
)
def test_another_name_is_another_server(address: str, host: str) -> None:
    assert told(address, f"Host: {host}") == 421


def test_whoever_comes_by_another_name_hears_which_setting_is_meant(address: str) -> None:
    for language, said in (("en", "does not answer to the name"), ("zh-CN", "不接受主机名")):
        _, heard = answer(address, request("GET /", "Host: evil.example", f"Accept-Language: {language}"))
        detail = json.loads(heard.split(b"\r\n\r\n")[1])["detail"]
        assert said in detail
        assert "TEXT_TO_BI_ALLOWED_HOSTS" in detail
        assert "evil.example" in detail


def test_a_program_of_old_names_no_host(address: str) -> None:
    status, _ = answer(address, b"GET /healthz HTTP/1.0\r\n\r\n")
    assert status == 200


def test_the_host_that_a_proxy_tells_counts_and_anybody_elses_word_does_not(address: str) -> None:
    by_proxy = ("Host: 127.0.0.1:7860", "X-Forwarded-Host: bi.example.com")
    forged = ("Host: 127.0.0.1:7860", "X-Forwarded-Host: evil.example")
    twice = ("Host: 127.0.0.1:7860", "X-Forwarded-Host: evil.example, bi.example.com")
    assert told(address, *by_proxy, source="127.0.0.9") == 200
    assert told(address, *forged, source="127.0.0.9") == 421
    assert told(address, *twice, source="127.0.0.9") == 421
    assert told(address, *forged) == 200  # nobody's word, and not believed
    odd = ("Host: bi.example.com", "X-Forwarded-Host: huggingface.example", "Origin: https://bi.example.com")
    assert asked(address, *odd, source="127.0.0.9") == 200  # not believed where the name is ours
    assert asked(address, *odd[:2], "Origin: https://huggingface.example", source="127.0.0.9") == 403


def test_a_page_asks_from_its_own_origin(address: str) -> None:
    own = [
        ("Host: localhost:7860", "Origin: http://localhost:7860"),
        ("Host: 127.0.0.1:7860", "Origin: http://127.0.0.1:7860"),
        ("Host: [::1]:7860", "Origin: http://[::1]:7860"),
        ("Host: bi.example.com", "Origin: https://bi.example.com"),
        ("Host: bi.example.com", "Origin: http://bi.example.com"),
        ("Host: bi.example.com:443", "Origin: https://bi.example.com"),
        ("Host: bi.example.com", "Origin: https://bi.example.com", "Sec-Fetch-Site: same-origin"),
        ("Host: localhost",),  # no browser
    ]
    for headers in own:
        assert asked(address, *headers) == 200, headers
    proxied = ("Host: 127.0.0.1:7860", "X-Forwarded-Host: bi.example.com", "Origin: https://bi.example.com")
    assert asked(address, *proxied, source="127.0.0.9") == 200
    assert asked(address, *proxied) == 403


@pytest.mark.parametrize(
    "headers",
    [
        ("Origin: https://evil.example",),
        ("Origin: null",),
        ("Origin: http://localhost:3000",),  # another program of the same machine
        ("Origin: http://localhost:7860.evil.example",),
        ("Origin: http://localhost:7860@evil.example",),
        ("Origin: file://localhost:7860",),
        ("Origin: http://localhost:99999",),
        ("Origin: http://localhost:7860", "Origin: https://evil.example"),
        ("Origin: http://friend.example",),
        ("Origin: https://friend.example.evil.example",),
        ("Origin: ",),
        ("Sec-Fetch-Site: cross-site",),
        ("Sec-Fetch-Site: same-site",),
    ],
)
def test_a_page_of_another_origin_cannot_ask(address: str, headers: tuple[str, ...]) -> None:
    assert asked(address, "Host: localhost:7860", *headers) == 403
    assert told(address, "Host: localhost:7860", *headers, line="DELETE /workflow/uploads/x") == 403


def test_only_an_origin_that_is_listed_may_read_answers(address: str) -> None:
    preflight = ("Access-Control-Request-Method: POST", "Access-Control-Request-Headers: content-type")
    for origin, allowed in (("https://friend.example", True), ("https://evil.example", False)):
        for line in ("GET /healthz", "OPTIONS /workflow/query", "POST /workflow/query-sync"):
            body = ASKED if line.startswith("POST") else b""
            headers = ["Host: localhost", f"Origin: {origin}", *(ASK if body else preflight)]
            status, heard = answer(address, request(line, *headers, body=body))
            assert (b"access-control-" in heard.lower()) == allowed
            assert (b"access-control-allow-credentials: true" in heard.lower()) == allowed
            assert status == 200 or not allowed


# The page, which brings rules of its own on origins


GRADIO = ["/", "/config", "/gradio_api/info", "/gradio_api/queue/join", "/theme.css", "/assets/none.js"]


@pytest.mark.parametrize("path", GRADIO)
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:1"])
def test_gradio_lets_no_origin_read(page: Application, path: str, origin: str) -> None:
    for line in (f"GET {path}", f"OPTIONS {path}", f"POST {path}"):
        preflight = "Access-Control-Request-Method: POST"
        status, heard = answer(
            page.address, request(line, "Host: 10.1.2.3", f"Origin: {origin}", preflight, "Content-Length: 0")
        )
        assert b"access-control-" not in heard.lower()
        if line.startswith("POST") or (path.startswith("/gradio_api/") and line.startswith("GET")):
            assert status == 403


@pytest.mark.parametrize(
    ("headers", "root"),
    [
        (("Host: localhost:7860",), "http://localhost:7860"),
        (("Host: 127.0.0.1:7860", "X-Forwarded-Host: evil.example"), "http://127.0.0.1:7860"),
        (("Host: 127.0.0.1:7860", "X-Gradio-Server: http://evil.example"), "http://127.0.0.1:7860"),
        (("Host: localhost", "X-Forwarded-Proto: https"), "https://localhost"),
    ],
)
def test_the_address_that_the_page_believes_it_has(
    page: Application, headers: tuple[str, ...], root: str
) -> None:
    _, heard = answer(page.address, request("GET /config", *headers))
    assert json.loads(heard.split(b"\r\n\r\n", 1)[1])["root"] == root


# A Space


def test_a_space_answers_to_its_own_name(serving: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPACE_HOST", "name-of.hf.space")
    with serving() as client:
        assert told(str(client.base_url), "Host: name-of.hf.space") == 421
    monkeypatch.setenv("SPACE_ID", "somebody/name-of")
    with serving() as client:
        assert told(str(client.base_url), "Host: name-of.hf.space") == 200
        assert told(str(client.base_url), "Host: other.hf.space") == 421
