"""What one process of a web server has made, the others need not make again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.platform import builders

from handschlag.common.page_cache import shared
from handschlag.common.page_cache.packing import PackedText
from handschlag.common.page_cache.shared import PREFIX, SharedPages
from handschlag.common.page_cache.store import StoredPage
from handschlag.directory.models import Network

PAGE = "/de/networks/optik-sachsen/"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(shared, "_folder", None)
    return shared.share_in(tmp_path)


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


def test_each_process_puts_no_more_than_its_share(folder: Path) -> None:
    one = SharedPages(3 * page().size)
    for number in range(9):
        one.put(number, "1", page())
    assert [one.get(number, "1") is not None for number in range(9)] == [True] * 3 + [False] * 6
    one.put(0, "2", page())
    assert one.get(0, "2") == page()


def test_a_folder_that_is_gone_or_full_costs_no_answer(folder: Path) -> None:
    folder.rmdir()
    one = SharedPages(10_000)
    one.put("key", "1", page())
    assert one.get("key", "1") is None


def test_folders_of_killed_servers_go_and_nobody_else_can_read_ours(folder: Path, tmp_path: Path) -> None:
    (tmp_path / f"{PREFIX}4194999-abc").mkdir()
    again = shared.share_in(tmp_path)
    assert {*tmp_path.iterdir()} == {folder, again}
    assert again.name.startswith(f"{PREFIX}{os.getpid()}-")
    assert again.stat().st_mode & 0o777 == 0o700


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
