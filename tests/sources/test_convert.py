"""A table of text gets the types that its values have, in whatever file it came."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from pipeline import Pipeline, Settings
from pipeline.sources.convert import convert
from pipeline.sources.hints import note, noted


def _clean(seed: int) -> dict[str, list[str]]:
    """Columns as a database writes them."""
    rng = random.Random(seed)
    rows = rng.randint(3, 60)
    first = date(2020, 1, 1)

    def days() -> str:
        return (first + timedelta(rng.randint(0, 2000))).isoformat()

    kinds = {
        "whole": lambda: str(rng.randint(-1000, 1000)),
        "share": lambda: f"{rng.random():.4f}",
        "amount": lambda: f"{rng.uniform(-1e4, 1e4):.2f}",
        "large": lambda: str(rng.randint(10**10, 10**15)),
        "few": lambda: str(rng.randint(0, 4)),
        "word": lambda: rng.choice(["Lund", "上海", "New York", "a-b", "x1"]),
        "sentence": lambda: " ".join(rng.choices(["red", "big", "3", "of", "it"], k=4)) + " so",
        "day": days,
        "moment": lambda: f"{days()} {rng.randint(0, 23):02}:{rng.randint(0, 59):02}:07",
    }
    return {name: [make() for _ in range(rows)] for name, make in kinds.items()}


@pytest.mark.parametrize("seed", range(25))
def test_a_clean_table_reads_as_duckdb_reads_it(tmp_path: Path, seed: int) -> None:
    columns = _clean(seed)
    file = tmp_path / "clean.csv"
    lines = [",".join(columns), *(",".join(row) for row in zip(*columns.values(), strict=True))]
    file.write_text("\n".join(lines), "utf-8")
    with duckdb.connect() as connection:
        theirs = connection.execute("FROM read_csv(?, header = true, delim = ',')", [str(file)])
        expected, types = theirs.fetchall(), [str(d[1]) for d in theirs.description or ()]
        scan = "FROM read_csv(?, header = true, delim = ',', all_varchar = true)"
        connection.execute(f"CREATE TABLE t AS {scan}", [str(file)])
        read = convert(connection, "t")
        assert connection.execute("FROM t").fetchall() == expected
        ours = connection.execute("FROM t")
        assert [str(d[1]) for d in ours.description or ()] == types
    assert all(not (r.misfits or r.missing or r.doubt) for r in read)


def test_numbers_of_other_files_are_looked_at_as_well() -> None:
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE t AS SELECT 1704067200 + i AS created_at, i AS id,"
            " CASE WHEN i % 9 = 0 THEN -999 ELSE i END AS n FROM range(1, 60) r(i)"
        )
        connection.execute("ALTER TABLE t ADD PRIMARY KEY (id)")
        note(connection, "t", "id", {"references": ["u", "id"]})
        created, _, n = convert(connection, "t")
        assert (created.type, n.missing) == ("TIMESTAMP", ("-999",))
        assert connection.execute("SELECT count(n), min(n) FROM t").fetchone() == (53, 1)
        [comment] = connection.execute(
            "SELECT comment FROM duckdb_columns() WHERE table_name = 't' AND column_name = 'id'"
        ).fetchone() or ("",)
        assert noted(comment) == {"references": ["u", "id"]}
        keys = "SELECT count(*) FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'"
        assert connection.execute(keys).fetchone() == (1,)


def test_every_column_is_told_of() -> None:
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE t AS SELECT 'Lund' AS city, '3 kg' AS weight, 1.5 AS n, NULL AS none"
        )
        told = convert(connection, "t")
    assert [(r.name, r.form is None, r.filled) for r in told] == [
        ("city", True, 1),
        ("weight", False, 1),
        ("n", True, 1),
        ("none", True, 0),
    ]


def test_two_thousand_columns_of_anything_are_read() -> None:
    cells = ["1/5/24", "$3", "x" * 100_000, "(((((", "1" * 5000, "1,,,,2", "'; DROP", "٣", "2024-", "%"]
    with duckdb.connect() as connection:
        listed = ", ".join(f'? AS "c{i}"' for i in range(2000))
        values = [cells[i % len(cells)] for i in range(2000)]
        connection.execute(f"CREATE TABLE t AS SELECT {listed}", values)
        assert len(convert(connection, "t")) == 2000


@pytest.mark.parametrize("question", ["average discount by plan", "各plan的平均discount"])
def test_twelve_percent_is_twelve_percent_in_every_step(tmp_path: Path, question: str) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("plan,discount\nBasic,12%\nBasic,14%\nPlus,7.5%\nPlus,8.5%\n")
    with Pipeline(Settings(data=file, cache_dir=tmp_path / "cache")) as pipeline:
        answer = pipeline.ask(question)
        above = pipeline.ask("number of orders with discount above 10%")
    assert answer.table is not None
    assert sorted(answer.table.itertuples(index=False, name=None)) == [("Basic", 13.0), ("Plus", 8.0)]
    assert "13.00%" in answer.analysis
    assert "0.13" not in answer.analysis
    assert answer.figure is not None
    assert "0.13" not in str(answer.figure)
    assert above.table is not None
    assert above.table.iloc[0, 0] == 2


def test_blanks_around_texts_make_no_others_of_them() -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t AS SELECT unnest(['京东', '京东  \t', ' 美团', '  ']) AS shop")
        convert(connection, "t")
        found = connection.execute("SELECT shop, count(*) FROM t GROUP BY 1").fetchall()
    assert set(found) == {("京东", 2), ("美团", 1), (None, 1)}
