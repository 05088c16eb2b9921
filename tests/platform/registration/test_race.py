"""Twenty clients at once: nobody over capacity, nobody lost, none twice."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from tests.platform import builders

from handschlag.accounts.policy import Subject
from handschlag.common.models import Mail
from handschlag.common.refusals import Refusal
from handschlag.registration import decisions
from handschlag.registration.models import Registration, SessionChoice, UnconfirmedRegistration
from handschlag.registration.registering import actions
from handschlag.registration.registration_data import RegistrationData

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS, EACH, CAPACITY, SEATS = 20, 15, 250, 40
WAIT = 120


def at_once(work: Callable[[int], None]) -> list[Exception]:
    """The work of every client, begun at the same moment; what went wrong."""
    faults: list[Exception] = []
    start = threading.Barrier(CLIENTS)

    def run(number: int) -> None:
        try:
            if connection.vendor == "sqlite":  # on a machine that is busy with other tests, too
                connection.cursor().execute(f"PRAGMA busy_timeout = {WAIT * 1000}")
            start.wait(WAIT)
            work(number)
        except Exception as fault:  # noqa: BLE001 - told by the test
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    return faults


def test_three_hundred_from_twenty_clients_fill_the_event_exactly(
    publish: Callable[..., None], otto: object
) -> None:
    event = builders.event("Ansturm", otto, capacity=CAPACITY)  # type: ignore[arg-type]
    session = builders.session(event, seats=SEATS)
    publish(event)

    def come(number: int) -> None:
        for turn in range(EACH):
            name = f"p{number}-{turn}"
            facts = RegistrationData(name=name, email=f"{name}@example.org", wishes={session.pk: "like"})
            now = datetime.now(UTC)
            actions.register_participant(
                event_id=event.pk, facts=facts, origin=f"10.0.0.{number}", by=Subject(), now=now
            )

    assert at_once(come) == []
    rows = Registration.objects.filter(event=event)
    assert Counter(rows.values_list("state", flat=True)) == {"confirmed": CAPACITY, "waiting": 50}
    assert len(set(rows.values_list("email", flat=True))) == CLIENTS * EACH
    assert Mail.objects.count() == CLIENTS * EACH
    seats = Counter(SessionChoice.objects.filter(session=session).values_list("seat", flat=True))
    assert seats == {"seated": SEATS, "waiting": CLIENTS * EACH - SEATS}


def test_one_address_from_twenty_clients_is_registered_once_and_cancelled_once(otto: object) -> None:
    event = builders.event("Ansturm", otto, capacity=1)  # type: ignore[arg-type]
    said: list[str] = []

    def come(_number: int) -> None:
        try:
            actions.register_participant(
                event_id=event.pk,
                facts=RegistrationData(name="Ada", email="ada@example.org"),
                origin="10.0.1.1",
                by=Subject(),
                now=datetime.now(UTC),
            )
            said.append("registered")
        except Refusal as no:
            said.append(no.reason.value)

    assert at_once(come) == []
    counted = Counter(said)
    assert (counted["registered"], Registration.objects.count()) == (1, 1)
    assert set(counted) == {"registered", "already", "too_often"}
    ada, cancelled = Registration.objects.get(), []

    def leave(_number: int) -> None:
        try:
            decisions.cancel(registration_id=ada.pk, has_link=True, by=Subject(), now=datetime.now(UTC))
            cancelled.append("cancelled")
        except Refusal as no:
            cancelled.append(no.reason.value)

    assert at_once(leave) == []
    assert Counter(cancelled) == {"cancelled": 1, "not_in_this_state": CLIENTS - 1}


def test_the_last_places_are_confirmed_by_twenty_clients_while_others_lapse(otto: object) -> None:
    """Confirming and releasing meet: every form becomes one registration or none, no place is given twice."""
    event = builders.event("Ansturm", otto, capacity=CLIENTS)  # type: ignore[arg-type]
    now = datetime.now(UTC)
    late = now + timedelta(hours=settings.CONFIRM_WITHIN_HOURS, seconds=1)
    for number in range(CLIENTS + 5):  # five of them wait
        actions.begin(
            event_id=event.pk,
            facts=RegistrationData(name=f"p{number}", email=f"p{number}@example.org"),
            origin="10.0.2.1",
            by=Subject(),
            now=now,
        )
    ids = list(UnconfirmedRegistration.objects.order_by("pk").values_list("pk", flat=True))
    said: list[str] = []

    def meet(number: int) -> None:
        if number % 5 == 0:
            actions.release(now=late)
            return
        for pk in (ids[number], ids[number], ids[CLIENTS + number % 5]):
            try:
                actions.confirm(unconfirmed_id=pk, by=Subject(), now=now)
                said.append("confirmed")
            except Refusal as no:
                said.append(no.reason.value)

    assert at_once(meet) == []
    actions.release(now=late)
    rows = Registration.objects.filter(event=event)
    emails = list(rows.values_list("email", flat=True))
    assert (len(emails), set(said) <= {"confirmed", "gone"}) == (len(set(emails)), True)
    assert rows.filter(state="confirmed").count() <= CLIENTS
    assert UnconfirmedRegistration.objects.count() == 0
    letters = Mail.objects.filter(subject__startswith="Sie sind angemeldet").count()
    assert letters == rows.filter(state="confirmed", confirmed_at=now).count()


def test_one_form_confirmed_by_twenty_clients_is_one_registration(otto: object) -> None:
    event = builders.event("Ansturm", otto, capacity=1)  # type: ignore[arg-type]
    for _turn in range(2):  # the same address twice: two forms, one place
        actions.begin(
            event_id=event.pk,
            facts=RegistrationData(name="Ada", email="ada@example.org"),
            origin="10.0.3.1",
            by=Subject(),
            now=datetime.now(UTC),
        )
    first, second = UnconfirmedRegistration.objects.order_by("pk").values_list("pk", flat=True)
    made: list[int] = []
    refused: list[str] = []

    def confirm(number: int) -> None:
        try:
            row = actions.confirm(
                unconfirmed_id=first if number % 2 else second, by=Subject(), now=datetime.now(UTC)
            )
            made.append(row.pk)
        except Refusal as no:
            refused.append(no.reason.value)

    assert at_once(confirm) == []
    assert set(refused) == {"gone"}
    assert (Registration.objects.get().state, len(set(made)), len(made)) == ("confirmed", 1, CLIENTS // 2)
