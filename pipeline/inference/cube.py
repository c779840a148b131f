"""One table with its keys and roles -> one cube of a data model, as the plain data of its YAML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pipeline.engines.compiler.expressions import quoted
from pipeline.inference.bilingual import chinese
from pipeline.inference.columns import Role
from pipeline.inference.keys import KEY_WORDS, Reference
from pipeline.inference.kinds import kind_words, month_words
from pipeline.inference.measures import MeasureBuilder
from pipeline.inference.members import Members, as_read, escaped
from pipeline.inference.names import said, title_of, words_of
from pipeline.inference.places import country_words
from pipeline.inference.profile import Column, Table
from pipeline.inference.shapes.rewrite import with_names
from pipeline.inference.things import Things
from pipeline.inference.wording import Wording, titles_of
from pipeline.inference.words import HOUR_OF_DAY, NAME_WORDS, WEEKDAY, WEEKDAYS

Plain = dict[str, Any]
ROW_NUMBER = "row_number"  # the key of a table without one


class CubeBuilder:
    """One table on its way to a cube."""

    def __init__(
        self,
        table: Table,
        names: Mapping[str, str],
        key: tuple[str, ...],
        roles: Mapping[tuple[str, str], Role],
    ) -> None:
        self._table = table
        self._names = names
        self._key = key
        self._things = Things(table, key, roles, only=len(names) == 1)
        self._columns = Members(table, roles)
        self._wording = Wording(table, (name for of in roles for name in of))

    def cube(
        self, joins: Sequence[Reference], parts: Mapping[Reference, str], back: Sequence[Reference]
    ) -> Plain:
        """The cube of the table itself; ``back`` are the references to it that are followed from here."""
        things = self._things.words
        cube = self._head(self._names[self._table.name], title_of(things))
        titles = self._things.titles
        if titles:
            titles["en"] = title_of(things if things[-1].isascii() else titles["en"].split())
        cube["joins"] = [
            *(self._join(self._names[r.target], r, one=self._key == (r.column,)) for r in joins),
            *(self._join(name, r, one=False) for r, name in parts.items()),
            *(self._join_back(self._names[r.table], r) for r in back),
        ]
        joined = {**{r: self._names[r.target] for r in joins}, **parts}
        meta = {
            "titles": titles,
            "synonyms": self._things.also,
            "every_row_has": [name for r, name in joined.items() if r.complete],
            "read": [{"en": told.en, "zh": told.zh} for told in self._table.told],
        }
        cube["meta"] = {k: v for k, v in meta.items() if v}
        cube["dimensions"] = self._dimensions(refers_to={r.column: name for r, name in joined.items()})
        cube["measures"] = MeasureBuilder(
            self._columns, self._wording, self._key, self._things.counting
        ).measures(self._count(things))
        if figure := self._figure(cube["measures"]):
            cube["meta"]["figure"] = figure
        return {k: v for k, v in cube.items() if v}

    def _figure(self, measures: Sequence[Plain]) -> str | None:
        """The measure that is meant where none is named, where the rows are figures of one kind."""
        column = self._table.column(self._table.figures[0]) if len(self._table.figures) == 1 else None
        if column is None:
            return None
        own = {f"{aggregate}_{self._columns.name(column)}" for aggregate in ("sum", "avg")}
        return next((m["name"] for m in measures if m["name"] in own), None)

    def part(self, name: str, reference: Reference) -> Plain:
        """The cube of the table in the part that it plays for another: only what it is called."""
        words = part_words(reference)
        thing = self._things.one
        title = words if words[-len(thing) :] == thing else [*words, *thing]
        cube = self._head(name, title_of(title))
        cube["dimensions"] = self._dimensions(of=words)
        return cube

    def _head(self, name: str, title: str) -> Plain:
        query = escaped(self._table.query)
        rows = (
            {"sql": with_names(query, lambda column: self._is_named(name, column))}
            if query
            else {"sql_table": escaped(self._table.sql)}
        )
        return {"name": name, **rows, "title": title}

    def _is_named(self, cube: str, name: str) -> str:
        """SQL that is true of the rows whose value of a column is what is asked for, and not only like it:
        the test does not hold with a sign before or behind the value."""
        column = self._table.column(name)
        if column is None or self._columns.role(column) is Role.NONE or "'" in name:
            return "FALSE"
        member, value = f"FILTER_PARAMS.{cube}.{self._columns.name(column)}", escaped(quoted(name))
        is_, begins, ends = (
            f"{{{member}.filter('{sql}')}}" for sql in (value, f"{value} || chr(126)", f"chr(126) || {value}")
        )
        return f"(({is_}) AND NOT ({begins}) AND NOT ({ends}))"

    def _join(self, name: str, reference: Reference, one: bool) -> Plain:
        return {
            "name": name,
            "sql": _condition(name, reference.column, reference.key, reference.as_text),
            "relationship": "one_to_one" if one else "many_to_one",
        }

    def _join_back(self, name: str, reference: Reference) -> Plain:
        return {
            "name": name,
            "sql": _condition(name, reference.key, reference.column, reference.as_text),
            "relationship": "one_to_many",
        }

    def _count(self, things: Sequence[str]) -> Plain:
        """The measure that counts the rows."""
        count: Plain = {"name": "count", "type": "count", "title": f"Number of {said(things)}"}
        if thing := self._things.titles:
            count["title"] = f"Number of {thing['en']}"
            count["meta"] = {"titles": {"en": count["title"], "zh": f"{thing['zh'].removesuffix('表')}数"}}
        else:
            named = said(self._things.one).removesuffix("表").removesuffix("记录").strip()
            count["meta"] = {"titles": {"en": count["title"], "zh": f"{named}记录数"}}
        return count

    def _dimensions(
        self, of: Sequence[str] = (), refers_to: Mapping[str, str] = MappingProxyType({})
    ) -> list[Plain]:
        """``of``: the part that the table plays; ``refers_to``: column -> the cube that it refers to."""
        found = []
        for column in self._table.columns:
            role = self._columns.role(column)
            if role is Role.NONE:
                continue
            words, unit = self._wording.words(column)
            whose = [] if of else self._whose(words)
            title = [*of, *whose, *words]
            if role is Role.KEY and title[-1] not in KEY_WORDS and column.name not in self._key:
                title.append("id")  # the physician of an appointment is somebody, their number is not
            dimension: Plain = {
                "name": self._columns.name(column),
                "sql": self._columns.sql(column),
                "type": {"other": "string"}.get(column.kind, column.kind),
                "title": title_of(title),
            }
            if column.type.upper() in ("UUID", "TIME", "INTERVAL", "JSON") or column.type.upper().startswith(
                "ENUM"
            ):
                dimension["sql"] = f"CAST({dimension['sql']} AS VARCHAR)"
            if column.name in self._key:
                dimension["primary_key"] = True
                dimension["public"] = True
            if role in (Role.RATE, Role.SHARE) and column.hints.get("format"):
                dimension["format"] = column.hints["format"]
            meta: Plain = {}
            if other := refers_to.get(column.name):
                meta["refers_to"] = other
            if titles := titles_of(title, dimension["title"]):
                meta["titles"] = titles
            also = [] if of else self._wording.synonyms(column, role is Role.YEAR)
            if whose:
                also = [" ".join(words), *([zh] if (zh := chinese(words)) else []), *also]
            if also:
                meta["synonyms"] = also
            if countries := column.hints.get("countries"):
                meta["values"] = country_words(countries)
            if grain := column.hints.get("grain"):
                meta["grain"] = grain
            if column.hints.get("part") == "month" or (
                role is Role.PART and words[-1] in ("month", "月份", "月")
            ):
                meta["values"] = month_words()
            if totals := column.hints.get("totals"):
                meta["values"] = {**meta.get("values", {}), **totals}
            if kinds := column.hints.get("kinds"):
                meta["values"] = {
                    **meta.get("values", {}),
                    **kind_words(kinds, chinese(words) or dimension["title"]),
                }
            if unit:
                meta["unit"] = {"en": unit[0], "zh": unit[1]}
            meta |= as_read(column)
            if meta:
                dimension["meta"] = meta
            if role is Role.RATE and (words_of(column.name)[-1] == "age" or column.name.endswith("年龄")):
                dimension["meta"] = {**dimension.get("meta", {}), "unit": {"en": "years", "zh": "岁"}}
            found.append(dimension)
            if role is Role.TIME and not of and column.hints.get("grain", "day") == "day":
                found += self._parts_of_time(column)
        if full_name := self._full_name(of):
            found.append(full_name)
        if not self._key and not self._table.is_view:
            name = self._columns.named(ROW_NUMBER)
            found.insert(0, {
                "name": name, "sql": "{CUBE}.rowid", "type": "number", "primary_key": True, "public": False,
            })  # fmt: skip
        return found

    def _whose(self, words: Sequence[str]) -> list[str]:
        """The table's things, where a column is only called a name: of a physician and a patient there are
        two in one answer."""
        things = self._things.one
        bare = len(words) == 1 and words[0].lower() in NAME_WORDS
        return things if bare and all(word.isascii() for word in (*things, *words)) else []

    def _parts_of_time(self, column: Column) -> list[Plain]:
        """The weekday of a date, and the hour where it has a time of day."""
        title, sql = title_of(words_of(column.name)), self._columns.sql(column)
        zh = chinese(words_of(column.name)) or title
        weekday: Plain = {
            "name": self._columns.named(f"{self._columns.name(column)}_weekday"),
            "sql": f"dayofweek({sql})",
            "type": "number",
            "title": f"{title} weekday",
            "meta": {
                "titles": {"en": f"{title} weekday", "zh": f"{zh}星期"},
                "synonyms": list(WEEKDAY),
                "values": {day: dict(words) for day, words in WEEKDAYS.items()},
            },
        }
        if column.type == "DATE" or "AS DATE" in column.read_as:
            return [weekday]
        hour: Plain = {
            "name": self._columns.named(f"{self._columns.name(column)}_hour"),
            "sql": f"hour({sql})",
            "type": "number",
            "title": f"{title} hour",
            "meta": {"titles": {"en": f"{title} hour", "zh": f"{zh}小时"}, "synonyms": list(HOUR_OF_DAY)},
        }
        return [weekday, hour]

    def _full_name(self, of: Sequence[str]) -> Plain | None:
        """What a person is called, where first and last names stand in two columns."""
        by_words = {" ".join(words_of(c.name)[-2:]): c for c in self._table.columns if c.kind == "string"}
        first = by_words.get("first name")
        last = by_words.get("last name") or by_words.get("family name")
        if first is None or last is None or "full name" in by_words:
            return None
        return {
            "name": self._columns.named("full_name"),
            "sql": f"concat_ws(' ', {self._columns.sql(first)}, {self._columns.sql(last)})",
            "type": "string",
            "title": title_of([*of, "full", "name"]),
        }


def part_words(reference: Reference) -> list[str]:
    """What the target of a reference is to who refers to it: the manager of ``manager_id``."""
    words = words_of(reference.column)
    while len(words) > 1 and words[-1] in KEY_WORDS:
        words = words[:-1]
    return words


def _condition(other: str, own: str, theirs: str, as_text: bool) -> str:
    """The SQL that joins the cube's column ``own`` to the column ``theirs`` of the cube ``other``."""
    here, there = f"{{CUBE}}.{escaped(quoted(own))}", f"{{{other}}}.{escaped(quoted(theirs))}"
    return f"CAST({here} AS VARCHAR) = CAST({there} AS VARCHAR)" if as_text else f"{here} = {there}"
