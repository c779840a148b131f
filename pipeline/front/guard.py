"""The guards of an application, in the order in which a request meets them."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from pipeline.front.bodies import Bodies
from pipeline.front.clients import Clients
from pipeline.front.hosts import Hosts, public_names
from pipeline.front.shares import Shares
from pipeline.settings import Settings, items


def guarded(app: FastAPI, settings: Settings) -> FastAPI:
    """``app`` behind all of them; what is added to it later stands before them."""
    origins = items(settings.allowed_origins)
    app.add_middleware(Bodies, upload_bytes=settings.upload_bytes)
    app.add_middleware(Shares, most=settings.connections_per_client)
    # Gradio's own CORS, which lets every origin in, is off where its parent has this one; `Hosts` hides
    # from it the origins that are not listed.
    app.add_middleware(
        CORSMiddleware,
        allow_origins=origins,
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["Content-Type", "Last-Event-ID"],
        allow_credentials=True,
        expose_headers=["Retry-After"],
    )
    app.add_middleware(Hosts, names=public_names(settings), local=[settings.host], origins=origins)
    app.add_middleware(Clients, proxies=settings.trusted_proxies)
    return app
