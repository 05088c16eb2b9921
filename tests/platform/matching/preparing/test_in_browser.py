"""Organisers' pages before the event, as people see them: wide and on a phone, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.browsing import go
from tests.platform import builders, matchmaking

from handschlag.accounts.models import User
from handschlag.events.models import Event
from handschlag.matching.models import Call, Participant, Rule, Service

pytestmark = pytest.mark.django_db(transaction=True)
HERE = "/{}/manage/events/netzwerke-verbinden/matching/"


@pytest.fixture
def busy(service: Service, ada: Participant, bo: Participant, cy: Participant) -> Participant:
    """Ada and Cy wait for Bo, whose number is known; a rule has a price."""
    builders.field("OPT", "Optik und Photonik")
    for sender in (ada, cy):
        matchmaking.asked(sender, bo)
    type(bo.registration).objects.filter(pk=bo.registration_id).update(phone="030 23125")
    Rule.objects.create(service=service, kind="most", number=1)
    return bo


@pytest.mark.parametrize(("language", "width", "dark"), [("de", 1280, False), ("en", 390, True)])
def test_nothing_stands_in_anybodys_way(
    opened: Callable, barriers: Callable, otto: User, busy: Participant, language: str, width: int, dark: bool
) -> None:
    paths = ("", "opening/", "rules/?rule=most", "rules/pairs/", f"readiness/?person={busy.registration_id}")
    for path in (*paths, "demand/", "readiness/coming/", f"readiness/{busy.registration_id}/for/"):
        with opened(HERE.format(language) + path, width=width, dark=dark, user=otto) as page:
            page.set_viewport_size({"width": width, "height": 6000})  # the bar covers nothing
            assert barriers(page) == [], path


def test_a_call_is_noted_on_a_phone_without_scripts(
    opened: Callable, otto: User, event: Event, busy: Participant
) -> None:
    with opened(HERE.format("de") + "readiness/", width=390, script=False, user=otto) as page:
        go(page, page.get_by_role("link", name="Bo Nilsson", exact=True))
        go(page, page.get_by_role("button", name="nicht erreicht"))
        page.get_by_text("Gespeichert.").wait_for()
    assert Call.objects.get().result == "not_reached"


def test_a_change_shows_its_price_before_it_is_saved_by_keyboard(
    opened: Callable, otto: User, busy: Participant
) -> None:
    with opened(HERE.format("de") + "rules/?rule=most", user=otto) as page:
        page.get_by_label("Zahl").fill("2")
        go(page, page.get_by_label("Zahl"), key="Enter")
        page.get_by_text("Die Änderung ermöglicht 1 weiteres Gespräch.").wait_for()
        go(page, page.get_by_role("button", name="Änderung übernehmen"), key="Enter")
        page.get_by_text("Regel gespeichert.").wait_for()
    assert Rule.objects.get().number == 2
