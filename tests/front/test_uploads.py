"""Files that a page sends, before any handler has taken them: how many, how large, and for how long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from front.sockets import answer, connect, request
from runlogs import eventually
from serving import Application, serve

from pipeline import Pipeline, Settings
from pipeline.server import create_app
from pipeline.ui import bringing, build_page, mount_page
from pipeline.uploads import FILES_AT_MOST

SALES = b"city,amount\nLund,10\nOslo,7\n"
Files = list[tuple[str, tuple[str, bytes]]]


def files(count: int = 1, content: bytes = SALES, name: str = "sales.csv") -> Files:
    return [("files", (name, content))] * count


@pytest.fixture
def paging(
    demo: Pipeline, demo_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., AbstractContextManager[httpx.Client]]:
    """A server with a page, with limits of the test's choice; its files wait in ``tmp_path``."""
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))

    @contextmanager
    def start(**limits: Any) -> Iterator[httpx.Client]:
        settings = Settings(**{**demo_settings.model_dump(exclude_unset=True), **limits})
        pipeline = Pipeline(settings, engine=demo.engine)
        with (
            serve(mount_page(create_app(pipeline), build_page(pipeline))) as address,
            httpx.Client(base_url=address, timeout=30) as client,
        ):
            yield client

    return start


def kept(folder: Path) -> list[Path]:
    return [path for path in (folder / "brought").glob("*/*") if path.is_file()]


def send(client: httpx.Client, sent: Files, **headers: str) -> httpx.Response:
    return client.post("/gradio_api/upload", files=sent, headers=headers)


def test_a_file_waits_where_only_its_sender_knows(page: Application, brought: Path) -> None:
    one, other = (httpx.post(f"{page.address}/gradio_api/upload", files=files()).json()[0] for _ in range(2))
    assert one != other
    assert Path(one).name == "sales.csv"
    assert Path(one).parent.parent == brought
    assert Path(one).read_bytes() == SALES
    for path in (one, Path(one).relative_to("/")):
        assert httpx.get(f"{page.address}/gradio_api/file={path}").status_code == 404


@pytest.mark.parametrize(
    "name",
    ["../../x.csv", "/etc/x.csv", "..", "a\\b\\x.csv", "x" * 300 + ".csv", "\u202ex.csv", "%2e%2e/x.csv"],
)
def test_no_name_leads_out_of_its_folder(page: Application, brought: Path, name: str) -> None:
    path = Path(httpx.post(f"{page.address}/gradio_api/upload", files=files(name=name)).json()[0])
    assert path.resolve().parent.parent == brought.resolve()
    assert path.is_file()


def test_what_is_too_large_too_much_or_of_unknown_size_leaves_nothing(
    page: Application, brought: Path
) -> None:
    before = set(brought.glob("*"))
    with httpx.Client(base_url=page.address) as client:
        assert send(client, files(content=b"x" * 1_200_000)).status_code == 400
        assert send(client, files(2, b"x" * 600_000)).status_code == 400  # together
        assert send(client, files(FILES_AT_MOST + 1)).status_code == 400
        chinese = send(client, files(content=b"x" * 1_200_000), **{"Accept-Language": "zh"})
        assert chinese.text == "文件超过 1 MB。"  # as Gradio's page shows it
        chunked = client.post("/gradio_api/upload", content=iter([b"x"]))
        assert "Content-Length" in chunked.text
        assert client.post("/gradio_api/upload", content=b"{}").status_code == 400
    assert set(brought.glob("*")) == before


def test_an_upload_that_breaks_leaves_nothing(page: Application, brought: Path) -> None:
    before, temporary = set(brought.glob("*")), brought.parents[1]
    loose = set(temporary.iterdir())
    form = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.csv"\r\n\r\n' + SALES * 10_000
    for path in ("/gradio_api/upload", "/workflow/uploads"):
        with connect(page.address) as broken:
            kind = "Content-Type: multipart/form-data; boundary=x"
            broken.sendall(request(f"POST {path}", "Host: localhost", kind, "Content-Length: 900000"))
            broken.sendall(form)
    assert httpx.get(f"{page.address}/healthz").status_code == 200
    assert set(brought.glob("*")) == before
    assert set(temporary.iterdir()) == loose
    eventually(lambda: "ClientDisconnect" not in page.said)


def test_where_nobody_may_bring_data_there_is_no_such_door(paging: Any) -> None:
    with paging(upload_bytes=0) as client:
        assert send(client, files()).status_code == 404
        refused = client.post("/workflow/uploads", files=[("file", ("sales.csv", SALES))])
        assert refused.json()["detail"] == "This server takes no data."


def test_both_doors_count_how_often_a_client_brings_data(paging: Any) -> None:
    with paging(uploads_per_minute=3) as client:
        assert send(client, files()).status_code == 200
        ours = [("file", ("sales.csv", SALES))]
        assert client.post("/workflow/uploads", files=ours).status_code == 201
        assert send(client, files()).status_code == 200
        for refused in (send(client, files()), client.post("/workflow/uploads", files=ours)):
            assert refused.status_code == 429
            assert 1 <= int(refused.headers["retry-after"]) <= 60
            assert "sending files faster" in refused.text
        assert send(client, files(), **{"Accept-Language": "zh"}).text.startswith("上传过于频繁")
        body = {"message": "total employees"}
        assert client.post("/workflow/query-sync", json=body).status_code == 200  # counted for itself
        address = str(client.base_url)
        other = request("POST /gradio_api/upload", "Host: localhost", "Content-Length: 2", body=b"{}")
        assert answer(address, other, "127.0.0.2")[0] == 400  # has no files, and is not too often


def test_what_no_handler_took_is_removed(
    paging: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing, "_WAITS_SECONDS", 0.5)
    with paging() as client:
        send(client, files(3))
        assert len(kept(tmp_path)) == 3
        eventually(lambda: not any((tmp_path / "brought").iterdir()))


def test_of_one_client_the_oldest_gives_way(paging: Any, tmp_path: Path) -> None:
    with paging() as client:
        first, *_, last = [send(client, files()).json()[0] for _ in range(5)]
        assert len(kept(tmp_path)) == 2
        assert not Path(first).exists()
        assert Path(last).exists()


def test_all_that_waits_has_a_bound_and_the_oldest_gives_way(paging: Any, tmp_path: Path) -> None:
    with paging(upload_bytes=1_000, trusted_proxies="127.0.0.1") as client:
        for number in range(12):
            send(client, files(content=b"x" * 900), **{"X-Forwarded-For": f"203.0.113.{number}"})
        assert sum(path.stat().st_size for path in kept(tmp_path)) <= 4_000
        assert len(kept(tmp_path)) == 4


def test_what_is_on_its_way_has_a_bound(paging: Any) -> None:
    with paging(upload_bytes=1_000_000) as client:
        address = str(client.base_url)
        kind = "Content-Type: multipart/form-data; boundary=x"
        head = request("POST /gradio_api/upload", "Host: localhost", kind, "Content-Length: 1000000")
        coming = [connect(address) for _ in range(4)]
        for one in coming:
            one.sendall(head)
        eventually(lambda: send(client, files(content=b"x" * 900_000)).status_code == 503)
        for one in coming:
            one.close()
        eventually(lambda: send(client, files(content=b"x" * 900_000)).status_code == 200)


def test_when_the_server_stops_nothing_is_left(paging: Any, tmp_path: Path) -> None:
    with paging() as client:
        send(client, files())
    assert not any((tmp_path / "brought").iterdir())
