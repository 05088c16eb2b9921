"""Who has met is remembered where both allow it: not recommended again, forgotten on demand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform import builders, matchmaking
from tests.platform.builders import NOW

from handschlag.accounts.models import User
from handschlag.accounts.policy import Subject
from handschlag.common.models import AuditEntry
from handschlag.day.models import Mark
from handschlag.events.models import Block, Place
from handschlag.matching import earlier_meetings
from handschlag.matching.engine.lists import why_not
from handschlag.matching.leaving import everything_of
from handschlag.matching.memory import KEEP, earlier_meetings_of, met_before
from handschlag.matching.models import Listed, Meeting, Participant, RememberedMeeting, Seat, Service
from handschlag.matching.recommendation_lists import write_lists
from handschlag.registration import personal_data
from handschlag.registration.models import Consent, Registration

pytestmark = pytest.mark.django_db
NEXT_DAY = date(2028, 4, 12)
AFTER = builders.clock("09:00", builders.SECOND_DAY + timedelta(days=2))
NOBODY = Subject()


@pytest.fixture
def sequel(otto: User) -> Service:
    """The same conference a year later."""
    made = builders.event(
        "Netzwerke verbinden wieder", otto, first_day=NEXT_DAY, last_day=NEXT_DAY + timedelta(days=1)
    )
    matchmaking.slots_on_both_days(made, "T1")
    return matchmaking.matching(
        made,
        wishes_from=AFTER - timedelta(days=1),
        answers_until=builders.clock("18:00", NEXT_DAY - timedelta(days=9)),
        fixed_at=builders.clock("18:00", NEXT_DAY - timedelta(days=5)),
    )


def allow(one: Participant) -> Participant:
    Registration.objects.filter(pk=one.registration_id).update(address_proven_at=NOW)
    Consent.objects.create(
        registration=one.registration, purpose="remembered", text_version="2026-11", given_at=NOW
    )
    one.registration.refresh_from_db()
    return one


def meet(one: Participant, other: Participant) -> Meeting:
    """The two sit at a table in the first slot of the event."""
    request = matchmaking.asked(one, other, state="accepted", answered_at=NOW)
    block = Block.objects.filter(event=one.service.event_id).order_by("starts_at").first()
    place = Place.objects.filter(event=one.service.event_id).order_by("code").first()
    assert block is not None
    assert place is not None
    starts_at = block.starts_at
    meeting = Meeting.objects.create(
        service=one.service,
        request=request,
        block=block,
        place=place,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=15),
    )
    for party in (one, other):
        Seat.objects.create(meeting=meeting, participant=party, starts_at=starts_at)
    return meeting


def again(service: Service, name: str, **values: object) -> Participant:
    """The same person at the next event, by address."""
    return matchmaking.participant(
        service, name, needs=("Sensoren", "Linsen für Laser"), offers=("Sensoren", "Laserlinsen"), **values
    )


@pytest.fixture
def met(ada: Participant, bo: Participant) -> Meeting:
    return meet(allow(ada), allow(bo))


@pytest.fixture
def returning(sequel: Service) -> tuple[Participant, Participant]:
    return allow(again(sequel, "Ada Lindqvist")), allow(again(sequel, "Bo Nilsson"))


def test_who_has_met_is_recommended_to_nobody_else_than_new_people(
    met: Meeting, returning: tuple[Participant, Participant], sequel: Service
) -> None:
    ada, bo = returning
    write_lists(service_id=sequel.pk)
    assert Listed.objects.filter(participant=ada, partner=bo).exists()
    assert earlier_meetings.remember_past_meetings(now=AFTER) == 1
    write_lists(service_id=sequel.pk)
    assert not Listed.objects.filter(participant__in=returning, partner__in=returning).exists()
    assert met_before(sequel) == {ada.pk: {bo.pk}, bo.pk: {ada.pk}}
    answer = why_not(sequel, ada.pk, bo.pk)
    assert answer is not None
    assert answer[0] == "known"


def test_the_same_meeting_is_remembered_once(met: Meeting) -> None:
    assert [earlier_meetings.remember_past_meetings(now=AFTER) for _ in range(2)] == [1, 0]
    assert RememberedMeeting.objects.count() == 1


@pytest.mark.parametrize("silent", ["ada before", "bo before", "ada now", "bo now"])
def test_all_four_consents_are_needed(
    silent: str, met: Meeting, ada: Participant, bo: Participant, returning: tuple[Participant, Participant]
) -> None:
    whose = dict(zip(["ada before", "bo before", "ada now", "bo now"], (ada, bo, *returning), strict=True))
    Consent.objects.filter(registration=whose[silent].registration, purpose="remembered").update(
        withdrawn_at=NOW
    )
    earlier_meetings.remember_past_meetings(now=AFTER)
    assert met_before(returning[0].service) == {}
    assert dict(earlier_meetings_of(returning[0])) == {}


def test_nobody_is_found_again_by_name_or_by_an_address_that_is_not_proven(
    met: Meeting, returning: tuple[Participant, Participant], sequel: Service
) -> None:
    earlier_meetings.remember_past_meetings(now=AFTER)
    ada, _ = returning
    Registration.objects.filter(pk=ada.registration_id).update(address_proven_at=None)
    assert met_before(sequel) == {}
    Registration.objects.filter(pk=ada.registration_id).update(
        address_proven_at=NOW, email="another@example.org"
    )
    assert met_before(sequel) == {}


def test_the_account_finds_somebody_again_under_another_address(
    met: Meeting,
    ada: Participant,
    returning: tuple[Participant, Participant],
    sequel: Service,
    person: Callable[..., User],
) -> None:
    user = person("ada")
    for one, email in ((ada, "ada@work.example"), (returning[0], "ada@home.example")):
        Registration.objects.filter(pk=one.registration_id).update(user=user, email=email)
    earlier_meetings.remember_past_meetings(now=AFTER)
    assert set(met_before(sequel)) == {one.pk for one in returning}


@pytest.mark.parametrize(("says", "counts"), [(True, 1), (None, 1), (False, 0)])
def test_only_what_took_place_is_remembered(
    says: bool | None, counts: int, met: Meeting, ada: Participant
) -> None:
    Mark.objects.create(request=met.request, participant=ada, took_place=says, marked_at=AFTER)
    assert earlier_meetings.remember_past_meetings(now=AFTER) == counts


def test_a_no_that_comes_later_is_followed(met: Meeting, ada: Participant) -> None:
    earlier_meetings.remember_past_meetings(now=AFTER)
    Mark.objects.create(request=met.request, participant=ada, took_place=False, marked_at=AFTER)
    earlier_meetings.remember_past_meetings(now=AFTER + timedelta(hours=12))
    assert not RememberedMeeting.objects.exists()


def test_it_outlasts_the_registrations_and_ends_after_two_years(met: Meeting) -> None:
    earlier_meetings.remember_past_meetings(now=AFTER)
    personal_data.forget(now=AFTER + timedelta(days=200), keep=timedelta(days=180))
    earlier_meetings.remember_past_meetings(now=AFTER + timedelta(days=1))
    assert RememberedMeeting.objects.count() == 1
    earlier_meetings.remember_past_meetings(now=met.starts_at + KEEP + timedelta(days=1))
    assert not RememberedMeeting.objects.exists()


def test_erasing_oneself_deletes_what_is_remembered_of_all_events(
    met: Meeting, returning: tuple[Participant, Participant]
) -> None:
    earlier_meetings.remember_past_meetings(now=AFTER)
    ada, _ = returning
    assert everything_of(ada.registration)["remembered_meetings"] == [  # type: ignore[index]  # takes part
        {"event": met.service.event.slug, "met_at": met.starts_at.isoformat()}
    ]
    personal_data.erase(registration_id=ada.registration_id, has_link=True, by=NOBODY, now=AFTER)
    assert not RememberedMeeting.objects.exists()


def test_withdrawing_deletes_it_and_makes_the_lists_anew(
    met: Meeting, returning: tuple[Participant, Participant], sequel: Service
) -> None:
    earlier_meetings.remember_past_meetings(now=AFTER)
    write_lists(service_id=sequel.pk)
    ada, bo = returning
    earlier_meetings.allow_memory(
        participant_id=ada.pk, is_allowed=False, has_link=True, by=NOBODY, now=AFTER
    )
    assert not RememberedMeeting.objects.exists()
    sequel.refresh_from_db()
    assert sequel.profiles_revision > sequel.listed_revision
    write_lists(service_id=sequel.pk)
    assert Listed.objects.filter(participant=ada, partner=bo).exists()
    assert AuditEntry.objects.filter(verb="matching.memory_ended").count() == 1


def test_the_pages_say_when_and_where_two_have_met(
    client: Client,
    met: Meeting,
    returning: tuple[Participant, Participant],
    linked: Callable[[Participant], str],
) -> None:
    earlier_meetings.remember_past_meetings(now=AFTER)
    ada, bo = returning
    token = linked(ada)
    page = client.get(reverse("matching:person", args=[token, bo.pk])).content.decode()
    day = date(2027, 4, 14)
    assert met.starts_at.date() == day
    assert "14. April 2027" in page
    assert "Netzwerke verbinden" in page
    address = reverse("matching:memory", args=[token])
    assert "Bo Nilsson" in client.get(address).content.decode()
    client.post(address, {"is_allowed": "no"})
    assert "Bo Nilsson" not in client.get(address).content.decode()
    page = client.get(reverse("matching:person", args=[token, bo.pk])).content.decode()
    assert "14. April 2027" not in page
