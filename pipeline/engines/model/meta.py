"""The body that a Cube server answers on ``GET /cubejs-api/v1/meta``, for a loaded model."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from pipeline.engines.model.joins import JoinGraph
from pipeline.engines.model.members import (
    CALCULATED,
    Cube,
    Dimension,
    Folder,
    Hierarchy,
    Measure,
    Member,
    MemberRef,
    Segment,
)

_SMALL_WORDS = frozenset(
    [
        "and",
        "or",
        "nor",
        "a",
        "an",
        "the",
        "so",
        "but",
        "to",
        "of",
        "at",
        "by",
        "from",
        "into",
        "on",
        "onto",
        "off",
        "out",
        "in",
        "over",
        "with",
        "for",
    ]
)


def meta_body(
    model: Mapping[str, Cube], graph: JoinGraph, readable: Callable[[str, str], bool]
) -> dict[str, Any]:
    """``{"cubes": [...]}`` in the spelling of Cube, hidden cubes and members included as such.

    ``readable``: whether the access policies let a member (its cube, its path) be seen.
    """
    return {"cubes": [_cube(cube, graph.components.get(cube.name), readable) for cube in model.values()]}


def _cube(cube: Cube, component: int | None, readable: Callable[[str, str], bool]) -> dict[str, Any]:
    def seen(body: dict[str, Any]) -> dict[str, Any]:
        public = body["public"] and readable(cube.name, body["name"])
        return {**body, "isVisible": public, "public": public}

    title = cube.info.title or titled(cube.name)
    body = {
        "name": cube.name,
        "type": "view" if cube.is_view else "cube",
        "title": title,
        "description": cube.info.description,
        "isVisible": cube.info.public,
        "public": cube.info.public,
        "connectedComponent": component,
        "joins": [{"name": join.target, "relationship": join.relationship} for join in cube.joins],
        "meta": cube.info.meta,
        "measures": [seen(_measure(m, cube, title)) for m in cube.measures.values()],
        "dimensions": [seen(_dimension(d, cube, title)) for d in cube.dimensions.values()],
        "segments": [seen(_common(s, cube, title)) for s in cube.segments.values()],
        "hierarchies": [_hierarchy(h, cube.name) for h in cube.hierarchies.values()],
        "folders": [_flat_folder(f, cube.name) for f in cube.folders],
        "nestedFolders": [_nested_folder(f, cube.name) for f in cube.folders],
    }
    return _told(body)


def _common(member: Member, cube: Cube, cube_title: str) -> dict[str, Any]:
    short = member.info.title or titled(member.name)
    public = cube.info.public and member.info.public
    return _told(
        {
            "name": member.path,
            "title": f"{cube_title} {short}",
            "shortTitle": short,
            "description": member.info.description,
            "meta": member.info.meta,
            "isVisible": public,
            "public": public,
            "aliasMember": _alias(member),
        }
    )


def _alias(member: Member) -> str | None:
    """The member of another cube that ``member`` is nothing but a name for."""
    if isinstance(member, Segment) or (isinstance(member, Dimension) and member.type == "geo"):
        return None  # as in Cube
    alias = member.alias_of
    computed = (isinstance(member, Dimension) and member.sub_query) or (
        isinstance(member, Measure) and (member.type not in CALCULATED or bool(member.filters))
    )
    if alias is None and not computed and len(member.sql) == 1 and isinstance(member.sql[0], MemberRef):
        alias = member.sql[0] if member.sql[0].cube != member.cube else None
    return f"{alias.cube}.{alias.name}" if alias else None


def _measure(measure: Measure, cube: Cube, cube_title: str) -> dict[str, Any]:
    cumulative = measure.rolling is not None and measure.alias_of is None
    return _common(measure, cube, cube_title) | _told(
        {
            "type": measure.data_type,
            "aggType": camel(measure.type),
            "format": measure.info.format,
            "currency": measure.info.currency,
            "cumulative": cumulative,
            "cumulativeTotal": cumulative,
            "drillMembers": list(measure.drill_members),
        }
    )


def _dimension(dimension: Dimension, cube: Cube, cube_title: str) -> dict[str, Any]:
    granularities = [
        _told(
            {
                "name": g.name,
                "title": g.title or titled(g.name),
                "interval": g.interval,
                "offset": g.offset,
                "origin": g.origin,
            }
        )
        for g in dimension.granularities.values()
    ]
    return _common(dimension, cube, cube_title) | _told(
        {
            "type": dimension.type,
            "format": dimension.info.format,
            "currency": dimension.info.currency,
            "primaryKey": dimension.primary_key,
            "granularities": granularities or None,
            "order": dimension.order,
        }
    )


def _hierarchy(hierarchy: Hierarchy, cube: str) -> dict[str, Any]:
    return _told(
        {
            "name": f"{cube}.{hierarchy.name}",
            "title": hierarchy.title,
            "levels": list(hierarchy.levels),
            "public": hierarchy.public,
            "aliasMember": hierarchy.alias_of,
        }
    )


def _flat_folder(folder: Folder, cube: str) -> dict[str, Any]:
    return {"name": folder.name, "members": list(dict.fromkeys(_members(folder, cube)))}


def _members(folder: Folder, cube: str) -> list[str]:
    found: list[str] = []
    for member in folder.members:
        found += _members(member, cube) if isinstance(member, Folder) else [f"{cube}.{member}"]
    return found


def _nested_folder(folder: Folder, cube: str) -> dict[str, Any]:
    members = [_nested_folder(m, cube) if isinstance(m, Folder) else f"{cube}.{m}" for m in folder.members]
    return {"name": folder.name, "members": members}


def _told(body: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if value is not None}


def camel(name: str) -> str:
    """``countDistinct`` for ``count_distinct``: how Cube spells types over HTTP."""
    return re.sub(r"_([a-z])", lambda m: m[1].upper(), name)


def titled(name: str) -> str:
    """The title that Cube gives a name: ``Avg Salary`` for ``avg_salary``, ``User ID`` for ``userId``."""
    spaced = re.sub(r"(?<=[a-z\d])(?=[A-Z])|(?<=\d)(?=[a-z])|_+(?=\D)", " ", name).replace("_", "")
    words = [
        w if i and w in _SMALL_WORDS else w[:1].upper() + w[1:] for i, w in enumerate(spaced.lower().split())
    ]
    return re.sub(r"\bId(s?)\b", r"ID\1", " ".join(words))
