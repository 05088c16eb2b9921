"""In one sitting on a phone: from the personal link to twelve requests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.browsing import go
from tests.platform import builders, matchmaking

from handschlag.events.models import Event
from handschlag.matching.models import Participant, Request, Service, Statement, Wish
from handschlag.registration.access import hash_of, link_of
from handschlag.registration.models import Registration

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAID = (
    ("Spectroscopy on running lines", "Recycled plastics"),
    ("Laser lenses of quartz glass", "Sensors for process monitoring"),
    ("Calibration of sensors", "A test stand for brakes"),
)


@pytest.fixture
def crowd(service: Service) -> list[Participant]:
    now = timezone.now()
    Service.objects.filter(pk=service.pk).update(
        profiles_from=now - timedelta(days=9), wishes_from=now - timedelta(days=5)
    )
    people = [
        matchmaking.participant(
            service,
            f"Guest {chr(65 + at)}delman",
            offers=(SAID[at % 3][0],),
            needs=(SAID[at % 3][1],),
            registered={"language": "en"},
        )
        for at in range(13)
    ]
    Statement.objects.update(language="en")
    return people


@pytest.fixture
def link(event: Event) -> str:
    row = builders.registration(event, "Katrin Vogel", language="en")
    token = link_of(row)
    Registration.objects.filter(pk=row.pk).update(secret_hash=hash_of(token))
    return f"/en/matching/{token}/"


def test_from_the_invitation_to_twelve_requests(
    opened: Callable[..., Any],
    look: Callable[[Any, str], None],
    crowd: list[Participant],
    link: str,
) -> None:
    with opened(link, width=390) as page:
        page.set_default_timeout(45_000)
        look(page, "invitation")
        describe(page, look)
        listed = choose(page, look)
        page.goto(f"{link}everybody/?q=delman")
        look(page, "everybody")
        free = page.locator(".hs-ballot__choices:not(:has(:checked))")
        free.first.locator(".hs-ballot__choice--must").click()
        for _ in range(11 - listed):
            free.first.locator(".hs-ballot__choice--want").click()
        go(page, page.get_by_role("button", name="Review and send"))
        look(page, "send")
        for field in page.get_by_label("Topic").all():
            field.fill("Measure together")
        go(page, page.get_by_role("button", name="Send 12 requests"))
        page.get_by_role("heading", name="12 requests sent").wait_for()
        look(page, "sent")
        page.goto(f"{link}wishes/")
        look(page, "wishes")
    assert Request.objects.filter(sender__registration__name="Katrin Vogel").count() == 12
    assert sorted(set(Wish.objects.values_list("kind", flat=True))) == ["must", "want"]


def describe(page: Any, look: Callable[[Any, str], None]) -> None:
    page.get_by_label("I want to take part").check()
    go(page, page.get_by_role("button", name="Join matchmaking"))
    page.get_by_role("textbox", name="Offer 1").fill("Recycled plastics")
    page.get_by_role("textbox", name="Looking for (1)").fill("Spectroscopy on running lines")
    look(page, "profile")
    go(page, page.get_by_role("button", name="Save the profile"))


def choose(page: Any, look: Callable[[Any, str], None]) -> int:
    """Everybody of the list is wanted; how many these are."""
    wants = page.locator(".hs-ballot__choice--want")
    wants.first.wait_for()
    look(page, "people")
    listed = int(wants.count())
    assert 1 <= listed <= 11
    for number in range(listed):
        wants.nth(number).click()
    page.get_by_role("button", name="Review and send").click()
    page.wait_for_url("**/send/")
    return listed
