"""Every file that a source names is a page, is counted as left out, or is refused with its reason."""

from __future__ import annotations

import gzip
import multiprocessing
import os
import tempfile
from pathlib import Path

import pytest

from flows.archive.files import find_sample_pages, list_pages, read_file
from flows.errors import CallError
from parsers.body.charset import LONGEST_PAGE
from parsers.body.formats import SUFFIXES
from parsers.records import RawPage, Refusal


def make_files(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return folder


def names_of(*sources: Path) -> list[str]:
    return [page.path.name for page in list_pages([str(source) for source in sources]).pages]


def read_only_page(source: Path) -> RawPage | Refusal:
    [page] = list_pages([str(source)]).pages
    return read_file(page)


def test_pages_of_a_folder_by_suffix_in_order(tmp_path: Path) -> None:
    wanted = [f"b/page{suffix}{packed}" for suffix in SUFFIXES for packed in ("", ".gz")]
    folder = make_files(
        tmp_path, *wanted, "a/Z.HTML", "a/x.TXT.GZ", "c.htm", "notes.md", "b/table.csv", "b/table2.csv", "LICENSE"
    )
    listing = list_pages([str(folder)])
    assert [page.path.name for page in listing.pages] == [
        "c.htm",
        "Z.HTML",
        "x.TXT.GZ",
        *sorted(Path(name).name for name in wanted),
    ]
    assert listing.left_out == {".md": 1, ".csv": 2, "(none)": 1}


def test_without_a_source_the_sample_pages() -> None:
    listing = list_pages([])
    assert len(listing.pages) == 5
    assert {page.path.parent for page in listing.pages} == {find_sample_pages()}


def test_a_named_file_may_have_any_name(tmp_path: Path) -> None:
    folder = make_files(tmp_path, "报告 2022.页面")
    [page] = list_pages([str(folder / "报告 2022.页面")]).pages
    assert page.url == f"file://{tmp_path}/%E6%8A%A5%E5%91%8A%202022.%E9%A1%B5%E9%9D%A2"


def test_a_name_that_is_no_text_has_an_address(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + "/甲县.html".encode("gbk")
    with open(path, "wb") as file:  # noqa: PTH123 - a name in bytes
        file.write(b"page")
    [page] = list_pages([str(tmp_path)]).pages
    assert page.url.endswith("/%BC%D7%CF%D8.html")
    assert read_file(page) == RawPage(page.url, b"page")


def test_each_address_once(tmp_path: Path) -> None:
    folder = make_files(tmp_path, "a/one.html", "a/two.html")
    assert names_of(folder / "a/two.html", folder, folder / "a/../a") == ["two.html", "one.html"]


def test_relative_and_linked_paths_keep_the_users_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_files(tmp_path, "store/1.html")
    (tmp_path / "report.html").symlink_to("store/1.html")
    monkeypatch.chdir(tmp_path)
    assert [page.url for page in list_pages(["store/../report.html"]).pages] == [f"file://{tmp_path}/report.html"]


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    folder = make_files(tmp_path, "a/one.html", "b/two.html")
    (tmp_path / "a/up").symlink_to(tmp_path)
    (tmp_path / "b/self").symlink_to(".")
    (tmp_path / "b/loop.html").symlink_to("loop.html")
    listing = list_pages([str(folder)])
    assert [page.path.name for page in listing.pages] == ["one.html", "loop.html", "two.html"]
    assert [page.path.name for page in listing.pages if page.refusal] == ["loop.html"]


def test_a_link_to_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "gone.html").symlink_to("nowhere.html")
    refusal = read_only_page(tmp_path)
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "unreadable_file"


def test_a_pipe_is_refused_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.html")
    refusal = read_only_page(tmp_path)
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "unreadable_file"


def test_a_file_that_vanished_is_refused(tmp_path: Path) -> None:
    folder = make_files(tmp_path, "one.html")
    [page] = list_pages([str(folder)]).pages
    page.path.unlink()
    refusal = read_file(page)
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "unreadable_file"


def read_as_nobody(folder: Path) -> dict[str, str]:
    """What a user without rights gets of the pages here, by name: `read`, or the reason of refusal."""
    listing = list_pages([str(folder)])
    contents = {page.path.name: read_file(page) for page in listing.pages}
    return {name: getattr(content, "reason", "read") for name, content in contents.items()}


def test_what_may_not_be_read_is_refused() -> None:
    """In a child process that has given up its rights: root may read everything."""
    with tempfile.TemporaryDirectory() as name:
        folder = make_files(Path(name), "a/secret.html", "b/hidden.html", "open.html")
        folder.chmod(0o755)
        (folder / "a/secret.html").chmod(0)
        (folder / "b").chmod(0)
        reader, writer = multiprocessing.get_context("fork").Pipe(duplex=False)

        def read() -> None:
            if os.geteuid() == 0:
                os.setuid(65534)
            writer.send(read_as_nobody(folder))

        child = multiprocessing.get_context("fork").Process(target=read)
        child.start()
        child.join()
        assert child.exitcode == 0
        found = reader.recv()
        (folder / "b").chmod(0o755)
    assert found == {"open.html": "read", "secret.html": "unreadable_file", "b": "unreadable_file"}


def test_gzip_is_undone_whatever_the_name(tmp_path: Path) -> None:
    for name in ("1.html.gz", "2.html"):
        (tmp_path / name).write_bytes(gzip.compress(b"page"))
    assert [read_file(page) for page in list_pages([str(tmp_path)]).pages] == [
        RawPage(f"file://{tmp_path}/1.html.gz", b"page"),
        RawPage(f"file://{tmp_path}/2.html", b"page"),
    ]


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-9], lambda data: data[:40], lambda data: data[:30] + b"\xff" * 9 + data[39:]]
)
def test_damaged_gzip_is_refused(tmp_path: Path, damage: object) -> None:
    assert callable(damage)
    (tmp_path / "1.html.gz").write_bytes(damage(gzip.compress(os.urandom(500))))
    refusal = read_only_page(tmp_path)
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "broken_gzip"


def test_a_bomb_is_refused_and_not_held(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "bomb.html.gz", "wb") as bomb:
        for _ in range(20):
            bomb.write(bytes(LONGEST_PAGE // 10))
    refusal = read_only_page(tmp_path)
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "oversized_page"


def test_wrong_sources_are_told(tmp_path: Path) -> None:
    make_files(tmp_path, "docs/notes.md")
    for source, told in (
        ("nowhere", "nowhere"),
        (str(tmp_path / "docs"), "docs"),
        ("https://www.example.gov.cn/art/1.html", "fazhi ingest fetches"),
    ):
        with pytest.raises(CallError, match=told):
            list_pages([source])
