"""The page: its layout, and which button calls which handler."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.routing import Mount

from pipeline.front.needed import Needed
from pipeline.front.unread import Unread
from pipeline.front.visits import Visits
from pipeline.pipeline import Pipeline
from pipeline.sessions import SessionHomes
from pipeline.ui import chrome, texts
from pipeline.ui.bringing import Waiting, is_brought
from pipeline.ui.calls import QueryCalls
from pipeline.ui.components import Components
from pipeline.ui.endpoint import query_endpoint
from pipeline.ui.handlers import Handlers, starters
from pipeline.ui.theme import Theme
from pipeline.ui.view import STEP_NAMES
from pipeline.uploads import KINDS

_HERE = Path(__file__).parent
_THREADS = 250  # Gradio holds one for each stream that is followed
_WAITING = 250  # events in Gradio's queue; runs have a limit of their own
_SESSIONS = 200  # visitors whose last answer is remembered
_CLICKED = "element.addEventListener('click', e => e.target.closest('button') && trigger('click'))"


def build_page(pipeline: Pipeline) -> gr.Blocks:
    """The Gradio application of ``pipeline``: what people see, and the API endpoint ``/query``."""
    demo: gr.Blocks
    with gr.Blocks(
        title=texts.NAME,
        analytics_enabled=False,
        fill_width=True,
    ) as demo:
        _html(chrome.header())
        with gr.Column(elem_id="desk"):
            _html(chrome.hero())
            with gr.Row(elem_id="composer"):
                question = gr.Textbox(
                    label=texts.QUESTION.en,  # until page.js says it in the language of the page
                    show_label=False,
                    container=False,
                    lines=1,
                    max_lines=6,
                    elem_id="question",
                    scale=1,
                )
                ask = _html(chrome.button(texts.ASK, "primary"), elem_id="ask", js_on_load=_CLICKED)
                _html(chrome.controls(), elem_id="controls")
            following = _html("", elem_id="following", js_on_load=_CLICKED)
            brought = _html("", elem_id="brought", js_on_load=_CLICKED)
            chips = _html(starters(pipeline), elem_id="examples")
            if pipeline.uploads.allowed:
                settings = pipeline.settings
                _html(chrome.bring(settings.upload_bytes, settings.upload_seconds), elem_id="bring")
            catalog = _html(chrome.catalog_drawer(pipeline.catalog), elem_id="catalog")
            with gr.Column(elem_id="run"):
                parts = _parts()
        _html(chrome.footer())
        _html(chrome.interruptions())
        follow = _html("<button></button>", elem_id="follow", js_on_load=_CLICKED)  # page.js clicks it
        pulse = _html("", elem_id="pulse", js_on_load="watch('value', () => textToBI.heard())")

        page = Components(question, following, parts, pulse, gr.State(), chips, catalog, brought, gr.State())
        handlers = Handlers(pipeline, page)
        _wire(demo, handlers, page, ask, follow)
        if pipeline.uploads.allowed:
            again = _html("<button></button>", elem_id="again", js_on_load=_CLICKED)  # as `follow`
            _wire_uploads(demo, handlers, page, again)
        gr.api(query_endpoint(pipeline), api_name="query", concurrency_limit=None)  # type: ignore[attr-defined]
    demo.queue(max_size=_WAITING, api_open=False)
    demo.max_threads = _THREADS
    demo.state_session_capacity = _SESSIONS
    return demo


def mount_page(app: FastAPI, page: gr.Blocks) -> FastAPI:
    """Serves ``page`` at the root of ``app``, behind the routes that ``app`` has already."""
    pipeline: Pipeline = app.state.pipeline
    if pipeline.uploads.allowed:
        app.include_router(Waiting(pipeline.uploads, pipeline.settings.upload_bytes).router())
    script = (_HERE / "page.js").read_text("utf-8")
    for name, said in (("__PLACEHOLDER__", texts.PLACEHOLDER), ("__LABEL__", texts.QUESTION)):
        script = script.replace(name, json.dumps(said._asdict()))
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        page,
        "/",
        theme=Theme(),
        css_paths=_HERE / "page.css",
        head=f"<script>{script}</script>",
        favicon_path=str(_HERE / "favicon.svg"),
        footer_links=["api"],
        run_history=False,
        show_error=False,
        ssr_mode=False,
    )
    mount = mounted.routes[-1]
    assert isinstance(mount, Mount)
    mount.app = Needed(mount.app)
    # Behind the guards of `create_app`: what one worker passes on to another has met them.
    visits = Middleware(Visits, is_brought=is_brought, began=Unread(page).look_after)
    mounted.user_middleware += [Middleware(QueryCalls), Middleware(SessionHomes), visits]
    return mounted


def _html(value: str = "", **more: Any) -> gr.HTML:
    return gr.HTML(value, apply_default_css=False, **more)


def _parts() -> dict[str, Any]:
    """What a run fills, from top to bottom."""

    def markdown(*classes: str) -> gr.Markdown:
        # Formulas are nothing that an answer needs, and a way in for markup.
        return gr.Markdown(elem_classes=[*classes], latex_delimiters=[], container=False)

    steps = {"steps": _html(js_on_load="watch('value', () => textToBI.stepsChanged())")}
    said = {f"said_{name}": markdown("said", name) for name in STEP_NAMES}
    return {
        **steps,
        **said,
        "notice": _html(),
        "analysis": markdown("analysis"),
        "notes": _html(),
        "chart": gr.Plot(show_label=False, container=False, visible=False, elem_id="chart"),
        "table": _html(),
    }


def _wire_uploads(demo: Any, handlers: Handlers, page: Components, again: gr.HTML) -> None:
    files = gr.UploadButton(elem_id="files", file_count="multiple", file_types=list(KINDS))
    language = gr.Textbox(visible="hidden")
    kept = gr.Textbox(visible="hidden")
    visitor = gr.Textbox(visible="hidden")
    about = [page.brought, page.examples, page.catalog, page.upload]
    shown = [*about, page.following, page.previous]
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    files.upload(
        handlers.bring,
        inputs=[files, language, page.upload, visitor],
        outputs=[*shown, *page.parts.values()],
        js="(files, language, key) => textToBI.bringing(files)",
        concurrency_limit=None,
        **quiet,
    ).then(None, js="() => textToBI.brought()", api_visibility="private")
    key, table, column = (gr.Textbox(visible="hidden") for _ in range(3))
    again.click(
        handlers.read_again,
        inputs=[key, table, column, gr.Checkbox(visible="hidden"), language],
        outputs=[*shown, *page.parts.values()],
        js="() => textToBI.readAgain()",
        concurrency_limit=None,
        **quiet,
    ).then(None, js="() => textToBI.brought()", api_visibility="private")
    page.brought.click(
        handlers.give_back,
        inputs=[page.upload],
        outputs=[*shown, *page.parts.values()],
        js="() => textToBI.givenBack()",
        queue=False,
        concurrency_limit=None,
        **quiet,
    )
    demo.load(
        handlers.bring_back,
        inputs=[kept],
        outputs=about,
        js="() => textToBI.kept()",
        queue=False,
        concurrency_limit=None,
        **quiet,
    )


def _wire(demo: Any, handlers: Handlers, page: Components, ask: gr.HTML, follow: gr.HTML) -> None:
    # What the browser knows; page.js fills them when a handler is called.
    language = gr.Textbox(visible="hidden")
    run_id = gr.Textbox(visible="hidden")
    linked = gr.Checkbox(visible="hidden")
    shown = [page.following, page.pulse, page.previous, *page.parts.values()]
    quiet: dict[str, Any] = {
        "show_progress": "hidden",
        "api_visibility": "private",
        "concurrency_limit": None,
    }
    gr.on(
        [ask.click, page.question.submit],
        handlers.ask,
        inputs=[page.question, language, page.previous, page.upload],
        outputs=[page.question, *shown],
        js="() => textToBI.asked()",
        trigger_mode="once",
        **quiet,
    )
    page.following.click(
        handlers.afresh,
        outputs=shown,
        js="() => textToBI.afresh()",
        queue=False,
        **quiet,
    )
    follow.click(
        handlers.follow,
        inputs=[run_id, linked, language],
        outputs=shown,
        js="() => textToBI.followed()",
        **quiet,
    ).then(None, js="() => textToBI.caughtUp()", api_visibility="private")
    demo.load(None, js="() => textToBI.ready()", api_visibility="private")
