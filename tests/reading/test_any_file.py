"""Whatever bytes are brought under whatever name: an answer or one sentence, and never more."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sizes import tries

from pipeline import Settings
from pipeline.errors import SourceError
from pipeline.reading.readers import Readers
from pipeline.uploads import KINDS

READERS = Readers(Settings(read_memory="800MB", read_seconds=20, read_bytes=50_000_000))
_CELL = some.one_of(
    some.integers(), some.floats(), some.dates().map(str), some.text(max_size=20), some.none()
)
_JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False) | some.text(max_size=8),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text(max_size=6), inner, max_size=4),
    max_leaves=30,
)
_MARKS = [
    b"PK\x03\x04",
    b"SQLite format 3\0",
    b"PAR1",
    b"\x1f\x8b\x08",
    b"\0" * 8 + b"DUCK",
    b"\xd0\xcf\x11\xe0",
    b"",
]
_SLOW = settings(
    max_examples=tries(12),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def read(name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(content)
        said = ("", "")
        try:
            READERS.read(path, Path(folder, "cache"), model=Path(folder, "model"), private=True)
        except SourceError as error:
            said = error.en, error.zh
        read_or_said = list(Path(folder).rglob("data.duckdb")) or all(said)
        assert read_or_said
        assert not list(Path(folder).rglob("loading-*"))


@_SLOW
@given(some.sampled_from(KINDS), some.sampled_from(_MARKS), some.binary(max_size=3_000))
def test_bytes_under_any_name(kind: str, mark: bytes, rest: bytes) -> None:
    read(f"brought{kind}", mark + rest)


@_SLOW
@given(some.lists(some.lists(_CELL, max_size=6), max_size=12), some.sampled_from(",;\t|"))
def test_cells_of_any_kind(rows: list[list[object]], separator: str) -> None:
    text = "\n".join(separator.join("" if cell is None else str(cell) for cell in row) for row in rows)
    read("cells.csv", text.encode("utf-8", "replace"))


@_SLOW
@given(_JSON)
def test_json_of_any_shape(value: object) -> None:
    read("value.json", json.dumps(value).encode("utf-8", "replace"))
