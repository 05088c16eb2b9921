"""Seats, clashes, times: what a choice of sessions means."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.platform import builders

from handschlag.accounts.policy import Subject
from handschlag.common.models import Mail
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event, Session
from handschlag.events.programme.publishing import followers_of
from handschlag.registration import changes, decisions
from handschlag.registration.models import Registration
from handschlag.registration.places import RegistrationRefusal
from handschlag.registration.registration_data import RegistrationData
from handschlag.registration.sessions import (
    Danger,
    Seat,
    SeatChoice,
    SessionTime,
    assigned,
    calendar_file,
    clashes,
    endangered,
)

NOON = datetime(2027, 4, 14, 10, tzinfo=UTC)
Register = Callable[..., Registration]
choices = st.lists(
    st.builds(
        SeatChoice,
        id=st.integers(1, 10_000),
        is_must=st.booleans(),
        at=st.integers(0, 50).map(lambda n: NOON + timedelta(minutes=n)),
        seat=st.sampled_from(["none", "waiting"]),
        is_confirmed=st.booleans(),
    ),
    unique_by=lambda one: one.id,
    max_size=12,
)


@given(choices, st.integers(0, 8))
def test_never_more_seats_than_there_are_and_none_free_while_somebody_waits(
    rows: list[SeatChoice], seats: int
) -> None:
    found = assigned(rows, seats=seats)
    confirmed = [one for one in rows if one.is_confirmed]
    seated = [one for one in rows if found[one.id] is Seat.SEATED]
    assert len(seated) == min(seats, len(confirmed))
    left = [one for one in confirmed if found[one.id] is Seat.WAITING]
    assert all((not one.is_must, one.at) <= (not other.is_must, other.at) for one in seated for other in left)
    kept = [
        SeatChoice(
            id=one.id, is_must=one.is_must, at=one.at, seat=found[one.id], is_confirmed=one.is_confirmed
        )
        for one in rows
    ]
    assert assigned(kept, seats=seats) == found
    fewer = assigned(kept, seats=0)
    assert [one for one in seated if fewer[one.id] is not Seat.SEATED] == []


def slot(number: int, start: int, end: int, wish: str = "must") -> SessionTime:
    return SessionTime(
        id=number,
        starts_at=NOON + timedelta(minutes=start),
        ends_at=NOON + timedelta(minutes=end),
        wish=wish,
    )


def test_only_two_musts_that_overlap_clash() -> None:
    rows = [slot(1, 0, 30), slot(2, 30, 60), slot(3, 29, 31), slot(4, 0, 60, "like")]
    assert clashes(rows) == [(1, 3), (3, 2)]
    assert clashes([slot(1, 0, 30), SessionTime(id=2, starts_at=None, ends_at=None)]) == []


def test_whoever_comes_late_or_leaves_early_misses_a_part() -> None:
    rows = [slot(1, 0, 30), slot(2, 30, 60), slot(3, 60, 90)]
    found = endangered(rows, arrives_at=NOON + timedelta(minutes=1), leaves_at=NOON + timedelta(minutes=80))
    assert [(one.id, one.danger) for one in found] == [
        (1, Danger.BEFORE_ARRIVAL),
        (3, Danger.AFTER_LEAVING),
    ]
    assert endangered(rows, arrives_at=None, leaves_at=None) == []


@pytest.fixture
def talk(event: Event, publish: Callable[[Event], None]) -> Session:
    """A talk with one seat."""
    made = builders.session(event, "Linsen für alle", "10:00", seats=1)
    publish(event)
    return made


def seats(session: Session) -> dict[str, str]:
    rows = session.choices.select_related("registration").order_by("pk")
    return {row.registration.name: row.seat for row in rows}


@pytest.mark.django_db
def test_a_seat_that_comes_free_goes_to_a_must_first(
    event: Event, talk: Session, register: Register, now: datetime
) -> None:
    ada = register(event, "ada", wishes={talk.pk: "like"})
    for minute, (name, wish) in enumerate((("ben", "like"), ("cem", "must"))):
        register(event, name, wishes={talk.pk: wish}, at=now + timedelta(minutes=minute))
    assert seats(talk) == {"Ada": "seated", "Ben": "waiting", "Cem": "waiting"}
    facts = RegistrationData(name="Ada", email="ada@example.org")
    changes.change(registration_id=ada.pk, seen=1, facts=facts, has_link=True, by=Subject(), now=now)
    assert seats(talk) == {"Ben": "waiting", "Cem": "seated"}
    letters = Mail.objects.filter(to="cem@example.org").order_by("pk")
    assert [one.subject for one in letters][1:] == ["Sie haben einen Platz in „Linsen für alle“"]


@pytest.mark.django_db
def test_whoever_waits_for_a_place_holds_no_seat(
    event: Event, talk: Session, register: Register, now: datetime
) -> None:
    Event.objects.filter(pk=event.pk).update(capacity=1)
    ada = register(event, "ada")
    register(event, "ben", wishes={talk.pk: "must"})
    assert seats(talk) == {"Ben": "waiting"}
    decisions.cancel(registration_id=ada.pk, has_link=True, by=Subject(), now=now)
    assert seats(talk) == {"Ben": "seated"}


@pytest.mark.django_db
def test_two_musts_at_once_are_refused_and_unknown_sessions_left_out(
    event: Event, publish: Callable[[Event], None], register: Register
) -> None:
    one, other = builders.session(event, "A", "10:00"), builders.session(event, "B", "10:15")
    publish(event)
    with pytest.raises(Refusal) as refusal:
        register(event, wishes={one.pk: "must", other.pk: "must"})
    assert refusal.value.reason == RegistrationRefusal.MUSTS_CLASH
    ada = register(event, wishes={one.pk: "must", other.pk: "like", 999_999: "must"})
    assert sorted(ada.choices.values_list("session_id", flat=True)) == [one.pk, other.pk]


@pytest.mark.django_db
def test_a_moved_session_arrives_as_moved_in_the_personal_calendar(
    event: Event, talk: Session, register: Register, publish: Callable[[Event], None], now: datetime
) -> None:
    ada = register(event, "ada", wishes={talk.pk: "must"})

    def entry() -> dict[str, str]:
        text = calendar_file(ada, now=now).decode().replace("\r\n ", "")
        block = next(part for part in text.split("BEGIN:VEVENT")[1:] if "SUMMARY:Linsen" in part)
        lines = dict(line.split(":", 1) for line in block.strip().splitlines() if ":" in line)
        return {
            name.split(";")[0]: value
            for name, value in lines.items()
            if name.split(";")[0] in {"UID", "DTSTART", "SEQUENCE", "STATUS"}
        }

    before = entry()
    start = builders.clock("14:00")
    Session.objects.filter(pk=talk.pk).update(starts_at=start, ends_at=start + timedelta(minutes=30))
    publish(event)
    after = entry()
    assert (after["UID"], after["STATUS"]) == (before["UID"], "CONFIRMED")
    assert (before["DTSTART"], after["DTSTART"]) == ("20270414T100000", "20270414T140000")
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    (reader,) = followers_of(event.pk, [talk.pk])
    assert (reader.email, reader.session_ids) == ("ada@example.org", frozenset({talk.pk}))
    decisions.cancel(registration_id=ada.pk, has_link=True, by=Subject(), now=now)
    assert followers_of(event.pk, [talk.pk]) == ()
