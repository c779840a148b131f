"""Files of every kind, well-formed and not, become one DuckDB file or one clear sentence."""

from __future__ import annotations

import gzip
import json
import sqlite3
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from openpyxl import Workbook

from pipeline import Pipeline, Settings
from pipeline.errors import SourceError
from pipeline.reading.readers import Readers

WIDE = b",".join(b"c%d" % i for i in range(10_000)) + b"\n" + b",".join([b"1"] * 10_000)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def opened(source: Path | str, cache: Path, **limits: Any) -> Path:
    return Readers(Settings(**limits)).read(source, cache).data


def rows_of(source: Path, cache: Path, table: str | None = None) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(opened(source, cache)), read_only=True) as connection:
        names = [r[0] for r in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        return connection.execute(f'SELECT * FROM "{table or names[0]}"').fetchall()


def columns_of(source: Path, cache: Path) -> dict[str, str]:
    with duckdb.connect(str(opened(source, cache)), read_only=True) as connection:
        return dict(
            connection.execute(
                "SELECT column_name, data_type FROM duckdb_columns() WHERE NOT internal"
            ).fetchall()
        )


def text(folder: Path, name: str, content: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(content.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_text_in_any_of_its_encodings(tmp_path, cache, encoding):
    path = text(tmp_path, "a.csv", "城市,金额\n上海,10\n北京,20\n哈尔滨,30\n乌鲁木齐,40\n", encoding)
    assert rows_of(path, cache) == [("上海", 10), ("北京", 20), ("哈尔滨", 30), ("乌鲁木齐", 40)]


def test_western_text_that_is_not_utf_8(tmp_path, cache):
    path = text(tmp_path, "a.csv", "Straße;Stadt\nMühlenweg;Köln\nGrünstraße;Düsseldorf\n", "latin-1")
    assert rows_of(path, cache) == [("Mühlenweg", "Köln"), ("Grünstraße", "Düsseldorf")]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_delimiters(tmp_path, cache, mark):
    lines = [("name", "amount"), ("a", "1"), ("b", "2")]
    path = text(tmp_path, "a.csv", "\n".join(mark.join(line) for line in lines))
    assert rows_of(path, cache) == [("a", 1), ("b", 2)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (["2024年3月5日", "2024年12月31日"], [date(2024, 3, 5), date(2024, 12, 31)]),
        (["2024/3/5", "2024/12/31"], [date(2024, 3, 5), date(2024, 12, 31)]),
        (["05.03.2024", "31.12.2024"], [date(2024, 3, 5), date(2024, 12, 31)]),
        (["3/5/2024", "12/31/2024"], [date(2024, 3, 5), date(2024, 12, 31)]),
        (["5/3/2024", "31/12/2024"], [date(2024, 3, 5), date(2024, 12, 31)]),
        (["20240305", "20241231"], [date(2024, 3, 5), date(2024, 12, 31)]),
        (["Mar 5, 2024", "Dec 31, 2024"], [date(2024, 3, 5), date(2024, 12, 31)]),
        (["2024年3月", "2024年12月"], [date(2024, 3, 1), date(2024, 12, 1)]),
        (
            ["2024-03-05 08:30", "2024-12-31 23:59"],
            [datetime(2024, 3, 5, 8, 30), datetime(2024, 12, 31, 23, 59)],
        ),
        (["1,234.50", "2.00", "1,000,000"], [1234.5, 2.0, 1_000_000.0]),
        (["1.234,50", "2,00"], [1234.5, 2.0]),
        (["12.5%", "7%"], [12.5, 7.0]),
        (["￥1,200.50", "￥3"], [Decimal("1200.5"), Decimal(3)]),
        (["120元", "3.5元"], [Decimal(120), Decimal("3.5")]),
        (["$5", "($7.25)"], [Decimal(5), Decimal("-7.25")]),
        (["00123", "00456"], ["00123", "00456"]),
        (["12", "about 5"], ["12", "about 5"]),
        (["$5", "€7"], ["$5", "€7"]),
        (["3", "N/A", "-"], [3, None, None]),
    ],
    ids=lambda v: str(v[0]),
)
def test_a_column_is_what_all_its_values_are(tmp_path, cache, written, meant):
    path = text(tmp_path, "a.csv", "what;n\n" + "".join(f'"{w}";{i}\n' for i, w in enumerate(written)))
    found = [row[0] for row in rows_of(path, cache)]
    assert [f.date() if isinstance(f, datetime) and isinstance(m, date) and not isinstance(m, datetime) else f
            for f, m in zip(found, meant, strict=True)] == meant  # fmt: skip


def test_a_day_that_one_order_of_day_and_month_cannot_read_decides_for_the_column(tmp_path, cache):
    path = text(tmp_path, "a.csv", "d\n01/02/2024\n13/02/2024\n")
    assert [r[0] for r in rows_of(path, cache)] == [date(2024, 2, 1), date(2024, 2, 13)]


def test_titles_above_the_header_are_passed_over(tmp_path, cache):
    path = text(
        tmp_path, "报表.csv", "2024年销售报表,,\n,,\n日期,城市,金额\n2024-01-02,上海,3\n2024-01-03,北京,4\n"
    )
    assert columns_of(path, cache) == {"日期": "DATE", "城市": "VARCHAR", "金额": "BIGINT"}


def test_columns_without_a_header_are_numbered(tmp_path, cache):
    path = text(tmp_path, "a.csv", "1,foo\n2,bar\n3,baz\n")
    assert list(columns_of(path, cache)) == ["column_1", "column_2"]


def test_names_that_stand_twice_or_not_at_all(tmp_path, cache):
    path = text(tmp_path, "a.csv", 'name,name,,"a""; DROP"\nx,y,z,w\n')
    assert list(columns_of(path, cache)) == ["name", "name_2", "column_3", 'a"; DROP']


def test_quotes_line_breaks_and_short_rows(tmp_path, cache):
    path = text(tmp_path, "a.csv", 'name,note,n\n"a, b","line 1\nline 2",1\nc\n')
    assert rows_of(path, cache) == [("a, b", "line 1\nline 2", 1), ("c", None, None)]


def test_a_compressed_file(tmp_path, cache):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"name,n\na,1\nb,2\n"))
    assert rows_of(path, cache) == [("a", 1), ("b", 2)]


