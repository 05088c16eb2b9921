"""Rows of a registration: locked, read anew, and written with their version."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from handschlag.common import mail
from handschlag.common.refusals import Refusal
from handschlag.common.traces import wipe_log_on_commit
from handschlag.events.models import Event
from handschlag.registration import emails
from handschlag.registration.models import (
    Answer,
    Consent,
    Question,
    Registration,
    SessionChoice,
    UnconfirmedRegistration,
)
from handschlag.registration.queries.programmes import choosable
from handschlag.registration.rules import consents as consent_rules
from handschlag.registration.rules.missed_sessions import MUST
from handschlag.registration.rules.places import ACTIVE, PlaceState
from handschlag.registration.rules.refusals import RegistrationRefusal
from handschlag.registration.rules.seats import Seat, SeatChoice, assigned


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


def save_registration(registration: Registration, *, seen: int | None, now: datetime, **values: Any) -> None:
    """The values are written if nobody has written since version `seen` (None: whatever was written)."""
    rows = Registration.objects.filter(pk=registration.pk)
    if seen is not None:
        rows = rows.filter(version=seen)
    if not rows.update(version=F("version") + 1, changed_at=now, **values):
        raise Refusal(RegistrationRefusal.STALE)
    registration.refresh_from_db(fields=["version", "changed_at", *values])


def drop_forms(forms: QuerySet[UnconfirmedRegistration], *, now: datetime) -> list[UnconfirmedRegistration]:
    """Forms that nobody confirmed, or that are no longer needed, go with the emails about them."""
    rows = list(forms)
    for row in rows:
        mail.forget_person(emails.person_of_form(row), now=now)
    if rows:
        UnconfirmedRegistration.objects.filter(pk__in=[row.pk for row in rows]).delete()
        wipe_log_on_commit()
    return rows


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


def write_answers(registration: Registration, answers: Mapping[int, Sequence[str]]) -> bool:
    """The questions that are named have these answers now; whether that changed any."""
    if not answers:
        return False
    before = {one.question_id: one.said for one in registration.answers.all()}
    known = set(Question.objects.filter(event=registration.event_id).values_list("pk", flat=True))
    after = {pk: list(said) for pk, said in answers.items() if pk in known}
    changed = {pk for pk, said in after.items() if before.get(pk, []) != said}
    Answer.objects.filter(registration=registration, question__in=changed).delete()
    Answer.objects.bulk_create(
        Answer(registration=registration, question_id=pk, said=after[pk])
        for pk in sorted(changed)
        if after[pk]
    )
    return bool(changed)


def write_consents(registration: Registration, purposes: Collection[str], *, now: datetime) -> frozenset[str]:
    """Gives what is newly agreed to and withdraws the rest at `now`; which of them changed.

    Withdrawn consents stay on file.
    """
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
    return frozenset((*change.given, *change.withdrawn))


def reseat(event_id: int, session_ids: Collection[int]) -> list[SessionChoice]:
    """Seats of these sessions are given anew, with the event locked; the choices that got one now."""
    if not session_ids:
        return []
    offers = choosable(event_id)
    lines: dict[int, list[SeatChoice]] = {}
    for session_id, chosen in _chosen_of(session_ids):
        lines.setdefault(session_id, []).append(chosen)
    moved: dict[Seat, list[int]] = {}
    for session_id, line in lines.items():
        offer = offers.get(session_id)
        seats = assigned(line, seats=offer.seats if offer else None)
        for one in line:
            if one.seat != seats[one.id]:
                moved.setdefault(seats[one.id], []).append(one.id)
    for seat, ids in moved.items():
        SessionChoice.objects.filter(pk__in=ids).update(seat=seat.value)
    seated = SessionChoice.objects.filter(pk__in=moved.get(Seat.SEATED, ()))
    return list(seated.select_related("registration__event"))


def _chosen_of(session_ids: Collection[int]) -> Iterator[tuple[int, SeatChoice]]:
    """Everybody in line for the sessions whose registration lives; plain values, there may be many."""
    rows = SessionChoice.objects.filter(session_id__in=session_ids, registration__state__in=ACTIVE)
    columns = ("pk", "session_id", "wish", "chosen_at", "seat", "registration__state")
    for pk, session_id, wish, at, seat, state in rows.order_by().values_list(*columns):
        yield (
            session_id,
            SeatChoice(
                id=pk, is_must=wish == MUST, at=at, seat=seat, is_confirmed=state == PlaceState.CONFIRMED
            ),
        )


def sessions_of(registration: Registration) -> set[int]:
    """The ids of the sessions that the person chose, whether or not they have a seat."""
    return set(registration.choices.values_list("session_id", flat=True))
