"""Rows as series: what the second dimension, or the second measure, splits a chart into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.charts.shape import MAX_SERIES, Column
from pipeline.charts.theme import shorten
from pipeline.language import Language

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Series:
    """One line, or one bar in each group: values of a measure by the key of the other dimension."""

    name: str
    measure: Column
    values: dict[Key, float | None]


def keys_of(columns: Sequence[Column]) -> list[Key]:
    """What identifies each row in ``columns``."""
    return list(zip(*(c.keys for c in columns), strict=True))


def labels_of(columns: Sequence[Column], language: Language) -> dict[Key, str]:
    """What people call each key, in the order of the rows."""
    texts = zip(*(c.labels(language) for c in columns), strict=True)
    return {key: " · ".join(parts) for key, parts in zip(keys_of(columns), texts, strict=True)}


def in_order(columns: Sequence[Column], keys: Sequence[Key]) -> list[Key]:
    """``keys`` sorted, NULLs last; texts and numbers may be mixed."""

    def place(key: Key) -> list[Any]:
        return [(k is None, isinstance(k, str), 0 if k is None else k) for k in key]

    return sorted(keys, key=place)


def by_measure(outer: Sequence[Column], measures: Sequence[Column], language: Language) -> list[Series]:
    """A series for each measure."""
    keys = keys_of(outer)
    return [Series(m.member.title(language), m, dict(zip(keys, m.numbers, strict=True))) for m in measures]


def by_category(
    outer: Sequence[Column], inner: Sequence[Column], measure: Column, language: Language
) -> tuple[list[Series], int]:
    """The series of the largest groups of ``inner``, and how many groups there are.

    Groups with an order of their own keep it; the others come largest first.
    """
    values: dict[Key, dict[Key, float | None]] = {}
    for group, key, number in zip(keys_of(inner), keys_of(outer), measure.numbers, strict=True):
        values.setdefault(group, {})[key] = number
    largest = sorted(
        values, key=lambda g: -max((abs(n) for n in values[g].values() if n is not None), default=0)
    )
    kept = largest[:MAX_SERIES]
    if len(inner) == 1 and inner[0].is_ordinal:
        kept = in_order(inner, kept)
    names = labels_of(inner, language)
    return [Series(shorten(names[g], 24), measure, values[g]) for g in kept], len(values)
