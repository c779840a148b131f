"""What the rows are: groups, or things that are listed with their attributes."""

from __future__ import annotations

from pipeline.planner import clauses as c
from pipeline.planner.asks.draft import Draft, subject_of
from pipeline.planner.asks.groups import (
    GROUPS_AT_MOST,
    dimension_for,
    name_of_referred,
    row_key,
    tell_namesakes_apart,
)
from pipeline.planner.asks.restricted import add_flag
from pipeline.planner.asks.schema import cube_of
from pipeline.planner.readings import Role


def things(d: Draft) -> None:
    """Groups, or the things that are listed with their attributes."""
    s, p, made = d.s, d.p, d.made
    subject = subject_of(d)
    d.listing = _lists(d, subject)
    anchors = made.cubes or ([subject] if subject else d.hints)
    if d.listing and not made.measures:
        _list(d, subject)
        return
    for clause in p.clauses:
        if isinstance(clause, c.Asked) and not clause.noun.of(Role.ENTITY) and _is_measured(d, clause.noun):
            continue
        if isinstance(clause, c.Grouped | c.Asked):
            _group(d, clause.noun, anchors)
        elif isinstance(clause, c.Named):
            _maybe_group(d, clause, anchors, subject)
    for ranked in p.of(c.Ranked):
        own = ranked.thing and any(r.target in made.cubes for r in ranked.thing.of(Role.ENTITY))
        if ranked.thing is not None and not (own and made.groups):
            _group(d, ranked.thing, anchors)
    tell_namesakes_apart(s, made)


def _lists(d: Draft, subject: str | None) -> bool:
    p = d.p
    if d.made.measures or p.counts or p.has(c.Grouped, c.Bucketed, c.Shared, c.Charted, c.Aggregated):
        return False
    if p.has(c.Listed, c.Asked):
        return True
    if any(r.by is not None and not r.counts for r in p.of(c.Ranked)):
        return True
    dimensions = [n for n in p.of(c.Named) if n.noun.of(Role.DIMENSION)]
    return bool(dimensions) and not p.has(c.Valued, c.Flagged) and len(dimensions) > 1


def _list(d: Draft, subject: str | None) -> None:
    """The things that are listed, each with what is asked of it."""
    s, made = d.s, d.made
    nouns = [x.noun for x in d.p.clauses if isinstance(x, c.Named | c.Asked)]
    nouns += [x.noun for x in d.p.of(c.Measured)]
    anchors = [subject] if subject else d.hints[:1] or _cube_of_one(nouns)
    chosen: list[tuple[c.Noun, str]] = []
    attributes = [n for n in nouns if n.of(Role.DIMENSION)]
    for noun in nouns:
        entity = bool(noun.of(Role.ENTITY))
        name = dimension_for(s, noun, anchors, made, d.words)
        if name is None:
            continue
        if entity and not noun.of(Role.DIMENSION) and attributes and len(nouns) > 1:
            continue  # "the names of students": the students are only whose names they are
        if entity and d.p.has(c.Ranked) and any(x.noun is not noun for x in d.p.of(c.Asked)):
            continue  # "which industry's customers have the highest …": the industries are asked for
        chosen.append((noun, name_of_referred(s, name, noun)))
        if not anchors:
            anchors = [cube_of(name)]
    for _, name in chosen:
        if s.type(name) == "time":
            made.add_group(name)
        else:
            made.add_group(name)
    for ranked in d.p.of(c.Ranked):
        if ranked.thing and not made.groups:
            name = dimension_for(s, ranked.thing, anchors, made, d.words)
            if name:
                made.add_group(name)
    listed = subject or next(iter(d.hints), None)
    if listed and (not made.groups or _are_unnamed(d)) and (label := s.label(listed) or s.key(listed)):
        made.groups = list(dict.fromkeys([label, *made.groups]))
    _key_of_rows(d, subject)


def _are_unnamed(d: Draft) -> bool:
    """Whether things are listed that only a condition stands for: "list the managers with their salary"."""
    return any(not x.nouns for x in d.p.of(c.Listed)) and d.p.has(c.Valued, c.Flagged)


def _key_of_rows(d: Draft, subject: str | None) -> None:
    """Shows the key where rows of a list could otherwise fall into one."""
    made = d.made
    own = subject if subject and any(cube_of(g) == subject for g in made.groups) else None
    own = own or (cube_of(made.groups[0]) if made.groups else None)
    if own is None or d.p.has(c.Listed) is False:
        return
    if not any(n.noun.of(Role.ENTITY) for n in d.p.of(c.Named)) and len(made.groups) == 1:
        return  # "list the cities" are the different ones
    label = d.s.label(own)
    key = row_key(d.s, own)
    if (
        key
        and key not in made.groups
        and (label in made.groups or len(made.groups) > 1)
        and own in d.s.lexicon.namesakes
    ):
        made.add_group(key)


def _cube_of_one(nouns: list[c.Noun]) -> list[str]:
    """The cube of the first mention that only one has."""
    for noun in nouns:
        cubes = {cube_of(r.target) for r in noun.of(Role.DIMENSION, Role.ENTITY) if not r.partial}
        if len(cubes) == 1:
            return list(cubes)
    return []


