"""Earlier meetings, a yes in advance, and "Are you coming?" in a browser: both themes, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.platform import builders, matchmaking
from tests.platform.matching.test_phase_emails import held

from handschlag.matching.memory import key_pair, keys_of
from handschlag.matching.models import Listed, Participant, RememberedMeeting, Seat, Service
from handschlag.registration.models import Consent, Registration

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
type Opened = Callable[..., AbstractContextManager[Any]]


@pytest.fixture
def token(service: Service, ada: Participant, bo: Participant, linked: Callable[[Participant], str]) -> str:
    """Ada has met Bo before, has a meeting with him, and may say yes in advance."""
    now = timezone.now()
    Service.objects.filter(pk=service.pk).update(
        profiles_from=now - timedelta(days=9), wishes_from=now - timedelta(days=5)
    )
    for one in (ada, bo):
        Registration.objects.filter(pk=one.registration_id).update(address_proven_at=now)
        one.registration.refresh_from_db()
        Consent.objects.create(
            registration=one.registration, purpose="remembered", text_version="2026-11", given_at=now
        )
    earlier = builders.event("Clustertreffen Vorjahr")
    first, second = key_pair(*(keys_of(one.registration)[0] for one in (ada, bo)))
    RememberedMeeting.objects.create(
        event=earlier, first=first, second=second, met_at=now - timedelta(days=300)
    )
    meeting = held(matchmaking.asked(bo, ada))
    for one in (ada, bo):
        Seat.objects.create(meeting=meeting, participant=one, starts_at=meeting.starts_at)
    Listed.objects.create(participant=ada, partner=bo, position=1, place="match", score=1.0)
    return linked(ada)


@pytest.mark.parametrize(("width", "dark"), [(320, False), (390, True), (1280, False)])
def test_the_pages_have_no_barriers(
    width: int, dark: bool, token: str, bo: Participant, opened: Opened, barriers: Callable[..., list[Any]]
) -> None:
    address = {name: reverse(f"matching:{name}", args=[token]) for name in ("memory", "coming", "inbox")}
    address["person"] = reverse("matching:person", args=[token, bo.pk])
    with opened(address["memory"], width=width, dark=dark) as page:
        for name, path in address.items():
            page.goto(path)
            if name == "inbox":
                page.locator("#standing > summary").press("Enter")
            assert barriers(page) == [], name


def test_it_is_ended_and_allowed_with_one_press_without_a_script(token: str, opened: Opened) -> None:
    with opened(reverse("matching:memory", args=[token]), width=390, script=False) as page:
        page.get_by_role("button", name="Beenden und alles Gemerkte löschen").click()
        assert not RememberedMeeting.objects.exists()
        page.get_by_role("button", name="Meine Gespräche merken").click()
        assert page.get_by_role("button", name="Beenden und alles Gemerkte löschen").is_visible()
