"""Somebody without a registration is taken in: three certified meetings, kept until the partners answer."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.platform import builders, matchmaking
from tests.platform.day.desk.conftest import HANNA, NINE, OTHER_KEY, wanted
from tests.platform.matching.test_answering import yes

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied, Role, Subject
from handschlag.common.models import AuditEntry, Mail
from handschlag.common.refusals import Refusal
from handschlag.day import walk_in
from handschlag.day.models import StandBy, StandByState
from handschlag.day.offers import WalkInRefusal
from handschlag.day.walk_in import Possible, WalkIn, possible_meetings
from handschlag.events.models import Event
from handschlag.matching.engine.newcomers import ProposedMeeting
from handschlag.matching.models import Meeting, Participant, Service
from handschlag.registration.models import CheckIn, Registration
from handschlag.registration.places import RegistrationRefusal

pytestmark = pytest.mark.django_db


def times(found: Sequence[Possible]) -> list[tuple[str, str, str]]:
    return [
        (f"{one.chance.spot.starts_at.astimezone(NINE.tzinfo):%H:%M}", one.place, one.partner.name)
        for one in found
    ]


def test_those_who_fit_best_are_found_with_a_time_and_a_table_of_their_own(
    service: Service, ada: Participant, bo: Participant
) -> None:
    found = possible_meetings(service, HANNA, now=NINE)
    assert {name for _, _, name in times(found)} == {"Ada Lindqvist", "Bo Nilsson"}
    assert len({time for time, _, _ in times(found)}) == 2
    best = next(one for one in found if one.partner.name == "Ada Lindqvist")
    assert (best.offers, best.needs) == ("Sensoren", "Linsen für Laser")


def test_times_that_somebody_holds_are_not_offered(
    service: Service, ada: Participant, bo: Participant, now: datetime
) -> None:
    yes(matchmaking.asked(bo, ada), ada, now)
    held = Meeting.objects.get()
    found = possible_meetings(service, HANNA, now=NINE)
    assert len(found) == 2
    assert held.starts_at not in {one.chance.spot.starts_at for one in found}


def test_what_begins_within_ten_minutes_is_too_soon_and_after_the_last_slot_nothing_is_left(
    service: Service, ada: Participant
) -> None:
    (one,) = possible_meetings(service, HANNA, now=builders.clock("10:21"))
    assert one.chance.spot.starts_at >= builders.clock("10:31")
    assert possible_meetings(service, HANNA, now=builders.clock("16:00", builders.SECOND_DAY)) == ()


def test_a_table_that_is_kept_for_one_is_not_offered_to_another(
    service: Service, ada: Participant, bo: Participant, cy: Participant, take_in: Callable[..., Participant]
) -> None:
    take_in(possible_meetings(service, HANNA, now=NINE))
    kept = {(one.starts_at, one.place_id) for one in StandBy.objects.all()}
    people = {(one.starts_at, one.participant_id) for one in StandBy.objects.all()}
    assert len(kept) == 3
    found = possible_meetings(service, HANNA, now=NINE)
    assert len(found) == 3
    assert not kept & {(one.chance.spot.starts_at, one.chance.spot.place) for one in found}
    assert not people & {(one.chance.spot.starts_at, one.chance.partner) for one in found}


def test_the_number_of_queries_does_not_grow_with_the_people(service: Service, ada: Participant) -> None:
    possible_meetings(service, HANNA, now=NINE)
    with CaptureQueriesContext(connection) as few:
        possible_meetings(service, HANNA, now=NINE)
    for number in range(3):
        matchmaking.participant(service, f"Person {number}", needs=("Laser",), offers=("Sensoren",))
    with CaptureQueriesContext(connection) as many:
        assert len(possible_meetings(service, HANNA, now=NINE)) == 3
    assert len(many) == len(few)


# --- taken in ---------------------------------------------------------------------------------


def test_a_walk_in_is_registered_here_described_and_three_are_asked(
    service: Service, ada: Participant, bo: Participant, cy: Participant, take_in: Callable[..., Participant]
) -> None:
    made = take_in(possible_meetings(service, HANNA, now=NINE))
    row = Registration.objects.get(pk=made.registration_id)
    assert (row.way, row.state, row.name, row.email) == ("walk_in", "confirmed", "Hanna Brinkmann", "")
    assert CheckIn.objects.filter(registration=row, is_undone=False).count() == 1
    assert {one.purpose for one in row.consents.all()} == {"matching"}
    assert {(one.direction, one.text) for one in made.statements.all()} == {
        ("offer", "Linsen für Laser"),
        ("need", "Sensoren"),
    }
    asked = StandBy.objects.filter(partner=made)
    assert {one.participant_id for one in asked} == {ada.pk, bo.pk, cy.pk}
    assert {(one.state, one.partner_yes_at, one.participant_yes_at) for one in asked} == {
        (StandByState.OFFERED, NINE, None)
    }
    assert all(one.ends_at == one.starts_at - timedelta(minutes=5) for one in asked)
    assert Meeting.objects.count() == 0
    entry = AuditEntry.objects.get(verb="day.walked_in")
    assert entry.changes == {"asked": [None, 3]}


def test_who_names_an_address_gets_a_letter_and_who_names_none_gets_none(
    service: Service, ada: Participant, take_in: Callable[..., Participant]
) -> None:
    take_in()
    assert Mail.objects.count() == 0
    other = WalkIn(name="Kai", organisation="Werk", offers="Laser", needs="", email="kai@example.org")
    take_in(who=other, key=OTHER_KEY)
    assert [one.to for one in Mail.objects.all()] == ["kai@example.org"]


def test_two_without_an_address_are_two_people(service: Service, take_in: Callable[..., Participant]) -> None:
    assert take_in().pk != take_in(key=OTHER_KEY).pk


def test_a_form_that_is_sent_twice_takes_in_one_person_and_asks_once(
    service: Service, ada: Participant, take_in: Callable[..., Participant]
) -> None:
    found = possible_meetings(service, HANNA, now=NINE)
    assert take_in(found) == take_in(found)
    assert (Registration.objects.filter(way="walk_in").count(), StandBy.objects.count()) == (1, 1)


def test_a_time_that_was_given_away_meanwhile_is_refused_and_nothing_is_done(
    service: Service, ada: Participant, take_in: Callable[..., Participant]
) -> None:
    found = possible_meetings(service, HANNA, now=NINE)
    take_in(found)
    with pytest.raises(Refusal) as no:
        take_in(found, key=OTHER_KEY)
    assert no.value.reason is WalkInRefusal.TAKEN
    assert Registration.objects.filter(way="walk_in").count() == 1


def test_nobody_is_asked_at_a_place_or_time_that_there_is_not(
    service: Service, ada: Participant, take_in: Callable[..., Participant], event: Event, otto: User
) -> None:
    (one,) = wanted(possible_meetings(service, HANNA, now=NINE))
    wrong = (
        ProposedMeeting(partner=one.partner, starts_at=one.starts_at, place=one.place + 99),
        ProposedMeeting(partner=one.partner, starts_at=one.starts_at + timedelta(minutes=1), place=one.place),
        ProposedMeeting(partner=one.partner + 99, starts_at=one.starts_at, place=one.place),
    )
    for number, bad in enumerate(wrong):
        with pytest.raises(Refusal):
            walk_in.take_in(
                event_id=event.pk,
                walk_in=HANNA,
                wanted=[bad],
                has_agreed=True,
                key=str(uuid.UUID(int=number)),
                by=otto.subject,
                now=NINE,
            )
    assert StandBy.objects.count() == 0


def test_without_consent_in_a_full_house_and_without_the_right_nobody_is_taken_in(
    event: Event, service: Service, take_in: Callable[..., Participant], person: Callable[..., User]
) -> None:
    with pytest.raises(Refusal) as no:
        take_in(has_agreed=False)
    assert no.value.reason is WalkInRefusal.NO_CONSENT
    with pytest.raises(Denied):
        take_in(by=person("eve", Role.ORGANISER).subject)
    with pytest.raises(Denied):
        take_in(by=Subject())
    builders.registration(event, "Cem")
    Event.objects.filter(pk=event.pk).update(capacity=1)
    with pytest.raises(Refusal) as full:
        take_in()
    assert full.value.reason is RegistrationRefusal.FULL
    assert [one.name for one in Registration.objects.all()] == ["Cem"]
