"""HTTP with one Cube deployment: pooled, bounded in time and size, and stopped at once."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from typing import Any, NamedTuple

import anyio
import httpx
from anyio.from_thread import BlockingPortal
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_exponential

from pipeline.answers import AnswerTooLarge, bounds
from pipeline.cancellation import Cancellation
from pipeline.cube_url import api_url
from pipeline.errors import Cancelled, EngineError, EngineUnavailable, QueryTimeout

_CONNECT_SECONDS = 5.0
_TRIES = 3
_STOP_SECONDS = 1.0
_PAUSE = 0.1  # seconds; Cube itself keeps a request for some seconds before it says "Continue wait"
_SMALL = 20_000_000  # bytes of an answer without rows: a catalog of some thousand members
_ROW = 2_000  # bytes of one: that of 20 columns takes as much
# A decoded body takes many times its bytes: one at a time, so that answers do not add up.
_DECODING = threading.Lock()


class Reply(NamedTuple):
    """A status and a body."""

    status: int
    content: bytes

    def json(self) -> Any:
        """The decoded body, or None when it is not JSON."""
        try:
            with _DECODING:
                return json.loads(self.content)
        except (ValueError, RecursionError):
            return None

    @property
    def must_wait(self) -> bool:
        """Whether Cube has nothing yet and wants to be asked again."""
        if len(self.content) > 1_000 or b"Continue wait" not in self.content:
            return False
        body = self.json()
        return isinstance(body, dict) and body.get("error") == "Continue wait"


class CubeClient:
    """Asks from any thread; one thread of its own speaks HTTP, so that a request can be stopped.

    Args:
        url: as `pipeline.cube_url.api_url` takes it.
        authorization: gives the ``Authorization`` header of each request.
        seconds: how long one question may take, with every wait and repetition.
        rows: how many one answer may have, which bounds its bytes.
    """

    def __init__(
        self, url: str, authorization: Callable[[], str | None], seconds: float, rows: int = 50_000
    ) -> None:
        self._authorization = authorization
        self._seconds = seconds
        self._portal = _portal()
        # The total is limited in `_answered`. Redirects are not followed: nobody but the operator
        # says where this process connects.
        timeout = httpx.Timeout(None, connect=_CONNECT_SECONDS)
        self._http = httpx.AsyncClient(
            base_url=api_url(url),
            timeout=timeout,
            follow_redirects=False,
            event_hooks=bounds(_SMALL + rows * _ROW),
        )

    def get(self, path: str, **params: str) -> Reply:
        """Raises `EngineUnavailable`, `EngineError`."""
        return self._ask("GET", path, params=params)

    def post(self, path: str, body: Any, cancellation: Cancellation | None = None) -> Reply:
        """Repeats the request while Cube is not ready.

        Raises `EngineUnavailable`, `EngineError`, `QueryTimeout`, `Cancelled`.
        """
        return self._ask("POST", path, json=body, cancellation=cancellation or Cancellation())

    def close(self) -> None:
        """Ends every request that is under way."""
        with suppress(RuntimeError):  # closed before
            self._portal.call(self._portal.stop, True)

    def _ask(
        self,
        method: str,
        path: str,
        cancellation: Cancellation | None = None,
        **request: Any,
    ) -> Reply:
        name = str(uuid.uuid4())
        try:
            asked = self._portal.start_task_soon(self._answered, method, path, name, request)
        except RuntimeError as error:
            raise EngineUnavailable(
                "The connection to the Cube server is closed.", "与 Cube 服务器的连接已关闭。"
            ) from error
        try:
            with (cancellation or Cancellation()).interrupting(asked.cancel):
                reply: Reply = asked.result()
        except (Cancelled, CancelledError) as error:
            asked.cancel()
            raise Cancelled from error
        except TimeoutError as error:
            raise self._too_late(path) from error
        except AnswerTooLarge as error:
            raise EngineError(
                "The answer of the Cube server is too large; ask for less data.",
                "Cube 服务器返回的结果过大，请缩小查询范围。",
            ) from error
        except httpx.HTTPError as error:
            raise EngineUnavailable("The Cube server cannot be reached.", "无法连接 Cube 服务器。") from error
        return reply

    def _too_late(self, path: str) -> EngineError:
        if path == "load":
            return QueryTimeout(
                f"The query was stopped after {self._seconds:g} seconds; ask for less data.",
                f"查询运行 {self._seconds:g} 秒后被停止，请缩小查询范围。",
            )
        return EngineUnavailable(
            f"The Cube server did not answer within {self._seconds:g} seconds.",
            f"Cube 服务器在 {self._seconds:g} 秒内没有应答。",
        )

    async def _answered(self, method: str, path: str, name: str, request: dict[str, Any]) -> Reply:
        try:
            with anyio.fail_after(self._seconds):
                while (reply := await self._once(method, path, name, request)).must_wait:
                    await anyio.sleep(_PAUSE)
                return reply
        except (TimeoutError, anyio.get_cancelled_exc_class()):
            if path == "load":  # a closed connection alone does not end the query
                with (
                    anyio.move_on_after(_STOP_SECONDS, shield=True),
                    suppress(httpx.HTTPError, AnswerTooLarge),
                ):
                    await self._http.delete(f"running-query/{name}", headers=self._headers(name))
            raise

    async def _once(self, method: str, path: str, name: str, request: dict[str, Any]) -> Reply:
        """One answer. A connection that cannot be had or breaks is tried again: asking changes nothing."""
        lost = retry_if_exception_type((httpx.NetworkError, httpx.RemoteProtocolError, httpx.ConnectTimeout))
        wait = wait_exponential(0.1, max=1)
        async for attempt in AsyncRetrying(
            retry=lost, stop=stop_after_attempt(_TRIES), wait=wait, reraise=True
        ):
            with attempt:
                response = await self._http.request(method, path, headers=self._headers(name), **request)
                return Reply(response.status_code, response.content)
        raise AssertionError("the last try neither answered nor failed")

    def _headers(self, name: str) -> dict[str, str]:
        authorization = self._authorization()
        return {"X-Request-Id": name} | ({"Authorization": authorization} if authorization else {})


def _portal() -> BlockingPortal:
    """The way into a thread with an event loop, which ends with the process if nobody stops it."""
    ready: Future[BlockingPortal] = Future()

    async def serve() -> None:
        async with BlockingPortal() as portal:
            ready.set_result(portal)
            await portal.sleep_until_stopped()

    threading.Thread(target=anyio.run, args=(serve,), name="cube-http", daemon=True).start()
    return ready.result()
