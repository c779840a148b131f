"""Names that a text holds, and dates that begin like them."""

from __future__ import annotations

from pipeline.analysis.reading import occurrences


def test_the_label_of_a_month_is_no_part_of_a_day_in_it() -> None:
    assert list(occurrences("2025年6月最低，截至2025年6月30日", "2025年6月")) == [0]
