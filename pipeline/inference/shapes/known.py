"""Names of things whose kind everybody knows: countries, provinces, large cities, directions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from pipeline.inference.places import country_code
from pipeline.inference.shapes.words import CITIES, PROVINCES, REGIONS, STATES
from pipeline.language import Text

_PART = 0.8  # of the names


@cache
def _kinds() -> dict[str, frozenset[str]]:
    han = (place for place in CITIES.split("|")[0].split(" ") if place)
    return {
        "province": frozenset(p + end for p in PROVINCES.split() for end in ("", "省", "市", "自治区")),
        "city": frozenset((*han, *CITIES.lower().split("|")[1:])),
        "state": frozenset(STATES.lower().split("|")),
        "region": frozenset(REGIONS.lower().split()),
    }


_TITLES = {
    "province": Text("province", "省份"),
    "city": Text("city", "城市"),
    "state": Text("state", "州"),
    "region": Text("region", "地区"),
}
_COUNTRY = Text("country", "国家")


def kind_of_things(names: Sequence[str]) -> Text | None:
    """What most of ``names`` are names of; None where that is not known."""
    if not names:
        return None
    plain = [n.strip().replace("_", " ").lower() for n in names]
    counted = {"country": sum(_is_country(n) for n in plain)}
    counted |= {kind: sum(n in known for n in plain) for kind, known in _kinds().items()}
    best = max(counted, key=lambda kind: counted[kind])
    if counted[best] < max(2, _PART * len(names)):
        return None
    return _COUNTRY if best == "country" else _TITLES[best]


def _is_country(name: str) -> bool:
    return len(name) > 1 and not (name.isascii() and len(name) == 2) and country_code(name) is not None
