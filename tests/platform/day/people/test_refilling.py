"""A time that became free on the day is offered to two people who want it; both say yes, and it is held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from django.urls import reverse
from tests.platform import builders, matchmaking
from tests.platform.day.people.freed_times import (
    START,
    answer,
    before,
    comes_only_then,
    freed,
    offer,
    offered,
    only_then,
    says,
    told,
    wishes,
)
from tests.platform.letters import text_of
from tests.platform.matching.test_answers_race import at_once

from handschlag.accounts.models import User
from handschlag.common.models import Job, Mail
from handschlag.common.refusals import Refusal
from handschlag.day import control
from handschlag.day.fitting import Fit, Ground
from handschlag.day.models import Mark, StandBy
from handschlag.day.refilling import FreedTime, WantedMeeting, in_turn
from handschlag.day.signals import Kind
from handschlag.matching.models import ForbiddenPair, Listed, Meeting, Participant, Request, Service
from handschlag.matching.models.wishes import pair_of

__all__ = ["freed", "offer", "only_then", "told"]
pytestmark = pytest.mark.django_db


def test_what_somebody_took_back_is_offered_to_whoever_was_left_and_to_who_asked(
    offer: StandBy, ada: Participant, cy: Participant, linked: Callable[[Participant], str]
) -> None:
    assert (offer.participant, offer.partner, offer.starts_at) == (ada, cy, START)
    assert offer.ends_at == before(46), "four minutes"
    for one, other in ((ada, cy), (cy, ada)):
        letter = Mail.objects.get(to=one.registration.email, subject__contains=other.registration.name)
        assert letter.expires_at == offer.ends_at
        assert reverse("day:today", args=[linked(one)]) in text_of(letter)


def test_with_both_yeses_it_is_held_at_the_offered_table_and_both_are_told(
    offer: StandBy, freed: Request, ada: Participant, cy: Participant
) -> None:
    assert (offer.partner_yes_at, offer.participant_yes_at) == (before(50), None), "Cy asked"
    assert not Meeting.objects.exists()
    row = answer(offer, ada, before(48))
    meeting = Meeting.objects.get()
    assert (row.state, row.request, meeting.request.pair) == (
        "accepted",
        meeting.request,
        pair_of(ada.pk, cy.pk),
    )
    assert (meeting.starts_at, meeting.place) == (START, offer.place)
    assert meeting.request.purpose == "Linsen besprechen", "the request that waited is what is held"
    assert set(meeting.seats.values_list("participant_id", flat=True)) == {ada.pk, cy.pk}
    assert Mail.objects.filter(created_at=before(48)).count() == 2
    assert not Mark.objects.exists(), "nobody failed to come"


def test_nobody_is_asked_twice_at_a_time_and_without_an_answer_the_next_two_are(
    offer: StandBy, service: Service, ada: Participant
) -> None:
    dan = matchmaking.participant(service, "Dan Ohlsen")
    Listed.objects.create(participant=ada, partner=dan, position=1, place="best", score=0.5)
    assert offered(service, before(49)) == []
    (row,) = offered(service, before(46))
    assert (row.participant, row.partner) == (ada, dan)
    offer.refresh_from_db()
    assert offer.state == "lapsed"
    assert offered(service, before(42)) == [], "whom she was offered is not offered again"


def test_a_no_asks_the_next_two_at_once_but_not_whoever_wants_a_break(
    offer: StandBy, service: Service, ada: Participant, cy: Participant
) -> None:
    dan = matchmaking.participant(service, "Dan Ohlsen")
    matchmaking.asked(dan, ada)
    matchmaking.asked(dan, cy)
    assert answer(offer, cy, before(49), is_yes=False).declined_by == cy
    assert Job.objects.filter(kind="day.refill", payload={"service_id": service.pk}).exists()
    (row,) = offered(service, before(49))
    assert {row.participant, row.partner} == {ada, dan}
    answer(row, ada, before(48), is_yes=False)
    assert offered(service, before(48)) == []


def test_another_time_that_both_have_is_offered_too_but_only_to_who_lost_a_meeting(
    freed: Request, service: Service, ada: Participant, cy: Participant, meeting: Callable[..., Request]
) -> None:
    dan = matchmaking.participant(service, "Dan Ohlsen")
    assert meeting(cy, dan).meeting.starts_at == START
    wishes(cy, ada)
    eve = matchmaking.participant(service, "Eve Pohl")
    wishes(eve, cy)
    (row,) = offered(service, before(50))
    assert (row.participant, row.partner) == (ada, cy)
    assert row.starts_at > START


def test_what_only_wishes_speak_for_needs_a_yes_of_both(
    freed: Request, service: Service, ada: Participant, cy: Participant
) -> None:
    wishes(ada, cy)
    wishes(cy, ada)
    (row,) = offered(service, before(50))
    assert answer(row, ada, before(49)).state == "offered"
    assert not Meeting.objects.exists()
    assert answer(row, cy, before(48)).state == "accepted"
    assert Meeting.objects.get().starts_at == START


def test_what_both_wish_comes_before_requests_and_these_before_recommendations(
    freed: Request, service: Service, ada: Participant, cy: Participant
) -> None:
    dan, eve, fay = (matchmaking.participant(service, name) for name in ("Dan O", "Eve P", "Fay Q"))
    Listed.objects.create(participant=ada, partner=dan, position=1, place="best", score=0.9)
    wishes(eve, ada, "must")
    matchmaking.asked(cy, ada)
    wishes(ada, fay)
    wishes(fay, ada)
    found = []
    for minute in (50, 46, 42):
        (row,) = offered(service, before(minute))
        found.append(row.partner)
    assert found == [fay, cy, eve]
    assert offered(service, before(38)) == [], "who let three offers pass is left in peace"


def test_who_said_no_is_kept_apart_busy_not_there_or_in_a_meeting_is_never_asked(
    freed: Request,
    only_then: None,
    service: Service,
    ada: Participant,
    cy: Participant,
    meeting: Callable[..., Request],
) -> None:
    dan, eve, fay = (matchmaking.participant(service, name) for name in ("Dan O", "Eve P", "Fay Q"))
    gil, hal = (matchmaking.participant(service, name) for name in ("Gil R", "Hal S"))
    for one in (cy, dan, eve, fay, gil, hal):
        wishes(one, ada)
    comes_only_then(service, dan)
    assert meeting(cy, dan).meeting.starts_at == START
    eve.blocked.create(starts_at=START)
    wishes(ada, fay, "rather_not")
    first, second = sorted((ada, gil), key=lambda one: one.pk)
    ForbiddenPair.objects.create(service=service, first=first, second=second, at=builders.NOW)
    says(hal, Kind.CANNOT_COME, before(55))
    assert offered(service, before(50)) == []
    says(hal, Kind.HERE, before(49))
    assert [row.partner for row in offered(service, before(48))] == [hal]


def test_with_many_pairs_each_has_a_turn() -> None:
    freed = FreedTime(person=1, block=1, starts_at=START, ends_at=START)
    fit = Fit(ground=Ground.ASKED, worth=1.0)
    pairs = [WantedMeeting(freed=freed, partner=number, fit=fit) for number in range(2, 452)]
    turns = [in_turn(pairs, now=before(number)) for number in (3, 2, 1)]
    assert sorted(len(one) for one in turns) == [50, 200, 200]
    assert {one.partner for turn in turns for one in turn} == set(range(2, 452))
    assert in_turn(pairs, now=before(4)) == turns[2]
    assert (in_turn(pairs[:200], now=before(1)), in_turn([], now=before(1))) == (pairs[:200], [])


def test_the_organisers_can_switch_it_off(
    freed: Request, service: Service, ada: Participant, cy: Participant, otto: User
) -> None:
    matchmaking.asked(cy, ada)
    rules = {"service_id": service.pk, "freeze_minutes": 30, "automatic_up_to": None, "by": otto.subject}
    control.save_settings(**rules, offers_freed_times=False, now=before(55))
    assert offered(service, before(50)) == []
    control.save_settings(**rules, offers_freed_times=True, now=before(49))
    assert len(offered(service, before(48))) == 1


def test_nobody_is_asked_in_the_night_nor_when_it_is_too_late(
    freed: Request, only_then: None, service: Service, ada: Participant, cy: Participant
) -> None:
    matchmaking.asked(cy, ada)
    assert [offered(service, before(number)) for number in (8 * 60, 2)] == [[], []]
    (row,) = offered(service, before(3))
    assert row.ends_at == before(1)
    with pytest.raises(Refusal, match="over"):
        answer(row, cy, before(1))


def test_a_meeting_to_which_the_other_does_not_come_is_given_up_only_with_both_yeses(
    told: Request, service: Service, ada: Participant, bo: Participant, cy: Participant
) -> None:
    place = told.meeting.place_id
    matchmaking.asked(cy, ada)
    assert offered(service, before(50)) == [], "nothing is free yet"
    says(bo, Kind.CANNOT_COME, before(49), told)
    (row,) = offered(service, before(48))
    assert (row.instead_of, row.place_id) == (told, place)
    assert Meeting.objects.get().request == told
    answer(row, ada, before(46))
    held = Meeting.objects.get()
    assert (held.request.pair, held.place_id) == (pair_of(ada.pk, cy.pk), place)
    told.refresh_from_db()
    assert (told.state, Mark.objects.count()) == ("withdrawn", 0)


def test_who_comes_after_all_keeps_the_meeting(
    told: Request, service: Service, ada: Participant, bo: Participant, cy: Participant
) -> None:
    matchmaking.asked(cy, ada)
    says(bo, Kind.CANNOT_COME, before(49), told)
    (row,) = offered(service, before(48))
    says(bo, Kind.HERE, before(47), told)
    assert answer(row, ada, before(46)).state == "lapsed"
    assert Meeting.objects.get().request == told


@pytest.mark.django_db(transaction=True)
def test_both_yeses_at_once_hold_one_meeting(
    freed: Request, service: Service, ada: Participant, cy: Participant
) -> None:
    wishes(ada, cy)
    wishes(cy, ada)
    (offer,) = offered(service, before(50))
    said = at_once(lambda: answer(offer, ada, before(49)), lambda: answer(offer, cy, before(49)))
    assert said == ["", ""]
    seats = Counter(Meeting.objects.values_list("seats__participant_id", flat=True))
    assert seats == {ada.pk: 1, cy.pk: 1}
    assert list(StandBy.objects.values_list("state", flat=True)) == ["accepted"]


@pytest.mark.django_db(transaction=True)
def test_a_meeting_that_comes_in_between_wins(
    offer: StandBy, service: Service, meeting: Callable[..., Request], ada: Participant, cy: Participant
) -> None:
    other = meeting(cy, matchmaking.participant(service, "Dan Ohlsen"))
    assert other.meeting.starts_at == START
    assert answer(offer, ada, before(48)).state == "lapsed"
    assert list(Meeting.objects.values_list("request_id", flat=True)) == [other.pk]
