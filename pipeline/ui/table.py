"""The result as a table to read: business headers, formatted values, numbers to the right."""

from __future__ import annotations

from pipeline import format as fmt
from pipeline.catalog import Catalog
from pipeline.events import TableMade
from pipeline.language import Language
from pipeline.ui import texts
from pipeline.ui.markup import text


def table_html(table: TableMade, catalog: Catalog, language: Language, run_id: str) -> str:
    """The rows the event carries, how many of how many they are, and the way to all of them."""
    if not table.row_count:
        return ""
    members = [catalog.column(name) for name in table.columns]
    numeric = [member.type == "number" for member, _ in members]
    head = "".join(
        f'<th scope="col"{_side(right)}>{text(header)}</th>'
        for header, right in zip(table.headers, numeric, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{_side(right)}>{text(fmt.cell(value, member, granularity, language))}</td>"
            for value, (member, granularity), right in zip(row, members, numeric, strict=True)
        )
        + "</tr>"
        for row in table.rows
    )
    title, download = texts.TABLE.said(language), texts.DOWNLOAD.said(language)
    return (
        f'<section class="result" lang="{language}"><header>'
        f'<span class="count">{_count(table, language)}</span>'
        f'<a class="quiet" href="workflow/runs/{text(run_id)}/table.csv" download>{text(download)}</a>'
        "</header>"
        f'<div class="scroll" tabindex="0" role="region" aria-label="{text(title)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></section>"
    )


def _count(table: TableMade, language: Language) -> str:
    if len(table.rows) < table.row_count:
        said = texts.ROWS_OF.said(language)
        return text(said.format(shown=f"{len(table.rows):,}", total=f"{table.row_count:,}"))
    said = (texts.ROW if table.row_count == 1 else texts.ROWS).said(language)
    return text(said.format(total=f"{table.row_count:,}"))


def _side(right: bool) -> str:
    return ' class="number"' if right else ""
