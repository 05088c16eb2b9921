"""Sends an email that did not arrive once more: the same words, to the address of now."""

from __future__ import annotations

from datetime import datetime

from handschlag.common.clocks.database_time import at_once
from handschlag.common.mail.outbox import new_message_id
from handschlag.common.mail.sealed import resealed
from handschlag.common.models import Mail, MailPerson, MailState

_SEALED = ("subject", "text", "html", "unsubscribe")
_SAME = (
    "language",
    "template",
    "calendar",
    "sender_name",
    "reply_to",
    "kind",
    "event_id",
    "sending_id",
    "urgency",
    "expires_at",
)


def repeat(letter: Mail, *, to: str, state: MailState, now: datetime) -> Mail:
    """Another letter with these words waits; the first one says that it was repeated."""
    again = Mail.objects.create(
        to=to,
        message_id=new_message_id(),
        state=state,
        due_at=at_once(now),
        created_at=now,
        **{name: getattr(letter, name) for name in _SAME},
        **{name: resealed(getattr(letter, name), before=letter.to, to=to) for name in _SEALED},
    )
    people = MailPerson.objects.filter(mail=letter)
    MailPerson.objects.bulk_create(
        MailPerson(mail=again, kind=one.kind, object_id=one.object_id, is_recipient=one.is_recipient)
        for one in people
    )
    Mail.objects.filter(pk=letter.pk).update(repeated_at=now)
    return again
