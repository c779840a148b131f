"""What Cube says when it does not answer, as one of our errors."""

from __future__ import annotations

import logging
import re

from pipeline.catalog import Catalog
from pipeline.engines.cube.client import Reply
from pipeline.errors import (
    DateRangeError,
    EngineError,
    EngineUnavailable,
    JoinPathError,
    ModelError,
    QueryError,
    QueryTimeout,
    TextToBIError,
    UnknownMember,
    did_you_mean,
)

logger = logging.getLogger(__name__)

_LONGEST = 300  # characters of Cube's own words
_MEMBER = re.compile(r"not found for path '([^']+)'|hidden member: '([^']+)'")
_GRANULARITY = re.compile(r'Granularity "([^"]+)" does not exist in dimension (\S+)')
_DATE = re.compile(r"Can't parse date: '(.*?)'$|(Invalid date)")
_JOIN = re.compile(r"Can't find join path to join (.+)")
_VALUE = re.compile(
    r"[Cc]ould not convert string '(.{0,80}?)' to|invalid input syntax for type [\w ]+: \"(.{0,80}?)\""
)


def refusal(reply: Reply, catalog: Catalog | None = None) -> TextToBIError:
    """The error behind a reply that holds no answer; ``catalog`` gives the close matches."""
    if reply.status in {401, 403}:
        return EngineUnavailable(
            "The Cube server refuses the access token: check CUBE_SECRET or CUBE_TOKEN.",
            "Cube 服务器拒绝了访问令牌，请检查 CUBE_SECRET 或 CUBE_TOKEN。",
        )
    body = reply.json()
    said = body.get("error") if isinstance(body, dict) else None
    if not isinstance(said, str):
        return _unavailable() if reply.status == 429 or reply.status >= 500 else not_cube()
    # It may quote SQL and data: for the operator, not for every reader.
    logger.warning("Cube answered %d: %s", reply.status, said[:2_000])
    if known := _known(said, catalog):
        return known
    # What went wrong behind Cube is said with "Error:" before it; Cube's own refusals are not.
    if reply.status == 400 and not said.startswith("Error:"):
        words = said.partition("\n")[0][:_LONGEST]
        return QueryError(f"Cube refuses the query: {words}", f"Cube 拒绝了该查询：{words}")
    if reply.status == 400:
        return EngineError(
            "The database behind Cube could not run the query.", "Cube 所连接的数据库无法执行该查询。"
        )
    return EngineError("The Cube server failed at the query.", "Cube 服务器处理该查询时出错。")


def not_cube() -> EngineUnavailable:
    """For an answer that is not one of Cube's."""
    return EngineUnavailable(
        "What answers at CUBE_URL is not a Cube server.", "CUBE_URL 所指的服务不是 Cube 服务器。"
    )


def _unavailable() -> EngineUnavailable:
    return EngineUnavailable(
        "The Cube server is not available at the moment.", "Cube 服务器暂时不可用，请稍后重试。"
    )


def _known(said: str, catalog: Catalog | None) -> TextToBIError | None:
    """The error for those of Cube's sentences that say what is wrong with the query or the model."""
    if found := _MEMBER.search(said):
        name = found[1] or found[2]
        en, zh = did_you_mean(name, catalog.members if catalog else ())
        return UnknownMember(f"The catalog has no member {name!r}.{en}", f"目录中没有成员“{name}”。{zh}")
    if found := _GRANULARITY.search(said):
        return UnknownMember(
            f"{found[2]} has no granularity {found[1]!r}.", f"{found[2]} 没有时间粒度“{found[1]}”。"
        )
    if found := _DATE.search(said):
        text = found[1] or ""
        return DateRangeError(
            f"{text!r} is not a date range." if text else "A date of the query does not exist.",
            f"“{text}”不是可识别的日期范围。" if text else "查询中的某个日期不存在。",
        )
    if found := _JOIN.search(said):
        cubes = re.findall(r"'([^']+)'", found[1])
        return JoinPathError(
            f"No joins connect these cubes: {', '.join(cubes)}.",
            f"以下 cube 之间没有可用的关联：{'、'.join(cubes)}。",
        )
    if found := _VALUE.search(said):
        value = found[1] or found[2]
        return QueryError(
            f"The value {value!r} does not fit the column it is compared with.",
            f"值“{value}”与所比较的列类型不符。",
        )
    if "Compile errors" in said:
        return ModelError("Cube cannot compile its data model.", "Cube 无法编译其数据模型。")
    if "execution timeout" in said:
        return QueryTimeout(
            "The query took longer than Cube allows; ask for less data.",
            "查询超过了 Cube 允许的时间，请缩小查询范围。",
        )
    return None
