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
    pulse: changes with everything that is sent, and now and then when nothing is.
    previous: of this visitor: what the last answer shows.
    examples: questions to begin with.
    catalog: what can be asked.
    brought: says which data this visitor brought along.
    upload: of this visitor: the key of that data.
    """

    question: gr.Textbox
    following: gr.HTML
    parts: dict[str, Any]
    pulse: gr.HTML
    previous: gr.State
    examples: gr.HTML
    catalog: gr.HTML
    brought: gr.HTML
    upload: gr.State
