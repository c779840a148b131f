"""Text-to-BI: a question in Chinese or English becomes a Cube query, a table, a chart and an analysis."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

# Neither agno nor Gradio reports home. Both read this when they are imported, and every module of
# this package that imports one of them comes after this one.
os.environ["AGNO_TELEMETRY"] = "false"
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

if TYPE_CHECKING:
    from pipeline import errors, events
    from pipeline.answer import Answer, Outcome
    from pipeline.pipeline import Pipeline
    from pipeline.query import Query
    from pipeline.settings import Settings

__all__ = ["Answer", "Outcome", "Pipeline", "Query", "Settings", "errors", "events"]

_HOMES = {
    "Answer": "pipeline.answer",
    "Outcome": "pipeline.answer",
    "Pipeline": "pipeline.pipeline",
    "Query": "pipeline.query",
    "Settings": "pipeline.settings",
}


def __getattr__(name: str) -> Any:
    # Loaded when they are asked for, so that `import pipeline.query` stays cheap.
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    if name in __all__:
        return import_module(f"pipeline.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
