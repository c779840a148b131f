from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.settings import PREFIX, Settings

PACKAGE = Path(__file__).parent.parent / "pipeline"


def test_without_anything_set_the_demo_company_is_served_to_this_machine_only():
    settings = Settings()
    assert (settings.model_dir, settings.data, settings.llm) == (None, None, None)
    assert (settings.host, settings.port) == ("127.0.0.1", 7860)


def test_the_environment_sets_what_no_keyword_sets(monkeypatch):
    monkeypatch.setenv("TEXT_TO_BI_MAX_ROWS", "500")
    monkeypatch.setenv("TEXT_TO_BI_PAGE_ROWS", "50")
    settings = Settings(page_rows=20)
    assert (settings.max_rows, settings.page_rows) == (500, 20)


def test_an_empty_variable_is_no_setting(monkeypatch):
    monkeypatch.setenv("TEXT_TO_BI_LLM", "")
    assert Settings().llm is None


def test_gradios_variables_place_the_server_unless_ours_do(monkeypatch):
    monkeypatch.setenv("GRADIO_SERVER_NAME", "0.0.0.0")
    monkeypatch.setenv("GRADIO_SERVER_PORT", "7000")
    assert (Settings().host, Settings().port) == ("0.0.0.0", 7000)
    monkeypatch.setenv("TEXT_TO_BI_PORT", "7001")
    assert Settings().port == 7001
    assert Settings(port=7002).port == 7002


def test_a_space_is_reached_from_outside(monkeypatch):
    monkeypatch.setenv("SPACE_ID", "owner/name")
    assert Settings().host == "0.0.0.0"


def test_a_misspelt_variable_stops_the_start_and_names_the_close_match(monkeypatch):
    monkeypatch.setenv("TEXT_TO_BI_MAX_ROW", "500")
    with pytest.raises(SettingsError, match=r"TEXT_TO_BI_MAX_ROW\. Did you mean 'TEXT_TO_BI_MAX_ROWS'\?"):
        Settings()


def test_a_misspelt_keyword_stops_the_start_and_names_the_close_match():
    with pytest.raises(SettingsError, match=r"page_row\. Did you mean 'page_rows'"):
        Settings(page_row=3)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAX_ROWS", "many"),
        ("MAX_ROWS", "0"),
        ("PORT", "70000"),
        ("TODAY", "2025-02-30"),
        ("QUERY_SECONDS", "-1"),
        ("QUERY_SECONDS", "nan"),
        ("LLM", "gpt-5"),
        ("MEMORY", "lots"),
    ],
)
def test_an_impossible_value_stops_the_start_with_one_sentence_that_names_it(monkeypatch, name, value):
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(SettingsError) as error:
        Settings()
    for sentence in (error.value.en, error.value.zh):
        assert PREFIX + name in sentence
        assert repr(value) in sentence
        assert "\n" not in sentence


@pytest.mark.parametrize("name", ["AUTH", "SECRET"])
def test_what_nothing_reads_is_refused_and_not_ignored(monkeypatch, name):
    monkeypatch.setenv(PREFIX + name, "x")
    with pytest.raises(SettingsError, match=PREFIX + name):
        Settings()


@pytest.mark.parametrize(
    "together",
    [
        {"cube_url": "http://cube:4000", "data": "sales.duckdb"},
        {"cube_url": "http://cube:4000", "model_dir": "model"},
        {"cube_secret": "a", "cube_token": "b"},
    ],
)
def test_two_settings_of_which_one_would_be_ignored_are_refused(together):
    with pytest.raises(SettingsError, match=" and ".join(together)):
        Settings(**together)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CUBE_URL", "http://admin:hidden@cube:4000"),
        ("ALLOWED_CUBE_URLS", "http://cube:4000, http://admin:hidden@cube:4000"),
        ("CUBE_TOKEN", "hidden\ntoken"),
        ("CUBE_CONTEXT", "hidden, not JSON"),
        ("CUBE_CONTEXT", '["hidden"]'),
    ],
)
def test_a_wrong_secret_is_refused_and_not_shown(monkeypatch, name, value):
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(SettingsError, match=PREFIX + name) as error:
        Settings()
    assert "hidden" not in error.value.en + error.value.zh


def test_secrets_are_not_shown_with_the_settings():
    settings = Settings(cube_url="http://cube:4000", cube_secret="hidden", cube_context='{"team": 7}')
    assert "hidden" not in f"{settings!r}{settings.model_dump()}"
    assert settings.cube_context == {"team": 7}


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_has_help_and_a_reader(name):
    assert Settings.model_fields[name].description
    sources = [
        path for path in [*PACKAGE.rglob("*.py"), PACKAGE.parent / "app.py"] if path.name != "settings.py"
    ]
    assert any(f"settings.{name}" in path.read_text("utf-8") for path in sources)


def test_importing_the_package_imports_nothing_heavy_and_turns_telemetry_off():
    code = (
        "import os, sys, pipeline, pipeline.query\n"
        "print([m for m in ('gradio', 'agno', 'duckdb', 'pandas', 'plotly') if m in sys.modules])\n"
        "print(os.environ['AGNO_TELEMETRY'], os.environ['GRADIO_ANALYTICS_ENABLED'])\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PACKAGE.parent,
        env={**os.environ},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "[]\nfalse False\n"
