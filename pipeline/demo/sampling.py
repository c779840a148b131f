"""Seeded sampling shared by the generators of the demo tables."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]


def stream(table: str) -> np.random.Generator:
    """A random stream of the table's own, so that a change to one table leaves the others alone."""
    return np.random.default_rng(zlib.crc32(table.encode()))


def pick(
    rng: np.random.Generator,
    values: Sequence[Any] | Array,
    n: int,
    weights: Sequence[float] | Array | None = None,
) -> Array:
    """``n`` of ``values`` as an object array; ``weights`` need not sum to one."""
    share = None if weights is None else np.asarray(weights, float) / np.sum(weights)
    options: Array = np.asarray(values, dtype=object)
    return np.asarray(options[rng.choice(len(values), n, p=share)])


def pick_by_row(rng: np.random.Generator, values: Sequence[Any], weights: Array) -> Array:
    """One of ``values`` for each row of ``weights`` (rows x values)."""
    edges = np.cumsum(weights, axis=1)
    drawn = rng.random(len(weights)) * edges[:, -1]
    options: Array = np.asarray(values, dtype=object)
    return np.asarray(options[(drawn[:, None] >= edges[:, :-1]).sum(axis=1)])


def blank(rng: np.random.Generator, values: Array, share: float) -> Array:
    """``values`` with about ``share`` of them None."""
    return only(values, rng.random(len(values)) >= share)


def only(values: Array, known: Array) -> Array:
    """``values`` as objects, None where not ``known``."""
    kept = values.astype(object)
    kept[~known] = None
    return kept


def names(rng: np.random.Generator, first: Sequence[str], last: Sequence[str], n: int) -> Array:
    """``n`` names, different ones until all pairs are used up."""
    pairs = rng.permutation(len(first) * len(last))[np.arange(n) % (len(first) * len(last))]
    firsts, lasts = np.asarray(first, dtype=object), np.asarray(last, dtype=object)
    return np.asarray(firsts[pairs % len(first)] + " " + lasts[pairs // len(first)], dtype=object)


def days(values: Array) -> Array:
    """Numbers of days as timedelta64[D], cut to whole days."""
    return np.floor(values).astype("timedelta64[D]")


def month_of(dates: Array) -> Array:
    """1 to 12."""
    return dates.astype("datetime64[M]").astype(int) % 12 + 1


def weekday_of(dates: Array) -> Array:
    """0 (Monday) to 6."""
    return (dates.astype("datetime64[D]").astype(int) + 3) % 7


def nullable_dates(dates: Array, known: Array) -> Array:
    """``dates``, NaT where not ``known``."""
    return np.where(known, dates, np.datetime64("NaT"))
