"""Questions that would work, made from the catalog."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, zip_longest

from rapidfuzz import fuzz, process

from pipeline.cancellation import Cancellation
from pipeline.catalog import Catalog, Member
from pipeline.language import Language
from pipeline.planner.averaged import is_averaged
from pipeline.planner.cues import CUES, Cue
from pipeline.planner.graph import AGAINST_JOINS, JoinGraph
from pipeline.planner.readings import aggregate_of
from pipeline.planner.titles import label_of
from pipeline.planner.tokens import phrase
from pipeline.planner.words import MAIN_MEASURES

MOST_GROUPS = 40
_LIKE, _ALIKE = 75, 2  # how nearly a measure must be named, of a hundred; how many of them are taken
_RECORDS = 4  # the weight of measures that nobody asks for first
_TOP = 5  # things of a ranking
_READ = 200  # characters of a question
_MAIN = frozenset(phrase(w) for w in MAIN_MEASURES)
_BARE = frozenset(phrase(w) for cue in (Cue.COUNT, Cue.SUM, Cue.AVG) for w in CUES[cue])


class Suggester:
    """Makes questions from a catalog's titles; `works` says whether the planner answers one."""

    def __init__(
        self,
        catalog: Catalog,
        graph: JoinGraph,
        cardinality: dict[str, int],
        works: Callable[[str, Language, Cancellation], bool],
    ) -> None:
        self._catalog = catalog
        self._graph = graph
        self._cardinality = cardinality
        self._works = works
        self._groups: dict[tuple[str, bool], Member | None] = {}  # by cube, for its counts and the others

    def suggest(
        self,
        language: Language,
        near: str = "",
        measures: Iterable[Member] = (),
        count: int = 3,
        cancellation: Cancellation | None = None,
    ) -> tuple[str, ...]:
        """Up to ``count`` questions in ``language`` that work: about ``measures``, else about what
        resembles the text ``near``, else about different cubes. Raises `Cancelled`."""
        cancellation = cancellation or Cancellation()
        wanted = [m for m in measures if m.kind == "measure"] or self._like(near, language)
        about = [list(self._about(m, language)) for m in islice(self._spread(wanted), 4 * count)]
        if self._is_one_table and not near:  # the main figure of it, told in different ways
            questions = (q for row in about for q in row)
        elif len(wanted) > 2:  # different things rather than the same thing three times
            questions = (q for row in zip_longest(*about) for q in row if q)
        else:
            questions = (q for row in about for q in row)
        working = (q for q in dict.fromkeys(questions) if self._works(q, language, cancellation))
        return tuple(islice(working, count))

    def _like(self, text: str, language: Language) -> list[Member]:
        good = [
            m
            for m in self._catalog.measures
            if aggregate_of(m) == "count" or (aggregate_of(m) == "sum" and not _adds_up_to_nothing(m))
            if not m.aggregates
        ]
        good = (
            [m for m in good if "Distinct" not in (m.agg_type or "")] or good or list(self._catalog.measures)
        )
        if self._is_one_table:
            useful = [m for m in self._catalog.measures if not m.aggregates and _weight(m) < _RECORDS]
            good = sorted(useful, key=_weight) or good
        likeness = _likeness(text[:_READ], good) if text else {}
        alike = sorted(likeness, key=likeness.__getitem__, reverse=True)[:_ALIKE]
        return [*(self._catalog.members[name] for name in alike), *good]

    @property
    def _is_one_table(self) -> bool:
        return len(self._catalog.cubes) == 1

    def _spread(self, measures: Iterable[Member]) -> Iterator[Member]:
        """One measure of each cube in turn."""
        by_cube: dict[str, list[Member]] = {}
        for measure in dict.fromkeys(measures):
            if measure.alias_member not in self._catalog.members:
                by_cube.setdefault(measure.cube, []).append(measure)
        for row in zip_longest(*by_cube.values()):
            yield from (m for m in row if m is not None)

    def _about(self, measure: Member, language: Language) -> Iterator[str]:
        title = self._name(measure, language)
        zh = language == "zh"
        dated = self._is_one_table and self._has_time(measure)
        if dated:
            yield self._over_time(measure, title, language)
        if dimension := self._dimension(measure):
            by = dimension.title(language)
            yield f"按{by}统计{title}" if zh else f"{title} by {in_sentence(by)}"
        things = self._ranked(measure)
        if things and self._cardinality[things.name] > _TOP and aggregate_of(measure) == "sum":
            named = things.title(language)
            yield f"{title}最高的{_TOP}个{named}" if zh else f"Top {_TOP} {in_sentence(named)} by {title}"
        elif things and aggregate_of(measure) == "sum":
            named = things.title(language)
            yield f"{title}最高的{named}" if zh else f"Which {in_sentence(named)} has the highest {title}?"
        if self._has_time(measure) and not dated:
            yield self._over_time(measure, title, language)
        yield title if zh else f"What is the {title}?"

    def _over_time(self, measure: Member, title: str, language: Language) -> str:
        own = (d.grain for d in self._catalog.cubes[measure.cube].dimensions if d.type == "time")
        grain = next(own, None)
        if grain in ("year", "quarter"):
            zh = {"year": "年", "quarter": "季度"}[grain]
            return f"{title}按{zh}趋势" if language == "zh" else f"{title} by {grain}"
        return f"{title}按月趋势" if language == "zh" else f"{title} by month"

    def _ranked(self, measure: Member) -> Member | None:
        """The dimension of the most different names that may be ranked by a measure."""
        named = [
            d
            for d in self._catalog.cubes[measure.cube].dimensions
            if d.type == "string" and self._cardinality.get(d.name, 0) > 1
        ]
        few = [d for d in named if d.primary_key and self._cardinality[d.name] <= _TOP]
        named = [d for d in named if not d.primary_key and self._cardinality[d.name] > _TOP] or few
        return max(named, key=lambda d: self._cardinality[d.name], default=None)

    def _name(self, measure: Member, language: Language) -> str:
        """A measure's title as it stands in a sentence; with its cube's when it says only "Count"."""
        title = measure.title(language)
        if phrase(title) in _BARE:
            cube = self._catalog.cubes[measure.cube].titles.said(language)
            title = f"{cube}{title}" if language == "zh" else f"{cube} {title}"
        return title if language == "zh" else in_sentence(title)

    def _dimension(self, measure: Member) -> Member | None:
        """What a measure is grouped by: the nearest dimension of few values."""
        counts = aggregate_of(measure) in ("count", "count_distinct")
        if (measure.cube, counts) not in self._groups:
            self._groups[measure.cube, counts] = self._nearest_group(measure.cube, counts)
        return self._groups[measure.cube, counts]

    def _nearest_group(self, cube: str, counts: bool) -> Member | None:
        """``counts``: of things, whose number by their own names says nothing."""
        own = label_of(self._catalog.cubes[cube])
        few = [
            d
            for d in self._catalog.dimensions
            if d.type == "string" and 1 < self._cardinality.get(d.name, 0) <= MOST_GROUPS
            if d != own or not (counts or len(self._catalog.cubes) > 1)
        ]
        few = [d for d in few if d != own] or few
        near = [d for d in few if self._graph.distance(cube, d.cube) < AGAINST_JOINS]
        return min(near, key=lambda d: self._graph.distance(cube, d.cube), default=None)

    def _has_time(self, measure: Member) -> bool:
        return any(
            d.type == "time" and self._graph.distance(measure.cube, d.cube) < AGAINST_JOINS
            for d in self._catalog.dimensions
        )


