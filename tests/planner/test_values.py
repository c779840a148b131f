from __future__ import annotations

from datetime import date

import duckdb

from pipeline.engines.embedded import EmbeddedEngine
from pipeline.inference.infer import infer
from pipeline.planner.base import Question
from pipeline.planner.rules import RulesPlanner


def test_values_beyond_the_rows_that_an_engine_gives_at_once_are_known(tmp_path):
    with duckdb.connect(str(tmp_path / "t.duckdb")) as connection:
        connection.execute(
            "CREATE TABLE t AS SELECT 'town ' || lpad(i::VARCHAR, 4, '0') AS town FROM range(950) t(i)"
        )
    infer(tmp_path / "t.duckdb").write(tmp_path / "model")
    engine = EmbeddedEngine(tmp_path / "model", tmp_path / "t.duckdb", max_rows=200)
    planner = RulesPlanner(engine, lambda: date(2025, 6, 30))
    assert planner.lexicon.cardinality["t.town"] == 950
    query = planner.plan_now(Question("how many t in town 0949", "en")).query
    assert query is not None
    assert [c.values for c in query.conditions()] == [["town 0949"]]
    engine.close()


def test_a_slow_database_keeps_the_start_waiting_no_longer_than_allowed(tmp_path, caplog):
    with duckdb.connect(str(tmp_path / "t.duckdb")) as connection:
        connection.execute("CREATE TABLE t (town VARCHAR); INSERT INTO t VALUES ('Ulm')")
        connection.execute(
            "CREATE VIEW endless AS "
            "SELECT (a.i + b.i)::VARCHAR AS word FROM range(10000000) a(i), range(10000000) b(i)"
        )
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "m.yml").write_text(
        "cubes:\n"
        "  - {name: endless, sql_table: endless, dimensions: [{name: word, sql: word, type: string}]}\n"
        "  - {name: t, sql_table: t, dimensions: [{name: town, sql: town, type: string}],"
        " measures: [{name: count, type: count}]}\n"
    )
    engine = EmbeddedEngine(tmp_path / "model", tmp_path / "t.duckdb", query_seconds=3_600)
    planner = RulesPlanner(engine, lambda: date(2025, 6, 30), warm_up_seconds=1)
    query = planner.plan_now(Question("how many t in Ulm", "en")).query
    assert query is not None
    assert [c.values for c in query.conditions()] == [["Ulm"]]
    assert "The values of endless.word are not known" in caplog.text
    engine.close()
