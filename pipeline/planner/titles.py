"""What people leave out of a title: "salary" for "Average salary", "genre" for "Major genre"."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from pipeline.catalog import Cube, Member
from pipeline.planner.readings import aggregate_of
from pipeline.planner.tokens import phrase
from pipeline.planner.words import GENERIC

Phrase = tuple[str, ...]

# Aggregate words at the ends of a measure's title, as stems: what they say, and what is left of it.
_PREFIXES: dict[Phrase, str] = {
    phrase(words): aggregate
    for aggregate, group in {
        "avg": ("average", "avg", "mean", "average of", "平均", "人均"),
        "sum": ("total", "sum of", "sum", "overall", "总", "总计", "合计", "累计"),
        "count": ("number of", "count of", "no of", "num", "n", "total number of"),
        "median": ("median", "中位"),
        "max": ("maximum", "max", "highest", "largest", "latest", "最高", "最大", "最晚"),
        "min": ("minimum", "min", "lowest", "smallest", "earliest", "最低", "最小", "最早"),
    }.items()
    for words in group
}
_JOINTS = (phrase("of"), phrase("的"))
_SUFFIXES: dict[Phrase, str] = {
    phrase(words): aggregate
    for aggregate, group in {
        "count": ("count", "总数", "数量", "个数", "人数", "人次", "次数", "笔数", "件数", "单数", "数"),
        "sum": ("total", "sum", "总额", "合计"),
        "avg": ("average", "avg", "平均值", "均值"),
        "median": ("median", "中位数"),
        "max": ("max", "最大值", "最高值"),
        "min": ("min", "最小值", "最低值"),
    }.items()
    for words in group
}
NAMING = frozenset(phrase(w) for w in ("name", "title", "label", "名称", "姓名", "名字", "名"))
NUMBERING = frozenset(phrase(w) for w in ("number", "code", "id", "no", "号", "编号", "代码", "编码"))
# What the lengths of something are told in, behind its name: 延误天数.
DURATIONS = frozenset(phrase(w) for w in ("天数", "小时数", "分钟数", "秒数", "年数", "月数", "周数"))
_DESCRIBING = frozenset(phrase(w) for w in ("description", "描述", "说明"))
TEMPORAL = frozenset(
    phrase(w) for w in ("date", "time", "at", "on", "day", "timestamp", "datetime", "日期", "时间", "日")
)
JOINING = frozenset(("per", "of", "by", "for", "to", "in", "with", "from"))
_SAYS_NOTHING = frozenset(phrase(w) for w in GENERIC)
_OF_PERSONS = frozenset(
    {
        *(word for text in ("gender", "sex", "birth", "surname") for word in phrase(text)),
        *("性别", "姓名", "出生日期", "Full name", "First name"),
    }
)
_NAMES_OF_THINGS = ("name", "full_name", "title", "label", "display_name")


def without_aggregate(words: Phrase) -> Iterable[tuple[Phrase, str]]:
    """What is left of a measure's title without its aggregate word, and which aggregate that says."""
    for prefix, aggregate in _PREFIXES.items():
        named = words[len(prefix) : len(prefix) + 1] not in _JOINTS
        if len(words) > len(prefix) and words[: len(prefix)] == prefix and named:
            yield words[len(prefix) :], aggregate
    for suffix, aggregate in _SUFFIXES.items():
        if len(words) > len(suffix) and words[-len(suffix) :] == suffix:
            yield words[: -len(suffix)], aggregate


def label_of(cube: Cube) -> Member | None:
    """The dimension that people call a thing of the cube by."""
    texts = [d for d in cube.dimensions if d.type == "string"]
    for name in _NAMES_OF_THINGS:
        for dimension in texts:
            if dimension.name.split(".", 1)[1] == name:
                return dimension
    things = {phrase(t) for t in (*cube.titles, *cube.synonyms, cube.name)}
    for dimension in texts:
        words = [phrase(t) for t in (*dimension.titles, *dimension.synonyms, dimension.name.split(".", 1)[1])]
        if any(w in things or things & set(without_ending(w, NAMING)) for w in words):
            return dimension
    called = [d for d in texts if any(t in NAMING for t in map(phrase, d.titles))]
    named = [d for d in texts if is_name(d)]
    if called or len(named) == 1:  # names of several things name none of these
        return (called or named)[0]
    for dimension in texts:  # codes are explained
        titles = [phrase(t) for t in dimension.titles]
        if any(things & set(without_ending(t, _DESCRIBING)) for t in titles):
            return dimension
    for dimension in texts:  # a number names the thing it is of: no order has its method's code for a name
        titles = [phrase(t) for t in dimension.titles]
        if any(t in NUMBERING or things & set(without_ending(t, NUMBERING)) for t in titles):
            return dimension
    keys = [d for d in cube.dimensions if d.primary_key]
    return keys[0] if len(keys) == 1 else None


