"""The stored values of a catalog's dimensions, so that a question can name them."""

from __future__ import annotations

import logging

from pipeline.engines.base import Engine
from pipeline.errors import EngineError, QueryError
from pipeline.planner.lexicon import Lexicon
from pipeline.query import Query

logger = logging.getLogger(__name__)

MOST_VALUES = 50_000  # Cube's own largest limit; a dimension with more is free text or an identifier
_LONGEST = 80
_A_PAGE = 100  # no operator allows fewer rows; with less there is nothing left to ask for


def load_values(engine: Engine, lexicon: Lexicon) -> None:
    """Asks the engine for the values of every text dimension and makes them known.

    A dimension whose values cannot be had is left out and logged: questions that do not name them
    still work.
    """
    for dimension in lexicon.catalog.dimensions:
        if dimension.type != "string" or dimension.alias_member in lexicon.catalog.members:
            continue
        try:
            values = _values_of(engine, dimension.name)
        except (QueryError, EngineError) as error:
            logger.warning("The values of %s are not known to the planner: %s", dimension.name, error)
            continue
        if len(values) < MOST_VALUES:
            lexicon.add_values(dimension, (v for v in values if 0 < len(v) <= _LONGEST))


def _values_of(engine: Engine, dimension: str) -> list[str]:
    """The stored values, at most about `MOST_VALUES`; an engine may give fewer rows than asked for."""
    values: list[str] = []
    while len(values) < MOST_VALUES:
        page = Query(
            dimensions=[dimension], order=[(dimension, "asc")], limit=MOST_VALUES, offset=len(values) or None
        )
        rows = engine.execute(page)[dimension]
        values += rows.fillna("").astype(str).tolist()
        if len(rows) < _A_PAGE:
            break
    return values
