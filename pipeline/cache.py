"""The folder for files that can be made again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipeline.errors import SettingsError


@contextmanager
def writing_to(folder: Path) -> Iterator[Path]:
    """``folder``, in which the block makes files. Raises `SettingsError` where that cannot be done."""
    try:
        yield folder
    except (OSError, duckdb.OperationalError) as error:
        why = (getattr(error, "strerror", None) or str(error)).splitlines()[0]
        raise SettingsError(
            f"No file can be made in {folder} ({why}). The setting cache_dir (TEXT_TO_BI_CACHE_DIR) names "
            "another folder.",
            f"无法在 {folder} 中创建文件({why})。可用设置 cache_dir(TEXT_TO_BI_CACHE_DIR)指定其他目录。",
        ) from error
