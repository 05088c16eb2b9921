"""What one process of a web server has made, the others need not make again."""

from __future__ import annotations

import os
import pickle
import resource
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.platform import builders

from handschlag.common.page_cache import middleware, store
from handschlag.common.page_cache.store import (
    BLOCK,
    PREFIX,
    STEPS,
    PackedText,
    SharedPages,
    StoredPage,
    digest_of,
)
from handschlag.directory.models import Network

PAGE = "/de/networks/optik-sachsen/"


def server_ends() -> None:
    """However it does, and all processes that it forked with it: then nobody holds its folder."""
    if store._hold is not None:
        os.close(store._hold)
    store._hold = None


@pytest.fixture(autouse=True)
def no_server_is_left() -> Iterator[None]:
    yield
    server_ends()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(store, "_folder", None)
    return store.share_in(tmp_path)


def page(size: int = 1_000) -> StoredPage:
    text = PackedText(parts=(b"x" * size,), lengths=(size,), sums=(0,))
    return StoredPage(text=text, headers={"A": "b"}, match=None)


def test_another_process_finds_a_page_of_the_same_version_only(folder: Path) -> None:
    one, other = SharedPages(10_000), SharedPages(10_000)
    assert other.get("key", "1") is None
    one.put("key", "1", page())
    assert other.get("key", "1") == page()
    assert (other.get("key", "2"), other.get("else", "1")) == (None, None)
    other.put("key", "2", page(500))
    assert (one.get("key", "1"), one.get("key", "2")) == (None, page(500))
    assert len(list(folder.iterdir())) == 1


def test_all_processes_together_put_no_more_than_the_whole(folder: Path) -> None:
    most = 200 * BLOCK
    processes = [SharedPages(most), SharedPages(most)]
    for number in range(400):
        if number % 50 == 0:
            processes[1] = SharedPages(most)  # its predecessor has answered all it took
        processes[number % 2].put(number, "1", page())
    files = [one for one in folder.rglob("*") if one.is_file()]
    assert 200 <= len(files) <= 200 + 200 // STEPS
    processes[0].put(0, "1", page(500))
    assert processes[1].get(0, "1") == page(500)
    processes[0].put(0, "2", page())
    assert [one.get(0, "2") for one in processes] == [page()] * 2
    assert len([*folder.rglob("*")]) == 2


def test_the_same_page_again_takes_no_more_room(folder: Path) -> None:
    one = SharedPages(2 * BLOCK)
    for _ in range(9):
        one.put("key", "1", page())
    one.put("else", "1", page())
    assert one.get("else", "1") == page()


def test_a_broken_file_is_a_page_that_is_not_there(folder: Path) -> None:
    one = SharedPages(10_000)
    one.put("key", "1", page())
    (file,) = (found for found in folder.rglob("*") if found.is_file())
    for content in (b"", file.read_bytes()[:50], pickle.dumps("no page"), b"cnowhere\nNothing\n."):
        file.write_bytes(content)
        assert (one.get("key", "1"), file.exists()) == (None, False)


def test_many_threads_that_put_the_same_page_never_show_half_of_it(folder: Path) -> None:
    processes = [SharedPages(10_000_000) for _ in range(2)]
    pages = [page(size) for size in (200_000, 300_000, 400_000)]
    processes[0].put("key", "1", pages[0])

    def put_and_get(number: int) -> bool:
        processes[number % 2].put("key", "1", pages[number % 3])
        return processes[0].get("key", "1") in pages

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(put_and_get, range(100)))
    assert len([*folder.rglob("*")]) == 2


