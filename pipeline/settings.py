"""Every setting with its name, default and help, in one place.

A setting is a keyword of `Settings` in Python and, in the environment, its name in capitals after
``TEXT_TO_BI_``: ``Settings(max_rows=500)`` or ``TEXT_TO_BI_MAX_ROWS=500``. Keywords win.
"""

from __future__ import annotations

import ipaddress
import json
import os
import re
import tempfile
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    AliasChoices,
    BeforeValidator,
    ByteSize,
    Field,
    ModelWrapValidatorHandler,
    SecretStr,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from pipeline.cube_url import api_url
from pipeline.errors import SettingsError, did_you_mean

PREFIX = "TEXT_TO_BI_"

Seconds = Annotated[float, Field(gt=0, le=86_400)]


_SECRETS = frozenset({"cube_secret", "cube_token", "cube_context"})
_PASSWORD = re.compile(r"//[^/@]*@")
_MEMORY = r"(?i)^\d+(\.\d+)?\s*[KMGT]i?B$"
_HOST = re.compile(r"(?i)\*|(\*\.)?[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?|\[[0-9a-f:.]+\]")
_ORIGIN = re.compile(r"https?://([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?")
_PRIVATE = "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,127.0.0.0/8,::1,fc00::/7"
_APART = (
    ("cube_url", "model_dir"),
    ("cube_url", "data"),
    ("cube_secret", "cube_token"),
    ("cube_context", "cube_token"),
)


def _checked_url(url: str) -> str:
    api_url(url)
    return url


def _checked_urls(urls: str) -> str:
    for url in urls.split(","):
        api_url(url)
    return urls


def _header_text(token: SecretStr) -> SecretStr:
    text = token.get_secret_value().strip()
    if not (text.isascii() and text.isprintable()):
        raise ValueError("a token is one line of ASCII")
    return SecretStr(text)


def _path_or_url(value: Any) -> Any:
    return str(value) if isinstance(value, Path) else value


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def bytes_of(memory: str) -> int:
    """The bytes of such a setting as ``2GB``."""
    return int(TypeAdapter(ByteSize).validate_python(memory))


def _default_host() -> str:
    # A Space is reached from outside its container; elsewhere only this machine is served.
    return "0.0.0.0" if os.environ.get("SPACE_ID") else "127.0.0.1"  # noqa: S104


def _default_proxies() -> str | None:
    # Visitors of a Space all come through its proxies, which are in these networks.
    return _PRIVATE if os.environ.get("SPACE_ID") else None


def items(text: str | None) -> list[str]:
    """What a setting lists, separated by commas."""
    return [item.strip() for item in (text or "").split(",") if item.strip()]


def _checked_hosts(hosts: str) -> str:
    for host in items(hosts):
        if not _HOST.fullmatch(host):
            raise ValueError("each is a name without scheme, port and path, such as bi.example.com")
    return hosts


def _checked_origins(origins: str) -> str:
    for origin in items(origins):
        if not _ORIGIN.fullmatch(origin):
            raise ValueError("each is a scheme and a host, such as https://example.com")
    return origins


def _checked_proxies(proxies: str) -> str:
    for proxy in items(proxies):
        ipaddress.ip_network(proxy)
    return proxies


def _default_cache_dir() -> Path:
    try:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:  # a user without a home
        base = Path(tempfile.gettempdir())
    return base / "text-to-bi"


