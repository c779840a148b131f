"""Bytes of a text in any encoding, packed or not -> a file of UTF-8."""

from __future__ import annotations

import codecs
import gzip
import zlib
from pathlib import Path

import charset_normalizer

from pipeline.sources.bounds import Bounds
from pipeline.sources.faults import said

_CHUNK = 1 << 20
_ENCODINGS = ["gb18030", "big5", "cp1252", "utf_16", "shift_jis", "euc_kr", "cp1251"]


def unpacked(path: Path, scratch: Path, bounds: Bounds) -> Path:
    """What a compressed file holds, as a file of its own."""
    copy, size = scratch / path.stem, 0
    try:
        with gzip.open(path) as packed, copy.open("wb") as to:
            while part := packed.read(_CHUNK):
                size += len(part)
                if size > bounds.unpacked:
                    raise bounds.too_much(path.name)
                to.write(part)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise said(path, "is damaged", "已损坏") from error
    return copy


def as_utf8(path: Path, scratch: Path) -> Path:
    """``path`` itself where it is UTF-8, else a copy that is. Raises `SourceError`."""
    encoding = _encoding(path)
    if encoding == "utf-8":
        return path
    copy = scratch / f"{path.stem}.utf8{path.suffix}"
    try:
        with (
            path.open(encoding=encoding, newline="") as source,
            copy.open("w", encoding="utf-8", newline="") as to,
        ):
            while part := source.read(_CHUNK):
                to.write(part)
    except UnicodeError as error:
        raise said(
            path,
            f"is not text in one encoding ({encoding} was tried)",
            f"不是单一编码的文本(已尝试 {encoding})",
        ) from error
    return copy


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(4)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if head.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if b"\0" in head + file.read(_CHUNK):
            raise said(path, "is not text", "不是文本文件")
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        sample = b""
        try:
            while part := file.read(_CHUNK):
                sample = sample or part
                decoder.decode(part)
            decoder.decode(b"", final=True)
            return "utf-8"
        except UnicodeDecodeError:
            found = charset_normalizer.from_bytes(sample[: 256 * 1024], cp_isolation=_ENCODINGS).best()
            return found.encoding if found else "cp1252"
