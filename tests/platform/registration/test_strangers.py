"""What strangers type never keeps out the owner of an address, nor whoever stands at the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import settings

from handschlag.accounts.models import User
from handschlag.accounts.policy import Subject
from handschlag.common.models import Mail
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event, EventDay
from handschlag.registration import check_in
from handschlag.registration.access import LETTERS_TO_AN_ADDRESS, REGISTRATIONS_OF_AN_ADDRESS
from handschlag.registration.models import Registration, UnconfirmedRegistration
from handschlag.registration.places import MOST_HELD_FROM_A_PLACE, occupancy_of
from handschlag.registration.registering import actions
from handschlag.registration.registration_data import RegistrationData

pytestmark = pytest.mark.django_db
ADA, STRANGE, OWN = "ada@example.org", "192.0.2.66", "192.0.2.7"
OPENS = datetime(2027, 4, 14, 7, tzinfo=UTC)


def begin(event: Event, email: str, *, now: datetime, origin: str = OWN) -> UnconfirmedRegistration:
    facts = RegistrationData(name="Ada", email=email)
    actions.begin(event_id=event.pk, facts=facts, origin=origin, by=Subject(), now=now)
    return UnconfirmedRegistration.objects.filter(email=email).latest("pk")


def test_what_a_stranger_sends_from_elsewhere_does_not_shut_out_the_owner(
    event: Event, now: datetime
) -> None:
    for _turn in range(REGISTRATIONS_OF_AN_ADDRESS.most):
        begin(event, ADA, now=now, origin=STRANGE)
    with pytest.raises(Refusal):
        begin(event, ADA, now=now, origin=STRANGE)
    row = begin(event, ADA, now=now)
    assert actions.confirm(unconfirmed_id=row.pk, by=Subject(), now=now).state == "confirmed"


def test_an_address_gets_so_many_letters_and_the_form_is_kept_beyond(event: Event, now: datetime) -> None:
    for turn in range(LETTERS_TO_AN_ADDRESS.most + 2):
        begin(event, ADA, now=now, origin=f"192.0.2.{turn}")
    assert Mail.objects.filter(to=ADA).count() == LETTERS_TO_AN_ADDRESS.most
    assert UnconfirmedRegistration.objects.count() == LETTERS_TO_AN_ADDRESS.most + 2


def test_one_place_in_the_network_holds_so_many_places_and_nobody_behind_it_is_refused(
    event: Event, now: datetime
) -> None:
    Event.objects.filter(pk=event.pk).update(capacity=100)
    rows = [begin(event, f"p{turn}@example.org", now=now) for turn in range(MOST_HELD_FROM_A_PLACE + 2)]
    assert [row.holds_place for row in rows[-3:]] == [True, False, False]
    assert begin(event, ADA, now=now, origin=STRANGE).holds_place
    last = actions.confirm(unconfirmed_id=rows[-1].pk, by=Subject(), now=now)
    actions.confirm(unconfirmed_id=rows[0].pk, by=Subject(), now=now)
    assert last.state == "confirmed"
    assert begin(event, "next@example.org", now=now).holds_place
    assert not UnconfirmedRegistration.objects.filter(asked_from__contains=OWN).exists()


@pytest.mark.parametrize("way", ["desk", "organisers"])
def test_a_held_place_refuses_nobody_whom_the_organisers_take_in(
    event: Event, otto: User, now: datetime, way: str
) -> None:
    Event.objects.filter(pk=event.pk).update(capacity=1, has_waiting_list=True)
    row, facts = begin(event, ADA, now=now), RegistrationData(name="Ben", email="ben@example.org")
    if way == "desk":
        here = OPENS + timedelta(hours=1)
        UnconfirmedRegistration.objects.update(ends_at=here + timedelta(hours=1), held_until=None)
        made, _is_new = check_in.walk_in(
            event_id=event.pk, facts=facts, key=str(uuid4()), by=otto.subject, now=here
        )
    else:
        here = now
        made = actions.enter(event_id=event.pk, facts=facts, by=otto.subject, now=now)
    assert made.state == "confirmed"
    ada = actions.confirm(unconfirmed_id=row.pk, by=Subject(), now=here)
    assert (ada.state, occupancy_of(event).confirmed) == ("waiting", 1)


@pytest.mark.parametrize(
    ("before", "held"),
    [
        (timedelta(days=30), timedelta(hours=settings.CONFIRM_WITHIN_HOURS)),
        (timedelta(hours=12), timedelta(hours=10)),
        (timedelta(minutes=30), timedelta(hours=1)),
    ],
)
def test_near_the_event_a_place_is_held_for_shorter_and_the_link_stays_good(
    event: Event, register: Callable[..., Registration], before: timedelta, held: timedelta
) -> None:
    now = OPENS - before
    Event.objects.filter(pk=event.pk).update(capacity=1, has_waiting_list=True)
    EventDay.objects.filter(event=event).delete()
    EventDay.objects.create(
        event=event, day=event.first_day, opens_at=OPENS, closes_at=OPENS + timedelta(hours=9)
    )
    row = begin(event, ADA, now=now)
    assert (row.held_until, row.ends_at) == (
        now + held,
        now + timedelta(hours=settings.CONFIRM_WITHIN_HOURS),
    )
    ben = register(event, "ben", at=now)
    assert (ben.state, actions.release(now=now + held - timedelta(seconds=1))) == ("waiting", 0)
    actions.release(now=now + held)
    ben.refresh_from_db()
    assert ben.state == "confirmed"
    if held < timedelta(hours=settings.CONFIRM_WITHIN_HOURS):
        late = actions.confirm(unconfirmed_id=row.pk, by=Subject(), now=now + held)
        assert late.state == "waiting"
