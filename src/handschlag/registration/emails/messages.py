"""A message that the organisers wrote themselves."""

from __future__ import annotations

import copy
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from handschlag.common import mail
from handschlag.common.models import Mail
from handschlag.directory.emails.letters import Letter
from handschlag.events.emails.wording import in_own_words, known_of
from handschlag.events.hooks.event_emails import email_of
from handschlag.registration.emails.common_text import event_title, own_page
from handschlag.registration.emails.posting import post_to
from handschlag.registration.models import EmailSending, Registration

MESSAGE: Final = "registration.message"


def tell_message(sending: EmailSending, registration: Registration, *, now: datetime) -> None:
    """To one person of its audience."""

    def write() -> Letter:
        event = registration.event
        usual = Letter(
            subject="", paragraphs=(), url=own_page(registration), link=_("View your registration")
        )
        values = {
            **known_of(event),
            "name": registration.name,
            "reason": str(email_of(MESSAGE).reason) % {"event": event_title(event)},
        }
        return in_own_words(usual, subject=sending.subject, text=sending.text, values=values)

    post_to(registration, write, kind=MESSAGE, now=now, sending_id=sending.pk)


def draft_of_message(
    sending: EmailSending, registration: Registration, language: str, *, now: datetime
) -> Mail:
    """How one person of its audience would get it, in this language."""
    reader = copy.copy(registration)
    reader.language = language
    with mail.rehearsed() as drafts:
        tell_message(sending, reader, now=now)
    return drafts[0]
