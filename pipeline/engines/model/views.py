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
    Hierarchy,
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
    drilled = list(
        dict.fromkeys(level for entry in view.cubes for level in _levels(entry, model, names, where))
    )
    for entry in view.cubes:
        path = _path(entry.join_path, names, where)
        if len(path) > 1:
            paths.append(path)
        cube = model[path[-1]]
        for name, include in _included(entry, cube, where, drilled).items():
            shown = include.alias or name
            if entry.prefix:
                shown = f"{entry.alias or cube.name}_{shown}"
            if shown in members:
                raise ModelError(
                    f"{where}: {shown} is included twice; exclude one or give it an alias.",
                    f"{where}:{shown} 被重复包含；请排除其一或指定 alias。",
                )
            source = cube.member(name)
            assert source is not None  # _included names members only
            members[shown] = _member(source, shown, definition.name, include, MemberRef(path, name))
    _point_drill_members_here(members, definition.name)
    public = True if view.public is None else view.public
    kinds = (Measure, Dimension, Segment)
    listed = [name for kind in kinds for name, m in members.items() if isinstance(m, kind)]
    return Cube(
        name=definition.name,
        file=definition.file,
        info=Info(title=view.title, description=view.description, meta=view.meta, public=public),
        is_view=True,
        measures={n: m for n, m in members.items() if isinstance(m, Measure)},
        dimensions={n: m for n, m in members.items() if isinstance(m, Dimension)},
        segments={n: m for n, m in members.items() if isinstance(m, Segment)},
        join_paths=tuple(paths),
        folders=tuple(_folder(f, listed, where) for f in view.folders),
        hierarchies={h.name: h for h in _hierarchies(view, model, members, names, where)},
        policies=tuple(view.access_policy),
    )


def _path(join_path: str, names: Names, where: str) -> tuple[str, ...]:
    reference = names.reference(join_path, "", where)
    if not isinstance(reference, CubeRef):
        raise ModelError(
            f"{where}: join_path {join_path!r} ends at a member, not at a cube.",
            f"{where}:join_path“{join_path}”的末尾是成员而不是 cube。",
        )
    return reference.path


def _included(
    entry: schema.ViewCubeSchema, cube: Cube, where: str, drilled: Iterable[str]
) -> dict[str, schema.IncludeSchema]:
    known = [*cube.dimensions, *cube.measures, *cube.segments]
    listed = _listed(entry, known)
    named, own = {i.name for i in listed}, {d.path: d for d in cube.dimensions.values()}
    # A hierarchy brings its levels along.
    more = [d.name for level in drilled if (d := own.get(level)) and d.name not in named]
    includes = [i for i in listed if i.name not in cube.hierarchies]
    includes += [schema.IncludeSchema(name=name) for name in more]
    for include in includes:
        if include.name not in known:
            en, zh = did_you_mean(include.name, known)
            raise ModelError(
                f"{where}: {cube.name} has no member {include.name!r}.{en}",
                f"{where}:{cube.name} 没有成员“{include.name}”。{zh}",
            )
    # Excluding what is not there is harmless, as in Cube.
    return {i.name: i for i in includes if i.name not in entry.excludes}


def _asked(entry: schema.ViewCubeSchema, cube: Cube) -> dict[str, schema.IncludeSchema]:
    """The hierarchies of ``cube`` that ``entry`` includes, by their own names."""
    listed = _listed(entry, cube.hierarchies)
    return {i.name: i for i in listed if i.name in cube.hierarchies and i.name not in entry.excludes}


def _listed(entry: schema.ViewCubeSchema, all_: Iterable[str]) -> list[schema.IncludeSchema]:
    includes = list(all_) if entry.includes == "*" else entry.includes
    return [i if isinstance(i, schema.IncludeSchema) else schema.IncludeSchema(name=i) for i in includes]


def _levels(entry: schema.ViewCubeSchema, model: dict[str, Cube], names: Names, where: str) -> list[str]:
    cube = model[_path(entry.join_path, names, where)[-1]]
    return [level for name in _asked(entry, cube) for level in cube.hierarchies[name].levels]


def _hierarchies(
    view: schema.ViewSchema, model: dict[str, Cube], members: dict[str, Member], names: Names, where: str
) -> list[Hierarchy]:
    """The included hierarchies, their levels as the view names them; without any, none."""
    shown = {
        f"{m.alias_of.cube}.{m.alias_of.name}": f"{m.cube}.{m.name}" for m in members.values() if m.alias_of
    }
    found: list[Hierarchy] = []
    for entry in view.cubes:
        cube = model[_path(entry.join_path, names, where)[-1]]
        for name, include in _asked(entry, cube).items():
            own = cube.hierarchies[name]
            here = include.alias or name
            if entry.prefix:
                here = f"{entry.alias or cube.name}_{here}"
            levels = tuple(shown[level] for level in own.levels if level in shown)
            if levels:
                title = include.title or own.title
                found.append(
                    replace(own, name=here, levels=levels, title=title, alias_of=f"{cube.name}.{name}")
                )
    return found


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
                f"{where}：文件夹“{folder.name}”中的“{entry}”不在该视图中。{zh}",
            )
    return Folder(name=folder.name, members=tuple(held))
