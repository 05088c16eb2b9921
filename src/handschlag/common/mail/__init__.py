"""Mail: written into the outbox with the data it speaks of, sent by the worker."""

from handschlag.common.mail.outbox import (
    ConcernedPerson,
    Content,
    MailReason,
    Origin,
    OutboxBackend,
    Sender,
    forget_letters,
    forget_person,
    is_rehearsing,
    keep_draft,
    note_recipient,
    queue_mail,
    rehearsed,
    seal,
    send,
    with_secrets,
    without_secrets,
)
from handschlag.common.models import Mail as Draft
from handschlag.common.models import Urgency

__all__ = [
    "ConcernedPerson",
    "Content",
    "Draft",
    "MailReason",
    "Origin",
    "OutboxBackend",
    "Sender",
    "Urgency",
    "forget_letters",
    "forget_person",
    "is_rehearsing",
    "keep_draft",
    "note_recipient",
    "queue_mail",
    "rehearsed",
    "seal",
    "send",
    "with_secrets",
    "without_secrets",
]
