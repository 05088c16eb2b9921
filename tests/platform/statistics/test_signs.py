"""Held means that somebody has seen it; times are those of people who did it themselves."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from tests.platform import builders, matchmaking
from tests.platform.statistics.conftest import Meet, check_in

from handschlag.accounts.models import User
from handschlag.day.hall import ended_of, hall_board_of
from handschlag.day.models import Mark, Outcome, Signal
from handschlag.day.signs import Sign, signs_of
from handschlag.events.models import Event
from handschlag.matching.models import Participant, Request, Service
from handschlag.registration.models import CheckIn
from handschlag.statistics.event_data import MissReason
from handschlag.statistics.figures import reported
from handschlag.statistics.kpis import Kpi

pytestmark = pytest.mark.django_db
EVENING = builders.clock("20:00")


def test_held_means_that_somebody_has_seen_it(
    service: Service, market: list[Request], people: list[Participant]
) -> None:
    CheckIn.objects.all().delete()
    first, second, third, last = market
    ada, bo, cy, di = people
    found = reported(service, now=EVENING).figures
    assert (found.held, found.unknown, found.missed) == (0, 4, {})
    assert found.measures[Kpi.HELD].value is None
    Mark.objects.create(request=first, participant=bo, took_place=True, marked_at=EVENING)
    check_in(ada)
    check_in(cy)
    check_in(di, at="12:00")  # after the meeting was over
    answer = {"after_days": 30, "result": "in_touch", "answered_at": EVENING}
    Outcome.objects.create(request=last, participant=cy, **answer)
    found = reported(service, now=EVENING).figures
    assert found.signs == {Sign.MARK: 1, Sign.CHECK_IN: 1, Sign.CONFIRMED: 1}
    assert (found.held, found.unknown, found.measures[Kpi.HELD].part) == (3, 1, 3)
    Signal.objects.create(
        service=service,
        participant=ada,
        request=second,
        kind="partner_missing",
        key=uuid4(),
        said_at=EVENING,
        heard_at=EVENING,
    )
    assert reported(service, now=EVENING).figures.held == 2  # both in the house, and one has missed the other
    third_is_denied = Mark(request=third, participant=ada, took_place=False, marked_at=EVENING)
    third_is_denied.save()
    found = reported(service, now=EVENING).figures
    assert (found.held, found.unknown, found.missed) == (2, 1, {third.pk: MissReason.NO_SHOW})


def test_a_check_in_counts_for_the_meetings_of_its_own_day(
    service: Service, people: list[Participant], meet: Meet
) -> None:
    ada, bo, cy, _di = people  # all were seen on the first day
    first, second = meet(ada, bo), meet(ada, cy, day=builders.SECOND_DAY)
    night = builders.clock("20:00", builders.SECOND_DAY)
    assert signs_by_now(service, night) == {first.pk: Sign.CHECK_IN}
    check_in(ada, "9:00", builders.SECOND_DAY)
    assert signs_by_now(service, night) == {first.pk: Sign.CHECK_IN}
    check_in(cy, "9:00", builders.SECOND_DAY)
    assert signs_by_now(service, night) == {first.pk: Sign.CHECK_IN, second.pk: Sign.CHECK_IN}
    check_in(cy, "9:05", builders.SECOND_DAY, is_undone=True)
    assert signs_by_now(service, night) == {first.pk: Sign.CHECK_IN}


def test_whoever_leaves_has_been_there_before(
    service: Service, people: list[Participant], meet: Meet
) -> None:
    ada, bo, cy, di = people
    for one in (ada, di):
        check_in(one, "9:00", builders.SECOND_DAY)
    before, other, after = meet(ada, bo), meet(bo, cy, at="10:50"), meet(ada, cy, at="11:30")
    next_day = meet(ada, di, day=builders.SECOND_DAY)
    say(ada, "gone", "11:00")
    say(bo, "cannot_come", "9:00", request=other)  # to this meeting alone
    night = builders.clock("20:00", builders.SECOND_DAY)
    assert signs_by_now(service, night).keys() == {before.pk, next_day.pk}
    assert after.pk not in signs_by_now(service, night)


def test_the_day_is_that_of_the_clocks_at_the_place(
    service: Service, people: list[Participant], meet: Meet
) -> None:
    ada, bo, _cy, _di = people
    CheckIn.objects.all().delete()
    meet(ada, bo, day=builders.SECOND_DAY)
    for one in (ada, bo):
        check_in(one, "23:00")  # in Auckland it is the day of the meeting already
    night = builders.clock("20:00", builders.SECOND_DAY)
    assert signs_by_now(service, night) == {}
    Event.objects.filter(pk=service.event_id).update(time_zone="Pacific/Auckland")
    assert len(signs_by_now(Service.objects.get(pk=service.pk), night)) == 1


def signs_by_now(service: Service, now: datetime) -> dict[int, Sign]:
    return signs_of(service, ended_of(service, now=now))


def say(one: Participant, kind: str, at: str, **values: Any) -> None:
    when = {"said_at": builders.clock(at), "heard_at": builders.clock(at)}
    Signal.objects.create(service=one.service, participant=one, kind=kind, key=uuid4(), **when, **values)


def test_the_control_room_counts_as_the_report_does(
    service: Service, market: list[Request], people: list[Participant]
) -> None:
    CheckIn.objects.filter(registration=people[1].registration).delete()
    Mark.objects.create(request=market[2], participant=people[0], took_place=False, marked_at=EVENING)
    found, board = reported(service, now=EVENING).figures, hall_board_of(service, now=EVENING)
    assert (board.ended, board.held, board.unknown) == (4, found.held, found.unknown) == (4, 1, 2)


def test_what_organisers_entered_is_in_no_figure_of_time(
    service: Service, people: list[Participant], otto: User
) -> None:
    ada, bo, cy, _di = people
    opened = {"joined_at": service.wishes_from, "wished_at": service.wishes_from + timedelta(minutes=1)}
    Participant.objects.filter(pk=ada.pk).update(**opened, is_wished_by_hand=True)
    Participant.objects.filter(pk=bo.pk).update(
        **opened | {"wished_at": service.wishes_from + timedelta(minutes=9)}
    )
    by_hand, own = matchmaking.asked(ada, bo), matchmaking.asked(ada, cy)
    for request, is_by_hand in ((by_hand, True), (own, False)):
        request.parties.filter(is_sender=False).update(said_yes_at=builders.NOW, is_by_hand=is_by_hand)
    found = reported(service, now=EVENING).figures.measures
    assert (found[Kpi.VISIT].value, found[Kpi.VISIT].whole) == (9.0, 1)
    assert (found[Kpi.ANSWERED].part, found[Kpi.ANSWERED].whole) == (1, 1)


@pytest.mark.usefixtures("evening")
def test_a_report_without_signs_claims_nothing(
    desk: Client, at: Callable[..., str], market: list[Request]
) -> None:
    CheckIn.objects.all().delete()
    text = desk.get(at("report/")).content.decode()
    assert "Ob die 4 Gespräche stattgefunden haben, sagt niemand" in text
    assert "Niemand hat eingecheckt" in text
    row = re.findall(r'<th scope="row">Stattgefunden</th><td[^>]*>([^<]*)', text)
    assert row == ["–"]
    data = {one["key"]: one for one in json.loads(desk.get(at("report.json")).content)["tables"]}
    held = next(row for row in data["figures"]["rows"] if row[0] == "Stattgefunden")
    assert held[1:2] + held[4:8] == [None, 0, 4, 4, "nicht gemessen"]
    assert held[8] == "Nichts zeigt, dass ein geplantes Gespräch stattfand. 4 unbekannt."