def _likeness(text: str, measures: Sequence[Member]) -> dict[str, float]:
    """The measures that one of whose names stands in a text, or nearly, with how nearly."""
    names = [(name.lower(), m.name) for m in measures for name in dict.fromkeys((*m.titles, *m.synonyms))]
    found = process.extract(
        text.lower(), [n for n, _ in names], scorer=fuzz.partial_ratio, score_cutoff=_LIKE, limit=None
    )
    likeness: dict[str, float] = {}
    for _, score, i in found:
        measure = names[i][1]
        likeness[measure] = max(likeness.get(measure, 0.0), score)
    return {m.name: likeness[m.name] for m in measures if m.name in likeness}


def _weight(measure: Member) -> int:
    """What people ask for first: what was sold, then what else adds up, then how many there are, then what
    is averaged, shares first."""
    aggregate = aggregate_of(measure)
    if aggregate == "sum" and not _adds_up_to_nothing(measure):
        main = any(phrase(t) in _MAIN for t in (*measure.titles, *measure.synonyms))
        return 0 if main or measure.format == "currency" else 1
    if measure.agg_type == "count":
        records = measure.titles.en.endswith("records")
        return _RECORDS if records else 2
    if aggregate == "avg" and (measure.format == "percent" or _adds_up_to_nothing(measure)):
        return 3
    return _RECORDS


def _adds_up_to_nothing(measure: Member) -> bool:
    """Whether a measure is of something whose sum says little: ages, prices, ratings."""
    return any(map(is_averaged, measure.titles))


def in_sentence(title: str) -> str:
    """An English title in the middle of a sentence: lower case but for abbreviations."""
    return " ".join(w if w.isupper() and len(w) > 1 else w.lower() for w in title.split())
