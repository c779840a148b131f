"""Data that visitors bring: asked about by its key, kept apart, bounded, and gone after a while."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import httpx
import pytest
from serving import serve

from pipeline import Outcome, Pipeline, Settings
from pipeline.cancellation import Cancellation
from pipeline.deployments import Source
from pipeline.errors import (
    EngineError,
    QuestionError,
    SourceError,
    TooManyUploads,
    UploadNotFound,
)
from pipeline.query import Query
from pipeline.reading.job import Read
from pipeline.server import create_app
from pipeline.uploads import Uploads

SALES = "city,product,amount\nLund,chair,10\nLund,lamp,5\nOslo,chair,7\n"
STILL_READING, FULL = "The server is still reading other", "The server keeps as much data as "
Bringing = Callable[..., Pipeline]


@pytest.fixture
def bringing(demo: Pipeline, demo_settings: Settings) -> Iterator[Bringing]:
    """A pipeline of the demo company with other limits."""
    opened: list[Pipeline] = []

    def build(**limits: Any) -> Pipeline:
        settings = Settings(**{**demo_settings.model_dump(exclude_unset=True), **limits})
        opened.append(Pipeline(settings, engine=demo.engine))
        return opened[-1]

    yield build
    for pipeline in opened:
        pipeline.close()


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    path = tmp_path / "gradio-made-up-name"
    path.write_text(SALES)
    return path


def test_a_question_about_what_was_brought(bringing: Bringing, sales: Path) -> None:
    pipeline = bringing()
    upload = pipeline.uploads.add({"sales.csv": sales})
    answer = pipeline.start("total amount by city", upload=upload.key).result()

    assert answer.outcome is Outcome.ANSWERED
    assert answer.table is not None
    assert sorted(answer.table.itertuples(index=False, name=None)) == [("Lund", 15), ("Oslo", 7)]
    assert upload.names == ("sales.csv",)
    assert list(upload.catalog.cubes) == ["sales"]
    assert "total amount by city" in pipeline.suggestions("en", count=9, upload=upload.key)
    assert (
        pipeline.ask("total amount by city").outcome is not Outcome.ANSWERED
    )  # the demo knows no such thing


def test_several_files_are_the_tables_of_one_upload(bringing: Bringing, sales: Path, tmp_path: Path) -> None:
    sales.write_text("sale_id,city_id,amount\n1,10,10\n2,10,5\n3,11,7\n")
    (tmp_path / "cities.csv").write_text("city_id,city,country\n10,Lund,Sweden\n11,Oslo,Norway\n")
    pipeline = bringing()
    upload = pipeline.uploads.add({"sales.csv": sales, "cities.csv": tmp_path / "cities.csv"})
    answer = pipeline.start("total amount by country", upload=upload.key).result()

    assert answer.table is not None
    assert sorted(answer.table.itertuples(index=False, name=None)) == [("Norway", 7), ("Sweden", 15)]


@pytest.mark.parametrize("key", ["", "x", "../demo", "' OR 1=1"])
def test_nothing_but_the_key_leads_to_it(key: str, bringing: Bringing, sales: Path) -> None:
    pipeline = bringing()
    pipeline.uploads.add({"sales.csv": sales})
    with pytest.raises(UploadNotFound):
        pipeline.start("total amount by city", upload=key)


def test_it_goes_when_nobody_asks_about_it(bringing: Bringing, sales: Path) -> None:
    pipeline = bringing(upload_seconds=0.5)
    upload = pipeline.uploads.add({"sales.csv": sales})
    until = time.monotonic() + 30
    while upload.folder.exists():
        assert time.monotonic() < until
        time.sleep(0.05)
    with pytest.raises(UploadNotFound):
        pipeline.uploads.get(upload.key)
    with pytest.raises(UploadNotFound):
        _ = upload.source


def test_a_run_that_has_ended_holds_nothing_of_it(bringing: Bringing, sales: Path) -> None:
    pipeline = bringing()
    upload = pipeline.uploads.add({"sales.csv": sales})
    planner = weakref.ref(upload.source.planner)
    run = pipeline.start("total amount by city", upload=upload.key)
    run.result()
    pipeline.uploads.remove(upload.key)
    until = time.monotonic() + 30
    while planner() is not None:
        assert time.monotonic() < until
        time.sleep(0.05)
        gc.collect()
    assert pipeline.runs.get(run.id).answer.outcome is Outcome.ANSWERED


def test_those_not_asked_about_lately_are_on_disk_alone(bringing: Bringing, sales: Path) -> None:
    pipeline = bringing()
    uploads = [pipeline.uploads.add({"sales.csv": sales}) for _ in range(6)]
    assert [upload.awake for upload in uploads] == [False, False, True, True, True, True]

    answer = pipeline.start("total amount by city", upload=uploads[0].key).result()
    assert answer.outcome is Outcome.ANSWERED
    assert [upload.awake for upload in uploads] == [True, False, False, True, True, True]


def test_of_one_address_only_so_many_are_kept(bringing: Bringing, sales: Path) -> None:
    pipeline = bringing(uploads_per_client=2)
    mine = [pipeline.uploads.add({"sales.csv": sales}, "here").key for _ in range(2)]
    with pytest.raises(TooManyUploads, match="2 uploads from your address"):
        pipeline.uploads.add({"sales.csv": sales}, "here")
    pipeline.uploads.add({"sales.csv": sales}, "elsewhere")
    pipeline.uploads.remove(mine[0])
    pipeline.uploads.add({"sales.csv": sales}, "here")


def test_removing_it_removes_its_files_and_only_its_own(bringing: Bringing, sales: Path) -> None:
    pipeline = bringing()
    first, second = (pipeline.uploads.add({"sales.csv": sales}) for _ in range(2))
    pipeline.uploads.remove(first.key)
    pipeline.uploads.remove(first.key)

    assert not first.folder.exists()
    assert second.folder.exists()
    assert pipeline.start("total amount", upload=second.key).result().outcome is Outcome.ANSWERED
    pipeline.close()
    assert not second.folder.exists()


def test_of_one_session_the_oldest_gives_way_and_of_others_none(bringing: Bringing, sales: Path) -> None:
    pipeline = bringing(uploads_kept=4)
    # All come from one address, as behind a proxy that names nobody.
    mine = [pipeline.uploads.add({"sales.csv": sales}, "proxy", "me").key for _ in range(4)]
    yours = pipeline.uploads.add({"sales.csv": sales}, "proxy", "you").key

    with pytest.raises(UploadNotFound):
        pipeline.uploads.get(mine[0])
    with pytest.raises(TooManyUploads):
        pipeline.uploads.add({"sales.csv": sales}, "proxy", "somebody else")
    with pytest.raises(SourceError):
        pipeline.uploads.add({"sales.exe": sales}, "proxy", "me")
    assert all(pipeline.uploads.get(key) for key in mine[1:])  # nothing gave way to what was refused
    assert pipeline.uploads.get(yours)
    assert pipeline.uploads.get(mine[3])


@pytest.mark.parametrize(
    ("files", "limits", "said"),
    [
        ({"sales.csv": SALES}, {"upload_bytes": 10}, "larger than"),
        ({"sales.csv": SALES}, {"upload_bytes": 0}, "takes no data"),
        ({"sales.exe": SALES}, {}, "none of the kinds"),
        ({"../../etc/passwd": SALES}, {}, "none of the kinds"),
        ({"sales.csv": ""}, {}, "empty"),
        ({"sales.xlsx": SALES}, {}, "sales.xlsx"),
        ({}, {}, "between 1 and 20"),
    ],
)
def test_what_cannot_be_taken_is_said_and_leaves_nothing(
    files: dict[str, str], limits: dict[str, Any], said: str, bringing: Bringing, tmp_path: Path
) -> None:
    pipeline = bringing(**limits)
    paths = {}
    for number, (name, content) in enumerate(files.items()):
        paths[name] = tmp_path / str(number)
        paths[name].write_text(content)
    with pytest.raises(SourceError, match=said) as refused:
        pipeline.uploads.add(paths)
    assert refused.value.zh != refused.value.en
    assert pipeline.ask("headcount by department").outcome is Outcome.ANSWERED


@pytest.mark.parametrize("name", ["../../up.csv", "C:\\files\\up.csv", "\x00up.csv", "~up.csv"])
def test_a_name_leads_nowhere_else(name: str, bringing: Bringing, sales: Path) -> None:
    upload = bringing().uploads.add({name: sales})
    assert upload.names == ("up.csv",)
    assert list(upload.catalog.cubes) == ["up"]
    assert sorted(p.name for p in upload.folder.iterdir()) == ["data", "files", "model"]
    assert [p.name for p in (upload.folder / "files").iterdir()] == ["up.csv"]


def test_a_database_that_was_brought_reads_no_other_file(bringing: Bringing, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("word\nsesame\n")
    with duckdb.connect(str(tmp_path / "evil.duckdb")) as connection:
        connection.execute(f"CREATE VIEW evil AS SELECT word, 1 AS amount FROM read_csv('{secret}')")
        connection.execute("CREATE TABLE fine AS SELECT 'a' AS kind, 2 AS amount")
    upload = bringing().uploads.add({"evil.duckdb": tmp_path / "evil.duckdb"})
    assert list(upload.catalog.cubes) == ["fine"]
    with pytest.raises(EngineError):
        upload.source.engine._run("SELECT * FROM evil", [], ["word"], Cancellation())  # type: ignore[attr-defined]


def test_a_follow_up_on_other_data_begins_afresh(bringing: Bringing, sales: Path) -> None:
    pipeline = bringing()
    upload = pipeline.uploads.add({"sales.csv": sales})
    about_staff = pipeline.ask("headcount by department").basis
    run = pipeline.start("total amount by city", previous=about_staff, upload=upload.key)
    assert run.result().outcome is Outcome.ANSWERED


def test_a_question_is_about_one_source(bringing: Bringing) -> None:
    with pytest.raises(QuestionError, match="one source"):
        bringing().start("x", upload="a", cube_url="http://127.0.0.1:1")


@pytest.fixture
def client(bringing: Bringing) -> Iterator[httpx.Client]:
    pipeline = bringing(upload_bytes=1_000)
    with serve(create_app(pipeline)) as address, httpx.Client(base_url=address, timeout=60) as client:
        yield client


def test_over_http(client: httpx.Client) -> None:
    brought = client.post("/workflow/uploads", files=[("file", ("sales.csv", SALES))])
    assert brought.status_code == 201
    told = brought.json()
    assert told["cubes"][0]["name"] == "sales"
    assert told["kept_seconds"] == 3_600

    asked = {"message": "total amount by city", "upload": told["upload"]}
    assert client.post("/workflow/query-sync", json=asked).json()["rows"] == [["Lund", 15], ["Oslo", 7]]

    assert client.delete(f"/workflow/uploads/{told['upload']}").status_code == 204
    gone = client.post("/workflow/query-sync", json=asked)
    assert gone.status_code == 404
    assert "no longer kept" in gone.json()["detail"]


@pytest.mark.parametrize(
    ("files", "status"),
    [
        ([("file", ("big.csv", "a\n" + "1\n" * 100_000))], 400),
        ([("file", ("bad.pdf", "%PDF"))], 400),
        ([("other", ("sales.csv", SALES))], 400),
        ([("file", ("sales.csv", SALES))] * 2, 400),
        ([("file", (f"{number}.csv", SALES)) for number in range(21)], 400),
    ],
)
def test_what_http_refuses(files: list[Any], status: int, client: httpx.Client) -> None:
    refused = client.post("/workflow/uploads", files=files, headers={"Accept-Language": "zh"})
    assert refused.status_code == status
    assert "文件" in refused.json()["detail"]


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=x"])
@pytest.mark.parametrize("body", [b"abc", b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--\r\n"])
def test_a_form_that_is_none_is_said_in_both_languages(kind: str, body: bytes, client: httpx.Client) -> None:
    for language, sentence in (("en", "The form cannot be read"), ("zh", "无法读取表单")):
        headers = {"Content-Type": kind, "Accept-Language": language}
        refused = client.post("/workflow/uploads", content=body, headers=headers)
        assert (refused.status_code, refused.json()["detail"][: len(sentence)]) == (400, sentence)


def test_so_many_come_at_once_and_no_more_are_kept_than_may_be(demo_settings: Settings, sales: Path) -> None:
    gate = threading.Event()

    def slow(*told: object) -> Read:
        assert gate.wait(30)
        raise SourceError("It was read.", "已读取。")

    def opened(data: Path, model: Path) -> Source:
        raise AssertionError("nothing was read")

    def coming(clients: list[str], most: int, **limits: int) -> list[str]:
        """What each of ``clients`` hears, who bring something at the same time."""
        settings = demo_settings.model_copy(update=limits)
        uploads, heard, refused = Uploads(settings, slow, opened), [], threading.Semaphore(0)

        def bring(client: str) -> None:
            try:
                uploads.add({"sales.csv": sales}, client)
            except SourceError as error:
                heard.append(str(error)[:33])
            refused.release()

        gate.clear()
        threads = [threading.Thread(target=bring, args=[client]) for client in clients]
        for thread in threads:
            thread.start()
        for _ in range(len(clients) - most):  # they hear it at once, while the others are read
            assert refused.acquire(timeout=10)
        gate.set()
        for thread in threads:
            thread.join(30)
        uploads.close()
        return sorted(heard)

    many = [str(number) for number in range(6)]
    assert coming(["ann"] * 5, 2) == ["It was read."] * 2 + [STILL_READING] * 3
    assert coming(many, 4, uploads_kept=4) == ["It was read."] * 4 + [FULL] * 2


PRICES = "city,price\nLund,$10\nOslo,$5\nRiga,$7\nTotal,$22\n"


def test_a_column_that_is_kept_as_text_is_read_again_and_back(bringing: Bringing, sales: Path) -> None:
    pipeline = bringing()
    sales.write_text(PRICES)
    first = pipeline.uploads.add({"prices.csv": sales})
    again = pipeline.uploads.read_again(first.key, "prices", "price", as_it_stands=True)
    assert (again.key, [c.type for c in again.read.tables[0].columns]) == (first.key, ["VARCHAR"] * 2)
    assert not [m.name for m in again.catalog.members.values() if m.name.startswith("prices.avg_price")]
    assert pipeline.uploads.get(first.key) is again
    assert not first.folder.exists()
    back = pipeline.uploads.read_again(first.key, "prices", "price", as_it_stands=False)
    assert back.read.tables == first.read.tables


def test_totals_of_a_table_that_is_taken_as_it_stands_are_rows(bringing: Bringing, sales: Path) -> None:
    pipeline = bringing()
    sales.write_text(PRICES)
    key = pipeline.uploads.add({"prices.csv": sales}).key
    assert [list(row) for row in asked_of(pipeline, key)] == [[3]]
    pipeline.uploads.read_again(key, "prices", None, as_it_stands=True)
    assert [list(row) for row in asked_of(pipeline, key)] == [[4]]


def asked_of(pipeline: Pipeline, key: str) -> Any:
    engine = pipeline.uploads.get(key).source.engine
    return engine.execute(Query(measures=["prices.count"])).to_numpy()


def test_what_is_gone_or_not_there_is_not_read_again(bringing: Bringing, sales: Path) -> None:
    pipeline = bringing()
    upload = pipeline.uploads.add({"sales.csv": sales})
    with pytest.raises(UploadNotFound):
        pipeline.uploads.read_again("another", "sales", None, as_it_stands=True)
    with pytest.raises(SourceError, match="no such table"):
        pipeline.uploads.read_again(upload.key, "sales", "nothing", as_it_stands=True)
    assert pipeline.uploads.get(upload.key) is upload
