"""Data that visitors bring along: each one's own, bounded in size and number, and gone after a while.

An upload is known by a key that nobody can guess and that only its visitor is told; nothing else in a
request leads to it. Its files lie in a folder of their own, which is removed with it.
"""

from __future__ import annotations

import errno
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from pipeline.cancellation import Cancellation
from pipeline.catalog import Catalog
from pipeline.deployments import Source
from pipeline.errors import SourceError, TooManyUploads, UploadNotFound, UploadsTooOften
from pipeline.rate import Rate
from pipeline.reading.job import Read
from pipeline.reading.readers import Say
from pipeline.settings import Settings
from pipeline.sources.decisions import Decision, decided_otherwise
from pipeline.sources.files import DATABASES, TABLES

_OF_ONE_SESSION = 3
_READ_OF_ONE_CLIENT = 2  # at the same time
_AWAKE = 4  # in memory at the same time
FILES_AT_MOST = 20
MODEL = "model"  # the folder of an upload's data model
_FILES = "files"  # that of what was brought, from which it is read again
ENVELOPE = 100_000  # bytes that a form may take beside its files
_ON_THE_WAY = 4  # times the largest upload: bytes that all visitors together may be sending
_LONGEST_NAME = 100
_FULL = {errno.ENOSPC, errno.EDQUOT}  # as the system says it of a disk
_LOOKS_EVERY = 30.0  # seconds
KINDS = tuple(sorted(TABLES | DATABASES))

ReadFiles = Callable[[Path, Path, Cancellation, Say, Sequence[Decision]], Read]
Open = Callable[[Path, Path], Source]


