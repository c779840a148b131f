"""What the rows of a table are called: after its file, its key or its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from pipeline.inference.bilingual import called, chinese, english, other_english
from pipeline.inference.columns import Role
from pipeline.inference.keys import KEY_ENDINGS_ZH, KEY_WORDS
from pipeline.inference.names import plural, said, singular, table_words, words_of
from pipeline.inference.profile import Column, Table
from pipeline.inference.shapes.periods import period_of
from pipeline.inference.shapes.words import SAYS_NOTHING, SAYS_NOTHING_ZH
from pipeline.inference.words import COUNTS_OF_ROWS, KEYS_OF_PEOPLE, NAME_WORDS, TOLD_BY_COLUMNS

_RECORDS, _RECORDS_ZH = "records", "记录"
# What the rows of the only table are called besides.
_ROWS = ("rows", "records", "entries", "lines", "行", "记录", "条记录", "数据行")
_NO_THINGS = frozenset(("hr", "crm", "erp", "pos", "fin", "ops"))  # where a file comes from
_TIMES = frozenset(("minute", "hour", "second", "day", "week", "month", "year", "point", "unit", "score"))
_MONEY = frozenset(("sale", "revenue", "amount", "expense", "income", "profit", "salary", "cost", "price"))


class Things:
    """The rows of one table as things with a name."""

    def __init__(
        self, table: Table, key: tuple[str, ...], roles: Mapping[tuple[str, str], Role], *, only: bool = False
    ) -> None:
        """``only``: there is no other table."""
        self._table, self._key, self._only = table, key, only
        self._roles = {column: role for (of, column), role in roles.items() if of == table.name}

    @cached_property
    def words(self) -> list[str]:
        """What several of them are called, in the language of the table."""
        words = table_words(self._table.name)
        if self._table.figures or self.counting is not None:
            return self._as_records(words)
        if not _says_nothing(self._table.name, words):
            return plural(words)
        return plural(self._told_by_key() or self._told_by_columns() or [self._records])

    @property
    def one(self) -> list[str]:
        """What one of them is called."""
        return singular(self.words)

    @cached_property
    def counting(self) -> Column | None:
        """The column that says how many there are of what the table is named after: the births of a table of
        births by day."""
        amounts = [c for c in self._table.columns if c.kind == "number" and c.whole]
        amounts = [c for c in amounts if self._roles.get(c.name) in (Role.AMOUNT, Role.KIND)]
        named = {*singular(table_words(self._table.name)), *map(_singular, table_words(self._table.name))}
        for column in amounts:
            words = bare_count(words_of(column.name))
            if len(words) == 1 and _singular(words[0]) in named - _MONEY - {
                _singular(w) for w in SAYS_NOTHING
            }:
                return column
        counts = [c for c in amounts if " ".join(words_of(c.name)) in COUNTS_OF_ROWS]
        return counts[0] if len(counts) == 1 and not self._key else None

    @property
    def titles(self) -> dict[str, str]:
        """What several of them are called in both languages, where that is known."""
        keyed = next(iter(self._keyed()), "")
        for words in (self.one, [keyed]):
            text = "".join(words)
            if text and text.isascii() and (zh := chinese(words)):
                return {"en": said(plural(words)), "zh": zh}
            if text and not any(w.isascii() for w in words) and (known := english(text)):
                return {"en": " ".join(plural(known)), "zh": text}
        if self.words[-1:] == [_RECORDS]:
            return {"en": said(self.words), "zh": said(self.words[:-1]) + _RECORDS_ZH}
        return {}

    @property
    def also(self) -> list[str]:
        """What else they are called."""
        rows = _ROWS if self._only else ()
        if self._table.figures or self.counting is not None:
            return list(rows)
        others = [" ".join(plural(other)) for other in other_english(self.one)]
        found = (*self._keyed(), *self._called(), *called(self.one), *others, *self._told_besides(), *rows)
        return [name for name in dict.fromkeys(found) if name != " ".join(self.words)]

    @property
    def _records(self) -> str:
        han = any(not c.name.isascii() for c in self._table.columns)
        return _RECORDS_ZH if han else _RECORDS

    def _as_records(self, words: list[str]) -> list[str]:
        figures = self._table.figures
        if len(figures) == 1:
            words = words_of(figures[0])
        if len(figures) > 1 and _says_nothing(self._table.name, words):
            words = []
        if not all(w.isascii() for w in words):
            return ["".join(words) + _RECORDS_ZH]
        return [*singular(words), _RECORDS]

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
        rest_words = self._told_by_key()
        return [" ".join(plural(rest_words))] if rest_words and rest_words != self.one else []

    def _told_by_key(self) -> list[str]:
        """The thing that the key is the number of: the bill of a bill_id."""
        name = self._key[0] if len(self._key) == 1 else ""
        if not name.isascii():
            rest = next((name.removesuffix(e) for e in KEY_ENDINGS_ZH if name.endswith(e)), "")
            return [rest] if len(rest) > 1 else []
        words = words_of(name) if name else []
        return words[:-1] if words and words[-1] in KEY_WORDS else []

    def _told_by_columns(self) -> list[str]:
        """The thing that has such columns: what has a director is a movie."""
        names = {word for c in self._table.columns for word in (c.name.lower(), *words_of(c.name))}
        han = any(not c.name.isascii() for c in self._table.columns)
        for thing, (zh, needed, telling) in TOLD_BY_COLUMNS.items():
            if (not needed or needed & names) and telling & names:
                return [zh] if han else [thing]
        return []

    def _told_besides(self) -> list[str]:
        """What the rows of the only table are by its columns, or by a word within its name: 豆瓣电影."""
        if not self._only or self.titles:
            return []
        by_columns = self._told_by_columns()
        named = [zh for zh, *_ in TOLD_BY_COLUMNS.values() if zh in self._table.name]
        also = [" ".join(plural(known)) for zh in (*by_columns, *named) if (known := english(zh))]
        both = [zh for thing in by_columns if (zh := chinese([thing]))]
        return [*(plural(by_columns)), *both, *named, *also]

    def _called(self) -> list[str]:
        """What the rows are called too: by their nearly unique text, where no column is their name."""
        texts = [
            c for c in self._table.columns if c.kind == "string" and self._roles.get(c.name) is Role.TEXT
        ]
        if any(words_of(c.name)[-1] in NAME_WORDS for c in texts):
            return []
        unique = (c for c in texts if self._table.rows > 20 and c.distinct >= 0.9 * self._table.rows)
        column = next((c for c in unique if c.longest <= 60), None)
        return [" ".join(plural(words_of(column.name)))] if column else []


def _singular(word: str) -> str:
    return singular([word])[0]


def bare_count(words: Sequence[str]) -> list[str]:
    """What a count is of: the births of "total births", "number of births", "birth count"."""
    found = [w for w in words if w not in ("total", "number", "num", "of", "count", "the")]
    return found or list(words)


def is_count(words: Sequence[str]) -> bool:
    """Whether a name is that of a number of things: births, total crashes."""
    last = words[-1]
    return (
        last.isascii()
        and last not in COUNTS_OF_ROWS
        and _singular(last) != last
        and _singular(last) not in _MONEY
    )


def _says_nothing(name: str, words: Sequence[str]) -> bool:
    """Whether the name of a file says how it was made, and not of what it is: ``export_0423``."""
    if not name.isascii():
        return not SAYS_NOTHING_ZH.sub("", name).strip(" _-（）()")
    if name.lower() in _NO_THINGS:
        return True
    told = [w for w in words if w.isalpha() and len(w) > 1 and period_of(w) is None]
    return all({w, _singular(w)} & SAYS_NOTHING for w in told)
