"""Chinese values by their sound: Ningbo is 宁波."""

from __future__ import annotations

from pypinyin import lazy_pinyin

from pipeline.planner.lexicon import Lexicon
from pipeline.planner.readings import Reading, Role
from pipeline.planner.tokens import phrase

_FEW = 2_000  # values of a dimension; of more only those who write Chinese ask
_LONGEST = 6  # characters
_STRENGTH = 0.85


def add_sounds(lexicon: Lexicon) -> None:
    """Makes the stored Chinese names known as they sound, written as one word and as several."""
    for dimension, values in lexicon.values.items():
        if len(values) > _FEW:
            continue
        for value in values:
            if not 2 <= len(value) <= _LONGEST or any(not "一" <= c <= "鿿" for c in value):
                continue
            sounds = lazy_pinyin(value)
            reading = Reading(Role.VALUE, dimension, value, _STRENGTH)
            for written in ("".join(sounds), " ".join(sounds)):
                lexicon.add_phrase(phrase(written), reading)
