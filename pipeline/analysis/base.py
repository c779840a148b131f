"""What an analyst is: a result in, sentences out."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import pandas as pd

from pipeline.analysis.write import write
from pipeline.cancellation import Cancellation
from pipeline.catalog import Catalog
from pipeline.language import Language
from pipeline.query import Query


@dataclass(frozen=True)
class Subject:
    """What an analysis is about: a question and the rows that answer it.

    Attributes:
        today: tells which periods are over.
        related: whether the question asks how two measures go together.
        each: whether only the first rows of each group were asked for.
    """

    question: str
    language: Language
    query: Query
    table: pd.DataFrame
    catalog: Catalog
    today: date
    related: bool = False
    each: bool = False


class Analyst(Protocol):
    def analyze(self, subject: Subject, cancellation: Cancellation) -> Generator[str, None, None]:
        """Yields the analysis in Markdown, piece by piece. Raises `Cancelled`."""
        ...


class RulesAnalyst:
    """The analyst that needs no model."""

    def analyze(self, subject: Subject, cancellation: Cancellation) -> Generator[str, None, None]:
        """See `Analyst.analyze`."""
        s = subject
        for sentence in write(s.query, s.table, s.catalog, s.language, s.today, s.related, s.each):
            cancellation.check()
            yield sentence
