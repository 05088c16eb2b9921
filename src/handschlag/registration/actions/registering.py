"""Somebody registers, or is registered by the organisers."""

from __future__ import annotations

import secrets as randomness
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction

from handschlag.accounts.actions import limits
from handschlag.accounts.models import User
from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event
from handschlag.registration import emails
from handschlag.registration.actions.access import require_team
from handschlag.registration.actions.organisations import suggest
from handschlag.registration.actions.versioned_writes import (
    drop_forms,
    lock_event,
    reseat,
    write_answers,
    write_consents,
    write_wishes,
)
from handschlag.registration.models import (
    Category,
    EventInvitation,
    Registration,
    RegistrationSource,
    UnconfirmedRegistration,
)
from handschlag.registration.queries.occupancy import closed_because, occupancy_of, room_of
from handschlag.registration.queries.programmes import choosable
from handschlag.registration.rules import limits as known_limits
from handschlag.registration.rules import missed_sessions, secrets
from handschlag.registration.rules.places import ACTIVE, PlaceState, first_state, place_in_both
from handschlag.registration.rules.refusals import InvitationRefusal, RegistrationRefusal
from handschlag.registration.rules.registration_data import RegistrationData, columns
from handschlag.registration.rules.secrets import Purpose

CODE_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without those that look alike
CODE_LENGTH = 12


def register_participant(
    *,
    event_id: int,
    facts: RegistrationData,
    origin: str,
    by: Subject,
    now: datetime,
    invitation_id: int | None = None,
) -> Registration:
    """Somebody whose address is proven: confirmed, on the waiting list, or waiting for the organisers' word.

    Everybody else comes by `unconfirmed.begin`. Refused with `ALREADY` where this address is registered;
    whoever owns it is reminded by a letter.
    """
    require(by, Action.REGISTER)
    count_tries(event_id, facts.email, origin=origin, now=now)
    with transaction.atomic():
        event = lock_event(event_id)
        invitation = redeem(event, invitation_id)
        closed = closed_because(event, now=now, is_invited=invitation is not None)
        if closed:
            raise Refusal(closed)
        facts = with_category(event, facts)
        state = state_of(event, facts, is_invited=invitation is not None, now=now)
        registration = create(
            event, facts, state=state, way=RegistrationSource.SELF, by=by, now=now, is_proven=True
        )
        if invitation is not None:
            EventInvitation.objects.filter(pk=invitation.pk).update(registration=registration)
        emails.tell_registered(registration, now=now)
    return registration


def state_of(
    event: Event, facts: RegistrationData, *, is_invited: bool, now: datetime, but: int | None = None
) -> PlaceState:
    """What becomes of the owner of an address: the place that is held for it is theirs, unless the organisers
    have given it away themselves.

    Where everybody else needs approval, a place held for a guest is the guest's only. Forms that were
    filled in with the address are void from now on, all `but` one.
    """
    forms = UnconfirmedRegistration.objects.filter(event=event, email=facts.email)
    held = forms.filter(holds_place=True)
    if event.needs_approval and not is_invited:
        held.exclude(invitation=None).update(holds_place=False)
    had_place = held.update(holds_place=False) > 0
    others = forms.filter(registration=None)
    drop_forms(others if but is None else others.exclude(pk=but), now=now)
    room = room_of(event, facts.category_id)
    has_room = room is None or room.free != 0
    if had_place and has_room and occupancy_of(event, counts_held=False).free != 0:
        return PlaceState.CONFIRMED
    return first_state(
        occupancy_of(event),
        needs_approval=event.needs_approval,
        is_invited=is_invited,
        room=room,
    )


def with_category(event: Event, facts: RegistrationData, *, by_organisers: bool = False) -> RegistrationData:
    """The category as far as the event has it and the person may choose it."""
    if facts.category_id is None:
        return facts
    rows = Category.objects.filter(event=event, pk=facts.category_id)
    is_known = rows.exists() if by_organisers else rows.filter(is_open=True).exists()
    return facts if is_known else replace(facts, category_id=None)


@transaction.atomic
def count_tries(event_id: int, email: str, *, origin: str, now: datetime) -> None:
    """One more form from this place, and for this address from there; refused where there were too many."""
    too_often, person = RegistrationRefusal.TOO_OFTEN, f"{origin}:{event_id}:{email}"
    limits.count(known_limits.REGISTRATIONS_FROM_A_PLACE, origin, now=now, fault=too_often)
    limits.count(known_limits.REGISTRATIONS_OF_AN_ADDRESS, person, now=now, fault=too_often)


