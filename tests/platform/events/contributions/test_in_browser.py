"""Every page of contributions and of the workbook, looked at by axe: wide and light, narrow and dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from tests.platform import builders
from tests.platform.events.contributions.conftest import by, handed_in, page_of, proposed

from handschlag.accounts.models import User
from handschlag.events.contributions import decisions, reviews
from handschlag.events.contributions.calls import Decision
from handschlag.events.models import ContributionCall, Event, Session, SpeakerAbsence
from handschlag.events.programme_import import actions

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
LOOKS = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
HOME = "/de/manage/events/netzwerke-verbinden/"


def _pages(event: Event, greta: User, olaf: User) -> list[str]:
    """Addresses of all pages, each with something on it."""
    now = timezone.now()
    waits, scored, accepted = proposed(event, "Wartet"), handed_in(event), handed_in(event, "Angenommen")
    given = {"event_id": event.pk, "now": now}
    for user, score in ((greta, 5), (olaf, 2)):
        reviews.review(contribution_id=scored.pk, score=score, remark="gut", by=by(user), **given)
    told = {"decision": Decision.ACCEPT, "seen": 1, "anyway": True, "by": by(greta), **given}
    decisions.decide(contribution_id=accepted.pk, is_told_now=True, **told)
    later = decisions.decide(contribution_id=handed_in(event, "Später").pk, is_told_now=False, **told)
    SpeakerAbsence.objects.create(
        contribution=later, starts_at=builders.clock("9:00"), ends_at=builders.clock("11:00")
    )
    table = b"Titel;Raum\nGut;\nSchlecht;Saal 9\n"
    draft = actions.upload(content=table, file_name="programm.csv", by=by(greta), **given)
    assert later.session is not None
    return [
        "/de/events/netzwerke-verbinden/contribute/",
        page_of(waits),
        page_of(accepted),
        page_of(accepted) + "withdraw/",
        *(HOME + path for path in ("contributions/", "contributions/call/", "contributions/tell/")),
        *(f"{HOME}contributions/{scored.pk}/{path}" for path in ("", "decide/?to=accepted")),
        f"{HOME}sessions/{later.session.pk}/",
        f"{HOME}programme/import/",
        f"{HOME}programme/import/{draft.pk}/",
    ]


def test_no_page_has_a_barrier(
    event: Event,
    call: ContributionCall,
    greta: User,
    olaf: User,
    opened: Callable[..., Any],
    barriers: Callable[..., list[Any]],
) -> None:
    paths = _pages(event, greta, olaf)
    found = []
    with opened(HOME, user=greta) as page:
        for path in paths:
            page.goto(path)
            found += [(path, "wide", one) for one in barriers(page)]
            page.set_viewport_size({"width": 390, "height": 900})
            page.emulate_media(color_scheme="dark")
            page.evaluate("scrollTo(0, document.body.scrollHeight)")
            found += [(path, "narrow", one) for one in barriers(page, LOOKS)]
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
            page.set_viewport_size({"width": 1280, "height": 900})
            page.emulate_media(color_scheme="light")
    assert found == []


def test_a_dragged_session_says_where_its_speaker_cannot_be_and_needs_an_anyway(
    event: Event, call: ContributionCall, greta: User, opened: Callable[..., Any]
) -> None:
    row = decisions.decide(
        event_id=event.pk,
        contribution_id=handed_in(event).pk,
        decision=Decision.ACCEPT,
        seen=1,
        is_told_now=True,
        anyway=True,
        by=by(greta),
        now=timezone.now(),
    )
    SpeakerAbsence.objects.create(
        contribution=row, starts_at=builders.clock("9:00"), ends_at=builders.clock("11:00")
    )
    times = {"starts_at": builders.clock("12:00"), "ends_at": builders.clock("12:45")}
    Session.objects.filter(pk=row.session_id).update(room=builders.room(event), **times)
    builders.session(event, "Eröffnung", "8:00")
    with opened(f"{HOME}programme/", user=greta) as page:
        piece = page.locator(".hs-plan__piece", has_text="Linsen für alle")
        piece.scroll_into_view_if_needed()
        head = page.locator(".hs-plan__head", has_text="Saal 1").bounding_box()
        box = piece.bounding_box()
        hour = page.locator(".hs-plan__hour").first.bounding_box()["height"]
        page.mouse.move(box["x"] + 20, box["y"] + 5)
        page.mouse.down()
        page.mouse.move(box["x"] + 30, box["y"] + 15, steps=3)
        page.mouse.move(head["x"] + 20, box["y"] + 5 - hour / 2, steps=3)
        assert "kann dann nicht" not in page.locator("#plan-say").inner_text()
        page.mouse.move(head["x"] + 20, box["y"] + 5 - 2 * hour, steps=5)
        assert "kann dann nicht" in page.locator("#plan-say").inner_text()
        with page.expect_navigation():
            page.mouse.up()
        page.get_by_label("Trotzdem einplanen").check()
        with page.expect_navigation():
            page.get_by_role("button", name="Verschieben").click()
    assert Session.objects.get(pk=row.session_id).starts_at == builders.clock("10:00")
