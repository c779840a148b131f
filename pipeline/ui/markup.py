"""HTML that is safe by construction: every text passes `text` or `both`."""

from __future__ import annotations

import html

from pipeline.language import Text
from pipeline.markdown import plain


def text(value: str) -> str:
    """``value`` as HTML that shows just this text, in an element or a quoted attribute."""
    return html.escape(plain(value))


def both(texts: Text) -> str:
    """A text that follows the page's language: both stand there, and page.css shows one."""
    return "".join(
        f'<span class="{language}" lang="{language}">{text(said)}</span>'
        for language, said in texts._asdict().items()
    )


def chip(question: str, lang: str) -> str:
    """A question that is asked when it is clicked."""
    asked = text(question)
    return f'<button type="button" class="chip" lang="{lang}" data-ask="{asked}">{asked}</button>'
