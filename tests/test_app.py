"""The application as a process of its own."""

from __future__ import annotations

import signal

import httpx
from serving import start_application


def test_it_becomes_ready_serves_page_and_routes_and_stops_on_sigterm(demo_settings):
    settings = demo_settings.model_dump(exclude_unset=True)
    with start_application(**settings) as app, httpx.Client(base_url=app.address) as client:
        app.wait_until_ready()
        assert "gradio" in client.get("/").text
        answer = client.post("/workflow/query-sync", json={"message": "统计员工总数"}).json()
        assert answer["outcome"] == "answered"
        app.process.send_signal(signal.SIGTERM)
        app.process.wait(timeout=30)
        assert "Application shutdown complete" in app.said
        assert "Traceback" not in app.said


def test_a_misspelt_setting_stops_the_start_with_one_sentence():
    with start_application(max_row=3) as app:
        assert app.process.wait(timeout=60) != 0
        assert app.said == "There is no setting TEXT_TO_BI_MAX_ROW. Did you mean 'TEXT_TO_BI_MAX_ROWS'?\n"
