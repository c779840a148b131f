"""A run outlives the page that asked for it, and the page finds back to it."""

from __future__ import annotations

import re
import threading
from collections.abc import Generator, Iterator

import pytest
from playwright.sync_api import expect
from serving import serve
from ui.browser import Visit, Visitor
from ui.cable import cable

from pipeline import Pipeline, Settings
from pipeline.cancellation import Cancellation
from pipeline.planner.base import Plan, Planner, Question
from pipeline.planner.rules import RulesPlanner
from pipeline.server import create_app
from pipeline.ui import build_page, mount_page

QUESTION = "headcount by department"
SAID = ".block.said.generate"
GONE = "0123456789ab4def8123456789abcdef"


class Slow:
    """Thinks aloud until it is told to come to an end."""

    def __init__(self, planner: Planner) -> None:
        self._planner = planner
        self.enough = threading.Event()

    def plan(self, question: Question, cancellation: Cancellation) -> Generator[str, None, Plan]:
        thought = 0
        while not self.enough.wait(0.05):
            thought += 1
            yield f"thought {thought}. "
            cancellation.check()
        return (yield from self._planner.plan(question, cancellation))


@pytest.fixture(scope="module")
def slow(demo: Pipeline, demo_settings: Settings) -> Slow:
    assert demo_settings.today
    return Slow(RulesPlanner(demo.engine, lambda: demo_settings.today))


@pytest.fixture(scope="module")
def slow_address(demo: Pipeline, demo_settings: Settings, slow: Slow) -> Iterator[str]:
    pipeline = Pipeline(demo_settings, engine=demo.engine, planner=slow)
    with serve(mount_page(create_app(pipeline), build_page(pipeline))) as address:
        yield f"{address}/"


@pytest.fixture(autouse=True)
def _takes_its_time(slow: Slow) -> Iterator[None]:
    slow.enough.clear()
    yield
    slow.enough.set()


@pytest.fixture
def asked(visit: Visit, slow_address: str) -> Visitor:
    """Somebody whose question is being thought about."""
    visitor = visit(slow_address)
    visitor.box.fill(QUESTION)
    visitor.box.press("Enter")
    thinking(visitor)
    return visitor


def thinking(visitor: Visitor) -> None:
    expect(visitor.page.locator(".stepper[data-busy]")).to_be_visible()
    expect(visitor.page.locator(SAID)).to_contain_text("thought 2.")


def thoughts(visitor: Visitor) -> list[int]:
    said = visitor.page.locator(SAID).inner_text()
    return [int(number) for number in re.findall(r"thought (\d+)\.", said)]


def test_a_page_loaded_anew_goes_on_with_its_run(asked: Visitor, slow: Slow) -> None:
    assert re.search(r"\?run=[0-9a-f]{32}$", asked.page.url)
    address = asked.page.url
    asked.box.fill("and then only")
    asked.page.reload()
    thinking(asked)
    said = thoughts(asked)
    assert said == list(range(1, len(said) + 1)), "something was shown twice, or not at all"
    assert asked.box.input_value() == "and then only"

    slow.enough.set()
    asked.wait(QUESTION)
    answer = asked.texts(".result td")
    asked.page.reload()
    asked.wait(QUESTION)
    assert (asked.texts(".result td"), asked.page.url) == (answer, address)
    asked.ask("only Engineering")
    assert "Read as a change to the question before." in asked.texts(".notes li")


def test_the_browser_remembers_its_run_until_a_fresh_start(asked: Visitor, slow: Slow) -> None:
    asked.open()
    thinking(asked)
    slow.enough.set()
    asked.wait(QUESTION)
    asked.page.get_by_role("button", name="New question").click()
    expect(asked.page.locator(".hero h1")).to_be_visible()
    assert "run=" not in asked.page.url
    asked.open()
    expect(asked.page.locator(".hero h1")).to_be_visible()
    assert asked.texts(".asked") == []


def test_a_fresh_page_is_one_click_away_while_a_run_goes_on(asked: Visitor) -> None:
    asked.page.locator("[data-home]").click()
    expect(asked.page.locator(".hero h1")).to_be_visible()
    assert asked.texts(".asked") == []


@pytest.mark.parametrize("offline", [True, False], ids=["offline", "unnoticed"])
def test_after_a_lost_connection_the_page_goes_on_by_itself(
    visit: Visit, slow_address: str, slow: Slow, offline: bool
) -> None:
    with cable(slow_address) as way:
        visitor = visit(way.address, locale="zh-CN")
        visitor.box.fill(QUESTION)
        visitor.box.press("Enter")
        thinking(visitor)
        line = visitor.page.locator(".aside.lost")
        way.cut()
        if offline:
            visitor.page.context.set_offline(True)
        expect(line).to_have_text("正在重新连接……", use_inner_text=True)
        visitor.page.wait_for_timeout(2_500)  # both Gradio and the page have tried in vain
        expect(line).to_be_visible()
        expect(visitor.page.locator(".toast-body")).to_be_hidden()
        way.mend()
        visitor.page.context.set_offline(False)
        went_on(visitor, slow)
        assert all("net::ERR" in said or "network error" in said for said in visitor.complaints)
        visitor.complaints.clear()