class Upload:
    """One visitor's data: files on disk, and in memory only while it is asked about.

    Attributes:
        key: what gives access to it.
        names: the names of its files.
        read: what was read of them.
        decided: what of them is read otherwise than it was found.
        session: which of the visitor's brought it.
        client: from where.
        used: when it was last asked about, by the monotonic clock.
    """

    def __init__(
        self,
        names: tuple[str, ...],
        folder: Path,
        read: Read,
        open_: Open,
        client: str | None,
        session: str | None,
        decided: tuple[Decision, ...] = (),
        key: str = "",
    ) -> None:
        self.key, self.decided = key or secrets.token_urlsafe(32), decided
        self.names, self.folder, self.read = names, folder, read.source
        self.client, self.session = client, session
        self.used = time.monotonic()
        self._read, self._open = read, open_
        self._waking = threading.Lock()
        self._source: Source | None = None
        self._gone = False

    @property
    def source(self) -> Source:
        """Its engine and planner. Raises `UploadNotFound` once it is gone."""
        with self._waking:
            if self._gone:
                raise _not_kept()
            if self._source is None:
                self._source = self._open(self._read.data, self.folder / MODEL)
            return self._source

    @property
    def awake(self) -> bool:
        """Whether it is in memory."""
        return self._source is not None

    @property
    def catalog(self) -> Catalog:
        return self.source.engine.catalog

    def sleep(self) -> None:
        """Lets go of its memory; a run under way keeps what it needs of it to its end."""
        with self._waking:
            self._source = None

    def let_go(self) -> None:
        """Closes and removes it."""
        with self._waking:
            source, self._source, self._gone = self._source, None, True
        if source:
            source.engine.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Uploads:
    """As many as the operator allows. Safe to use from many threads; close it at the end.

    Args:
        read: reads the files of a folder or one file, in another process; makes its own files in the
            second folder, the data model in `MODEL` there. Raises `SourceError`, `ModelError`,
            `EngineUnavailable`, `Cancelled`.
        open_: makes an engine and a planner of data and its model.
    """

    def __init__(self, settings: Settings, read: ReadFiles, open_: Open) -> None:
        self._settings = settings
        self._read, self._open = read, open_
        self._kept: dict[str, Upload] = {}
        self._being_read: list[tuple[str | None, str | None]] = []  # client and session
        self._rate = Rate(settings.uploads_per_minute, settings.redis_url, UploadsTooOften)
        self._coming = 0  # bytes
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._reaper: threading.Thread | None = None

    @property
    def allowed(self) -> bool:
        """Whether the operator lets visitors bring data."""
        return self._settings.upload_bytes > 0

    @contextmanager
    def receiving(self, size: int, client: str | None) -> Iterator[None]:
        """While a request of ``size`` bytes is received, which is one more of ``client``.

        Raises `SourceError` for one that is too large, `UploadsTooOften`, `TooManyUploads`.
        """
        if not self.allowed:
            raise _not_here()
        self.check_size(size - ENVELOPE)
        if client is not None:
            self._rate.check(client)
        with self._lock:
            if self._coming + size > _ON_THE_WAY * (self._settings.upload_bytes + ENVELOPE):
                raise _full()
            self._coming += size
        try:
            yield
        except OSError as error:
            if error.errno not in _FULL:
                raise
            raise _no_room() from error
        finally:
            with self._lock:
                self._coming -= size

    def add(
        self,
        files: Mapping[str, Path],
        client: str | None = None,
        session: str | None = None,
        *,
        cancellation: Cancellation | None = None,
        say: Say = lambda doing: None,
    ) -> Upload:
        """Reads the files, given by the names their owner has for them, and keeps what they hold.

        Of one ``session`` the oldest gives way, and never another's; ``client`` says from where it comes.
        ``say`` hears how far reading has come.

        Raises `SourceError` for what cannot be read or is too large, `TooManyUploads`, `ReadersBusy`,
        `ModelError`, `Cancelled`.
        """
        self._check(files)
        with self._room(client, session), _folder() as folder:
            brought = folder / _FILES
            brought.mkdir()
            names = [plain_name(name) for name in files]
            for name, path in zip(names, files.values(), strict=True):
                shutil.copyfile(path, brought / name)
            read = self._read(_whole(brought), folder, cancellation or Cancellation(), say, ())
            upload = Upload(tuple(names), folder, read, self._open, client, session)
            _ = upload.source
        self._keep(upload)
        return upload

    def read_again(self, key: str, table: str, column: str | None, *, as_it_stands: bool) -> Upload:
        """The upload of that key with one column of a table read otherwise: as text, as it stands in the
        file, or as it was found at first; without a ``column`` the rows and columns of the table.

        Raises as `add`, and `UploadNotFound`, `UploadsTooOften`.
        """
        before = self.get(key)
        if before.client is not None:
            self._rate.check(before.client)
        decided = decided_otherwise(before.read, before.decided, table, column, as_it_stands=as_it_stands)
        with self._room(before.client, before.session), _folder() as folder:
            shutil.copytree(before.folder / _FILES, folder / _FILES)
            read = self._read(_whole(folder / _FILES), folder, Cancellation(), lambda doing: None, decided)
            made = Upload(
                before.names, folder, read, self._open, before.client, before.session, decided, before.key
            )
            _ = made.source
            with self._lock:
                if self._kept.get(key) is not before:
                    raise _not_kept()
                self._kept[key] = made
        before.let_go()
        return made

    def get(self, key: str) -> Upload:
        """The upload of that key, which is kept from now on anew. Raises `UploadNotFound`."""
        with self._lock:
            upload = self._kept.get(key)
            if upload is None or self._is_over(upload):
                raise _not_kept()
            upload.used = time.monotonic()
            awake = sorted((u for u in self._kept.values() if u.awake and u is not upload), key=_used)
        for other in awake[: max(0, len(awake) + 1 - _AWAKE)]:
            other.sleep()
        return upload

    def _keep(self, upload: Upload) -> None:
        upload.used = time.monotonic()  # to read it may have taken longer than it is kept
        with self._lock:
            self._kept[upload.key] = upload
            own = sorted((u for u in self._kept.values() if u.session == upload.session), key=_used)
            if self._reaper is None:
                self._reaper = threading.Thread(target=self._reap, name="uploads", daemon=True)
                self._reaper.start()
        if upload.session is not None:  # the oldest gives way once there is something in its place
            for older in own[:-_OF_ONE_SESSION]:
                self.remove(older.key)
        self.get(upload.key)

    def remove(self, key: str) -> None:
        """Forgets an upload and removes its files; harmless when there is none."""
        with self._lock:
            upload = self._kept.pop(key, None)
        if upload:
            upload.let_go()

    def close(self) -> None:
        self._closed.set()
        with self._lock:
            uploads = list(self._kept.values())
            self._kept.clear()
        for upload in uploads:
            upload.let_go()

    def check_size(self, size: int) -> None:
        """Raises `SourceError` for more bytes than one may bring."""
        most = self._settings.upload_bytes
        if size > most:
            said = f"{most / 1e6:g} MB"
            raise SourceError(f"The files are larger than {said}.", f"文件超过 {said}。")

    def _check(self, files: Mapping[str, Path]) -> None:
        if not self.allowed:
            raise _not_here()
        check_count(len(files))
        odd = next((name for name in files if Path(name).suffix.lower() not in KINDS), None)
        if odd is not None:
            raise SourceError(
                f"{plain_name(odd)} is none of the kinds of file that can be read: {', '.join(KINDS)}.",
                f"无法读取 {plain_name(odd)}，支持的文件类型：{'、'.join(KINDS)}。",
            )
        self.check_size(sum(path.stat().st_size for path in files.values()))

    @contextmanager
    def _room(self, client: str | None, session: str | None) -> Iterator[None]:
        """While one more is read, which takes its room already. Raises `TooManyUploads`."""
        self._remove_over()
        coming = (client, session)
        with self._lock:
            self._check_room(client, session)
            self._being_read.append(coming)
        try:
            yield
        finally:
            with self._lock:
                self._being_read.remove(coming)

    def _check_room(self, client: str | None, session: str | None) -> None:
        """Others' data never gives way. The caller holds the lock."""
        if client is not None and sum(of == client for of, _ in self._being_read) >= _READ_OF_ONE_CLIENT:
            raise TooManyUploads(
                "The server is still reading other data from your address. Please try again in a moment.",
                "服务器仍在读取来自您地址的其他数据，请稍后再试。",
            )
        kept = [*((u.client, u.session) for u in self._kept.values()), *self._being_read]
        of_client = sum(client is not None and of == client for of, _ in kept)
        if session is not None and sum(u.session == session for u in self._kept.values()) >= _OF_ONE_SESSION:
            return  # one of its own gives way
        if of_client >= self._settings.uploads_per_client:
            raise TooManyUploads(
                f"This server keeps data of {of_client} uploads from your address already. Please remove one"
                " of them, or try again later.",
                f"服务器已保存来自您地址的 {of_client} 份数据，请先删除其中一份，或稍后再试。",
            )
        if len(kept) >= self._settings.uploads_kept:
            raise _full()

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


