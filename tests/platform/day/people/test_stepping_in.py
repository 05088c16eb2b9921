"""Nobody came: somebody who is free steps in, when both have said yes, and nobody is booked twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from tests.platform import builders, matchmaking
from tests.platform.letters import text_of
from tests.platform.matching.test_answers_race import at_once

from handschlag.accounts.policy import Subject
from handschlag.common.models import Job, Mail
from handschlag.common.refusals import Refusal
from handschlag.common.times import at_place, format_time
from handschlag.day import incidents, signals, stepping_in
from handschlag.day.models import Mark, Signal, StandBy
from handschlag.day.signals import Kind, SignalReport
from handschlag.day.stepping_in import tell_stand_by
from handschlag.events.models import Event
from handschlag.matching.models import (
    Listed,
    Meeting,
    Participant,
    Party,
    Request,
    Seat,
    Service,
    Statement,
    Wish,
)

pytestmark = pytest.mark.django_db
NOBODY = Subject()
START = builders.clock("10:30")


def minutes(number: int) -> datetime:
    return START + timedelta(minutes=number)


def say(one: Participant, kind: Kind, request: Request, at: datetime) -> Signal:
    said = SignalReport(key=str(uuid4()), kind=kind, request=request.pk, at=at)
    signals.receive_signals(participant_id=one.pk, signals=[said], has_link=True, by=NOBODY, now=at)
    return Signal.objects.get(key=said.key)


def answer(row: StandBy, one: Participant, at: datetime, *, is_yes: bool = True) -> StandBy:
    return stepping_in.answer_offer(
        stand_by_id=row.pk, participant_id=one.pk, is_yes=is_yes, has_link=True, by=NOBODY, now=at
    )


@pytest.fixture
def alone(met: Request, ada: Participant) -> Signal:
    """Ada sits there since half past ten, and Bo does not come."""
    return say(ada, Kind.PARTNER_MISSING, met, START)


@pytest.fixture
def offered(alone: Signal, ada: Participant, cy: Participant) -> StandBy:
    """Cy asked Ada once, is free, and both are offered to meet."""
    matchmaking.asked(cy, ada)
    row = stepping_in.offer_replacement(signal_id=alone.pk, now=minutes(3))
    assert row is not None
    return row


def test_at_a_table_of_several_nobody_gives_the_meeting_away(
    alone: Signal, met: Request, ada: Participant, cy: Participant, service: Service
) -> None:
    """Somebody misses the others while one more of the table could still be there."""
    matchmaking.asked(cy, ada)
    dan = matchmaking.participant(service, "Dan Ohlsen")
    Party.objects.create(request=met, participant=dan, said_yes_at=START)
    Seat.objects.create(meeting=Meeting.objects.get(request=met), participant=dan, starts_at=START)
    assert stepping_in.offer_replacement(signal_id=alone.pk, now=minutes(3)) is None
    assert incidents.from_signal(signal_id=alone.pk, now=minutes(6)) is None


def test_for_three_minutes_nobody_else_is_asked(alone: Signal, ada: Participant, cy: Participant) -> None:
    matchmaking.asked(cy, ada)
    assert stepping_in.offer_replacement(signal_id=alone.pk, now=minutes(2)) is None
    due = Job.objects.filter(kind="day.replace").values_list("due_at", flat=True)
    assert set(due) == {minutes(3)}
    row = stepping_in.offer_replacement(signal_id=alone.pk, now=minutes(3))
    assert row is not None
    assert (row.participant, row.partner, row.starts_at) == (ada, cy, START)
    assert stepping_in.offer_replacement(signal_id=alone.pk, now=minutes(3)) is None, (
        "there is one offer at a time"
    )


def test_who_said_to_be_late_is_waited_for(
    alone: Signal, met: Request, bo: Participant, ada: Participant, cy: Participant
) -> None:
    matchmaking.asked(cy, ada)
    said = SignalReport(key=str(uuid4()), kind=Kind.LATE, request=met.pk, minutes=5, at=START)
    signals.receive_signals(participant_id=bo.pk, signals=[said], has_link=True, by=NOBODY, now=START)
    assert stepping_in.offer_replacement(signal_id=alone.pk, now=minutes(7)) is None
    assert stepping_in.offer_replacement(signal_id=alone.pk, now=minutes(8)) is not None


def test_whoever_could_step_in_gets_a_letter_that_ends_with_the_offer(
    offered: StandBy, cy: Participant, linked: Callable[[Participant], str]
) -> None:
    letter = Mail.objects.get(to=cy.registration.email, subject="Haben Sie jetzt Zeit für Ada Lindqvist?")
    assert letter.expires_at == offered.ends_at
    assert reverse("day:today", args=[linked(cy)]) in text_of(letter)


def test_with_both_yeses_the_meeting_is_held_there_and_then(
    offered: StandBy, met: Request, ada: Participant, bo: Participant, cy: Participant
) -> None:
    place = met.meeting.place_id
    assert answer(offered, cy, minutes(4)).state == "offered"
    assert Meeting.objects.get().request == met
    row = answer(offered, ada, minutes(5))
    meeting = Meeting.objects.get()
    assert (row.state, row.request, meeting.request) == ("accepted", meeting.request, row.request)
    assert (meeting.starts_at, meeting.place_id) == (START, place)
    assert set(Seat.objects.values_list("participant_id", flat=True)) == {ada.pk, cy.pk}
    met.refresh_from_db()
    assert met.state == "withdrawn"
    assert Mark.objects.get(request=met).took_place is False
    assert Mail.objects.filter(to="bo-nilsson@example.org", created_at=minutes(5)).count() == 1


def test_whoever_was_missed_sees_it_and_can_object(
    client: Client,
    stand_at: Callable[[str], datetime],
    linked: Callable[[Participant], str],
    offered: StandBy,
    met: Request,
    ada: Participant,
    bo: Participant,
    cy: Participant,
) -> None:
    answer(offered, cy, minutes(4))
    answer(offered, ada, minutes(5))
    stand_at("10:40")
    text = client.get(reverse("day:afterwards", args=[linked(bo)])).content.decode()
    assert "Ada Lindqvist gibt an, dass das Gespräch nicht stattfand." in text
    client.post(reverse("day:object", args=[linked(bo), met.pk]))
    assert Mark.objects.get(request=met, participant=ada).objected_at == builders.clock("10:40")


def test_who_comes_after_all_is_not_replaced(
    offered: StandBy, met: Request, ada: Participant, bo: Participant, cy: Participant
) -> None:
    answer(offered, cy, minutes(4))
    say(bo, Kind.HERE, met, minutes(4))
    assert answer(offered, ada, minutes(5)).state == "lapsed"
    assert (Meeting.objects.get().request, Mark.objects.count()) == (met, 0)


def test_who_is_in_another_meeting_keeps_it_free_or_would_rather_not_is_never_asked(
    alone: Signal,
    service: Service,
    ada: Participant,
    bo: Participant,
    cy: Participant,
    meeting: Callable[..., Request],
) -> None:
    dan, eve, fay = (matchmaking.participant(service, name) for name in ("Dan O", "Eve P", "Fay Q"))
    for one in (cy, dan, eve, fay):
        matchmaking.asked(one, ada)
    assert meeting(cy, dan).meeting.starts_at == START
    eve.blocked.create(starts_at=START)
    Wish.objects.create(by=fay, towards=ada, kind="rather_not", changed_at=START)
    assert stepping_in.offer_replacement(signal_id=alone.pk, now=minutes(3)) is None


def test_a_no_leads_to_the_next_and_is_not_asked_twice(
    offered: StandBy, alone: Signal, service: Service, ada: Participant, cy: Participant
) -> None:
    matchmaking.asked(matchmaking.participant(service, "Dan Ohlsen"), ada)
    answer(offered, cy, minutes(4), is_yes=False)
    row = stepping_in.offer_replacement(signal_id=alone.pk, now=minutes(4))
    assert row is not None
    assert row.partner.registration.name == "Dan Ohlsen"
    assert stepping_in.offer_replacement(signal_id=alone.pk, now=minutes(11)) is None, (
        "too little of it is left"
    )


def test_an_offer_is_for_its_two_people_and_for_a_short_time(
    offered: StandBy, ada: Participant, bo: Participant
) -> None:
    with pytest.raises(Refusal, match="not_yours"):
        answer(offered, bo, minutes(4))
    with pytest.raises(Refusal, match="over"):
        answer(offered, ada, minutes(9))


def test_both_read_the_offer_on_their_pages(
    client: Client,
    stand_at: Callable[[str], datetime],
    linked: Callable[[Participant], str],
    offered: StandBy,
    ada: Participant,
    cy: Participant,
) -> None:
    stand_at("10:34")
    pages = [client.get(reverse("day:today", args=[linked(one)])).content.decode() for one in (ada, cy)]
    assert ["Cy Tannert hat Zeit." in pages[0], "Ada Lindqvist hat Zeit." in pages[1]] == [True, True]
    chance = "Ohne besonderen Anlass: Sie haben beide gerade Zeit."
    assert [chance in one for one in pages] == [False, True], "Ada reads what Cy once asked for"
    assert ["Linsen besprechen" in one for one in pages] == [True, False]
    need = Statement.objects.get(participant=cy, direction="need")
    reason = {"kind": "need_met", "side": "for_them", "evidence": [need.pk, 0], "value": 0.9}
    Listed.objects.create(participant=ada, partner=cy, position=1, place="best", score=0.9, reasons=[reason])
    text = client.get(reverse("day:today", args=[linked(ada)])).content.decode()
    assert ["Cy Tannert sucht: Kühlung" in text, chance in text] == [True, False]
    address = reverse("day:step_in", args=[linked(ada), offered.pk])
    text = client.post(address, {"answer": "yes"}, follow=True).content.decode()
    assert "Sie haben zugesagt." in text


@pytest.mark.django_db(transaction=True)
def test_both_yeses_at_once_hold_one_meeting(offered: StandBy, ada: Participant, cy: Participant) -> None:
    said = at_once(lambda: answer(offered, ada, minutes(4)), lambda: answer(offered, cy, minutes(4)))
    assert said == ["", ""]
    assert Counter(Seat.objects.values_list("participant_id", flat=True)) == {ada.pk: 1, cy.pk: 1}
    assert list(StandBy.objects.values_list("state", flat=True)) == ["accepted"]


@pytest.mark.django_db(transaction=True)
def test_a_meeting_that_comes_in_between_wins_and_nothing_is_given_up(
    offered: StandBy,
    service: Service,
    met: Request,
    meeting: Callable[..., Request],
    ada: Participant,
    cy: Participant,
) -> None:
    other = meeting(cy, matchmaking.participant(service, "Dan Ohlsen"))
    assert other.meeting.starts_at == START
    answer(offered, cy, minutes(4))
    assert answer(offered, ada, minutes(4)).state == "lapsed"
    assert set(Meeting.objects.values_list("request_id", flat=True)) == {met.pk, other.pk}


def test_the_letter_says_times_by_the_clocks_of_the_event(
    offered: StandBy, cy: Participant, met: Request
) -> None:
    Event.objects.filter(pk=met.service.event_id).update(time_zone="Europe/London")
    row = StandBy.objects.get(pk=offered.pk)
    with override("en"):
        tell_stand_by(row, now=minutes(3))
    with at_place("Europe/London"):
        until = format_time(row.ends_at)
    assert f"bis {until}" in text_of(Mail.objects.filter(to=cy.registration.email).latest("pk"))
