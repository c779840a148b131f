"""The stored values of a catalog's dimensions, so that a question can name them."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

from pipeline.cancellation import Cancellation
from pipeline.catalog import Member
from pipeline.engines.base import Engine
from pipeline.errors import Cancelled, EngineError, QueryError
from pipeline.planner.lexicon import Lexicon
from pipeline.query import Query

logger = logging.getLogger(__name__)

MOST_VALUES = 50_000  # Cube's own largest limit
_LONGEST = 80
_A_PAGE = 100  # no operator allows fewer rows; with less there is nothing left to ask for


_AT_ONCE = 4  # questions to the engine; a warehouse has others to serve


def load_values(engine: Engine, lexicon: Lexicon, seconds: float) -> None:
    """Asks the engine for the values of every text dimension and makes them known.

    A dimension whose values cannot be had, or not within ``seconds`` for all of them together, is left
    out and logged: questions that do not name them still work.
    """
    asked = [
        dimension
        for dimension in lexicon.catalog.dimensions
        if dimension.type == "string" and dimension.alias_member not in lexicon.catalog.members
    ]
    until, cancellation = monotonic() + seconds, Cancellation()
    with ThreadPoolExecutor(_AT_ONCE, "values") as pool:
        answers = [pool.submit(_values_of, engine, d.name, cancellation) for d in asked]
        for dimension, answer in zip(asked, answers, strict=True):
            try:
                values = answer.result(max(0.0, until - monotonic()))
            except TimeoutError:
                cancellation.cancel()
                _left_out(dimension, f"not read within {seconds:g} seconds")
            except (QueryError, EngineError, Cancelled) as error:
                _left_out(dimension, error)
            else:
                # More than those are free text or an identifier.
                if len(values) < MOST_VALUES:
                    lexicon.add_values(dimension, (v for v in values if 0 < len(v) <= _LONGEST))


def _left_out(dimension: Member, why: object) -> None:
    logger.warning("The values of %s are not known to the planner: %s", dimension.name, why)


def _values_of(engine: Engine, dimension: str, cancellation: Cancellation) -> list[str]:
    """The stored values, at most about `MOST_VALUES`; an engine may give fewer rows than asked for."""
    values: list[str] = []
    while len(values) < MOST_VALUES:
        page = Query(
            dimensions=[dimension], order=[(dimension, "asc")], limit=MOST_VALUES, offset=len(values) or None
        )
        cancellation.check()
        rows = engine.execute(page, cancellation)[dimension]
        values += rows.fillna("").astype(str).tolist()
        if len(rows) < _A_PAGE:
            break
    return values
