"""A real Cube server on a DuckDB file, from the packages of the npm registry alone."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import httpx
import jwt

HERE = Path(__file__).parent
PACKAGES = HERE.parent / "parity"  # shared: the server brings the compiler along
SECRET = "a secret that only the tests know, 32 bytes and more"
_READY_SECONDS = 60.0


def token() -> str:
    """One that the servers accept for a minute."""
    return jwt.encode({"exp": time.time() + 60}, SECRET, "HS256")


class CubeServer:
    """One server process on a port of its own; start and stop it as often as needed.

    Args:
        model: a folder of Cube YAML.
        data: a DuckDB file that nobody else has open while the server runs.
        folder: an empty folder to run in.
    """

    def __init__(self, model: Path, data: Path, folder: Path) -> None:
        self._model, self._data, self._folder = model, data, folder
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{free.getsockname()[1]}"
        _install()
        shutil.copytree(model, folder / "model")
        shutil.copy(HERE / "cube.js", folder)
        (folder / "node_modules").symlink_to(PACKAGES / "node_modules")

    def start(self) -> None:
        """Returns when the server answers and has compiled its model."""
        node = shutil.which("node")
        assert node, "the tests with a Cube server need Node 20 or newer"
        settings = {
            "NODE_ENV": "production",
            "PORT": self.url.rpartition(":")[2],
            "CUBEJS_DB_TYPE": "duckdb",
            "CUBEJS_DB_DUCKDB_DATABASE_PATH": str(self._data),
            "CUBEJS_API_SECRET": SECRET,
            "CUBEJS_CACHE_AND_QUEUE_DRIVER": "memory",
            "CUBEJS_TESSERACT_SQL_PLANNER": "false",
            "CUBEJS_TELEMETRY": "false",
            "CUBEJS_REFRESH_WORKER": "false",
            "CUBEJS_SCHEMA_PATH": "model",
        }
        ours = {key: value for key, value in os.environ.items() if not key.startswith("CUBEJS_")}
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [node, "node_modules/@cubejs-backend/server/dist/src/bin/server.js", "server"],
                cwd=self._folder,
                env=ours | settings,
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + _READY_SECONDS
        while not self._is_ready():
            log_text = (self._folder / "log").read_text(encoding="utf-8")
            assert self._process.poll() is None, f"the Cube server ended: {log_text}"
            assert time.monotonic() < until, f"the Cube server does not answer: {log_text}"
            time.sleep(0.1)
        meta = httpx.get(
            f"{self.url}/cubejs-api/v1/meta",
            headers={"Authorization": token()},
            timeout=_READY_SECONDS,
            trust_env=False,
        )
        assert meta.status_code == 200, meta.text

    def kill(self) -> None:
        """Ends the server in the middle of whatever it does."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz", trust_env=False).status_code == 200
        except httpx.TransportError:
            return False


def _install() -> None:
    modules = PACKAGES / "node_modules" / "@cubejs-backend"
    if not (modules / "server").is_dir():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=PACKAGES, check=True)
    addon = modules / "native" / "index.node"
    if not addon.is_file():  # a folder of that name is loaded in its place
        addon.mkdir(exist_ok=True)
        shutil.copy(HERE / "native.js", addon / "index.js")
