"""Step 2: the query becomes SQL."""

from __future__ import annotations

import json
from collections.abc import Iterator

import sqlglot
from sqlglot.errors import SqlglotError

from pipeline.answer import json_native
from pipeline.derived import Lacking
from pipeline.engines.base import Compiled
from pipeline.events import Event, SqlMade, TextAdded
from pipeline.markdown import escape
from pipeline.steps import say
from pipeline.steps.work import Work


def sql(work: Work) -> Iterator[Event]:
    language = work.question.language
    yield TextAdded(text=f"{say.SQL.said(language)}\n\n")
    compiled = work.engine.compile(work.fetched)
    for one in work.derived:
        if isinstance(one, Lacking):  # one statement after the other, as they run
            other = work.engine.compile(one.other)
            compiled = Compiled(f"{compiled.sql};\n{other.sql}", [*compiled.params, *other.params])
    work.compiled = compiled
    work.answer.sql, work.answer.params = compiled.sql, compiled.params

    text = say.fenced(_pretty(compiled.sql, work.engine.dialect), "sql")
    params = [json_native(value) for value in compiled.params]
    if params:
        values = (f"{i}. {escape(json.dumps(v, ensure_ascii=False))}\n" for i, v in enumerate(params, 1))
        text += f"\n{say.VALUES.said(language)}\n\n{''.join(values)}"
    yield from say.pieces(text + "\n")
    yield SqlMade(sql=compiled.sql, params=params)


def _pretty(sql: str, dialect: str) -> str:
    try:
        # One statement for each of compared ranges, where an engine asks for them one by one.
        return ";\n\n".join(sqlglot.transpile(sql, read=dialect, write=dialect, pretty=True))
    except SqlglotError:  # for reading only: what runs is the text as it was compiled
        return sql
