"""The page in a browser, against the running application."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Iterator

import duckdb
import pytest
from playwright.sync_api import expect
from ui.browser import Visit
from ui.conftest import EVIL

from pipeline import Settings
from pipeline.demo.data import ensure

Factory = pytest.TempPathFactory
NAMES = {"SQL", "CSV", "Excel", "Parquet", "JSON", "SQLite", "DuckDB", "MB"}  # the same in every language
TIME = re.compile(r"^\d+ ms$|^\d+\.\d s$")


@pytest.fixture(scope="module")
def database(demo_settings: Settings, tmp_path_factory: Factory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The demo company's data, for SQL of the tests' own."""
    assert demo_settings.today
    copy = tmp_path_factory.mktemp("data") / "copy.duckdb"  # one process opens a file in one way only
    shutil.copy(ensure(demo_settings.cache_dir, demo_settings.today, demo_settings.demo_scale), copy)
    with duckdb.connect(str(copy), read_only=True) as connection:
        yield connection


def test_an_english_question_is_answered_before_ones_eyes(
    visit: Visit, address: str, database: duckdb.DuckDBPyConnection
) -> None:
    visitor = visit(address)
    visitor.ask("headcount by department")

    assert visitor.texts(".stepper .name") == ["Understand", "Write SQL", "Execute", "Present", "Analyse"]
    assert all(TIME.match(time) for time in visitor.texts(".stepper .time"))
    expect(visitor.page.locator("#chart .js-plotly-plot .main-svg").first).to_be_visible()
    assert "departments" in visitor.texts(".analysis p")[0]

    rows = database.execute(
        "SELECT coalesce(d.name, '(none)'), count(*) FROM employees e "
        "LEFT JOIN departments d ON d.id = e.department_id GROUP BY 1"
    ).fetchall()
    cells = visitor.texts(".result td")
    assert sorted(zip(cells[::2], cells[1::2], strict=True)) == sorted((n, str(c)) for n, c in rows)


def test_a_chinese_question_is_answered_in_chinese(
    visit: Visit, address: str, database: duckdb.DuckDBPyConnection
) -> None:
    visitor = visit(address, locale="zh-CN", viewport={"width": 390, "height": 844}, color_scheme="dark")
    visitor.ask("2024年每个月的销售额")

    assert visitor.texts(".stepper .name") == ["理解问题", "生成 SQL", "执行查询", "整理结果", "分析结果"]
    assert visitor.texts(".result th")[1] == "销售额"
    ((revenue,),) = database.execute(
        "SELECT sum(i.quantity * i.unit_price * (1 - i.discount)) FROM order_items i "
        "JOIN orders o ON o.id = i.order_id WHERE date_trunc('month', o.created_at) = DATE '2024-03-01'"
    ).fetchall()
    cells = visitor.texts(".result td")
    assert len(cells) == 24
    assert cells[cells.index("2024年3月") + 1] == f"¥{revenue:,.2f}"
    assert visitor.page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_step_opens_to_what_it_said(visit: Visit, address: str) -> None:
    visitor = visit(address)
    visitor.ask("headcount by department")
    for step, said in (("generate", '"measures"'), ("sql", "GROUP BY"), ("execute", "rows in")):
        visitor.page.locator(f"[data-step={step}]").click()
        expect(visitor.page.locator(f".block.said.{step}")).to_contain_text(said)
        assert len(visitor.texts(".block.said:visible")) == 1
    visitor.page.locator("[data-step=execute]").click()
    assert visitor.texts(".block.said:visible") == []


def test_an_example_asks_at_one_click_and_an_answer_can_be_built_on(visit: Visit, address: str) -> None:
    visitor = visit(address)
    visitor.page.locator(".chip:visible", has_text="Revenue by month in the last 12 months").click()
    visitor.wait("Revenue by month in the last 12 months")
    whole = visitor.texts(".result td")
    visitor.ask("only East China")
    assert "Read as a change to the question before." in visitor.texts(".notes li")
    assert visitor.texts(".result td")[::2] == whole[::2]
    assert visitor.texts(".result td")[1::2] != whole[1::2]

    visitor.page.get_by_role("button", name="New question").click()
    expect(visitor.page.locator(".hero h1")).to_be_visible()
    visitor.ask("only East China")
    assert "Read as a change to the question before." not in visitor.texts(".notes li")


