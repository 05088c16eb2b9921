"""Who waits for a page is shown what is true afterwards, and waits for none that is not kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.test import Client
from tests.platform import builders

from handschlag.common.page_cache.middleware import Turns
from handschlag.directory.models import Network

PAGE = "/de/networks/optik-sachsen/"


@pytest.mark.django_db
def test_who_has_waited_while_something_was_written_gets_no_page_of_before(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.KEPT_PAGES_BYTES = 1024 * 1024
    builders.network(slug="optik-sachsen", name="Optik alt", fields=(builders.field(),), land=builders.land())
    client = Client()
    client.get("/de/networks/")
    turn = Turns.turn

    @contextmanager
    def waiting(turns: Turns, key: Any) -> Iterator[bool]:
        """As while another thread makes it, withdraws it, and makes it again."""
        monkeypatch.setattr(Turns, "turn", turn)
        assert "Optik alt" in client.get(PAGE).text
        Network.objects.update(name="Optik neu")
        assert "Optik neu" in client.get(PAGE).text
        yield True

    monkeypatch.setattr(Turns, "turn", waiting)
    for _ in range(2):
        answer = client.get(PAGE)
        assert "Optik neu" in answer.text
        assert getattr(answer, "is_from_shelf", False), "and the shelf is still that of now"


@pytest.mark.django_db
def test_nobody_waits_for_a_page_that_was_not_kept_the_last_time(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.KEPT_PAGES_BYTES = 1024 * 1024
    client, waited = Client(), list[Any]()
    turn = Turns.turn
    monkeypatch.setattr(Turns, "turn", lambda turns, key: waited.append(key) or turn(turns, key))
    answers = [client.get(PAGE).status_code for _ in range(2)]
    builders.network(fields=(builders.field(),), land=builders.land())
    answers += [client.get(PAGE).status_code for _ in range(2)]
    Network.objects.update(name="Optik neu")
    answers.append(client.get(PAGE).status_code)
    assert (answers, len(waited)) == ([404, 404, 200, 200, 200], 2)