def test_json_lines_with_nested_objects(tmp_path, cache):
    lines = [{"id": 1, "who": {"name": "a", "age": 3}}, {"id": 2, "who": {"name": "b", "age": 4}}]
    path = text(tmp_path, "a.jsonl", "\n".join(map(json.dumps, lines)))
    assert rows_of(path, cache) == [(1, "a", 3), (2, "b", 4)]


def test_parquet(tmp_path, cache):
    path = tmp_path / "a.parquet"
    duckdb.sql("SELECT 1 AS n, DATE '2024-01-02' AS d").write_parquet(str(path))
    assert rows_of(path, cache) == [(1, date(2024, 1, 2))]


def test_a_workbook_with_titles_dates_formulas_and_several_sheets(tmp_path, cache):
    book = Workbook()
    sheet = book.active
    sheet.title = "订单"
    sheet.append(["2024 年订单"])
    sheet.append(["单号", "日期", "金额"])
    sheet.append(["00123", datetime(2024, 1, 2), 3.5])
    sheet.append(["00124", datetime(2024, 1, 3), "=1/0"])  # no cached value
    book.create_sheet("城市").append(["name"])
    book["城市"].append(["上海"])
    book.create_sheet("空")
    book.create_sheet("hidden").append(["secret"])
    book["hidden"].sheet_state = "hidden"
    book.save(tmp_path / "b.xlsx")

    assert rows_of(tmp_path / "b.xlsx", cache, "订单") == [
        ("00123", date(2024, 1, 2), 3.5),
        ("00124", date(2024, 1, 3), None),
    ]
    assert rows_of(tmp_path / "b.xlsx", cache, "城市") == [("上海",)]
    with duckdb.connect(str(opened(tmp_path / "b.xlsx", cache)), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM duckdb_tables()").fetchone() == (2,)


def test_hidden_sheets_of_a_workbook_are_said(tmp_path, cache):
    book = Workbook()
    book.active.append(["city"])
    book.active.append(["Lund"])
    for number, state in enumerate(["hidden", "veryHidden"]):
        book.create_sheet(f"工资 {number}").append(["secret"])
        book.worksheets[-1].sheet_state = state
    book.save(tmp_path / "a.xlsx")
    [note] = Readers(Settings()).read(tmp_path / "a.xlsx", cache).said
    assert note.en == "a.xlsx: hidden sheets were not read: 工资 0, 工资 1"
    assert note.zh == "a.xlsx：未读取隐藏的工作表：工资 0、工资 1"


def test_of_many_hidden_sheets_with_long_names_some_are_said(tmp_path, cache):
    book = Workbook()
    book.active.append(["city"])
    book.active.append(["Lund"])
    for number in range(200):
        book.create_sheet(f"{number:0100}").sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    [note] = Readers(Settings()).read(tmp_path / "a.xlsx", cache).said
    assert note.en.count("0" * 50) == 10
    assert note.en.endswith(" …")
    assert len(note.en) < 1_000


def test_a_workbook_whose_filled_sheets_are_all_hidden(tmp_path, cache):
    book = Workbook()
    book.create_sheet("prices").append(["secret"])
    book["prices"].append(["1"])
    book["prices"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(SourceError) as error:
        opened(tmp_path / "a.xlsx", cache)
    assert error.value.en == "a.xlsx holds no filled sheet that is not hidden."


def test_sqlite_keeps_types_and_keys_and_loses_no_value_that_breaks_them(tmp_path, cache):
    path = tmp_path / "a.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "CREATE TABLE city (id INTEGER PRIMARY KEY, name TEXT);"
            "CREATE TABLE shop (id INTEGER, city INTEGER REFERENCES city(id), size INTEGER, opened DATE);"
            "INSERT INTO city VALUES (1, 'Lund'); INSERT INTO shop VALUES (1, 1, 10, '2024-01-02');"
            "INSERT INTO shop VALUES (2, 99, 'large', '2024-01-03');"
        )
    assert rows_of(path, cache, "shop") == [
        (1, 1, "10", date(2024, 1, 2)),
        (2, 99, "large", date(2024, 1, 3)),
    ]


def test_a_duckdb_file_is_itself(tmp_path, cache):
    path = tmp_path / "a.duckdb"
    duckdb.connect(str(path)).execute("CREATE TABLE t AS SELECT 1 AS n").close()
    assert opened(path, cache) == path


def test_a_folder_is_all_its_files(tmp_path, cache):
    folder = tmp_path / "data"
    folder.mkdir()
    text(folder, "orders.csv", "id,n\n1,2\n")
    text(folder, "cities.tsv", "id\tname\n1\tLund\n")
    text(folder, "readme.md", "not data")
    text(folder, ".hidden.csv", "a,b\n1,2\n")
    (folder / "link.csv").symlink_to("/etc/passwd")
    with duckdb.connect(str(opened(folder, cache)), read_only=True) as connection:
        names = connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()
    assert names == [("cities",), ("orders",)]


def test_a_copy_is_made_once_and_again_when_the_file_changes(tmp_path, cache):
    path = text(tmp_path, "a.csv", "n\n1\n")
    first = opened(path, cache)
    assert opened(path, cache) == first
    text(tmp_path, "a.csv", "n\n1\n2\n")
    assert opened(path, cache) != first


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 3_000_000)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "is empty"),
        ("title.csv", b"Figures of the year\n", "holds no rows"),
        ("binary.csv", bytes(range(256)) * 40, "not text"),
        ("wide.csv", WIDE, "10,000 columns"),
        ("cut.parquet", b"PAR1 and no more", "cannot be read"),
        ("cut.xlsx", b"PK\x03\x04 and no more", "damaged"),
        ("not.xlsx", b"name,n\na,1\n", "damaged"),
        ("cut.jsonl", b'{"a": 1}\n{"a": ', "cannot be read"),
        ("cut.sqlite", b"SQLite format 3\0" + b"\0" * 100, "SQLite"),
        ("photo.jpg", b"\xff\xd8\xff", "kind"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_one_sentence_in_both_languages(tmp_path, cache, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SourceError) as raised:
        opened(path, cache)
    assert said in raised.value.en
    assert name in raised.value.en
    assert any("\u4e00" <= c <= "\u9fff" for c in raised.value.zh)
    assert not list((cache / "data").rglob("*.duckdb")) if cache.exists() else True


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_opened(tmp_path, cache):
    _bomb(tmp_path / "bomb.xlsx")
    with pytest.raises(SourceError, match="unpacks to more"):
        Readers(Settings(read_bytes=1_000_000)).read(tmp_path / "bomb.xlsx", cache, private=True)


def test_a_missing_file_is_named(tmp_path, cache):
    with pytest.raises(SourceError, match=r"nowhere\.csv does not exist"):
        opened(tmp_path / "nowhere.csv", cache)


def test_a_database_that_cannot_be_reached_is_said_without_its_password(cache):
    with pytest.raises(SourceError) as raised:
        opened("postgresql://me:s3cret@127.0.0.1:1/shop", cache)
    assert "s3cret" not in raised.value.en + raised.value.zh + repr(raised.value.__cause__)


def test_a_file_is_asked_about_without_a_model(tmp_path, cache):
    lines = ["日期,城市,金额", '2024年1月5日,上海,"1,000"', "2024年2月5日,北京,500", "2024年2月6日,上海,700"]
    path = text(tmp_path, "销售.csv", "\n".join(lines), "gb18030")
    with Pipeline(Settings(data=path, cache_dir=cache, today=date(2024, 6, 1))) as pipeline:
        answer = pipeline.ask("各城市的总金额")
        assert answer.table is not None
        assert sorted(answer.table.itertuples(index=False, name=None)) == [("上海", 1700), ("北京", 500)]


def test_one_file_of_several_that_cannot_be_read_is_said_and_the_others_are_read(tmp_path, cache):
    folder = tmp_path / "data"
    folder.mkdir()
    text(folder, "good.csv", "city,n\nLund,1\nOslo,2\n")
    (folder / "bad.xlsx").write_bytes(b"PK\x03\x04 and no more")
    read = Readers(Settings()).read(folder, cache)
    assert [table.name for table in read.source.tables] == ["good"]
    assert [note.en for note in read.said] == ["bad.xlsx is damaged or not a workbook."]
    assert Readers(Settings()).read(folder, cache).said == read.said  # also when it is not read again


def test_what_was_read_of_a_file_is_told(tmp_path, cache):
    path = text(
        tmp_path, "a.csv", "Report of parcels\n\nday,n\n2024-01-01,5\n2024-01-02,7\n\nSource: the office\n"
    )
    read = Readers(Settings()).read(path, cache)
    [table] = read.source.tables
    assert (table.name, table.file, table.rows, table.header) == ("a", "a.csv", 2, (3,))
    assert [(c.name, c.type) for c in table.columns] == [("day", "DATE"), ("n", "BIGINT")]
    assert [note.en for note in read.said] == [
        "a: left out are remarks below the table (line 7): “Source: the office”",
        "a: left out are titles and remarks above the table (line 1): “Report of parcels”",
    ]
    assert read.said[0].zh == "a：未作为数据读取的有表格下方的备注（第 7 行）：“Source: the office”"