def measure_of(cube: Cube, nouns: Collection[Phrase], aggregate: str) -> Member | None:
    """The measure of a cube whose title is ``aggregate`` of one of ``nouns``: the "Maximum salary"."""
    for measure in cube.measures:
        said = dict(without_aggregate(phrase(measure.titles.en)))
        if aggregate in (aggregate_of(measure), *said.values()) and not said.keys().isdisjoint(nouns):
            return measure
    return None


def nouns_of(measure: Member) -> set[Phrase]:
    """What a measure is an aggregate of: the salary of "Average salary"."""
    return {rest for rest, _ in without_aggregate(phrase(measure.titles.en))}


def is_name(dimension: Member) -> bool:
    """Whether a dimension is called a name: "Customer name", 姓名."""
    titles = [phrase(t) for t in dimension.titles]
    return any(t in NAMING or any(without_ending(t, NAMING)) for t in titles)


def measure_of_values(cube: Cube, dimension: Member) -> Member | None:
    """The measure of a cube that counts the different values of its ``dimension``."""
    words = {phrase(t) for t in (*dimension.titles, *dimension.synonyms)}
    for measure in cube.measures:
        if (measure.agg_type or "").startswith(("count_distinct", "countDistinct")):
            title = {w for t in measure.titles for w in phrase(t)}
            if any(set(w) <= title for w in words):
                return measure
    return None


def is_of_persons(cube: Cube) -> bool:
    """Whether the things of a cube are persons, by what is known of them."""
    words = {w for d in cube.dimensions for t in d.titles for w in (*phrase(t), t)}
    return not _OF_PERSONS.isdisjoint(words)


def without_ending(words: Phrase, endings: frozenset[Phrase]) -> Iterator[Phrase]:
    """What is left of a title without one of the ``endings``."""
    for ending in endings:
        if len(words) > len(ending) and words[-len(ending) :] == ending:
            yield words[: -len(ending)]


def head_of(words: Phrase) -> Phrase:
    """The noun that a longer title ends in, which stands for it where nothing else does: "genre" of
    "Major genre", 状态 of 订单状态; empty when there is none that says something."""
    if any(w in _PREFIXES or w in _SUFFIXES for w in (words, words[-2:], words[-1:])):
        return ()
    han = all(not w.isascii() for w in words)
    if not han and words[-1:] in NUMBERING:
        words = words[:-1]  # the type of "document type code"
    head = words[-2:] if han else words[-1:]
    enough = len(words) >= 4 if han else len(words) >= 2 and len(head[0]) > 2 and head[0].isascii()
    said = NAMING | NUMBERING | TEMPORAL | _SAYS_NOTHING
    return head if enough and head not in said else ()


def endings_of(words: Phrase) -> Iterator[Phrase]:
    """The last words of a longer English title, two or more: "contract id" of "maintenance contract id"."""
    if len(words) > 2 and all(w.isascii() for w in words):
        for length in range(len(words) - 1, 1, -1):
            if words[-length] not in JOINING:
                yield words[-length:]


def is_short_for(short: str, word: str) -> bool:
    """Whether ``short`` is ``word`` with letters left out, the first one kept."""
    if len(short) >= len(word) or not word.startswith(short[:1]):
        return False
    rest = iter(word)
    return all(letter in rest for letter in short)


def initials_of(words: Phrase) -> list[Phrase]:
    """The single characters that a Chinese word of two is cut down to behind 各: 班 of 班级."""
    if len(words) != 2 or any(w.isascii() for w in words):
        return []
    return [words[:1], words[1:]]
