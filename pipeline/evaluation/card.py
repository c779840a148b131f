"""The accuracy card: shares of right and wrong answers with their interval, and times."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any

from pipeline.evaluation.evaluate import Result

VERDICTS = ("right", "wrong", "declined", "asked back", "failed")
_Z = 1.96  # of 95 %


@dataclass(frozen=True)
class Count:
    """How a group of questions came out.

    Attributes:
        verdicts: how many questions of each verdict.
        confident: wrong answers that were given with confidence.
    """

    total: int
    verdicts: dict[str, int]
    confident: int

    @property
    def right(self) -> float:
        return self.verdicts["right"] / self.total if self.total else 0.0


@dataclass(frozen=True)
class Card:
    """What a set of questions showed. Times in seconds, shares of 1."""

    overall: Count
    wrong_interval: tuple[float, float]
    right_interval: tuple[float, float]
    p50: float
    p95: float
    by: dict[str, dict[str, Count]] = field(default_factory=dict)
    charts: dict[str, tuple[int, int]] = field(default_factory=dict)
    languages_apart: float | None = None


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The interval in which a share lies with 95 % (E. B. Wilson, 1927, JASA 22, p. 209)."""
    if not total:
        return 0.0, 1.0
    share, z2 = hits / total, _Z * _Z
    middle = share + z2 / (2 * total)
    half = _Z * math.sqrt(share * (1 - share) / total + z2 / (4 * total * total))
    return max(0.0, (middle - half) / (1 + z2 / total)), min(1.0, (middle + half) / (1 + z2 / total))


def card_of(results: Sequence[Result]) -> Card:
    """The card of ``results``; there is at least one."""
    seconds = sorted(r.seconds for r in results if r.verdict != "failed") or [0.0]
    cuts = quantiles(seconds, n=100, method="inclusive") if len(seconds) > 1 else seconds * 99
    overall = _count(results)
    groups: dict[str, Callable[[Result], str | None]] = {
        "language": lambda r: r.language,
        "shape": lambda r: r.line.shape,
        "database": lambda r: r.line.db,
    }
    return Card(
        overall,
        wilson(overall.verdicts["wrong"], overall.total),
        wilson(overall.verdicts["right"], overall.total),
        cuts[49],
        cuts[94],
        {name: _counts(results, key) for name, key in groups.items()},
        _charts(results),
        _apart(results),
    )


def _count(results: Iterable[Result]) -> Count:
    found = list(results)
    verdicts = Counter(r.verdict for r in found)
    return Count(
        len(found),
        {name: verdicts[name] for name in VERDICTS},  # type: ignore[index]
        sum(r.verdict == "wrong" and r.confident for r in found),
    )


def _counts(results: Sequence[Result], key: Callable[[Result], str | None]) -> dict[str, Count]:
    names = sorted({name for r in results if (name := key(r))})
    return {name: _count(r for r in results if key(r) == name) for name in names}


def _charts(results: Sequence[Result]) -> dict[str, tuple[int, int]]:
    """Right charts among right answers, where the question names one and where it does not."""
    found: dict[str, tuple[int, int]] = {}
    told = [r for r in results if r.line.gold_chart and r.verdict == "right"]
    for name, explicit in (("named", True), ("not named", False)):
        these = [r for r in told if bool(r.line.explicit_chart) is explicit]
        if these:
            found[name] = (sum(r.chart == r.line.gold_chart for r in these), len(these))
    return found


def _apart(results: Sequence[Result]) -> float | None:
    """How far apart the languages are on questions that are asked in both: points of right answers."""
    pairs: dict[str, dict[str, bool]] = {}
    for r in results:
        if r.line.pair:
            pairs.setdefault(r.line.pair, {})[r.language] = r.verdict == "right"
    both = [p for p in pairs.values() if {"zh", "en"} <= p.keys()]
    if not both:
        return None
    return 100 * (sum(p["en"] for p in both) - sum(p["zh"] for p in both)) / len(both)


def as_markdown(card: Card) -> str:
    """The card as Markdown tables."""
    overall = card.overall
    right, wrong = (f"{low:.1%} to {high:.1%}" for low, high in (card.right_interval, card.wrong_interval))
    lines = [
        "| | Questions | Right | Wrong | Declined | Asked back | Failed |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        _row("all", overall),
        *(_row(f"{name}: {value}", c) for name, counts in card.by.items() for value, c in counts.items()),
        "",
        f"Right: {_share(overall.verdicts['right'], overall.total)}, with 95 % confidence {right}.",
        f"Wrong: {_share(overall.verdicts['wrong'], overall.total)}, with 95 % confidence {wrong};"
        f" given with confidence: {_share(overall.confident, overall.total)}.",
        f"Time of a whole answer: {card.p50 * 1000:.0f} ms at the median,"
        f" {card.p95 * 1000:.0f} ms at the 95th percentile.",
    ]
    for name, (hits, total) in card.charts.items():
        lines.append(f"Chart where it is {name}, of right answers: {_share(hits, total)}.")
    if card.languages_apart is not None:
        lines.append(f"English before Chinese where both were asked: {card.languages_apart:+.1f} points.")
    return "\n".join(lines) + "\n"


def _row(name: str, count: Count) -> str:
    cells = (f"{count.verdicts[v]}" for v in VERDICTS)
    return f"| {name} | {count.total} | {' | '.join(cells)} |"


def _share(hits: int, total: int) -> str:
    return f"{hits} of {total} ({hits / total:.1%})" if total else "0 of 0"


def as_json(card: Card, results: Sequence[Result]) -> dict[str, Any]:
    """The card and every result as JSON-native data."""
    return {
        "total": card.overall.total,
        "verdicts": card.overall.verdicts,
        "right_interval": card.right_interval,
        "wrong_interval": card.wrong_interval,
        "wrong_with_confidence": card.overall.confident,
        "p50_seconds": card.p50,
        "p95_seconds": card.p95,
        "charts": card.charts,
        "languages_apart": card.languages_apart,
        "by": {n: {v: c.verdicts for v, c in counts.items()} for n, counts in card.by.items()},
        "results": [
            {
                "id": r.line.id,
                "question": r.line.question,
                "language": r.language,
                "verdict": r.verdict,
                "confident": r.confident,
                "seconds": r.seconds,
                "chart": r.chart,
                "query": r.query,
                "why": r.why,
            }
            for r in results
        ],
    }
