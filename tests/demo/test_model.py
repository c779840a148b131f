from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from pipeline.demo import data

MODEL = Path(data.__file__).parent / "model"
KINDS = ("measures", "dimensions", "segments")


def load(folder: str, key: str) -> dict[str, dict[str, Any]]:
    files = [yaml.safe_load(file.read_text("utf-8")) for file in sorted((MODEL / folder).glob("*.yml"))]
    return {thing["name"]: thing for file in files for thing in file[key]}


CUBES = load("cubes", "cubes")
VIEWS = load("views", "views")
MEMBERS = {
    f"{cube['name']}.{member['name']}": member
    for cube in CUBES.values()
    for kind in KINDS
    for member in cube.get(kind, ())
}
PUBLIC = {name: member for name, member in MEMBERS.items() if member.get("public", True)}
WITH_VALUES = [name for name, member in PUBLIC.items() if "values" in member["meta"]]


def public_members(cube: str) -> dict[str, dict[str, Any]]:
    return {name: member for name, member in PUBLIC.items() if name.startswith(f"{cube}.")}


def said(words: list[str]) -> Counter[str]:
    """How often each word occurs, as a person would compare them."""
    return Counter(word.casefold().strip() for word in words)


def expression(name: str) -> str:
    """The SQL of a dimension with references written out as Cube does it, letter for letter."""
    cube, _, _ = name.partition(".")
    member = MEMBERS[name]
    if "case" in member:
        whens = " ".join(f"WHEN {w['sql']} THEN '{w['label']}'" for w in member["case"]["when"])
        sql = f"CASE {whens} ELSE '{member['case']['else']['label']}' END"
    else:
        sql = str(member.get("sql", "1"))
    return re.sub(
        r"\{(\w+)\}",
        lambda ref: cube if ref[1] in ("CUBE", cube) else expression(f"{cube}.{ref[1]}"),
        sql,
    )


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    path = tmp_path_factory.mktemp("demo") / "company.duckdb"
    data.build(path, date(2025, 5, 14), 0.2)
    with duckdb.connect(str(path), read_only=True) as connection:
        yield connection


def test_the_cubes_and_views_are_those_of_the_company():
    assert set(CUBES) == {
        "employees",
        "departments",
        "salaries",
        "customers",
        "products",
        "orders",
        "order_items",
    }
    assert set(VIEWS) == {"sales", "workforce"}
    assert MEMBERS["employees.total_employees"]["type"] == "count"


def test_no_file_is_a_jinja_template():
    for file in MODEL.rglob("*.yml"):
        assert not re.search(r"\{\{|\}\}|\{%|%\}", file.read_text("utf-8")), file.name


@pytest.mark.parametrize("kind", ["count", "count_distinct", "sum", "avg", "min", "max", "number"])
def test_every_ordinary_kind_of_measure_occurs(kind):
    assert kind in {m["type"] for cube in CUBES.values() for m in cube["measures"]}


@pytest.mark.parametrize("name", [*CUBES, *VIEWS, *PUBLIC])
def test_everything_public_has_words_in_both_languages(name):
    thing = CUBES.get(name) or VIEWS.get(name) or PUBLIC[name]
    titles, synonyms = thing["meta"]["titles"], thing["meta"]["synonyms"]
    assert titles["en"] == thing["title"]
    assert thing["description"].endswith(".")
    assert re.search(r"[\u4e00-\u9fff]", titles["zh"])
    assert all(isinstance(word, str) and word.strip() for word in synonyms)
    assert any(re.search(r"[\u4e00-\u9fff]", word) for word in synonyms)
    assert any(re.fullmatch(r"[\x20-\x7e]+", word) for word in synonyms)


@pytest.mark.parametrize("cube", CUBES)
def test_members_of_one_cube_share_no_word(cube):
    words = [
        word
        for member in public_members(cube).values()
        for word in {w.casefold() for w in [*member["meta"]["titles"].values(), *member["meta"]["synonyms"]]}
    ]
    assert [word for word, times in said(words).items() if times > 1] == []


def test_words_meaning_several_cubes_are_those_of_life():
    owners: dict[str, set[str]] = {}
    for name, member in PUBLIC.items():
        for word in [*member["meta"]["titles"].values(), *member["meta"]["synonyms"]]:
            owners.setdefault(word.casefold(), set()).add(name)
    shared = {word: names for word, names in owners.items() if len(names) > 1}
    assert shared == {word: {"employees.city", "customers.city"} for word in ("city", "城市")}


