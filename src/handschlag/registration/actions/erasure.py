"""Registrations are erased: by their person, with the account, or some time after the event."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit, erasures
from handschlag.common.mail import ConcernedPerson, forget_letters, forget_person
from handschlag.common.models import Mail
from handschlag.common.times import local_date
from handschlag.common.traces import wipe_log_on_commit
from handschlag.events.actions import printed_files
from handschlag.events.models import Event
from handschlag.registration.actions import organisations
from handschlag.registration.actions.access import require_hand
from handschlag.registration.actions.approvals import fill_places, reseat_others, set_state
from handschlag.registration.actions.list_rows import take_out
from handschlag.registration.actions.versioned_writes import drop_forms, lock_registration, sessions_of
from handschlag.registration.emails.posting import INVITATION, REGISTRATION, person_of
from handschlag.registration.hooks.addons import addons
from handschlag.registration.models import (
    AddressChange,
    Badge,
    Certificate,
    EventInvitation,
    NoDuplicates,
    Registration,
    UnconfirmedRegistration,
)
from handschlag.registration.rules.places import ACTIVE, PlaceState
from handschlag.registration.rules.registration_data import erased
from handschlag.registration.rules.retention import ends_before

ERASURE: Final = "registration"
# What is left counts: that somebody was registered, in which state, and what was eaten.
NOTHING_LEFT: Final[dict[str, Any]] = {**erased(), "user": None, "entered_by": None, "feed_hash": None}


@transaction.atomic
def erase(*, registration_id: int, has_link: bool, by: Subject, now: datetime) -> None:
    """Everything about the person is gone at once; a place that was held goes to whoever waits."""
    registration = lock_registration(registration_id)
    require_hand(by, registration, has_link=has_link)
    _erase_locked(registration, by=by, now=now)


def _erase_locked(registration: Registration, *, by: Subject, now: datetime) -> None:
    sessions = sessions_of(registration)
    was_active = registration.state in ACTIVE
    is_proven = registration.address_proven_at is not None
    _forget_person(user_id=registration.user_id, email=registration.email if is_proven else "")
    if was_active and local_date(now) <= registration.event.last_day:
        set_state(registration, PlaceState.CANCELLED, by=by, now=now)
    _blank(registration, now=now)
    wipe_log_on_commit()
    audit.record(verb="registration.erased", target=registration, by_id=by.user_id, now=now)
    if was_active:
        reseat_others(registration, sessions)
        fill_places(registration.event, by=by, now=now)


def _forget_person(*, user_id: int | None, email: str) -> None:
    for addon in addons:
        addon.forget_person(user_id, email)


def _blank(registration: Registration, *, now: datetime) -> None:
    for addon in addons:
        addon.erase(registration, now)
    organisations.take_back(registration, now=now)
    take_out(registration.event_id, name=registration.name, email=registration.email)
    printed_files.delete_of_event(registration.event_id, now=now)
    erasures.record_erasure(ERASURE, str(registration.uid), now=now)
    registration.choices.all().delete()
    registration.consents.all().delete()
    registration.answers.all().delete()
    registration.networks.clear()
    Badge.objects.filter(registration=registration).delete()
    Certificate.objects.filter(registration=registration).delete()
    _drop_address_changes(_changes_about(registration), now=now)
    typed = UnconfirmedRegistration.objects.filter(event_id=registration.event_id)
    drop_forms(typed.filter(Q(email=registration.email) | Q(registration=registration)), now=now)
    invited = Q(registration=registration)
    if registration.email:
        invited |= Q(event=registration.event_id, email=registration.email)
    _forget_invitations(invited, now=now)
    NoDuplicates.objects.filter(first=registration).delete()
    NoDuplicates.objects.filter(second=registration).delete()
    # Link and badge are unique: what stands there now fits none that was ever given.
    unfit = {"secret_hash": f"erased-{registration.pk}", "badge_code": f"-{registration.pk}"}
    blanked = {**NOTHING_LEFT, **unfit, "erased_at": now}
    Registration.objects.filter(pk=registration.pk).update(**blanked, changed_at=now)
    # Last: also what was written to others while all of this happened.
    forget_person(person_of(registration), now=now)


def _forget_invitations(which: Q, *, now: datetime) -> None:
    """Invitations, and the letters in which they went out."""
    for pk in list(EventInvitation.objects.filter(which).values_list("pk", flat=True)):
        forget_person(ConcernedPerson(kind=INVITATION, id=pk), now=now)
    EventInvitation.objects.filter(which).delete()


def _changes_about(registration: Registration) -> Q:
    """Its own changes of address, and those by which others of the event would take its address."""
    mine = Q(registration=registration)
    if not registration.email:
        return mine
    return mine | Q(registration__event=registration.event_id, email=registration.email)


def _drop_address_changes(which: Q, *, now: datetime) -> None:
    """Changes to another address, and the letters to it that asked to confirm them."""
    for change in AddressChange.objects.filter(which):
        of = {"people__kind": REGISTRATION, "people__object_id": change.registration_id}
        forget_letters(Mail.objects.filter(to=change.email, people__is_recipient=True, **of), now=now)
    AddressChange.objects.filter(which).delete()


def erase_of_account(*, user_id: int, email: str, now: datetime) -> int:
    """With an account go its registrations, and what was sent to its address; how many."""
    by = Subject(user_id=user_id)
    _forget_person(user_id=user_id, email=email)
    mine = Registration.objects.filter(Q(email=email) | Q(user_id=user_id), erased_at=None)
    ids = list(mine.order_by("pk").values_list("pk", flat=True))
    for pk in ids:
        _erase_locked(lock_registration(pk), by=by, now=now)
    _forget_invitations(Q(email=email), now=now)
    _drop_address_changes(Q(email=email), now=now)
    drop_forms(UnconfirmedRegistration.objects.filter(email=email), now=now)
    return len(ids)


def forget(*, now: datetime, keep: timedelta) -> int:
    """The people of events that are long over are forgotten; how many were."""
    before = ends_before(local_date(now), keep=keep)
    number = 0
    for event in Event.objects.filter(last_day__lt=before, registrations__erased_at=None).distinct():
        with transaction.atomic():
            for addon in addons:
                addon.erase_event(event.pk)
            rows = list(Registration.objects.filter(event=event, erased_at=None))
            for registration in rows:
                _blank(registration, now=now)
            audit.record_all(
                verb="registration.erased", targets=((row, {}) for row in rows), by_id=None, now=now
            )
            _forget_invitations(Q(event=event), now=now)
            wipe_log_on_commit()
            number += len(rows)
    return number


def erase_again(uid: str, now: datetime) -> bool:
    """An older backup has brought the registration back; whether it had something to erase."""
    row = Registration.objects.filter(uid=uid, erased_at=None).first()
    if row is None:
        return False
    with transaction.atomic():
        _erase_locked(lock_registration(row.pk), by=Subject(), now=now)
    return True
