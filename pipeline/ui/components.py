"""The components that handlers change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr


@dataclass(frozen=True)
class Components:
    """Attributes:
    question: where it is typed.
    following: says that the next question may be a follow-up.
    parts: what `RunView.parts` fills, by the same names.
    run_id, previous: of this visitor: the run last started, and the query last answered.
    """

    question: gr.Textbox
    following: gr.HTML
    parts: dict[str, Any]
    run_id: gr.State
    previous: gr.State
