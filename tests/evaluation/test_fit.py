"""Weights come out of questions whose answers are known, and promise no more than held on other data."""

from __future__ import annotations

import random
from dataclasses import replace
from math import exp

from pipeline.evaluation.fit import Example, fit, reliability, written


def _examples(count: int) -> list[Example]:
    """Answers that are right unless much is doubtful, about ten data sets."""
    rng = random.Random(7)
    found = []
    for n in range(count):
        doubt = rng.random() * 3
        right = rng.random() < 1 / (1 + exp(2.5 * (doubt - 1.5)))
        found.append(
            Example({"doubt": doubt, "noise": rng.random()}, right, f"data {n % 10}", f"set {n % 2}")
        )
    return found


def test_what_speaks_against_an_answer_gets_a_weight_below_zero() -> None:
    fitted = fit(_examples(600))

    assert fitted.weights["doubt"] < -1
    assert abs(fitted.weights["noise"]) < 0.5
    assert fitted.intercept > 1


def test_promises_are_told_by_data_that_was_not_fitted_on() -> None:
    found = _examples(4000)

    rows = reliability(found, fit(found))

    assert sum(count for _, count, _ in rows) == 4000
    large = [(begins, share) for begins, count, share in rows if count >= 200]
    assert len(large) > 4
    assert all(abs(begins + 0.05 - share) < 0.08 for begins, share in large)


def test_a_small_set_counts_for_more_than_its_size() -> None:
    """Forty answers of another kind, where the same doubt means nothing, move the weight: less where they are
    but a part of the large set."""
    many = [Example({"doubt": float(n % 2)}, n % 2 == 0, f"a{n % 9}", "many") for n in range(400)]
    few = [Example({"doubt": float(n % 2)}, True, f"b{n % 3}", "few") for n in range(40)]
    mixed = [replace(one, set="many") for one in few]

    assert fit([*many, *few]).weights["doubt"] > fit([*many, *mixed]).weights["doubt"] + 0.5


def test_the_module_that_is_written_holds_the_weights() -> None:
    fitted = fit(_examples(200))

    held: dict[str, object] = {}
    exec(written(fitted), held)

    assert held["WEIGHTS"] == {name: round(weight, 3) for name, weight in fitted.weights.items()}
    assert held["INTERCEPT"] == round(fitted.intercept, 3)
