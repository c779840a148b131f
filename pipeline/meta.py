"""The body of a Cube server's ``/meta`` -> the catalog.

Business words come from ``title``, ``shortTitle``, ``description`` and these keys of ``meta``:

=================  ==================================================================
``titles``         ``{"en": "Total employees", "zh": "员工总数"}``
``synonyms``       a list of words in any language
``unit``           ``"¥"``, or ``{"en": "days", "zh": "天"}``
``values``         ``{"F": {"en": "Female", "zh": "女", "synonyms": ["women"]}}``
``aggregates``     ``"salary"``: the dimension that a measure aggregates, where it answers only who
                   asks for that aggregate by name: the median of salaries, the average of years
``aggregate``      of a measure that is worked out: ``"sum"``, what it stands for
``level``          of a measure: ``"date"``, the dimension of the dates over which its values do not add up:
                   it is that of the last of them
``figure``         of a cube whose rows are figures and no things: ``"sum_rainfall"``, the measure that
                   is meant where none is named
``grain``          of a dimension: ``"year"``, the size of the periods that it holds the first day of
``every_row_has``  of a cube: ``[customers]``, the cubes it joins of which each of its rows has one
``read``           of a cube or member: ``[{"en": "2 total rows are left out.", "zh": …}]``, what is to be
                   said with each answer about it
``in_doubt``       of a member: whether its values may have to be read otherwise
``refers_to``      of a dimension: ``customers``, the cube whose things its values are the numbers of
``ai_context``     text for a language model (Cube's own key)
=================  ==================================================================
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace
from typing import Any

from pipeline.catalog import Catalog, Cube, Member, ValueWords
from pipeline.errors import ModelError
from pipeline.language import Text

# How a server that lists joins spells what the model calls many_to_one and so on.
_RELATIONSHIPS = {"belongsTo": "many_to_one", "hasMany": "one_to_many", "hasOne": "one_to_one"}


def catalog_of(meta: Mapping[str, Any]) -> Catalog:
    """The catalog behind the decoded body of ``/meta``. Raises `ModelError` for another body."""
    try:
        told = {c["name"]: c for c in meta["cubes"]}
        all_ = [_cube(c, _joins(c, told)) for c in told.values()]
        shown = [c.get("public", True) and c.get("isVisible", True) for c in told.values()]
        # A view's /meta does not say it of a measure; the cube's does.
        rolling = {m.name for cube in all_ for m in cube.measures if m.cumulative}
        cubes = [_rolling(cube, rolling) for cube, is_shown in zip(all_, shown, strict=True) if is_shown]
        return Catalog(cubes, {cube.name: cube.joins for cube in all_})
    except (KeyError, TypeError, AttributeError) as error:
        raise ModelError(
            f"The answer of /meta is not a Cube catalog: {error!r}.",
            f"/meta 的返回内容不是 Cube 目录：{error!r}。",
        ) from error


def _joins(data: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, str]:
    """Target cube -> relationship. A server lists with each cube only those that it does not inherit."""
    lineage = [data]
    while (base := told.get(str(lineage[-1].get("extends")))) and base not in lineage:
        lineage.append(base)
    joins = [join for cube in reversed(lineage) for join in cube.get("joins") or ()]
    return {j["name"]: _RELATIONSHIPS.get(j["relationship"], j["relationship"]) for j in joins}


def _cube(data: Mapping[str, Any], joins: Mapping[str, str]) -> Cube:
    meta = data.get("meta") or {}
    title = data.get("title") or data["name"].replace("_", " ").capitalize()
    members = {
        kind: tuple(
            _member(m, kind) for m in data.get(f"{kind}s", ()) if m.get("public", m.get("isVisible", True))
        )
        for kind in ("measure", "dimension", "segment")
    }
    return Cube(
        name=data["name"],
        type="view" if data.get("type") == "view" else "cube",
        titles=_titles(meta, title),
        synonyms=_words(meta.get("synonyms")),
        description=data.get("description") or "",
        ai_context=str(meta.get("ai_context") or ""),
        component=data.get("connectedComponent"),
        joins=joins,
        every_row_has=frozenset(_words(meta.get("every_row_has"))),
        figure=_aggregated(data["name"], meta.get("figure")),
        read=tuple(_said(one) for one in meta.get("read") or ()),
        measures=members["measure"],
        dimensions=members["dimension"],
        segments=members["segment"],
    )


def _rolling(cube: Cube, rolling: Set[str]) -> Cube:
    told = (replace(m, cumulative=m.cumulative or m.alias_member in rolling) for m in cube.measures)
    return replace(cube, measures=tuple(told))


def _member(data: Mapping[str, Any], kind: str) -> Member:
    meta = data.get("meta") or {}
    title = data.get("shortTitle") or data.get("title") or data["name"].rpartition(".")[2]
    values = {
        str(stored): ValueWords(_titles(words, str(stored)), _words(words.get("synonyms")))
        for stored, words in (meta.get("values") or {}).items()
    }
    return Member(
        name=data["name"],
        kind=kind,  # type: ignore[arg-type]
        type=data.get("type", "boolean" if kind == "segment" else "string"),
        titles=_titles(meta, title),
        synonyms=_words(meta.get("synonyms")),
        description=data.get("description") or "",
        agg_type=data.get("aggType") if kind == "measure" else None,
        format=data["format"] if isinstance(data.get("format"), str) else None,
        unit=_unit(meta.get("unit")),
        values=values,
        alias_member=data.get("aliasMember"),
        cumulative=bool(data.get("cumulative")),
        primary_key=bool(data.get("primaryKey")),
        aggregates=_aggregated(data["name"], meta.get("aggregates")) if kind == "measure" else None,
        aggregate=_text(meta.get("aggregate")) if kind == "measure" else None,
        level=_aggregated(data["name"], meta.get("level")) if kind == "measure" else None,
        grain=_text(meta.get("grain")) if kind == "dimension" else None,
        refers_to=_text(meta.get("refers_to")) if kind == "dimension" else None,
        granularities=tuple(g["name"] for g in data.get("granularities") or ()),
        read=tuple(_said(one) for one in meta.get("read") or ()),
        in_doubt=bool(meta.get("in_doubt")),
    )


def _said(sentence: Any) -> Text:
    """A sentence in both languages, or one that is the same in both."""
    if not isinstance(sentence, Mapping):
        return Text(str(sentence), str(sentence))
    en, zh = sentence.get("en"), sentence.get("zh")
    return Text(str(en or zh or ""), str(zh or en or ""))


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _aggregated(measure: str, dimension: Any) -> str | None:
    return f"{measure.split('.', 1)[0]}.{dimension}" if isinstance(dimension, str) else None


def _titles(meta: Mapping[str, Any], default: str) -> Text:
    titles = meta.get("titles") if "titles" in meta else meta
    titles = titles if isinstance(titles, Mapping) else {}
    en, zh = titles.get("en"), titles.get("zh")
    return Text(str(en or default), str(zh or en or default))


def _words(words: Any) -> tuple[str, ...]:
    if isinstance(words, str):
        return (words,)
    return tuple(str(w) for w in words or ())


def _unit(unit: Any) -> Text | None:
    if isinstance(unit, Mapping):
        return Text(str(unit.get("en", "")), str(unit.get("zh", unit.get("en", ""))))
    return Text(str(unit), str(unit)) if unit else None
