"""Registering: who has a place, who waits, who is told what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from tests.platform.letters import text_of

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied, Subject
from handschlag.common.models import AuditEntry, Mail
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event, EventStatus
from handschlag.registration import changes, decisions, invitations
from handschlag.registration.access import link_of, registration_with
from handschlag.registration.invitations import InvitationRefusal, Invitee
from handschlag.registration.models import EventInvitation, Registration
from handschlag.registration.places import Move, RegistrationRefusal
from handschlag.registration.registering import actions
from handschlag.registration.registration_data import RegistrationData

pytestmark = pytest.mark.django_db
Register = Callable[..., Registration]


def states(event: Event) -> dict[str, str]:
    rows = Registration.objects.filter(event=event).order_by("asked_at", "pk")
    return {row.name: row.state for row in rows}


def subjects(email: str) -> list[str]:
    return list(Mail.objects.filter(to=email).order_by("pk").values_list("subject", flat=True))


def refusal_of(call: Callable[[], object]) -> object:
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value.reason


def test_whoever_registers_has_a_place_a_letter_and_a_link(event: Event, register: Register) -> None:
    ada = register(event)
    assert (ada.state, ada.confirmed_at is not None) == ("confirmed", True)
    (letter,) = Mail.objects.all()
    assert letter.subject == "Sie sind angemeldet: Netzwerke verbinden"
    assert f"/de/registration/{link_of(ada)}/" in text_of(letter)
    assert "STATUS:CONFIRMED" in letter.calendar
    assert registration_with(link_of(ada)) == ada
    assert link_of(ada) not in str(Registration.objects.values().get())
    entry = AuditEntry.objects.get(verb="registration.made")
    assert (entry.object_id, entry.changes) == (
        str(ada.pk),
        {"state": [None, "confirmed"], "way": [None, "self"]},
    )


def test_a_full_event_puts_people_on_the_waiting_list_and_a_cancellation_takes_the_first(
    event: Event, register: Register, now: datetime
) -> None:
    Event.objects.filter(pk=event.pk).update(capacity=1)
    ada = register(event, "ada")
    for minute, name in enumerate(("ben", "cem"), start=1):
        register(event, name, at=now + timedelta(minutes=minute))
    assert states(event) == {"Ada": "confirmed", "Ben": "waiting", "Cem": "waiting"}
    decisions.cancel(registration_id=ada.pk, has_link=True, by=Subject(), now=now)
    assert states(event) == {"Ada": "cancelled", "Ben": "confirmed", "Cem": "waiting"}
    assert subjects("ben@example.org")[1:] == ["Sie haben einen Platz: Netzwerke verbinden"]
    last = Mail.objects.filter(to="ada@example.org").latest("pk")
    assert "METHOD:CANCEL" in last.calendar


def test_whoever_comes_while_others_wait_stands_behind_them(
    event: Event, register: Register, otto: User, now: datetime
) -> None:
    Event.objects.filter(pk=event.pk).update(capacity=1)
    for minute, name in enumerate(("ada", "ben")):
        register(event, name, at=now + timedelta(minutes=minute))
    Event.objects.filter(pk=event.pk).update(capacity=2)
    register(event, "cem", at=now + timedelta(minutes=2))
    assert states(event) == {"Ada": "confirmed", "Ben": "waiting", "Cem": "waiting"}
    assert decisions.fill(event_id=event.pk, by=otto.subject, now=now) == 1
    assert states(event) == {"Ada": "confirmed", "Ben": "confirmed", "Cem": "waiting"}


def test_without_a_waiting_list_a_full_event_refuses(event: Event, register: Register) -> None:
    Event.objects.filter(pk=event.pk).update(capacity=1, has_waiting_list=False)
    register(event, "ada")
    assert refusal_of(lambda: register(event, "ben")) == RegistrationRefusal.FULL


def test_where_approval_is_needed_the_organisers_decide(
    event: Event, register: Register, otto: User, paul: User, now: datetime
) -> None:
    Event.objects.filter(pk=event.pk).update(needs_approval=True, capacity=1)
    ids = [register(event, name).pk for name in ("ada", "ben", "cem")]
    assert set(states(event).values()) == {"asked"}
    with pytest.raises(Denied):
        decisions.approve(registration_id=ids[0], by=paul.subject, now=now)
    done = decisions.decide_all(
        event_id=event.pk, registration_ids=ids[:2], move=Move.APPROVE, by=otto.subject, now=now
    )
    decisions.decline(registration_id=ids[2], by=otto.subject, now=now)
    assert (done, states(event)) == ((2, 0), {"Ada": "confirmed", "Ben": "waiting", "Cem": "declined"})
    again = decisions.decide_all(
        event_id=event.pk, registration_ids=ids, move=Move.APPROVE, by=otto.subject, now=now
    )
    assert again == (0, 3)
    assert subjects("cem@example.org")[1:] == ["Ihre Anmeldung: Netzwerke verbinden"]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"status": EventStatus.DRAFT}, RegistrationRefusal.NOT_PUBLISHED),
        ({"is_open": False}, RegistrationRefusal.BY_LINK_ONLY),
        ({"registration_opens_at": "later"}, RegistrationRefusal.NOT_OPEN_YET),
        ({"registration_closes_at": "now"}, RegistrationRefusal.CLOSED),
    ],
)
def test_outside_its_window_an_event_takes_nobody(
    event: Event, register: Register, now: datetime, values: dict[str, object], reason: object
) -> None:
    moments = {"later": now + timedelta(hours=1), "now": now}
    values = {name: moments.get(str(value), value) for name, value in values.items()}
    Event.objects.filter(pk=event.pk).update(**values)
    assert refusal_of(lambda: register(event)) == reason


def test_an_address_registers_once_and_its_owner_is_reminded(
    event: Event, register: Register, now: datetime
) -> None:
    ada = register(event)
    assert refusal_of(lambda: register(event)) == RegistrationRefusal.ALREADY
    actions.remind(event_id=event.pk, email="ada@example.org", now=now)
    assert subjects("ada@example.org")[1:] == ["Sie sind schon angemeldet: Netzwerke verbinden"]
    decisions.cancel(registration_id=ada.pk, has_link=True, by=Subject(), now=now)
    assert register(event).pk != ada.pk


def test_an_invitation_opens_a_closed_event_once(
    event: Event, register: Register, otto: User, now: datetime
) -> None:
    Event.objects.filter(pk=event.pk).update(is_open=False, needs_approval=True)
    guests = [Invitee(email="ada@example.org", name="Ada"), Invitee(email="ben@example.org")]
    assert invitations.invite(event_id=event.pk, guests=guests, by=otto.subject, now=now).sent == 2
    assert invitations.invite(event_id=event.pk, guests=guests, by=otto.subject, now=now).sent == 0
    first, second = EventInvitation.objects.order_by("email")
    assert register(event, invitation_id=first.pk).state == "confirmed"
    again = refusal_of(lambda: register(event, "cem", invitation_id=first.pk))
    assert again == InvitationRefusal.USED
    invitations.withdraw(event_id=event.pk, invitation_id=second.pk, by=otto.subject, now=now)
    late = refusal_of(lambda: register(event, "ben", invitation_id=second.pk))
    assert late == InvitationRefusal.WITHDRAWN


def test_of_two_who_change_a_registration_the_second_is_told(
    event: Event, register: Register, now: datetime
) -> None:
    ada = register(event)

    def change(**given: object) -> Registration:
        facts = RegistrationData(name="Ada", email="ada@example.org", **given)  # type: ignore[arg-type]
        return changes.change(
            registration_id=ada.pk, seen=1, facts=facts, has_link=True, by=Subject(), now=now
        )

    change(diet="vegan")
    assert refusal_of(lambda: change(diet="")) == RegistrationRefusal.STALE
    ada.refresh_from_db()
    assert (ada.diet, ada.version) == ("vegan", 2)
    entry = AuditEntry.objects.get(verb="registration.changed")
    assert entry.changes == {"fields": [None, ["diet"]]}


def test_nobody_else_changes_or_cancels(event: Event, register: Register, paul: User, now: datetime) -> None:
    ada = register(event)
    facts = RegistrationData(name="Ada", email="ada@example.org")
    with pytest.raises(Denied):
        changes.change(registration_id=ada.pk, seen=1, facts=facts, has_link=False, by=paul.subject, now=now)
    with pytest.raises(Denied):
        decisions.cancel(registration_id=ada.pk, has_link=False, by=paul.subject, now=now)


def test_the_organisers_register_somebody_who_gets_the_summary(
    event: Event, otto: User, now: datetime
) -> None:
    facts = RegistrationData(name="Ada", email="ada@example.org", language="en")
    ada = actions.enter(event_id=event.pk, facts=facts, by=otto.subject, now=now)
    assert (ada.way, ada.entered_by_id) == ("assisted", otto.pk)
    (letter,) = Mail.objects.all()
    assert (letter.language, letter.subject) == ("en", "You are registered: Netzwerke verbinden")
    assert "have registered you" in letter.text
