"""Runs that outlive the connection that asked for them."""

from pipeline.runs.registry import Runs
from pipeline.runs.run import Run

__all__ = ["Run", "Runs"]
