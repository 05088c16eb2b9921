"""The report, the public figures and data protection in a browser, after 90 days: no barriers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override
from tests.platform import builders
from tests.platform.statistics import test_published
from tests.platform.statistics.conftest import published as timetable_of

from handschlag.accounts.models import User
from handschlag.day.models import Mark, Outcome
from handschlag.matching.models import Participant, Request, Service

crowd = test_published.crowd
pytestmark = pytest.mark.django_db(transaction=True)
AFTER = builders.clock("20:00") + timedelta(days=91)


@pytest.fixture
def figures(service: Service, crowd: None, otto: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Published, said and answered; the clock stands 91 days later."""
    timetable_of(service)
    for request in Request.objects.filter(service=service):
        for person in request.parties.values_list("participant_id", flat=True):
            both = {"request": request, "participant_id": person}
            Mark.objects.create(**both, took_place=True, was_worth=True, marked_at=test_published.EVENING)
            Outcome.objects.create(**both, after_days=90, result="planning", answered_at=AFTER)
    test_published.published(service, otto)
    monkeypatch.setattr("django.utils.timezone.now", lambda: AFTER)


@pytest.mark.parametrize(("language", "width", "dark"), [("de", 1280, False), ("en", 390, True)])
def test_no_page_has_a_barrier(
    opened: Callable[..., Any],
    barriers: Callable[..., list[Any]],
    service: Service,
    figures: None,
    otto: User,
    language: str,
    width: int,
    dark: bool,
) -> None:
    slug, person = service.event.slug, Participant.objects.first()
    assert person is not None
    with override(language):
        pages = [
            *(reverse(f"statistics:{name}", args=[slug]) for name in ("report", "few", "review", "event")),
            *(reverse(f"statistics:{name}", args=[slug]) for name in ("comparison", "everything")),
            *(reverse(f"statistics:{name}", args=[slug]) for name in ("protection", "log")),
            reverse("statistics:person", args=[slug, person.registration_id]),
            *(f"{reverse('statistics:overview')}?by={by}" for by in ("network", "land")),
        ]
    found = {}
    with opened("/", width=width, dark=dark, user=otto) as page:
        for address in pages:
            assert page.goto(address).status == 200
            page.evaluate("scrollTo(0, document.body.scrollHeight)")  # out from under the bar at the foot
            found[address] = barriers(page)
    assert found == {address: [] for address in pages}


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_report_after_90_days_by_keyboard(
    opened: Callable[..., Any], service: Service, figures: None, otto: User, language: str
) -> None:
    with override(language):
        path = reverse("statistics:report", args=[service.event.slug])
    with opened(path, user=otto) as page:
        shown = page.locator("main").inner_text()
        assert ("nach 90 Tagen" if language == "de" else "after 90 days") in shown
        for name in ("PDF", "XLSX"):
            file = page.get_by_role("link", name=name).first
            file.focus()
            with page.expect_download() as download:
                page.keyboard.press("Enter")
            assert download.value.path().stat().st_size > 1_000
