"""People are invited by personal links, and invitations are withdrawn."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event
from handschlag.registration import emails
from handschlag.registration.actions.access import require_team
from handschlag.registration.actions.versioned_writes import lock_event
from handschlag.registration.models import EventInvitation, Registration
from handschlag.registration.queries.organisations import organisation_called, resembling
from handschlag.registration.rules import secrets
from handschlag.registration.rules.places import ACTIVE
from handschlag.registration.rules.refusals import InvitationRefusal
from handschlag.registration.rules.secrets import Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitee:
    """Who is invited; `email` is normalised."""

    email: str
    name: str = ""
    organisation: str = ""
    language: str = "de"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Invited:
    """How many letters are on their way, and who was left out because they are registered or invited."""

    sent: int
    left_out: tuple[str, ...]


@transaction.atomic
def invite(*, event_id: int, guests: Iterable[Invitee], by: Subject, now: datetime) -> _Invited:
    """Everybody who is not invited or registered yet has a letter with a link of their own."""
    require_team(by, event_id)
    event = lock_event(event_id)
    wanted = {guest.email: guest for guest in guests}
    taken = set(_known_addresses(event, wanted))
    new = [guest for email, guest in wanted.items() if email not in taken]
    for guest in new:
        row = EventInvitation.objects.filter(event=event, email=guest.email).first()
        row = _renewed(row, guest, now=now) if row else created(event, guest, by=by, now=now)
        audit.record(verb="registration.invited", target=row, by_id=by.user_id, now=now)
        emails.tell_invited(row, now=now)
    return _Invited(sent=len(new), left_out=tuple(sorted(taken)))


def _known_addresses(event: Event, addresses: Iterable[str]) -> Iterable[str]:
    addresses = list(addresses)
    sent = EventInvitation.objects.filter(event=event, email__in=addresses, sent_at__isnull=False)
    valid = sent.filter(withdrawn_at__isnull=True)
    yield from valid.values_list("email", flat=True)
    here = Registration.objects.filter(event=event, email__in=addresses, state__in=ACTIVE)
    yield from here.values_list("email", flat=True)


def is_known(event: Event, email: str) -> bool:
    """Whether this address has been invited or suggested, or is registered."""
    return (
        EventInvitation.objects.filter(event=event, email=email).exists()
        or Registration.objects.filter(event=event, email=email, state__in=ACTIVE).exists()
    )


def created(event: Event, guest: Invitee, *, by: Subject, now: datetime) -> EventInvitation:
    """The new invitation, counted as sent at `now`; nothing is mailed and nothing checked here."""
    row = new_invitation(event, guest, uid=uuid.uuid4(), now=now)
    row.invited_by_id, row.sent_at = by.user_id, now
    row.save()
    return row


def new_invitation(event: Event, guest: Invitee, *, uid: uuid.UUID, now: datetime) -> EventInvitation:
    """Not saved yet, not sent; the organisation is that of the directory where it is called the same."""
    return EventInvitation(
        event=event,
        uid=uid,
        name=guest.name,
        email=guest.email,
        organisation=guest.organisation,
        actor=organisation_called(guest.organisation, among=resembling(guest.organisation)),
        language=guest.language,
        secret_hash=_hash_for(uid),
        invited_at=now,
    )


def _renewed(row: EventInvitation, guest: Invitee, *, now: datetime) -> EventInvitation:
    """Invited again after it was withdrawn, or after somebody named them: with a new link."""
    row.uid, row.withdrawn_at, row.sent_at, row.opened_at = uuid.uuid4(), None, now, None
    row.declined_at = None
    row.secret_hash = _hash_for(row.uid)
    row.name, row.organisation = guest.name or row.name, guest.organisation or row.organisation
    row.language = guest.language
    row.save()
    return row


def _hash_for(uid: uuid.UUID) -> str:
    token = secrets.token_of(Purpose.INVITATION, uid=str(uid), number=1, key=settings.SECRET_KEY)
    return secrets.hash_of(token)


@transaction.atomic
def withdraw(*, event_id: int, invitation_id: int, by: Subject, now: datetime) -> None:
    """The link opens nothing any more; whoever registered by it stays registered.

    Of a colleague who was named and never invited nothing is kept.
    """
    require_team(by, event_id)
    row = waiting_invitation(event_id, invitation_id)
    if row.sent_at is None:
        audit.record(verb="registration.suggestion_removed", target=row, by_id=by.user_id, now=now)
        row.delete()
        return
    EventInvitation.objects.filter(pk=row.pk).update(withdrawn_at=now)
    audit.record(verb="registration.uninvited", target=row, by_id=by.user_id, now=now)


@transaction.atomic
def send_again(*, event_id: int, invitation_id: int, by: Subject, now: datetime) -> None:
    """The same link once more: somebody has lost the letter, or was named by a colleague."""
    require_team(by, event_id)
    row = waiting_invitation(event_id, invitation_id)
    if row.declined_at is not None:
        raise Refusal(InvitationRefusal.DECLINED)
    EventInvitation.objects.filter(pk=row.pk).update(sent_at=now)
    audit.record(verb="registration.invited", target=row, by_id=by.user_id, now=now)
    emails.tell_invited(row, now=now)


def waiting_invitation(event_id: int, invitation_id: int) -> EventInvitation:
    """An invitation that nobody has answered, held until the transaction ends."""
    rows = EventInvitation.objects.select_for_update().filter(event_id=event_id, pk=invitation_id)
    row = rows.first()
    if row is None:
        raise Refusal(InvitationRefusal.NOBODY)
    if row.withdrawn_at is not None:
        raise Refusal(InvitationRefusal.WITHDRAWN)
    if row.registration_id is not None:
        raise Refusal(InvitationRefusal.USED)
    return row


def note_opened(*, invitation_id: int, now: datetime) -> None:
    """Somebody has opened the link for the first time."""
    EventInvitation.objects.filter(pk=invitation_id, opened_at__isnull=True).update(opened_at=now)
