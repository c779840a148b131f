"""Who a request comes from, whatever it says of itself."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack

import httpx
import pytest
from front.sockets import ASKED, answer, request

from pipeline import Settings
from pipeline.front.clients import client_name

Serving = Callable[..., AbstractContextManager[httpx.Client]]
_NUMBERS = itertools.count(1)  # of visitors
ASK = ("Content-Type: application/json", f"Content-Length: {len(ASKED)}", "Host: localhost")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::1"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:DB8:1:2::1", "2001:db8:0001:2::"),
    ],
)
def test_addresses_of_the_same_client(one: str, other: str) -> None:
    assert client_name(one) == client_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("2001:db8:1:2::1", "2001:db8:1:3::1"), ("203.0.113.7", "203.0.113.8"), ("::1", "127.0.0.1")],
)
def test_addresses_of_different_clients(one: str, other: str) -> None:
    assert client_name(one) != client_name(other)


def test_on_a_space_the_proxies_are_in_private_networks_and_elsewhere_there_are_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert Settings().trusted_proxies is None
    monkeypatch.setenv("SPACE_ID", "somebody/name-of")
    assert "10.0.0.0/8" in str(Settings().trusted_proxies)


@pytest.fixture(scope="module")
def space(serving: Serving) -> Iterator[str]:
    """A server on a Space, on which each visitor may ask once in a minute."""
    with ExitStack() as stack:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SPACE_ID", "somebody/name-of")
            client = stack.enter_context(serving(runs_per_minute=1))
        yield str(client.base_url)


@pytest.mark.parametrize(
    ("forwarded", "again"),
    [
        (["FOUR"], ["FOUR"]),
        (["198.51.100.1, FOUR"], ["FOUR"]),  # the left part anyone may write
        (["10.9.9.9, FOUR"], ["FOUR"]),
        (["FOUR, 10.20.30.40"], ["FOUR"]),
        (["198.51.100.1", "FOUR"], ["FOUR"]),
        (["' OR 1=1, , FOUR"], ["FOUR"]),
        (["FOUR:4711"], ["FOUR"]),
        (["::ffff:FOUR"], ["FOUR"]),
        (["SIX::1"], ["SIX:ffff::9"]),
        (["[SIX::1]:4711"], ["SIX::1"]),
        (["198.51.100.1, SIX::1"], ["SIX::2"]),
    ],
)
def test_behind_the_proxies_of_a_space_each_visitor_has_a_rate_of_their_own(
    space: str, forwarded: list[str], again: list[str]
) -> None:
    number = next(_NUMBERS)

    def visitor(values: list[str], number: int) -> list[str]:
        four, six = f"203.0.113.{number}", f"2001:db8:{number:x}:2"
        return [value.replace("FOUR", four).replace("SIX", six) for value in values]

    assert asked(space, visitor(forwarded, number)) == 200
    assert asked(space, visitor(again, number)) == 429
    assert asked(space, visitor(again, number + 100)) == 200


def test_elsewhere_the_header_names_nobody(serving: Serving) -> None:
    with serving(runs_per_minute=1) as client:
        assert asked(str(client.base_url), ["203.0.113.7"]) == 200
        assert asked(str(client.base_url), ["203.0.113.8"]) == 429
        assert asked(str(client.base_url), ["203.0.113.8"], source="127.0.0.5") == 200


def asked(address: str, forwarded: list[str], source: str = "127.0.0.1") -> int:
    headers = [f"X-Forwarded-For: {value}" for value in forwarded]
    return answer(address, request("POST /workflow/query-sync", *headers, *ASK, body=ASKED), source)[0]
