"""The Cube deployments that a request may name, each opened when it is first asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import NamedTuple

from pipeline.cube_url import api_url
from pipeline.engines.base import Engine
from pipeline.errors import CubeNotAllowed
from pipeline.planner.base import Planner


class Source(NamedTuple):
    """Data, and the planner that knows what can be asked of it."""

    engine: Engine
    planner: Planner


class Deployments:
    """As many as the operator lists, and never another. Safe to use from many threads.

    Args:
        urls: the operator's list.
        connect: opens one of them. Raises `EngineUnavailable`, `ModelError`.
    """

    def __init__(self, urls: Iterable[str], connect: Callable[[str], Source]) -> None:
        self._connect = connect
        self._locks = {api_url(url): threading.Lock() for url in urls}
        self._opened: dict[str, Source] = {}

    def source(self, url: str) -> Source:
        """The deployment of that address.

        Raises `CubeNotAllowed` for one that is not listed, and what opening it raises; the next one
        who asks tries again.
        """
        try:
            listed = api_url(url)
            lock = self._locks[listed]
        except (ValueError, KeyError):
            raise CubeNotAllowed(
                "This server answers from its own data; cubejs_url is not on the operator's list.",
                "本服务只使用自身配置的数据，cubejs_url 不在管理员允许的列表中。",
            ) from None
        with lock:
            if listed not in self._opened:
                self._opened[listed] = self._connect(listed)
            return self._opened[listed]

    def add(self, url: str, source: Source) -> None:
        """Lists one that is open."""
        self._locks[api_url(url)] = threading.Lock()
        self._opened[api_url(url)] = source

    def close(self) -> None:
        for source in self._opened.values():
            source.engine.close()