def test_a_disk_that_is_full_keeps_no_part_of_a_page(folder: Path) -> None:
    one = SharedPages(10_000_000)
    one.put("key", "1", page())
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, limit[1]))
    try:
        one.put("else", "1", page(100_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, before)
    assert one.get("else", "1") is None
    assert len([*folder.rglob("*")]) == 2


def test_a_folder_that_is_gone_or_full_costs_no_answer(folder: Path) -> None:
    folder.rmdir()
    one = SharedPages(10_000)
    one.put("key", "1", page())
    assert one.get("key", "1") is None


def test_folders_of_killed_servers_go_and_nobody_else_can_read_ours(folder: Path, tmp_path: Path) -> None:
    (tmp_path / f"{PREFIX}4194999-abc").mkdir()
    again = store.share_in(tmp_path)
    assert {*tmp_path.iterdir()} == {folder, again}
    assert again.name.startswith(f"{PREFIX}{os.getpid()}-")
    assert again.stat().st_mode & 0o777 == 0o700


def served(place: Path, pid: int, monkeypatch: pytest.MonkeyPatch, *, of: str) -> SharedPages:
    """As a server of that number would begin, after the one before has ended."""
    server_ends()
    monkeypatch.setattr(store, "_folder", None)
    monkeypatch.setattr(store, "MEMORY", place)
    with monkeypatch.context() as patched:
        patched.setattr(os, "getpid", lambda: pid)
        store.share_in(place, of=of)
    return SharedPages(10_000_000)


def test_the_next_server_of_the_same_takes_the_pages_over_and_any_other_one_makes_them_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served(tmp_path, 4194901, monkeypatch, of="abc").put("key", "1", page())
    again = served(tmp_path, 4194902, monkeypatch, of="abc")
    assert (again.get("key", "1"), again.get("key", "2")) == (page(), None)
    assert [one.name.split("-")[2] for one in tmp_path.iterdir()] == ["4194902"]
    same_number = served(tmp_path, 4194902, monkeypatch, of="abc")  # as in a container
    assert same_number.get("key", "1") == page()
    other = served(tmp_path, 4194903, monkeypatch, of="abd")
    assert other.get("key", "1") is None
    assert len([*tmp_path.rglob("*")]) == 1


def test_a_server_of_the_same_number_elsewhere_keeps_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the first process of each of two containers."""
    served(tmp_path, 1, monkeypatch, of="abc").put("key", "1", page())
    (first,) = tmp_path.iterdir()
    of_a_child, store._hold = store._hold, None
    assert of_a_child is not None
    assert served(tmp_path, 1, monkeypatch, of="abc").get("key", "1") is None
    assert {one for one in tmp_path.iterdir() if [*one.iterdir()]} == {first}
    os.close(of_a_child)
    assert served(tmp_path, 1, monkeypatch, of="abc").get("key", "1") == page(), "the fuller one of two"
    assert len([*tmp_path.iterdir()]) == 1


def test_on_a_disk_no_folder_is_taken_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served(tmp_path, 1, monkeypatch, of="abc").put("key", "1", page())
    monkeypatch.undo()
    server_ends()
    assert [*store.share_in(tmp_path, of="abc").iterdir()] == []
    assert len([*tmp_path.iterdir()]) == 1


def test_a_folder_that_vanishes_meanwhile_stops_no_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another one that begins takes it, or throws it away."""
    served(tmp_path, 1, monkeypatch, of="abc")
    (left,) = tmp_path.iterdir()
    hold_of = store._hold_of

    def overtaken(folder: Path) -> int | None:
        found = hold_of(folder)
        if folder == left:
            left.rmdir()
        return found

    monkeypatch.setattr(store, "_hold_of", overtaken)
    served(tmp_path, 2, monkeypatch, of="abc").put("key", "1", page())
    assert [one.name.split("-")[2] for one in tmp_path.iterdir()] == ["2"]


def test_a_folder_into_which_others_could_write_is_never_taken_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served(tmp_path, 4194901, monkeypatch, of="abc").put("key", "1", page())
    (left,) = tmp_path.iterdir()
    left.chmod(0o770)
    assert served(tmp_path, 4194902, monkeypatch, of="abc").get("key", "1") is None
    assert not left.exists()


def test_a_database_without_a_mark_of_its_own_shares_nothing(folder: Path) -> None:
    one = SharedPages(10_000_000)
    one.put("key", " 2026-11-30", page())
    assert (one.get("key", " 2026-11-30"), [*folder.iterdir()]) == (None, [])


def test_pages_are_made_from_code_settings_and_files(tmp_path: Path) -> None:
    usual = digest_of({"HANDSCHLAG_MODE": "test", "PATH": "/bin"}, [tmp_path])
    assert digest_of({"HANDSCHLAG_MODE": "test", "PATH": "/else"}, [tmp_path]) == usual
    assert digest_of({"HANDSCHLAG_MODE": "demo"}, [tmp_path]) != usual
    (tmp_path / "logo.svg").write_text("<svg/>", "utf-8")
    changed = digest_of({"HANDSCHLAG_MODE": "test"}, [tmp_path])
    assert changed != usual
    os.utime(tmp_path / "logo.svg", (1, 1))
    older = digest_of({"HANDSCHLAG_MODE": "test"}, [tmp_path])
    assert older not in {usual, changed}
    (tmp_path / "logo.svg").write_text("<b:b/>", "utf-8")
    os.utime(tmp_path / "logo.svg", (1, 1))
    assert digest_of({"HANDSCHLAG_MODE": "test"}, [tmp_path]) != older, "of the same size, with an old time"


@pytest.mark.django_db
def test_the_page_of_another_process_has_the_visitors_own_token(folder: Path, settings: Any) -> None:
    settings.KEPT_PAGES_BYTES = 1024 * 1024
    optics = builders.field()
    builders.network(fields=(optics,), land=builders.land())
    first, second = Client(), Client()  # each with a shelf of its own, as in two processes
    answers = [first.get(PAGE), second.get(PAGE), second.get(PAGE)]
    assert [getattr(one, "is_from_shelf", False) for one in answers] == [False, True, True]
    tokens = [one.cookies["csrftoken"].value for one in answers[:2] if "csrftoken" in one.cookies]
    assert len({*tokens}) == len(tokens)
    assert answers[1].resolver_match.url_name == answers[0].resolver_match.url_name
    Network.objects.update(name="Optik anders")
    assert "Optik anders" in second.get(PAGE).text


@pytest.mark.django_db
def test_a_slow_page_of_an_old_version_leaves_the_pages_of_the_new_one(
    folder: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.KEPT_PAGES_BYTES = 1024 * 1024
    builders.network(fields=(builders.field(),), land=builders.land())
    slow, fast = Client(), Client()
    slow.get("/de/networks/")
    page_of = middleware._page_of

    def overtaken(request: Any, response: Any) -> Any:
        monkeypatch.setattr(middleware, "_page_of", page_of)
        Network.objects.update(name="Optik anders")
        assert "Optik anders" in fast.get(PAGE).text
        return page_of(request, response)

    monkeypatch.setattr(middleware, "_page_of", overtaken)
    slow.get(PAGE)
    (version,) = folder.iterdir()
    assert len([*version.iterdir()]) == 1
    assert getattr(Client().get(PAGE), "is_from_shelf", False)