def test_a_stream_that_falls_silent_is_given_up(visit: Visit, slow_address: str, slow: Slow) -> None:
    with cable(slow_address) as way:
        visitor = visit(way.address)
        visitor.box.fill(QUESTION)
        visitor.box.press("Enter")
        thinking(visitor)
        way.silence()
        expect(visitor.page.locator(".aside.lost")).to_be_visible(timeout=20_000)
        went_on(visitor, slow)


def went_on(visitor: Visitor, slow: Slow) -> None:
    """Waits until everything is shown once, to the end."""
    expect(visitor.page.locator(".aside.lost")).to_be_hidden(timeout=20_000)
    thinking(visitor)
    said = thoughts(visitor)
    assert said == list(range(1, len(said) + 1)), "something was shown twice, or not at all"
    slow.enough.set()
    visitor.wait(QUESTION)
    assert visitor.texts(".result td")


def test_two_tabs_show_one_run_and_either_can_pause_and_stop_it(asked: Visitor) -> None:
    other = asked.another(asked.page.url)
    thinking(other)
    expect(other.page.get_by_role("button", name="Go on")).to_be_hidden()
    other.page.get_by_role("button", name="Pause", exact=True).click()
    for tab in (asked, other):
        expect(tab.page.locator(".stepper li.paused .name")).to_have_text("Understand")
        expect(tab.page.locator(".doing")).to_have_text("Paused")
        expect(tab.page.get_by_role("button", name="Pause", exact=True)).to_be_hidden()
    so_far = thoughts(asked)
    asked.page.reload()
    expect(asked.page.locator(".stepper li.paused .name")).to_have_text("Understand")
    assert thoughts(asked) == so_far

    asked.page.get_by_role("button", name="Go on").click()
    expect(other.page.locator(SAID)).to_contain_text(f"thought {len(so_far) + 2}.")
    expect(other.page.locator(".stepper li.running .name")).to_have_text("Understand")

    asked.page.get_by_role("button", name="Stop").click()
    for tab in (asked, other):
        tab.wait(QUESTION)
        assert tab.texts(".notice p") == ["The run was stopped."]


@pytest.mark.parametrize(
    ("locale", "button", "sentence"),
    [("en-US", "Pause", "So many runs are paused"), ("zh-CN", "暂停", "已暂停的运行过多")],
)
def test_a_pause_that_is_refused_says_why_and_the_run_goes_on(
    visit: Visit, demo: Pipeline, demo_settings: Settings, slow: Slow, locale: str, button: str, sentence: str
) -> None:
    settings = demo_settings.model_copy(update={"runs_paused": 0})
    pipeline = Pipeline(settings, engine=demo.engine, planner=slow)
    with serve(mount_page(create_app(pipeline), build_page(pipeline))) as address:
        visitor = visit(f"{address}/", locale=locale)
        visitor.box.fill(QUESTION)
        visitor.box.press("Enter")
        thinking(visitor)
        visitor.page.get_by_role("button", name=button, exact=True).click()
        expect(visitor.page.locator(".aside.fault")).to_contain_text(sentence)
        expect(visitor.page.locator(".aside.fault .usual")).to_be_hidden()
        said = len(thoughts(visitor))
        expect(visitor.page.locator(SAID)).to_contain_text(f"thought {said + 3}.")
        slow.enough.set()
        visitor.wait(QUESTION)
        visitor.page.goto("about:blank")
        (complaint,) = visitor.complaints  # the browser's own, about the status
        assert "503" in complaint
        visitor.complaints.clear()


def test_a_link_shows_the_finished_run_to_anybody(asked: Visitor, slow: Slow, visit: Visit) -> None:
    slow.enough.set()
    asked.wait(QUESTION)
    guest = visit(asked.page.url, locale="zh-CN", viewport={"width": 390, "height": 844})
    guest.wait(QUESTION)
    assert guest.texts(".result td") == asked.texts(".result td")
    expect(guest.page.locator("#chart .main-svg").first).to_be_visible()


@pytest.mark.parametrize(("run", "sentence"), [(GONE, "cleared away"), ("../x%3F<b>", "no such run")])
def test_a_link_to_a_run_that_is_gone_says_so_on_a_fresh_page(
    visit: Visit, slow_address: str, run: str, sentence: str
) -> None:
    visitor = visit(f"{slow_address}?run={run}")
    expect(visitor.page.locator(".notice p")).to_contain_text(sentence)
    assert visitor.texts(".asked") == []
    expect(visitor.page).to_have_url(slow_address)


def test_a_remembered_run_that_is_gone_is_no_news(visit: Visit, slow_address: str) -> None:
    visitor = visit(slow_address)
    visitor.page.evaluate(f"localStorage.setItem('run', '{GONE}')")
    visitor.open()
    expect(visitor.page.locator(".hero h1")).to_be_visible()
    assert visitor.texts(".notice") == []