class Settings(BaseSettings):
    """How the application runs. Raises `SettingsError` for a misspelt or impossible setting."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True, populate_by_name=True
    )

    model_dir: Path | None = Field(
        default=None,
        description="Folder of Cube data-model YAML. Empty: inferred from the data, or the demo company's.",
    )
    data: Annotated[str, BeforeValidator(_path_or_url)] | None = Field(
        default=None,
        description="What is asked about: a file (CSV, XLSX, Parquet, JSON, SQLite, DuckDB), a folder of "
        "such, or a PostgreSQL or MySQL URL. Empty: the demo company's data.",
    )
    cache_dir: Path = Field(
        default_factory=_default_cache_dir, description="Folder for files that can be made again."
    )
    demo_scale: float = Field(
        default=1.0, gt=0, le=100, description="Size of the demo company; 1 is about 1,000 staff."
    )
    today: date | None = Field(
        default=None,
        description="The date that relative dates and the demo data count from. Empty: the real one.",
    )
    fiscal_year_start: int = Field(
        default=1,
        ge=1,
        le=12,
        description="The month that fiscal years begin in; they are named after their end.",
    )

    cube_url: Annotated[str, AfterValidator(_checked_url)] | None = Field(
        default=None,
        description="Address of a Cube server to ask in place of a model and data here.",
    )
    cube_secret: SecretStr | None = Field(
        default=None, description="The Cube server's CUBEJS_API_SECRET, with which tokens are signed."
    )
    cube_token: Annotated[SecretStr, AfterValidator(_header_text)] | None = Field(
        default=None, description="Token for the Cube server, in place of its secret."
    )
    cube_context: Annotated[dict[str, Any] | None, NoDecode, BeforeValidator(_json)] = Field(
        default=None,
        description="Security context as a JSON object: in the signed tokens of a Cube server, and for the "
        "access policies of a model read here.",
    )
    allowed_cube_urls: Annotated[str, AfterValidator(_checked_urls)] | None = Field(
        default=None,
        description="Cube servers, separated by commas, that a request may name as cubejs_url; asked with "
        "the same secret or token.",
    )

    llm: str | None = Field(
        default=None,
        pattern=r"^[a-z][a-z0-9_-]*:.+$",
        description="Language model as provider:id, for example openai:gpt-5-mini. Empty: rules alone.",
    )
    llm_base_url: str | None = Field(
        default=None,
        pattern=r"^https?://",
        description="Address of an OpenAI-compatible server that serves the model.",
    )
    llm_seconds: Seconds = Field(
        default=30,
        description="Longest wait for the language model in one step, in seconds; then rules do its part.",
    )

    max_rows: int = Field(default=10_000, ge=1, le=50_000, description="Most rows a query returns.")
    page_rows: int = Field(default=200, ge=1, le=10_000, description="Most rows sent to a page.")
    query_seconds: Seconds = Field(
        default=30, description="Longest time one database query may take, in seconds."
    )
    warm_up_seconds: Seconds = Field(
        default=60,
        description="Longest time the start may spend on reading the values that questions name, in seconds.",
    )
    threads: int = Field(default=2, ge=1, le=256, description="Threads DuckDB uses.")
    memory: str = Field(
        default="1GB",
        pattern=_MEMORY,
        description="Memory that all queries together may use in DuckDB, for example 2GB.",
    )

    upload_bytes: int = Field(
        default=50_000_000,
        ge=0,
        le=2_000_000_000,
        description="Most bytes of the data a visitor may bring along; 0: none may.",
    )
    upload_seconds: Seconds = Field(
        default=3_600, description="How long such data is kept after its last use, in seconds."
    )
    uploads_kept: int = Field(
        default=20, ge=1, le=1_000, description="How many visitors' data is kept at the same time."
    )
    uploads_per_minute: int = Field(
        default=10,
        ge=0,
        le=100_000,
        description="How often one client may bring data in a minute; 0: any number of times.",
    )

    uploads_per_client: int = Field(
        default=8, ge=1, le=1_000, description="How many uploads are kept of one address at the same time."
    )
    read_memory: str = Field(
        default="2GB",
        pattern=_MEMORY,
        description="Memory that reading one file or folder may take, in a process of its own.",
    )
    read_seconds: Seconds = Field(
        default=60, description="Longest time that reading what a visitor brought may take, in seconds."
    )
    read_processor_seconds: Seconds = Field(
        default=90,
        description="Most processor time that reading what a visitor brought may take, in seconds.",
    )
    read_bytes: int = Field(
        default=2_000_000_000,
        ge=1_000_000,
        description="Most bytes that what a visitor brought may unpack to.",
    )
    reads_at_once: int = Field(
        default=2, ge=1, le=100, description="How many visitors' files are read at the same time."
    )
    reads_waiting: int = Field(
        default=8, ge=0, le=1_000, description="How many more may wait for being read."
    )
    open_seconds: Seconds = Field(
        default=1_800, description="Longest time that reading `data` may take, in seconds."
    )

    question_length: int = Field(
        default=2_000, ge=10, le=100_000, description="Longest question, in characters."
    )
    runs_at_once: int = Field(default=8, ge=1, le=1_000, description="Runs that work at the same time.")
    runs_waiting: int = Field(default=32, ge=0, le=1_000, description="Runs that may wait for their turn.")
    runs_per_client: int = Field(
        default=6,
        ge=0,
        le=100_000,
        description="Runs of one client that may be unfinished; fewer than runs_at_once leave places to "
        "others. 0: any number.",
    )
    runs_paused: int = Field(default=40, ge=0, le=1_000, description="Runs that may be paused.")
    paused_per_client: int = Field(
        default=3, ge=0, le=100_000, description="Runs of one client that may be paused; 0: any number."
    )
    runs_kept: int = Field(default=200, ge=1, le=100_000, description="Ended runs that can still be read.")
    run_kept_seconds: Seconds = Field(
        default=3_600, description="How long an ended run can be read, in seconds."
    )
    runs_kept_bytes: int = Field(
        default=200_000_000, ge=0, description="Most bytes the ended runs may take together."
    )
    run_seconds: Seconds = Field(default=300, description="Longest time one run may work, in seconds.")
    step_seconds: Seconds = Field(
        default=120, description="Longest time one step of a run may work, in seconds."
    )
    pause_seconds: Seconds = Field(
        default=900, description="How long a paused run waits before it ends as cancelled, in seconds."
    )
    follow_grace_seconds: float = Field(
        default=300,
        ge=0,
        le=86_400,
        description="How long a streamed run goes on when nobody follows it, in seconds; 0: to its end.",
    )
    runs_per_minute: int = Field(
        default=120, ge=0, le=100_000, description="Runs one client may start in a minute; 0: any number."
    )
    trusted_proxies: Annotated[str, AfterValidator(_checked_proxies)] | None = Field(
        default_factory=_default_proxies,
        description="Addresses or networks of proxies, separated by commas, whose X-Forwarded-For names the "
        "client and whose X-Forwarded-Host the host. On Hugging Face Spaces: the private networks.",
    )
    allowed_hosts: Annotated[str, AfterValidator(_checked_hosts)] | None = Field(
        default=None,
        description="Names, separated by commas, that this server is reached by, beside localhost, its own "
        "address and host; *.example.com for all below, * for any.",
    )
    allowed_origins: Annotated[str, AfterValidator(_checked_origins)] | None = Field(
        default=None,
        description="Other web sites, separated by commas as https://example.com, whose pages may use this "
        "server from their visitors' browsers.",
    )
    connections: int = Field(
        default=1_000,
        ge=8,
        le=100_000,
        description="Most connections one process has open; never more than its limit of open files leaves.",
    )
    connections_per_client: int = Field(
        default=100,
        ge=0,
        le=100_000,
        description="Most connections and requests under way of one client; 0: any number.",
    )
    run_events: int = Field(default=50_000, ge=100, description="Most events one run may say.")
    run_bytes: int = Field(
        default=16_000_000, ge=100_000, description="Most bytes the events of one run may take."
    )

    redis_url: str | None = Field(
        default=None,
        pattern=r"^(redis|rediss|unix)://",
        description="Redis in which several processes share their runs. Empty: each keeps its own.",
    )

    workers: int = Field(
        default=1,
        ge=1,
        le=64,
        description="Processes that serve. More than one need redis_url.",
    )
    shutdown_seconds: Seconds = Field(
        default=20, description="How long runs may go on when the server is told to stop, in seconds."
    )
    host: str = Field(
        default_factory=_default_host,
        validation_alias=AliasChoices(f"{PREFIX}HOST", "GRADIO_SERVER_NAME"),
        description="Address the server listens on. On Hugging Face Spaces: 0.0.0.0.",
    )
    port: int = Field(
        default=7860,
        ge=0,
        le=65_535,
        validation_alias=AliasChoices(f"{PREFIX}PORT", "GRADIO_SERVER_PORT"),
        description="Port the server listens on.",
    )

    @model_validator(mode="wrap")
    @classmethod
    def _explained(cls, values: Any, handler: ModelWrapValidatorHandler[Settings]) -> Settings:
        variables = {f"{PREFIX}{name.upper()}" for name in cls.model_fields}
        for name in os.environ:
            if name.upper().startswith(PREFIX) and name.upper() not in variables:
                raise _unknown(name, variables)
        try:
            return handler(values)._agreeing()
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False)[0]
            name = str(first["loc"][0]) if first["loc"] else "settings"
            if first["type"] == "extra_forbidden":
                raise _unknown(name, cls.model_fields) from None
            what = first["msg"].removeprefix("Value error, ")
            value = "…" if name in _SECRETS else _PASSWORD.sub("//…@", repr(first["input"]))
            if name in cls.model_fields:
                name = f"{name} ({PREFIX}{name.upper()})"
            raise SettingsError(
                f"The setting {name} cannot be {value}: {what}.",
                f"设置 {name} 的值 {value} 无效：{what}。",
            ) from None

    def _agreeing(self) -> Self:
        """Itself. Raises `SettingsError` for two settings of which one would be ignored."""
        for one, other in _APART:
            if getattr(self, one) is not None and getattr(self, other) is not None:
                raise SettingsError(
                    f"The settings {one} and {other} cannot be set together.",
                    f"设置 {one} 与 {other} 不能同时使用。",
                )
        return self


def _unknown(name: str, known: Any) -> SettingsError:
    en, zh = did_you_mean(name, known)
    return SettingsError(f"There is no setting {name}.{en}", f"没有名为 {name} 的设置。{zh}")
