"""What Django and allauth send ends in the outbox too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage, EmailMultiAlternatives
from django.utils import timezone, translation

from handschlag.common.mail.outbox import queue_mail


class OutboxBackend(BaseEmailBackend):
    """A mailer of Django's that writes rows; the worker sends them."""

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        for message in email_messages:
            for address in message.recipients():
                queue_mail(
                    to=address,
                    subject=message.subject,
                    text=message.body,
                    html=_html_of(message),
                    language=translation.get_language() or "de",
                    now=timezone.now(),
                    recipient=None,  # known by the address alone
                )
        return len(email_messages)


def _html_of(message: EmailMessage) -> str:
    alternatives = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
    return next((str(content) for content, kind in alternatives if kind == "text/html"), "")
