"""A registration is changed, by its person or by the organisers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.registration import emails
from handschlag.registration.actions.access import require_hand
from handschlag.registration.actions.organisations import suggest
from handschlag.registration.actions.personal_links import ask_for_address, renewed
from handschlag.registration.actions.registering import checked_wishes
from handschlag.registration.actions.versioned_writes import (
    lock_registration,
    reseat,
    save_registration,
    write_answers,
    write_consents,
    write_wishes,
)
from handschlag.registration.hooks.addons import addons
from handschlag.registration.models import AddressChange, Registration
from handschlag.registration.queries.links import feed_of as feed_token_of
from handschlag.registration.rules import secrets
from handschlag.registration.rules.places import ACTIVE
from handschlag.registration.rules.refusals import RegistrationRefusal
from handschlag.registration.rules.registration_data import MOVING, RegistrationData, changed, columns


@transaction.atomic
def change(
    *,
    registration_id: int,
    seen: int,
    facts: RegistrationData,
    has_link: bool,
    by: Subject,
    now: datetime,
    is_addition: bool = False,
) -> Registration:
    """The registration says this now; its person gets an email, of an addition only if the calendar moves.

    Of two who change it at once the second is told so. A new address that the person gives counts once its
    mailed link was opened; one that the organisers give counts at once, and the link is a new one.
    """
    registration = lock_registration(registration_id)
    require_hand(by, registration, has_link=has_link)
    if registration.state not in ACTIVE:
        raise Refusal(RegistrationRefusal.NOT_IN_THIS_STATE)
    if registration.version != seen:
        raise Refusal(RegistrationRefusal.STALE)
    before, wanted = registration.email, facts.email
    if has_link:
        facts = replace(facts, email=before)
    else:
        _require_free_address(registration, wanted)
    wishes = checked_wishes(registration.event_id, facts)
    names = _write_facts(registration, facts, seen=seen, now=now)
    touched = write_wishes(registration, wishes, now=now)
    answered = write_answers(registration, facts.answers)
    _write_consents(registration, facts, now=now)
    seated = reseat(registration.event_id, touched)
    suggest(registration, by=by, now=now)
    audit.record(
        verb="registration.changed",
        target=registration,
        by_id=by.user_id,
        now=now,
        changes={"fields": [None, [*names, *["sessions"] * bool(touched), *["answers"] * answered]]},
    )
    emails.tell_seated([one for one in seated if one.registration_id != registration.pk], now=now)
    if touched or MOVING & set(names) or not is_addition:
        emails.tell_changed(registration, by_organisers=not has_link, now=now)
    if wanted != before:
        _tell_new_address(registration, wanted, before, has_link=has_link, by=by, now=now)
    return registration


def _write_consents(registration: Registration, facts: RegistrationData, *, now: datetime) -> None:
    """What rests on them in the apps above follows."""
    agreed = write_consents(registration, facts.consents, now=now)
    for addon in addons:
        addon.follow_consents(registration, agreed, now)


def _tell_new_address(
    registration: Registration, wanted: str, before: str, *, has_link: bool, by: Subject, now: datetime
) -> None:
    if has_link:
        ask_for_address(registration, wanted, by=by, now=now)
    else:
        emails.tell_address_left(registration, before, by_organisers=True, now=now)


def _require_free_address(registration: Registration, email: str) -> None:
    """Nothing, or `ALREADY`: organisers see the list, they may know."""
    others = Registration.objects.filter(event=registration.event, email=email, state__in=ACTIVE)
    if email and others.exclude(pk=registration.pk).exists():
        raise Refusal(RegistrationRefusal.ALREADY)


def _write_facts(
    registration: Registration, facts: RegistrationData, *, seen: int, now: datetime
) -> Sequence[str]:
    """The columns; which of them changed."""
    after = columns(facts)
    before = {name: getattr(registration, name) for name in after}
    names = changed(before, after)
    if MOVING & set(names):
        after["sequence"] = registration.sequence + 1
    if "email" in names:
        AddressChange.objects.filter(registration=registration).delete()
        after |= {"user_id": None, "address_proven_at": None, **renewed(registration)}
    save_registration(registration, seen=seen, now=now, **after)
    return names


@transaction.atomic
def renew_feed(*, registration_id: int, has_link: bool, by: Subject, now: datetime) -> Registration:
    """The calendar's secret address is another one; the old one answers nothing any more."""
    registration = lock_registration(registration_id)
    require_hand(by, registration, has_link=has_link)
    registration.feed_number += 1
    feed_hash = secrets.hash_of(feed_token_of(registration))
    save_registration(
        registration, seen=None, now=now, feed_number=registration.feed_number, feed_hash=feed_hash
    )
    audit.record(verb="registration.feed_renewed", target=registration, by_id=by.user_id, now=now)
    return registration
