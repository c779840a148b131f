"""The way between a browser and a server, which can be cut."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit


class Cable:
    """Passes bytes on, both ways.

    Attributes:
        address: where the server is reached through it.
    """

    def __init__(self, listening: socket.socket, server: str) -> None:
        self.address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        self._listening, self._server = listening, urlsplit(server)
        self._whole = True
        self._silent: set[socket.socket] = set()
        self._open: set[socket.socket] = set()

    def cut(self) -> None:
        """Ends every connection, and each new one at once."""
        self._whole = False
        self._shut(self._open)

    def mend(self) -> None:
        self._whole = True

    def silence(self) -> None:
        """Nothing more is heard on the connections there are now; new ones work."""
        self._silent |= self._open

    def close(self) -> None:
        self._shut({self._listening, *self._open})

    def serve(self) -> None:
        with suppress(OSError):  # closed
            while True:
                browser, _ = self._listening.accept()
                if not self._whole:
                    browser.close()
                    continue
                server = socket.create_connection((self._server.hostname, self._server.port))
                self._open |= {browser, server}
                for ends in ((browser, server), (server, browser)):
                    threading.Thread(target=self._pass, args=ends, daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                if source not in self._silent:
                    target.sendall(data)
        self._shut({source, target})
        self._open -= {source, target}

    @staticmethod
    def _shut(ends: set[socket.socket]) -> None:
        for end in list(ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def cable(server: str) -> Iterator[Cable]:
    """A way to the address ``server`` that stays open while the block runs."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        way = Cable(listening, server)
        thread = threading.Thread(target=way.serve)
        thread.start()
        try:
            yield way
        finally:
            way.close()
            thread.join()
