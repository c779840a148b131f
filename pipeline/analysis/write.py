"""The analysis: facts as a few sentences of Markdown, the most telling first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from pipeline.analysis.chinese import Chinese
from pipeline.analysis.english import English
from pipeline.analysis.find import find
from pipeline.analysis.result import Result
from pipeline.analysis.speech import Speech, finish
from pipeline.catalog import Catalog
from pipeline.language import Language
from pipeline.query import Query


def write(
    query: Query,
    table: pd.DataFrame,
    catalog: Catalog,
    language: Language,
    today: date,
    related: bool = False,
    each: bool = False,
) -> Iterator[str]:
    """The analysis of ``table``, the rows of ``query``, sentence by sentence.

    Sentences are Markdown and end with what parts them from the next, so they are joined by
    nothing. ``today`` tells which periods are over; ``related``: it was asked how two measures
    go together; ``each``: only the first rows of each group were asked for.
    """
    result = Result(query, table, catalog, today, each)
    voice = Chinese if language == "zh" else English
    text = voice(Speech(result, language), list(find(result, related)))
    between = "" if language == "zh" else " "
    for number, sentence in enumerate(text.sentences()):
        yield (between if number else "") + finish(sentence)
