"""Sends the emails of the phases, and notes which ones somebody does not want."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.times import at_place, local
from handschlag.matching.actions.access import require_self
from handschlag.matching.actions.versioned_writes import participant_now
from handschlag.matching.emails.phases import tell_phase
from handschlag.matching.models import MutedEmail, Participant, PhaseEmail, Service
from handschlag.matching.queries.phase_emails import (
    Addressee,
    addressees_of,
    muted_kinds,
    services_with_emails,
)
from handschlag.matching.queries.timing import dates_of
from handschlag.matching.rules.phase_emails import EmailKind, email_due, is_time_for_emails


def send_phase_emails(*, now: datetime) -> int:
    """Everybody for whom one is due gets it; how many were written."""
    return sum(_send_those_of(service, now=now) for service in services_with_emails(now))


def _send_those_of(service: Service, *, now: datetime) -> int:
    with at_place(service.event.time_zone):
        if not is_time_for_emails(local(now).hour):
            return 0
    dates, number = dates_of(service), 0
    for one in list(addressees_of(service)):
        kind = email_due(one.standing, dates, done=one.done, last_sent=one.last_sent, now=now)
        if kind is not None:
            number += _send(one, kind, now=now)
    return number


def _send(to: Addressee, kind: EmailKind, *, now: datetime) -> bool:
    """The email waits and counts as sent, or neither; False where another worker was faster."""
    rows = Participant.objects.select_related("service__event", "registration__event")
    try:
        with transaction.atomic():
            participant = rows.get(pk=to.participant)
            PhaseEmail.objects.create(participant=participant, kind=kind, sent_at=now)
            tell_phase(participant, kind, now=now)
            audit.record(verb="matching.reminded", target=participant, by_id=None, now=now)
    except IntegrityError:
        return False
    return True


@transaction.atomic
def choose_emails(
    *, participant_id: int, kinds: Collection[EmailKind], has_link: bool, by: Subject, now: datetime
) -> None:
    """From now on these kinds, and no others."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    _mute(participant, set(EmailKind) - set(kinds), by=by, now=now)


@transaction.atomic
def mute(*, participant_id: int, kind: EmailKind, has_link: bool, by: Subject, now: datetime) -> None:
    """No more of this kind; the others stay as they are."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    _mute(participant, {kind, *map(EmailKind, muted_kinds(participant))}, by=by, now=now)


def _mute(participant: Participant, kinds: Collection[EmailKind], *, by: Subject, now: datetime) -> None:
    before = muted_kinds(participant)
    if before == frozenset(kinds):
        return
    participant.muted_emails.exclude(kind__in=kinds).delete()
    new = [MutedEmail(participant=participant, kind=kind, since=now) for kind in kinds if kind not in before]
    MutedEmail.objects.bulk_create(new, ignore_conflicts=True)
    audit.record(verb="matching.emails_chosen", target=participant, by_id=by.user_id, now=now)
