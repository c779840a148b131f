"""One table with its keys and roles -> one cube of a data model, as the plain data of its YAML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pipeline.engines.compiler.expressions import quoted
from pipeline.inference.bilingual import called, chinese, english, other_english
from pipeline.inference.columns import Role
from pipeline.inference.keys import KEY_ENDINGS_ZH, KEY_WORDS, Reference
from pipeline.inference.kinds import kind_words
from pipeline.inference.names import member_name, plural, singular, table_words, title_of, words_of
from pipeline.inference.places import country_words
from pipeline.inference.profile import Column, Table
from pipeline.inference.wording import AGGREGATES, Wording, titles_of
from pipeline.inference.words import HOUR_OF_DAY, KEYS_OF_PEOPLE, NAME_WORDS, WEEKDAY, WEEKDAYS

Plain = dict[str, Any]
ROW_NUMBER = "row_number"  # the key of a table without one
# What a column is measured by, what goes without saying first. The others of `AGGREGATES` answer only
# who asks for them by name: the sum of the cylinders, the average of the years.
_PLAINLY = {
    Role.AMOUNT: ("sum", "avg", "min", "max"),
    Role.RATE: ("avg", "sum", "min", "max"),
    Role.KIND: ("avg", "min", "max"),
}


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
        self._roles = roles
        self._words = table_words(table.name)
        taken: set[str] = {"count"}
        self._members: dict[str, str] = {}
        for column in table.columns:
            self._members[column.name] = member_name(column.name, taken)
            taken.add(self._members[column.name])
        self._taken = taken
        self._wording = Wording(table, (name for of in roles for name in of))

    def cube(
        self, joins: Sequence[Reference], parts: Mapping[Reference, str], back: Sequence[Reference]
    ) -> Plain:
        """The cube of the table itself; ``back`` are the references to it that are followed from here."""
        things = plural(self._words)
        cube = self._head(self._names[self._table.name], title_of(things))
        titles = self._thing()
        if titles:
            titles["en"] = title_of(things if self._words[-1].isascii() else titles["en"].split())
        cube["joins"] = [
            *(self._join(self._names[r.target], r, one=self._key == (r.column,)) for r in joins),
            *(self._join(name, r, one=False) for r, name in parts.items()),
            *(self._join_back(self._names[r.table], r) for r in back),
        ]
        others = [" ".join(plural(other)) for other in other_english(singular(self._words))]
        known = (*self._keyed(), *self._called(), *called(singular(self._words)), *others)
        joined = {**{r: self._names[r.target] for r in joins}, **parts}
        meta = {
            "titles": titles,
            "synonyms": list(dict.fromkeys(known)),
            "every_row_has": [name for r, name in joined.items() if r.complete],
        }
        cube["meta"] = {k: v for k, v in meta.items() if v}
        cube["dimensions"] = self._dimensions(refers_to={r.column: name for r, name in joined.items()})
        cube["measures"] = self._measures(things)
        return {k: v for k, v in cube.items() if v}

    def _keyed(self) -> list[str]:
        """What the rows are called by their key: orders by 订单编号, employees by 工号."""
        if len(self._key) != 1:
            return []
        [name] = self._key
        if name in KEYS_OF_PEOPLE:
            return list(KEYS_OF_PEOPLE[name])
        if not name.isascii():
            rest = next((name.removesuffix(e) for e in KEY_ENDINGS_ZH if name.endswith(e)), "")
            return [rest] if len(rest) > 1 else []
        words = words_of(name)
        rest_words = words[:-1] if words[-1] in KEY_WORDS else []
        return [" ".join(plural(rest_words))] if rest_words and rest_words != singular(self._words) else []

    def _thing(self) -> dict[str, str]:
        """What several rows are called in both languages, where that is known: by the name of the table,
        else by that of its key."""
        keyed = next(iter(self._keyed()), "")
        for words in (singular(self._words), [keyed]):
            text = "".join(words)
            if text and text.isascii() and (zh := chinese(words)):
                return {"en": " ".join(plural(words)), "zh": zh}
            if text and not any(w.isascii() for w in words) and (known := english(text)):
                return {"en": " ".join(plural(known)), "zh": text}
        return {}

    def _called(self) -> list[str]:
        """What the rows are called too: by their nearly unique text, where no column is their name."""
        texts = [c for c in self._table.columns if c.kind == "string" and self._role(c) is Role.TEXT]
        if any(words_of(c.name)[-1] in NAME_WORDS for c in texts):
            return []
        unique = (c for c in texts if self._table.rows > 20 and c.distinct >= 0.9 * self._table.rows)
        column = next((c for c in unique if c.longest <= 60), None)
        return [" ".join(plural(words_of(column.name)))] if column else []

    def part(self, name: str, reference: Reference) -> Plain:
        """The cube of the table in the part that it plays for another: only what it is called."""
        words = part_words(reference)
        thing = singular(self._words)
        title = words if words[-len(thing) :] == thing else [*words, *thing]
        cube = self._head(name, title_of(title))
        cube["dimensions"] = self._dimensions(of=words)
        return cube

    def _head(self, name: str, title: str) -> Plain:
        return {
            "name": name,
            "sql_table": self._table.sql.replace("{", "\\{").replace("}", "\\}"),
            "title": title,
        }

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

    def _dimensions(
        self, of: Sequence[str] = (), refers_to: Mapping[str, str] = MappingProxyType({})
    ) -> list[Plain]:
        """``of``: the part that the table plays; ``refers_to``: column -> the cube that it refers to."""
        found = []
        for column in self._table.columns:
            role = self._role(column)
            if role is Role.NONE:
                continue
            words, unit = self._wording.words(column)
            whose = [] if of else self._whose(words)
            title = [*of, *whose, *words]
            if role is Role.KEY and title[-1] not in KEY_WORDS and column.name not in self._key:
                title.append("id")  # the physician of an appointment is somebody, their number is not
            dimension: Plain = {
                "name": self._members[column.name],
                "sql": self._sql(column),
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
            if role is Role.RATE and column.hints.get("format"):
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
            if kinds := column.hints.get("kinds"):
                meta["values"] = kind_words(kinds, chinese(words) or dimension["title"])
            if unit:
                meta["unit"] = {"en": unit[0], "zh": unit[1]}
            if meta:
                dimension["meta"] = meta
            if role is Role.RATE and (words_of(column.name)[-1] == "age" or column.name.endswith("年龄")):
                dimension["meta"] = {**dimension.get("meta", {}), "unit": {"en": "years", "zh": "岁"}}
            found.append(dimension)
            if role is Role.TIME and not of:
                found += self._parts_of_time(column)
        if full_name := self._full_name(of):
            found.append(full_name)
        if not self._key and not self._table.is_view:
            name = member_name(ROW_NUMBER, self._taken)
            found.insert(0, {
                "name": name, "sql": "{CUBE}.rowid", "type": "number", "primary_key": True, "public": False,
            })  # fmt: skip
        return found

    def _whose(self, words: Sequence[str]) -> list[str]:
        """The table's things, where a column is only called a name: of a physician and a patient there are
        two in one answer."""
        things = singular(self._words)
        bare = len(words) == 1 and words[0].lower() in NAME_WORDS
        return things if bare and all(word.isascii() for word in (*things, *words)) else []

    def _parts_of_time(self, column: Column) -> list[Plain]:
        """The weekday of a date, and the hour where it has a time of day."""
        title, sql = title_of(words_of(column.name)), self._sql(column)
        zh = chinese(words_of(column.name)) or title
        weekday: Plain = {
            "name": self._named(f"{self._members[column.name]}_weekday"),
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
            "name": self._named(f"{self._members[column.name]}_hour"),
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
            "name": self._named("full_name"),
            "sql": f"concat_ws(' ', {self._sql(first)}, {self._sql(last)})",
            "type": "string",
            "title": title_of([*of, "full", "name"]),
        }

    def _measures(self, things: Sequence[str]) -> list[Plain]:
        count: Plain = {"name": "count", "type": "count", "title": f"Number of {' '.join(things)}"}
        if thing := self._thing():
            count["title"] = f"Number of {thing['en']}"
            count["meta"] = {"titles": {"en": count["title"], "zh": f"{thing['zh'].removesuffix('表')}数"}}
        measures = [count]
        for column in self._table.columns:
            role = self._role(column)
            plainly = _PLAINLY.get(role, ())
            measures += [self._aggregate(column, aggregate) for aggregate in plainly]
            if role in (Role.TEXT, Role.KEY, Role.CODE, Role.YEAR) and self._key != (column.name,):
                measures.append(self._distinct(column))
            if column.kind == "number" and role is not Role.NONE:
                by_name = [a for a in AGGREGATES if a not in plainly]
                measures += [self._aggregate(column, aggregate, by_name=True) for aggregate in by_name]
        return measures

    def _aggregate(self, column: Column, aggregate: str, by_name: bool = False) -> Plain:
        """The measure of a column; ``by_name``: it is meant only where the aggregate is asked for."""
        words, unit = self._wording.words(column)
        plain = " ".join(words)
        titles = titles_of(words, plain)
        known_zh = titles["zh"] if titles else plain
        known_en = titles["en"].lower() if titles and not plain.isascii() else plain
        en, zh, zh_of_latin = AGGREGATES[aggregate]
        if aggregate == "sum" and known_en.startswith("total"):
            en = "Sum of {}"  # of totals
        sql = self._sql(column)
        measure: Plain = {
            "name": self._named(f"{aggregate}_{self._members[column.name]}"),
            # Cube has no type for a median: https://cube.dev/docs/reference/data-model/types-and-formats
            "sql": f"median({sql})" if aggregate == "median" else sql,
            "type": "number" if aggregate == "median" else aggregate,
            "title": en.format(known_en),
            "meta": {
                "titles": {
                    "en": en.format(known_en),
                    "zh": (zh_of_latin if known_zh.isascii() else zh).format(known_zh),
                }
            },
        }
        if by_name:
            measure["meta"]["aggregates"] = self._members[column.name]
        elif also := self._wording.of_measure(column, aggregate):
            measure["meta"]["synonyms"] = also
        if column.hints.get("format"):
            measure["format"] = column.hints["format"]
        if column.hints.get("unit"):
            measure["meta"]["unit"] = column.hints["unit"]
        elif unit:
            measure["meta"]["unit"] = {"en": unit[0], "zh": unit[1]}
        return measure

    def _distinct(self, column: Column) -> Plain:
        words = words_of(column.name)
        things = " ".join(plural(words))
        return {
            "name": self._named(f"distinct_{self._members[column.name]}"),
            "sql": self._sql(column),
            "type": "count_distinct",
            "title": f"Number of different {things}",
            "meta": {
                "titles": {
                    "en": f"Number of different {things}",
                    "zh": f"不同{chinese(words) or ' '.join(words)}数",
                }
            },
        }

    def _named(self, name: str) -> str:
        found = member_name(name, self._taken)
        self._taken.add(found)
        return found

    def _role(self, column: Column) -> Role:
        return self._roles[(self._table.name, column.name)]

    def _sql(self, column: Column) -> str:
        read_as = _escaped(column.read_as.replace("{}", "\0"))
        return read_as.replace("\0", "{CUBE}." + _escaped(quoted(column.name)))


def part_words(reference: Reference) -> list[str]:
    """What the target of a reference is to who refers to it: the manager of ``manager_id``."""
    words = words_of(reference.column)
    while len(words) > 1 and words[-1] in KEY_WORDS:
        words = words[:-1]
    return words


def _condition(other: str, own: str, theirs: str, as_text: bool) -> str:
    """The SQL that joins the cube's column ``own`` to the column ``theirs`` of the cube ``other``."""
    here, there = f"{{CUBE}}.{_escaped(quoted(own))}", f"{{{other}}}.{_escaped(quoted(theirs))}"
    return f"CAST({here} AS VARCHAR) = CAST({there} AS VARCHAR)" if as_text else f"{here} = {there}"


def _escaped(sql: str) -> str:
    """SQL whose braces are no references."""
    return sql.replace("{", "\\{").replace("}", "\\}")
