"""The screen in the foyer: now, next and changed; it names nobody and goes on without a network."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from tests.platform import builders

from handschlag.events.models import Event, Session

FOYER = "/de/events/netzwerke-verbinden/foyer/"


def shown(page: object, name: str) -> list[str]:
    entries = page.context["entries"]  # type: ignore[attr-defined]
    return [one.title for one in entries if getattr(one, f"is_{name}")]


@pytest.mark.django_db
def test_it_shows_what_runs_and_what_comes_and_names_nobody(
    client: Client, event: Event, published: dict[str, Session]
) -> None:
    builders.block(event)
    with time_machine.travel(published["light"].starts_at + timedelta(minutes=1), tick=False):
        page = client.get(FOYER)
    assert {"Was Licht sieht", "Glas formen"} <= set(shown(page, "now"))
    assert "Mittag" in shown(page, "next")
    assert any(one.startswith("Gespräche, Runde 1") for one in shown(page, "now") + shown(page, "next"))
    text = page.content.decode()
    assert "Eröffnung" not in text
    assert "Martens" not in text


@pytest.mark.django_db
def test_what_changed_today_stands_below(
    client: Client, published: dict[str, Session], publish: Callable[..., object]
) -> None:
    session = published["lunch"]
    Session.objects.filter(pk=session.pk).update(starts_at=session.starts_at + timedelta(minutes=15))
    publish(at=session.starts_at - timedelta(hours=2))
    with time_machine.travel(session.starts_at - timedelta(hours=1), tick=False):
        changed = client.get(FOYER).context["changed"]
    assert [(title, kind) for title, kind, _when in changed] == [("Mittag", "geändert")]


@pytest.mark.django_db
def test_forty_changes_are_counted_and_four_of_them_shown(
    client: Client, event: Event, published: dict[str, Session], publish: Callable[..., object]
) -> None:
    begins = builders.clock("15:00")
    made = [builders.session(event, f"Kurz {n}", "15:00") for n in range(40)]
    publish(at=begins - timedelta(hours=4))
    Session.objects.filter(pk__in=[one.pk for one in made]).update(starts_at=begins + timedelta(minutes=5))
    publish(at=begins - timedelta(hours=2))
    with time_machine.travel(begins - timedelta(hours=1), tick=False):
        page = client.get(FOYER)
    assert (len(page.context["changed"]), page.context["more"]) == (4, 36)
    assert "und 36 weitere Änderungen, siehe Programm" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_without_a_network_it_goes_on_by_itself(
    opened: Callable, barriers: Callable, published: dict[str, Session]
) -> None:
    begins = published["opening"].starts_at
    with opened(FOYER, width=1920) as page:
        assert barriers(page) == []
        page.clock.install()
        page.goto(page.url)
        running, coming = (page.locator(f"[data-list={name}] > li:visible") for name in ("now", "next"))
        assert "Eröffnung" in coming.first.inner_text()
        page.context.set_offline(True)
        ahead = begins + timedelta(minutes=1) - timezone.now()
        page.clock.fast_forward(int(ahead.total_seconds() * 1000))
        running.first.wait_for()
        assert "Eröffnung" in running.first.inner_text()
        assert all("Eröffnung" not in one for one in coming.all_inner_texts())
