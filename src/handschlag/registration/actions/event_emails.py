"""Organisers put an email of their event into their own words, and send it to themselves first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from handschlag.accounts.models import User
from handschlag.accounts.queries.addressees import addressee
from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.events.hooks.event_emails import EventEmail
from handschlag.events.models import EmailWording
from handschlag.events.rules.email_texts import sentence_faults, text_faults
from handschlag.registration.actions.access import require_team
from handschlag.registration.actions.versioned_writes import lock_event
from handschlag.registration.emails import preview
from handschlag.registration.models import Registration
from handschlag.registration.rules.refusals import EmailRefusal


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """A sentence in both languages, or a whole text with its subject; nothing for the usual words."""

    sentence_de: str = ""
    sentence_en: str = ""
    subject_de: str = ""
    subject_en: str = ""
    text_de: str = ""
    text_en: str = ""


@transaction.atomic
def save_wording(
    *, event_id: int, email: EventEmail, words: OwnWords, seen: int, by: Subject, now: datetime
) -> None:
    """From now on this email has these words; `seen` is the version that the form showed, 0 for none."""
    require_team(by, event_id)
    event = lock_event(event_id)
    row = EmailWording.objects.filter(event=event, kind=email.kind).first()
    if (row.version if row else 0) != seen:
        raise Refusal(EmailRefusal.STALE)
    if email.is_written_each_time or _faults(email, words):
        raise Refusal(EmailRefusal.FAULTY)
    values = {name: getattr(words, name) for name in OwnWords.__slots__}
    is_usual = not any(values.values())
    if is_usual and row is None:
        return
    audit.record(
        verb="registration.email_worded",
        target=event,
        by_id=by.user_id,
        now=now,
        changes={"kind": [None, email.kind]},
    )
    if row is None:
        EmailWording.objects.create(event=event, kind=email.kind, changed_at=now, **values)
    elif is_usual:
        row.delete()
    else:
        rows = EmailWording.objects.filter(pk=row.pk)
        rows.update(changed_at=now, version=row.version + 1, **values)


def _faults(email: EventEmail, words: OwnWords) -> bool:
    allowed, required = email.placeholders, email.required
    short = (words.sentence_de, words.sentence_en, words.subject_de, words.subject_en)
    texts = [text for text in (words.text_de, words.text_en) if text]
    return any(sentence_faults(text, allowed=allowed) for text in short) or any(
        text_faults(text, allowed=allowed, required=required) for text in texts
    )


@transaction.atomic
def send_test(
    *, email: EventEmail, registration: Registration, language: str, by: Subject, now: datetime
) -> str:
    """The email as this person would get it, to the organiser alone; gives the address it goes to."""
    require_team(by, registration.event_id)
    user = User.objects.get(pk=by.user_id or 0)
    preview.send_test(
        email, registration, language=language, to=user.email, recipient=addressee(user), now=now
    )
    return user.email
