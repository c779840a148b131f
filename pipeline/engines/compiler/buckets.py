"""Cutting times to granularities, Cube's own and those of a model."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pipeline.engines.compiler.dates import shifted
from pipeline.engines.compiler.params import Params
from pipeline.engines.model.members import Granularity

_PART = re.compile(r"(-?\d+) (second|minute|hour|day|week|month|quarter|year)s?")
_EPOCH = "TIMESTAMP '1970-01-01 00:00:00'"


class Buckets:
    """Writes ``date_trunc`` and its kin in the zone of the query."""

    def __init__(self, zone: ZoneInfo, clock: Callable[[], datetime], params: Params) -> None:
        self._zone = zone
        self._clock = clock
        self._params = params

    def local(self, sql: str) -> str:
        """The time ``sql`` in the zone of the query, without a zone."""
        if self._zone.key == "UTC":
            return f"CAST({sql} AS TIMESTAMP)"
        return f"timezone({self._params.add(self._zone.key)}, CAST({sql} AS TIMESTAMPTZ))"

    def cut(self, sql: str, granularity: Granularity | str) -> str:
        """The start of the bucket that ``sql`` lies in."""
        return self.cut_local(self.local(sql), granularity)

    def cut_local(self, local: str, granularity: Granularity | str) -> str:
        """As `cut`, of a time that is local already."""
        if isinstance(granularity, str):
            return f"date_trunc('{granularity}', {local})"
        parts = interval_parts(granularity.interval)
        if list(parts.values()) == [1]:
            (unit,) = parts
            if not granularity.offset:
                return f"date_trunc('{unit}', {local})"
            offset = f"INTERVAL '{granularity.offset}'"
            return f"date_trunc('{unit}', {local} - {offset}) + {offset}"
        unit = _difference_unit(parts)
        origin = f"TIMESTAMP '{self._origin(granularity, parts):%Y-%m-%d %H:%M:%S}'"
        interval = f"INTERVAL '{granularity.interval}'"
        return (
            f"{origin} + {interval} * CAST(floor(date_diff('{unit}', {origin}, {local}) / "
            f"date_diff('{unit}', {_EPOCH}, {_EPOCH} + {interval})) AS INTEGER)"
        )

    def _origin(self, granularity: Granularity, parts: dict[str, int]) -> datetime:
        if granularity.origin:
            origin = datetime.fromisoformat(granularity.origin)
            return origin.astimezone(self._zone).replace(tzinfo=None) if origin.tzinfo else origin
        now = self._clock().astimezone(self._zone)
        origin = datetime(now.year, 1, 1)
        if list(parts) == ["week"]:
            origin -= timedelta(days=origin.weekday())
        if granularity.offset:
            for unit, count in interval_parts(granularity.offset).items():
                origin = shifted(origin, count, unit)
        return origin


def interval_parts(interval: str) -> dict[str, int]:
    """``{"month": 2, "day": 3}`` for ``"2 months 3 days"``."""
    return {unit: int(number) for number, unit in _PART.findall(interval)}


def _difference_unit(parts: dict[str, int]) -> str:
    for unit in ("second", "minute", "hour"):
        if unit in parts:
            return unit
    if "day" in parts or "week" in parts:
        return "day"
    return "month" if "month" in parts or "quarter" in parts else "year"
