"""The stated risk: how many may stand alone in a slot, and who stands by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.platform import matchmaking
from tests.platform.builders import NOW, clock
from tests.platform.day.people.freed_times import told, wishes

from handschlag.accounts.models import User
from handschlag.common.models import AuditEntry
from handschlag.day import standing_alone
from handschlag.day.models import DaySettings
from handschlag.day.standing_alone import RiskyMeeting, chance_absent, risks_of, slot_risks
from handschlag.matching.models import Participant, Request, Service

__all__ = ["told"]
AT = clock("10:30")


def risky(request: int, one: int, other: int, *chances: float) -> RiskyMeeting:
    return RiskyMeeting(request=request, starts_at=AT, people=(one, other), chances=chances)  # type: ignore[arg-type]


def always(_person: int, _at: datetime) -> bool:
    return True


def test_whoever_is_likelier_to_be_left_alone_gets_somebody_until_the_stated_risk_is_kept() -> None:
    meetings = [risky(1, 1, 2, 0.12, 0.0), risky(2, 3, 4, 0.05, 0.0)]
    asked = {"partners": {2: [5, 6], 4: [5]}, "has_time": always, "chances": {5: 0.0, 6: 0.0}}
    (loose,) = slot_risks(meetings, **asked, most=0.05)
    assert (loose.stand_ins, round(loose.share, 4)) == ((), 0.0425), "17 of 400 is less than stated"
    (strict,) = slot_risks(meetings, **asked, most=0.02)
    assert [(one.request, one.left, one.partner) for one in strict.stand_ins] == [(1, 2, 5)]
    assert round(strict.rest, 4) == 0.05
    (none,) = slot_risks(meetings, **asked, most=0.0)
    assert [one.left for one in none.stand_ins] == [2], "nobody stands by twice in a slot"


def test_who_is_here_will_not_be_missed_and_silence_is_riskier_than_a_yes() -> None:
    here, yes, silent = (
        chance_absent(is_here=is_here, has_confirmed=has_confirmed)
        for is_here, has_confirmed in ((True, False), (False, True), (False, False))
    )
    assert 0 == here < yes < silent


@pytest.mark.django_db
def test_who_both_wish_it_and_are_free_stand_by_as_soon_as_less_risk_is_stated(
    told: Request,
    service: Service,
    ada: Participant,
    cy: Participant,
    otto: User,
    signed_in: Callable[[User], Client],
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wishes(ada, cy)
    wishes(cy, ada)
    Participant.objects.filter(pk__in=[ada.pk, cy.pk]).update(comes_at=NOW)
    (risk,) = risks_of(service, now=NOW)
    assert (risk.starts_at, risk.meetings) == (AT, 1)
    page, desk = reverse("day:risk", args=[service.event.slug]), signed_in(otto)
    desk.post(page, {"most_alone": "1"})
    assert DaySettings.objects.get().most_alone == 1
    assert AuditEntry.objects.filter(verb="day.set").count() == 1
    assert "Cy Tannert, für Ada Lindqvist" in desk.get(page).content.decode()
    monkeypatch.setattr(standing_alone, "FEW", 0)
    (row,) = (folded := desk.get(page)).context["screen"]["rows"]
    assert "Cy Tannert, für Ada Lindqvist" not in folded.content.decode()
    assert f'href="?at={row["begins"]}#stand-by"' in folded.content.decode()
    chosen = desk.get(page, {"at": row["begins"]}).content.decode()
    assert chosen.count("Cy Tannert, für Ada Lindqvist") == 1, "many are named on a click"
    marks = [text.count('aria-current="true"') for text in (folded.content.decode(), chosen)]
    assert marks[1] == marks[0] + 1
    everybody = desk.get(page, {"at": "all"})
    assert everybody.content.decode().count("Cy Tannert, für Ada Lindqvist") == 1, "paper needs all names"
    for at in ("1", "all", "x", str(row["begins"])):
        desk_page = desk.get(page, {"at": at}).content.decode()
        assert desk_page.count('id="stand-by"') == 1, "the link always leads somewhere"
        assert ("Dieses Zeitfenster hat begonnen" in desk_page) == (at in ("1", "x"))
    saved = desk.post(f"{page}?at=all", {"most_alone": "1"})
    assert saved["Location"] == f"{page}?at=all", "who saves goes on reading the same names"
    desk.post(page, {"most_alone": "51"})
    assert DaySettings.objects.get().most_alone == 1, "more than half is no risk to state"


@pytest.mark.django_db
def test_the_page_asks_as_often_for_many_as_for_few(
    told: Request, service: Service, otto: User, signed_in: Callable[[User], Client], client: Client
) -> None:
    page, desk, counts = reverse("day:risk", args=[service.event.slug]), signed_in(otto), []
    for number in (0, 3):
        for more in range(number):
            wishes(matchmaking.participant(service, f"Gast {more}"), told.sender)
        desk.get(page)
        with CaptureQueriesContext(connection) as caught:
            assert desk.get(page).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]
