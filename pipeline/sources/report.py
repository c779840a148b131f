"""What was read of a source, and how: tables, their columns, and the lines that are no part of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema

from pipeline.language import Text

_OF_TEXT = {
    "type": "object",
    "properties": {"en": {"type": "string"}, "zh": {"type": "string"}},
    "required": ["en", "zh"],
}


def _text(value: Any) -> Any:
    return Text(**value) if isinstance(value, dict) else value


# A text in both languages, in JSON an object of both.
Said = Annotated[
    Text, BeforeValidator(_text), PlainSerializer(lambda said: said._asdict()), WithJsonSchema(_OF_TEXT)
]


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True)


class ColumnRead(_Told):
    """How the cells of one column were read."""

    name: str
    type: str = Field(description="What DuckDB calls its type.")
    form: Said | None = Field(None, description="How its text was read; none where it stayed text.")
    filled: int = Field(0, description="How many cells hold something.")
    misfits: int = Field(0, description="How many of them could not be read so, and are empty now.")
    examples: tuple[str, ...] = Field((), description="Some of those, as they stood.")
    missing: tuple[str, ...] = Field((), description="What stands for a missing value here: N/A, -, 9999.")
    doubt: Said | None = Field(None, description="What else it may be: the month before the day.")


class LeftOut(_Told):
    """Lines of a file or sheet that are not rows of its table."""

    why: Said
    lines: tuple[int, ...] = Field(description="Which, the first of the file being 1; at most ten of them.")
    count: int
    examples: tuple[str, ...] = Field((), description="What stands there, shortened; at most three.")


class TableRead(_Told):
    """One table that was read."""

    name: str
    file: str
    sheet: str | None = None
    rows: int = 0
    header: tuple[int, ...] = Field((), description="The lines that its column names stand in.")
    body: tuple[int, int | None] | None = Field(
        None, description="The first and the last line of its data; null for the end of the file."
    )
    columns: tuple[ColumnRead, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    changes: tuple[Said, ...] = Field((), description="What of its shape was changed, and why.")
    first: tuple[tuple[str | None, ...], ...] = Field((), description="Its first rows, as text.")


class JoinRead(_Told):
    """That rows of one table belong to rows of another."""

    table: str
    column: str
    target: str
    key: str
    sure: Literal["declared", "sure", "likely", "vague"] = Field(description="How sure that is.")


class SourceRead(_Told):
    """Everything that was read of one source."""

    tables: tuple[TableRead, ...] = ()
    joins: tuple[JoinRead, ...] = ()
    notes: tuple[Said, ...] = Field((), description="What was left out of it as a whole.")


def keep(source: SourceRead, data: Path) -> None:
    """Writes what was read beside the DuckDB file ``data`` that is made of it."""
    _beside(data).write_text(source.model_dump_json(), encoding="utf-8")


def source_of(data: Path) -> SourceRead:
    """What was read into the DuckDB file ``data``; empty for one that was not made of anything."""
    beside = _beside(data)
    return SourceRead.model_validate_json(beside.read_bytes()) if beside.is_file() else SourceRead()


def _beside(data: Path) -> Path:
    return data.with_name(f"{data.name}.read.json")
