"""Draft in, query out: members are chosen so that they fit together, and what was assumed is said."""

from __future__ import annotations

from datetime import date

from pipeline.cancellation import Cancellation
from pipeline.derived import Derived
from pipeline.language import Text
from pipeline.planner.composing.changes import compared, derived
from pipeline.planner.composing.composition import Composed, Composition, Unanswerable, cube_of
from pipeline.planner.composing.groups import choose_groups, infer_groups, is_list, tell_namesakes_apart
from pipeline.planner.composing.links import links
from pipeline.planner.composing.measures import choose_measures, default_measure
from pipeline.planner.composing.ones import count_those_referred_to, count_what_each_has
from pipeline.planner.composing.order import choose_order, rank_key
from pipeline.planner.composing.restrictions import choose_filters, segments
from pipeline.planner.composing.time_axis import choose_time
from pipeline.planner.confidence import Doubt
from pipeline.planner.draft import Draft
from pipeline.planner.graph import JoinGraph
from pipeline.planner.lexicon import Lexicon
from pipeline.planner.views import in_view
from pipeline.query import Filter, Query


def compose(
    draft: Draft,
    lexicon: Lexicon,
    graph: JoinGraph,
    today: date,
    cancellation: Cancellation | None = None,
) -> Composed:
    """The query of a draft, or the problem with it; neither when it asks for nothing. Raises `Cancelled`."""
    draft, comparison = compared(draft, today)
    c = Composition(draft, lexicon, graph, today, cancellation or Cancellation())
    try:
        query = _query(c)
        columns: list[Derived] = []
        if query is not None:
            query, columns = derived(c, query, comparison)
            columns = columns or [*links(c, query)]
    except Unanswerable as error:
        return Composed(None, c.notes, error.problem, error.offers, c.unexplained)
    return Composed(query, c.notes, None, c.offers, c.unexplained, columns, c.doubts, c.rivals)


def _query(c: Composition) -> Query | None:
    choose_measures(c)
    choose_groups(c)
    infer_groups(c)
    tell_namesakes_apart(c)
    key = rank_key(c)
    counted = c.draft.counting and bool(c.dimensions) and c.listing == c.draft.listing
    if not c.measures and (counted or not (c.listing or is_list(c, c.dimensions))):
        default_measure(c)  # "list the total number of each region" counts
    filters = choose_filters(c)
    count_what_each_has(c, filters)
    count_those_referred_to(c, filters)
    if key and key.kind == "measure" and key.name not in c.measures:
        c.measures.append(key.name)
    if key and key.kind == "dimension" and (key.type != "time" or not c.draft.grain):
        c.add_dimension(key.name)
    times, on_time = choose_time(c)
    if not (c.measures or c.dimensions or any(t.granularity for t in times)):
        return None
    order, limit = choose_order(c, times, key)
    filters += on_time
    restricted = {f.member for f in filters if isinstance(f, Filter)}
    filters += [Filter(member=name, operator="set") for name in c.known if name not in restricted]
    filters += [Filter(member=name, operator="set") for name in _joined_keys(c) if name not in restricted]
    query = Query(
        measures=c.measures,
        dimensions=c.dimensions,
        time_dimensions=times,
        filters=filters,
        segments=segments(c),
        order=order,
        limit=limit,
    )
    return _joined(c, query)


def _joined_keys(c: Composition) -> list[str]:
    """The keys of other things that a measure is grouped by: what has none of them is in no group.

    "Employees of each department" are those who have one.
    """
    own = {cube_of(m) for m in c.measures}
    keys: list[str] = []
    if not c.graph.connects({*own, *(cube_of(d) for d in c.dimensions)}):
        return keys  # only a view holds them, in which every row has its place
    for cube in dict.fromkeys(cube_of(d) for d in c.dimensions):
        if own and all(c.graph.every_row_has(o, cube) for o in own):
            continue
        named = [d.name for d in c.catalog.cubes[cube].dimensions if d.primary_key]
        if own and cube not in own and len(named) == 1:
            keys += named
        elif own and not any(cube in c.graph.one_of_each(o) for o in own):
            keys += [d for d in c.dimensions if cube_of(d) == cube]
    if keys:
        left_out = Text("Rows that belong to none of them are left out.", "不属于其中任何一个的记录未计入。")
        c.note(*left_out, Doubt.LEFT_OUT)
    return keys


def _joined(c: Composition, query: Query) -> Query:
    """The query, or the same of a view that joins what no join leads to. Raises `Unanswerable`."""
    cubes = {cube_of(name) for name in query.members()}
    if c.graph.connects(cubes):
        return query
    if viewed := in_view(query, c.catalog):
        return viewed
    titles = [c.catalog.cubes[cube].titles for cube in sorted(cubes)]
    raise Unanswerable(
        "Nothing in the data connects " + " with ".join(t.en for t in titles) + ".",
        "数据中没有把" + "、".join(t.zh for t in titles) + "联系起来的关系。",
        c.offers,
    )
