"""One way to read the cells of a column."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from pipeline.language import Text
from pipeline.sources.values.cells import LONGEST, TRIMMED

Kind = Literal["time", "date", "number"]


@dataclass(frozen=True)
class Reading:
    """How cells become values.

    Attributes:
        kind: of the values.
        pattern: which trimmed cells are read so, in the syntax that Python and RE2 have in common.
        value: SQL with ``{}`` for a trimmed cell that fits, NULL where it cannot be: the 30th of February.
        form: what it is called.
        hints: ``format``, ``unit``, ``granularity``, ``words``, `pipeline.sources.hints`.
        style: what other columns of the table are likely to have in common with it: ``mdy``, ``dmy``,
            ``ymd``, ``comma``, ``point``.
        doubt: what else it may be.
    """

    kind: Kind
    pattern: str
    value: str
    form: Text
    hints: dict[str, Any] = field(default_factory=dict)
    style: str = ""
    doubt: Text | None = None

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, re.ASCII)

    def fits(self, text: str) -> bool:
        """Whether a trimmed cell is read so."""
        return len(text) <= LONGEST and self._compiled.fullmatch(text) is not None

    @property
    def sql(self) -> str:
        """An expression with ``{}`` for the column; NULL where a cell does not fit."""
        pattern = self.pattern.replace("'", "''")
        value = self.value.replace("{}", TRIMMED)
        return f"CASE WHEN regexp_full_match({TRIMMED}, '{pattern}') THEN {value} END"

    def of(self, column: str) -> str:
        """The expression for a column, which is SQL itself."""
        return self.sql.replace("{}", column)