def _whole(brought: Path) -> Path:
    """The one file that was brought, or the folder of all."""
    files = list(brought.iterdir())
    return files[0] if len(files) == 1 else brought


def check_count(count: int) -> None:
    """Raises `SourceError` for a number of files that cannot be brought together."""
    if not 0 < count <= FILES_AT_MOST:
        raise SourceError(
            f"Please bring between 1 and {FILES_AT_MOST} files.", f"请上传 1 到 {FILES_AT_MOST} 个文件。"
        )


def _not_kept() -> UploadNotFound:
    return UploadNotFound(
        "The data you brought is no longer kept. Please bring it again.",
        "您上传的数据已不再保留，请重新上传。",
    )


def _used(upload: Upload) -> float:
    return upload.used


@contextmanager
def _folder() -> Iterator[Path]:
    """A new folder, which stays there when the block ends well."""
    folder = None
    try:
        folder = Path(tempfile.mkdtemp(prefix="text-to-bi-upload-"))
        yield folder
    except BaseException as error:
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError):
            raise _no_room() from error
        raise


def _no_room() -> TooManyUploads:
    return TooManyUploads(
        "There is no room on the server's disk at the moment. Please try again later.",
        "服务器磁盘空间不足，请稍后再试。",
    )


def _not_here() -> SourceError:
    return SourceError("This server takes no data.", "本服务不接收上传数据。")


def _full() -> TooManyUploads:
    return TooManyUploads(
        "The server keeps as much data as it can. Please try again later.",
        "服务器保存的数据已达上限，请稍后再试。",
    )


def plain_name(name: str) -> str:
    """The last part of a name, of characters that a file system and a table can bear."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if c.isprintable()).lstrip(".~ ")
    stem, dot, suffix = kept.rpartition(".")
    return f"{stem[:_LONGEST_NAME] or 'data'}{dot}{suffix}" if dot else kept[:_LONGEST_NAME] or "data"
