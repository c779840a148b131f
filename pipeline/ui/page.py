"""The page."""

from __future__ import annotations

import gradio as gr

from pipeline.pipeline import Pipeline
from pipeline.ui.endpoint import query_endpoint


def build_page(pipeline: Pipeline) -> gr.Blocks:
    """The Gradio application of ``pipeline``: what people see, and the API endpoint ``/query``."""
    demo: gr.Blocks
    with gr.Blocks(title="Text-to-BI", analytics_enabled=False) as demo:
        gr.api(query_endpoint(pipeline), api_name="query", concurrency_limit=None)  # type: ignore[attr-defined]
    return demo
