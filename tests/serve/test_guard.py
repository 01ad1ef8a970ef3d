"""What every request passes first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from pzdsl.errors import UsageError
from pzdsl.serve import Limits
from pzdsl.serve.guard import Access
from pzdsl.serve.running import access_for
from tests.serve.ward import JSON, asked, serving

TOKEN = "a-token-that-is-long-enough"
URL = "/v1/chat/completions"


def test_only_the_own_name_and_the_own_page_may_ask() -> None:
    async def run() -> None:
        async with serving() as client:
            for headers, status in (
                ({"host": "127.0.0.1:8765"}, 200),
                ({"host": "LOCALHOST"}, 200),
                ({"host": "[::1]:8765"}, 200),
                ({"host": "evil.example"}, 403),
                ({"host": "127.0.0.1.evil.example:8765"}, 403),
                ({"host": "user@127.0.0.1"}, 403),
                ({"host": "127.0.0.1:port"}, 403),
                ({"host": ""}, 403),
                ({"origin": "http://127.0.0.1:8765"}, 200),
                ({"origin": "http://127.0.0.1:9999"}, 403),
                ({"origin": "http://evil.example"}, 403),
                ({"origin": "null"}, 403),
                ({"sec-fetch-site": "cross-site"}, 403),
                ({"sec-fetch-site": "same-origin"}, 200),
            ):
                response = await client.get("/v1/models", headers=headers)
                assert response.status_code == status, headers

    asyncio.run(run())


def test_a_token_is_asked_for_where_patients_are() -> None:
    async def run() -> None:
        async with serving(access=Access(token=TOKEN)) as client:
            for given, status in ((None, 401), (f"Bearer {TOKEN}", 200), (f"bearer {TOKEN}", 200), ("Bearer ", 401),
                                  (f"Basic {TOKEN}", 401), (f"Bearer {TOKEN}x", 401), (TOKEN, 401)):  # fmt: skip
                headers = {"authorization": given} if given else {}
                for path in ("/v1/models", "/api/diseases"):
                    response = await client.get(path, headers=headers)
                    assert response.status_code == status, (path, given)
                    assert TOKEN not in response.text
            assert (await client.get("/healthz")).status_code == 200
            assert (await client.get("/")).status_code == 200
        assert TOKEN not in repr(Access(token=TOKEN))

    asyncio.run(run())


def test_what_is_too_large_too_slow_or_no_json_is_refused() -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b" " * 1000

    async def slow() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(5)
        yield b"}"

    async def run() -> None:
        async with serving(limits=Limits(body=5000, body_seconds=0.2)) as client:
            assert (await client.post(URL, content=b" " * 5001, headers=JSON)).status_code == 413
            assert (await client.post(URL, content=endless(), headers=JSON)).status_code == 413
            assert (await client.post(URL, content=slow(), headers=JSON)).status_code == 408
            for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
                response = await client.post(URL, content=b"{}", headers={"content-type": kind})
                assert response.status_code == 415
            bad = {**JSON, "content-length": "many"}
            assert (await client.post(URL, content=b"{}", headers=bad)).status_code == 413

    asyncio.run(run())


def test_a_busy_server_says_so() -> None:
    async def run() -> None:
        async with serving(limits=Limits(at_once=0)) as client:
            response = await client.post(URL, json=asked("Hello"))
            assert response.status_code == 503
            assert response.headers["retry-after"] == "2"
            assert (await client.get("/healthz")).status_code == 200

    asyncio.run(run())


def test_every_response_is_safe_to_show() -> None:
    async def run() -> None:
        async with serving() as client:
            for path in ("/", "/page.js", "/healthz", "/nothing", "/../../etc/passwd", "/v1/models", "/api/diseases"):
                response = await client.get(path)
                assert response.headers["content-security-policy"].startswith("default-src 'self';"), path
                assert response.headers["x-content-type-options"] == "nosniff"
                assert "access-control-allow-origin" not in response.headers
            assert (await client.get("/nothing")).json()["error"]["type"] == "not_found_error"
            assert (await client.delete("/v1/models")).status_code == 405
            assert (await client.get("/v1/models")).headers["cache-control"] == "no-store"

    asyncio.run(run())


def test_a_server_that_others_reach_needs_a_token() -> None:
    for host in ("0.0.0.0", "::", "192.0.2.1", "example.org"):
        with pytest.raises(UsageError, match="PZC_TOKEN"):
            access_for(host, None, ())
    with pytest.raises(UsageError, match="at least 16"):
        access_for("127.0.0.1", "short", ())
    assert access_for("127.0.0.1", None, ()).token is None
    assert "teach.example" in access_for("0.0.0.0", TOKEN, ("teach.example",)).hosts
    assert "0.0.0.0" not in access_for("0.0.0.0", TOKEN, ()).hosts
