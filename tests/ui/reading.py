"""HTML as a reader sees it."""

from __future__ import annotations

from html.parser import HTMLParser


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(data.strip())


def texts_of(html: str) -> list[str]:
    """The pieces of text in ``html``, in order."""
    reader = _Reader()
    reader.feed(html)
    return reader.texts


def tags_of(html: str) -> list[str]:
    """The elements in ``html``, in order."""
    reader = _Reader()
    reader.feed(html)
    return reader.tags
