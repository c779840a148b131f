"""The join graph: which cubes to join, from which root, and whose rows the joins repeat.

Semantics are Cube's: every cube that a query names is a candidate root, the one that needs the
fewest joins wins (the first of equals), edges are followed in their direction only.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from pipeline.engines.model.members import (
    Cube,
    CubePath,
    CubeRef,
    Dimension,
    Join,
    Measure,
    Member,
    MemberRef,
    referring,
)
from pipeline.errors import JoinPathError


@dataclass(frozen=True)
class JoinTree:
    """A root and the joins that follow it, in the order they are written."""

    root: str
    joins: tuple[Join, ...] = ()

    @cached_property
    def multiplied(self) -> frozenset[str]:
        """The cubes whose rows the joins repeat."""
        cubes = {self.root, *(j.source for j in self.joins), *(j.target for j in self.joins)}
        return frozenset(cube for cube in cubes if self._is_multiplied(cube))

    def _is_multiplied(self, cube: str) -> bool:
        # Walking away from a cube, any step towards a "many" side repeats its rows.
        seen = {cube}
        frontier = [cube]
        while frontier:
            current = frontier.pop()
            for join in self.joins:
                if join.source == current:
                    other, many = join.target, join.relationship == "one_to_many"
                elif join.target == current:
                    other, many = join.source, join.relationship == "many_to_one"
                else:
                    continue
                if other in seen:
                    continue
                if many:
                    return True
                seen.add(other)
                frontier.append(other)
        return False


class JoinGraph:
    """Directed joins between the cubes of a model."""

    def __init__(self, model: Mapping[str, Cube]) -> None:
        self._model = model
        self._hints: dict[str, tuple[CubePath, ...]] = {}
        self._joins = {
            name: {join.target: join for join in cube.joins}
            for name, cube in model.items()
            if not cube.is_view
        }
        self._paths: dict[tuple[str, str], tuple[Join, ...] | None] = {}
        self._trees: dict[tuple[CubePath, ...], JoinTree] = {}

    def hints(self, member: Member) -> tuple[CubePath, ...]:
        """The cubes that the SQL of ``member`` needs, its own first, in the order it names them."""
        if member.path not in self._hints:
            if member.alias_of:
                found = self._reference_hints(member.alias_of)
            else:
                found = [(member.cube,), *self._named_by(member)]
            self._hints[member.path] = tuple(dict.fromkeys(found))
        return self._hints[member.path]

    def template_hints(self, template: Iterable[str | CubeRef | MemberRef]) -> list[CubePath]:
        """The cubes that ``template`` needs, in the order it names them."""
        return [
            hint
            for part in template
            if not isinstance(part, str)
            for hint in (self._reference_hints(part) if isinstance(part, MemberRef) else [part.path])
        ]

    def _reference_hints(self, reference: MemberRef) -> list[CubePath]:
        member = self._model[reference.cube].member(reference.name)
        assert member is not None  # the loader resolved it
        return [reference.path, *(self.hints(member) if member.alias_of else self._named_by(member))]

    def _named_by(self, member: Member) -> list[CubePath]:
        if isinstance(member, Dimension) and member.sub_query:
            return []
        named = self.template_hints(referring(member))
        if isinstance(member, Measure) and not member.sql:
            for key in self._model[member.cube].primary_keys:
                named += self.hints(key)
        return named

    def tree(self, hints: Iterable[CubePath], named: Iterable[CubePath] = ()) -> JoinTree:
        """The joins that connect the cubes of ``hints`` (a hint is a cube, or a path to it).

        ``named`` are the paths that views prescribe. Raises `JoinPathError`.
        """
        prescribed = list(named)
        base = [_along(hint, prescribed) for hint in hints]
        key = tuple(dict.fromkeys(base))
        if key not in self._trees:
            self._trees[key] = self._settled(key, prescribed)
        return self._trees[key]

    def _settled(self, base: tuple[CubePath, ...], prescribed: list[CubePath]) -> JoinTree:
        """A join condition may name further cubes: they are joined before it, until none is new."""
        before: list[CubePath] = []
        previous: JoinTree | None = None
        while True:
            hints = list(dict.fromkeys([*(_along(h, prescribed) for h in before), *base]))
            tree = self._smallest(hints)
            flat = {cube for hint in hints for cube in hint}
            used = list(dict.fromkeys(h for join in tree.joins for h in self._condition_hints(join)))
            news = [h for h in used if len(h) > 1 or h[0] not in flat]
            if tree.joins:
                parents = {join.target: join.source for join in tree.joins}
                before = [_from_root(hint, parents) for hint in used]
            if not tree.joins or not news or (previous and set(previous.joins) == set(tree.joins)):
                break
            previous = tree
        return self._smallest(list(dict.fromkeys([*(_along(h, prescribed) for h in before), *base])))

    def _smallest(self, hints: list[CubePath]) -> JoinTree:
        trees = [self._from(hint, [h for h in hints if h != hint]) for hint in hints]
        found = [tree for tree in trees if tree is not None]
        if not found:
            cubes = list(dict.fromkeys(hint[-1] for hint in hints))
            raise JoinPathError(
                f"No joins connect these cubes: {', '.join(cubes)}.",
                f"以下 cube 之间没有可用的关联：{'、'.join(cubes)}。",
            )
        return min(found, key=lambda tree: len(tree.joins))

    def _from(self, start: CubePath, others: list[CubePath]) -> JoinTree | None:
        root, *rest = start
        targets = [tuple(rest), *others] if rest else others
        joins: dict[Join, None] = {}
        joined: set[str] = set()
        for hint in targets:
            at = root
            for cube in hint:
                if cube == root:
                    continue
                if cube not in joined:
                    path = self._path(at, cube)
                    if path is None:
                        return None
                    joins.update(dict.fromkeys(path))
                    joined.add(cube)
                at = cube
        return JoinTree(root, tuple(joins))

    def _path(self, start: str, goal: str) -> tuple[Join, ...] | None:
        """The shortest way along directed joins, the first of equals in the order of the model."""
        key = (start, goal)
        if key not in self._paths:
            self._paths[key] = self._search(start, goal)
        return self._paths[key]

    def _search(self, start: str, goal: str) -> tuple[Join, ...] | None:
        came: dict[str, tuple[Join, ...]] = {start: ()}
        queue = deque([start])
        while queue:
            cube = queue.popleft()
            if cube == goal:
                return came[cube]
            for target, join in self._joins.get(cube, {}).items():
                if target not in came:
                    came[target] = (*came[cube], join)
                    queue.append(target)
        return None

    def _condition_hints(self, join: Join) -> list[CubePath]:
        """The cubes of a join condition, the joined one last."""
        target = (join.target,)
        return [*(hint for hint in self.template_hints(join.sql) if hint != target), target]

    @cached_property
    def components(self) -> dict[str, int]:
        """Cube -> a number that cubes connected by joins share, counted as Cube's ``/meta`` does."""
        nodes = [cube for cube, joins in self._joins.items() if joins]
        neighbours: dict[str, list[str]] = {}
        for cube in nodes:
            for target in self._joins[cube]:
                neighbours.setdefault(cube, []).append(target)
                neighbours.setdefault(target, []).append(cube)
        found: dict[str, int] = {}
        for number, node in enumerate(nodes, start=1):
            frontier = [node]
            while frontier:
                cube = frontier.pop()
                if cube not in found:
                    found[cube] = number
                    frontier.extend(neighbours[cube])
        return found


def _along(hint: CubePath, prescribed: list[CubePath]) -> CubePath:
    """``hint``, or the way a view prescribes to that cube."""
    if len(hint) == 1:
        for path in prescribed:
            if hint[0] in path:
                return path[: path.index(hint[0]) + 1]
    return hint


def _from_root(hint: CubePath, parents: Mapping[str, str]) -> CubePath:
    # Cube looks a whole path up as one name and so leaves it as it is.
    if len(hint) > 1:
        return hint
    path = [hint[0]]
    while path[-1] in parents and parents[path[-1]] not in path:
        path.append(parents[path[-1]])
    return tuple(reversed(path))
