"""Pages that a server makes before its processes part."""

from __future__ import annotations

import re
import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.template import engines
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.platform import builders

from handschlag.directory.search import page
from handschlag.site import warm_up

KINDS = ("actors", "actor", "networks", "network", "search", "field", "land", "map")


@pytest.fixture
def templates() -> dict[str, Any]:
    """What is compiled; nothing, to begin with."""
    loader = engines["django"].engine.template_loaders[0]
    loader.reset()
    return loader.get_template_cache


def test_pages_asked_for_most_are_made_once_and_nothing_is_written(
    db: None, templates: dict[str, Any]
) -> None:
    optics = builders.field()
    network = builders.network(fields=(optics,), land=builders.land())
    builders.actor(networks=(network,), fields=(optics,))
    threads = threading.enumerate()
    with CaptureQueriesContext(connection) as asked:
        pages = warm_up._make_pages()
    assert [page.status_code for page in pages] == [200] * 12
    assert not any(page.cookies for page in pages)
    written = re.compile(r"\b(INSERT|UPDATE|DELETE)\b")
    assert asked.captured_queries
    assert not [one["sql"] for one in asked.captured_queries if written.search(one["sql"])]
    assert threading.enumerate() == threads  # none is left to a process that becomes others
    assert not [kind for kind in KINDS if f"directory/{kind}.html" not in templates]


def test_an_empty_directory_has_no_pages_of_one(db: None) -> None:
    assert [page.status_code for page in warm_up._make_pages()] == [200] * 8


def test_one_that_fails_is_named_and_the_others_are_made(
    db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    resolve = warm_up.resolve

    def found(path: str) -> Any:
        match = resolve(path)
        if path == "/de/networks/":
            match.func = lambda _request: 1 / 0
        return match

    monkeypatch.setattr(warm_up, "resolve", found)
    assert len(warm_up._make_pages()) == 7
    assert "/de/networks/" in caplog.text


def test_they_are_made_once_for_all_processes(
    db: None, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    made = list[int]()
    monkeypatch.setattr(warm_up, "_make_pages", lambda: made.append(1))
    monkeypatch.setattr(page, "warm", lambda **_named: None)
    settings.PREPARED = tmp_path
    warm_up.share(now=timezone.now())
    warm_up.warm_up(now=timezone.now())
    assert made == [1]
