"""What was read otherwise than it stands is said: in the report, and with each answer that it matters to."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import Pipeline, Settings
from pipeline.answer import Answer, Outcome
from pipeline.reading.readers import Readers
from pipeline.sources.report import ColumnRead, SourceRead, TableRead
from pipeline.sources.told import notes_of

STOCK = "item,units,sold on\n" + "".join(f"item {n},{n},{n % 9 + 1}/{n % 7 + 1}/2024\n" for n in range(1, 41))


def asked(folder: Path, content: str, question: str) -> tuple[tuple[str, ...], Answer]:
    """What was said of a file when it was read, and the answer to a question about it."""
    (folder / "stock.csv").write_text(content)
    settings = Settings(data=folder / "stock.csv", cache_dir=folder / "cache")
    said = Readers(settings).read(folder / "stock.csv", folder / "cache", model=folder / "model").said
    with Pipeline(settings) as pipeline:
        return tuple(note.en for note in said), pipeline.ask(question)


def test_a_remark_among_numbers(tmp_path: Path) -> None:
    said, answer = asked(tmp_path, STOCK + "item 41,see note,1/1/2024\n", "total units")
    expected = "stock: 1 of 41 cells of units could not be read as whole numbers and are empty: “see note”"
    assert expected in said
    assert expected in answer.assumptions
    assert answer.table is not None
    assert answer.table.iloc[0, 0] == sum(range(1, 41))


def test_an_answer_that_has_nothing_to_do_with_it_says_nothing(tmp_path: Path) -> None:
    _, answer = asked(tmp_path, STOCK + "item 41,see note,1/1/2024\n", "how many rows")
    assert answer.outcome is Outcome.ANSWERED
    assert not answer.assumptions


def test_days_that_may_be_months_are_said_and_cost_confidence(tmp_path: Path) -> None:
    said, answer = asked(tmp_path, STOCK, "total units by month")
    [doubt] = [note for note in said if "may have" in note]
    assert "were read with the month before day; they may have the day before month" in doubt
    assert doubt in answer.assumptions
    assert answer.confidence <= 0.7


def test_days_that_cannot_be_months_are_not_in_doubt(tmp_path: Path) -> None:
    said, answer = asked(tmp_path, STOCK + "item 41,1,2/28/2024\n", "total units by month")
    assert not [note for note in said if "may have" in note]
    assert answer.confidence > 0.7


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_number_for_a_missing_value(tmp_path: Path, language: str) -> None:
    rows = "".join(f"2024-01-{n:02},{-999 if n % 9 == 0 else 50 + n}\n" for n in range(1, 29))
    question = {"en": "average ozone", "zh": "平均ozone"}[language]
    said, answer = asked(tmp_path, "date,ozone\n" + rows, question)
    assert "stock: “-999” in ozone stands for a missing value" in said
    expected = {"en": said[0], "zh": "stock：列ozone中的“-999”表示缺失值"}[language]
    assert expected in answer.assumptions


def test_total_rows_that_are_left_out(tmp_path: Path) -> None:
    said, answer = asked(tmp_path, "city,sales\nAlden,10\nBrook,20\nTotal,30\n", "total sales")
    assert "stock: 1 row that sums up others is left out (Total)." in said
    assert "stock: 1 row that sums up others is left out (Total)." in answer.assumptions
    assert answer.table is not None
    assert answer.table.iloc[0, 0] == 30


def said_of_missing(*missing: tuple[str, ...]) -> list[tuple[str, str]]:
    columns = tuple(ColumnRead(name=f"w{i}", type="BIGINT", missing=m) for i, m in enumerate(missing, 1))
    return list(notes_of(SourceRead(tables=(TableRead(name="t", file="t.csv", columns=columns),))))


def test_what_is_missing_in_many_columns_is_said_once() -> None:
    assert said_of_missing(*[("NA",)] * 9) == [
        (
            "t: “NA” in w1, w2, w3, w4 and 5 more columns stands for a missing value",
            "t：列w1、w2、w3、w4及另外 5 列中的“NA”表示缺失值",
        )
    ]
    assert said_of_missing(*[("NA",)] * 5)[0][0] == "t: “NA” in w1, w2, w3, w4, w5 stands for a missing value"


def test_columns_in_which_other_words_are_missing_are_said_apart() -> None:
    assert [en for en, _ in said_of_missing(("NA",), (), ("-",), ("NA",))] == [
        "t: “NA” in w1, w4 stands for a missing value",
        "t: “-” in w3 stands for a missing value",
    ]


def test_a_file_of_nothing_but_names(tmp_path: Path) -> None:
    said, _ = asked(tmp_path, "city,sales\n", "cities")
    assert "stock: nothing but the names of the columns stands there" in said
