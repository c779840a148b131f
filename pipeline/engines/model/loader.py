"""Model folder -> `Model`: files read, keys checked, ``extends`` merged, references resolved."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from pipeline.engines.model import schema
from pipeline.engines.model.members import (
    Case,
    Cube,
    CubeRef,
    Dimension,
    Granularity,
    Hierarchy,
    Info,
    Join,
    Measure,
    MemberRef,
    Rolling,
    Segment,
    TableTemplate,
    Template,
    referring,
)
from pipeline.engines.model.reading import Definition, read_folder
from pipeline.engines.model.references import Names
from pipeline.engines.model.views import build_view
from pipeline.errors import ModelError, did_you_mean

_RELATIONSHIPS = {
    "one_to_many": "one_to_many",
    "has_many": "one_to_many",
    "many_to_one": "many_to_one",
    "belongs_to": "many_to_one",
    "one_to_one": "one_to_one",
    "has_one": "one_to_one",
}
# What a cube or view inherits beside its own, without names to replace it by.
_APPENDED = ("cubes", "folders", "access_policy")
# Measures that rows repeated by a join would falsify; they need the primary key.
_FALSIFIED_BY_FAN_OUT = {"count", "sum", "avg", "number"}


def load_model(folder: Path) -> dict[str, Cube]:
    """The cubes and views of ``folder`` by name, in the order of its files.

    Raises `ModelError` for the first thing wrong, naming file, cube and member.
    """
    definitions = {d.name: d for d in read_folder(folder)}
    merged = [_extended(d, definitions, ()) for d in definitions.values()]
    cubes = {d.name: (d, schema.check_cube(d)) for d in merged if d.kind == "cube"}
    names = Names({name: _names(cube) for name, (_, cube) in cubes.items()})
    model = {
        name: _CubeBuilder(definition, checked, names).build()
        for name, (definition, checked) in cubes.items()
    }
    for cube in model.values():
        _check_joins(cube, model)
        _check_ownership(cube)
    for d in merged:
        if d.kind == "view":
            model[d.name] = build_view(d, schema.check_view(d), model, names)
    _refuse_cycles(model)
    return {d.name: model[d.name] for d in merged}


def _extended(definition: Definition, all_: dict[str, Definition], below: tuple[str, ...]) -> Definition:
    """``definition`` with what it inherits, its keys in snake_case."""
    body = schema.snake_keys(definition.body)
    parent_name = body.pop("extends", None)
    if parent_name is None:
        return definition._replace(body=body)
    where = f"{definition.file}: {definition.kind} {definition.name}"
    parent = all_.get(str(parent_name))
    if parent is None or parent.kind != definition.kind or definition.name in below:
        en, zh = did_you_mean(str(parent_name), [n for n, d in all_.items() if d.kind == definition.kind])
        raise ModelError(
            f"{where}: it cannot extend {parent_name!r}.{en}",
            f"{where}：无法继承“{parent_name}”。{zh}",
        )
    inherited = _extended(parent, all_, (*below, definition.name)).body
    if "sql" in body or "sql_table" in body:
        inherited = {k: v for k, v in inherited.items() if k not in {"sql", "sql_table"}}
    both: dict[str, Any] = {**inherited, **body}
    for key in ("measures", "dimensions", "segments", "joins", "hierarchies", *_APPENDED):
        if key in inherited and key in body:
            both[key] = _merged(inherited[key], body[key], by_name=key not in _APPENDED)
    return definition._replace(body=both)


def _merged(inherited: Any, own: Any, *, by_name: bool) -> Any:
    if not (isinstance(inherited, list) and isinstance(own, list)):
        return own if own is not None else inherited
    if not by_name:
        return [*inherited, *own]
    replaced = {m.get("name"): m for m in own if isinstance(m, dict)}
    old = {m.get("name") for m in inherited if isinstance(m, dict)}
    kept = [replaced.get(m.get("name"), m) if isinstance(m, dict) else m for m in inherited]
    return [*kept, *(m for m in own if not (isinstance(m, dict) and m.get("name") in old))]


def _names(cube: schema.CubeSchema) -> dict[str, Collection[str] | None]:
    names: dict[str, Collection[str] | None] = dict.fromkeys(m.name for m in cube.measures)
    names |= dict.fromkeys(s.name for s in cube.segments)
    for d in cube.dimensions:
        names[d.name] = [g.name for g in d.granularities] if d.type == "time" else None
    return names


class _CubeBuilder:
    """One checked cube on its way to a resolved one."""

    def __init__(self, definition: Definition, checked: schema.CubeSchema, names: Names) -> None:
        self._file = definition.file
        self._name = definition.name
        self._checked = checked
        self._names = names

    def build(self) -> Cube:
        checked = self._checked
        if not re.fullmatch(r"[_a-zA-Z]\w*", self._name, re.ASCII):
            raise self._error("", "its name is not an identifier", "名称不是合法标识符")
        members: list[Any] = [*checked.measures, *checked.dimensions, *checked.segments, *checked.hierarchies]
        self._refuse_duplicates(members)
        self._refuse_duplicates(checked.joins)
        if checked.sql_table is not None:
            table: TableTemplate = self._template(checked.sql_table, "sql_table")
        else:
            assert checked.sql is not None  # the schema sees to one of them
            query = self._names.table(checked.sql.strip().rstrip(";"), self._name, self._where("sql"))
            table = ("(\n", *query, "\n)")
        return Cube(
            name=self._name,
            file=self._file,
            info=_info(checked),
            table=table,
            joins=tuple(self._join(j) for j in checked.joins),
            measures={m.name: self._measure(m) for m in checked.measures},
            dimensions={d.name: self._dimension(d) for d in checked.dimensions},
            segments={
                s.name: Segment(
                    cube=self._name, name=s.name, info=_info(s), sql=self._template(s.sql, s.name)
                )
                for s in checked.segments
            },
            hierarchies={h.name: self._hierarchy(h) for h in checked.hierarchies},
            policies=tuple(checked.access_policy),
        )

    def _hierarchy(self, hierarchy: schema.HierarchySchema) -> Hierarchy:
        where = self._where(hierarchy.name)
        levels = [self._names.reference(level, self._name, where) for level in hierarchy.levels]
        if not all(isinstance(level, MemberRef) for level in levels):
            raise self._error(hierarchy.name, "levels are dimensions", "levels 必须是维度")
        paths = tuple(f"{level.cube}.{level.name}" for level in levels if isinstance(level, MemberRef))
        return Hierarchy(name=hierarchy.name, levels=paths, title=hierarchy.title, public=hierarchy.public)

    def _measure(self, measure: schema.MeasureSchema) -> Measure:
        if measure.sql is None and measure.type != "count":
            raise self._error(measure.name, f"a measure of type {measure.type} needs sql", "缺少 sql")
        rolling = measure.rolling_window
        if rolling and rolling.type == "to_date" and rolling.granularity is None:
            raise self._error(
                measure.name, "a to_date window needs a granularity", "to_date 窗口缺少 granularity"
            )
        if rolling and measure.type in {"number", "string", "time", "boolean"}:
            raise self._error(
                measure.name,
                f"a rolling_window on type {measure.type} is not supported",
                f"类型为 {measure.type} 的指标不支持 rolling_window",
            )
        return Measure(
            cube=self._name,
            name=measure.name,
            info=_info(measure),
            type=measure.type,
            sql=self._template(measure.sql, measure.name) if measure.sql else (),
            filters=tuple(self._template(f.sql, measure.name) for f in measure.filters),
            rolling=None
            if rolling is None
            else Rolling(
                trailing=rolling.trailing,
                leading=rolling.leading,
                offset=rolling.offset or "end",
                to_date=rolling.granularity if rolling.type == "to_date" else None,
            ),
            drill_members=self._drill_members(measure),
        )

    def _drill_members(self, measure: schema.MeasureSchema) -> tuple[str, ...]:
        named = measure.drill_members or []
        if not (isinstance(named, list) and all(isinstance(n, str) for n in named)):
            raise self._error(
                measure.name, "drill_members is a list of members", "drill_members 必须是成员列表"
            )
        return tuple(n if "." in n else f"{self._name}.{n}" for n in named)

    def _dimension(self, dimension: schema.DimensionSchema) -> Dimension:
        name = dimension.name
        self._refuse_duplicates(dimension.granularities, of=name)
        by_coordinates = dimension.latitude is not None and dimension.longitude is not None
        ways = [dimension.sql is not None, dimension.case is not None, by_coordinates]
        if sum(ways) != 1 or by_coordinates != (dimension.type == "geo"):
            raise self._error(
                name,
                "a dimension has exactly one of sql, case, or (geo) latitude with longitude",
                "维度必须且只能有 sql、case 或(geo)latitude 与 longitude 之一",
            )
        if dimension.granularities and dimension.type != "time":
            raise self._error(
                name, "only a time dimension has granularities", "只有时间维度可以有 granularities"
            )
        case = coordinates = None
        if dimension.case:
            other = dimension.case.else_
            case = Case(
                when=tuple(
                    (self._template(w.sql, name), self._label(w.label, name)) for w in dimension.case.when
                ),
                otherwise=self._label(other.label, name) if other else None,
            )
        if dimension.latitude and dimension.longitude:
            coordinates = (
                self._template(dimension.latitude.sql, name),
                self._template(dimension.longitude.sql, name),
            )
        return Dimension(
            cube=self._name,
            name=name,
            info=_info(dimension, public=not dimension.primary_key),
            type=dimension.type,
            sql=self._template(dimension.sql, name) if dimension.sql else (),
            primary_key=dimension.primary_key,
            case=case,
            coordinates=coordinates,
            sub_query=dimension.sub_query,
            propagate_filters=dimension.propagate_filters_to_sub_query,
            granularities={
                g.name: Granularity(
                    name=g.name, interval=g.interval, offset=g.offset, origin=g.origin, title=g.title
                )
                for g in dimension.granularities
            },
            order=dimension.order,
        )

    def _label(self, label: str | schema.SqlOnly, member: str) -> Template:
        if isinstance(label, str):
            quoted = label.replace("'", "''")
            return (f"'{quoted}'",)
        return self._template(label.sql, member)

    def _join(self, join: schema.JoinSchema) -> Join:
        return Join(
            source=self._name,
            target=join.name,
            sql=self._template(join.sql, f"joins.{join.name}"),
            relationship=_RELATIONSHIPS[schema.snake(join.relationship)],
        )

    def _template(self, sql: str, member: str) -> Template:
        return self._names.template(sql, self._name, self._where(member))

    def _refuse_duplicates(self, members: Iterable[Any], of: str = "") -> None:
        seen: set[str] = set()
        for member in members:
            if member.name in seen:
                raise self._error(of, f"{member.name} is defined twice", f"{member.name} 被定义了两次")
            seen.add(member.name)

    def _where(self, member: str) -> str:
        return f"{self._file}: cube {self._name}{f', {member}' if member else ''}"

    def _error(self, member: str, en: str, zh: str) -> ModelError:
        where = self._where(member)
        return ModelError(f"{where}: {en}.", f"{where}:{zh}。")


def _info(checked: Any, public: bool = True) -> Info:
    return Info(
        title=checked.title,
        description=checked.description,
        meta=checked.meta,
        format=getattr(checked, "format", None),
        currency=getattr(checked, "currency", None),
        public=public if checked.public is None else checked.public,
    )


def _check_joins(cube: Cube, model: dict[str, Cube]) -> None:
    for join in cube.joins:
        where = f"{cube.file}: cube {cube.name}, joins.{join.target}"
        if join.target not in model:
            en, zh = did_you_mean(join.target, model)
            raise ModelError(
                f"{where}: there is no cube {join.target!r}.{en}",
                f"{where}：没有名为“{join.target}”的 cube。{zh}",
            )
        for end in (cube, model[join.target]):
            counted = any(m.type in _FALSIFIED_BY_FAN_OUT for m in end.measures.values())
            if counted and not end.primary_keys:
                raise ModelError(
                    f"{where}: cube {end.name} needs a primary_key dimension, so that a join "
                    "does not count its rows twice.",
                    f"{where}:cube {end.name} 需要一个 primary_key 维度，以免关联后重复计数。",
                )


def _check_ownership(cube: Cube) -> None:
    """Raises `ModelError` for a member that reads the columns of another cube past its members."""
    for member in cube.members.values():
        if isinstance(member, Dimension) and member.sub_query:
            continue
        foreign = [p.path[-1] for p in member.sql if isinstance(p, CubeRef) and p.path[-1] != cube.name]
        if foreign:
            where = f"{cube.file}: cube {cube.name}, {member.name}"
            raise ModelError(
                f"{where}: it refers to the cube {foreign[0]}, not to its members; define it there.",
                f"{where}：引用了 cube {foreign[0]} 而不是它的成员；请在该 cube 中定义成员。",
            )


def _refuse_cycles(model: dict[str, Cube]) -> None:
    """Raises `ModelError` for a member whose SQL refers back to itself."""
    done: set[tuple[str, str]] = set()

    def visit(cube: str, name: str, below: tuple[tuple[str, str], ...]) -> None:
        key = (cube, name)
        if key in done:
            return
        if key in below:
            circle = " -> ".join(f"{c}.{n}" for c, n in (*below[below.index(key) :], key))
            file = model[cube].file
            raise ModelError(
                f"{file}: members refer to each other: {circle}.", f"{file}：成员循环引用：{circle}。"
            )
        member = model[cube].member(name)
        assert member is not None  # references were resolved
        for part in referring(member):
            if isinstance(part, MemberRef):
                visit(part.cube, part.name, (*below, key))
        done.add(key)

    for cube in model.values():
        for name in (*cube.measures, *cube.dimensions, *cube.segments):
            visit(cube.name, name, ())
