"""Questions to begin with."""

from __future__ import annotations

from pipeline.language import Language
from pipeline.pipeline import Pipeline

# Each one shows another kind of answer: ranking, trend, comparison, share, one figure.
DEMO: dict[Language, tuple[str, ...]] = {
    "en": (
        "Headcount by department",
        "Top 5 departments by average salary",
        "Revenue by month in the last 12 months",
        "Revenue by product category and region this year",
        "How many orders were placed last quarter?",
    ),
    "zh": (
        "各部门的平均工资",
        "近12个月每月的销售额",
        "今年各地区各品类的销售额",
        "统计员工总数",
        "销售额最高的10个产品",
    ),
}


def examples(pipeline: Pipeline) -> dict[Language, tuple[str, ...]]:
    """By language: hand-picked for the demo company, else made from the catalog."""
    if pipeline.settings.model_dir is None and pipeline.settings.data is None:
        return DEMO
    return {language: pipeline.suggestions(language) for language in DEMO}
