"""Fits the weights of the planner's evidence to questions whose right answers are known.

A regularised logistic regression: the confidence of an answer is the probability that it is right. What it
says of itself is told on databases that the weights in use for them were not fitted on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.answer import Outcome
from pipeline.evaluation.evaluate import Result, evaluate
from pipeline.evaluation.lines import read_lines
from pipeline.pipeline import Pipeline
from pipeline.planner import weights
from pipeline.planner.base import Plan, Question
from pipeline.planner.clausal import ClausalPlanner
from pipeline.settings import Settings

_STRENGTH = 0.3  # of the data against the wish for small weights
_FOLDS = 6
_SHARE = 0.5  # 0: each question counts as much as another; 1: each set does


@dataclass(frozen=True)
class Example:
    """One answered question: its evidence, whether it was right, the data it was about, and its set."""

    evidence: Mapping[str, float]
    right: bool
    data: str
    set: str = ""


@dataclass(frozen=True)
class Fitted:
    """Weights, and for each example the probability by weights that were fitted without its data."""

    intercept: float
    weights: Mapping[str, float]
    held_apart: Sequence[float]


class _Recording(ClausalPlanner):
    """Answers whatever it can, and keeps the evidence of the last plan."""

    last: Mapping[str, float] = {}

    def plan_now(self, question: Question, cancellation: object = None) -> Plan:
        understood = self.understand(question)
        self.last = understood.evidence(self.catalog)
        if understood.composed.ask is None:
            return Plan(Outcome.DECLINED)
        return self.answered(question, understood)


def examples(file: Path, settings: Settings) -> list[Example]:
    """An example for each line of a file that the planner finds a query for. Raises `SourceError`."""
    found: list[Example] = []
    recording: list[_Recording] = []
    with ExitStack() as owners:

        def opened(given: Settings) -> Pipeline:
            owner = owners.enter_context(Pipeline(given))

            def clock() -> date:
                return given.today or date.today()

            planner = _Recording(owner.engine, clock, given.warm_up_seconds, given.fiscal_year_start)
            recording.append(planner)
            return Pipeline(given, engine=owner.engine, planner=planner)

        def told(result: Result) -> None:
            if recording and recording[-1].last:
                found.append(
                    Example(recording[-1].last, result.verdict == "right", result.line.db or "", file.name)
                )

        evaluate(read_lines(file), file.parent, settings, told, opened)
    return found


def fit(found: Sequence[Example]) -> Fitted:
    """The weights for examples. Needs scikit-learn, which the application does without."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold

    names = sorted({name for one in found for name in one.evidence})
    table = np.array([[one.evidence.get(name, 0.0) for name in names] for one in found])
    right = np.array([one.right for one in found])
    data = np.array([one.data for one in found])
    sizes = Counter(one.set for one in found)
    # a small set says as much about its kind of data as a large one of its
    counts = np.array([sizes[one.set] ** -_SHARE for one in found])
    counts *= len(found) / counts.sum()
    apart = np.zeros(len(found))
    for learnt, told in GroupKFold(min(_FOLDS, len(set(data)))).split(table, right, data):
        model = LogisticRegression(C=_STRENGTH, max_iter=5000).fit(
            table[learnt], right[learnt], counts[learnt]
        )
        apart[told] = model.predict_proba(table[told])[:, 1]
    model = LogisticRegression(C=_STRENGTH, max_iter=5000).fit(table, right, counts)
    fitted = dict(zip(names, (float(w) for w in model.coef_[0]), strict=True))
    return Fitted(float(model.intercept_[0]), fitted, [float(p) for p in apart])


def reliability(found: Sequence[Example], fitted: Fitted) -> list[tuple[float, int, float]]:
    """For each tenth of probability: where it begins, how many examples it holds, and the share that is
    right."""
    rows = []
    for tenth in range(10):
        inside = [
            e for e, p in zip(found, fitted.held_apart, strict=True) if int(min(p, 0.999) * 10) == tenth
        ]
        if inside:
            rows.append((tenth / 10, len(inside), sum(e.right for e in inside) / len(inside)))
    return rows


def written(fitted: Fitted) -> str:
    """The module `pipeline.planner.weights` with these weights."""
    head = weights.__doc__
    lines = "".join(f'    "{name}": {weight:.3f},\n' for name, weight in sorted(fitted.weights.items()))
    return f'''"""{head}"""

from __future__ import annotations

from typing import Final

INTERCEPT: Final = {fitted.intercept:.3f}
WEIGHTS: Final[dict[str, float]] = {{
{lines}}}
'''
