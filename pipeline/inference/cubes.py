"""Tables with their keys and roles -> the cubes of a data model: which there are, and what joins them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.inference.columns import Role
from pipeline.inference.cube import CubeBuilder, Plain, part_words
from pipeline.inference.keys import Reference
from pipeline.inference.names import member_name
from pipeline.inference.profile import Table


def cubes_of(
    tables: Sequence[Table],
    keys: Mapping[str, tuple[str, ...]],
    references: Sequence[Reference],
    roles: Mapping[tuple[str, str], Role],
) -> list[Plain]:
    """One cube for each table, and one more for each further part that a table plays for another."""
    names: dict[str, str] = {}
    for table in tables:
        names[table.name] = member_name(table.name, set(names.values()))
    joins, parts = _arranged(references, names)
    cubes = [
        CubeBuilder(table, names, keys[table.name], roles).cube(
            [r for r in joins if r.table == table.name],
            {r: name for r, name in parts.items() if r.table == table.name},
            [r for r in joins if r.target == table.name and _links(r.table, joins)],
        )
        for table in tables
    ]
    by_name = {t.name: t for t in tables}
    for reference, name in parts.items():
        builder = CubeBuilder(by_name[reference.target], names, keys[reference.target], roles)
        cubes.append(builder.part(name, reference))
    return cubes


def _arranged(
    references: Sequence[Reference], names: Mapping[str, str]
) -> tuple[list[Reference], dict[Reference, str]]:
    """The references that become joins of the tables themselves, and those whose target needs a cube
    of its own: a second one to the same table, one to the own table, one that would close a circle.
    Cube joins a cube once."""
    joins: list[Reference] = []
    parts: dict[Reference, str] = {}
    reach: dict[str, set[str]] = {}
    taken = set(names.values())
    for reference in sorted(references, key=lambda r: (-r.sureness, not r.declared)):
        source, target = reference.table, reference.target
        again = any(j.table == source and j.target == target for j in joins)
        if source == target or again or source in _all_from(reach, target):
            parts[reference] = member_name(f"{names[target]}_{_part(reference)}", taken)
            taken.add(parts[reference])
        else:
            joins.append(reference)
            reach.setdefault(source, set()).add(target)
    return joins, parts


def _links(table: str, joins: Sequence[Reference]) -> bool:
    """Whether a table connects others, whose things are then counted through it: the customers who
    bought a product."""
    return sum(j.table == table for j in joins) > 1


def _all_from(reach: Mapping[str, set[str]], start: str) -> set[str]:
    found, frontier = {start}, [start]
    while frontier:
        for target in reach.get(frontier.pop(), ()):
            if target not in found:
                found.add(target)
                frontier.append(target)
    return found


def _part(reference: Reference) -> str:
    """The part that the target plays: the manager of ``manager_id``."""
    return "_".join(part_words(reference)) or "other"
