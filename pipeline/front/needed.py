"""Of Gradio's routes those that the page and Gradio's clients use; the others are not there."""

from __future__ import annotations

import re

from starlette.types import ASGIApp, Receive, Scope, Send

from pipeline.front.refusals import refuse
from pipeline.language import Text

_READ = re.compile(
    r"/|/config/?|/(assets|static)/.+|/theme\.css|/favicon\.ico|/robots\.txt"
    r"|/gradio_api/(info/?|app_id/?|heartbeat/[^/]+|queue/data|call/(v2/)?[^/]+/[^/]+)"
)
_ASKED = re.compile(r"/gradio_api/(queue/join|run/predict/?|call/(v2/)?[^/]+/?|cancel|reset/?)")
_NOTHING = Text("There is nothing here.", "此处没有内容。")


class Needed:
    """An ASGI application of which only those routes are left."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kept = {"GET": _READ, "HEAD": _READ, "POST": _ASKED}.get(scope.get("method", ""))
        if scope["type"] == "http" and not (kept and kept.fullmatch(scope["path"])):
            await refuse(scope, receive, send, 404, _NOTHING)
        else:
            await self._app(scope, receive, send)
