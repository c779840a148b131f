"""What the figures of one table say of one another: the share that two of them make, what is a level at a
date, which words say yes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from pipeline.engines.compiler.expressions import quoted
from pipeline.inference.columns import Role
from pipeline.inference.names import singular, words_of
from pipeline.inference.profile import Column, Table, stored_texts
from pipeline.inference.words import LEVELS, LEVELS_ZH
from pipeline.language import Text
from pipeline.planner.words import NO, YES

Roles = Mapping[tuple[str, str], Role]

_FEWEST_ROWS = 3
_ROUNDED = 0.006  # of a percentage that is written with two digits
_SAMPLE = 1_000  # rows
_MOST_FIGURES = 12  # columns that are tried as the parts of a share
_DENSE = 0.5  # of all things at all dates have a row
_MOST_ROWS = 5_000_000
_GROWING_DATES = 8
_OFTEN = 0.2  # of the dates something is added to what only grows
_CORRECTED, _MANY = 0.01, 200  # of the steps may lead down where there are many: a count was corrected
_MOST_ENDED, _LONGEST = 0.5, 60  # of the things; characters of one
_PRICES = ("unit price", "price", "price each", "单价", "售价", "价格", "销售单价")
_QUANTITIES = (
    "quantity",
    "quantity ordered",
    "order quantity",
    "units",
    "units sold",
    "数量",
    "件数",
    "销售数量",
)
_DISCOUNTS = ("discount", "discount rate", "discount percent", "discount percentage", "折扣", "折扣率")
_SAY_AMOUNTS = frozenset(
    (
        "amount",
        "total",
        "sale",
        "sales",
        "revenue",
        "turnover",
        "subtotal",
        "gross",
        "net",
        "value",
        "cost",
        "stock",
    )
)
_SAY_AMOUNTS_ZH = ("额", "总价", "合计", "总计", "收入", "库存")


def note_relations(connection: duckdb.DuckDBPyConnection, table: Table, roles: Roles) -> None:
    """Notes them with the columns: ``share_of`` ([part, whole, factor]), ``level`` (the column of dates),
    ``yes`` (the values that say so)."""
    shares = [c for c in table.columns if roles[(table.name, c.name)] in (Role.SHARE, Role.RATE)]
    for column in shares[:_MOST_FIGURES]:
        if found := _share_of(connection, table, column, roles):
            column.hints["share_of"] = found
    for column in table.columns:
        if column.kind == "string" and column.distinct in (1, 2) and (yes := _yes(connection, table, column)):
            column.hints["yes"] = yes
    dates = _dates_of(connection, table, roles)
    for column in table.columns if dates else ():
        if roles[(table.name, column.name)] is Role.AMOUNT and _is_level(
            connection, table, column, dates, roles
        ):
            assert dates
            column.hints["level"] = dates.name
            _note_ends(connection, table, column, dates, _things(table, roles))


def _share_of(
    connection: duckdb.DuckDBPyConnection, table: Table, column: Column, roles: Roles
) -> list[str] | None:
    """The two amounts of which a column is the quotient in every row; None where none are."""
    amounts = [c for c in table.columns if roles[(table.name, c.name)] in (Role.AMOUNT, Role.KIND)][
        :_MOST_FIGURES
    ]
    pairs = [(a, b) for a in amounts for b in amounts if a is not b]
    if not pairs or table.rows < _FEWEST_ROWS:
        return None
    tests = [_divides(column, part, whole, factor) for part, whole in pairs for factor in (1, 100)]
    some = f"(SELECT * FROM {table.sql} LIMIT {_SAMPLE})"  # most pairs fail there already
    row = connection.execute(f"SELECT {', '.join(tests)} FROM {some}").fetchone() or ()
    for i in (i for i, fits in enumerate(row) if fits):
        [fits] = connection.execute(f"SELECT {tests[i]} FROM {table.sql}").fetchone() or (False,)
        if fits:
            part, whole = pairs[i // 2]
            return [part.name, whole.name]
    return None


def _divides(share: Column, part: Column, whole: Column, factor: int) -> str:
    """SQL that tells whether one column is the quotient of two others, times ``factor``, in all rows."""
    value, quotient = _value(share), f"{factor} * {_value(part)}::DOUBLE / nullif({_value(whole)}, 0)"
    rounded = _ROUNDED if factor == 100 else _ROUNDED / 100
    fits = f"bool_and(abs({value} - {quotient}) <= {rounded}) AND count({quotient}) >= {_FEWEST_ROWS}"
    return f"coalesce({fits} AND count(DISTINCT {value}) > 1, false)"


def _value(column: Column) -> str:
    return column.read_as.replace("{}", quoted(column.name))


def _yes(connection: duckdb.DuckDBPyConnection, table: Table, column: Column) -> list[str]:
    """The values of a column of text that say yes, where its others say no."""
    values = stored_texts(connection, table, column)
    yes = [v for v in values if v.strip().lower() in YES]
    no = [v for v in values if v.strip().lower() in NO]
    return yes if yes and no and len(yes) + len(no) == len(values) else []


def _dates_of(connection: duckdb.DuckDBPyConnection, table: Table, roles: Roles) -> Column | None:
    """The one column of dates or years at which the things of a table were looked at again and again: most
    things have a row at most dates."""
    times = [c for c in table.columns if c.kind == "time"]
    times = times or [c for c in table.columns if roles[(table.name, c.name)] is Role.YEAR]
    if len(times) != 1 or not 1 < table.rows <= _MOST_ROWS:
        return None
    [time] = times
    things = _things(table, roles)
    telling = f"count(DISTINCT ({', '.join(quoted(c.name) for c in things)}))" if things else "1"
    row = connection.execute(f"SELECT {telling}, count(DISTINCT {_value(time)}) FROM {table.sql}").fetchone()
    if row is None or row[1] < 2:
        return None
    return time if row[0] < table.rows and table.rows >= _DENSE * row[0] * row[1] else None


def _things(table: Table, roles: Roles) -> list[Column]:
    """The columns that tell one thing from another; a number of the row itself tells nothing of it."""
    told = {c.name: roles[(table.name, c.name)] for c in table.columns}
    named = [c for c in table.columns if told[c.name] in (Role.TEXT, Role.FLAG)]
    return named + [c for c in table.columns if told[c.name] is Role.KEY and c.distinct < table.rows]


def _is_level(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    column: Column,
    time: Column | None,
    roles: Roles,
) -> bool:
    """Whether a column is named like what there is at a date, or never falls from one day to the next."""
    words = singular(words_of(column.name))
    if {*words, " ".join(words[-2:])} & LEVELS or column.name.endswith(LEVELS_ZH):
        return True
    if time is None or time.distinct < _GROWING_DATES or not column.whole:
        return False
    things = _things(table, roles)
    by = f"PARTITION BY {', '.join(quoted(c.name) for c in things)} " if things else ""
    row = connection.execute(
        f"SELECT avg((grown < 0)::INTEGER), avg((grown > 0)::INTEGER), count(*) FROM (SELECT {_value(column)}"
        f" - lag({_value(column)}) OVER ({by}ORDER BY {_value(time)}) AS grown FROM {table.sql})"
        " WHERE grown IS NOT NULL"
    ).fetchone()
    if row is None or not row[2]:
        return False
    falling, growing, steps = row
    return bool(falling <= (_CORRECTED if steps >= _MANY else 0) and growing > _OFTEN)


def _note_ends(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    level: Column,
    dates: Column,
    things: Sequence[Column],
) -> None:
    """Notes with a level that some things have none at the last date: a total of it leaves them out. Where
    most have none, what tells things apart changes with the dates, and nothing is known."""
    if not things:
        return
    told = ", ".join(quoted(c.name) for c in things)
    row = connection.execute(
        f"WITH things AS (SELECT left(concat_ws(', ', {told}), {_LONGEST}) AS label,"
        f" max({quoted(dates.name)}) AS last FROM {table.sql} WHERE {quoted(level.name)} IS NOT NULL"
        f" GROUP BY {told})\nSELECT count(*) FILTER (last < (SELECT max(last) FROM things)), count(*),"
        " arg_min(label, (last, label)), min(last)::VARCHAR FROM things"
    ).fetchone()
    if row is None or not 0 < row[0] <= _MOST_ENDED * row[1]:
        return
    ended, count, first, last = row
    said = Text(
        f"{ended} of {count} have no {level.name} at the last date, such as {first}, which ends on {last}:"
        " a total leaves them out, and each alone is taken at its own last date.",
        f"{count} 项中有 {ended} 项在最后一个日期没有{level.name}，如{first}（止于 {last}）："
        "合计不含这些项，单独列出时各取其自身的最后日期。",
    )
    level.hints["read"] = [*level.hints.get("read", []), said._asdict()]


def price_and_quantity(table: Table) -> tuple[Column, Column, Column | None] | None:
    """The columns of a price for one, of how many, and of the part that is let off, where no column says
    what they come to."""
    named = {" ".join(words_of(c.name)): c for c in table.columns if c.kind == "number"}
    price, quantity = _one_of(named, _PRICES), _one_of(named, _QUANTITIES)
    if price is None or quantity is None or _says_amount(table):
        return None
    discount = _one_of(named, _DISCOUNTS)
    if discount is not None and not (discount.low is not None and discount.low >= 0 and discount.high < 1):
        return None  # an amount, or what is left to pay
    return price, quantity, discount


def _one_of(named: Mapping[str, Column], names: Sequence[str]) -> Column | None:
    return next((named[name] for name in names if name in named), None)


def _says_amount(table: Table) -> bool:
    return any({*words_of(c.name)} & _SAY_AMOUNTS or c.name.endswith(_SAY_AMOUNTS_ZH) for c in table.columns)
