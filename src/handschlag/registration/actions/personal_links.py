"""Personal links: sent again, replaced by new ones, and moved to another address."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from handschlag.accounts.actions import limits
from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event
from handschlag.registration import emails
from handschlag.registration.actions.access import require_hand
from handschlag.registration.actions.registering import account_of, hash_for
from handschlag.registration.actions.unconfirmed import ends_at
from handschlag.registration.actions.versioned_writes import lock_registration, save_registration
from handschlag.registration.models import AddressChange, Registration, UnconfirmedRegistration
from handschlag.registration.rules import limits as known_limits
from handschlag.registration.rules.places import ACTIVE
from handschlag.registration.rules.refusals import RegistrationRefusal
from handschlag.registration.rules.secrets import Purpose

MOST_LINKS = 10


@transaction.atomic
def renew_link(*, registration_id: int, has_link: bool, by: Subject, now: datetime) -> Registration:
    """The old link and the old address of the calendar open nothing any more; the new one is mailed.

    A change of the address that was asked for with the old link is void, too.
    """
    registration = lock_registration(registration_id)
    require_hand(by, registration, has_link=has_link)
    if not registration.email:
        raise Refusal(RegistrationRefusal.NO_ADDRESS)
    AddressChange.objects.filter(registration=registration).delete()
    save_registration(registration, seen=None, now=now, **renewed(registration))
    audit.record(verb="registration.link_renewed", target=registration, by_id=by.user_id, now=now)
    emails.tell_link_renewed(registration, now=now)
    return registration


def renewed(registration: Registration) -> dict[str, Any]:
    """The columns of the next personal link and the next address of the calendar."""
    link, feed = registration.link_number + 1, registration.feed_number + 1
    return {
        "link_number": link,
        "secret_hash": hash_for(Purpose.REGISTRATION, registration.uid, link),
        "feed_number": feed,
        "feed_hash": hash_for(Purpose.FEED, registration.uid, feed),
    }


def send_links(
    *, email: str, event_id: int | None, language: str, origin: str, by: Subject, now: datetime
) -> None:
    """Emails to the address: one for each of its registrations, the latest, or one that there are none."""
    require(by, Action.REGISTER)
    with transaction.atomic():
        limits.count(known_limits.LINKS_FROM_A_PLACE, origin, now=now)
        limits.count(known_limits.LINKS_TO_AN_ADDRESS, email, now=now)
    with transaction.atomic():
        event = Event.objects.filter(pk=event_id).first() if event_id is not None else None
        rows = Registration.objects.filter(email=email, erased_at=None).select_related("event")
        waiting = UnconfirmedRegistration.objects.filter(
            email=email, registration=None, is_repeat=False, ends_at__gt=now
        ).select_related("event")
        if event is not None:
            rows, waiting = rows.filter(event=event), waiting.filter(event=event)
        emails.tell_links(
            email,
            registrations=list(rows.order_by("-event__first_day", "-pk")[:MOST_LINKS]),
            waiting=list(waiting.order_by("-asked_at")[:MOST_LINKS]),
            event=event,
            language=language,
            now=now,
        )


def ask_for_address(registration: Registration, email: str, *, by: Subject, now: datetime) -> None:
    """With the event locked: both addresses are told; the new one counts when its link is opened.

    What happens here is the same for an address that is registered for the event already.
    """
    too_often = RegistrationRefusal.TOO_OFTEN
    limits.count(known_limits.ADDRESS_CHANGES, str(registration.pk), now=now, fault=too_often)
    limits.count(known_limits.LETTERS_TO_AN_ADDRESS, email, now=now, fault=too_often)
    AddressChange.objects.filter(registration=registration).delete()
    uid = uuid.uuid4()
    row = AddressChange.objects.create(
        registration=registration,
        uid=uid,
        secret_hash=hash_for(Purpose.ADDRESS, uid),
        email=email,
        asked_at=now,
        ends_at=ends_at(now),
    )
    audit.record(verb="registration.address_asked", target=registration, by_id=by.user_id, now=now)
    other = _registered(registration, email)
    if other is None:
        emails.tell_to_confirm_address(row, now=now)
    else:
        emails.tell_already(other, now=now)
    emails.tell_address_asked(registration, now=now)


@transaction.atomic
def confirm_address(*, change_id: int, by: Subject, now: datetime) -> Registration:
    """The mailed link was opened: the registration has this address, a new link, and its account."""
    require(by, Action.REGISTER)
    rows = AddressChange.objects.filter(pk=change_id, ends_at__gt=now)
    registration_id = rows.values_list("registration_id", flat=True).first()
    if registration_id is None:
        raise Refusal(RegistrationRefusal.GONE)
    registration = lock_registration(registration_id)
    row = rows.first()
    if row is None:
        raise Refusal(RegistrationRefusal.GONE)
    if registration.state not in ACTIVE:
        raise Refusal(RegistrationRefusal.NOT_IN_THIS_STATE)
    if _registered(registration, row.email) is not None:
        raise Refusal(RegistrationRefusal.ALREADY)
    before = registration.email
    proven = {"email": row.email, "user_id": account_of(row.email), "address_proven_at": now}
    row.delete()
    save_registration(registration, seen=None, now=now, **proven, **renewed(registration))
    audit.record(verb="registration.address_changed", target=registration, by_id=by.user_id, now=now)
    emails.tell_link_renewed(registration, now=now)
    emails.tell_address_left(registration, before, by_organisers=False, now=now)
    return registration


def _registered(registration: Registration, email: str) -> Registration | None:
    """Another registration of the event that has this address."""
    others = Registration.objects.filter(event_id=registration.event_id, email=email, state__in=ACTIVE)
    return others.exclude(pk=registration.pk).select_related("event").first()


def prove(*, registration: Registration, now: datetime) -> None:
    """The personal link was opened, and it went to this address alone: now the account is bound."""
    if registration.address_proven_at is None and registration.email:
        rows = Registration.objects.filter(pk=registration.pk, address_proven_at=None)
        rows.update(address_proven_at=now, user_id=account_of(registration.email))
