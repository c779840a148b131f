"""The phrases of a catalog: made from its titles, synonyms and values, and from the closed classes of words.

A phrase is kept by the stems of its tokens, so the cost of reading a question does not depend on how large
the catalog is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from pipeline.catalog import Catalog, Cube, Member
from pipeline.planner.cues import CUES
from pipeline.planner.readings import CATALOG_ROLES, DateSpan, Reading, Role, aggregate_of
from pipeline.planner.spelling import Spelling
from pipeline.planner.titles import (
    DURATIONS,
    JOINING,
    NAMING,
    NUMBERING,
    TEMPORAL,
    Phrase,
    endings_of,
    head_of,
    initials_of,
    label_of,
    without_aggregate,
    without_ending,
)
from pipeline.planner.tokens import normalise, phrase, stem, tokenize
from pipeline.planner.words import (
    BOTH_GENDERS,
    CHARTS,
    FILLERS,
    GENDERS,
    GRAINS,
    NO,
    PROPERTIES,
    UNSUPPORTED,
    YES,
)

_SYNONYM, _NAME, _STORED = 0.97, 0.9, 0.95  # strengths beside a title's, which is 1
_NO_AGGREGATE, _NO_ENDING, _OWNED, _PROPERTY = 0.85, 0.9, 0.98, 0.8  # what shortening leaves of it
_NO_NUMBERING, _JOINED = 0.8, 0.95
PARTIAL = 0.7  # of half a name
_COUNTS = ("数量", "总数", "总数量", "个数", "量")
_DATE, _OF, _VOLUME = phrase("date"), phrase("of"), phrase("volume")
_AVERAGE_NUMBER = tuple(phrase(w) for w in ("average number of", "average", "number of"))
_DISTINCT = frozenset(phrase(w) for w in ("different", "distinct", "unique"))


class PhraseBook:
    """Every phrase that a question about one catalog can hold, and what each can mean.

    Attributes:
        fiscal_start: the month that fiscal years begin in.
        spelling: how the words of the catalog and of its data are written.
        namesakes: cubes several of whose things have one name -> the dimension that tells those apart.
        unique_names: cubes no two of whose things have one name, as far as that is known.
        distinct_counts: dimension -> what counts its different values, as far as that was asked for.
        aggregates: dimension and aggregate -> the measure that is meant only where it is asked for by name.
        fractions: members whose percentages are kept from 0 to 1.
    """

    def __init__(self, catalog: Catalog, fiscal_start: int = 1) -> None:
        self.catalog = catalog
        self.fiscal_start = fiscal_start
        self._phrases: dict[Phrase, dict[tuple[Role, str, str | None], Reading]] = defaultdict(dict)
        self._closed: dict[Phrase, list[Reading]] = defaultdict(list)
        self._longest = 1
        self._reach: dict[str, int] = {}  # first stem of a longer phrase -> the most stems of one
        self._spoken_reach: dict[str, int] = {}  # the same of the closed classes, by their words
        self._closed_stems: set[Phrase] = set()
        self._verbs = {stem(word) for word in FILLERS if word.isascii()}
        self.spelling = Spelling()
        self._value_words: dict[Phrase, list[Reading]] = defaultdict(list)
        self._title_words: dict[str, dict[Phrase, str]] = defaultdict(dict)
        self.aggregates: dict[tuple[str, str], str] = {}
        self.distinct_counts: dict[str, list[Reading]] = {}
        self.labels: dict[str, Member] = {}
        self.namesakes: dict[str, str] = {}
        self.things: dict[str, int] = {}  # cube -> how many things it has that have a name
        self.unique_names: set[str] = set()
        self.cardinality: dict[str, int] = {}
        self.values: dict[str, tuple[str, ...]] = {}
        self.dates: dict[str, DateSpan] = {}
        self.fractions: set[str] = set()
        self._add_closed_classes()
        for cube in catalog.cubes.values():
            self._add_cube(cube)
        self._add_properties()

    def readings(self, stems: Phrase, words: Phrase = ()) -> list[Reading]:
        """What a phrase can mean: the catalog's words by their ``stems``, function words by the
        ``words`` as they are written ("order by" is one, "orders by" is not)."""
        closed = self._closed.get(words, ())
        if not closed and len(words) == 1 and words[0].endswith("ing") and stem(words[0]) in self._verbs:
            closed = [Reading(Role.FILLER, "")]  # "showing", "finding"
        named = list(self._phrases.get(stems, {}).values())
        whole = [r for r in named if not r.partial]
        if whole or any(r.role is Role.GRAIN for r in closed):
            # a synonym of one price is no reason to forget the other prices
            weak = any(r.role is Role.DIMENSION for r in whole) and all(r.strength < 1 for r in whole)
            named = [r for r in named if not r.partial or (weak and r.role is Role.DIMENSION)]
        return [*named, *closed]

    def add_values(self, member: Member, values: Iterable[str]) -> None:
        """Makes the stored values of a dimension known."""
        self.values[member.name] = tuple(values)
        for value in self.values[member.name]:
            self._add(value, Reading(Role.VALUE, member.name, value, _STORED))
        self.cardinality[member.name] = len(self.values[member.name])
        self._add_genders(member)
        self._add_flag(member)

    def _add_flag(self, member: Member) -> None:
        """Makes the title of a column of yes and no mean its yes: those "on scholarship"."""
        yes = [v for v in self.values[member.name] if v.lower() in YES]
        others = [v for v in self.values[member.name] if v and v not in yes]
        if len(yes) != 1 or not all(v.lower() in NO for v in others):
            return
        for title in dict.fromkeys(member.titles):
            self._add_phrase(phrase(title), Reading(Role.VALUE, member.name, yes[0], _NO_ENDING))

    def _add_genders(self, member: Member) -> None:
        """Makes "women" and 女生 known where a column holds sexes, however it spells them."""
        sexes = {
            v: words for v in self.values[member.name] for words in GENDERS.values() if v.lower() in words
        }
        if len(sexes) < 2 or len(sexes) < len(self.values[member.name]) - 1:
            return
        for value, words in sexes.items():
            for word in words:
                self._add(word, Reading(Role.VALUE, member.name, value, _STORED))
        for word in BOTH_GENDERS:
            self._add(word, Reading(Role.DIMENSION, member.name, strength=_NAME))

    def _add(self, text: str, reading: Reading) -> None:
        if reading.role in CATALOG_ROLES:
            self.spelling.note(text)
        self._add_phrase(phrase(text), reading)

    def add_phrase(self, words: Phrase, reading: Reading) -> None:
        """Makes one more phrase known."""
        self._add_phrase(words, reading)

    def _add_phrase(self, words: Phrase, reading: Reading) -> None:
        if not words or len(words) > 24:
            return
        if reading.partial and words in self._closed_stems:
            return  # "over time" is no salary, whatever a salary over time is called
        if reading.role is Role.VALUE and len(words) > 1:
            for word in set(words):
                if len(word) > 2 and len(self._value_words[(word,)]) < 3:
                    self._value_words[(word,)].append(reading)
        key = (reading.role, reading.target, reading.value)
        known = self._phrases[words].get(key)
        if known is None or known.strength < reading.strength:
            self._phrases[words][key] = reading
        self._longest = max(self._longest, len(words))
        if len(words) > self._reach.get(words[0], 1):
            self._reach[words[0]] = len(words)

    def _add_closed_classes(self) -> None:
        groups: list[tuple[Role, Mapping[str, tuple[str, ...]]]] = [
            (Role.CUE, {cue.value: words for cue, words in CUES.items()}),
            (Role.GRAIN, GRAINS),
            (Role.CHART, CHARTS),
            (Role.UNSUPPORTED, UNSUPPORTED),
            (Role.FILLER, {"": FILLERS}),
        ]
        titles = [set(phrase(t)) for m in self.catalog.measures for t in m.titles]
        for role, words_of in groups:
            for target, words in words_of.items():
                for text in words:
                    if role is Role.UNSUPPORTED and any(map(set(phrase(text)).issubset, titles)):
                        continue  # a forecast that is in the data can be asked for
                    written = tuple(t.text for t in tokenize(normalise(text)))
                    self._closed_stems.add(phrase(text))
                    if not any(r.role is role and r.target == target for r in self._closed[written]):
                        self._closed[written].append(Reading(role, target))
                    self._longest = max(self._longest, len(written))
                    self._spoken_reach[written[0]] = max(self._spoken_reach.get(written[0], 1), len(written))

    def _add_properties(self) -> None:
        """Makes "how old" mean age where the catalog has an age."""
        for text, names in PROPERTIES.items():
            for name in names:
                for reading in self.readings(phrase(name)):
                    self._add_phrase(phrase(text), replace(reading, strength=_PROPERTY * reading.strength))

    def _add_cube(self, cube: Cube) -> None:
        for measure in cube.measures:
            self._note_aggregate(measure)
        own = [m for m in cube.members if not (self._stands_elsewhere(m) or m.aggregates)]
        if not own:
            return
        label = label_of(cube)
        if label:
            self.labels[cube.name] = label
        if cube.type == "cube":
            entity = Reading(Role.ENTITY, cube.name)
            for text in dict.fromkeys((*cube.titles, cube.name)):
                self._add(text, entity)
                self._add_head(phrase(text), replace(entity, strength=PARTIAL, partial=True))
                self._add_initials(phrase(text), entity)
            for text in cube.synonyms:
                self._add(text, replace(entity, strength=_SYNONYM))
            self._add_counts(cube)
        for member in own:
            if member.kind == "measure":
                self._add_measure(member)
            elif member.kind == "dimension":
                self._add_dimension(member, cube)
            else:
                self._add_segment(member, cube)

    def _note_aggregate(self, measure: Member) -> None:
        said = (said for _, said in without_aggregate(phrase(measure.titles.en)))
        aggregate = aggregate_of(measure) or next(said, None)
        if measure.aggregates and aggregate:
            self.aggregates[measure.aggregates, aggregate] = measure.name

    def _add_counts(self, cube: Cube) -> None:
        """Makes 订单数量 the number of orders, whatever else is called 数量."""
        count = next((m for m in cube.measures if m.agg_type == "count"), None)
        if count is None:
            return
        reading = Reading(Role.MEASURE, count.name, aggregate="count")
        things = [rest for rest, _ in without_aggregate(phrase(count.titles.en))]
        for words in dict.fromkeys((*things, *(phrase(t) for t in (*cube.titles, *cube.synonyms)))):
            if words and words[-1].isascii():
                self._add_phrase(words + _VOLUME, reading)
        for text in (*cube.titles, *cube.synonyms):
            thing = text.removesuffix("表")
            if thing and not thing.isascii():
                for ending in _COUNTS:
                    self._add_phrase(phrase(thing + ending), reading)

    def _stands_elsewhere(self, member: Member) -> bool:
        """A view's member whose cube is public too would only make every word ambiguous."""
        return member.alias_member is not None and member.alias_member in self.catalog

    def _add_words(self, member: Member, reading: Reading) -> list[tuple[Phrase, float]]:
        texts = [(t, 1.0) for t in member.titles] + [(s, _SYNONYM) for s in member.synonyms]
        texts.append((member.name.split(".", 1)[1], _NAME))
        added = []
        for text, strength in texts:
            words = phrase(text)
            if member.kind == "measure" and words[:1] in _DISTINCT:
                continue  # "list the distinct cities" does not count them
            self.spelling.note(text.replace("_", " "))
            self._add_phrase(words, replace(reading, strength=strength))
            added.append((words, strength))
            inside = tuple(w for i, w in enumerate(words) if i in (0, len(words) - 1) or w not in JOINING)
            if member.kind == "dimension" and len(inside) < len(words):  # "active date" of "active from date"
                self._add_phrase(inside, replace(reading, strength=strength * _NO_ENDING, shortened=True))
            if len(words) == 2 and all(w.isascii() and w.isalpha() for w in words):
                joined = "".join(t.text for t in tokenize(normalise(text)))  # "subcategory"
                self._add_phrase((stem(joined),), replace(reading, strength=strength * _JOINED))
            if member.kind != "segment":
                rest = next((rest for rest, _ in without_aggregate(words)), words)
                part = replace(reading, strength=PARTIAL, shortened=True, partial=True)
                if text.endswith("ed") and not words[-1].endswith("ed"):
                    continue  # "played" is no noun that "Years played" may be called by
                if (member.agg_type or "").startswith(("count_distinct", "countDistinct")):
                    continue  # nor are different years called by it
                self._add_head(rest, part)
                owners = [phrase(t) for t in self.catalog.cubes[member.cube].titles]
                for ending in endings_of(rest):
                    self._add_phrase(ending, part)
                heads = (head_of(rest),) if member.kind == "dimension" and member.type == "string" else ()
                for ending in (*heads, *endings_of(rest)):
                    for owner in owners:
                        if ending and rest[: len(owner)] != owner:
                            self._add_phrase(owner + ending, replace(part, partial=False))
        self._add(member.name.replace(".", " "), reading)
        return added

    def _add_head(self, words: Phrase, reading: Reading) -> None:
        head = head_of(words)
        if head and head not in self._closed_stems:
            self._add_phrase(head, reading)

    def _add_initials(self, words: Phrase, reading: Reading) -> None:
        for initial in initials_of(words):
            self._add_phrase(initial, replace(reading, strength=PARTIAL, shortened=True, partial=True))

    def _add_measure(self, measure: Member) -> None:
        aggregate = aggregate_of(measure)
        reading = Reading(Role.MEASURE, measure.name, aggregate=aggregate)
        for words, strength in self._add_words(measure, reading):
            if "per" in words:  # "the average number of orders per customer" is its own average
                for prefix in _AVERAGE_NUMBER:
                    self._add_phrase(prefix + words, replace(reading, strength=strength))
            named = [*without_aggregate(words)]
            named += [(short, said) for rest, said in named for short in without_ending(rest, DURATIONS)]
            for rest, said in named:
                if rest[:1] in _DISTINCT:
                    continue  # "for each different city" does not measure cities
                if aggregate in (None, said) or (aggregate, said) == ("count", "sum"):
                    short = replace(
                        reading,
                        strength=strength * _NO_AGGREGATE,
                        aggregate=aggregate or said,
                        shortened=True,
                    )
                    self._add_phrase(rest, short)
                    for title in dict.fromkeys(self.catalog.cubes[measure.cube].titles):
                        owner = phrase(title)
                        if rest[: len(owner)] != owner:
                            self._add_phrase(owner + rest, replace(short, strength=strength * _OWNED))

    def _add_segment(self, segment: Member, cube: Cube) -> None:
        """A segment's title often names the cube's things; without them it is still the segment:
        "Products still sold" is "still sold"."""
        reading = Reading(Role.SEGMENT, segment.name)
        things = dict.fromkeys(phrase(t) for t in (*cube.titles, cube.name))
        for words, strength in self._add_words(segment, reading):
            short = replace(reading, strength=strength * _NO_ENDING, shortened=True)
            for thing in things:
                if len(words) > len(thing) + 1 and words[: len(thing)] == thing:
                    self._add_phrase(words[len(thing) :], short)
                if len(words) > len(thing) + 1 and words[-len(thing) :] == thing:
                    self._add_phrase(words[: -len(thing)], short)

    def _add_dimension(self, dimension: Member, cube: Cube) -> None:
        reading = Reading(Role.DIMENSION, dimension.name)
        title_words = phrase(dimension.titles.en)
        for word in title_words:
            if len(word) > 3 and word.isascii() and len(title_words) > 1:
                self._title_words[word][title_words] = dimension.titles.en
        if dimension.primary_key:
            self._add_phrase(phrase("id"), replace(reading, strength=PARTIAL, shortened=True, partial=True))
            for title in cube.titles:  # whatever the key of the table is called
                number = phrase("id" if title.isascii() else "编号")
                self._add_phrase(phrase(title) + number, replace(reading, strength=_OWNED))
        for words, strength in self._add_words(dimension, reading):
            endings = TEMPORAL if dimension.type == "time" else NAMING
            for rest in without_ending(words, endings):
                if len(rest) == 1 and rest[0] in JOINING:
                    continue  # "to" is no word for "To date"
                self._add_phrase(rest, replace(reading, strength=strength * _NO_ENDING, shortened=True))
                if self.labels.get(cube.name) is dimension:
                    # "customer" of "customer name" is what the cube's things are called
                    self._add_phrase(rest, Reading(Role.ENTITY, cube.name, strength=_NO_ENDING))
            if dimension.type == "time" and words[:1] == _DATE and len(words) > 1:
                rest = words[2:] if words[1:2] == _OF else words[1:]
                turned = replace(reading, strength=strength * _NO_ENDING)
                self._add_phrase(rest + _DATE, turned)  # "completion date" of "date of completion"
                if len(rest) > 1:
                    self._add_phrase(rest[:1] + _DATE, replace(turned, strength=PARTIAL, partial=True))
            if dimension.type != "time":
                for rest in without_ending(words, NUMBERING | DURATIONS):
                    short = replace(reading, strength=strength * _NO_NUMBERING, shortened=True)
                    self._add_phrase(rest, short)
            self._add_initials(words, reading)
            for title in dict.fromkeys(cube.titles):
                owner = phrase(title)
                if words[: len(owner)] != owner:
                    self._add_phrase(owner + words, replace(reading, strength=strength * _OWNED))
        for stored, value in dimension.values.items():
            for text in dict.fromkeys((*value.titles, *value.synonyms, stored)):
                self._add(text, Reading(Role.VALUE, dimension.name, stored))
        if dimension.type == "boolean":
            for words, strength in ((phrase(t), _NO_ENDING) for t in dimension.titles):
                self._add_phrase(words, Reading(Role.VALUE, dimension.name, "true", strength))
