"""A visitor's own data on the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect
from ui.browser import Visit, Visitor

SALES = "city,product,amount\nLund,chair,10\nLund,lamp,5\nOslo,chair,7\n"


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    path = tmp_path / "sales 2025.csv"
    path.write_text(SALES)
    return path


def bring(visitor: Visitor, *paths: Path) -> None:
    with visitor.page.expect_file_chooser() as chosen:
        visitor.page.locator("[data-bring]").click()
    chosen.value.set_files([str(path) for path in paths])


def test_it_is_asked_about_until_it_is_removed(visit: Visit, address: str, sales: Path) -> None:
    visitor = visit(address)
    bring(visitor, sales)
    expect(visitor.page.locator(".brought")).to_contain_text("sales 2025.csv")
    expect(visitor.page.locator("#examples")).to_contain_text("total amount by city")
    expect(visitor.page.locator("#catalog summary")).not_to_contain_text("50 measures")

    visitor.ask("total amount by city")
    assert visitor.texts(".result td") == ["Lund", "15", "Oslo", "7"]

    visitor.page.reload()
    expect(visitor.page.locator(".brought")).to_be_visible()
    assert visitor.texts(".result td") == ["Lund", "15", "Oslo", "7"]
    visitor.ask("total amount by product")
    assert visitor.texts(".result td") == ["chair", "17", "lamp", "5"]

    visitor.page.locator(".brought button").click()
    expect(visitor.page.locator(".brought")).to_have_count(0)
    visitor.ask("headcount by department")
    expect(visitor.page.locator(".result")).to_be_visible()


def test_how_it_is_read_can_be_switched_off_and_on(visit: Visit, address: str, tmp_path: Path) -> None:
    prices = tmp_path / "prices.csv"
    prices.write_text("city,price\nLund,$10\nOslo,$5\nRiga,$7\nTotal,$22\n")
    visitor = visit(address)
    bring(visitor, prices)
    visitor.page.locator(".read summary").click()
    for _ in range(2):  # what is read again stands open
        visitor.page.locator("[data-column=price]").click()
        expect(visitor.page.locator("[data-column=price]")).to_be_checked()
        expect(visitor.page.locator(".read")).to_contain_text("$10")
        visitor.page.locator("[data-column=price]").click()
        expect(visitor.page.locator("[data-column=price]")).not_to_be_checked()
        expect(visitor.page.locator(".read")).to_contain_text("amounts of money")
    visitor.page.locator("[data-stands]:not([data-column])").click()
    expect(visitor.page.locator(".left-out")).to_have_count(0)
    expect(visitor.page.locator(".read")).to_be_visible()
    visitor.ask("total price by city")
    assert "Total" in visitor.texts(".result td")


def test_nobody_else_sees_it(visit: Visit, address: str, sales: Path) -> None:
    owner, other = visit(address), visit(address)
    bring(owner, sales)
    expect(owner.page.locator(".brought")).to_be_visible()
    other.open()
    expect(other.page.locator(".brought")).to_have_count(0)
    other.ask("total amount by city")
    expect(other.page.locator(".result")).to_have_count(0)


def test_what_cannot_be_read_is_said_in_the_language_of_the_page(
    visit: Visit, address: str, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing more")
    visitor = visit(address, locale="zh-CN")
    bring(visitor, broken)
    notice = visitor.page.locator(".notice")
    expect(notice).to_contain_text("broken.xlsx")
    expect(notice).to_have_attribute("lang", "zh")
    expect(visitor.page.locator("[data-bring]")).to_be_visible()
    visitor.ask("各部门人数")
    expect(visitor.page.locator(".result")).to_be_visible()
