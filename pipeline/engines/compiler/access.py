"""What the access policies of a model leave of a query, as Cube applies them.

A member may be read when any policy that applies grants it. Of the rows, those are seen that each
member's granting policies let through: any of them for one member, all members together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.engines.model.members import Cube
from pipeline.engines.model.policies import Grant, Policies
from pipeline.errors import QueryError
from pipeline.query import Condition, Or


class Access:
    """The policies of ``model`` under one security context.

    Raises:
        ModelError: a policy does not fit its cube, or reads what the context does not have.
    """

    def __init__(self, model: Mapping[str, Cube], context: Mapping[str, Any]) -> None:
        self._model = model
        self._grants = {
            cube.name: _policies(cube).grants(context) for cube in model.values() if cube.policies
        }

    def __bool__(self) -> bool:
        """Whether there is any policy to apply."""
        return bool(self._grants)

    def readable(self, cube: str, member: str) -> bool:
        """Whether the catalog shows ``member`` (a path) of ``cube``."""
        return cube not in self._grants or any(_covers(g, member) for g in self._grants[cube])

    def conditions(self, members: Iterable[str]) -> list[Condition]:
        """The row filters on a query that reads ``members`` (paths). Raises `QueryError` for a member
        that no policy grants."""
        by_cube: dict[str, list[str]] = {}
        for member in members:
            by_cube.setdefault(member.partition(".")[0], []).append(member)
        # A view decides which members of its cubes are shown; the rows stay the cubes' matter.
        behind_views = {
            m.alias_of.cube
            for name in by_cube
            for m in self._model[name].members.values()
            if m.alias_of is not None
        }
        found: list[Condition] = []
        for cube, read in by_cube.items():
            for member in read if cube in self._grants else ():
                granting = [g for g in self._grants[cube] if cube in behind_views or _covers(g, member)]
                if not granting:
                    raise QueryError(
                        f"The access policy of {cube} does not let {member} be read.",
                        f"{cube} 的访问策略不允许读取 {member}。",
                    )
                rows = [g.rows for g in granting if g.rows is not None]
                if len(rows) == len(granting):
                    either = rows[0] if len(rows) == 1 else Or.model_validate({"or": rows})
                    if either not in found:
                        found.append(either)
        return found


def _covers(grant: Grant, member: str) -> bool:
    return grant.members is None or member in grant.members


def _policies(cube: Cube) -> Policies:
    kind = "view" if cube.is_view else "cube"
    return Policies(cube.name, f"{cube.file}: {kind} {cube.name}", cube.policies, tuple(cube.members))
