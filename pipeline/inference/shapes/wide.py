"""Tables with a column for each year, quarter, month or day: a row for each of them instead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb

from pipeline.engines.compiler.expressions import quoted
from pipeline.inference.profile import Column, Table
from pipeline.inference.shapes.indicators import beside, indicator_of, spread
from pipeline.inference.shapes.periods import GRAINS, Grain, Period, periods_of, split
from pipeline.inference.shapes.rewrite import NUMBERED, free_name, indented, rewritten
from pipeline.inference.shapes.said import became_rows, left_out
from pipeline.inference.shapes.subject import NAMES_OF_VALUES, subject_of, told_above, unit_of
from pipeline.inference.words import YEARS
from pipeline.language import Text
from pipeline.sources.recognise import recognise

_SUMS = Text(" Left out, because it is their sum: {}.", "{} 是它们的合计，未使用。")
_FEWEST = {"year": 2, "quarter": 2, "month": 3, "day": 3}  # columns
_FEWEST_OF_ANY_YEAR = 3
_TOTALS = frozenset((
    "total", "sum", "totals", "year total", "full year", "annual", "annual total", "grand total", "ytd",
    "合计", "总计", "总和", "全年", "小计", "全年合计", "年度合计",
))  # fmt: skip
_LIKE_TOTALS = (
    "总额",
    "总量",
    "总数",
    "总价",
    "总金额",
    "合计",
    "总计",
    "小计",
    "累计",
)  # that a name ends with
_NEARLY = 0.01  # of a sum, for rounded figures
_DATE = Text("date", "日期")
_OF_ANY_YEAR = {"quarter": Text("quarter", "季度"), "month": Text("month", "月份")}


@dataclass
class _Wide:
    """The periods of one size that a table has columns for: measure -> period -> column."""

    grain: Grain
    dated: bool
    measures: dict[str, dict[Period, Column]] = field(default_factory=lambda: defaultdict(dict))

    @property
    def periods(self) -> list[Period]:
        return sorted({p for of in self.measures.values() for p in of}, key=lambda p: (p.year or 0, p.part))

    @property
    def columns(self) -> list[Column]:
        return [c for of in self.measures.values() for c in of.values()]


def periods_as_rows(connection: duckdb.DuckDBPyConnection, table: Table) -> Table | None:
    """``table`` with a row for each period that it has columns for; None where it has none."""
    wide = _wide_of(table)
    if wide is None:
        return None
    used = {c.name for c in wide.columns}
    totals = [c for c in table.columns if c.name not in used and _adds_up(connection, table, wide, c)]
    others = [c for c in table.columns if c.name not in used and c not in totals]
    year = None if wide.dated else next((c for c in others if _holds_years(c)), None)
    if year is not None:
        others.remove(year)
    taken = {c.name for c in others}
    time_name = free_name(_time_name(wide, year), taken)
    [by_value] = wide.measures if len(wide.measures) == 1 else [None]
    indicator = indicator_of(table, others) if by_value == "" else None
    if indicator is not None and indicator.distinct == 1:  # its name is that of the figures
        explained = beside(indicator, others)
        others = [c for c in others if c not in explained]
    value_names = {
        measure: free_name(measure or subject_of(connection, table, others, indicator), {*taken, time_name})
        for measure in wide.measures
    }
    selected = [
        *(quoted(c.name) for c in others),
        f"{_times(wide, year)} AS {quoted(time_name)}",
        *(f"{_values(wide, m)} AS {quoted(value_names[m])}" for m in wide.measures),
    ]
    filled = " OR ".join(f"{quoted(name)} IS NOT NULL" for name in value_names.values())
    inner = ",\n    ".join(selected)
    query = f"SELECT *, {NUMBERED} FROM (\n  SELECT\n    {inner}\n  FROM {indented(table)}\n)\nWHERE {filled}"
    hints: dict[str, dict[str, object]] = {c.name: {"repeats": True} for c in others if c.kind == "number"}
    hints[time_name] = {"grain": wide.grain} if wide.dated or year else {"part": wide.grain}
    for measure, name in value_names.items():
        hints[name] = _common_hints(wide.measures[measure].values())
        if not measure:
            hints[name]["also"] = [*NAMES_OF_VALUES, *(c.name for c in totals)]
            if indicator is None and (unit := unit_of(told_above(table))):
                hints[name].setdefault("unit", unit)
    made = rewritten(connection, table, query, hints)
    if not all(_is_number(connection, made, name) for name in value_names.values()):
        return None  # what happened in each period is no figure
    made.figures = tuple(value_names.values())
    made.changes.append(
        became_rows(table, wide.columns, time_name, [*value_names.values()], left_out(totals, _SUMS))
    )
    if indicator is not None and indicator.distinct > 1:
        return spread(connection, made, indicator.name, value_names[""]) or made
    return made


def _is_number(connection: duckdb.DuckDBPyConnection, table: Table, name: str) -> bool:
    column = table.column(name)
    assert column is not None
    found = recognise(connection, table.sql, name) if column.kind == "string" else None
    return column.kind == "number" or (found is not None and found.kind == "number")


def _wide_of(table: Table) -> _Wide | None:
    """The periods that most columns of numbers are named by, the finer ones of two sizes."""
    columns = [c for c in table.columns if c.kind == "number" or _may_be_numbers(c)]
    cuts = [(c, cut) for c in columns for cut in split(c.name)]
    read = periods_of([behind for _, (_, behind) in cuts])
    found: dict[tuple[Grain, bool], dict[str, dict[Period, Column]]] = {}
    for (column, (before, _)), period in zip(cuts, read, strict=True):
        if period is None:
            continue
        sizes = found.setdefault((period.grain, period.year is not None), {})
        sizes.setdefault(before.strip(" _-:"), {}).setdefault(period, column)
    best: _Wide | None = None
    for (grain, dated), measures in sorted(found.items(), key=lambda of: GRAINS.index(of[0][0])):
        wide = _Wide(grain, dated)
        for measure, of in measures.items():
            if _are_enough(grain, dated, of, columns):
                wide.measures[measure] = {p: c for p, c in of.items() if c not in wide.columns}
        if len(wide.columns) >= len(best.columns if best else ()) and wide.columns:
            best = wide
    return best


def _are_enough(grain: Grain, dated: bool, of: dict[Period, Column], columns: Sequence[Column]) -> bool:
    if not dated:
        answers = {f"q{number}" for number in range(5, 10)}  # of a form with ten questions
        asked = grain == "quarter" and any(c.name.lower() in answers for c in columns)
        return len(of) >= _FEWEST_OF_ANY_YEAR and not asked
    return len(of) >= _FEWEST[grain]


def _may_be_numbers(column: Column) -> bool:
    """Whether a column of text may hold numbers with marks, or nothing at all."""
    return column.kind == "string" and column.longest <= 30


def _holds_years(column: Column) -> bool:
    named = column.name.lower() in YEARS or column.name.endswith("年份")
    return named and column.kind == "number" and column.whole


def _time_name(wide: _Wide, year: Column | None) -> str:
    title = _DATE if wide.dated or year is not None else _OF_ANY_YEAR[wide.grain]
    return title.zh if any(not c.name.isascii() for c in wide.columns) else title.en


def _times(wide: _Wide, year: Column | None) -> str:
    if wide.dated:
        days = ", ".join(f"DATE '{p.first_day().isoformat()}'" for p in wide.periods)
    elif year is not None:
        days = ", ".join(f"make_date({quoted(year.name)}, {p.first_day().month}, 1)" for p in wide.periods)
    else:
        days = ", ".join(str(p.part) for p in wide.periods)
    return f"unnest([{days}])"


def _values(wide: _Wide, measure: str) -> str:
    of = wide.measures[measure]
    types = {c.kind for c in of.values() if c.filled}
    whole = all("INT" in c.type for c in of.values() if c.filled)
    type_ = "VARCHAR" if "string" in types else ("BIGINT" if whole else "DOUBLE")
    cells = (f"{quoted(of[p].name)}::{type_}" if p in of else "NULL" for p in wide.periods)
    return f"unnest([{', '.join(cells)}])"


def _common_hints(columns: object) -> dict[str, object]:
    told = [c.hints for c in columns if c.filled]  # type: ignore[attr-defined]
    first = told[0] if told else {}
    return {k: v for k, v in first.items() if k in ("format", "unit") and all(h.get(k) == v for h in told)}


def _adds_up(connection: duckdb.DuckDBPyConnection, table: Table, wide: _Wide, column: Column) -> bool:
    """Whether a column is named like the total of the periods in its row, or like a longer one of them,
    and is their sum."""
    [longer] = periods_of([column.name])
    coarser = longer is not None and GRAINS.index(longer.grain) < GRAINS.index(wide.grain)
    name = column.name.strip().lower()
    if column.kind != "number" or not (name in _TOTALS or name.endswith(_LIKE_TOTALS) or coarser):
        return False
    cells = [c for of in wide.measures.values() for p, c in of.items() if not coarser or _is_in(p, longer)]
    if not cells or any(c.kind != "number" and c.filled for c in cells):
        return False
    added = " + ".join(f"coalesce({quoted(c.name)}::DOUBLE, 0)" for c in cells)
    total = quoted(column.name)
    row = connection.execute(
        f"SELECT bool_and(abs({added} - {total}) <= {_NEARLY} * abs({total}) + {_NEARLY})"
        f" FROM {table.sql} WHERE {total} IS NOT NULL"
    ).fetchone()
    return bool(row and row[0])


def _is_in(period: Period, longer: Period | None) -> bool:
    if longer is None or (longer.year and longer.year != period.year):
        return False
    return longer.grain == "year" or (period.first_day(1).month + 2) // 3 == longer.part