def redeem(event: Event, invitation_id: int | None) -> EventInvitation | None:
    """The invitation, if it still invites. It is used once; after a cancellation it invites again."""
    if invitation_id is None:
        return None
    rows = EventInvitation.objects.select_related("registration").filter(event=event, pk=invitation_id)
    found = rows.first()
    if found is None or found.withdrawn_at is not None:
        raise Refusal(InvitationRefusal.WITHDRAWN)
    if found.registration is not None and found.registration.state in ACTIVE:
        raise Refusal(InvitationRefusal.USED)
    return found


@transaction.atomic
def enter(
    *,
    event_id: int,
    facts: RegistrationData,
    by: Subject,
    now: datetime,
    way: RegistrationSource = RegistrationSource.ASSISTED,
) -> Registration:
    """The organisers register somebody, who gets a summary. Only the capacity binds them."""
    require_team(by, event_id)
    event = lock_event(event_id)
    facts = with_category(event, facts, by_organisers=True)
    room = room_of(event, facts.category_id, counts_held=False)
    state = place_in_both(occupancy_of(event, counts_held=False), room)
    registration = create(event, facts, state=state, way=way, by=by, now=now)
    emails.tell_entered(registration, now=now)
    return registration


def create(
    event: Event,
    facts: RegistrationData,
    *,
    state: PlaceState,
    way: RegistrationSource,
    by: Subject,
    now: datetime,
    is_proven: bool = False,
    asked_at: datetime | None = None,
) -> Registration:
    """The rows, with the event locked; an account is bound only to an address that is proven."""
    if state is PlaceState.DECLINED:
        raise Refusal(RegistrationRefusal.FULL)
    _require_new_address(event, facts.email)
    wishes = checked_wishes(event.pk, facts)
    uid = uuid.uuid4()
    registration = Registration.objects.create(
        event=event,
        uid=uid,
        user_id=account_of(facts.email) if is_proven else None,
        state=state.value,
        way=way,
        entered_by_id=None if way == RegistrationSource.SELF else by.user_id,
        secret_hash=hash_for(Purpose.REGISTRATION, uid),
        feed_hash=hash_for(Purpose.FEED, uid),
        badge_code=new_code(),
        terms_accepted_at=now if facts.has_accepted_terms else None,
        address_proven_at=now if is_proven else None,
        asked_at=asked_at or now,
        confirmed_at=now if state is PlaceState.CONFIRMED else None,
        changed_at=now,
        **columns(facts),
    )
    _write_beside(registration, facts, wishes, now=now)
    suggest(registration, by=by, now=now)
    changes = {"state": [None, state.value], "way": [None, str(way)]}
    audit.record(verb="registration.made", target=registration, by_id=by.user_id, now=now, changes=changes)
    return registration


def _write_beside(
    registration: Registration, facts: RegistrationData, wishes: Mapping[int, str], *, now: datetime
) -> None:
    """Rows that belong to a new registration, and the seats that it takes."""
    write_wishes(registration, wishes, now=now)
    write_answers(registration, facts.answers)
    write_consents(registration, facts.consents, now=now)
    reseat(registration.event_id, wishes.keys())


def _require_new_address(event: Event, email: str) -> None:
    known = Registration.objects.filter(event=event, email=email, state__in=ACTIVE)
    if email and known.exists():
        raise Refusal(RegistrationRefusal.ALREADY)


def account_of(email: str) -> int | None:
    """The account with this address."""
    return User.objects.filter(email=email).values_list("pk", flat=True).first() if email else None


def checked_wishes(event_id: int, facts: RegistrationData) -> dict[int, str]:
    """The wishes for sessions that take place; refused where somebody must be at two at once."""
    offers = choosable(event_id) if facts.wishes else {}
    wishes = {pk: wish for pk, wish in facts.wishes.items() if pk in offers}
    pairs = missed_sessions.clashes(offers[pk].slot(wish) for pk, wish in wishes.items())
    if pairs:
        raise Refusal(RegistrationRefusal.MUSTS_CLASH, pairs=pairs)
    if facts.arrives_at and facts.leaves_at and facts.leaves_at <= facts.arrives_at:
        raise Refusal(RegistrationRefusal.TIMES_CROSSED)
    return wishes


def hash_for(purpose: Purpose, uid: uuid.UUID, number: int = 1) -> str:
    """The hash under which the link is stored; a higher `number` makes a new link, the old one ends."""
    return secrets.hash_of(secrets.token_of(purpose, uid=str(uid), number=number, key=settings.SECRET_KEY))


def new_code() -> str:
    """What the badge says to a machine: by chance, so that it tells nothing and cannot be guessed."""
    return "".join(randomness.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))


def remind(*, event_id: int, email: str, now: datetime) -> None:
    """Whoever registers once more gets a letter with the link, and the page tells nobody else anything."""
    found = Registration.objects.select_related("event").filter(
        event_id=event_id, email=email, state__in=ACTIVE
    )
    registration = found.first()
    if registration is not None:
        emails.tell_already(registration, now=now)
