"""The stored values of a catalog's dimensions, so that a question can name them."""

from __future__ import annotations

import logging
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from time import monotonic

import pandas as pd

from pipeline.cancellation import Cancellation
from pipeline.catalog import Member
from pipeline.engines.base import Engine
from pipeline.errors import Cancelled, EngineError, QueryError
from pipeline.planner.lexicon import Lexicon
from pipeline.planner.readings import DateSpan
from pipeline.planner.titles import is_name
from pipeline.query import Filter, Query, TimeDimension

logger = logging.getLogger(__name__)

MOST_VALUES = 50_000  # Cube's own largest limit
_LONGEST = 80
_A_PAGE = 100  # no operator allows fewer rows; with less there is nothing left to ask for


_AT_ONCE = 4  # questions to the engine; a warehouse has others to serve
FEW_DAYS = 31


def load_values(engine: Engine, lexicon: Lexicon, seconds: float, most: int | None = None) -> None:
    """Asks the engine for the values of every text dimension and the span of every date, and makes
    them known.

    A dimension whose values cannot be had, or not within ``seconds`` for all of them together, or that
    has more than are left of ``most`` for all of them together, is left out and logged: questions that do
    not name them still work.
    """
    asked = [
        dimension
        for dimension in lexicon.catalog.dimensions
        if dimension.type in ("string", "time") and dimension.alias_member not in lexicon.catalog.members
    ]
    until, cancellation = monotonic() + seconds, Cancellation()
    left = most
    with ThreadPoolExecutor(_AT_ONCE, "values") as pool:
        answers = [
            (d, pool.submit(_values_of if d.type == "string" else _days_of, engine, d.name, cancellation))
            for d in asked
        ]
        for dimension, answer in answers:
            try:
                found = answer.result(max(0.0, until - monotonic()))
            except TimeoutError:
                cancellation.cancel()
                _left_out(dimension, f"not read within {seconds:g} seconds")
            except (QueryError, EngineError, Cancelled) as error:
                _left_out(dimension, error)
            else:
                if isinstance(found, DateSpan):
                    lexicon.dates[dimension.name] = found
                elif left is not None and found is not None and len(found) > left:
                    _left_out(dimension, f"more than the {most} that are known of all dimensions together")
                elif found is not None and len(found) < MOST_VALUES:  # more are free text or an identifier
                    left = None if left is None else left - len(found)
                    lexicon.add_values(dimension, (v for v in found if 0 < len(v) <= _LONGEST))


def find_namesakes(engine: Engine, lexicon: Lexicon) -> None:
    """Notes how many things each cube has, the cubes no two of whose things have one name, and those several
    of whose have and that have a key that may be shown, as far as the values of the names are known."""
    for cube, members in lexicon.catalog.cubes.items():
        label = lexicon.labels.get(cube)
        count = next((m.name for m in members.measures if m.agg_type == "count" and not m.alias_member), None)
        if count is None:
            continue
        named = [Filter(member=label.name, operator="set")] if label else []
        try:
            things = int(str(engine.execute(Query(measures=[count], filters=named)).iloc[0, 0]))
        except (QueryError, EngineError) as error:
            logger.warning("How many %s there are is not known: %s", cube, error)
            continue
        lexicon.things[cube] = things
        if label is not None:
            _note_names(lexicon, cube, label, things)


def _note_names(lexicon: Lexicon, cube: str, label: Member, things: int) -> None:
    keys = [d.name for d in lexicon.catalog.cubes[cube].dimensions if d.primary_key]
    names = lexicon.cardinality.get(label.name)
    if names is None or keys == [label.name]:
        return
    if things == names:
        lexicon.unique_names.add(cube)
    elif len(keys) == 1 and is_name(label):
        lexicon.namesakes[cube] = keys[0]


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


def _days_of(engine: Engine, dimension: str, cancellation: Cancellation) -> DateSpan | None:
    """The days of a time dimension; None where it has none."""
    by_day = Query(
        time_dimensions=[TimeDimension(dimension=dimension, granularity="day")],
        filters=[Filter(member=dimension, operator="set")],
        order=[(dimension, "asc")],
        limit=FEW_DAYS + 1,
    )
    days = _days(engine.execute(by_day, cancellation))
    if not days:
        return None
    if len(days) <= FEW_DAYS:
        return DateSpan(days[0], days[-1], few=True)
    cancellation.check()
    latest = by_day.model_copy(update={"order": [(dimension, "desc")], "limit": 1})
    return DateSpan(days[0], _days(engine.execute(latest, cancellation))[0])


def _days(table: pd.DataFrame) -> list[date]:
    return [pd.Timestamp(str(day)).date() for day in table.iloc[:, 0].dropna()]


_OF_PARTS = re.compile(
    r"rate|ratio|share|percent|discount|margin|proportion|probability|率|占比|比例|折扣|百分", re.IGNORECASE
)
_A_WHOLE = 1.0


def find_fractions(engine: Engine, lexicon: Lexicon) -> None:
    """Notes the members that are told in percent and kept from 0 to 1."""
    for cube in lexicon.catalog.cubes.values():
        told = [m for m in (*cube.measures, *cube.dimensions) if _is_told_in_percent(m)]
        measured = [m.name for m in told if m.kind == "measure" and not m.alias_member]
        columns = [m.name for m in told if m.kind == "dimension" and not m.alias_member]
        asked = [Query(measures=measured)] if measured else []
        asked += [
            Query(
                dimensions=[c], order=[(c, "desc")], filters=[Filter(member=c, operator="set")], limit=_A_PAGE
            )
            for c in columns
        ]
        for query in asked:
            try:
                rows = engine.execute(query)
            except (QueryError, EngineError) as error:
                logger.warning("The scale of %s is not known: %s", query.columns, error)
                continue
            for name in query.columns:
                values = pd.to_numeric(rows[name], errors="coerce").dropna().abs()
                if len(values) and float(values.max()) <= _A_WHOLE:
                    lexicon.fractions.add(name)


def _is_told_in_percent(member: Member) -> bool:
    if member.type != "number" or member.agg_type == "count":
        return False
    return member.format == "percent" or any(_OF_PARTS.search(t) for t in (*member.titles, member.name))
