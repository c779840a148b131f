"""Starts the application: settings, pipeline, page and routes, server."""

from __future__ import annotations

import gc
import sys

from fastapi import FastAPI

from pipeline import Pipeline, Settings, errors, serving
from pipeline.server import create_app
from pipeline.ui import build_page, mount_page


def create() -> FastAPI:
    """The application of one process."""
    pipeline = Pipeline(Settings())
    application = mount_page(create_app(pipeline), build_page(pipeline))
    # What the planner knows stays until the end: each search for garbage in it would hold up every answer.
    gc.collect()
    gc.freeze()
    return application


if __name__ == "__main__":
    try:
        serving.run("app:create", Settings())
    except errors.TextToBIError as error:
        sys.exit(str(error))
