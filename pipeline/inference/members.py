"""The members of one cube that is being made: their names, and the SQL of the columns behind them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pipeline.engines.compiler.expressions import quoted
from pipeline.inference.columns import Role
from pipeline.inference.names import member_name
from pipeline.inference.profile import Column, Table

_LITERAL = re.compile(r"'(?:[^']|'')*'")
_MARKS = "§¤¦¬¶µ"


class Members:
    """The columns of one table as members of its cube."""

    def __init__(self, table: Table, roles: Mapping[tuple[str, str], Role]) -> None:
        self.table = table
        self._roles = roles
        self._taken: set[str] = {"count"}
        self._names = {column.name: self.named(column.name) for column in table.columns}

    def name(self, column: Column) -> str:
        """What the dimension of a column is called in the model."""
        return self._names[column.name]

    def named(self, name: str) -> str:
        """A name like ``name`` that no other member has; it is taken now."""
        found = member_name(name, self._taken)
        self._taken.add(found)
        return found

    def role(self, column: Column) -> Role:
        return self._roles[(self.table.name, column.name)]

    def sql(self, column: Column) -> str:
        """The value of a column, as Cube reads it."""
        read_as = escaped(_without_backslashes(column.read_as.replace("{}", "\0")))
        return read_as.replace("\0", "{CUBE}." + escaped(quoted(column.name)))


def _without_backslashes(sql: str) -> str:
    """SQL whose literals hold no backslash: Cube makes JavaScript templates of it, in which ``\\1`` is no
    escape and ``\\d`` is a d. DuckDB works these expressions out once, before it reads a row."""

    def spelt(literal: re.Match[str]) -> str:
        if "\\" not in literal[0]:
            return literal[0]
        mark = next(sign for sign in _MARKS if sign not in literal[0])
        return f"replace({literal[0].replace(chr(92), mark)}, '{mark}', chr(92))"

    return _LITERAL.sub(spelt, sql)


def as_read(column: Column) -> dict[str, Any]:
    """What the ``meta`` of every member of a column says of how it was read."""
    said = column.hints.get("read")
    if not said:
        return {}
    return {"read": said, **({"in_doubt": True} if column.hints.get("in_doubt") else {})}


def escaped(sql: str) -> str:
    """SQL whose braces are no references."""
    return sql.replace("{", "\\{").replace("}", "\\}")
