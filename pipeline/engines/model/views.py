"""Views: members of cubes under one name, each reached along its join path."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from pipeline.engines.model import schema
from pipeline.engines.model.members import (
    Cube,
    CubeRef,
    Dimension,
    Folder,
    Info,
    Measure,
    Member,
    MemberRef,
    Segment,
)
from pipeline.engines.model.reading import Definition
from pipeline.engines.model.references import Names
from pipeline.errors import ModelError, did_you_mean


def build_view(definition: Definition, view: schema.ViewSchema, model: dict[str, Cube], names: Names) -> Cube:
    """The resolved view. Raises `ModelError` for a path, member or name that does not fit."""
    where = f"{definition.file}: view {definition.name}"
    members: dict[str, Member] = {}
    paths: list[tuple[str, ...]] = []
    for entry in view.cubes:
        path = _path(entry.join_path, names, where)
        if len(path) > 1:
            paths.append(path)
        cube = model[path[-1]]
        for name, include in _included(entry, cube, where).items():
            shown = include.alias or name
            if entry.prefix:
                shown = f"{entry.alias or cube.name}_{shown}"
            if shown in members:
                raise ModelError(
                    f"{where}: {shown} is included twice; exclude one or give it an alias.",
                    f"{where}:{shown} 被重复包含;请排除其一或指定 alias。",
                )
            source = cube.member(name)
            assert source is not None  # _included names members only
            members[shown] = _member(source, shown, definition.name, include, MemberRef(path, name))
    _point_drill_members_here(members, definition.name)
    public = True if view.public is None else view.public
    return Cube(
        name=definition.name,
        file=definition.file,
        info=Info(title=view.title, description=view.description, meta=view.meta, public=public),
        is_view=True,
        measures={n: m for n, m in members.items() if isinstance(m, Measure)},
        dimensions={n: m for n, m in members.items() if isinstance(m, Dimension)},
        segments={n: m for n, m in members.items() if isinstance(m, Segment)},
        join_paths=tuple(paths),
        folders=tuple(_folder(f, members, where) for f in view.folders),
    )


def _path(join_path: str, names: Names, where: str) -> tuple[str, ...]:
    reference = names.reference(join_path, "", where)
    if not isinstance(reference, CubeRef):
        raise ModelError(
            f"{where}: join_path {join_path!r} ends at a member, not at a cube.",
            f"{where}:join_path“{join_path}”的末尾是成员而不是 cube。",
        )
    return reference.path


def _included(entry: schema.ViewCubeSchema, cube: Cube, where: str) -> dict[str, schema.IncludeSchema]:
    known = [*cube.dimensions, *cube.measures, *cube.segments]
    if entry.includes == "*":
        includes = [schema.IncludeSchema(name=name) for name in known]
    else:
        includes = [
            i if isinstance(i, schema.IncludeSchema) else schema.IncludeSchema(name=i) for i in entry.includes
        ]
    for include in includes:
        if include.name not in known:
            en, zh = did_you_mean(include.name, known)
            raise ModelError(
                f"{where}: {cube.name} has no member {include.name!r}.{en}",
                f"{where}:{cube.name} 没有成员“{include.name}”。{zh}",
            )
    # Excluding what is not there is harmless, as in Cube.
    return {i.name: i for i in includes if i.name not in entry.excludes}


def _member(
    source: Member, shown: str, view: str, include: schema.IncludeSchema, alias_of: MemberRef
) -> Member:
    told: dict[str, Any] = {
        key: value
        for key in ("title", "description", "format", "meta", "currency")
        if (value := getattr(include, key)) is not None
    }
    # A member hidden in its cube is shown by a view that includes it.
    info = replace(source.info, **told, public=True)
    changes: dict[str, Any] = {"cube": view, "name": shown, "info": info, "alias_of": alias_of, "sql": ()}
    if isinstance(source, Dimension):
        changes |= {"primary_key": False, "case": None, "coordinates": None, "sub_query": False}
    if isinstance(source, Measure):
        changes |= {"filters": ()}
    return replace(source, **changes)


def _point_drill_members_here(members: dict[str, Member], view: str) -> None:
    shown = {f"{m.alias_of.cube}.{m.alias_of.name}": n for n, m in members.items() if m.alias_of}
    for name, member in members.items():
        if isinstance(member, Measure) and member.drill_members:
            here = tuple(f"{view}.{shown[drilled]}" for drilled in member.drill_members if drilled in shown)
            members[name] = replace(member, drill_members=here)


def _folder(folder: schema.FolderSchema, members: Iterable[str], where: str) -> Folder:
    if folder.includes == "*":
        return Folder(name=folder.name, members=tuple(members))
    held: list[str | Folder] = []
    for entry in folder.includes:
        if isinstance(entry, schema.FolderSchema):
            held.append(_folder(entry, members, where))
        elif entry in members:
            held.append(entry)
        else:
            en, zh = did_you_mean(entry, members)
            raise ModelError(
                f"{where}: folder {folder.name!r} names {entry!r}, which the view does not include.{en}",
                f"{where}:文件夹“{folder.name}”中的“{entry}”不在该视图中。{zh}",
            )
    return Folder(name=folder.name, members=tuple(held))
