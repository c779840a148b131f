"""A known table, written in a random mess of the ways in which people export one, comes back as it was."""

from __future__ import annotations

import csv
import io
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from openpyxl import Workbook
from sizes import tries

from pipeline.sources.open import opened

NAMES = {
    "en": ["depot", "product", "sold on", "units", "revenue"],
    "zh": ["仓库", "产品", "日期", "数量", "收入"],
}
WORDS = {
    "en": (["North", "South", "East Side", "O'Hara, west"], ["chair", "lamp", 'a "large" table', "desk"]),
    "zh": (["上海", "北京", "广州", "乌鲁木齐"], ["椅子", "台灯", "大桌子，红", "书桌"]),
}
TITLES = {
    "en": ["Quarterly report", "Printed by the controlling department"],
    "zh": ["季度销售报表", "制表部门：财务部"],
}
NOTES = {
    "en": ["Note: returns are not included", "Source: the ledger of the company"],
    "zh": ["注：不含退货", "数据来源：公司账册"],
}
UNITS = {"en": "(pcs)", "zh": "(件)"}
DATES = ["%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d %b %Y", "%Y年%m月%d日"]


class Mess:
    """One way to write a table, as chance has it."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        self.language = chance.choice(["en", "zh"])
        self.delimiter = chance.choice([",", ";", "\t", "|"])
        self.comma = self.delimiter != "," and chance.random() < 0.4
        self.thousands = chance.random() < 0.4
        self.date = chance.choice(DATES)
        self.quoting = chance.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
        self.end = chance.choice(["\n", "\r\n"])
        self.encoding = chance.choice(["utf-8", "utf-8-sig", "utf-16", "gb18030"])
        self.titles, self.notes = chance.randrange(3), chance.randrange(3)
        self.padded, self.blank = chance.random() < 0.5, chance.random() < 0.5
        self.units = chance.random() < 0.3
        self.empty_column = chance.random() < 0.3
        self.workbook = chance.random() < 0.25
        words = WORDS[self.language]
        first = date(2023, 1, 1)
        self.rows: list[tuple[Any, ...]] = [
            (
                chance.choice(words[0]),
                chance.choice(words[1]),
                first + timedelta(chance.randrange(700)),
                chance.randrange(5_000),
                chance.randrange(100_000_000) / 100,
            )
            for _ in range(chance.randrange(12, 60))
        ]

    def number(self, value: float, places: int) -> str:
        text = f"{value:,.{places}f}" if self.thousands else f"{value:.{places}f}"
        return text.translate(str.maketrans(",.", ".,")) if self.comma else text

    def cells(self) -> list[list[Any]]:
        """The whole sheet."""
        names = NAMES[self.language]
        lines: list[list[Any]] = [[title] for title in TITLES[self.language][: self.titles]]
        if self.titles and self.blank:
            lines.append([])
        lines.append([*names])
        if self.units:
            lines.append(["", "", "", UNITS[self.language], ""])
        for where, what, when, units, revenue in self.rows:
            if self.workbook:
                lines.append([where, what, when, units, revenue])
            else:
                day = when.strftime(self.date)
                lines.append([where, what, day, self.number(units, 0), self.number(revenue, 2)])
        if self.notes and self.blank:
            lines.append([])
        lines += [[note] for note in NOTES[self.language][: self.notes]]
        width = len(names) + self.empty_column
        return [
            [*line, *[""] * (width - len(line))] if self.padded or len(line) > 1 else line for line in lines
        ]

    def write(self, folder: Path) -> Path:
        if self.workbook:
            book = Workbook()
            for line in self.cells():
                book.active.append([cell if cell != "" else None for cell in line])
            book.save(folder / "sales.xlsx")
            return folder / "sales.xlsx"
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=self.delimiter, quoting=self.quoting, lineterminator=self.end).writerows(
            self.cells()
        )
        path = folder / "sales.csv"
        path.write_bytes(text.getvalue().encode(self.encoding))
        return path

    def __repr__(self) -> str:
        return ", ".join(f"{k}={v!r}" for k, v in vars(self).items() if k != "rows")


@pytest.mark.parametrize("part", range(10))
def test_a_table_in_a_mess_comes_back_as_it_was(part: int, tmp_path: Path) -> None:
    for seed in range(part, tries(300), 10):
        mess, folder = Mess(seed), tmp_path / str(seed)
        folder.mkdir()
        with duckdb.connect(str(opened(mess.write(folder), folder / "cache")), read_only=True) as connection:
            [table] = connection.execute("SELECT table_name FROM duckdb_tables()").fetchone() or ("",)
            found = connection.execute(f'FROM "{table}"').fetchall()
            names = [d[0] for d in connection.description or ()]
        assert names == NAMES[mess.language], mess
        same = [(*row[:3], int(row[3]), round(float(row[4]), 2)) for row in found]
        assert same == mess.rows, mess
