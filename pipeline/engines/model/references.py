"""References in the SQL of a model: ``{CUBE}``, ``{member}``, ``{cube.member}`` and longer paths."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from pipeline.engines.model.members import CubeRef, FilterRef, MemberRef, TableTemplate, Template
from pipeline.errors import ModelError, did_you_mean
from pipeline.query import GRANULARITIES

_PIECE = re.compile(r"\\([{}])|{([^{}]*)}|([{}])")
_DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")
_FILTER = re.compile(
    r"FILTER_PARAMS\.(?P<member>[A-Za-z_]\w*\.[A-Za-z_]\w*)"
    r"\.filter\((?P<quote>['\"])(?P<sql>.*)(?P=quote)\)",
    re.DOTALL,
)
_THIS_CUBE = {"CUBE", "TABLE"}
_CONTEXT = {
    "FILTER_PARAMS",
    "FILTER_GROUP",
    "SECURITY_CONTEXT",
    "SQL_UTILS",
    "COMPILE_CONTEXT",
    "USER_CONTEXT",
}


class Names:
    """The names that SQL can refer to: cubes, and of each cube its members.

    ``members`` maps cube -> member -> whether it is a time dimension with which granularities
    (None for every other member).
    """

    def __init__(self, members: Mapping[str, Mapping[str, Collection[str] | None]]) -> None:
        self._members = members

    def template(self, sql: str, cube: str, where: str) -> Template:
        """``sql`` of a member of ``cube``, split at its references.

        Raises `ModelError`, its sentence starting with ``where``, for a reference to nothing.
        """
        return tuple(
            piece if isinstance(piece, str) else self.reference(piece[0], cube, where)
            for piece in _pieces(sql, where)
        )

    def table(self, sql: str, cube: str, where: str) -> TableTemplate:
        """``sql`` of the rows of ``cube``, where what is asked of a member may stand too.

        Raises `ModelError` as `template` does.
        """
        return tuple(
            piece if isinstance(piece, str) else self._in_table(piece[0], cube, where)
            for piece in _pieces(sql, where)
        )

    def _in_table(self, expression: str, cube: str, where: str) -> CubeRef | MemberRef | FilterRef:
        asked = _FILTER.fullmatch(expression)
        if asked is None:
            return self.reference(expression, cube, where)
        member = self.reference(asked["member"], cube, where)
        if not isinstance(member, MemberRef) or len(member.path) > 1 or member.granularity:
            raise ModelError(
                f"{where}: {{{expression}}} names no member.", f"{where}：{{{expression}}} 不是成员。"
            )
        return FilterRef(member, asked["sql"])

    def reference(self, expression: str, cube: str, where: str) -> CubeRef | MemberRef:
        """What ``expression`` (the text between braces) means inside ``cube``."""
        if not _DOTTED.fullmatch(expression) or expression.split(".")[0] in _CONTEXT:
            raise ModelError(
                f"{where}: {{{expression}}} is not supported; a reference names a cube or a member.",
                f"{where}：不支持 {{{expression}}}；引用只能是 cube 或成员的名称。",
            )
        first, *rest = expression.split(".")
        path: list[str] = []
        if first in _THIS_CUBE:
            path = [cube]
        elif first in self._members:
            path = [first]
        elif cube in self._members:
            path, rest = [cube], [first, *rest]
        else:
            en, zh = did_you_mean(first, self._members)
            raise ModelError(
                f"{where}: there is no cube {first!r}.{en}", f"{where}：没有名为“{first}”的 cube。{zh}"
            )
        while rest:
            step, *rest = rest
            members = self._members[path[-1]]
            if step in members:
                granularities = members[step]
                if not rest:
                    return MemberRef(tuple(path), step)
                if (
                    len(rest) == 1
                    and granularities is not None
                    and rest[0] in (*GRANULARITIES, *granularities)
                ):
                    return MemberRef((path[-1],), step, rest[0])
                step = rest[0]
            elif step in self._members and step not in path:
                path.append(step)
                continue
            en, zh = did_you_mean(step, [*members, *self._members])
            raise ModelError(
                f"{where}: {{{expression}}} cannot be resolved: {path[-1]} has no {step!r}.{en}",
                f"{where}：无法解析 {{{expression}}}:{path[-1]} 中没有“{step}”。{zh}",
            )
        return CubeRef(tuple(path))


def _pieces(sql: str, where: str) -> Iterator[str | tuple[str]]:
    """The text of ``sql``, and each expression between braces in a tuple of its own."""
    text, end = "", 0
    for piece in _PIECE.finditer(sql):
        text += sql[end : piece.start()]
        end = piece.end()
        escaped, expression, stray = piece.groups()
        if stray:
            raise ModelError(
                f"{where}: a brace without its partner in {sql!r}.",
                f"{where}：“{sql}”中的花括号不成对。",
            )
        if escaped:
            text += escaped
            continue
        if text:
            yield text
        text = ""
        yield (expression.strip(),)
    if text + sql[end:]:
        yield text + sql[end:]
