"""How the cells of a text are separated, and its rows as that says."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import clevercsv

from pipeline.sources.cells import Kind, Row, kind_of

LONGEST_LINE = 16_000_000
_SAMPLE = 30_000  # characters from which the dialect of a text is told
_DELIMITERS = (";", "\t", "|", ",")
_NARROWEST, _FEWEST_ROWS = 3, 3  # columns and rows of a part that is written otherwise
_FEW, _MOST = 0.5, 0.6  # of the lines
_LONGEST_WORD = 60  # of it: what is longer says nothing more, and takes time in its square


@dataclass(frozen=True)
class Dialect:
    """What separates the cells of a text, and what is put around one that holds it; "" for nothing."""

    delimiter: str
    quote: str

    def rows(self, lines: Iterable[str]) -> Iterable[list[str]]:
        """The cells of ``lines``."""
        csv.field_size_limit(LONGEST_LINE)
        if self.quote:
            return csv.reader(lines, delimiter=self.delimiter, quotechar=self.quote)
        return csv.reader(lines, delimiter=self.delimiter, quoting=csv.QUOTE_NONE)


def dialect_of(text: str) -> Dialect:
    """The dialect of a text, as its beginning shows it."""
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE and "\n" in sample:
        sample = sample[: sample.rfind("\n") + 1]
    sample = re.sub(rf"\w{{{_LONGEST_WORD},}}", lambda word: word[0][:_LONGEST_WORD], sample)
    try:
        found = clevercsv.Detector().detect(sample)
    except clevercsv.Error:
        found = None
    if found is None:
        return Dialect(",", '"')
    delimiter = found.delimiter or ","
    return Dialect(_shared(sample, delimiter) or delimiter, found.quotechar or '"')


def _shared(sample: str, delimiter: str) -> str | None:
    """Another delimiter that stands as often in each of most lines, where few have the one that was found:
    what stands above a table may be written otherwise than it is."""
    lines = [line for line in sample.splitlines() if line.strip()]
    if sum(delimiter in line for line in lines) >= _FEW * len(lines):
        return None
    for other in _DELIMITERS:
        counts = Counter(line.count(other) for line in lines)
        del counts[0]
        if counts and max(counts.values()) >= _MOST * len(lines):
            return other
    return None


def realigned(rows: Sequence[list[str]], dialect: Dialect) -> tuple[list[list[str]], str, list[int]]:
    """Rows of which some are written with another delimiter than the others, all of them with their cells;
    that delimiter, and which rows they are. The rows as they stand where that is not sure: such rows have
    but one cell, with as many cells by the other sign as the others have, and figures where those do."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    width = widths.most_common(1)[0][0] if widths else 0
    whole = [row for row in rows if len(row) == width]
    for other in _DELIMITERS:
        if other == dialect.delimiter or width < _NARROWEST or len(whole) < _FEWEST_ROWS:
            continue
        way = Dialect(other, dialect.quote)
        single = [at for at, row in enumerate(rows) if len(row) == 1 and row[0].count(other) >= width - 1]
        told = {at: next(iter(way.rows([rows[at][0]]))) for at in single}
        told = {at: cells for at, cells in told.items() if len(cells) == width}
        if len(told) >= _FEWEST_ROWS and _alike(whole, list(told.values())):
            return [told.get(at, row) for at, row in enumerate(rows)], other, list(told)
    return list(rows), "", []


def _alike(rows: Sequence[Row], others: Sequence[Row]) -> bool:
    """Whether rows have figures and dates in the same columns as others."""
    figures, theirs = ({c for c in range(len(part[0])) if _is_of_figures(part, c)} for part in (rows, others))
    return bool(figures) and figures == theirs


def _is_of_figures(rows: Sequence[Row], column: int) -> bool:
    kinds = Counter(kind_of(row[column]) for row in rows)
    return kinds[Kind.NUMBER] + kinds[Kind.DATE] > kinds[Kind.WORD]


def rows_of(text: str, dialect: Dialect) -> tuple[list[list[str]], list[int]]:
    """The rows of a text, and the lines, from 0, that they begin in."""
    reader = dialect.rows(text.splitlines(keepends=True))
    rows, lines, line = [], [], 0
    for row in reader:
        rows.append(row)
        lines.append(line)
        line = reader.line_num  # type: ignore[attr-defined]
    return rows, lines
