"""A yes in advance counts on the day, too: where both gave one, nobody has to be asked."""

from __future__ import annotations

import pytest
from tests.platform import matchmaking
from tests.platform.day.people.freed_times import answer, before, freed, offered, only_then, told
from tests.platform.letters import text_of
from tests.platform.matching.test_standing_yes import give, listed

from handschlag.common.models import AuditEntry, Mail
from handschlag.matching.models import Meeting, Participant, Request, Service
from handschlag.matching.requests import needs_with_standing_yes

__all__ = ["freed", "only_then", "told"]
pytestmark = pytest.mark.django_db


def test_where_both_said_yes_in_advance_the_meeting_is_held_at_once(
    freed: Request, service: Service, ada: Participant, cy: Participant
) -> None:
    for one, other in ((ada, cy), (cy, ada)):
        listed(one, other)
        give(one)
    (row,) = offered(service, before(50))
    assert row.state == "accepted"
    assert Meeting.objects.get().request == row.request
    assert sorted(mail.to for mail in Mail.objects.filter(created_at=before(50))) == [
        "ada-lindqvist@example.org",
        "cy-tannert@example.org",
    ]
    assert [needs_with_standing_yes(one)[0].accepted for one in (ada, cy)] != [(), ()]
    assert AuditEntry.objects.filter(verb="matching.standing_used").count() == 2


def test_where_one_said_so_only_the_other_is_asked_and_the_first_can_say_no(
    freed: Request, service: Service, ada: Participant, cy: Participant
) -> None:
    listed(ada, cy)
    listed(cy, ada)
    give(ada, most=1)
    (row,) = offered(service, before(50))
    assert (row.state, row.participant_yes_at, row.partner_yes_at) == ("offered", before(50), None)
    letter = Mail.objects.get(to=ada.registration.email, created_at=before(50))
    assert "vorab" in text_of(letter)
    row = answer(row, cy, before(48))
    assert (row.state, row.request) == ("accepted", Meeting.objects.get().request)
    assert AuditEntry.objects.filter(verb="matching.standing_used").count() == 1


def test_whoever_has_asked_uses_up_no_yes_that_they_gave_in_advance(
    freed: Request, service: Service, ada: Participant, cy: Participant
) -> None:
    matchmaking.asked(cy, ada)
    listed(cy, ada)
    give(cy, most=1)
    (row,) = offered(service, before(50))
    assert answer(row, ada, before(48)).state == "accepted"
    assert not AuditEntry.objects.filter(verb="matching.standing_used").exists()


def test_a_meeting_is_about_a_need_as_it_was_written(
    freed: Request, service: Service, ada: Participant, cy: Participant
) -> None:
    text = "Jemand, der Sensoren für Temperatur und Druck im laufenden Betrieb kalibriert und prüft"
    for one, other in ((ada, cy), (cy, ada)):
        one.statements.filter(direction="need").update(text=text)
        listed(one, other)
        give(one)
    (row,) = offered(service, before(50))
    assert row.request is not None
    assert row.request.purpose == text
