"""Journeys on a phone, measured: to ask twelve people, to search, to answer, to find the next meeting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect
from tests.browsing import until
from tests.journeys.matching.meter import HEIGHT, Meter, faults_of, hold
from tests.platform import builders, matchmaking
from tests.platform.day.people.conftest import meeting, met, stand_at
from tests.platform.matching.conftest import ada, bo

from handschlag.accounts.models import User
from handschlag.events.models import Event
from handschlag.events.programme.publishing import publish_programme
from handschlag.matching.models import Participant, Request, RequestState, Service
from handschlag.registration import invitations
from handschlag.registration.access import hash_of, link_of, link_of_invitation
from handschlag.registration.invitations import Invitee
from handschlag.registration.models import EventInvitation, Registration

__all__ = ["ada", "bo", "meeting", "met", "stand_at"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TALKS = 12
GUESTS = 16
SAID = (
    ("Spektroskopie an laufenden Bändern", "Rezyklate mit Lebenslauf"),
    ("Laserlinsen aus Quarzglas", "Sensoren zur Prozessüberwachung"),
    ("Kalibrierung von Sensoren", "Prüfstand für Bremsen"),
    ("Rezyklate aus Verpackungen", "Spektroskopie für die Eingangskontrolle"),
)
OFFERS = ("Prüfstand für Bremsen im Klimaraum", "Sensoren zur Prozessüberwachung")
NEEDS = ("Kalibrierung von Sensoren", "Spektroskopie an laufenden Bändern")


@pytest.fixture
def invitation(event: Event, service: Service, otto: User) -> str:
    """The link in the letter of an invited person: a conference with sixteen guests and twelve talks."""
    now = timezone.now()
    Service.objects.filter(pk=service.pk).update(
        profiles_from=now - timedelta(days=9), wishes_from=now - timedelta(days=5)
    )
    for number in range(TALKS):
        builders.session(event, f"Vortrag {number + 1}", f"{9 + number // 2}:{30 * (number % 2):02}")
    publish_programme(event_id=event.pk, seen=0, by=otto.subject, now=now)
    for number in range(GUESTS):
        offer, need = SAID[number % len(SAID)]
        matchmaking.participant(service, f"Gast {chr(65 + number)}delmann", offers=(offer,), needs=(need,))
    karin = Invitee(name="Karin Vogel", email="karin@example.org", organisation="Bremsen Vogel GmbH")
    invitations.invite(event_id=event.pk, guests=[karin], by=otto.subject, now=now)
    return reverse("registration:invited", args=[link_of_invitation(EventInvitation.objects.get())])


def test_from_the_letter_to_twelve_requests(opened: Callable[..., Any], invitation: str) -> None:
    with opened(invitation, width=390) as page:
        page.set_default_timeout(60_000)
        meter = Meter(page)
        meter.taps += 1  # the link in the letter
        meter.look()
        register(meter, page)
        describe(meter, page)
        choose(meter, page)
        send(meter, page)
    sent = Request.objects.filter(sender__registration__name="Karin Vogel")
    assert sent.count() == 12
    hold("twelve_requests", meter)


def register(meter: Meter, page: Any) -> None:
    """The facts of the invitation stand there; one yes to meetings, one button, and the profile is next."""
    meter.tap(page.locator("input[name=consent_matching][value=yes]"))
    meter.turn(page.locator("main form button.kern-btn--primary[type=submit]"))


def describe(meter: Meter, page: Any) -> None:
    """Two offers and two needs; the times stay as they are."""
    for direction, (first, second) in (("offer", OFFERS), ("need", NEEDS)):
        meter.write(page.locator(f"textarea[name={direction}_1]"), first)
        page.keyboard.press("Enter")  # as each letter, it belongs to the typing
        page.keyboard.type(second)
        expect(page.locator(f"textarea[name={direction}_2]")).to_have_value(second)
    until(page, "history.state?.htmx")  # with the first answer htmx notes that, which looks like a navigation
    meter.turn(page.get_by_role("button", name="Profil speichern"))


def choose(meter: Meter, page: Any) -> None:
    """Everybody on the list."""
    wants = page.locator(".hs-ballot__choice--want")
    wants.first.wait_for()
    for number in range(wants.count()):
        meter.tap(wants.nth(number))


def send(meter: Meter, page: Any) -> None:
    """What was chosen is looked at, each with the topic that is proposed."""
    meter.turn(page.get_by_role("button", name="Prüfen und senden"))
    for field in page.locator("main form textarea").all():
        assert field.input_value()
    meter.turn(page.locator("main form button.kern-btn--primary[type=submit]").first)


def test_to_find_one_more_by_search(opened: Callable[..., Any], invitation: str, service: Service) -> None:
    karin = matchmaking.participant(service, "Karin Vogel", offers=OFFERS, needs=NEEDS)
    link = link_of(karin.registration)
    Registration.objects.filter(pk=karin.registration_id).update(secret_hash=hash_of(link))
    with opened(reverse("matching:recommended", args=[link]), width=390) as page:
        page.set_default_timeout(60_000)
        meter = Meter(page)
        meter.turn(page.locator("main p.hs-section > a"))
        meter.tap(page.locator(".hs-ballot__choice--want").last)
        page.get_by_text("1 Anfrage kann gesendet werden").wait_for()
    hold("one_more", meter)


def test_to_answer_four_requests(
    opened: Callable[..., Any], service: Service, ada: Participant, linked: Callable[[Participant], str]
) -> None:
    for number in range(4):
        matchmaking.asked(matchmaking.participant(service, f"Gast {chr(65 + number)}delmann"), ada)
    with opened(reverse("matching:inbox", args=[linked(ada)]), width=390) as page:
        page.set_default_timeout(60_000)
        meter = Meter(page)
        for left in (3, 2, 1, 0):
            meter.tap(page.get_by_role("button", name="Ja, treffen").first)
            expect(page.get_by_role("button", name="Ja, treffen")).to_have_count(left)
    assert Request.objects.filter(state=RequestState.ACCEPTED).count() == 4
    hold("four_answers", meter)


def test_from_the_personal_link_to_the_next_meeting(
    opened: Callable[..., Any],
    stand_at: Callable[[str], datetime],
    linked: Callable[[Participant], str],
    met: Request,
    ada: Participant,
) -> None:
    stand_at("10:24")
    with opened(reverse("registration:own", args=[linked(ada)]), width=390) as page:
        page.set_default_timeout(60_000)
        meter = Meter(page)
        place = page.get_by_role("heading", name="Bo Nilsson").first.bounding_box()
        assert place is not None
        assert place["y"] + place["height"] <= HEIGHT
    hold("next_meeting", meter)


def test_a_limit_holds_from_both_sides() -> None:
    limits = {"taps": 4, "words": 200, "goal": {"taps": 1}}
    assert faults_of({"taps": 4, "words": 181}, limits) == []
    assert faults_of({"taps": 5, "words": 201}, limits) == ["taps: 5, at most 4", "words: 201, at most 200"]
    assert faults_of({"taps": 3, "words": 179}, limits) == [
        "taps: 3, lower the limit of 4",
        "words: 179, lower the limit of 200",
    ]
