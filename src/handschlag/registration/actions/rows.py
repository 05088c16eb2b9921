"""Rows of a registration: locked, read anew, and written with their version."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import F

from handschlag.common.refusals import Refusal
from handschlag.events.models import Event
from handschlag.registration.models import (
    Consent,
    Registration,
    RegistrationState,
    SeatState,
    SessionChoice,
)
from handschlag.registration.queries.programmes import choosable
from handschlag.registration.rules import consents as consent_rules
from handschlag.registration.rules.places import ACTIVE
from handschlag.registration.rules.refusals import RegistrationRefusal
from handschlag.registration.rules.seats import Chosen, assigned


def lock_event(event_id: int) -> Event:
    """The event, held until the transaction ends: whoever gives places or seats takes turns here."""
    event = Event.objects.select_for_update(no_key=True).filter(pk=event_id).first()
    if event is None:
        raise Refusal(RegistrationRefusal.GONE)
    return event


def lock_registration(registration_id: int) -> Registration:
    """A registration with its locked event; of two who come at once the second sees what the first did."""
    event_id = Registration.objects.filter(pk=registration_id).values_list("event_id", flat=True).first()
    if event_id is None:
        raise Refusal(RegistrationRefusal.GONE)
    event = lock_event(event_id)
    found = Registration.objects.select_related("actor").filter(pk=registration_id, erased_at=None).first()
    if found is None:
        raise Refusal(RegistrationRefusal.GONE)
    found.event = event
    return found


def write(registration: Registration, *, seen: int | None, now: datetime, **values: Any) -> None:
    """The values are written if nobody has written since version `seen` (None: whatever was written)."""
    rows = Registration.objects.filter(pk=registration.pk)
    if seen is not None:
        rows = rows.filter(version=seen)
    if not rows.update(version=F("version") + 1, changed_at=now, **values):
        raise Refusal(RegistrationRefusal.STALE)
    registration.refresh_from_db(fields=["version", "changed_at", *values])


def write_wishes(registration: Registration, wishes: Mapping[int, str], *, now: datetime) -> set[int]:
    """The chosen sessions become these; who keeps a session keeps the place in its line. What changed."""
    before = {one.session_id: one for one in registration.choices.all()}
    gone = before.keys() - wishes.keys()
    SessionChoice.objects.filter(registration=registration, session_id__in=gone).delete()
    other = {pk for pk in before.keys() & wishes.keys() if before[pk].wish != wishes[pk]}
    for pk in other:
        SessionChoice.objects.filter(pk=before[pk].pk).update(wish=wishes[pk])
    new = wishes.keys() - before.keys()
    SessionChoice.objects.bulk_create(
        SessionChoice(registration=registration, session_id=pk, wish=wishes[pk], chosen_at=now)
        for pk in sorted(new)
    )
    return {*gone, *other, *new}


def write_consents(registration: Registration, purposes: Collection[str], *, now: datetime) -> None:
    valid = registration.consents.filter(withdrawn_at__isnull=True)
    change = consent_rules.difference(set(valid.values_list("purpose", flat=True)), purposes)
    valid.filter(purpose__in=change.withdrawn).update(withdrawn_at=now)
    Consent.objects.bulk_create(
        Consent(
            registration=registration,
            purpose=purpose,
            text_version=consent_rules.VERSIONS[purpose],
            given_at=now,
        )
        for purpose in change.given
    )


def reseat(event_id: int, session_ids: Collection[int]) -> list[SessionChoice]:
    """Seats of these sessions are given anew, with the event locked; the choices that got one now."""
    if not session_ids:
        return []
    offers = choosable(event_id)
    rows = SessionChoice.objects.filter(
        session_id__in=session_ids, registration__state__in=ACTIVE
    ).select_related("registration__event")
    by_session: dict[int, list[SessionChoice]] = {}
    for row in rows:
        by_session.setdefault(row.session_id, []).append(row)
    seated, moved = [], []
    for session_id, choices in by_session.items():
        offer = offers.get(session_id)
        seats = assigned(map(chosen, choices), seats=offer.seats if offer else None)
        for row in choices:
            if row.seat != seats[row.pk]:
                row.seat = seats[row.pk].value
                moved.append(row)
                seated += [row] * (row.seat == SeatState.SEATED)
    SessionChoice.objects.bulk_update(moved, ["seat"], batch_size=500)
    return seated


def chosen(row: SessionChoice) -> Chosen:
    return Chosen(
        id=row.pk,
        is_must=row.wish == "must",
        at=row.chosen_at,
        seat=row.seat,
        is_confirmed=row.registration.state == RegistrationState.CONFIRMED,
    )


def sessions_of(registration: Registration) -> set[int]:
    return set(registration.choices.values_list("session_id", flat=True))
