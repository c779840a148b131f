"""What speaks for and against a reading, as numbers: the features that confidence is told by."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from pipeline.catalog import Catalog
from pipeline.planner import clauses as c
from pipeline.planner.asks.draft import Composed
from pipeline.planner.grammar.search import Reading
from pipeline.planner.grammar.sheet import Found
from pipeline.planner.wordbook.told import looked_up

_Features = dict[str, float]
_MOST = 3.0  # no feature counts for more, so that one long question is no law
_FAR = 2.0  # a rival that costs this much more is none


def evidence(
    found: Found,
    reading: Reading,
    composed: Composed,
    rivals: Sequence[tuple[Reading, Composed]],
    catalog: Catalog,
) -> Mapping[str, float]:
    """Each feature with its value from 0 to 3; what is not there is 0."""
    features: _Features = defaultdict(float)
    _of_words(features, found, reading)
    _of_assumptions(features, composed)
    _of_shape(features, reading, composed, catalog)
    features["margin"] = _FAR - _margin(reading, composed, rivals)
    return {name: min(value, _MOST) for name, value in features.items()}


def _of_words(features: _Features, found: Found, reading: Reading) -> None:
    """What the words cost: those left over, by where they stand, and those that were taken for others."""
    lost = 0.0
    covered: set[int] = set()
    for told in reading.told:
        covered.update(range(told.first, told.last))
        if isinstance(told.clause, c.Left):
            features[f"left {told.clause.place if told.clause.place in _PLACES else 'word'}"] += 1
            lost += told.cost
    features["lost"] = lost / 2
    before = {t.last for t in reading.told if isinstance(t.clause, c.Left) and t.clause.place == "unknown"}
    features["unknown before a thing"] = float(
        any(m.kinds & {"THING", "ATTRIBUTE"} for last in before for m in found.lattice.at[last])
    )
    features["words"] = max(0.0, reading.cost - lost)
    features["respelt"] = float(len(found.respelt))
    passed = [t for i, t in enumerate(found.tokens) if i not in covered and t.kind != "mark"]
    features["passed over"] = sum(t.weight for t in passed) / 6
    hows = Counter(m.how for here in found.lattice.at for m in here if m.senses and m.first in covered)
    features["by a part"] = float(bool(hows["part"]))
    by = Counter(m.how for m in looked_up(found, reading.clauses))
    features["by the dictionary"], features["by a synonym"] = float(by["dictionary"]), float(by["synonym"])


_PLACES = ("unknown", "verb", "number")


def _of_assumptions(features: _Features, composed: Composed) -> None:
    for assumption in composed.assumptions:
        features[f"assumed {assumption.kind}"] += 1
        features["rival dates"] += len(assumption.rivals) if assumption.kind == "date" else 0
    features["composed"] = max(0.0, composed.cost)
    unsaid = any(a.kind == "no measure" for a in composed.assumptions)
    features["unknown of nothing"] = float(unsaid and features["left unknown"] > 0)


def _of_shape(features: _Features, reading: Reading, composed: Composed, catalog: Catalog) -> None:
    """What the query is like, and where it differs from what the words sound like."""
    ask = composed.ask
    if ask is None:
        return
    query = ask.query
    groups = len(query.dimensions) + sum(t.granularity is not None for t in query.time_dimensions)
    cubes = {name.split(".", 1)[0] for name in query.members()}
    kinds = {type(clause) for clause in reading.clauses}
    features["cubes"] = max(0.0, len(cubes) - 1)
    features["groups"] = float(groups)
    features["filters"] = len([*query.conditions()]) / 2
    features["measures"] = float(max(0, len(query.measures) - 1))
    features["list"] = float(not query.measures)
    features["limit"] = float(query.limit is not None)
    features["several named"] = float(sum(isinstance(x, c.Named) for x in reading.clauses))
    features["count and groups"] = float({c.Counted, c.Counting}.intersection(kinds) != set() and groups > 1)
    features["asked without rows"] = float(c.Asked in kinds and groups == 0)
    features["shared without shares"] = float(c.Shared in kinds and not ask.derived)
    features["ranked without limit"] = float(c.Ranked in kinds and query.limit is None and not ask.derived)
    features["existence"] = float(any(f.operator in ("set", "notSet") for f in query.conditions()))
    features["derived"] = float(bool(ask.derived))
    features["average"] = float(
        any(catalog.members[m].agg_type in ("avg", "number") for m in query.measures if m in catalog)
    )


def _margin(reading: Reading, composed: Composed, rivals: Sequence[tuple[Reading, Composed]]) -> float:
    """How much more the next reading costs that asks for something else."""
    own = reading.cost + composed.cost
    query = composed.ask.query if composed.ask else None
    for other, made in rivals:
        if made.ask is not None and made.ask.query != query:
            return min(_FAR, max(0.0, other.cost + made.cost - own))
    return _FAR
