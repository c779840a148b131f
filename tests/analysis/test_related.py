"""Questions about how two measures go together."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline import Pipeline


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("correlation between revenue and discount", "tend to rise together (correlation {r:.2f} over "),
        ("销售额与折扣率的关系", "几乎没有线性关系（**{n}** 个分组的相关系数为 {r:.2f}）。"),
    ],
)
def test_the_correlation_asked_for_comes_first_however_small(
    demo: Pipeline, question: str, says: str
) -> None:
    answer = demo.ask(question)
    assert answer.table is not None, answer.message
    named = answer.table.dropna(subset=[answer.table.columns[0]])
    left, right = (named[column].to_numpy(np.float64) for column in answer.table.columns[1:])
    r = float(np.corrcoef(left, right)[0, 1])
    assert answer.chart_type == "scatter"
    assert says.format(r=r, n=len(named)) in answer.analysis
    assert answer.analysis.index(f"{r:.2f}") < answer.analysis.index(str(named.iloc[0, 0]))


def test_a_small_correlation_that_nobody_asked_for_is_not_said(demo: Pipeline) -> None:
    answer = demo.ask("各商品的销售额和折扣率")
    assert answer.table is not None, answer.message
    assert "相关系数" not in answer.analysis