@pytest.mark.parametrize("name", WITH_VALUES)
def test_named_values_are_exactly_those_of_the_data(company, name):
    table = CUBES[name.partition(".")[0]]["sql_table"]
    found = {row[0] for row in company.sql(f"SELECT DISTINCT {expression(name)} FROM {table}").fetchall()}
    named = MEMBERS[name]["meta"]["values"]
    assert set(named) == found - {None}
    words = [
        word
        for value in named.values()
        for word in {w.casefold() for w in [value["en"], value["zh"], *value["synonyms"]]}
    ]
    assert [word for word, times in said(words).items() if times > 1] == []


@pytest.mark.parametrize("name", MEMBERS)
def test_the_sql_of_every_member_runs_on_the_data(company, name):
    cube = CUBES[name.partition(".")[0]]
    member = MEMBERS[name]
    sql = aggregate(name) if member in cube["measures"] else expression(name)
    rows = company.sql(f"SELECT {sql} FROM {cube['sql_table']} AS {cube['name']}").fetchall()
    assert rows
    assert any(row[0] is not None for row in rows)


def aggregate(name: str) -> str:
    """A measure's SQL over its own cube, with the filters of the measures it stands on."""
    cube, _, _ = name.partition(".")
    member = MEMBERS[name]
    if member["type"] == "number":
        return re.sub(r"\{(\w+)\}", lambda ref: aggregate(f"{cube}.{ref[1]}"), member["sql"])
    functions = {"count": "count(*)", "count_distinct": "count(DISTINCT {})"}
    function = functions.get(member["type"], member["type"] + "({})").format(expression(name))
    conditions = [f["sql"].replace("{CUBE}", cube) for f in member.get("filters", ())]
    return f"{function} FILTER (WHERE {' AND '.join(conditions) or 'true'})"


@pytest.mark.parametrize("cube", CUBES)
def test_joins_lead_many_to_one_to_a_primary_key(company, cube):
    assert [d["name"] for d in CUBES[cube]["dimensions"] if d.get("primary_key")] == ["id"]
    for join in CUBES[cube].get("joins", ()):
        target = CUBES[join["name"]]
        condition = join["sql"].replace("{CUBE}", cube).replace(f"{{{target['name']}.id}}", "target.id")
        joined = company.sql(
            f"SELECT count(target.id), count(*) FROM {CUBES[cube]['sql_table']} AS {cube} "
            f"LEFT JOIN {target['sql_table']} AS target ON {condition}"
        ).fetchone()
        rows = company.sql(f"SELECT count(*) FROM {CUBES[cube]['sql_table']}").fetchone()
        assert join["relationship"] == "many_to_one"
        assert 0.9 * joined[1] < joined[0] <= joined[1] == rows[0]


@pytest.mark.parametrize("view", VIEWS)
def test_views_name_what_exists_along_joins_that_exist(view):
    exposed: list[str] = []
    for part in VIEWS[view]["cubes"]:
        path = part["join_path"].split(".")
        for source, target in pairwise(path):
            assert target in [join["name"] for join in CUBES[source]["joins"]]
        everything = [name.partition(".")[2] for name in MEMBERS if name.startswith(f"{path[-1]}.")]
        assert set(part.get("excludes", ())) <= set(everything)
        included = everything if part["includes"] == "*" else part["includes"]
        for member in included:
            name = member if isinstance(member, str) else member["name"]
            assert name in everything
            if name not in part.get("excludes", ()):
                shown = name if isinstance(member, str) else member["alias"]
                exposed.append(f"{path[-1]}_{shown}" if part.get("prefix") else shown)
    assert [name for name, times in Counter(exposed).items() if times > 1] == []


@pytest.mark.parametrize(
    "name", [n for n, m in MEMBERS.items() if m.get("format") == "percent" and m["type"] == "number"]
)
def test_rates_are_percent_points(company, name):
    cube = CUBES[name.partition(".")[0]]
    sql = aggregate(name) if MEMBERS[name] in cube["measures"] else f"max({expression(name)})"
    (rate,) = company.sql(f"SELECT {sql} FROM {cube['sql_table']} AS {cube['name']}").fetchone()
    assert 1 < rate < 100
