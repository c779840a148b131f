"""Starts the application: settings, pipeline, page and routes, server."""

from __future__ import annotations

import sys

import uvicorn

from pipeline import Pipeline, Settings, errors
from pipeline.server import create_app
from pipeline.ui import build_page, mount_page


def main() -> None:
    settings = Settings()
    pipeline = Pipeline(settings)
    app = mount_page(create_app(pipeline), build_page(pipeline))
    uvicorn.run(app, host=settings.host, port=settings.port, timeout_graceful_shutdown=5, proxy_headers=False)


if __name__ == "__main__":
    try:
        main()
    except errors.TextToBIError as error:
        sys.exit(str(error))
