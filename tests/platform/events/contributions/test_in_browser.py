"""Every page of contributions and of the workbook, looked at by axe: wide and light, narrow and dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from tests.platform import builders
from tests.platform.events.contributions.conftest import by, handed_in, page_of, proposed

from handschlag.accounts.models import User
from handschlag.events.actions import programme_import
from handschlag.events.actions.contributions import deciding, reviewing
from handschlag.events.models import ContributionCall, Event, SpeakerAbsence
from handschlag.events.rules.contributions import Decision

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
LOOKS = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
HOME = "/de/manage/events/netzwerke-verbinden/"


def test_no_page_has_a_barrier(
    event: Event,
    call: ContributionCall,
    greta: User,
    olaf: User,
    opened: Callable[..., Any],
    barriers: Callable[..., list[Any]],
) -> None:
    now = timezone.now()
    waits, scored, accepted = proposed(event, "Wartet"), handed_in(event), handed_in(event, "Angenommen")
    given = {"event_id": event.pk, "now": now}
    for user, score in ((greta, 5), (olaf, 2)):
        reviewing.review(contribution_id=scored.pk, score=score, remark="gut", by=by(user), **given)
    told = {"decision": Decision.ACCEPT, "anyway": True, "by": by(greta), **given}
    deciding.decide(contribution_id=accepted.pk, is_told_now=True, **told)
    later = deciding.decide(contribution_id=handed_in(event, "Später").pk, is_told_now=False, **told)
    SpeakerAbsence.objects.create(
        contribution=later, starts_at=builders.clock("9:00"), ends_at=builders.clock("11:00")
    )
    table = b"Titel;Raum\nGut;\nSchlecht;Saal 9\n"
    draft = programme_import.upload(content=table, file_name="programm.csv", by=by(greta), **given)
    assert later.session is not None
    paths = [
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
