"""What holds for the analysis of any result."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from analysis.frames import CATALOG, TODAY, results
from hypothesis import HealthCheck, example, given, settings
from sizes import tries

from pipeline.analysis import prove, write
from pipeline.analysis.plan import MOST_SENTENCES
from pipeline.language import Language
from pipeline.query import Query

UNNAMED = (
    Query.parse(
        {
            "measures": ["shop.count"],
            "dimensions": ["shop.department"],
            "timeDimensions": [
                {"dimension": "shop.created", "granularity": "quarter", "dateRange": "this year"}
            ],
        }
    ),
    pd.DataFrame(
        {
            "shop.department": [None] * 4,
            "shop.created.quarter": pd.date_range("2024-07-01", periods=4, freq="QS"),
            "shop.count": [np.nan, 0.0, np.nan, 0.0],
        }
    ),
)
_NOT_SAID = re.compile(r"(?<![A-Za-z])(NaN|None|NaT|inf|nan|null)(?![A-Za-z])")


@pytest.mark.parametrize("language", ["en", "zh"])
@settings(max_examples=tries(150), deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=results())
@example(asked=UNNAMED)
def test_any_result_is_told_in_numbers_that_follow_from_it(
    asked: tuple[Query, pd.DataFrame], language: Language
) -> None:
    query, table = asked
    sentences = list(write(query, table, CATALOG, language, TODAY))
    text = "".join(sentences)
    assert 1 <= len(sentences) <= MOST_SENTENCES
    labels = {str(value) for name in query.dimensions for value in table[name]}
    assert not [word for word in _NOT_SAID.findall(text) if word not in " ".join(labels)]
    assert [n.text for n in prove(text, query, table, CATALOG, TODAY).unproven] == []
