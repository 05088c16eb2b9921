"""A form was filled in: it becomes a registration when the link that was mailed to the address is opened."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from handschlag.accounts.actions import limits
from handschlag.accounts.models import User
from handschlag.accounts.rules.limits import key_of
from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.directory.models import Actor
from handschlag.events.models import Event
from handschlag.registration import emails
from handschlag.registration.actions.approvals import fill_places
from handschlag.registration.actions.registering import (
    checked_wishes,
    count_tries,
    create,
    hash_for,
    redeem,
    register_participant,
    state_of,
    with_category,
)
from handschlag.registration.actions.versioned_writes import drop_forms, lock_event
from handschlag.registration.models import (
    AddressChange,
    EventInvitation,
    Registration,
    RegistrationSource,
    UnconfirmedRegistration,
)
from handschlag.registration.queries.occupancy import (
    closed_because,
    held_from,
    occupancy_of,
    opens_at,
    room_of,
)
from handschlag.registration.queries.programmes import choosable
from handschlag.registration.rules import limits as known_limits
from handschlag.registration.rules.missed_sessions import LIKE, clashes
from handschlag.registration.rules.places import (
    ACTIVE,
    MOST_HELD_FROM_A_PLACE,
    PlaceState,
    end_of_hold,
    first_state,
)
from handschlag.registration.rules.refusals import RegistrationRefusal
from handschlag.registration.rules.registration_data import RegistrationData, packed, unpacked
from handschlag.registration.rules.secrets import Purpose

# Whoever filled in the form in time may confirm after its end, but not when there is nothing to come to.
# With an invitation that has ended in the meantime the rules of today count, as they do for everybody.
TOO_LATE: Final = frozenset({RegistrationRefusal.OVER, RegistrationRefusal.NOT_PUBLISHED})


def begin(
    *,
    event_id: int,
    facts: RegistrationData,
    origin: str,
    by: Subject,
    now: datetime,
    invitation_id: int | None = None,
) -> Registration | None:
    """Whoever is known to own the address is registered at once; everybody else gets a link by email.

    For them nothing in the answer, and nothing in what is asked of the database and written there, depends on
    whether the address is registered already: only the email says so.
    """
    require(by, Action.REGISTER)
    if _is_proven(facts.email, by=by, invitation_id=invitation_id):
        return register_participant(
            event_id=event_id, facts=facts, origin=origin, by=by, now=now, invitation_id=invitation_id
        )
    count_tries(event_id, facts.email, origin=origin, now=now)
    with transaction.atomic():
        event = lock_event(event_id)
        invitation = redeem(event, invitation_id)
        closed = closed_because(event, now=now, is_invited=invitation is not None)
        if closed:
            raise Refusal(closed)
        checked_wishes(event.pk, facts)
        facts = with_category(event, facts)
        keep_form(event, facts, invitation=invitation, origin=origin, by=by, now=now)
    return None


def _is_proven(email: str, *, by: Subject, invitation_id: int | None) -> bool:
    """The invitation was mailed to this address, or somebody has signed in with it."""
    if by.user_id is not None and User.objects.filter(pk=by.user_id, email=email).exists():
        return True
    return (
        invitation_id is not None and EventInvitation.objects.filter(pk=invitation_id, email=email).exists()
    )


def keep_form(
    event: Event,
    facts: RegistrationData,
    *,
    invitation: EventInvitation | None = None,
    named_by: Registration | None = None,
    origin: str,
    by: Subject,
    now: datetime,
) -> None:
    """What was typed, and a place where one is free; one address holds one, however often it is typed.

    A full house says so to everybody, also to whom a place is held for: the link to it has been mailed.
    """
    state = first_state(
        occupancy_of(event),
        needs_approval=event.needs_approval,
        is_invited=invitation is not None,
        room=room_of(event, facts.category_id),
    )
    if state is PlaceState.DECLINED:
        raise Refusal(RegistrationRefusal.FULL)
    rows = UnconfirmedRegistration.objects.filter(event=event, email=facts.email, holds_place=True)
    asked_from = key_of(known_limits.REGISTRATIONS_FROM_A_PLACE, origin, key=settings.SECRET_KEY)
    may_hold = not rows.exists() and held_from(event.pk, asked_from) < MOST_HELD_FROM_A_PLACE
    registered, uid = _registered(event, facts.email), uuid.uuid4()
    row = UnconfirmedRegistration.objects.create(
        event=event,
        uid=uid,
        secret_hash=hash_for(Purpose.CONFIRMATION, uid),
        email=facts.email,
        facts={} if registered else packed(facts),
        invitation=invitation,
        named_by=named_by,
        is_repeat=registered is not None,
        holds_place=state is PlaceState.CONFIRMED and may_hold,
        held_until=end_of_hold(now=now, ends_at=ends_at(now), opens_at=opens_at(event)),
        asked_from=asked_from,
        asked_at=now,
        ends_at=ends_at(now),
    )
    audit.record(verb="registration.begun", target=row, by_id=by.user_id, now=now)
    if _may_write_to(facts.email, now=now):
        _write_to_owner(row, registered, language=facts.language, now=now)


def _write_to_owner(
    row: UnconfirmedRegistration, registered: Registration | None, *, language: str, now: datetime
) -> None:
    """One email to the address: to confirm, or that it is registered already."""
    if registered is not None:
        emails.tell_already(registered, now=now)
    elif row.named_by is not None:
        emails.tell_named(row, row.named_by, language=language, now=now)
    else:
        emails.tell_to_confirm(row, language=language, now=now)


def _registered(event: Event, email: str) -> Registration | None:
    rows = Registration.objects.select_related("event")
    return rows.filter(event=event, email=email, state__in=ACTIVE).first()


def _may_write_to(email: str, *, now: datetime) -> bool:
    """Whoever floods an address fills its mailbox only so far; the answer stays the same."""
    try:
        limits.count(known_limits.LETTERS_TO_AN_ADDRESS, email, now=now)
    except Refusal:
        return False
    return True


def ends_at(now: datetime) -> datetime:
    """Until when a mailed link can be opened."""
    return now + timedelta(hours=settings.CONFIRM_WITHIN_HOURS)


@transaction.atomic
def confirm(
    *, unconfirmed_id: int, by: Subject, now: datetime, facts: RegistrationData | None = None
) -> Registration:
    """The address is proven: what was typed becomes a registration, with the place that was held.

    Confirmed once more it is the same registration. Other forms with the address are void. With `facts` the
    person says all of it now, as colleagues do whom somebody has named.
    """
    require(by, Action.REGISTER)
    row = _locked(unconfirmed_id, now=now)
    if row.registration is not None:
        return row.registration
    invitation = _still_inviting(row)
    has_lost_invitation = row.invitation is not None and invitation is None
    closed = closed_because(row.event, now=now, is_invited=not has_lost_invitation)
    if closed in TOO_LATE or (closed and has_lost_invitation):
        raise Refusal(closed)
    said = replace(facts, email=row.email) if facts else unpacked(row.facts)
    facts = _fitting(row.event, said)
    registration = create(
        row.event,
        facts,
        state=state_of(row.event, facts, is_invited=invitation is not None, now=now, but=row.pk),
        way=RegistrationSource.SELF,
        by=by,
        now=now,
        is_proven=True,
        asked_at=row.asked_at,
    )
    if invitation is not None:
        EventInvitation.objects.filter(pk=invitation.pk).update(registration=registration)
    UnconfirmedRegistration.objects.filter(pk=row.pk).update(
        registration=registration, facts={}, asked_from=""
    )
    emails.tell_registered(registration, now=now)
    if has_lost_invitation:
        fill_places(row.event, by=by, now=now)
    return registration


def _still_inviting(row: UnconfirmedRegistration) -> EventInvitation | None:
    """The invitation that the form was filled in with, unless it was used or withdrawn in the meantime."""
    try:
        return redeem(row.event, row.invitation_id)
    except Refusal:
        return None


def _fitting(event: Event, facts: RegistrationData) -> RegistrationData:
    """What was typed, as it fits the directory and the programme of today; nobody has to type it again."""
    if facts.actor_id is not None and not Actor.objects.filter(pk=facts.actor_id).exists():
        facts = replace(facts, actor_id=None)
    facts = with_category(event, facts)
    offers = choosable(event.pk) if facts.wishes else {}
    wishes = {pk: wish for pk, wish in facts.wishes.items() if pk in offers}
    for _first, second in clashes(offers[pk].slot(wish) for pk, wish in wishes.items()):
        wishes[second] = LIKE
    return replace(facts, wishes=wishes)


@transaction.atomic
def discard(*, unconfirmed_id: int, by: Subject, now: datetime) -> None:
    """Whoever owns the address has not registered: what was typed is deleted, a held place is free."""
    require(by, Action.REGISTER)
    row = _locked(unconfirmed_id, now=now)
    if row.registration is not None:
        raise Refusal(RegistrationRefusal.NOT_IN_THIS_STATE)
    audit.record(verb="registration.discarded", target=row, by_id=by.user_id, now=now)
    drop_forms(UnconfirmedRegistration.objects.filter(pk=row.pk), now=now)
    fill_places(row.event, by=by, now=now)


def _locked(unconfirmed_id: int, *, now: datetime) -> UnconfirmedRegistration:
    """What was typed, with its event locked, as long as it is kept."""
    rows = UnconfirmedRegistration.objects.filter(pk=unconfirmed_id, is_repeat=False, ends_at__gt=now)
    event_id = rows.values_list("event_id", flat=True).first()
    if event_id is None:
        raise Refusal(RegistrationRefusal.GONE)
    event = lock_event(event_id)
    row = rows.select_related("invitation", "registration").first()
    if row is None or (row.registration is not None and row.registration.erased_at is not None):
        raise Refusal(RegistrationRefusal.GONE)
    row.event = event
    return row


def release(*, now: datetime) -> int:
    """What nobody confirmed in time is deleted, and the places go to those who wait; how many there were."""
    number = 0
    late = UnconfirmedRegistration.objects.filter(ends_at__lte=now)
    free = UnconfirmedRegistration.objects.filter(holds_place=True, held_until__lte=now)
    for event_id in sorted(set((late | free).order_by().values_list("event_id", flat=True))):
        with transaction.atomic():
            event = lock_event(event_id)
            free.filter(event=event).update(holds_place=False)
            rows = drop_forms(late.filter(event=event), now=now)
            lapsed: list[tuple[UnconfirmedRegistration, dict[str, object]]] = [
                (row, {}) for row in rows if row.registration_id is None and not row.is_repeat
            ]
            audit.record_all(verb="registration.lapsed", targets=lapsed, by_id=None, now=now)
            fill_places(event, by=Subject(), now=now)
            number += len(lapsed)
    AddressChange.objects.filter(ends_at__lte=now).delete()
    return number
