"""``access_policy``: which members of a cube, and which of its rows, a security context may read.

The security context is a mapping (of a Cube server: the claims of the token). Its groups stand under
``groups``, a list. Values of row filters are text, with ``{ security_context.path }`` where something
of the context is meant, or ``security_context.path`` alone, which is a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from pipeline.errors import ModelError
from pipeline.query import And, Condition, Filter, Or

_PATH = r"(?:security_context|securityContext)((?:\.\w+)+)"
_WHOLE = re.compile(rf"\s*(?:\{{\s*)?(not\s+)?{_PATH}\s*(?:\}}\s*)?")
_INSIDE = re.compile(rf"{{\s*{_PATH}\s*}}")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RowFilterSchema(_Strict):
    member: str
    operator: str
    values: str | list[str | bool | int | float] = Field(default_factory=list)


class AllOfSchema(_Strict):
    and_: list[RowFilterSchema | AllOfSchema | AnyOfSchema] = Field(alias="and", min_length=1)


class AnyOfSchema(_Strict):
    or_: list[RowFilterSchema | AllOfSchema | AnyOfSchema] = Field(alias="or", min_length=1)


RowSchema = RowFilterSchema | AllOfSchema | AnyOfSchema


class RowLevelSchema(_Strict):
    filters: list[RowSchema] | None = None
    allow_all: Literal[True] | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> RowLevelSchema:
        if (self.filters is None) == (self.allow_all is None):
            raise ValueError("row_level has either filters or allow_all")
        return self


class MemberLevelSchema(_Strict):
    includes: Literal["*"] | list[str] = "*"
    excludes: Literal["*"] | list[str] = Field(default_factory=list)


class IfSchema(_Strict):
    if_: Annotated[str, StringConstraints(pattern=f"^{_WHOLE.pattern}$")] | bool = Field(alias="if")


class PolicySchema(_Strict):
    group: str | None = None
    groups: list[str] | None = None
    conditions: list[IfSchema] = Field(default_factory=list)
    member_level: MemberLevelSchema | None = None
    row_level: RowLevelSchema | None = None

    @model_validator(mode="after")
    def _one_way_to_name_groups(self) -> PolicySchema:
        if (self.group is None) == (self.groups is None):
            raise ValueError("a policy has either group or groups")
        return self


@dataclass(frozen=True)
class Grant:
    """What one policy allows: the members it names (all of them for None) and rows that hold ``rows``."""

    members: frozenset[str] | None
    rows: Condition | None


@dataclass(frozen=True)
class Policies:
    """The policies of one cube or view.

    Attributes:
        where: file and cube, for the sentences of errors.
        members: the names of its members.
    """

    cube: str
    where: str
    policies: tuple[PolicySchema, ...]
    members: tuple[str, ...]

    def grants(self, context: Mapping[str, Any]) -> tuple[Grant, ...]:
        """What ``context`` is allowed. Raises `ModelError` for what it lacks and a policy reads."""
        groups = context.get("groups") or ()
        return tuple(self._grant(p, context) for p in self.policies if self._applies(p, groups, context))

    def _applies(self, policy: PolicySchema, groups: Iterable[str], context: Mapping[str, Any]) -> bool:
        named = {policy.group} if policy.groups is None else set(policy.groups)
        if "*" not in named and named.isdisjoint(groups):
            return False
        return all(self._holds(condition.if_, context) for condition in policy.conditions)

    def _holds(self, condition: str | bool, context: Mapping[str, Any]) -> bool:
        if isinstance(condition, bool):
            return condition
        found = _WHOLE.fullmatch(condition)
        assert found is not None  # the schema's pattern
        value = self._read(found[2], context)
        if not isinstance(value, bool):
            raise self._error(
                f"the condition {condition!r} is not true or false", f"条件“{condition}”不是真假值"
            )
        return value != bool(found[1])

    def _grant(self, policy: PolicySchema, context: Mapping[str, Any]) -> Grant:
        rows = None
        filters = policy.row_level.filters if policy.row_level else None
        if filters:
            parts = [self._condition(f, context) for f in filters]
            rows = parts[0] if len(parts) == 1 else And.model_validate({"and": parts})
        level = policy.member_level
        if level is None:
            return Grant(None, rows)
        members = set(self._paths(level.includes)) - set(self._paths(level.excludes))
        return Grant(frozenset(members), rows)

    def _paths(self, named: Literal["*"] | list[str]) -> list[str]:
        return [self._path(m) for m in (self.members if named == "*" else named)]

    def _path(self, member: str) -> str:
        name = member.removeprefix("CUBE.").removeprefix(f"{self.cube}.")
        if name not in self.members:
            raise self._error(f"there is no member {name!r}", f"没有成员“{name}”")
        return f"{self.cube}.{name}"

    def _condition(self, row: RowSchema, context: Mapping[str, Any]) -> Condition:
        if isinstance(row, AllOfSchema):
            return And.model_validate({"and": [self._condition(r, context) for r in row.and_]})
        if isinstance(row, AnyOfSchema):
            return Or.model_validate({"or": [self._condition(r, context) for r in row.or_]})
        member = self._path(row.member)
        values = self._values(row.values, context)
        try:
            return Filter.model_validate({"member": member, "operator": row.operator, "values": values})
        except ValueError as error:
            raise self._error(
                f"the row filter on {member} is not a filter", f"{member} 的行过滤条件不合法"
            ) from error

    def _values(self, values: str | list[Any], context: Mapping[str, Any]) -> list[Any]:
        if isinstance(values, list):
            return [self._text(v, context) if isinstance(v, str) else v for v in values]
        found = _WHOLE.fullmatch(values)
        listed = self._read(found[2], context) if found and not found[1] else None
        if not isinstance(listed, list | tuple):
            raise self._error(f"the values {values!r} are not a list", f"“{values}”的值不是列表")
        return list(listed)

    def _text(self, text: str, context: Mapping[str, Any]) -> str:
        told = _INSIDE.sub(lambda m: _spelt(self._read(m[1], context)), text)
        if "{" in _INSIDE.sub("", text):
            raise self._error(f"{text!r} is not supported in values", f"values 不支持“{text}”")
        return told

    def _read(self, path: str, context: Mapping[str, Any]) -> Any:
        value: Any = context
        for step in path.strip(".").split("."):
            if not isinstance(value, Mapping) or step not in value:
                raise self._error(
                    f"the security context has no {path.strip('.')}", f"安全上下文缺少 {path.strip('.')}"
                )
            value = value[step]
        return value

    def _error(self, en: str, zh: str) -> ModelError:
        return ModelError(f"{self.where}, access_policy: {en}.", f"{self.where},access_policy:{zh}。")


def _spelt(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
