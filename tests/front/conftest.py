"""The page as a process of its own, with one visitor's upload of at most a megabyte."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import Application, start_application


@pytest.fixture(scope="session")
def page(demo_settings, tmp_path_factory) -> Iterator[Application]:
    """``app.py`` whose uploads are small and often; its temporary files are in a folder of its own."""
    given = demo_settings.model_dump(exclude_unset=True)
    folder: Path = tmp_path_factory.mktemp("temporary")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(folder))
        with start_application(
            **given, upload_bytes=1_000_000, uploads_per_minute=0, trusted_proxies="127.0.0.9"
        ) as started:
            started.wait_until_ready()
            yield started


@pytest.fixture(scope="session")
def brought(page: Application, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files wait that a page sent."""
    return tmp_path_factory.getbasetemp() / "temporary0" / "gradio" / "brought"
