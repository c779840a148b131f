"""Data that visitors bring along: each one's own, bounded in size and number, and gone after a while.

An upload is known by a key that nobody can guess and that only its visitor is told; nothing else in a
request leads to it. Its files lie in a folder of their own, which is removed with it.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.catalog import Catalog
from pipeline.deployments import Source
from pipeline.errors import SourceError, TooManyUploads, UploadNotFound
from pipeline.settings import Settings
from pipeline.sources.files import DATABASES, TABLES

_READ_AT_ONCE = 2  # reading a file and finding its model takes a processor
_OF_ONE_CLIENT = 3
FILES_AT_MOST = 20
_LONGEST_NAME = 100
_LOOKS_EVERY = 30.0  # seconds
KINDS = tuple(sorted(TABLES | DATABASES))


@dataclass
class Upload:
    """One visitor's data.

    Attributes:
        key: what gives access to it.
        names: the names of its files.
        used: when it was last asked about, by the monotonic clock.
    """

    key: str
    names: tuple[str, ...]
    source: Source
    folder: Path
    client: str | None
    used: float

    @property
    def catalog(self) -> Catalog:
        return self.source.engine.catalog


class Uploads:
    """As many as the operator allows. Safe to use from many threads; close it at the end.

    Args:
        connect: makes data and a planner of a folder of files; the second folder is for its own files.
            Raises `SourceError`, `ModelError`, `EngineUnavailable`.
    """

    def __init__(self, settings: Settings, connect: Callable[[Path, Path], Source]) -> None:
        self._settings = settings
        self._connect = connect
        self._kept: dict[str, Upload] = {}
        self._lock = threading.Lock()
        self._reading = threading.Semaphore(_READ_AT_ONCE)
        self._closed = threading.Event()
        self._reaper: threading.Thread | None = None

    @property
    def allowed(self) -> bool:
        """Whether the operator lets visitors bring data."""
        return self._settings.upload_bytes > 0

    def add(self, files: Mapping[str, Path], client: str | None = None) -> Upload:
        """Reads the files, given by the names their owner has for them, and keeps what they hold.

        Raises `SourceError` for what cannot be read or is too large, `TooManyUploads`, `ModelError`.
        """
        self._check(files)
        self._check_room(client)
        folder = Path(tempfile.mkdtemp(prefix="text-to-bi-upload-"))
        try:
            brought = folder / "files"
            brought.mkdir()
            names = [_plain(name) for name in files]
            for name, path in zip(names, files.values(), strict=True):
                shutil.copyfile(path, brought / name)
            with self._reading:
                what = brought / names[0] if len(names) == 1 else brought
                source = self._connect(what, folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        upload = Upload(secrets.token_urlsafe(32), tuple(names), source, folder, client, time.monotonic())
        with self._lock:
            self._kept[upload.key] = upload
            own = sorted((u for u in self._kept.values() if u.client == client), key=lambda u: u.used)
            if self._reaper is None:
                self._reaper = threading.Thread(target=self._reap, name="uploads", daemon=True)
                self._reaper.start()
        if client is not None:  # of one client the oldest gives way, once there is something in its place
            for older in own[:-_OF_ONE_CLIENT]:
                self.remove(older.key)
        return upload

    def get(self, key: str) -> Upload:
        """The upload of that key, which is kept from now on anew. Raises `UploadNotFound`."""
        with self._lock:
            upload = self._kept.get(key)
            if upload is None or self._is_over(upload):
                raise UploadNotFound(
                    "The data you brought is no longer kept. Please bring it again.",
                    "您上传的数据已不再保留，请重新上传。",
                )
            upload.used = time.monotonic()
            return upload

    def remove(self, key: str) -> None:
        """Forgets an upload and removes its files; harmless when there is none."""
        with self._lock:
            upload = self._kept.pop(key, None)
        if upload:
            _let_go(upload)

    def close(self) -> None:
        self._closed.set()
        with self._lock:
            uploads = list(self._kept.values())
            self._kept.clear()
        for upload in uploads:
            _let_go(upload)

    def check_size(self, size: int) -> None:
        """Raises `SourceError` for more bytes than one may bring."""
        most = self._settings.upload_bytes
        if size > most:
            said = f"{most / 1e6:g} MB"
            raise SourceError(f"The files are larger than {said}.", f"文件超过 {said}。")

    def _check(self, files: Mapping[str, Path]) -> None:
        if not self.allowed:
            raise SourceError("This server takes no data.", "本服务不接收上传数据。")
        if not 0 < len(files) <= FILES_AT_MOST:
            raise SourceError(
                f"Please bring between 1 and {FILES_AT_MOST} files.",
                f"请上传 1 到 {FILES_AT_MOST} 个文件。",
            )
        odd = next((name for name in files if Path(name).suffix.lower() not in KINDS), None)
        if odd is not None:
            raise SourceError(
                f"{_plain(odd)} is none of the kinds of file that can be read: {', '.join(KINDS)}.",
                f"无法读取 {_plain(odd)}，支持的文件类型：{'、'.join(KINDS)}。",
            )
        self.check_size(sum(path.stat().st_size for path in files.values()))

    def _check_room(self, client: str | None) -> None:
        """Others' data never gives way. Raises `TooManyUploads`."""
        self._remove_over()
        with self._lock:
            own = sum(client is not None and u.client == client for u in self._kept.values())
            full = len(self._kept) >= self._settings.uploads_kept
        if full and own < _OF_ONE_CLIENT:
            raise TooManyUploads(
                "The server keeps as much data as it can. Please try again later.",
                "服务器保存的数据已达上限，请稍后再试。",
            )

    def _is_over(self, upload: Upload) -> bool:
        return time.monotonic() - upload.used > self._settings.upload_seconds

    def _remove_over(self) -> None:
        with self._lock:
            over = [key for key, upload in self._kept.items() if self._is_over(upload)]
        for key in over:
            self.remove(key)

    def _reap(self) -> None:
        while not self._closed.wait(min(_LOOKS_EVERY, self._settings.upload_seconds)):
            self._remove_over()


def _let_go(upload: Upload) -> None:
    upload.source.engine.close()
    shutil.rmtree(upload.folder, ignore_errors=True)


def _plain(name: str) -> str:
    """The last part of a name, of characters that a file system and a table can bear."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if c.isprintable()).lstrip(".~ ")
    stem, dot, suffix = kept.rpartition(".")
    return f"{stem[:_LONGEST_NAME] or 'data'}{dot}{suffix}" if dot else kept[:_LONGEST_NAME] or "data"
