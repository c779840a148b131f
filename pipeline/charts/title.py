"""The title of a chart, in business words, from the columns it shows."""

from __future__ import annotations

from pipeline import format as fmt
from pipeline.catalog import Catalog
from pipeline.charts.shape import Column, Shape
from pipeline.language import Language


def title_of(shape: Shape, measures: list[Column], catalog: Catalog, language: Language) -> str:
    """What the chart shows: "Average salary by department", "各部门平均薪资"."""
    names = _distinct([m.member.title(language) for m in measures])
    dimensions = _dimensions(shape, catalog, language)
    if language == "zh":
        return "".join(dimensions) + "与".join(names)
    what = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    return f"{what} by {' and '.join(dimensions)}" if dimensions else what


def constants_of(shape: Shape, language: Language) -> str:
    """What all rows share: "Department: Engineering"."""
    colon, between = (":", ",") if language == "zh" else (": ", ", ")
    return between.join(
        f"{column.member.title(language)}{colon}{column.labels(language)[0]}" for column in shape.constants
    )


def _dimensions(shape: Shape, catalog: Catalog, language: Language) -> list[str]:
    names = []
    for column in shape.dimensions:
        if column is shape.time and column.granularity:
            name = fmt.granularity_name(column.granularity, language)
            names.append(f"每{'天' if name == '日' else name}" if language == "zh" else name)
        else:
            name = fmt.header(column.name, catalog, language)
            names.append(f"各{name}" if language == "zh" else _lowered(name))
    return names


def _lowered(name: str) -> str:
    """``name`` inside a sentence: "Department" is "department", "SKU" stays."""
    return name[0].lower() + name[1:] if name[1:2].islower() else name


def _distinct(names: list[str]) -> list[str]:
    return list(dict.fromkeys(names))
