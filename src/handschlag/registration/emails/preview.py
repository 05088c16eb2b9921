"""How an email of an event looks to one person: written as it would be sent, and not sent."""

from __future__ import annotations

import copy
from datetime import datetime

from django.utils.translation import get_language, gettext, override

from handschlag.common import mail
from handschlag.common.models import Mail
from handschlag.events.hooks.event_emails import EventEmail, email_of
from handschlag.events.models import Event
from handschlag.registration.emails.posting import person_of
from handschlag.registration.models import Registration, RegistrationState

NOBODY = "nobody@example.org"  # for people without an address: nothing is sent to it


def draft_of(email: EventEmail, registration: Registration, *, language: str, now: datetime) -> Mail:
    """The email as it would be stored now; its links are sealed."""
    one = copy.copy(registration)
    one.language, one.email = language, one.email or NOBODY
    with mail.rehearsed() as drafts, override(language):  # invented others have names in that language
        email.rehearse(one, now)
    return drafts[0]


def example_reader(event: Event, *, now: datetime) -> Registration:
    """Somebody invented, as long as nobody is registered."""
    return Registration(
        pk=0,
        event=event,
        name=gettext("Kim Example"),
        email=NOBODY,
        state=RegistrationState.CONFIRMED,
        language=get_language() or "de",
        asked_at=now,
        changed_at=now,
    )


def example_of(kind: str, event: Event, *, now: datetime) -> mail.Content:
    """How this email looks to somebody invented, in the language of the page."""
    reader = example_reader(event, now=now)
    return content_of(draft_of(email_of(kind), reader, language=reader.language, now=now))


def content_of(draft: Mail) -> mail.Content:
    """Its words, with what opens something masked."""
    return mail.without_secrets(draft)


def send_test(
    email: EventEmail,
    registration: Registration,
    *,
    language: str,
    to: str,
    recipient: mail.ConcernedPerson,
    now: datetime,
) -> None:
    """The same to an organiser: links are masked, for they are the other person's."""
    content = content_of(draft_of(email, registration, language=language, now=now))
    mail.queue_mail(
        to=to,
        subject=f"Test: {content.subject}",
        text=content.text,
        html=content.html,
        language=language,
        now=now,
        recipient=recipient,
        named=[person_of(registration)],
    )