def test_a_declined_question_offers_ones_that_work(visit: Visit, address: str) -> None:
    visitor = visit(address)
    visitor.ask("weather in Paris")
    assert visitor.texts(".notice p")
    suggestion = visitor.page.locator(".notice .chip").first
    question = suggestion.inner_text()
    suggestion.click()
    visitor.wait(question)
    assert visitor.texts(".result td")


def test_the_language_can_be_switched_and_is_remembered(visit: Visit, address: str) -> None:
    visitor = visit(address)
    assert visitor.texts(".hero h1") == ["What would you like to know?"]
    visitor.page.get_by_role("button", name="中文").click()
    for _ in range(2):
        shown = visitor.page.locator("#desk").inner_text().replace("Headcount by department", "")
        assert set(re.findall(r"[A-Za-z]{2,}", shown)) <= {
            "SQL",
            "CSV",
            "Excel",
            "Parquet",
            "JSON",
            "SQLite",
            "DuckDB",
            "MB",
        }
        assert visitor.box.get_attribute("placeholder") == "输入您的问题……"
        visitor.open()


def test_bad_input_gets_one_sentence_in_the_askers_language(visit: Visit, address: str) -> None:
    visitor = visit(address, locale="zh-CN")
    visitor.box.press("Enter")
    expect(visitor.page.locator(".notice")).to_have_text("请输入问题。")
    visitor.box.fill("revenue! " * 1_111 + "x")
    visitor.box.press("Enter")
    expect(visitor.page.locator(".notice")).to_contain_text("The question has 10,000 characters")
    for question, language in (("😀😀", "zh"), ("DROP TABLE employees; --", "en"), (EVIL, "en")):
        visitor.ask(question)
        assert visitor.texts(".asked h1") == [question]
        assert visitor.page.locator(".notice").get_attribute("lang") == language
        assert len(visitor.texts(".notice p")) == 1
    assert visitor.page.locator("#run img").count() == 0


def test_the_whole_table_can_be_downloaded(visit: Visit, address: str) -> None:
    visitor = visit(address)
    visitor.ask("revenue by product")
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="Download CSV").click()
    saved = download.value.path().read_bytes()
    assert saved.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(io.StringIO(saved.decode("utf-8-sig")))
    shown, total = map(int, re.findall(r"\d+", visitor.texts(".result .count")[0]))
    assert (header, len(rows)) == (visitor.texts(".result th"), total)
    assert [name or "(none)" for name, _ in rows[:shown]] == visitor.texts(".result td")[::2]


def test_names_and_values_of_the_data_stay_text(visit: Visit, odd_address: str) -> None:
    visitor = visit(odd_address)
    visitor.ask("weight by label")
    shown = visitor.texts(".result td")
    assert {EVIL, "![x](http://evil.example/x.png)", "=1+1", "$\\frac12$ `a`"} <= set(shown)
    assert visitor.texts(".result th")[1] == f"Weight {EVIL}"
    expect(visitor.page.locator("#chart .main-svg").first).to_be_visible()
    for step in ("generate", "sql", "present", "analyze"):
        visitor.page.locator(f"[data-step={step}]").click()
    visitor.page.locator("#catalog summary").click()
    assert visitor.page.locator("#desk img, #desk .katex, #run a:not(.quiet)").count() == 0


def test_stop_ends_the_query_and_the_page_is_ready_again(visit: Visit, odd_address: str) -> None:
    visitor, other = visit(odd_address), visit(odd_address)
    visitor.box.fill("largest pair")
    visitor.box.press("Enter")
    expect(visitor.page.locator(".stepper li.running")).to_contain_text("Execute")
    other.ask("weight by label")
    assert other.texts(".asked h1") == ["weight by label"], "two visitors saw each other's runs"
    assert visitor.texts(".asked h1") == ["largest pair"]

    visitor.page.get_by_role("button", name="Stop").click()
    visitor.wait("largest pair")
    assert visitor.texts(".notice p") == ["The run was stopped."]
    assert visitor.texts(".stepper li.stopped .name") == ["Execute"]
    visitor.ask("weight by label")
    assert visitor.texts(".result td")
