"""What happens to the file of a database, or to the disk, while questions are asked."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import httpx
import pytest
from serving import start_application

from pipeline.engines.embedded import EmbeddedEngine
from pipeline.errors import EngineUnavailable
from pipeline.query import Query

MODEL = """
cubes:
  - name: sales
    sql_table: sales
    dimensions:
      - {name: id, sql: id, type: number, primary_key: true}
      - {name: code, sql: code, type: string}
    measures:
      - {name: count, type: count}
      - {name: last_code, type: max, sql: code}
"""
COUNT = Query(measures=["sales.count"])
CODES = Query(measures=["sales.last_code"])


def shop(folder: Path, rows: int = 300_000) -> Path:
    """A model, and beside it the file of its data, which is returned."""
    (folder / "model").mkdir(parents=True)
    (folder / "model" / "sales.yml").write_text(MODEL)
    file = folder / "shop.duckdb"
    with duckdb.connect(str(file)) as made:
        made.execute(f"CREATE TABLE sales AS SELECT i AS id, md5(i::VARCHAR) AS code FROM range({rows}) t(i)")
    return file


def cut_off(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 3)


def emptied(file: Path) -> None:
    os.truncate(file, 0)


def written_over(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.write(os.urandom(file.stat().st_size))


def replaced(file: Path) -> None:
    other = file.with_suffix(".other")
    other.write_bytes(b"something else")
    other.replace(file)


@pytest.mark.parametrize("harm", [cut_off, emptied, written_over])
def test_a_file_that_is_written_to_is_told_and_hurts_no_other(
    tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    file, other = shop(tmp_path / "one"), shop(tmp_path / "other")
    one = EmbeddedEngine(file.parent / "model", file)
    others = EmbeddedEngine(other.parent / "model", other)
    one.ping()
    harm(file)
    for asked in (lambda: one.execute(CODES), one.ping):
        with pytest.raises(EngineUnavailable, match=r"shop.duckdb was changed") as raised:
            asked()
        assert "被改动" in raised.value.zh
        assert str(tmp_path) not in raised.value.en + raised.value.zh
    assert others.execute(CODES).iloc[0, 0].startswith("ffff")
    one.close()
    others.close()


@pytest.mark.parametrize("harm", [Path.unlink, replaced])
def test_a_file_that_is_gone_is_read_on(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    file = shop(tmp_path)
    engine = EmbeddedEngine(tmp_path / "model", file)
    harm(file)
    engine.ping()
    assert engine.execute(CODES).iloc[0, 0].startswith("ffff")
    engine.close()


def test_a_server_whose_file_was_cut_off_is_not_ready_and_goes_on(tmp_path: Path) -> None:
    file = shop(tmp_path)
    more = {"data": file, "model_dir": tmp_path / "model", "cache_dir": tmp_path / "cache"}
    with start_application(**more) as server:
        server.wait_until_ready()
        emptied(file)
        ready = httpx.get(f"{server.address}/readyz")
        assert ready.status_code == 503
        assert "was changed" in ready.text
        answer = httpx.post(
            f"{server.address}/workflow/query-sync", json={"message": "last code"}, timeout=60
        )
        assert answer.status_code == 200
        assert httpx.get(f"{server.address}/healthz").status_code == 200
        assert "Traceback" not in server.said


FULL_DISK = """
import resource, sys
from pathlib import Path
from pipeline.engines.embedded import EmbeddedEngine
from pipeline.errors import EngineError
from pipeline.query import Query

folder = Path(sys.argv[1])
engine = EmbeddedEngine(folder / "model", folder / "shop.duckdb", memory="60MB")
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
try:
    engine.execute(Query(measures=["sales.count"], dimensions=["sales.code"]))
except EngineError as error:
    print(error.en)
print(engine.execute(Query(measures=["sales.count"])).iloc[0, 0])
"""


def test_a_query_for_which_the_disk_has_no_room_is_told_and_the_next_is_answered(tmp_path: Path) -> None:
    shop(tmp_path, rows=1_000_000)
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path)], capture_output=True, text=True, timeout=120
    )
    assert "no room for what the query needs" in done.stdout, done.stderr
    assert done.stdout.split()[-1] == "1000000"
