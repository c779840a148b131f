"""What the rows of an answer are: groups, listed things and their attributes."""

from __future__ import annotations

from pipeline.catalog import Member
from pipeline.language import Text
from pipeline.planner.asks.ask import Made
from pipeline.planner.asks.measures import sense_cost
from pipeline.planner.asks.schema import Schema, cube_of
from pipeline.planner.clauses import Noun
from pipeline.planner.readings import Reading, Role
from pipeline.planner.titles import NUMBERING, without_ending
from pipeline.planner.tokens import phrase

GROUPS_AT_MOST = 60  # "salary of departments" is grouped, "salary of employees" is not
_CLOSE = 0.08
_OF_PREFERRED = 0.3
_OF_MENTIONED = 0.25  # a word of the title that the question has elsewhere


def full_title(s: Schema, member: Member) -> Text:
    """A member's title, with its cube's where that is needed to tell it apart."""
    if member.titles.en not in s.lexicon.shared_titles:
        return member.titles
    cube = s.catalog.cubes[member.cube].titles
    return Text(f"{cube.en}: {member.titles.en}", f"{cube.zh}的{member.titles.zh}")


def dimension_for(
    s: Schema,
    noun: Noun,
    cubes: list[str],
    made: Made,
    words: frozenset[str] = frozenset(),
    strict: bool = False,
    prefer: frozenset[str] = frozenset(),
) -> str | None:
    """The dimension that a mention means beside members of ``cubes``; of things what they are called by.

    Args:
        words: the stems of all that the question mentions: a title whose other words are among them is meant.
        prefer: cubes whose attributes are likely.
        strict: only what can be had in one query with ``cubes``.
    """
    found = _candidates(s, noun, cubes, words)
    ranked = sorted((cost - _OF_PREFERRED * (cube_of(name) in prefer), name) for cost, name in found)
    if strict:
        ranked = [pair for pair in ranked if pair[0] < 4]
    if not ranked:
        return None
    cost, name = ranked[0]
    made.assume("group", max(0.0, cost))
    rivals = [
        (c, n) for c, n in ranked[1:] if c - cost < _CLOSE and s.member(n).titles != s.member(name).titles
    ]
    if rivals:
        title, other = full_title(s, s.member(name)), full_title(s, s.member(rivals[0][1]))
        said = Text(
            f'"{noun.text}" was read as {title.en}; it could also mean {other.en}.',
            f"“{noun.text}”按“{title.zh}”理解；也可能指“{other.zh}”。",
        )
        made.assume("rival", 0.1, said, noun.text, (other,))
    return name


def _candidates(s: Schema, noun: Noun, cubes: list[str], words: frozenset[str]) -> list[tuple[float, str]]:
    found: dict[str, float] = {}
    entities = {r.target for r in noun.of(Role.ENTITY)}
    for sense in noun.senses:
        name = named_by(s, sense)
        if name is None:
            continue
        cost = sense_cost(sense) + s.nearest(cubes, cube_of(name))
        cost -= _OF_MENTIONED * _mentioned(s, sense, noun, words)
        if sense.role is Role.DIMENSION and sense.shortened and cube_of(name) in entities:
            cost += 0.1  # "customer" is what customers are called, not a number of theirs
        found[name] = min(cost, found.get(name, cost))
    return [(cost, name) for name, cost in found.items()]


def _mentioned(s: Schema, sense: Reading, noun: Noun, words: frozenset[str]) -> float:
    """How much of what a half title lacks is named elsewhere in the question."""
    if not (sense.partial or sense.strength < 1):
        return 0.0
    if sense.role is not Role.DIMENSION:
        return 0.0
    member = s.member(sense.target)
    rest = set(phrase(member.titles.en)) - set(phrase(noun.text))
    rest |= set(phrase(s.catalog.cubes[member.cube].titles.en))
    return 1.0 if rest & words else 0.0


def named_by(s: Schema, sense: Reading) -> str | None:
    """The dimension of a sense: of things what they are called by, or their key."""
    if sense.role is Role.DIMENSION:
        return sense.target
    if sense.role is Role.ENTITY:
        return s.label(sense.target) or s.key(sense.target)
    return None


def name_of_referred(s: Schema, dimension: str, noun: Noun) -> str:
    """What the things are called whose numbers a dimension holds, unless numbers are asked for."""
    member = s.member(dimension)
    label = s.label(member.refers_to) if member.refers_to in s.catalog.cubes else None
    asked = phrase(noun.text)
    numbers = any(without_ending(asked, NUMBERING)) or any((word,) in NUMBERING for word in asked)
    return label if label and not numbers else dimension


def tell_namesakes_apart(s: Schema, made: Made) -> None:
    """Shows the key beside the name of things some of which have one name: two of them are not one."""
    for cube, key in s.lexicon.namesakes.items():
        label = s.label(cube)
        if label in made.groups and key not in made.groups:
            made.groups.insert(made.groups.index(label) + 1, key)


def row_key(s: Schema, cube: str) -> str | None:
    """What makes each row of a list one thing: its key, unless its name does."""
    if cube in s.lexicon.unique_names:
        return None
    return s.key(cube)
