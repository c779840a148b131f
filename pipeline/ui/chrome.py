"""The parts of the page that stand there before anything is asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pipeline.catalog import Catalog, Cube, Member
from pipeline.language import Language, Text
from pipeline.sources.told import notes_of
from pipeline.ui import texts
from pipeline.ui.markup import both, chip, text
from pipeline.ui.read import read_html
from pipeline.uploads import Upload

_LOGO = (
    '<svg class="logo" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8"/>'
    '<path d="M9 22v-5M16 22V10M23 22v-8"/></svg>'
)
_MOON = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 3a9 9 0 1 0 9 9 7 7 0 0 1-9-9z"/></svg>'


_NOTES = 10  # about data that was brought: more would push the page away


def header() -> str:
    """Name, what it is, language and light or dark."""
    return (
        f'<header class="top"><div class="brand"><a href="./" data-home title="{_labels(texts.HOME)}">{_LOGO}'
        f'<span class="product">{texts.NAME}</span></a>'
        f'<span class="tagline">{both(texts.TAGLINE)}</span></div><nav>'
        f'<div class="switch" role="group" aria-label="{_labels(texts.LANGUAGE)}">'
        '<button type="button" data-set-lang="zh" lang="zh">中文</button>'
        '<button type="button" data-set-lang="en" lang="en">English</button></div>'
        f'<button type="button" class="icon" data-toggle-theme title="{_labels(texts.THEME)}" '
        f'aria-label="{_labels(texts.THEME)}">{_MOON}</button></nav></header>'
    )


def hero() -> str:
    return f'<div class="hero"><h1>{both(texts.HERO)}</h1><p>{both(texts.HERO_SUB)}</p></div>'


def button(label: Text, kind: str) -> str:
    return f'<button type="button" class="{kind}">{both(label)}</button>'


def controls() -> str:
    """What can be done with a run under way; page.css shows one of Pause and Go on."""
    said = {"pause": texts.PAUSE, "resume": texts.GO_ON, "cancel": texts.STOP}
    return "".join(
        f'<button type="button" class="primary" data-tell="{verb}">{both(label)}</button>'
        for verb, label in said.items()
    )


def interruptions() -> str:
    """What is said when the server cannot be heard, or could not do what was asked."""
    return (
        f'<p class="aside lost" role="status">{both(texts.RECONNECTING)}</p>'
        '<p class="aside fault" role="status"><span class="why"></span>'
        f'<span class="usual">{both(texts.TRY_AGAIN)}</span></p>'
    )


def following() -> str:
    """That the next question may build on the answer, and the way not to."""
    return f'<div class="following"><span>{both(texts.FOLLOWING)}</span>{button(texts.AFRESH, "quiet")}</div>'


def examples(chips: Mapping[Language, tuple[str, ...]], data_until: date | None) -> str:
    """Questions to begin with, those of the page's language first; ``data_until`` on a demo."""
    sets = "".join(
        f'<div class="chips {lang}">'
        f'<span class="lead">{text(texts.EXAMPLES.zh if lang == "zh" else texts.EXAMPLES.en)}</span>'
        + "".join(chip(question, lang) for question in questions)
        + "".join(chip(question, other) for other in chips if other != lang for question in chips[other][:1])
        + "</div>"
        for lang, questions in chips.items()
    )
    if data_until is None:
        return sets
    day = data_until.isoformat()
    demo = Text(*(said.format(today=day) for said in texts.DEMO))
    return f'{sets}<p class="demo">{both(demo)}</p>'


def bring(largest: int, seconds: float) -> str:
    """The way to bring data along; page.js opens the browser's dialog."""
    size, minutes = f"{largest / 1e6:g} MB", f"{seconds / 60:g}"
    what = Text(*(said.format(size=size, minutes=minutes) for said in texts.BRING_WHAT))
    return (
        '<div class="own"><button type="button" class="quiet" data-bring>'
        f"{both(texts.BRING)}</button><p>{both(what)}</p>"
        f'<p class="reading" role="status">{both(texts.BRINGING)}</p></div>'
    )


def reading(what: Text, fraction: float) -> str:
    """How far reading what somebody brings has come."""
    bar = f'<progress max="1" value="{fraction:.2f}" aria-label="{_labels(texts.BRINGING)}"></progress>'
    return f'<p class="reading-now" role="status">{bar}{both(what)}</p>'


def brought(upload: Upload, *, opened: bool = False) -> str:
    """What was brought along, how it was read, and the way to be rid of it; this tab of the browser keeps
    the key. ``opened``: what was read stands open."""
    names, source = upload.names, upload.read
    shown = ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
    said = Text(*(t.format(names=shown.replace("{", "(").replace("}", ")")) for t in texts.BROUGHT))
    away = button(texts.GIVE_BACK, "quiet")
    left_out = "".join(f"<li>{both(note)}</li>" for note in notes_of(source)[:_NOTES])
    listed = f'<ul class="left-out">{left_out}</ul>' if left_out else ""
    head = f'<div class="brought" data-upload="{text(upload.key)}"><span>{both(said)}</span>{away}</div>'
    return f"{head}{listed}{read_html(source, upload.decided, opened=opened)}"


def catalog_drawer(catalog: Catalog) -> str:
    """What can be asked: each cube with its measures and dimensions."""
    cubes = [cube for cube in catalog.cubes.values() if cube.type == "cube"] or list(catalog.cubes.values())
    measures = sum(len(c.plain_measures) for c in cubes)
    dimensions = sum(len(c.dimensions) for c in cubes)
    count = Text(*(said.format(measures=measures, dimensions=dimensions) for said in texts.CATALOG_COUNT))
    return (
        f'<details class="catalog"><summary>{both(texts.CATALOG)} <span class="count">{both(count)}</span>'
        f'</summary><div class="cubes">{"".join(map(_cube, cubes))}</div></details>'
    )


def footer() -> str:
    return f'<footer class="bottom">{button(texts.API, "quiet api")}</footer>'


def _cube(cube: Cube) -> str:
    return (
        f"<section><h2>{both(cube.titles)}</h2>{_members(texts.MEASURES, cube.plain_measures)}"
        f"{_members(texts.DIMENSIONS, cube.dimensions)}</section>"
    )


def _members(label: Text, members: tuple[Member, ...]) -> str:
    if not members:
        return ""
    items = "".join(f"<li>{both(member.titles)}</li>" for member in members)
    return f"<h3>{both(label)}</h3><ul>{items}</ul>"


def _labels(label: Text) -> str:
    return text(f"{label.en} · {label.zh}")
