"""Mail: written into the outbox with the data it speaks of, sent by the worker."""

from handschlag.common.mail.backend import OutboxBackend
from handschlag.common.mail.outbox import MailReason, send

__all__ = ["MailReason", "OutboxBackend", "send"]
