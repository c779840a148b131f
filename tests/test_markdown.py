"""Hostile text put into Markdown and rendered by a real renderer comes out as the same text."""

from __future__ import annotations

from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pipeline.catalog import Catalog, Cube, Member
from pipeline.language import Text
from pipeline.markdown import escape, table

RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


class Page(HTMLParser):
    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.cells: list[str] = []
        self.in_cell = False
        self.text = ""
        self.feed(RENDERER.render(markdown))
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)
        if tag in ("td", "th"):
            self.cells.append("")
            self.in_cell = True

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.in_cell:
            self.cells[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.in_cell = False


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![logo](https://example.com/pixel.png)",
    "[click](javascript:alert(1))",
    "a | b || c",
    "`code` and ``more``",
    "*bold* __bold__ ~~gone~~ _it_",
    "$$\\frac{1}{2}$$ and $x$",
    "# heading",
    "1. list",
    "12) list",
    "- list",
    "+ list",
    "---",
    "===",
    "> quote",
    "&lt; &#60; &copy;",
    "\\* \\",
    "<!-- comment",
    "<https://example.com>",
    "Crème 东北 & Söhne 😀",
    "[a]: https://example.com",
    "R&D_(north)",
    "%%%LATEX_BLOCK_0%%%",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    page = Page(escape(text))
    assert page.tags == ["p"]
    assert page.text.strip() == text


MARKUP = st.sampled_from("\\`*_[]()<>&|~$^#+-=!:.@/\n1 ")


@given(st.text(MARKUP | st.characters(exclude_categories=("C",)), max_size=40))
def test_any_text_stays_one_plain_paragraph(text: str) -> None:
    page = Page(escape(text))
    assert page.tags == (["p"] if text.strip() else [])
    assert page.text.strip() == " ".join(text.split())


@pytest.mark.parametrize("text", ["https://example.com", "www.example.com", "a@example.com"])
def test_addresses_are_spelt_so_that_no_renderer_links_them(text: str) -> None:
    assert text not in escape(text)
    assert Page(escape(text)).text.strip() == text


def test_a_line_break_or_a_turned_reading_direction_does_not_survive() -> None:
    assert escape("a\r\n\tb\u2028c") == "a b c"
    assert escape("invoice\u202egpj.exe\x00") == "invoicegpj.exe"


def test_latex_delimiters_are_never_adjacent() -> None:
    assert "$$" not in escape("$$x$$")
    assert "%%" not in escape("%%%LATEX_BLOCK_0%%%")


NAME = Member("t.name", "dimension", "string", Text("Na|me", "名<b>"))
AT = Member("t.at", "dimension", "time", Text("Date", "日期"))
SUM = Member("t.sum", "measure", "number", Text("Sum", "总额"), agg_type="sum", unit=Text("¥", "¥"))
CATALOG = Catalog([Cube("t", "cube", Text("T", "表"), measures=(SUM,), dimensions=(NAME, AT))])


def test_a_table_holds_hostile_cells_as_text() -> None:
    rows = pd.DataFrame({"t.name": HOSTILE, "t.sum": range(len(HOSTILE))})
    page = Page(table(rows, CATALOG, "en", max_rows=100))
    assert set(page.tags) == {"table", "thead", "tbody", "tr", "th", "td"}
    assert page.cells[::2] == ["Na|me", *HOSTILE]


def test_a_table_as_people_read_it() -> None:
    rows = pd.DataFrame(
        {
            "t.name": ["A", None, "C"],
            "t.at.month": pd.to_datetime(["2024-01-01", "2024-02-01", None]),
            "t.sum": [1234.5, None, 3],
        }
    )
    assert table(rows, CATALOG, "zh", max_rows=2) == "\n".join(
        [
            "| 名\\<b\\> | 日期(月) | 总额 |",
            "| --- | --- | ---: |",
            "| A | 2024年1月 | ¥1,234.50 |",
            "| (空) | 2024年2月 | — |",
            "",
            "前 2 行，共 3 行",
        ]
    )


def test_an_empty_result_has_its_headers() -> None:
    assert table(pd.DataFrame({"t.name": []}), CATALOG, "en") == "| Na\\|me |\n| --- |"


def test_a_long_cell_is_shortened() -> None:
    line = table(pd.DataFrame({"t.name": ["x" * 500]}), CATALOG, "en").splitlines()[-1]
    assert line.endswith("x… |")
    assert len(line) < 100
