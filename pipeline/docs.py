"""The documentation: ``/openapi.json`` and the page ``/docs``, every file of which is served here."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Response
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.staticfiles import StaticFiles

from pipeline.schema import Asked, frames

_FILES = "docs/files"  # without a slash before it: relative, wherever the application is mounted
_THEIRS = ("HTTPValidationError", "ValidationError")


def add(app: FastAPI, longest_question: int) -> None:
    """Documents ``app``, which has all its routes; a question has at most so many characters."""

    @app.get("/docs", include_in_schema=False)
    async def page() -> Response:
        return get_swagger_ui_html(
            openapi_url="openapi.json",
            title=app.title,
            swagger_js_url=f"{_FILES}/swagger-ui-bundle.js",
            swagger_css_url=f"{_FILES}/swagger-ui.css",
            swagger_favicon_url=f"{_FILES}/favicon-32x32.png",
        )

    app.mount(f"/{_FILES}", StaticFiles(packages=[("fastapi_swagger", "resources")]), name="docs")
    described = app.openapi()  # made once, and then served as it is
    _leave_out_what_is_never_said(described)
    _add_what_is_read_and_sent_by_hand(described["components"]["schemas"], longest_question)


def _leave_out_what_is_never_said(schema: dict[str, Any]) -> None:
    """FastAPI lets every parameter be wrong, also one that is any text."""
    for operations in schema["paths"].values():
        for operation in operations.values():
            refused = operation["responses"].get("422", {})
            if _THEIRS[0] in str(refused.get("content")):
                del operation["responses"]["422"]
    for name in _THEIRS:
        schema["components"]["schemas"].pop(name, None)


def _add_what_is_read_and_sent_by_hand(schemas: dict[str, Any], longest_question: int) -> None:
    asked = schemas[Asked.__name__] = Asked.model_json_schema()
    asked["properties"]["message"]["maxLength"] = longest_question
    frame = schemas["Frame"] = frames()
    schemas |= frame.pop("$defs")
