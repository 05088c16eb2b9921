"""Organisers write to many people: a draft first, then at once or at a time, and never without a preview."""

from __future__ import annotations

import contextlib
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.events.hooks.event_emails import email_of
from handschlag.events.rules.email_texts import sentence_faults, text_faults
from handschlag.registration.actions.access import require_team
from handschlag.registration.emails.messages import MESSAGE, tell_message
from handschlag.registration.hooks.audiences import audience_of
from handschlag.registration.models import EmailSending, SendingState
from handschlag.registration.queries.sendings import due_sendings, waiting_recipients_of
from handschlag.registration.rules.refusals import EmailRefusal

AT_A_TIME: Final = 50
_OPEN: Final = (SendingState.DRAFT, SendingState.PLANNED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is written to whom."""

    audience: str
    subject_de: str
    subject_en: str
    text_de: str
    text_en: str


@transaction.atomic
def write_sending(*, event_id: int, message: Message, by: Subject, now: datetime) -> EmailSending:
    """A draft: nobody gets it yet."""
    require_team(by, event_id)
    _check(message)
    row = EmailSending.objects.create(
        event_id=event_id, written_by_id=by.user_id, created_at=now, **asdict(message)
    )
    audit.record(verb="registration.sending_written", target=row, by_id=by.user_id, now=now)
    return row


@transaction.atomic
def change_sending(
    *, event_id: int, sending_id: int, message: Message, seen: int, by: Subject, now: datetime
) -> None:
    """Other words or another audience; what was planned is a draft again, to be looked at once more."""
    row = _hold(event_id, sending_id, seen=seen, by=by)
    if row.done_up_to:  # some have got it: the others get the same
        raise Refusal(EmailRefusal.OVER)
    _check(message)
    _write(row, state=SendingState.DRAFT, send_at=None, **asdict(message))
    audit.record(verb="registration.sending_written", target=row, by_id=by.user_id, now=now)


@transaction.atomic
def plan_sending(
    *, event_id: int, sending_id: int, send_at: datetime, expected: int, seen: int, by: Subject, now: datetime
) -> None:
    """It goes out at this time, or now; `expected` is how many people the page named."""
    row = _hold(event_id, sending_id, seen=seen, by=by)
    number = waiting_recipients_of(row).count()
    if number != expected or not number:
        raise Refusal(EmailRefusal.OTHER_NUMBER)
    _write(row, state=SendingState.PLANNED, send_at=max(send_at, now))
    audit.record(verb="registration.sending_planned", target=row, by_id=by.user_id, now=now)


@transaction.atomic
def cancel_sending(*, event_id: int, sending_id: int, seen: int, by: Subject, now: datetime) -> None:
    """Nobody who has not got it yet gets it."""
    row = _hold(event_id, sending_id, seen=seen, by=by)
    _write(row, state=SendingState.CANCELLED, send_at=None)
    audit.record(verb="registration.sending_cancelled", target=row, by_id=by.user_id, now=now)


def send_due(*, now: datetime) -> int:
    """Every sending whose time has come goes on where it stopped; how many emails were written."""
    number = 0
    for pk in due_sendings(now):
        while written := _send_some(pk, now=now):
            number += written
    return number


@transaction.atomic
def _send_some(sending_id: int, *, now: datetime) -> int:
    """A few emails and how far it has come, in one transaction: nobody gets it twice."""
    rows = EmailSending.objects.select_for_update(of=("self",)).select_related("event")
    row = rows.filter(pk=sending_id, state=SendingState.PLANNED).first()
    if row is None:
        return 0
    some = list(waiting_recipients_of(row).order_by("pk")[:AT_A_TIME])
    for registration in some:
        registration.event = row.event
        with contextlib.suppress(Refusal):  # an address that is none must not keep the others waiting
            tell_message(row, registration, now=now)
    rows = EmailSending.objects.filter(pk=row.pk)
    if some:
        rows.update(done_up_to=some[-1].pk, number=F("number") + len(some))
    else:
        rows.update(state=SendingState.SENT)
    return len(some)


def _check(message: Message) -> None:
    email = email_of(MESSAGE)
    subjects, texts = (message.subject_de, message.subject_en), (message.text_de, message.text_en)
    has_faults = any(sentence_faults(text, allowed=email.placeholders) for text in subjects) or any(
        text_faults(text, allowed=email.placeholders, required=email.required) for text in texts
    )
    if has_faults or not all((*subjects, *texts)) or audience_of(message.audience) is None:
        raise Refusal(EmailRefusal.FAULTY)


def _hold(event_id: int, sending_id: int, *, seen: int, by: Subject) -> EmailSending:
    require_team(by, event_id)
    rows = EmailSending.objects.select_for_update(of=("self",)).filter(pk=sending_id, event_id=event_id)
    row = rows.first()
    if row is None or row.state not in _OPEN:
        raise Refusal(EmailRefusal.OVER)
    if row.version != seen:
        raise Refusal(EmailRefusal.STALE)
    return row


def _write(row: EmailSending, **values: object) -> None:
    EmailSending.objects.filter(pk=row.pk).update(version=F("version") + 1, **values)
