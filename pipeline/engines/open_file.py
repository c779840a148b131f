"""The file of a database while it is open, which nobody may write to, and what is said when one has."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import EngineUnavailable


class OpenFile:
    """A file as it is when this is made.

    One that is removed, or has another put in its place, can still be read: it is on the disk for as
    long as it is open. One that is cut off or written over cannot.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._before = _state(path)

    def check(self) -> None:
        """Raises `EngineUnavailable` when the file is not what it was."""
        now = _state(self._path)
        if now and self._before and now[:2] == self._before[:2] and now != self._before:
            raise self.damaged()

    def damaged(self) -> EngineUnavailable:
        """That the file cannot be read."""
        name = self._path.name
        return EngineUnavailable(
            f"The data file {name} was changed while it was open; put it back and start the server again.",
            f"数据文件 {name} 在打开期间被改动，请恢复该文件并重新启动服务器。",
        )


def _state(path: Path) -> tuple[int, int, int, int] | None:
    """Which file it is, its size and when it was written; None when there is none."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns
