"""What the page says of how a visitor's files were read."""

from __future__ import annotations

from pipeline.language import Text
from pipeline.sources.decisions import Decision
from pipeline.sources.report import ColumnRead, JoinRead, SourceRead, TableRead
from pipeline.ui.read import read_html

UNITS = ColumnRead(
    name="units",
    type="BIGINT",
    form=Text("whole numbers", "整数"),
    filled=200,
    misfits=1,
    examples=("see <b>note</b>",),
    missing=("N/A",),
    doubt=Text("It may be otherwise.", "也可能不同。"),
)
TABLE = TableRead(
    name="sales",
    file="sales.xlsx",
    sheet="2024",
    rows=1_200,
    header=(3, 4),
    columns=(ColumnRead(name="<city>", type="VARCHAR"), UNITS),
    first=(("Lund", "5"), ("<i>Oslo</i>", None)),
)


def test_tables_columns_and_first_rows_stand_there_in_both_languages() -> None:
    shown = read_html(SourceRead(tables=(TABLE,)))
    for said in (
        "1,200 rows",
        "1,200 行",
        "sales.xlsx · 2024",
        "line 3, 4",
        "99.5 %",
        "N/A",
        "It may be",
        "也可能",
    ):
        assert said in shown
    assert "Lund" in shown
    assert "文本" in shown


def test_nothing_of_a_file_is_markup() -> None:
    shown = read_html(SourceRead(tables=(TABLE,)))
    assert "<city>" not in shown
    assert "<b>" not in shown
    assert "<i>" not in shown
    assert "&lt;i&gt;Oslo" in shown


def test_joins_say_how_sure_they_are() -> None:
    join = JoinRead(table="orders", column="ship_via", target="shippers", key="shipper_id", sure="likely")
    shown = read_html(SourceRead(tables=(TABLE,), joins=(join,)))
    assert "orders.ship_via → shippers.shipper_id" in shown
    assert "很可能" in shown


def test_of_a_database_there_is_nothing_to_tell() -> None:
    assert read_html(SourceRead()) == ""


def test_what_is_read_otherwise_than_it_was_found_can_be_undone() -> None:
    table = TABLE.model_copy(update={"body": (5, 9)})
    decided = Decision(table="sales", file="sales.xlsx", rows=None, columns={"units": "text"}, shape="stored")
    found, changed = (read_html(SourceRead(tables=(table,)), of) for of in ((), (decided,)))
    assert found.count('type="checkbox"') == changed.count('type="checkbox"') == 2
    assert (found.count(" checked>"), changed.count(" checked>")) == (0, 2)
    assert 'data-stands="sales" data-column="units"' in found
    assert "保留文本: units" in found
    assert "<details open" in read_html(SourceRead(tables=(table,)), opened=True).replace(' class="read"', "")


def test_columns_that_have_types_already_are_not_kept_as_text() -> None:
    assert "data-column" not in read_html(SourceRead(tables=(TABLE,)))
