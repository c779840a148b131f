from __future__ import annotations

import pytest

from pipeline.cube_url import api_url


@pytest.mark.parametrize(
    ("url", "api"),
    [
        ("http://cube:4000", "http://cube:4000/cubejs-api/v1"),
        (" HTTP://Cube:4000/ ", "http://cube:4000/cubejs-api/v1"),
        ("http://cube:4000/cubejs-api", "http://cube:4000/cubejs-api/v1"),
        ("http://cube:4000/cubejs-api/v1/", "http://cube:4000/cubejs-api/v1"),
        ("https://cube.example.com:443", "https://cube.example.com/cubejs-api/v1"),
        ("https://example.com/behind/a/proxy", "https://example.com/behind/a/proxy/cubejs-api/v1"),
        ("https://example.com/own-base-path/v1", "https://example.com/own-base-path/v1"),
        ("http://[::1]:4000", "http://[::1]:4000/cubejs-api/v1"),
    ],
)
def test_spellings_of_one_address_are_one(url, api):
    assert api_url(url) == api == api_url(api)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "cube:4000",
        "//cube:4000",
        "file:///etc/passwd",
        "http://",
        "http://cube:port",
        "http://user:password@cube:4000",
        "http://cube:4000/?to=elsewhere",
        "http://cube:4000/#part",
        "http://[::1",
    ],
)
def test_what_is_no_address_of_a_server_is_refused(url):
    with pytest.raises(ValueError):
        api_url(url)
