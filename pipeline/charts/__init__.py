"""Which chart says most about a result, and its drawing in plotly."""

from pipeline.charts.choose import ChartType, Choice, choose
from pipeline.charts.draw import draw
from pipeline.charts.theme import CONFIG

__all__ = ["CONFIG", "ChartType", "Choice", "choose", "draw"]
