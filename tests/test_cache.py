"""A folder that cannot be written stops the start with one sentence."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import duckdb
import pytest
from serving import start_application

from pipeline.__main__ import main
from pipeline.cache import writing_to
from pipeline.errors import SettingsError


@pytest.fixture
def occupied(tmp_path: Path) -> Path:
    """A file where the folder should be."""
    path = tmp_path / "cache"
    path.write_text("")
    return path


def test_the_server_does_not_start(occupied: Path) -> None:
    with start_application(cache_dir=occupied) as app:
        assert app.process.wait(timeout=60) == 1
        assert app.said.startswith(f"No file can be made in {occupied}")
        assert app.said.count("\n") == 1


def test_the_command_line_says_so_in_the_language_of_the_question(
    occupied: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TEXT_TO_BI_CACHE_DIR", str(occupied))
    assert main(["ask", "统计员工总数"]) == 1
    assert capsys.readouterr().err.startswith(f"无法在 {occupied} 中创建文件")


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
        PermissionError(errno.EACCES, "Permission denied"),
        duckdb.TransactionException("Failed to commit: No space left on device\nStack"),
    ],
)
def test_whatever_hinders_is_said_in_one_line(error: Exception, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as said, writing_to(tmp_path):
        raise error
    for sentence in (said.value.en, said.value.zh):
        assert "\n" not in sentence
        assert "TEXT_TO_BI_CACHE_DIR" in sentence
