"""A disk of some megabytes that only one server process sees, and that is really full when it is full."""

from __future__ import annotations

import errno
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_BYTES, _FILES = 32_000_000, 1_000
_MOUNT = f'mount -t tmpfs -o size={_BYTES},nr_inodes={_FILES} tmpfs "$1" && shift && exec "$@"'
_CHUNK = 4_096  # which is what a file takes at least, but for an empty one


def mounted(folder: str) -> tuple[str, ...]:
    """What makes the command that follows it see such a disk at ``folder``, whoever runs it."""
    return ("unshare", "--map-root-user", "--mount", "sh", "-c", _MOUNT, "sh", folder)


def can_be_mounted() -> bool:
    """Whether this machine lets anybody have a view of the disks of their own."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            return not subprocess.run([*mounted(folder), "true"], capture_output=True, timeout=20).returncode
        except OSError:
            return False


def seen(folder: str, process: int) -> Path:
    """``folder`` as that process sees it."""
    return Path(f"/proc/{process}/root{folder}")


@contextmanager
def room_for(folder: Path, *, size: int | None = None, files: int | None = None) -> Iterator[None]:
    """While the block runs, the disk at ``folder`` has room for so many bytes, or files, and no more."""
    ballast = folder / "ballast"
    ballast.mkdir()
    try:
        if size is not None:
            _fill(ballast / "bytes")
            with (ballast / "bytes").open("r+b") as file:
                file.truncate((ballast / "bytes").stat().st_size // _CHUNK * _CHUNK - size)
        if files is not None:
            made = _touch_all(ballast)
            for path in made[:files]:
                path.unlink()
        yield
    finally:
        for path in ballast.iterdir():
            path.unlink()
        ballast.rmdir()


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(_CHUNK)):
                pass
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise


def _touch_all(folder: Path) -> list[Path]:
    made: list[Path] = []
    try:
        while True:
            path = folder / str(len(made))
            path.touch()
            made.append(path)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
    return made
