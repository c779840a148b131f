"""Plans into SQL: joins, grouping, and measures whose rows a join would repeat.

A measure of a cube that the joins multiply is aggregated over the distinct pairs of group and
primary key, in a SELECT of its own; the SELECTs are joined on the group.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from pipeline.engines.base import Compiled
from pipeline.engines.compiler.access import Access
from pipeline.engines.compiler.asked import Asked
from pipeline.engines.compiler.buckets import Buckets
from pipeline.engines.compiler.dates import Calendar, zone
from pipeline.engines.compiler.expressions import Expressions, column_alias, quoted, sub_query_alias
from pipeline.engines.compiler.filters import Conditions
from pipeline.engines.compiler.params import Params
from pipeline.engines.compiler.plan import Column, Plan, Planner, Where, base_measures, compared
from pipeline.engines.compiler.rolling import Window
from pipeline.engines.model.joins import JoinGraph, JoinTree
from pipeline.engines.model.members import Cube, Dimension, FilterRef, Join, Measure, Member
from pipeline.errors import QueryError
from pipeline.query import COMPARED, Query

_WORD = re.compile(r"\w+")
_KEYS = '"keys"'


class Compiler:
    """Compiles queries against one model. Safe to share between threads.

    Args:
        clock: gives the present moment, with a zone; relative dates count from it.
        access: what may be read.
    """

    def __init__(self, model: Mapping[str, Cube], clock: Callable[[], datetime], access: Access) -> None:
        self._model = model
        self._access = access
        self._clock = clock
        self._graph = JoinGraph(model)
        self._planner = Planner(model, self._graph.hints)

    @property
    def graph(self) -> JoinGraph:
        return self._graph

    def compile(self, query: Query, *, limited: bool = True) -> Compiled:
        """The SQL of ``query``, its columns those of `Query.columns`. Raises `QueryError`.

        ``limited=False`` leaves out order and limit, to count what the query has.
        """
        params = Params()
        zone_ = zone(query.timezone)
        conditions = Conditions(params, Calendar(self._clock, zone_))
        buckets = Buckets(zone_, self._clock, params)

        def written(query: Query) -> str:
            plan = self._allowed(query, conditions)
            if not limited:
                plan = replace(plan, order=(), limit=None, offset=None)
            asked = Asked(self._model, query, conditions)
            return _Writer(self._model, self._graph, conditions, buckets, asked).query(plan)

        if not any(t.compare_date_range for t in query.time_dimensions):
            return params.compiled(written(query))
        selects = [
            f"SELECT CAST({params.add(conditions.calendar.label(asked))} AS VARCHAR) "
            f'AS "{COMPARED}", *\nFROM (\n{_indented(written(part))}\n) AS compared'
            for asked, part in compared(query)
        ]
        return params.compiled("\nUNION ALL\n".join(selects))

    def _allowed(self, query: Query, conditions: Conditions) -> Plan:
        """The plan of ``query`` on the rows that may be read."""
        plan = self._planner.plan(query, conditions)
        if not self._access:
            return plan
        tree = self._graph.tree(plan.hints, plan.paths)
        filters = self._access.conditions(self._planner.read(plan, tree.joins))
        if not filters:
            return plan
        return self._planner.plan(
            query.model_copy(update={"filters": [*query.filters, *filters]}), conditions
        )


class _Writer:
    """Writes one plan and the SELECTs inside it."""

    def __init__(
        self,
        model: Mapping[str, Cube],
        graph: JoinGraph,
        conditions: Conditions,
        buckets: Buckets,
        asked: Asked,
    ) -> None:
        self._model = model
        self._asked = asked
        self._graph = graph
        self._conditions = conditions
        self._buckets = buckets

    def query(self, plan: Plan) -> str:
        tree = self._graph.tree(plan.hints, plan.paths)
        asked = [*plan.measures, *(m for w in plan.having for m in w.members if isinstance(m, Measure))]
        bases = list(dict.fromkeys(base for m in asked for base in base_measures(self._model, m)))
        multiplied = [m for m in bases if self._is_falsified(m, tree)]
        if not multiplied and not any(m.rolling for m in bases):
            body = self._select(plan, tree, plan.measures, plan.having)
        else:
            body = self._joined_selects(plan, tree, bases, multiplied)
        return body + _tail(plan)

    def _is_falsified(self, measure: Measure, tree: JoinTree) -> bool:
        """Whether the repeated rows of its cube would change ``measure``."""
        if measure.cube not in tree.multiplied:
            return False
        if measure.type == "count_distinct" or (measure.type == "count" and not measure.sql):
            return False
        text = "".join(p for p in measure.sql if isinstance(p, str)).strip().lower()
        return not (measure.type == "number" and text == "count(*)")

    # -- one SELECT over the joins -----------------------------------------------------------

    def _select(
        self,
        plan: Plan,
        tree: JoinTree,
        measures: Iterable[Measure],
        having: Iterable[Where] = (),
        *,
        raw: bool = False,
    ) -> str:
        e = self._expressions(tree, raw=raw, ungrouped=plan.ungrouped)
        selected = [f"{c.sql(e)} AS {c.alias}" for c in plan.columns]
        selected += [f"{e.measure(m)} AS {column_alias(m.path)}" for m in measures]
        where = self._where(plan, e)
        tests = [f"({w.test(e)})" for w in having]
        sql = f"SELECT\n  {_listed(selected)}\nFROM {self._from(tree, e, plan)}{where}{self._group_by(plan)}"
        return sql + (f"\nHAVING {_all(tests)}" if tests else "")

    def _expressions(self, tree: JoinTree, *, raw: bool = False, ungrouped: bool = False) -> Expressions:
        return Expressions(self._model, self._buckets, tree.multiplied, raw=raw, ungrouped=ungrouped)

    def _where(self, plan: Plan, e: Expressions) -> str:
        tests = [f"({self._conditions.between(e.dimension(r.dimension), r.asked)})" for r in plan.ranges]
        tests += [f"({w.test(e)})" for w in plan.where]
        return f"\nWHERE {_all(tests)}" if tests else ""

    @staticmethod
    def _group_by(plan: Plan) -> str:
        if plan.ungrouped or not plan.columns:
            return ""
        return "\nGROUP BY " + ", ".join(str(i) for i in range(1, len(plan.columns) + 1))

    def _from(self, tree: JoinTree, e: Expressions, plan: Plan) -> str:
        # Rendering the conditions first tells which sub-query dimensions must be joined too.
        conditions = [e.template(join.sql) for join in tree.joins]
        sub_queries = list(e.sub_queries.values())
        lines = [self._table(tree.root, e), *self._sub_queries(tree.root, sub_queries, e, plan)]
        for join, condition in zip(tree.joins, conditions, strict=True):
            lines.append(f"LEFT JOIN {self._table(join.target, e)} ON {condition}")
            lines += self._sub_queries(join.target, sub_queries, e, plan)
        return "\n".join(lines)

    def _table(self, cube: str, e: Expressions) -> str:
        parts = self._model[cube].table
        rows = (self._asked.said_of(p) if isinstance(p, FilterRef) else e.template((p,)) for p in parts)
        return f"{''.join(rows)} AS {quoted(cube)}"

    # -- sub-query dimensions ----------------------------------------------------------------

    def _sub_queries(
        self, cube: str, dimensions: Iterable[Dimension], e: Expressions, plan: Plan
    ) -> list[str]:
        return [self._sub_query(d, e, plan) for d in dimensions if d.cube == cube]

    def _sub_query(self, dimension: Dimension, e: Expressions, outer: Plan) -> str:
        """A LEFT JOIN of the dimension's measure by the primary key of its cube."""
        keys = self._model[dimension.cube].primary_keys
        if not keys:
            raise QueryError(
                f"{dimension.path} is a sub-query; its cube {dimension.cube} needs a primary key.",
                f"{dimension.path} 是子查询维度，{dimension.cube} 需要主键。",
            )
        measure = Measure(
            cube=dimension.cube, name=dimension.name, info=dimension.info, type="number", sql=dimension.sql
        )
        hints = [
            *self._graph.template_hints(dimension.sql),
            *(hint for key in keys for hint in self._graph.hints(key)),
        ]
        where = tuple(w for w in outer.where if dimension.propagate_filters and self._is_passed_on(w))
        ranges = tuple(
            r for r in outer.ranges if dimension.propagate_filters and not self._reads_sub_query(r.dimension)
        )
        times = tuple(t for t in outer.times if dimension.propagate_filters and not self._reads_sub_query(t))
        members = [*(m for w in where for m in w.members), *times]
        hints += [hint for m in members for hint in self._graph.hints(m)]
        plan = Plan(
            columns=tuple(Column(key) for key in keys),
            measures=(measure,),
            hints=tuple(dict.fromkeys(hints)),
            paths=outer.paths if members else (),
            where=where,
            ranges=ranges,
            times=times,
        )
        alias = sub_query_alias(dimension)
        tests = [f"{alias}.{column_alias(key.path)} = {e.dimension(key)}" for key in keys]
        return f"LEFT JOIN (\n{_indented(self.query(plan))}\n) AS {alias} ON {' AND '.join(tests)}"

    def _is_passed_on(self, where: Where) -> bool:
        return where.simple and not any(self._reads_sub_query(m) for m in where.members)

    def _reads_sub_query(self, member: Member) -> bool:
        probe = Expressions(self._model, self._buckets)
        probe.member(member)
        return bool(probe.sub_queries)

    # -- several SELECTs joined on the group --------------------------------------------------

    def _joined_selects(
        self, plan: Plan, tree: JoinTree, bases: list[Measure], multiplied: list[Measure]
    ) -> str:
        rolling = [m for m in bases if m.rolling]
        by_cube: dict[str, list[Measure]] = {}
        for measure in multiplied:
            if not measure.rolling:
                by_cube.setdefault(measure.cube, []).append(measure)
        regular = [m for m in bases if m not in multiplied and not m.rolling]
        # One scan fewer: what else is asked of the same cube goes the same way.
        if len(by_cube) == 1 and all(m.cube in by_cube for m in regular):
            by_cube = {cube: [m for m in bases if not m.rolling] for cube in by_cube}
            regular = []
        selects = [self._select(plan, tree, regular)] if regular else []
        selects += [self._by_key(plan, tree, cube, measures) for cube, measures in by_cube.items()]
        selects += [self._over_time(plan, tree, m, m in multiplied) for m in rolling]
        columns = {m.path: column_alias(m.path) for m in bases}
        e = Expressions(self._model, self._buckets, columns=columns)
        listed = [f"q_0.{c.alias}" for c in plan.columns]
        listed += [f"{e.measure(m)} AS {column_alias(m.path)}" for m in plan.measures]
        sql = f"SELECT\n  {_listed(listed)}\nFROM (\n{_indented(selects[0])}\n) AS q_0"
        for number, select in enumerate(selects[1:], start=1):
            same = [f"q_{number}.{c.alias} IS NOT DISTINCT FROM q_0.{c.alias}" for c in plan.columns]
            joined = f"(\n{_indented(select)}\n) AS q_{number}"
            sql += f"\nINNER JOIN {joined} ON {' AND '.join(same)}" if same else f"\nCROSS JOIN {joined}"
        tests = [f"({w.test(e)})" for w in plan.having]
        return sql + (f"\nWHERE {_all(tests)}" if tests else "")

    def _by_key(
        self, plan: Plan, tree: JoinTree, cube: str, measures: list[Measure], *, raw: bool = False
    ) -> str:
        """``measures`` of ``cube`` over each distinct pair of group and primary key."""
        keys = [Column(key) for key in self._model[cube].primary_keys]
        inner = self._expressions(tree)
        columns = [c.sql(inner) for c in (*plan.columns, *keys)]
        where = self._where(plan, inner)
        cubes = {cube, *(d.cube for d in inner.sub_queries.values())}
        named = _words(" ".join([*columns, where]))
        read = {c for m in measures for hint in self._graph.hints(m) for c in hint}
        direct = self._pruned(tree, cubes | named | read)
        if cube not in direct.multiplied:
            return self._select(plan, direct, measures, raw=raw)
        tree = self._pruned(tree, cubes | named)
        pairs = {c.alias: c.sql(inner) for c in (*plan.columns, *keys)}
        distinct = "SELECT DISTINCT\n  " + _listed([f"{sql} AS {alias}" for alias, sql in pairs.items()])
        distinct += f"\nFROM {self._from(tree, inner, plan)}{where}"
        listed = [f"{_KEYS}.{c.alias}" for c in plan.columns]
        if any(len(h) > 1 or h[0] != cube for m in measures for h in self._graph.hints(m)):
            source, aggregates = self._rows_of_measures(cube, measures, keys, plan, raw=raw)
        else:
            outer = self._expressions(tree, raw=raw, ungrouped=plan.ungrouped)
            aggregates = [f"{outer.measure(m)} AS {column_alias(m.path)}" for m in measures]
            on = [f"{_KEYS}.{key.alias} = {key.sql(outer)}" for key in keys]
            source = "\n".join(
                [
                    f"LEFT JOIN {self._table(cube, outer)} ON {' AND '.join(on)}",
                    *self._sub_queries(cube, outer.sub_queries.values(), outer, plan),
                ]
            )
        return (
            f"SELECT\n  {_listed(listed + aggregates)}\nFROM (\n{_indented(distinct)}\n) AS {_KEYS}\n{source}"
            f"{self._group_by(plan)}"
        )

    def _pruned(self, tree: JoinTree, cubes: set[str]) -> JoinTree:
        """``tree`` without the LEFT JOINs that reach none of ``cubes``: they only repeat rows."""
        needed = set(cubes)
        kept: list[Join] = []
        for join in reversed(tree.joins):
            if join.target in needed:
                kept.append(join)
                needed |= {join.source, *_words(self._expressions(tree).template(join.sql))}
        return JoinTree(tree.root, tuple(reversed(kept)))

    def _rows_of_measures(
        self, cube: str, measures: list[Measure], keys: list[Column], plan: Plan, *, raw: bool
    ) -> tuple[str, list[str]]:
        """For measures that also read other cubes: their inputs by row of ``cube``, then as usual."""
        hints = tuple(dict.fromkeys(h for m in measures for h in self._graph.hints(m)))
        tree = self._graph.tree(hints)
        if cube in tree.multiplied:
            names = ", ".join(m.path for m in measures)
            raise QueryError(
                f"{names} reads cubes whose rows would be counted twice; rewrite it with sub_query.",
                f"{names} 引用的 cube 会使行重复计数，请改用 sub_query 维度。",
            )
        rows = self._expressions(tree, raw=True)
        listed = [f"{key.sql(rows)} AS {key.alias}" for key in keys]
        listed += [f"{rows.measure(m)} AS {column_alias(m.path)}" for m in measures]
        select = f"SELECT\n  {_listed(listed)}\nFROM {self._from(tree, rows, plan)}"
        on = [f"{_KEYS}.{key.alias} = {quoted(cube)}.{key.alias}" for key in keys]
        inputs = {m.path: f"{quoted(cube)}.{column_alias(m.path)}" for m in measures}
        outer = Expressions(
            self._model,
            self._buckets,
            frozenset({cube}),
            inputs=inputs,
            raw=raw,
            ungrouped=plan.ungrouped,
        )
        aggregates = [f"{outer.measure(m)} AS {column_alias(m.path)}" for m in measures]
        source = f"LEFT JOIN (\n{_indented(select)}\n) AS {quoted(cube)} ON {' AND '.join(on)}"
        return source, aggregates

    # -- rolling windows ---------------------------------------------------------------------

    def _over_time(self, plan: Plan, tree: JoinTree, measure: Measure, multiplied: bool) -> str:
        """A rolling measure: for each bucket of time, its value over the window around the bucket."""
        window = Window(plan, measure, self._model, self._conditions, self._buckets)
        if not window.buckets:
            inner = replace(plan, ranges=(), where=(*plan.where, *window.whole()))
            return self._base(inner, tree, measure, multiplied)
        inner = replace(
            plan,
            columns=window.inner_columns,
            ranges=(),
            where=(*plan.where, *window.whole()),
            ungrouped=False,
        )
        base = self._base(inner, tree, measure, multiplied, raw=not window.is_additive)
        column = f"base.{column_alias(measure.path)}"
        e = self._expressions(tree)
        listed = [*window.outer_columns, f"{e.rolled_up(measure, column)} AS {column_alias(measure.path)}"]
        return (
            f"SELECT\n  {_listed(listed)}\nFROM (\n{_indented(window.series)}\n) AS series"
            f"\nLEFT JOIN (\n{_indented(base)}\n) AS base ON {window.join_condition}{self._group_by(plan)}"
        )

    def _base(
        self, plan: Plan, tree: JoinTree, measure: Measure, multiplied: bool, *, raw: bool = False
    ) -> str:
        plan = replace(plan, ungrouped=plan.ungrouped or raw)
        if multiplied:
            return self._by_key(plan, tree, measure.cube, [measure], raw=raw)
        return self._select(plan, tree, [measure], raw=raw)


def _words(sql: str) -> set[str]:
    """Every name that stands in ``sql``; among them the cubes it reads."""
    return set(_WORD.findall(sql))


def _tail(plan: Plan) -> str:
    order = ", ".join(f"{position} {'DESC' if descending else 'ASC'}" for position, descending in plan.order)
    return (
        (f"\nORDER BY {order}" if order else "")
        + (f"\nLIMIT {plan.limit:d}" if plan.limit is not None else "")
        + (f"\nOFFSET {plan.offset:d}" if plan.offset else "")
    )


def _listed(items: list[str]) -> str:
    return ",\n  ".join(items)


def _all(tests: list[str]) -> str:
    return "\n  AND ".join(tests)


def _indented(sql: str) -> str:
    return "  " + sql.replace("\n", "\n  ")
