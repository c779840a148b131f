from __future__ import annotations

import pytest

from pipeline.catalog import Catalog, Cube, Member
from pipeline.language import Text
from pipeline.planner import words
from pipeline.planner.cues import CUES, Cue
from pipeline.planner.lexicon import Lexicon
from pipeline.planner.readings import Role
from pipeline.planner.tokens import phrase


def member(
    name: str, title: str, kind: str = "dimension", type_: str = "string", agg: str | None = None
) -> Member:
    return Member(name, kind, type_, Text(title, title), agg_type=agg)  # type: ignore[arg-type]


CITY = member("plants.city", "City")
STATUS = member("plants.machine_status", "Machine status")
NAME = member("plants.plant_name", "Plant name")
OUTPUT = member("plants.total_output", "Total output", "measure", "number", "sum")
SCRAP = member("plants.scrap_rate", "Scrap rate", "measure", "number", "number")
COUNT = member("plants.count", "Count", "measure", "number", "count")
PLANTS = Cube(
    "plants", "cube", Text("Plants", "工厂"), measures=(OUTPUT, SCRAP, COUNT), dimensions=(CITY, STATUS, NAME)
)


@pytest.fixture
def lexicon() -> Lexicon:
    lexicon = Lexicon(Catalog([PLANTS]))
    lexicon.add_values(CITY, ["Lund", "Bergen"])
    lexicon.add_values(STATUS, ["Running hot", "Stopped"])
    return lexicon


def targets(lexicon: Lexicon, text: str, role: Role) -> list[str]:
    return [r.target for r in lexicon.readings(phrase(text)) if r.role is role]


@pytest.mark.parametrize(
    ("text", "role", "target"),
    [
        ("total output", Role.MEASURE, "plants.total_output"),
        ("outputs", Role.MEASURE, "plants.total_output"),  # without its aggregate, in the plural
        ("total_output", Role.MEASURE, "plants.total_output"),  # as the model writes it
        ("machine status", Role.DIMENSION, "plants.machine_status"),
        ("status", Role.DIMENSION, "plants.machine_status"),  # half of the title
        ("plant", Role.ENTITY, "plants"),
        ("工厂", Role.ENTITY, "plants"),
        ("lund", Role.VALUE, "plants.city"),
    ],
)
def test_what_a_phrase_can_mean(lexicon: Lexicon, text: str, role: Role, target: str) -> None:
    assert target in targets(lexicon, text, role)


def test_half_a_title_gives_way_to_a_whole_one() -> None:
    whole = member("plants.status", "Status")
    cube = Cube("plants", "cube", Text("Plants", "工厂"), dimensions=(STATUS, whole))

    assert targets(Lexicon(Catalog([cube])), "status", Role.DIMENSION) == ["plants.status"]


def test_things_are_called_by_the_dimension_with_their_name(lexicon: Lexicon) -> None:
    assert lexicon.labels["plants"] is NAME


def test_one_word_of_a_value_stands_for_it_where_values_are_few(lexicon: Lexicon) -> None:
    found = lexicon.value_with("hot", sure=False)
    assert found is not None
    assert found.value == "Running hot"


def test_among_many_names_one_word_must_stand_where_a_value_does(lexicon: Lexicon) -> None:
    lexicon.add_values(NAME, [f"Plant {i} west" if i else "Small creek" for i in range(80)])

    assert lexicon.value_with("small", sure=False) is None
    assert lexicon.value_with("small", sure=True) is not None


def test_sexes_are_known_however_a_column_spells_them(lexicon: Lexicon) -> None:
    lexicon.add_values(member("plants.sex", "Sex"), ["m", "f"])

    [women] = [r for r in lexicon.readings(phrase("women")) if r.role is Role.VALUE]
    assert women.value == "f"
    assert targets(lexicon, "男性", Role.VALUE) == ["plants.sex"]


def test_misspellings_and_near_names(lexicon: Lexicon) -> None:
    assert lexicon.spelling.nearest_word("outptu") == "output"
    assert lexicon.spelling.nearest_word("weather") is None
    assert lexicon.spelling.near_phrase("machine statut") == "Machine status"


@pytest.mark.parametrize("table", [CUES, words.GRAINS, words.CHARTS, words.UNSUPPORTED])
def test_what_one_language_can_say_the_other_can(table: dict[str, tuple[str, ...]]) -> None:
    for cue, phrases in table.items():
        if cue is Cue.PER:
            continue  # 每 groups as "by" does
        assert any(p.isascii() and any(c.isalpha() for c in p) for p in phrases), cue
        assert any(not p.isascii() for p in phrases), cue
        assert len(set(phrases)) == len(phrases), cue
