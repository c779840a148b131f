"""The few computations that facts share."""

from __future__ import annotations

import math

import numpy as np

from pipeline.analysis.result import Floats, Mask

_NOISE = 1e-12  # what floating point leaves of a difference that is zero
_MAD_TO_DEVIATION = 1.4826
FAR = 3.5  # robust deviations; Iglewicz and Hoaglin's bound


def total(values: Floats) -> float:
    """The exact sum without NaN, rounded once."""
    return math.fsum(values[~np.isnan(values)])


def difference(later: float, earlier: float) -> float:
    """``later - earlier``, exactly zero when they differ by rounding alone."""
    gap = later - earlier
    return 0.0 if abs(gap) <= _NOISE * max(abs(later), abs(earlier)) else gap


def percent_change(later: float, earlier: float) -> float | None:
    """The change in percent; None from a base that is not positive or to a negative value."""
    if earlier <= 0 or later < 0:
        return None
    change = difference(later, earlier) / earlier * 100
    return change if math.isfinite(change) else None


def ratio(larger: float, smaller: float) -> float | None:
    """How many times; None unless both are positive."""
    if smaller <= 0 or larger <= 0:
        return None
    times = larger / smaller
    return times if math.isfinite(times) else None


def outliers(values: Floats) -> Mask:
    """Which values are far from the others by both robust measures; none where most are equal."""
    middle = float(np.median(values))
    low, high = np.quantile(values, [0.25, 0.75])
    deviation = float(np.median(np.abs(values - middle))) * _MAD_TO_DEVIATION
    fence = 3 * (high - low)
    if deviation == 0 or fence == 0:
        return np.zeros(len(values), np.bool_)
    far: Mask = (np.abs(values - middle) > FAR * deviation) & (
        (values < low - fence) | (values > high + fence)
    )
    return far


def rank_correlation(left: Floats, right: Floats) -> float:
    """Spearman's rho, 0 where one side is constant."""
    return correlation(_ranks(left), _ranks(right))


def correlation(left: Floats, right: Floats) -> float:
    """Pearson's r, 0 where one side is constant."""
    # Scaled first, so that squares of large values stay finite.
    left, right = (_scaled(side) for side in (left, right))
    spread = math.sqrt(float(left @ left) * float(right @ right))
    return float(left @ right) / spread if spread > 0 else 0.0


def _scaled(values: Floats) -> Floats:
    size = float(np.max(np.abs(values)))
    scaled: Floats = values / size if size > 0 else values
    if np.ptp(scaled) <= _NOISE:
        return np.zeros(len(values))
    centred: Floats = scaled - scaled.mean()
    return centred


def _ranks(values: Floats) -> Floats:
    _, where, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks: Floats = (last - (counts - 1) / 2)[where]
    return ranks