def _group(d: Draft, noun: c.Noun, anchors: list[str]) -> None:
    listed = _grouped_things(d)
    hints = [] if listed else d.hints
    near = (d.made.cubes if d.made.measures else []) or hints or d.made.cubes or anchors
    name = dimension_for(d.s, noun, near, d.made, d.words, prefer=listed)
    if name is None:
        d.made.assume("ungrouped", 1.5, words=noun.text)
        return
    if d.s.type(name) == "time":
        return
    d.made.add_group(name_of_referred(d.s, name, noun))


def _is_counted(d: Draft) -> bool:
    """Whether things that are only named are what is counted along other groups: "all movies by type"."""
    return d.p.has(c.Grouped) and not d.made.measures and not d.given


def _grouped_things(d: Draft) -> frozenset[str]:
    """The cubes of the things that are grouped by, whose attributes an "id" or a "name" beside them is."""
    nouns = [x.noun for x in d.p.clauses if isinstance(x, c.Grouped | c.Asked)]
    if d.p.has(c.Listed):
        nouns += [x.noun for x in d.p.of(c.Named)]
    nouns += [x.thing for x in d.p.of(c.Ranked) if x.thing]
    return frozenset(r.target for n in nouns for r in n.of(Role.ENTITY))


def _maybe_group(d: Draft, clause: c.Named, anchors: list[str], subject: str | None) -> None:
    """Something that is only named beside a measure: what it is grouped by, or whose it is."""
    s, made, noun = d.s, d.made, clause.noun
    entities = [r.target for r in noun.of(Role.ENTITY)]
    if _is_measured(d, noun) or (entities and _is_counted(d)):
        return
    whole = [r for r in noun.of(Role.DIMENSION) if not r.partial]
    if any(s.type(r.target) == "boolean" for r in noun.of(Role.DIMENSION)) and noun.of(Role.VALUE):
        adds = any(x.how == "also" for x in d.p.of(c.Changed))
        if not adds:
            add_flag(d, c.Flagged(noun), made.cubes or anchors)
            return
    if d.given:
        if d.p.has(c.Changed) or not d.p.has(c.Valued, c.Flagged):
            _group(d, noun, anchors)
        return
    if entities and any(e in made.cubes for e in entities) and not (whole and d.p.has(c.Listed)):
        return
    grouped = d.p.has(c.Grouped, c.Bucketed)
    if entities and not whole:
        label = s.label(entities[0])
        ranked = d.p.has(c.Ranked) and not d.p.has(c.Asked)
        bounded = any(b.noun is not None for b in d.p.of(c.Bounded))
        few = label is not None and 1 < s.cardinality(label) <= GROUPS_AT_MOST
        if (
            made.measures
            and label
            and not d.p.has(c.Grouped, c.Asked)
            and (ranked or bounded or few or d.p.has(c.Sorted))
            and (d.p.has(c.Sorted) or not _restricted(d, entities[0]))
        ):
            made.assume("named group", 0.15)
            _group(d, noun, anchors)
        else:
            made.assume("named thing", 0.1 if grouped or not made.measures else 0.2)
        return
    if noun.of(Role.DIMENSION):
        if any(s.type(r.target) == "boolean" for r in noun.of(Role.DIMENSION)) and noun.of(Role.VALUE):
            add_flag(d, c.Flagged(noun), made.cubes or anchors)
            return
        if _is_restricted(d, noun) or _is_one_of_some(d, entities) or (entities and d.p.has(c.Asked)):
            return
        made.assume("named group", 0.15)
        _group(d, noun, anchors)


def _is_measured(d: Draft, noun: c.Noun) -> bool:
    """Whether something that is named, or an aggregate of it, is measured."""
    measures = d.made.measures
    if any(r.target in measures for r in noun.of(Role.MEASURE)):
        return True
    columns = [r.target for r in noun.of(Role.DIMENSION) if d.s.type(r.target) == "number"]
    return any(d.s.aggregate(column, one) in measures for column in columns for one in ("sum", "avg"))


def _is_one_of_some(d: Draft, entities: list[str]) -> bool:
    """Whether things are named for a condition on them: the female artists of "songs by female artists"."""
    if not d.made.measures or d.p.has(c.Sorted, c.Ranked):
        return False
    return any(_restricted(d, entity) for entity in entities)


def _is_restricted(d: Draft, noun: c.Noun) -> bool:
    """Whether a dimension is named for one of its values: "headquarters in Tokyo"."""
    named = {r.target for r in noun.of(Role.DIMENSION)}
    kept = [x for x in d.p.of(c.Valued) if not x.negated]  # all but one are several
    values = {r.target for x in kept for n in x.nouns for r in n.of(Role.VALUE)}
    return not named.isdisjoint(values)


def _restricted(d: Draft, cube: str) -> bool:
    """Whether a condition of the question is on things of a cube."""
    for clause in d.p.clauses:
        nouns = (
            clause.nouns
            if isinstance(clause, c.Valued)
            else (clause.noun,)
            if isinstance(clause, c.Flagged)
            else ()
        )
        if any(cube_of(r.target) == cube for n in nouns for r in n.senses):
            return True
    return False
