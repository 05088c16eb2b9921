"""Mail: written into the outbox with the data it speaks of, sent by the worker."""

from handschlag.common.mail.backend import OutboxBackend
from handschlag.common.mail.outbox import MailReason, send
from handschlag.common.mail.people import Person, forget_letters, forget_person, note_recipient
from handschlag.common.mail.sealed import masked, opened, seal
from handschlag.common.models import Urgency

__all__ = [
    "MailReason",
    "OutboxBackend",
    "Person",
    "Urgency",
    "forget_letters",
    "forget_person",
    "masked",
    "note_recipient",
    "opened",
    "seal",
    "send",
]
