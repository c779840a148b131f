"""Questions that would work, made from the catalog."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice, zip_longest

from rapidfuzz import fuzz

from pipeline.catalog import Catalog, Member
from pipeline.language import Language
from pipeline.planner.averaged import is_averaged
from pipeline.planner.cues import CUES, Cue
from pipeline.planner.graph import AGAINST_JOINS, JoinGraph
from pipeline.planner.readings import aggregate_of
from pipeline.planner.titles import label_of
from pipeline.planner.tokens import phrase

MOST_GROUPS = 40
_BARE = frozenset(phrase(w) for cue in (Cue.COUNT, Cue.SUM, Cue.AVG) for w in CUES[cue])


class Suggester:
    """Makes questions from a catalog's titles; `works` says whether the planner answers one."""

    def __init__(
        self,
        catalog: Catalog,
        graph: JoinGraph,
        cardinality: dict[str, int],
        works: Callable[[str, Language], bool],
    ) -> None:
        self._catalog = catalog
        self._graph = graph
        self._cardinality = cardinality
        self._works = works
        self._groups: dict[str, Member | None] = {}  # by cube

    def suggest(
        self, language: Language, near: str = "", measures: Iterable[Member] = (), count: int = 3
    ) -> tuple[str, ...]:
        """Up to ``count`` questions in ``language`` that work: about ``measures``, else about what
        resembles the text ``near``, else about different cubes."""
        wanted = [m for m in measures if m.kind == "measure"] or self._like(near, language)
        about = [list(self._about(m, language)) for m in islice(self._spread(wanted), 4 * count)]
        if len(wanted) > 2:  # different things rather than the same thing three times
            questions = (q for row in zip_longest(*about) for q in row if q)
        else:
            questions = (q for row in about for q in row)
        working = (q for q in dict.fromkeys(questions) if self._works(q, language))
        return tuple(islice(working, count))

    def _like(self, text: str, language: Language) -> list[Member]:
        def likeness(member: Member) -> float:
            names = (*member.titles, *member.synonyms)
            return max(fuzz.partial_ratio(text.lower(), name.lower()) for name in names) if text else 0

        good = [
            m
            for m in self._catalog.measures
            if aggregate_of(m) == "count" or (aggregate_of(m) == "sum" and not _adds_up_to_nothing(m))
            if not m.aggregates
        ]
        good = good or list(self._catalog.measures)
        scored = sorted(good, key=likeness, reverse=True)
        alike = [m for m in scored if likeness(m) >= 75][:2]
        return [*alike, *good]

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
        dimension = self._dimension(measure)
        if dimension:
            by = dimension.title(language)
            yield f"按{by}统计{title}" if language == "zh" else f"{title} by {in_sentence(by)}"
        if self._has_time(measure):
            yield f"{title}按月趋势" if language == "zh" else f"{title} by month"
        yield title if language == "zh" else f"What is the {title}?"

    def _name(self, measure: Member, language: Language) -> str:
        """A measure's title as it stands in a sentence; with its cube's when it says only "Count"."""
        title = measure.title(language)
        if phrase(title) in _BARE:
            cube = self._catalog.cubes[measure.cube].titles.said(language)
            title = f"{cube}{title}" if language == "zh" else f"{cube} {title}"
        return title if language == "zh" else in_sentence(title)

    def _dimension(self, measure: Member) -> Member | None:
        """What a measure is grouped by: the nearest dimension of few values."""
        if measure.cube not in self._groups:
            self._groups[measure.cube] = self._nearest_group(measure.cube)
        return self._groups[measure.cube]

    def _nearest_group(self, cube: str) -> Member | None:
        own = label_of(self._catalog.cubes[cube])  # counting things by their names says nothing
        few = [
            d
            for d in self._catalog.dimensions
            if d.type == "string" and d != own and 1 < self._cardinality.get(d.name, 0) <= MOST_GROUPS
        ]
        near = [d for d in few if self._graph.distance(cube, d.cube) < AGAINST_JOINS]
        return min(near, key=lambda d: self._graph.distance(cube, d.cube), default=None)

    def _has_time(self, measure: Member) -> bool:
        return any(
            d.type == "time" and self._graph.distance(measure.cube, d.cube) < AGAINST_JOINS
            for d in self._catalog.dimensions
        )


def _adds_up_to_nothing(measure: Member) -> bool:
    """Whether a measure is of something whose sum says little: ages, prices, ratings."""
    return any(map(is_averaged, measure.titles))


def in_sentence(title: str) -> str:
    """An English title in the middle of a sentence: lower case but for abbreviations."""
    return " ".join(w if w.isupper() and len(w) > 1 else w.lower() for w in title.split())
